"""Reads every export back with the programs of the field: pandas, pyarrow and DuckDB.

    python3 read_back.py RISALAH FOLDER_OF_REPORTS WORK

RISALAH is the command; WORK is made anew. Ends with 1 and a line for each thing that is wrong.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.ipc

RISALAH, REPORTS, WORK = sys.argv[1], sys.argv[2], Path(sys.argv[3])
STORE = WORK / "store.db"
wrong = []


def run(*args):
    return subprocess.run([RISALAH, "--quiet", "store", *args], check=True, capture_output=True)


def export(form, name, *more):
    run("export", "--store", STORE, "--to", form, "--out", WORK / name, *more)
    return WORK / name


def same(what, found, expected):
    if found != expected:
        wrong.append(f"{what}: {found!r} is not {expected!r}")


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    run("add", "--store", STORE, REPORTS)
    stats = json.loads(run("stats", "--store", STORE, "--to", "json").stdout)
    same("some events", stats["events"] > 0, True)

    flat = pd.read_csv(export("csv", "flat.csv"), dtype={"cameo": str}, parse_dates=["date"])
    same("csv: ids are unique", flat["event"].is_unique, True)
    same("csv: leading zeros stay", set(flat["cameo"].dropna().str.len()) <= {2, 3, 4}, True)
    n = len(flat)

    records = [json.loads(line) for line in export("jsonl", "records.jsonl").open(encoding="utf-8")]
    coded = subprocess.run([RISALAH, "--quiet", "code", REPORTS], check=True, capture_output=True)
    coded = {json.loads(line)["id"]: line for line in coded.stdout.decode().splitlines()}
    lines = (WORK / "records.jsonl").read_text(encoding="utf-8").splitlines()
    same("jsonl: bytes of `code`", [coded[r["id"]] for r in records], lines)

    hive = export("parquet", "events")
    rows = ds.dataset(hive, format="parquet", partitioning="hive").to_table()
    same("parquet: rows by pyarrow", rows.num_rows, n)
    same("parquet: codes are dictionaries", pa.types.is_dictionary(rows.schema.field("type").type), True)
    same("parquet: days are days", rows.schema.field("date").type, pa.date32())
    query = f"SELECT count(*), count(DISTINCT event) FROM read_parquet('{hive}/**/*.parquet', hive_partitioning=true)"
    same("parquet: rows by DuckDB", duckdb.sql(query).fetchall(), [(n, n)])
    by_event = rows.to_pandas().set_index("event")
    for _, row in flat.iterrows():
        same("parquet: type", by_event.loc[row["event"], "type"], row["type"])
        same("parquet: sentence", by_event.loc[row["event"], "sentence"], row["sentence"])

    full = export("parquet", "full", "--full")
    parties = ds.dataset(full, format="parquet", partitioning="hive").to_table(columns=["actors", "actor_list"])
    for row in parties.to_pylist():
        names = [p["name"].replace(";", ",") for p in row["actor_list"]]
        same("parquet full: actors", ";".join(names) or None, row["actors"])

    stream = pa.ipc.open_stream(export("arrow", "flat.arrow")).read_all()
    same("arrow: rows", stream.num_rows, n)

    gdelt = export("gdelt", "gdelt")
    events = pd.read_csv(gdelt / "events.export.CSV", sep="\t", header=None, dtype={26: str})
    mentions = pd.read_csv(gdelt / "mentions.CSV", sep="\t", header=None)
    dated = int(flat["date"].notna().sum())
    same("gdelt: columns", (events.shape[1], mentions.shape[1]), (61, 16))
    same("gdelt: mentions", len(mentions), dated)
    same("gdelt: mentions join", set(mentions[0]), set(events[0]))

    icews = pd.read_csv(export("icews", "icews.tab"), sep="\t", quoting=3, dtype={"CAMEO Code": str})
    same("icews: columns", icews.shape[1], 20)
    same("icews: events", icews["Event ID"].nunique(), dated)
    polecat = pd.read_csv(export("polecat", "polecat.tsv"), sep="\t", quoting=3)
    same("polecat: columns and rows", polecat.shape, (dated, 40))
    plover = json.loads(export("plover", "plover.json").read_text(encoding="utf-8"))
    same("plover: rows", len(plover), n)

    for panel in ["dyad-day", "dyad-month", "country-month"]:
        run("export", "--store", STORE, "--panel", panel, "--out", WORK / f"{panel}.csv")
        table = pd.read_csv(WORK / f"{panel}.csv", keep_default_na=False)
        unit = ["country"] if panel == "country-month" else ["actor", "recipient"]
        sizes = table.groupby(unit).size()
        same(f"{panel}: a row for each period", sizes.nunique(), 1)
        quads = table[["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]]
        same(f"{panel}: quad classes add up", bool((quads.sum(axis=1) == table["events"]).all()), True)

    for manifest in [*WORK.glob("*.manifest.json"), *WORK.glob("*/_manifest.json")]:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        for file in told["files"]:
            inside = manifest.parent / file["name"]
            same(f"{manifest.name}: size", inside.stat().st_size, file["bytes"])

    print("\n".join(wrong) or f"{n} events read back from every format by pandas, pyarrow and DuckDB")
    return bool(wrong)


sys.exit(main())
