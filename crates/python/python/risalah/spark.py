"""Coding on a cluster of Spark.

`code` turns a data frame of reports into one of records, `code_files` does so with files such as
WARC archives, one task each, `events` makes the flat table of events of either, and `episodes`
gathers events of one day, type and parties. Each worker loads the packs once. What comes out is
what one machine gives, whatever the partitions, and a task that is run again gives the same.

The package holds native code, which Spark cannot load out of a zip: install it where the workers
run, or ship it unpacked with `--archives`, as docs/spark.md shows.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from .engine import Engine
from .record import Record, to_arrow

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame, SparkSession

RECORDS = "id string, error string, record string"
"""The schema of records: the report's id, why there is no record, and the record as JSON."""

EVENTS = (
    "article string, event string, type string, mode string, contexts string, cameo string, "
    "quad short, goldstein float, status string, negated boolean, date date, date_end date, "
    "date_from string, published date, actors string, actor_codes string, recipients string, "
    "recipient_codes string, place string, geonameid long, latitude double, longitude double, "
    "place_country string, place_resolution string, confidence float, why string, "
    "speaker string, speaker_code string, url string, language string, title string, "
    "sentence_number long, sentence string, trigger string, trigger_start long, trigger_end long"
)
"""The schema of events: the columns of `risalah.to_arrow`."""

EPISODES = (
    "episode string, date date, type string, actor_codes string, recipient_codes string, "
    "place_country string, mentions long, articles long, confidence float"
)
"""The schema of episodes: what an episode's events share, and how many of how many reports."""

# What events of one episode share; days of events that have none are unlike all others.
_SHARED = ("date", "type", "actor_codes", "recipient_codes", "place_country")

# How many records go back to Spark at a time.
_BATCH = 256


