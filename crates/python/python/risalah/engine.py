"""The engine: reports in, records out."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from . import _risalah, rows
from .article import Article
from .errors import ReportError
from .record import Record

_L = TypeVar("_L", Record, Article)

_MOST_THREADS = 1024


class Engine:
    """Packs of languages, loaded and checked, and what can be done with them.

    Loading takes a moment, so make one engine and use it for all reports; it may be used by
    several threads at once, and pickled for other processes, which load their own.

    `packs` is the folder of packs: without it the environment's `RISALAH_PACKS`, else the packs
    that came with the package. `langs` are the languages to load, all without it. `threads` is
    how many threads `code_many` uses, one for each core without it.

    Raises `PackError`, which names file and line, where packs cannot be loaded.

    >>> import risalah
    >>> risalah.Engine(langs=["id"])
    <risalah.Engine id>
    """

    def __init__(
        self,
        packs: str | os.PathLike[str] | None = None,
        langs: Iterable[str] | None = None,
        threads: int | None = None,
    ) -> None:
        if isinstance(langs, str):
            raise TypeError("`langs` is one string: give a list of languages, as ['id']")
        chosen = None if langs is None else [_code(lang) for lang in langs]
        if chosen == []:
            raise ValueError("`langs` is empty: without it all languages are loaded")
        self._given = (packs, chosen, _threads(threads))
        self._native = _risalah.Engine(_packs(packs), chosen)

    def __reduce__(self) -> tuple[type[Engine], tuple[Any, ...]]:
        return Engine, self._given

    def __repr__(self) -> str:
        return f"<risalah.Engine {' '.join(self.langs)}>"

    @property
    def langs(self) -> list[str]:
        """Codes of the languages that are loaded."""
        return self._native.langs()

    def code(
        self,
        text: str,
        lang: str | None = None,
        date: str | datetime.date | None = None,
        id: str | int | None = None,
        title: str | None = None,
        url: str | None = None,
    ) -> Record:
        """Codes one report.

        `date` is the day of its publication, from which relative times count; `lang` its
        language, recognised without it.

        Raises `ReportError` where something is no text or no date.

        >>> import risalah
        >>> record = risalah.Engine().code("Russia expelled Latvian diplomats.", lang="en", id="a1")
        >>> [(e.type, e.mode, e.actors[0].code, e.recipients[0].code) for e in record.events]
        [('SANCTION', 'expel', 'RUS', 'LVAGOV')]
        """
        values = [id, text, None, url, date, _lang(lang), title, None]
        record = Record(self._native.code(_named(rows.parts(values))))
        return self._sound(record, date)

    def code_many(
        self,
        reports: Iterable[Any] | Any,
        threads: int | None = None,
        *,
        lang: str | None = None,
        date: str | datetime.date | None = None,
        columns: Mapping[str, str] | None = None,
        errors: Literal["record", "raise"] = "record",
    ) -> Iterator[Record]:
        """Codes many reports in several threads; the records come in the order of the reports.

        `reports` are dicts with `text` or `html` and, if known, `id`, `date`, `lang`, `title`,
        `url` and `byline` (NGEC's `event_text` and `pub_date` are read as well), or strings, or
        articles, in any iterable; or a data frame of pandas or polars, or a table, batch or stream
        of Arrow with such columns. `columns` gives columns of other names: `{"text": "body"}`.
        `lang` and `date` are for reports that do not say theirs.

        Reports are taken from an iterator when they are needed, so that endless ones are fine, and
        Python's lock is free while they are worked on. Whatever the reports, what comes out is
        what `risalah code` writes of the same reports as JSON Lines.

        A report that cannot be coded gives a record with an `error`; with `errors="raise"` it
        raises `ReportError`.

        >>> import risalah
        >>> engine = risalah.Engine()
        >>> reports = [
        ...     {"id": "a", "text": "Israel menyerang Gaza.", "lang": "id"},
        ...     {"id": "b", "text": None},
        ...     {"id": "c", "text": "Israel attacked Gaza.", "lang": "en"},
        ... ]
        >>> for record in engine.code_many(reports):
        ...     print(record.id, record.error, [event.type for event in record.events])
        a None ['ASSAULT']
        b has neither `text` nor `html` []
        c None ['ASSAULT']
        """
        if errors not in ("record", "raise"):
            raise ValueError(f"`errors` is {errors!r}, neither 'record' nor 'raise'")
        count = _threads(threads) or self._given[2]
        lines = self._lines(reports, count, _lang(lang), _day(date), _names(columns))
        records = map(Record, lines)
        return map(_whole, records) if errors == "raise" else records

    def code_file(
        self,
        path: str | os.PathLike[str],
        format: str = "auto",
        threads: int | None = None,
        *,
        lang: str | None = None,
        date: str | datetime.date | None = None,
    ) -> Iterator[Record]:
        """Codes the reports of a file: a text, a page, JSON Lines, CSV, a WARC archive or a feed.

        `format` is auto, text, html, jsonl, csv, warc or feed. The file is read as it is worked on, packed with gzip or zstd or not. What comes out is
        what `risalah code FILE` writes.

        >>> import risalah, tempfile, pathlib
        >>> file = pathlib.Path(tempfile.mkdtemp(), "reports.jsonl")
        >>> _ = file.write_text('{"id": "a", "text": "Israel attacked Gaza.", "lang": "en"}')
        >>> [record.id for record in risalah.Engine().code_file(file)]
        ['a']
        """
        count = _threads(threads) or self._given[2]
        lines = self._native.code_file(_file(path), format, count, _lang(lang), _day(date))
        return map(Record, lines)

    def read_html(
        self,
        page: str | bytes,
        *,
        url: str | None = None,
        date: str | datetime.date | None = None,
        lang: str | None = None,
        id: str | int | None = None,
    ) -> Article:
        """The clean article of a page: main text, headline, byline, day, pictures, links.

        Bytes are decoded as the page declares.

        >>> import risalah
        >>> page = "<html lang='en'><title>News</title><article><p>It rained in Riga.</article>"
        >>> risalah.Engine().read_html(page).text
        'It rained in Riga.'
        """
        values = [id, None, page, url, date, _lang(lang), None, None]
        if isinstance(page, (bytes, bytearray)):
            values[2] = ""
            row = _named(rows.parts(values))
            return _whole(Article(self._native.read_page(bytes(page), row)))
        return _whole(Article(self._native.read(_named(rows.parts(values)))))

    def read_warc(
        self, path: str | os.PathLike[str], threads: int | None = None
    ) -> Iterator[Article]:
        """The clean articles of the pages of a WARC archive, packed or not, in their order.

        A record that cannot be read gives an article with an `error`. To code an archive without
        looking at the articles, `code_file` is shorter.

        >>> import risalah, tempfile, pathlib
        >>> page = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n"
        >>> page += b"<p>It rained in Riga.</p>"
        >>> head = (f"WARC/1.0\\r\\nWARC-Type: response\\r\\nWARC-Target-URI: https://a.example/b\\r\\n"
        ...         f"Content-Type: application/http\\r\\nContent-Length: {len(page)}\\r\\n\\r\\n")
        >>> file = pathlib.Path(tempfile.mkdtemp(), "a.warc")
        >>> _ = file.write_bytes(head.encode() + page + b"\\r\\n\\r\\n")
        >>> [article.text for article in risalah.Engine().read_warc(file)]
        ['It rained in Riga.']
        """
        count = _threads(threads) or self._given[2]
        return map(Article, self._native.read_file(_file(path), "warc", count))

    def _lines(
        self,
        reports: Any,
        threads: int | None,
        lang: str | None,
        date: str | None,
        names: Mapping[str, tuple[str, ...]],
    ) -> Iterator[bytes]:
        known = (threads, lang, date)
        if isinstance(reports, (str, bytes, Mapping)):
            kind = type(reports).__name__
            raise TypeError(f"one {kind} is no list of reports; `Engine.code` codes one report")
        if hasattr(reports, "columns") and (
            hasattr(reports, "iloc") or hasattr(reports, "iter_rows")
        ):
            return self._native.code_rows(rows.frame(reports, names), *known)
        # A column alone, such as a series of polars, is an iterable of its texts.
        table = hasattr(reports, "__arrow_c_stream__") and not hasattr(reports, "to_frame")
        if table or hasattr(reports, "__arrow_c_array__"):
            batches = _risalah.Batches(reports)
            chosen = rows.choose(batches.column_names, names)
            return self._native.code_arrow(batches, chosen, *known)
        return self._native.code_rows(rows.rows(reports, names), *known)

    def _sound(self, record: Record, date: object) -> Record:
        """The record, where nothing that the caller gave was in vain."""
        if isinstance(date, str) and any(note.note == "date-unreadable" for note in record.notes):
            raise ReportError(record.id, None, f"`date` is {date!r}, which is no date")
        return _whole(record)


def _packs(packs: str | os.PathLike[str] | None) -> str:
    if packs is None:
        beside = Path(__file__).with_name("packs")
        return os.environ.get("RISALAH_PACKS") or str(beside)
    return os.fspath(packs)


def _file(path: str | os.PathLike[str]) -> str:
    path = os.fspath(path)
    # A descriptor or bytes would be taken for a name; the command's `-` is Python's own stdin.
    if not isinstance(path, str):
        raise TypeError(f"the path is of type {type(path).__name__}, not a string")
    return path if path != "-" else "./-"


def _named(row: rows.Row) -> rows.Row:
    """The row with a name for the report, so that what is said of it can name it."""
    if len(row) == 2:
        raise ReportError(row[0] or "report", None, str(row[1]))
    return row if row[0] is not None else ("report", *row[1:])


def _whole(line: _L) -> _L:
    if line.error is not None:
        raise ReportError(line.id, line.row, line.error)
    return line


def _threads(threads: int | None) -> int | None:
    if threads is None:
        return None
    if isinstance(threads, bool) or not isinstance(threads, int):
        raise TypeError(f"`threads` is of type {type(threads).__name__}, not a number")
    if not 1 <= threads <= _MOST_THREADS:
        raise ValueError(f"`threads` is {threads}, which is not from 1 to {_MOST_THREADS}")
    return threads


def _lang(lang: str | None) -> str | None:
    return None if lang is None or lang == "auto" else _code(lang)


def _code(lang: str) -> str:
    if not isinstance(lang, str):
        raise TypeError(f"the language is of type {type(lang).__name__}, not a string")
    code = lang.replace("_", "-").split("-")[0]
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise ValueError(f"{lang!r} is no code of a language, as 'id' is")
    return lang


def _day(date: str | datetime.date | None) -> str | None:
    try:
        return rows.day(date)
    except rows.NoReport as err:
        raise TypeError(str(err)) from None


def _names(columns: Mapping[str, str] | None) -> Mapping[str, tuple[str, ...]]:
    if columns is None:
        return rows.NAMES
    for part in columns:
        if part not in rows.NAMES:
            raise ValueError(f"{part!r} is no part of a report: {', '.join(rows.NAMES)} are")
    return {**rows.NAMES, **{part: (name,) for part, name in columns.items()}}
