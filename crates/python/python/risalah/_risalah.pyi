"""The native half of `risalah`."""

from collections.abc import Iterable, Iterator
from os import PathLike
from typing import final

__all__ = ["Batches", "Engine", "PackError", "Stream", "Table", "__version__", "events"]

__version__: str

class PackError(ValueError): ...

@final
class Batches:
    def __new__(cls, table: object) -> Batches: ...
    @property
    def column_names(self) -> list[str]: ...

@final
class Engine:
    def __new__(cls, packs: str | PathLike[str], langs: list[str] | None) -> Engine: ...
    def langs(self) -> list[str]: ...
    def code(self, row: tuple[str | None, ...]) -> bytes: ...
    def read(self, row: tuple[str | None, ...]) -> bytes: ...
    def code_rows(
        self,
        rows: Iterable[tuple[str | None, ...]],
        threads: int | None = None,
        lang: str | None = None,
        date: str | None = None,
    ) -> Stream: ...
    def code_arrow(
        self,
        batches: Batches,
        columns: list[str | None],
        threads: int | None = None,
        lang: str | None = None,
        date: str | None = None,
    ) -> Stream: ...
    def code_file(
        self,
        path: str | PathLike[str],
        form: str,
        threads: int | None = None,
        lang: str | None = None,
        date: str | None = None,
    ) -> Stream: ...
    def read_file(
        self, path: str | PathLike[str], form: str, threads: int | None = None
    ) -> Stream: ...
    def read_page(self, page: bytes, row: tuple[str | None, ...]) -> bytes: ...

@final
class Stream:
    def __iter__(self) -> Iterator[bytes]: ...
    def __next__(self) -> bytes: ...

@final
class Table:
    @property
    def column_names(self) -> list[str]: ...
    @property
    def num_rows(self) -> int: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def events(lines: list[bytes]) -> Table: ...