def code(
    reports: DataFrame,
    text: str = "text",
    date: str | None = "date",
    lang: str | None = None,
    *,
    id: str | None = "id",
    bytes_per_task: int | None = None,
) -> DataFrame:
    """The records of the reports in a data frame, with the schema `RECORDS`.

    `text`, `date` and `id` name its columns; `date` and `id` may be missing, and the id is then
    made of the text. `lang` is the language of reports where there is no column `lang`. A report
    that cannot be coded gives a row with an `error`.

    With `bytes_per_task` the reports are counted and spread anew, so that a task has about so
    much text; without it the partitions stay.

    Raises `ValueError` where there is no column of texts, and `TypeError` where it holds others.
    """
    from pyspark.sql import functions

    _check(reports, text)
    columns = {"text": text}
    if date is not None and date in reports.columns:
        columns["date"] = date
    if id is not None and id in reports.columns:
        columns["id"] = id
    wanted = [functions.col(f"`{name}`").alias(part) for part, name in columns.items()]
    if "id" not in columns:
        digest = functions.sha2(functions.coalesce(f"`{text}`", functions.lit("")), 256)
        wanted.append(functions.substring(digest, 1, 16).alias("id"))
    others = [n for n in ("lang", "title", "url", "byline") if n in reports.columns]
    wanted += [functions.col(f"`{name}`") for name in others]
    chosen = reports.select(*wanted)
    if bytes_per_task is not None:
        total = chosen.select(functions.sum(functions.octet_length("text"))).first()
        size = (total and total[0]) or 0
        chosen = chosen.repartition(max(1, -(-size // bytes_per_task)))
    return chosen.mapInArrow(functools.partial(_code_batches, lang), RECORDS)


def code_files(
    spark: SparkSession, paths: Iterable[str], format: str = "auto", lang: str | None = None
) -> DataFrame:
    """The records of the reports in files that every worker can open, one task a file.

    The schema is `RECORDS`. A file that cannot be opened gives one row with an `error`.
    """
    listed = list(paths)
    numbers = spark.range(0, len(listed), 1, max(1, len(listed)))
    return numbers.mapInArrow(functools.partial(_code_files, listed, format, lang), RECORDS)


def events(records: DataFrame) -> DataFrame:
    """The events of records, one a row, with the schema `EVENTS`."""
    return records.select("record").mapInArrow(_events, EVENTS)


def episodes(events: DataFrame) -> DataFrame:
    """The episodes of events, one a row, with the schema `EPISODES`.

    Events of the same day, type, codes of parties and country of the place are one episode, and
    its name is made of these alone: the same in every run, so that tables of several runs can be
    joined or added up. An event that has no day, or no party, is an episode of its own. What
    reports tell in other words, or of days that differ by one, only a store brings together.
    """
    from pyspark.sql import functions as f

    def sorted_codes(name: str) -> Column:
        codes = f.array_join(f.array_sort(f.split(f.col(name), ";")), ";")
        return codes.alias(name)

    parties = ("actor_codes", "recipient_codes")
    shared = [sorted_codes(name) if name in parties else f.col(name) for name in _SHARED]
    whose = f.concat_ws("\x1f", "article", "event")
    alone = f.col("date").isNull() | f.coalesce(*parties).isNull()
    parts = [f.coalesce(f.col(name).cast("string"), f.lit("")) for name in _SHARED]
    name = f.sha2(f.concat_ws("\x1f", *parts, f.coalesce("own", f.lit(""))), 256)
    told = events.select(*shared, "article", "confidence", f.when(alone, whose).alias("own"))
    named = told.withColumn("episode", f.substring(name, 1, 16))
    return named.groupBy("episode", *_SHARED).agg(
        f.count("*").alias("mentions"),
        f.countDistinct("article").alias("articles"),
        f.max("confidence").alias("confidence"),
    )


def _check(reports: DataFrame, text: str) -> None:
    """Refuses a frame whose texts are none before a cluster is set to work on it."""
    if text not in reports.columns:
        there = ", ".join(reports.columns) or "none"
        raise ValueError(f"there is no column {text!r}; there are {there}")
    kind = reports.schema[text].dataType.simpleString()
    if not kind.startswith(("string", "varchar", "char", "void")):
        raise TypeError(f"the column {text!r} is of type {kind}, not string")


@functools.cache
def _engine() -> Engine:
    """The engine of this worker. Spark runs a task for each core, so each uses one thread."""
    return Engine(threads=1)


def _code_batches(
    lang: str | None, batches: Iterator[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        yield from _answers(_engine().code_many(batch, lang=lang))


def _code_files(
    paths: list[str], format: str, lang: str | None, batches: Iterator[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        for number in batch.column("id").to_pylist():
            path = paths[number]
            try:
                records = _engine().code_file(path, format, lang=lang)
            except OSError as err:
                yield _answer([(path, str(err), None)])
            else:
                yield from _answers(records)


def _answers(records: Iterator[Record]) -> Iterator[pyarrow.RecordBatch]:
    while some := list(islice(records, _BATCH)):
        yield _answer([(r.id, r.error, None if r.error else r.to_json()) for r in some])


def _answer(answers: list[tuple[str | None, str | None, str | None]]) -> pyarrow.RecordBatch:
    import pyarrow

    names = ["id", "error", "record"]
    columns: list[Any] = [pyarrow.array(c, "string") for c in zip(*answers, strict=True)]
    return pyarrow.RecordBatch.from_arrays(columns, names)


def _events(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    # Spark has no unsigned numbers.
    kinds = {"quad": "int16", "geonameid": "int64"}
    kinds |= dict.fromkeys(("trigger_start", "trigger_end", "sentence_number"), "int64")
    for batch in batches:
        lines = [line.as_buffer().to_pybytes() for line in batch.column("record") if line.is_valid]
        table = pyarrow.table(to_arrow(map(Record, lines)))
        for name, kind in kinds.items():
            at = table.schema.get_field_index(name)
            table = table.set_column(at, name, table.column(name).cast(kind))
        yield from table.to_batches()


__all__ = ["EPISODES", "EVENTS", "RECORDS", "code", "code_files", "episodes", "events"]
