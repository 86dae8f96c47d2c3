"""What goes wrong with a report."""

from __future__ import annotations


class ReportError(ValueError):
    """A report could not be coded; `id` says which, `row` where it stands, `reason` why.

    >>> import risalah
    >>> engine = risalah.Engine(langs=["en"])
    >>> engine.code(b"Israel attacked Gaza.", id="a7")
    Traceback (most recent call last):
    risalah.errors.ReportError: a7: `text` is of type bytes, not a string: decode it first
    """

    id: str | None
    row: int | None
    reason: str

    def __init__(self, id: str | None, row: int | None, reason: str) -> None:
        super().__init__(id, row, reason)
        self.id = id
        self.row = row
        self.reason = reason

    def __str__(self) -> str:
        whose = self.id if self.id is not None else f"row {self.row}"
        return f"{whose}: {self.reason}"
