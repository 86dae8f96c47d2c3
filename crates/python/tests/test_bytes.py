"""What comes out of Python is what comes out of the command, byte for byte."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas
import polars
import pyarrow
import pytest
import risalah
from conftest import EXAMPLES

REPORTS = [
    json.loads(line)
    for file in ("english.jsonl", "indonesia.jsonl")
    for line in (EXAMPLES / file).read_text().splitlines()
]
ODD = [
    {"id": "empty", "text": ""},
    {
        "id": "emoji",
        "text": "🙂 Israel attacked Gaza 🙂 on Monday.\r\n\r\n“Yes,” he said.",
        "lang": "en",
    },
    {"id": "unknown language", "text": "xyzzy"},
    {"id": "no pack", "text": "Bonjour.", "lang": "fr"},
    {"id": "no date", "text": "Israel attacked Gaza.", "date": "the day after tomorrow"},
    {"id": 7, "text": "Russia expelled Latvian diplomats.", "date": "2021-05-25T10:00:00+02:00"},
    {"id": "page", "html": "<html lang=en><title>A</title><p>Israel attacked Gaza. <p>It rained."},
    {"id": "other names", "event_text": "Israel attacked Gaza.", "pub_date": "2024-05-08"},
    {"id": "nul", "text": "Israel\x00attacked Gaza."},
    {"id": "title", "title": "Ten <dead>", "text": "Ten died.", "url": "https://a.example/1"},
]


def lines(records: Iterable[risalah.Record]) -> bytes:
    return "".join(record.to_json() + "\n" for record in records).encode()


def jsonl(reports: Iterable[object]) -> bytes:
    return "".join(json.dumps(report) + "\n" for report in reports).encode()


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_dicts(engine: risalah.Engine, command: Callable[..., bytes], threads: int) -> None:
    reports = (REPORTS + ODD) * 3
    wanted = command("code", "--from", "jsonl", "-", fed=jsonl(reports))
    assert lines(engine.code_many(iter(reports), threads=threads)) == wanted


def test_what_is_known_of_all(engine: risalah.Engine, command: Callable[..., bytes]) -> None:
    known = ("--lang", "id", "--date", "2024-02-29")
    wanted = command("code", "--from", "jsonl", *known, "-", fed=jsonl(ODD))
    assert lines(engine.code_many(ODD, lang="id", date="2024-02-29")) == wanted


@pytest.mark.parametrize("name", ["pandas", "polars", "table", "reader", "batch"])
def test_tables(engine: risalah.Engine, command: Callable[..., bytes], name: str) -> None:
    table = pyarrow.Table.from_pylist(REPORTS)
    made: dict[str, Callable[[], object]] = {
        "pandas": lambda: pandas.DataFrame(REPORTS),
        "polars": lambda: polars.DataFrame(REPORTS),
        "table": lambda: table,
        "reader": lambda: table.to_reader(max_chunksize=2),
        "batch": lambda: table.to_batches()[0],
    }
    wanted = command("code", "--from", "jsonl", "-", fed=jsonl(REPORTS))
    assert lines(engine.code_many(made[name]())) == wanted


def test_one_report(engine: risalah.Engine, command: Callable[..., bytes]) -> None:
    for report in REPORTS:
        wanted = command("code", "--from", "jsonl", "-", fed=jsonl([report]))
        assert lines([engine.code(**report)]) == wanted


def test_files(engine: risalah.Engine, command: Callable[..., bytes], tmp_path: Path) -> None:
    packed = tmp_path / "reports.jsonl.gz"
    packed.write_bytes(gzip.compress(jsonl(REPORTS + ODD) + b"nonsense\n"))
    for file in [packed, *sorted(EXAMPLES.iterdir())]:
        if file.is_file():
            assert lines(engine.code_file(file)) == command("code", file)


def test_the_forms_are_the_commands(engine: risalah.Engine) -> None:
    for report, record in zip(REPORTS, engine.code_many(REPORTS), strict=True):
        assert record.to_dict() == json.loads(record.to_json())
        assert record.id == report["id"]
        assert record.text == report["text"]
