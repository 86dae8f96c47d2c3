"""Spark gives what one machine gives.

These tests run where pyspark and Java are installed; they are not among the pinned requirements,
since they are ten times the size of all the rest.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import risalah
import risalah.spark
from conftest import EXAMPLES

pytest.importorskip("pyspark", reason="Spark is not installed: pip install pyspark")
from pyspark.sql import SparkSession

REPORTS = [
    json.loads(line)
    for file in ("english.jsonl", "indonesia.jsonl")
    for line in (EXAMPLES / file).read_text().splitlines()
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield session
    session.stop()


def test_records_are_those_of_one_machine(engine: risalah.Engine, spark: SparkSession) -> None:
    rows = [(r["id"], r["text"], r["date"], r["lang"]) for r in REPORTS] + [
        ("none", None, None, None)
    ]
    frame = spark.createDataFrame(rows, "id string, text string, date string, lang string")
    records = risalah.spark.code(frame.repartition(3)).collect()
    found = {row.id: row for row in records}
    assert len(found) == len(records) == len(rows)
    assert found["none"].asDict() == {
        "id": "none",
        "error": "has neither `text` nor `html`",
        "record": None,
    }
    names = ("id", "text", "date", "lang")
    wanted = [{name: report[name] for name in names} for report in REPORTS]
    for record in engine.code_many(wanted):
        assert found[record.id].record == record.to_json()


def test_events_are_a_table(engine: risalah.Engine, spark: SparkSession) -> None:
    rows = [(report["text"], report["lang"]) for report in REPORTS]
    frame = spark.createDataFrame(rows, "body string, lang string")
    records = risalah.spark.code(frame, text="body", bytes_per_task=2000)
    events = risalah.spark.events(records)
    assert events.columns == risalah.to_arrow([]).column_names
    found = sorted(
        (row.article, row.event, row.type, row.trigger_start) for row in events.collect()
    )
    ids = {row.id: json.loads(row.record)["text"] for row in records.collect()}
    assert len(ids) == len(REPORTS)
    wanted = [
        (id, event.id, event.type, event.trigger.start)
        for id, text in ids.items()
        for event in engine.code(text).events
    ]
    assert found == sorted(wanted)


def test_files_are_a_task_each(engine: risalah.Engine, spark: SparkSession, tmp_path: Path) -> None:
    files = [str(EXAMPLES / name) for name in ("english.jsonl", "indonesia.jsonl", "brussels.txt")]
    records = risalah.spark.code_files(spark, [*files, str(tmp_path / "none.warc")])
    assert records.rdd.getNumPartitions() == 4
    *found, none = records.collect()
    wanted = [record.to_json() for file in files for record in engine.code_file(file)]
    assert [row.record for row in found] == wanted
    assert none.id == str(tmp_path / "none.warc")
    assert "No such file" in none.error
