"""What users give, good and bad: an exception, or a row with an error, never a dead interpreter."""

import datetime
import itertools
import multiprocessing
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pytest
import risalah

TEXT = "Israel attacked Gaza on Monday."


def errors(engine: risalah.Engine, *reports: Any) -> list[str | None]:
    return [record.error for record in engine.code_many(reports)]


def published(engine: risalah.Engine, *dates: Any) -> list[str | None]:
    rows = [{"text": TEXT, "date": date} for date in dates]
    return [record.published for record in engine.code_many(rows)]


NO_TEXTS = [None, float("nan"), pandas.NA, pandas.NaT, b"bytes", 7, ["a"], {"text": TEXT}, object()]


@pytest.mark.parametrize("text", NO_TEXTS, ids=repr)
def test_what_is_no_text(engine: risalah.Engine, text: Any) -> None:
    with pytest.raises(risalah.ReportError, match="text") as caught:
        engine.code(text, id="a7")
    assert caught.value.id == "a7"
    assert str(caught.value).startswith("a7: ")
    bad, good = engine.code_many([{"id": "a7", "text": text}, {"id": "b", "text": TEXT}])
    assert bad.error is not None
    assert "text" in bad.error
    assert bad.to_dict() == {"id": "a7", "error": bad.error}
    assert (bad.events, bad.text, good.error) == ((), "", None)
    assert good.events


@pytest.mark.parametrize("row", [None, float("nan"), 7, b"bytes", ["a"], object()], ids=repr)
def test_what_is_no_row(engine: risalah.Engine, row: Any) -> None:
    bad, good = engine.code_many([row, {"text": TEXT}])
    assert bad.row == 1
    assert bad.error is not None
    assert "the row is" in bad.error
    assert good.id == "row:2"


def test_half_a_surrogate_pair_is_no_text(engine: risalah.Engine) -> None:
    with pytest.raises(risalah.ReportError, match="a7: `text` holds half of a surrogate pair"):
        engine.code("Israel \ud800 Gaza", id="a7")
    (record,) = engine.code_many([{"id": "a7", "text": TEXT, "title": "\udfff"}])
    assert record.error == "`title` holds half of a surrogate pair: it is no text"


def test_parts_of_wrong_types_are_told(engine: risalah.Engine) -> None:
    wrong = {"id": 1.5, "date": 20220112, "lang": 7, "title": b"x", "url": [], "html": b"<p>a"}
    for part, value in wrong.items():
        (error,) = errors(engine, {"text": TEXT, part: value})
        assert error is not None
        assert f"`{part}` is of type {type(value).__name__}" in error
    with pytest.raises(risalah.ReportError, match="a: `date` is of type int"):
        engine.code(TEXT, id="a", date=20220112)  # type: ignore[arg-type]


def test_dates(engine: risalah.Engine) -> None:
    day = datetime.date(2024, 5, 8)
    time = datetime.datetime(2024, 5, 8, 19, 30)
    zone = datetime.timezone(datetime.timedelta(hours=7))
    assert (
        published(engine, day, pandas.Timestamp("2024-05-08"), numpy.datetime64("2024-05-08"))
        == ["2024-05-08"] * 3
    )
    assert (
        published(engine, datetime.datetime(2024, 5, 8), numpy.datetime64("2024-05-08", "ns"))
        == ["2024-05-08"] * 2
    )
    assert published(engine, time, time.replace(tzinfo=zone)) == [
        "2024-05-08T19:30:00",
        "2024-05-08T19:30:00+07:00",
    ]
    assert published(engine, None, pandas.NaT, float("nan"), numpy.datetime64("NaT")) == [None] * 4


def test_a_date_that_is_none(engine: risalah.Engine) -> None:
    with pytest.raises(risalah.ReportError, match="a: `date` is '2024-02-31', which is no date"):
        engine.code(TEXT, id="a", date="2024-02-31")
    (record,) = engine.code_many([{"text": TEXT, "date": "2024-02-31"}])
    assert "date-unreadable" in [note.note for note in record.notes]


