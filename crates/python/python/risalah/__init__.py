"""Codes political events in Indonesian and English news: who did what to whom.

>>> import risalah
>>> engine = risalah.Engine()
>>> record = engine.code("Israel attacked Gaza on Monday.", date="2024-05-08")
>>> [(event.type, event.trigger.of(record.text)) for event in record.events]
[('ASSAULT', 'attacked')]

`Engine.code` codes one report, `Engine.code_many` a list, an iterator, a data frame or a table of
Arrow, `Engine.code_file` what a file holds. What comes out is a `Record`: the objects of the
record that the command `risalah code` writes, with the same names. Offsets are code points, as
Python counts the characters of a string.
"""

from ._risalah import PackError, Table
from .article import Article
from .engine import Engine
from .errors import ReportError
from .parts import (
    Actor,
    Anchor,
    Entity,
    Event,
    EventPlace,
    EventTime,
    Image,
    Link,
    Mention,
    Note,
    Operation,
    Place,
    Quote,
    Reported,
    Span,
    Speaker,
    Time,
)
from .record import Record, to_arrow

__all__ = [
    "Actor",
    "Anchor",
    "Article",
    "Engine",
    "Entity",
    "Event",
    "EventPlace",
    "EventTime",
    "Image",
    "Link",
    "Mention",
    "Note",
    "Operation",
    "PackError",
    "Place",
    "Quote",
    "Record",
    "ReportError",
    "Reported",
    "Span",
    "Speaker",
    "Table",
    "Time",
    "__version__",
    "to_arrow",
]

from ._risalah import __version__
