"""Ray gives what one machine gives, and brings the wheel to its workers itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest
import risalah
from conftest import EXAMPLES

pytest.importorskip("ray", reason="Ray is not installed: pip install ray")

PROGRAM = Path(__file__).parents[1] / "examples" / "ray_batches.py"


def test_the_example_gives_the_records_of_one_machine(
    engine: risalah.Engine, tmp_path: Path
) -> None:
    wheel = os.environ.get("RISALAH_WHEEL")
    if wheel is None:
        pytest.skip("RISALAH_WHEEL names no wheel to bring to the workers")
    lines = [*(EXAMPLES / "english.jsonl").open(), *(EXAMPLES / "indonesia.jsonl").open()]
    reports = tmp_path / "reports.jsonl"
    reports.write_text("".join(lines))
    out = tmp_path / "records"
    subprocess.run([sys.executable, PROGRAM, wheel, reports, out], check=True, timeout=600)
    rows = pyarrow.parquet.read_table(out).to_pylist()
    wanted = [(r.id, None, r.to_json()) for r in engine.code_many(map(json.loads, lines))]
    assert sorted((row["id"], row["error"], row["record"]) for row in rows) == sorted(wanted)