def test_names_of_reports(engine: risalah.Engine) -> None:
    names = ["a", 7, numpy.int64(8), 9.0, None, float("nan"), pandas.NA]
    records = engine.code_many({"id": name, "text": TEXT} for name in names)
    assert [r.id for r in records] == ["a", "7", "8", "9", "row:5", "row:6", "row:7"]
    assert engine.code(TEXT).id == "report"


def test_languages_may_be_mixed(engine: risalah.Engine) -> None:
    rows: list[Any] = [
        {"text": TEXT, "lang": "en"},
        {"text": "Israel menyerang Gaza pada Senin.", "lang": "id-ID"},
        {"text": "Pemerintah Indonesia mengecam serangan Israel ke Rafah pada hari Senin."},
        "The government of Indonesia condemned the attack on Rafah on Monday.",
        {"text": "Bonjour à tous.", "lang": "fr"},
    ]
    records = list(engine.code_many(rows))
    assert [record.lang for record in records] == ["en", "id", "id", "en", "fr"]
    assert [bool(record.events) for record in records] == [True, True, True, True, False]
    with pytest.raises(ValueError, match="no code of a language"):
        engine.code(TEXT, lang="Bahasa Indonesia")


def test_empty_inputs(engine: risalah.Engine) -> None:
    assert list(engine.code_many([])) == []
    assert list(engine.code_many(pandas.DataFrame({"text": []}))) == []
    assert list(engine.code_many(polars.DataFrame({"text": []}))) == []
    assert list(engine.code_many(pyarrow.table({"text": pyarrow.array([], "string")}))) == []


@pytest.mark.parametrize("make", [pandas.DataFrame, polars.DataFrame, pyarrow.table])
def test_columns_that_are_missing(engine: risalah.Engine, make: Any) -> None:
    table = make({"body": [TEXT], "day": ["2024-05-08"]})
    with pytest.raises(ValueError, match="no column 'text' or 'html'; there are body, day"):
        engine.code_many(table)
    with pytest.raises(ValueError, match="no column 'dia'; there are body, day"):
        engine.code_many(table, columns={"text": "body", "date": "dia"})
    with pytest.raises(ValueError, match="'txt' is no part of a report"):
        engine.code_many(table, columns={"txt": "body"})
    (record,) = engine.code_many(table, columns={"text": "body", "date": "day"})
    assert (record.error, record.published) == (None, "2024-05-08")
    with pytest.raises(ValueError, match="no column 'text'"):
        engine.code_many(make({}))


def test_columns_that_are_there_twice(engine: risalah.Engine) -> None:
    twice = pandas.DataFrame([[TEXT, TEXT]], columns=["text", "text"])
    with pytest.raises(ValueError, match="several columns 'text'"):
        engine.code_many(twice)
    table = pyarrow.Table.from_arrays([pyarrow.array([TEXT])] * 2, names=["text", "text"])
    with pytest.raises(ValueError, match='several columns "text"'):
        engine.code_many(table)


def test_gaps_in_frames(engine: risalah.Engine) -> None:
    frame = pandas.DataFrame({"id": [1, None, 3], "text": [TEXT, None, float("nan")]})
    records = list(engine.code_many(frame))
    assert [record.id for record in records] == ["1", None, "3"]
    assert [record.error for record in records][1:] == ["has neither `text` nor `html`"] * 2
    mixed = pandas.DataFrame({"text": [TEXT, b"bytes", 7, None]})
    assert [record.error is None for record in engine.code_many(mixed)] == [
        True,
        False,
        False,
        False,
    ]
    gap = polars.DataFrame({"id": [1, 2], "text": [None, TEXT]})
    assert [(r.id, r.error is None) for r in engine.code_many(gap)] == [("1", False), ("2", True)]


