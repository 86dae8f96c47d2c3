"""From what users give to rows: the eight parts of a report, or why there is none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .line import Line

# A report: id, text, html, url, date, lang, title, byline. A refusal: id, reason.
Row = tuple[str | None, ...]

# Each part of a report with the names that it may have, ours first. NGEC's stand beside ours.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "text": ("text", "event_text"),
    "html": ("html",),
    "url": ("url",),
    "date": ("date", "pub_date", "published"),
    "lang": ("lang",),
    "title": ("title",),
    "byline": ("byline",),
}


class NoReport(Exception):
    """A part of a report is of a type that it cannot be of."""


def rows(reports: Iterable[Any], names: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    """The rows of reports that an iterable gives."""
    return (row(report, names) for report in reports)


def row(report: Any, names: Mapping[str, tuple[str, ...]] = NAMES) -> Row:
    """The row of one report."""
    if isinstance(report, str):
        return (None, report, None, None, None, None, None, None)
    if isinstance(report, Line):
        if report.error is not None:
            return (report.id, report.error)
        report = report.to_dict()
    if not isinstance(report, Mapping):
        given = "None" if report is None else f"of type {type(report).__name__}"
        return (None, f"the row is {given}, not a mapping, a string or an article")
    values = [_first(report, names[part]) for part in NAMES]
    return parts(values)


def _first(report: Mapping[Any, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        value = report.get(name)
        if not missing(value):
            return value
    return None


def parts(values: list[Any]) -> Row:
    """The row of a report whose parts have these values, in the order of `NAMES`."""
    name: str | None = None
    try:
        name = _id(values[0])
        _, text, html, url, date, lang, title, byline = values
        if missing(text) and missing(html):
            return (name, "has neither `text` nor `html`")
        return (
            name,
            _string("text", text),
            _string("html", html),
            _string("url", url),
            day(date),
            _string("lang", lang),
            _string("title", title),
            _string("byline", byline),
        )
    except NoReport as err:
        return (name, str(err))


def missing(value: Any) -> bool:
    """Whether a value is None, NaN, or one of pandas' words for them."""
    if value is None:
        return True
    if isinstance(value, float):
        return value != value
    return type(value).__name__ in ("NAType", "NaTType")


def _string(part: str, value: Any) -> str | None:
    if missing(value):
        return None
    if isinstance(value, str):
        return value
    wrong = f"`{part}` is of type {type(value).__name__}, not a string"
    if isinstance(value, (bytes, bytearray, memoryview)):
        wrong += ": decode it first"
    raise NoReport(wrong)


def _id(value: Any) -> str | None:
    if missing(value):
        return None
    if isinstance(value, str):
        return value
    # Whole numbers become floats where a column of them has gaps.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "__index__") and not isinstance(value, bool):
        return str(value.__index__())
    raise NoReport(f"`id` is of type {type(value).__name__}, neither a string nor a number")


def day(value: Any) -> str | None:
    """A date as ISO 8601 writes it; midnight without a zone is a day."""
    if missing(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None and value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if type(value).__name__ == "datetime64":
        written, _, time = str(value).partition("T")
        if written == "NaT":
            return None
        return f"{written}T{time}" if time.strip("0:.") else written
    raise NoReport(f"`date` is of type {type(value).__name__}, neither a string nor a date")


def frame(table: Any, names: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    """The rows of a data frame of pandas or polars.

    Its values may be of any types, so they are looked at one by one, as those of dicts are.
    """
    chosen = choose(list(table.columns), names)
    gaps = iter(lambda: None, 0)
    columns = [gaps if name is None else _column(table, name) for name in chosen]
    if all(name is None for name in chosen):
        return iter(())
    return (parts(list(values)) for values in zip(*columns, strict=False))


def _column(table: Any, name: str) -> Any:
    column = table[name]
    if hasattr(column, "columns"):
        raise ValueError(f"there are several columns {name!r}")
    return column


def choose(columns: list[Any], names: Mapping[str, tuple[str, ...]]) -> list[str | None]:
    """The column of each part of a report.

    Raises `ValueError` where there is neither a text nor a page, or a column named is missing.
    """
    chosen = [next((n for n in names[part] if n in columns), None) for part in NAMES]
    for part, column in zip(NAMES, chosen, strict=True):
        if column is None and names[part] != NAMES[part]:
            raise ValueError(f"there is no column {names[part][0]!r}; {_there(columns)}")
    if chosen[1] is None and chosen[2] is None:
        raise ValueError(f"there is no column 'text' or 'html'; {_there(columns)}")
    return chosen


def _there(columns: list[Any]) -> str:
    return f"there are {', '.join(map(str, columns)) or 'none'}"
