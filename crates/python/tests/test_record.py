"""Records: their names, their spans, and the forms that people see."""

import dataclasses
import html
import json
import pickle
import re
from typing import Any

import pandas
import polars
import pyarrow
import risalah
from conftest import EXAMPLES

REPORTS = [
    json.loads(line)
    for file in ("english.jsonl", "indonesia.jsonl")
    for line in (EXAMPLES / file).read_text().splitlines()
]


def records(engine: risalah.Engine) -> list[risalah.Record]:
    records = [engine.code((EXAMPLES / "brussels.txt").read_text(), id="brussels")]
    return records + list(engine.code_many(REPORTS))


def plain(part: Any) -> Any:
    """An object of a record as its JSON has it."""
    if dataclasses.is_dataclass(part):
        names = [field.name for field in dataclasses.fields(part)]
        return {name.rstrip("_"): plain(getattr(part, name)) for name in names}
    return [plain(item) for item in part] if isinstance(part, tuple) else part


def without_absent(form: Any, optional: tuple[str, ...]) -> Any:
    return {key: value for key, value in form.items() if key not in optional or value is not None}


def test_objects_hold_all_that_the_form_holds(engine: risalah.Engine) -> None:
    lists = ("sentences", "places", "times", "quotes", "events", "links")
    seen = set()
    for record in records(engine):
        form = record.to_dict()
        for name in form:
            assert hasattr(record, name) or name == "risalah", name
        for name in lists:
            assert plain(getattr(record, name)) == form[name], name
            seen.update([name] if form[name] else [])
        assert plain(record.anchor) == form["anchor"]
        some = (
            ("entities", ("presumed",)),
            ("notes", ("span",)),
            ("images", ("recovery", "caption")),
        )
        for name, optional in some:
            shown = [without_absent(p, optional) for p in plain(getattr(record, name))]
            assert shown == form[name]
    assert seen == set(lists)


def test_spans_cut_words_out_of_the_text(engine: risalah.Engine) -> None:
    text = "It rained 🙂🙂 in Riga.\n\nRussia expelled Latvian diplomats, Putin said."
    record = engine.code(text, lang="en")
    assert record.text == text
    assert record.events[0].trigger.of(text) == "expelled"
    assert record.entity(record.events[0].actors[0].entity).name == "Russia"
    assert {m.span.of(text) for e in record.entities for m in e.mentions} >= {"Russia", "Putin"}


def test_words_of_python_can_be_asked_for(engine: risalah.Engine) -> None:
    record = engine.code("Israel attacked Gaza on Monday.", lang="en", date="2024-05-08")
    time = record.events[0].time
    assert time is not None
    assert time.from_ == getattr(time, "from") == "text"
    assert (time.start, time.end) == ("2024-05-06", "2024-05-06")


def test_records_are_values(engine: risalah.Engine) -> None:
    one, other = (engine.code("Israel attacked Gaza.", id="a", lang="en") for _ in range(2))
    assert one == other
    assert len({one, other}) == 1
    assert pickle.loads(pickle.dumps(one)) == one
    assert pickle.loads(pickle.dumps(one.events)) == one.events
    one.to_dict()["events"].clear()
    assert one.events == other.events


def test_events_as_a_table(engine: risalah.Engine) -> None:
    coded = records(engine)
    events = [(record, event) for record in coded for event in record.events]
    table = pyarrow.table(risalah.to_arrow(coded))
    assert table.num_rows == len(events) > 10
    for row, (record, event) in zip(table.to_pylist(), events, strict=True):
        assert (row["article"], row["event"], row["type"]) == (record.id, event.id, event.type)
        assert row["trigger"] == event.trigger.of(record.text)
        assert row["sentence"] == record.sentences[event.sentence].of(record.text)
        assert (row["actor_codes"] or "").split(";") == [a.code or "" for a in event.actors] or [""]
        assert (row["date"] and row["date"].isoformat()) == (event.time and event.time.start)
        assert (row["geonameid"] is None) == (event.place is None or event.place.geonameid is None)
    assert polars.DataFrame(risalah.to_arrow(coded)).height == len(events)
    assert len(pandas.DataFrame.from_arrow(risalah.to_arrow(coded))) == len(events)
    assert polars.DataFrame(coded[0].to_arrow()).height == len(coded[0].events)


def test_no_events_are_a_table_too(engine: risalah.Engine) -> None:
    table = pyarrow.table(risalah.to_arrow([]))
    assert table.num_rows == 0
    assert table.schema == pyarrow.table(risalah.to_arrow(records(engine))).schema
    failed = engine.code_many([{"id": "a"}])
    assert risalah.to_arrow(failed).num_rows == 0


def test_notebooks_see_marked_text(engine: risalah.Engine) -> None:
    for record in records(engine):
        shown = record._repr_html_()
        text = shown[shown.index("max-width: 50em") :]
        text = text[text.index(">") + 1 : text.index("</div>")]
        assert html.unescape(re.sub("<[^>]*>", "", text)) == record.text
        assert text.count("<mark") == text.count("</mark>")
        for event in record.events:
            assert f'title="event {event.type}"' in text


def test_no_words_of_a_report_become_markup(engine: risalah.Engine) -> None:
    evil = "<script>alert('x')</script> & \"Israel\" attacked Gaza."
    shown = engine.code(evil, lang="en", id="<b>", title="<img src=x>")._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>&lt;img" in shown
    (failed,) = engine.code_many([{"id": "<i>"}])
    assert "<i>" not in failed._repr_html_()


def test_displacy_has_marks_that_do_not_overlap(engine: risalah.Engine) -> None:
    for record in records(engine):
        form = record.explain()
        assert set(form) == {"text", "ents", "title"}
        ends = [0]
        for ent in form["ents"]:
            assert ends[-1] <= ent["start"] < ent["end"] <= len(record.text)
            ends.append(ent["end"])
        labels = [ent["label"] for ent in form["ents"]]
        assert all(event.type in labels for event in record.events)
