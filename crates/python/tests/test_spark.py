"""Spark gives what one machine gives, also where workers die in the middle.

These tests run where pyspark and Java are; `cargo xtask test` sees to both or says why it cannot.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.dataset
import pytest
import risalah
import risalah.spark
from conftest import EXAMPLES
from test_engine import PAGE, warc

pytest.importorskip("pyspark", reason="Spark is not installed: pip install pyspark")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("Spark needs Java 17, which is not here", allow_module_level=True)
from pyspark.sql import DataFrame, SparkSession

COLUMNS = "id string, text string, date string, lang string"
REPORTS: list[dict[str, str]] = [
    {name: report[name] for name in ("id", "text", "date", "lang")}
    for file in ("english.jsonl", "indonesia.jsonl")
    for report in map(json.loads, (EXAMPLES / file).read_text().splitlines())
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield session
    session.stop()


def frame(spark: SparkSession, *more: tuple[Any, ...]) -> DataFrame:
    return spark.createDataFrame([*(tuple(r.values()) for r in REPORTS), *more], COLUMNS)


def told(events: risalah.Table) -> list[tuple[Any, ...]]:
    rows = pyarrow.table(events).to_pylist()
    return sorted((row["article"], row["event"], row["type"], row["sentence"]) for row in rows)


def test_records_are_those_of_one_machine(engine: risalah.Engine, spark: SparkSession) -> None:
    records = risalah.spark.code(frame(spark).repartition(3)).collect()
    wanted = [(record.id, None, record.to_json()) for record in engine.code_many(REPORTS)]
    assert sorted(map(tuple, records)) == sorted(wanted)


def test_bad_reports_are_rows_with_an_error(spark: SparkSession) -> None:
    bad = [
        ("none", None, None, None),
        ("panic", "Israel attacked Gaza.", None, "en"),
        ("day", "Israel attacked Gaza.", "2024-02-31", None),
        ("tongue", "Israel menyerang Gaza pada Senin.", None, None),
        (None, "Israel attacked Gaza.", None, "xx-nonsense-"),
    ]
    records = risalah.spark.code(spark.createDataFrame(bad, COLUMNS)).collect()
    found = {row.id: row for row in records}
    assert len(records) == len(bad)
    assert (found["none"].error, found["none"].record) == ("has neither `text` nor `html`", None)
    assert "the program failed on this report" in found["panic"].error
    assert "date-unreadable" in found["day"].record
    assert '"lang":"id"' in found["tongue"].record


def test_frames_without_texts_are_refused(spark: SparkSession) -> None:
    reports = spark.createDataFrame(
        [("a", b"Israel attacked Gaza.", 7)], "id string, raw binary, n int"
    )
    with pytest.raises(ValueError, match="no column 'text'; there are id, raw, n"):
        risalah.spark.code(reports)
    with pytest.raises(TypeError, match="the column 'raw' is of type binary, not string"):
        risalah.spark.code(reports, text="raw")
    with pytest.raises(TypeError, match="the column 'n' is of type int, not string"):
        risalah.spark.code(reports, text="n")
    empty = risalah.spark.code(frame(spark).limit(0), bytes_per_task=1000)
    assert (empty.collect(), risalah.spark.events(empty).collect()) == ([], [])


def test_partitions_are_sized_by_text(engine: risalah.Engine, spark: SparkSession) -> None:
    bodies = frame(spark).selectExpr("text AS body", "lang")
    records = risalah.spark.code(bodies, text="body", bytes_per_task=1000)
    size = sum(len(report["text"].encode()) for report in REPORTS)
    assert records.rdd.getNumPartitions() == -(-size // 1000)
    found = {json.loads(row.record)["text"]: row.id for row in records.collect()}
    assert found.keys() == {report["text"] for report in REPORTS}
    assert len(set(found.values())) == len(REPORTS)


def test_files_are_a_task_each(engine: risalah.Engine, spark: SparkSession, tmp_path: Path) -> None:
    """Archives, one of them cut off, and a path at which nothing is."""
    archives = [tmp_path / f"{name}.warc" for name in "abc"]
    for n, archive in enumerate(archives):
        archive.write_bytes(warc(PAGE.encode(), f"<p>Russia attacked Kyiv {n} times.".encode()))
    archives[1].write_bytes(archives[1].read_bytes()[:-40])
    files = [*map(str, archives), str(EXAMPLES / "indonesia.jsonl")]
    records = risalah.spark.code_files(spark, [*files, str(tmp_path / "none.warc")])
    assert records.rdd.getNumPartitions() == 5
    *found, none = records.collect()
    wanted = [record for file in files for record in engine.code_file(file)]
    assert any(record.error for record in wanted)
    assert [(r.id, r.error, r.record) for r in found] == [
        (r.id, r.error, None if r.error else r.to_json()) for r in wanted
    ]
    assert (none.id, "No such file" in none.error) == (str(tmp_path / "none.warc"), True)


def test_tables_are_kept_in_partitions(
    engine: risalah.Engine, spark: SparkSession, tmp_path: Path
) -> None:
    """Records and events as Parquet, the latter by language, read back without Spark."""
    records, events = str(tmp_path / "records"), str(tmp_path / "events")
    risalah.spark.code(frame(spark).repartition(2)).write.parquet(records)
    table = risalah.spark.events(spark.read.parquet(records))
    assert table.columns == risalah.to_arrow([]).column_names
    table.write.partitionBy("language").parquet(events)
    assert sorted(p.name for p in Path(events).glob("language=*")) == ["language=en", "language=id"]
    back = pyarrow.dataset.dataset(events, partitioning="hive").to_table()
    assert told(back) == told(risalah.to_arrow(engine.code_many(REPORTS)))


def test_episodes_are_named_by_what_their_events_share(spark: SparkSession) -> None:
    first = "Israel attacked Gaza on Monday. Belarus expelled all Latvian diplomats on Tuesday."
    again = "Gaza was attacked by Israel on Monday."
    rows = [("a", first, "2024-05-08", "en"), ("b", again, "2024-05-08", "en")]
    later = ("c", again, "2024-05-15", "en")
    undated = [(name, "Israel attacked Gaza.", None, "en") for name in "de"]

    def found(*rows: tuple[str, str, str | None, str]) -> dict[str, Any]:
        reports = spark.createDataFrame(rows, COLUMNS).repartition(2)
        events = risalah.spark.events(risalah.spark.code(reports))
        return {row.episode: row for row in risalah.spark.episodes(events).collect()}

    few, many = found(*rows), found(later, *reversed(rows), *undated)
    assert sorted((e.type, e.mentions, e.articles) for e in few.values()) == [
        ("ASSAULT", 2, 2),
        ("SANCTION", 1, 1),
    ]
    assert few.items() <= many.items()
    others = [many[name] for name in many.keys() - few.keys()]
    assert sorted(str(e.date) for e in others) == ["2024-05-13", "None", "None"]


# What a user runs on a cluster whose machines have Python and pyarrow, but not this package. In
# the second half two tasks die in their midst, one with the Python of its executor, one with the
# executor.
PROGRAM = """
import json, os, signal, sys, time
from pathlib import Path
from pyspark import TaskContext
from pyspark.sql import SparkSession
import risalah.spark

