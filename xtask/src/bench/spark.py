"""Codes a file of reports on two workers of Spark on this machine, warm, and prints what it took.

python3 spark.py REPORTS: JSON Lines with id, text, date and more. Prints one JSON object: seconds by the
clock, seconds of processor time of all that Spark runs, and the peak memory of a worker in MB.
"""

import json
import os
import sys
import time
from pathlib import Path

import risalah.spark
from pyspark.sql import SparkSession

COLUMNS = "id string, text string, date string, lang string, url string, title string"
TICKS = os.sysconf("SC_CLK_TCK")


def processes() -> list[Path]:
    """This process and all below it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(stat[1])
    mine = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return [Path(f"/proc/{pid}") for pid in sorted(mine)]


def processor() -> float:
    """Seconds of processor time so far; what has ended is counted with its parent."""
    total = 0
    for folder in processes():
        stat = (folder / "stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, stat[11:15]))
    return total / TICKS


def peak() -> float:
    """The most memory that one worker of Python has held, in MB."""
    most = 0
    for folder in processes():
        if b"pyspark" in (folder / "cmdline").read_bytes().split(b"\0")[2:3]:
            continue
        status = (folder / "status").read_text()
        name = status.split("\n", 1)[0]
        if "python" in name and folder.name != str(os.getpid()):
            most = max(most, int(status.split("VmHWM:")[1].split()[0]))
    return most / 1000


os.environ["PYSPARK_PYTHON"] = sys.executable
builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
reports = spark.read.schema(COLUMNS).json(sys.argv[1])


def run(frame: object) -> None:
    records = risalah.spark.code(frame, bytes_per_task=2 << 20)
    records.write.format("noop").mode("overwrite").save()


run(reports.limit(200).repartition(4))
start, used = time.perf_counter(), processor()
run(reports)
seconds, used = time.perf_counter() - start, processor() - used
print(json.dumps({"seconds": seconds, "cpu": used, "peak": peak()}))
spark.stop()
