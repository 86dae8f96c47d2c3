"""What records and articles have in common: one line of JSON, read when it is asked for."""

from __future__ import annotations

import json
from typing import Any


class Line:
    """An object that is a line of JSON.

    It can be pickled and compared, and costs no more than its bytes until it is looked into.
    """

    __slots__ = ("_form", "_line")

    _line: bytes
    _form: dict[str, Any] | None

    def __init__(self, line: bytes) -> None:
        self._line = line
        self._form = None

    def _get(self, key: str) -> Any:
        if self._form is None:
            self._form = json.loads(self._line)
        return self._form.get(key)

    def to_json(self) -> str:
        """The line of JSON, byte for byte what the command writes, without its end."""
        return self._line.decode()

    def to_dict(self) -> dict[str, Any]:
        """The line as Python's dicts and lists, newly made at each call."""
        form: dict[str, Any] = json.loads(self._line)
        return form

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Line)
        return self._line == other._line

    def __hash__(self) -> int:
        return hash(self._line)

    def __reduce__(self) -> tuple[type[Line], tuple[bytes]]:
        return type(self), (self._line,)

    @property
    def id(self) -> str | None:
        """The caller's name for the report; None where a row that is no report has none."""
        return self._text("id")

    @property
    def url(self) -> str | None:
        """Where it was published."""
        return self._text("url")

    @property
    def lang(self) -> str | None:
        """Its language, given or recognised."""
        return self._text("lang")

    @property
    def title(self) -> str | None:
        """The headline, where it came apart from the text."""
        return self._text("title")

    @property
    def published(self) -> str | None:
        """The day, or the time, of its publication."""
        return self._text("published")

    @property
    def byline(self) -> str | None:
        """Who wrote it."""
        return self._text("byline")

    @property
    def dateline(self) -> str | None:
        """The words before the dash of its first line."""
        return self._text("dateline")

    @property
    def text(self) -> str:
        """The clean text; every offset counts its code points."""
        return self._get("text") or ""

    @property
    def error(self) -> str | None:
        """Why there is nothing here: the report could not be read or coded."""
        return self._text("error")

    @property
    def row(self) -> int | None:
        """The row of a report that could not be read and has no id, from 1."""
        row: int | None = self._get("line")
        return row

    def _text(self, key: str) -> str | None:
        text: str | None = self._get(key)
        return text
