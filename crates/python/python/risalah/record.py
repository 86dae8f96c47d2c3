"""The record of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import _risalah, parts, show
from .line import Line
from .parts import Anchor, Entity, Event, Image, Link, Note, Place, Quote, Span, Time


class Record(Line):
    """What a report says happened, who says so, and which words show it.

    A row that could not be coded is a record with an `error` and nothing else.

    >>> import risalah
    >>> record = risalah.Engine(langs=["id"]).code(
    ...     "Israel menyerang Gaza pada Senin.", id="a1", lang="id", date="2024-05-08")
    >>> record
    <risalah.Record 'a1' id: 1 event>
    >>> event = record.events[0]
    >>> event.type, event.time.start, event.trigger.of(record.text)
    ('ASSAULT', '2024-05-06', 'menyerang')
    >>> record.entity(event.actors[0].entity).name
    'Israel'
    >>> record.to_dict()["events"][0]["trigger"]
    [7, 16]
    """

    __slots__ = ()

    @property
    def sentences(self) -> tuple[Span, ...]:
        """Where the sentences stand."""
        return tuple(Span(*span) for span in self._get("sentences") or ())

    @property
    def images(self) -> tuple[Image, ...]:
        """Pictures, lead picture first."""
        return tuple(map(parts.image, self._get("images") or ()))

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Persons, bodies, states, groups and places, each with its mentions."""
        return tuple(map(parts.entity, self._get("entities") or ()))

    @property
    def places(self) -> tuple[Place, ...]:
        """Places in the text and on the map."""
        return tuple(map(parts.place, self._get("places") or ()))

    @property
    def times(self) -> tuple[Time, ...]:
        """Expressions of time."""
        return tuple(map(parts.time, self._get("times") or ()))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Quotations with their speakers."""
        return tuple(map(parts.quote, self._get("quotes") or ()))

    @property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom."""
        return tuple(map(parts.event, self._get("events") or ()))

    @property
    def links(self) -> tuple[Link, ...]:
        """How events bear on each other."""
        return tuple(map(parts.link, self._get("links") or ()))

    @property
    def anchor(self) -> Anchor | None:
        """The day that relative times are counted from."""
        return parts.anchor(self._get("anchor"))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was odd."""
        return tuple(map(parts.note, self._get("notes") or ()))

    def entity(self, id: str | None) -> Entity:
        """The entity of this id, as events and quotations name it.

        Raises `KeyError` where there is none.
        """
        for form in self._get("entities") or ():
            if form["id"] == id:
                return parts.entity(form)
        raise KeyError(id)

    def quote(self, id: str | None) -> Quote:
        """The quotation of this id, as events name it.

        Raises `KeyError` where there is none.
        """
        for form in self._get("quotes") or ():
            if form["id"] == id:
                return parts.quote(form)
        raise KeyError(id)

    def to_arrow(self) -> _risalah.Table:
        """The events as a flat table, one a row: see `to_arrow`."""
        return to_arrow([self])

    def explain(self) -> dict[str, Any]:
        """What was found, in the form that displaCy draws.

        Draw it with `spacy.displacy.render(record.explain(), style="ent", manual=True)`.

        >>> import risalah
        >>> engine = risalah.Engine(langs=["en"])
        >>> engine.code("Israel attacked Gaza.", lang="en").explain()["ents"]
        [{'start': 0, 'end': 6, 'label': 'ISR'}, {'start': 7, 'end': 15, 'label': 'ASSAULT'}, \
{'start': 16, 'end': 20, 'label': 'PSE'}]
        """
        return show.displacy(self)

    def _repr_html_(self) -> str:
        return show.html(self)

    def __repr__(self) -> str:
        if self.error is not None:
            whose = repr(self.id) if self.id is not None else f"row {self.row}"
            return f"<risalah.Record {whose}: {self.error}>"
        count = len(self._get("events") or ())
        return f"<risalah.Record {self.id!r} {self.lang}: {count} event{'s' * (count != 1)}>"


def to_arrow(records: Iterable[Record]) -> _risalah.Table:
    """The events of records as a flat table of Arrow, one a row, in their order.

    The table speaks Arrow's PyCapsule interface: `pyarrow.table(t)`, `polars.DataFrame(t)` and
    `pandas.DataFrame.from_arrow(t)` take it. Records without events, or with an error, give no
    row. Where a cell holds several values (parties, contexts) they are joined by `;`. The
    names are those of the tables that `risalah store export` writes; `event` names the event
    within its `article`.

    >>> import risalah
    >>> engine = risalah.Engine(langs=["en"])
    >>> reports = ["Israel attacked Gaza.", "It rained.", "Russia expelled Latvian diplomats."]
    >>> table = risalah.to_arrow(engine.code_many(reports, lang="en"))
    >>> table.num_rows, table.column_names[:6]
    (2, ['article', 'event', 'type', 'mode', 'contexts', 'cameo'])
    """
    return _risalah.events([record._line for record in records])