def test_columns_of_arrow(engine: risalah.Engine) -> None:
    day = datetime.date(2024, 5, 8)
    time = datetime.datetime(2024, 5, 8, 20, 30)
    kinds: list[tuple[Any, Any, str]] = [
        (pyarrow.string(), "2024-05-08", "2024-05-08"),
        (pyarrow.large_string(), "2024-05-08", "2024-05-08"),
        (pyarrow.string_view(), "2024-05-08", "2024-05-08"),
        (pyarrow.dictionary(pyarrow.int8(), pyarrow.string()), "2024-05-08", "2024-05-08"),
        (pyarrow.date32(), day, "2024-05-08"),
        (pyarrow.date64(), day, "2024-05-08"),
        (pyarrow.timestamp("ns"), datetime.datetime(2024, 5, 8), "2024-05-08"),
        (pyarrow.timestamp("s"), time, "2024-05-08T20:30:00"),
        (pyarrow.timestamp("ms", "UTC"), time, "2024-05-08T20:30:00+00:00"),
        (pyarrow.timestamp("us", "+07:00"), time, "2024-05-09T03:30:00+07:00"),
        (pyarrow.timestamp("us", "Asia/Jakarta"), time, "2024-05-09T03:30:00+07:00"),
    ]
    for kind, value, wanted in kinds:
        table = pyarrow.table({"text": [TEXT, TEXT], "date": pyarrow.array([value, None], kind)})
        assert [r.published for r in engine.code_many(table)] == [wanted, None], kind
    gaps = pyarrow.table({"text": [TEXT], "title": pyarrow.nulls(1), "lang": ["en"]})
    assert [r.title for r in engine.code_many(gaps)] == [None]
    assert [r.title for r in engine.code_many(polars.DataFrame(gaps))] == [None]
    ids = pyarrow.table({"text": [TEXT], "id": pyarrow.array([2**63], "uint64")})
    assert [r.id for r in engine.code_many(ids)] == [str(2**63)]


def test_columns_that_are_no_text(engine: risalah.Engine) -> None:
    for values in ([b"bytes"], [1.5], [[TEXT]], [{"a": TEXT}], [True]):
        with pytest.raises(TypeError, match='column "text" is of'):
            engine.code_many(pyarrow.table({"text": values}))
    with pytest.raises(ValueError, match="there is no time zone"):
        zone = pyarrow.array([datetime.datetime(2024, 5, 8)], pyarrow.timestamp("us", "Mars/Base"))
        list(engine.code_many(pyarrow.table({"text": [TEXT], "date": zone})))


def test_slices_of_arrow(engine: risalah.Engine) -> None:
    table = pyarrow.table({"id": ["a", "b", "c", "d"], "text": [TEXT, None, TEXT, TEXT]})
    assert [(r.id, r.error is None) for r in engine.code_many(table.slice(1, 2))] == [
        ("b", False),
        ("c", True),
    ]
    (batch,) = table.slice(2).to_batches()
    assert [r.id for r in engine.code_many(batch)] == ["c", "d"]
    assert [r.id for r in engine.code_many(table.to_struct_array().chunk(0))] == list("abcd")


def test_columns_alone_are_lists_of_texts(engine: risalah.Engine) -> None:
    for column in (pandas.Series([TEXT]), polars.Series([TEXT]), numpy.array([TEXT])):
        (record,) = engine.code_many(column)
        assert record.text == TEXT
    with pytest.raises(TypeError, match="no table with named columns"):
        engine.code_many(pyarrow.chunked_array([[TEXT]]))
    with pytest.raises(TypeError, match="no table with named columns"):
        engine.code_many(pyarrow.array([TEXT]))


def test_one_report_is_no_list(engine: risalah.Engine) -> None:
    for one in (TEXT, TEXT.encode(), {"text": TEXT}):
        with pytest.raises(TypeError, match="one .* is no list of reports"):
            engine.code_many(one)
    for none in (None, 7):
        with pytest.raises(TypeError):
            engine.code_many(none)


def test_reports_are_taken_when_they_are_needed(engine: risalah.Engine) -> None:
    taken = itertools.count()
    rows = ({"id": str(next(taken)), "text": TEXT} for _ in itertools.repeat(None))
    records = engine.code_many(rows, threads=2)
    assert [next(records).id for _ in range(100)] == [str(n) for n in range(100)]
    assert next(taken) < 200