folder = Path(sys.argv[1])

def kill_executor():
    daemon = os.getppid()
    executor = int(Path(f"/proc/{daemon}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(executor, signal.SIGKILL)

def kill_python():
    os.killpg(os.getpgrp(), signal.SIGKILL)

def dying(batches):
    kill = {1: kill_python, 2: kill_executor}.get(TaskContext.get().partitionId())
    for batch in batches:
        yield batch
        if kill and not (done := folder / kill.__name__).exists():
            done.touch()
            time.sleep(0.5)
            kill()

builder = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "2")
spark = builder.getOrCreate()
reports = spark.read.json(str(folder / "reports.jsonl")).repartition(4, "id")
records = risalah.spark.code(reports)
where = spark.sparkContext.parallelize([0]).map(lambda _: __import__("risalah").__file__).collect()
alive = [list(row) for row in records.collect()]
killed = risalah.spark.code(reports.mapInArrow(dying, reports.schema))
killed = [list(row) for row in killed.collect()]
(folder / "out.json").write_text(json.dumps({"where": where, "alive": alive, "killed": killed}))
spark.stop()
"""


def test_a_cluster_outlives_its_workers(engine: risalah.Engine, tmp_path: Path) -> None:
    """Workers find the package in the archive that is shipped to them, and may be killed."""
    reports = [{**report, "id": f"{report['id']}-{n}"} for report in REPORTS for n in range(4)]
    (tmp_path / "reports.jsonl").write_text("".join(json.dumps(r) + "\n" for r in reports))
    (tmp_path / "program.py").write_text(PROGRAM)
    with tarfile.open(tmp_path / "deps.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(Path(risalah.__file__).parent, "risalah")
    submit = Path(sys.executable).with_name("spark-submit")
    command: list[str | Path] = [
        submit, "--master", "local-cluster[2,1,1024]",
        "--conf", "spark.ui.enabled=false",
        "--conf", "spark.executorEnv.PYTHONPATH=deps",
        "--archives", f"{tmp_path}/deps.tar.gz#deps",
        tmp_path / "program.py", tmp_path,
    ]  # fmt: skip
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    out = json.loads((tmp_path / "out.json").read_text())
    assert ["/deps/risalah/" in file for file in out["where"]] == [True]
    assert (tmp_path / "kill_python").exists()
    assert (tmp_path / "kill_executor").exists()
    wanted = sorted([r.id, r.error, r.to_json()] for r in engine.code_many(reports))
    assert sorted(out["alive"]) == wanted
    assert sorted(out["killed"]) == wanted
