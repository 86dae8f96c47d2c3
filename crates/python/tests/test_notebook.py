"""The notebook runs, and its panel is the one that a store exports."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from conftest import EXAMPLES

NOTEBOOK = Path(__file__).parents[1] / "examples" / "panel.ipynb"
COUNTS = (
    "events",
    "verbal_cooperation",
    "material_cooperation",
    "verbal_conflict",
    "material_conflict",
)


def counts(panel: Path) -> dict[tuple[str, str], list[int]]:
    with panel.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {(r["country"], r["month"]): [int(r[name]) for name in COUNTS] for r in rows}


def test_the_notebook_gives_the_panel_of_the_store(
    command: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REPORTS", str(EXAMPLES))
    monkeypatch.setenv("PANEL", str(tmp_path / "panel.csv"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "matplotlib"))
    notebook: Any = nbformat.reads(NOTEBOOK.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    resources = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(notebook, timeout=300, resources=resources).execute()
    shown = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    kinds = {kind for out in shown for kind in out.get("data", ())}
    assert {"image/png", "text/html"} <= kinds

    store = tmp_path / "store.db"
    command("store", "add", "--store", store, EXAMPLES)
    exported = tmp_path / "exported.csv"
    panel = ["--panel", "country-month", "--out", exported]
    command("store", "export", "--store", store, *panel)
    assert counts(tmp_path / "panel.csv") == counts(exported)