def test_a_source_that_raises(engine: risalah.Engine) -> None:
    def rows() -> Iterator[dict[str, str]]:
        yield {"id": "a", "text": TEXT}
        yield {"id": "b", "text": TEXT}
        raise OSError("the disk is gone")

    records = engine.code_many(rows())
    assert [next(records).id, next(records).id] == ["a", "b"]
    with pytest.raises(OSError, match="the disk is gone"):
        next(records)
    assert next(records, None) is None

    def batches() -> Iterator[pyarrow.RecordBatch]:
        yield pyarrow.record_batch({"text": [TEXT]})
        raise OSError("the disk is gone")

    schema = pyarrow.schema({"text": "string"})
    records = engine.code_many(pyarrow.RecordBatchReader.from_batches(schema, batches()))
    assert next(records).error is None
    with pytest.raises(ValueError, match="the disk is gone"):
        next(records)


def test_a_source_that_asks_for_its_own_records(engine: risalah.Engine) -> None:
    made: list[Iterator[risalah.Record]] = []

    def rows() -> Iterator[str]:
        yield TEXT
        yield next(made[0]).text

    made.append(engine.code_many(rows(), threads=1))
    with pytest.raises(RuntimeError, match="already being taken"):
        list(made[0])


def test_errors_can_be_raised(engine: risalah.Engine) -> None:
    records = engine.code_many([{"id": "a", "text": TEXT}, {"id": "b"}], errors="raise")
    assert next(records).id == "a"
    with pytest.raises(risalah.ReportError, match="b: has neither") as caught:
        next(records)
    assert caught.value.id == "b"
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.id, str(again)) == ("b", str(caught.value))
    (no_id,) = engine.code_many([{}])
    with pytest.raises(risalah.ReportError, match="row 1: has neither"):
        list(engine.code_many([{}], errors="raise"))
    assert no_id.to_dict() == {"line": 1, "error": "has neither `text` nor `html`"}
    with pytest.raises(ValueError, match="neither 'record' nor 'raise'"):
        engine.code_many([], errors="ignore")  # type: ignore[arg-type]


def test_a_fault_of_the_program_costs_its_report_alone(engine: risalah.Engine) -> None:
    """The package under test is built so that a report of this name makes the program panic."""
    with pytest.raises(risalah.ReportError, match="panic: the program failed on this report"):
        engine.code(TEXT, id="panic")
    rows = [{"id": name, "text": TEXT} for name in ("a", "panic", "b")]
    records = list(engine.code_many(rows))
    assert [record.id for record in records] == ["a", "panic", "b"]
    assert [record.error is None for record in records] == [True, False, True]


def test_threads(engine: risalah.Engine) -> None:
    for wrong in (0, -1, 5000):
        with pytest.raises(ValueError, match="`threads`"):
            engine.code_many([], threads=wrong)
    for strange in ("2", 1.5, True):
        with pytest.raises(TypeError, match="`threads`"):
            engine.code_many([], threads=strange)  # type: ignore[arg-type]


def test_pythons_lock_is_free_meanwhile(engine: risalah.Engine) -> None:
    turns = 0
    done = threading.Event()

    def turn() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1

    other = threading.Thread(target=turn)
    other.start()
    try:
        engine.code("\n\n".join([TEXT] * 200), lang="en")
    finally:
        done.set()
        other.join()
    assert turns > 100


def test_threads_of_python_share_an_engine(engine: risalah.Engine) -> None:
    wanted = [record.to_json() for record in engine.code_many([TEXT] * 20)]
    found: list[list[str]] = []

    def work() -> None:
        found.append([record.to_json() for record in engine.code_many([TEXT] * 20)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4


def _events(engine: risalah.Engine) -> int:
    return len(engine.code(TEXT, lang="en").events)


def test_engines_go_to_other_processes() -> None:
    engine = risalah.Engine(langs=["en"], threads=1)
    assert repr(pickle.loads(pickle.dumps(engine))) == "<risalah.Engine en>"
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_events, (engine,)) == 1
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(_events, (engine,)) == 1
