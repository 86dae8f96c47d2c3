"""The clean article."""

from __future__ import annotations

from . import parts
from .line import Line
from .parts import Image, Note


class Article(Line):
    """A report as read: its clean text, and what came with it.

    `Engine.read_html` and `Engine.read_warc` give articles, and `Engine.code_many` takes them.
    """

    __slots__ = ()

    @property
    def site(self) -> str | None:
        """The site's name."""
        return self._text("site")

    @property
    def images(self) -> tuple[Image, ...]:
        """Pictures, lead picture first."""
        return tuple(map(parts.image, self._get("images") or ()))

    @property
    def links(self) -> tuple[str, ...]:
        """Addresses that the text links to."""
        return tuple(self._get("links") or ())

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was odd."""
        return tuple(map(parts.note, self._get("notes") or ()))

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<risalah.Article {self.id!r}: {self.error}>"
        return f"<risalah.Article {self.id!r} {self.lang}: {self.title or self.text[:40]!r}>"
