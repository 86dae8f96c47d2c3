"""The parts of a record, with the names of its JSON form.

One name differs: what the form calls `from` is `from_` here, since `from` is a word of Python's
(`getattr(part, "from")` gives it as well).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

_Form = Mapping[str, Any]


class Span(NamedTuple):
    """A stretch of the text: code points, half open.

    >>> Span(0, 6).of("Israel attacked Gaza.")
    'Israel'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this stretch of `text`."""
        return text[self.start : self.end]


class Mention(NamedTuple):
    """Words that stand for an entity; `kind` is name, nominal or pronoun."""

    start: int
    end: int
    kind: str

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, country, group or place, with all words that stand for it."""

    id: str
    name: str
    kind: str
    code: str | None
    country: str | None
    sectors: tuple[str, ...]
    office: str | None
    body: str | None
    wikidata: str | None
    mentions: tuple[Mention, ...]
    presumed: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text and on the map."""

    span: Span
    name: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    country: str | None
    resolution: str | None
    metonymic: bool


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time and what it stands for."""

    span: Span
    start: str | None
    end: str | None
    granularity: str
    value: str | None
    type: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks or is spoken to: the words in this sentence and the entity behind them."""

    span: Span | None
    entity: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody is reported to have said; `kind` is direct, indirect or mixed."""

    id: str
    kind: str
    content: tuple[Span, ...]
    cue: Span | None
    speaker: Speaker | None
    addressee: Speaker | None


@dataclass(frozen=True, slots=True)
class Actor:
    """A party of an event, as actor or as recipient."""

    span: Span
    entity: str
    code: str | None


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event took place."""

    span: Span
    geonameid: int | None


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event took place; `from_` is text, dateline or publication."""

    start: str
    end: str
    from_: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Reported:
    """Who reports an event, and in which quotation."""

    quote: str | None
    entity: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where, when; `why` names the pattern that found it."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: int
    goldstein: float | None
    status: str
    negated: bool
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: EventPlace | None
    time: EventTime | None
    trigger: Span
    sentence: int
    reported_by: Reported | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Link:
    """How one event bears on another: answers, retaliates, causes, continues or same."""

    kind: str
    from_: str
    to: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Operation:
    """What a picture's rendition does to its original."""

    name: str
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, and the original behind the rendition that the page shows."""

    url: str
    original: str | None
    operations: tuple[Operation, ...]
    recovery: str | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that relative times are counted from; `from_` says where it was found."""

    day: str
    from_: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was odd about a report."""

    note: str
    span: Span | None


# `from` cannot be written as an attribute, but it can be asked for by its name.
for _part in (EventTime, Link, Anchor):
    setattr(_part, "from", property(lambda part: part.from_))


def span(form: list[int] | None) -> Span | None:
    """A span of the form, where there is one."""
    return None if form is None else Span(*form)


def entity(form: _Form) -> Entity:
    """An entity of the form."""
    return Entity(
        id=form["id"],
        name=form["name"],
        kind=form["kind"],
        code=form["code"],
        country=form["country"],
        sectors=tuple(form["sectors"]),
        office=form["office"],
        body=form["body"],
        wikidata=form["wikidata"],
        mentions=tuple(Mention(*mention) for mention in form["mentions"]),
        presumed=form.get("presumed"),
    )


def place(form: _Form) -> Place:
    """A place of the form."""
    return Place(
        span=Span(*form["span"]),
        name=form["name"],
        geonameid=form["geonameid"],
        lat=form["lat"],
        lon=form["lon"],
        country=form["country"],
        resolution=form["resolution"],
        metonymic=form["metonymic"],
    )


def time(form: _Form) -> Time:
    """A time of the form."""
    return Time(
        span=Span(*form["span"]),
        start=form["start"],
        end=form["end"],
        granularity=form["granularity"],
        value=form["value"],
        type=form["type"],
    )


def _speaker(form: _Form | None) -> Speaker | None:
    return None if form is None else Speaker(span(form["span"]), form["entity"])


def quote(form: _Form) -> Quote:
    """A quotation of the form."""
    return Quote(
        id=form["id"],
        kind=form["kind"],
        content=tuple(Span(*part) for part in form["content"]),
        cue=span(form["cue"]),
        speaker=_speaker(form["speaker"]),
        addressee=_speaker(form["addressee"]),
    )


def _actor(form: _Form) -> Actor:
    return Actor(Span(*form["span"]), form["entity"], form["code"])


def _event_place(form: _Form | None) -> EventPlace | None:
    return None if form is None else EventPlace(Span(*form["span"]), form["geonameid"])


def _event_time(form: _Form | None) -> EventTime | None:
    if form is None:
        return None
    return EventTime(form["start"], form["end"], form["from"], span(form["span"]))


def _reported(form: _Form | None) -> Reported | None:
    return None if form is None else Reported(form["quote"], form["entity"])


def event(form: _Form) -> Event:
    """An event of the form."""
    return Event(
        id=form["id"],
        type=form["type"],
        mode=form["mode"],
        contexts=tuple(form["contexts"]),
        cameo=form["cameo"],
        quad=form["quad"],
        goldstein=form["goldstein"],
        status=form["status"],
        negated=form["negated"],
        actors=tuple(map(_actor, form["actors"])),
        recipients=tuple(map(_actor, form["recipients"])),
        place=_event_place(form["place"]),
        time=_event_time(form["time"]),
        trigger=Span(*form["trigger"]),
        sentence=form["sentence"],
        reported_by=_reported(form["reported_by"]),
        confidence=form["confidence"],
        why=form["why"],
    )


def link(form: _Form) -> Link:
    """A link of the form."""
    return Link(form["kind"], form["from"], form["to"], span(form["span"]))


def image(form: _Form) -> Image:
    """A picture of the form."""
    return Image(
        url=form["url"],
        original=form["original"],
        operations=tuple(Operation(o["name"], tuple(o["args"])) for o in form["operations"]),
        recovery=form.get("recovery"),
        caption=form.get("caption"),
    )


def anchor(form: _Form | None) -> Anchor | None:
    """The anchor of the form, where there is one."""
    return None if form is None else Anchor(form["day"], form["from"])


def note(form: _Form) -> Note:
    """A note of the form."""
    return Note(form["note"], span(form.get("span")))
