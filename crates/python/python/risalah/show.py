"""Records as people see them: marked text for notebooks, and displaCy's form."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .parts import Actor, Event
    from .record import Record

# Background of each kind of mark; they differ in lightness, so that they do without colour.
_COLOURS = {"event": "#ffd27a", "entity": "#cfe4ff", "quote": "#eef3e2"}


class Mark(NamedTuple):
    """A stretch of the text with what is said of it."""

    start: int
    end: int
    kind: str
    label: str


def marks(record: Record) -> list[Mark]:
    """Triggers, names and quotations, in the order of the text; the longer first."""
    found = [Mark(*event.trigger, "event", event.type) for event in record.events]
    for entity in record.entities:
        label = entity.code or entity.kind
        found += [Mark(m.start, m.end, "entity", label) for m in entity.mentions]
    for quote in record.quotes:
        found += [Mark(*part, "quote", quote.kind) for part in quote.content]
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind))


def displacy(record: Record) -> dict[str, Any]:
    """The record in the form of displaCy's manual mode; where marks overlap, triggers stay."""
    wanted = [mark for mark in marks(record) if mark.kind != "quote"]
    kept: list[Mark] = []
    for mark in sorted(wanted, key=lambda mark: (mark.kind != "event", mark.start)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    ents = [{"start": m.start, "end": m.end, "label": m.label} for m in sorted(kept)]
    return {"text": record.text, "ents": ents, "title": record.title}


def html(record: Record) -> str:
    """The record as a fragment of a page: its text with marks, and a table of its events."""
    whose = escape(record.title or record.id or "")
    if record.error is not None:
        return f"<div><b>{whose}</b>: {escape(record.error)}</div>"
    lang = f' lang="{escape(record.lang)}"' if record.lang else ""
    about = " · ".join(escape(part) for part in (record.id, record.lang, record.published) if part)
    return (
        f'<div class="risalah"><b>{whose}</b> <small>{about}</small>'
        f'<div{lang} dir="auto" style="white-space: pre-wrap; line-height: 1.7; max-width: 50em">'
        f"{_marked(record)}</div>{_table(record)}</div>"
    )


def _marked(record: Record) -> str:
    """The text with its marks. Marks may cross, which markup cannot: each is cut where one ends."""
    found = marks(record)
    cuts = sorted({0, len(record.text)} | {at for mark in found for at in mark[:2]})
    pieces: list[str] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        over = [mark for mark in found if mark.start <= start and end <= mark.end]
        piece = escape(record.text[start:end])
        for mark in sorted(over, key=lambda mark: list(_COLOURS).index(mark.kind)):
            style = f"background: {_COLOURS[mark.kind]}; color: #000"
            title = escape(f"{mark.kind} {mark.label}")
            piece = f'<mark class="{mark.kind}" title="{title}" style="{style}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)


def _table(record: Record) -> str:
    if not record.events:
        return "<small>no events</small>"
    names = {entity.id: entity.name for entity in record.entities}
    heads = ("event", "day", "who", "whom", "status", "confidence", "words")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(f"<tr>{_cells(record, event, names)}</tr>" for event in record.events)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(record: Record, event: Event, names: dict[str, str]) -> str:
    cells = (
        " ".join(filter(None, (event.type, event.mode))),
        event.time.start if event.time else "",
        _parties(event.actors, names),
        _parties(event.recipients, names),
        event.status,
        f"{event.confidence:.2f}",
        event.trigger.of(record.text),
    )
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)


def _parties(parties: tuple[Actor, ...], names: dict[str, str]) -> str:
    return ", ".join(f"{names.get(p.entity, '')} [{p.code or '?'}]" for p in parties)
