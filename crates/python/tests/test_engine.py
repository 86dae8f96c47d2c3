"""Engines, pages, archives, and what is in the package."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import risalah

PAGE = """<!doctype html><html lang="en"><head><title>Riga news</title>
<meta property="article:published_time" content="2021-05-25T10:00:00Z"></head><body><nav>Home</nav>
<article><h1>Riga news</h1><p>Russia expelled Latvian diplomats on Monday, the ministry in Riga said.</p>
<p>“It is unacceptable”, the minister said. Latvia’s café owners shrugged.</p></article></body></html>"""


def warc(*pages: bytes) -> bytes:
    out = b""
    for n, page in enumerate(pages):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        out += (
            (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{n}\r\n"
                "WARC-Date: 2021-05-25T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n"
            ).encode()
            + http
            + b"\r\n\r\n"
        )
    return out


def test_pages(engine: risalah.Engine) -> None:
    article = engine.read_html(PAGE, url="https://a.example/1", id="a1")
    assert (article.id, article.url, article.lang) == ("a1", "https://a.example/1", "en")
    assert article.title == "Riga news"
    assert article.published == "2021-05-25T10:00:00+00:00"
    assert article.text.startswith("Russia expelled")
    assert "Home" not in article.text
    again = engine.read_html(PAGE.encode(), url="https://a.example/1", id="a1")
    assert again == article
    old = PAGE.replace("<head>", '<head><meta charset="windows-1252">').encode("windows-1252")
    assert engine.read_html(old).text == article.text
    (record,) = engine.code_many([article])
    assert (record.id, record.url, record.published) == (article.id, article.url, article.published)
    assert record.events[0].type == "SANCTION"


def test_what_is_no_page(engine: risalah.Engine) -> None:
    for nothing in ("", b"", "<", b"\x00\xff", "plain words"):
        assert engine.read_html(nothing).error is None
    with pytest.raises(risalah.ReportError, match="a: `html` is of type int"):
        engine.read_html(7, id="a")  # type: ignore[arg-type]


def test_archives(engine: risalah.Engine, command: Callable[..., bytes], tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(warc(PAGE.encode(), b"<p>It rained in Riga.</p>"))
    articles = list(engine.read_warc(file))
    assert [article.url for article in articles] == ["https://a.example/0", "https://a.example/1"]
    read = "".join(article.to_json() + "\n" for article in articles)
    assert read.encode() == command("read", file)
    coded = "".join(record.to_json() + "\n" for record in engine.code_file(file))
    assert coded.encode() == command("code", file)


def test_archives_that_are_broken(engine: risalah.Engine, tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(warc(PAGE.encode(), b"<p>It rained.</p>")[:-40])
    articles = list(engine.read_warc(file))
    assert articles[0].error is None
    assert articles[-1].error is not None
    with pytest.raises(
        FileNotFoundError, match=r"\[Errno 2\] No such file or directory:"
    ) as caught:
        engine.read_warc(tmp_path / "none.warc")
    assert caught.value.filename == str(tmp_path / "none.warc")
    with pytest.raises(OSError, match="directory"):
        list(engine.code_file(tmp_path))
    with pytest.raises(TypeError, match="not int"):
        engine.code_file(0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="the path is of type bytes"):
        engine.code_file(b"a.warc")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match='`format` is "pdf"'):
        engine.code_file(file, format="pdf")


def test_languages_are_chosen() -> None:
    engine = risalah.Engine(langs=["id"])
    assert engine.langs == ["id"]
    assert engine.code("Israel menyerang Gaza.", lang="id").events
    record = engine.code("Israel attacked Gaza.", lang="en")
    assert [note.note for note in record.notes] == ["language-without-pack", "no-anchor"][:1]
    assert risalah.Engine(langs=("en", "id")).langs == risalah.Engine().langs == ["en", "id"]


def test_languages_that_are_none() -> None:
    with pytest.raises(risalah.PackError, match="no pack for the language `fr`"):
        risalah.Engine(langs=["fr"])
    with pytest.raises(ValueError, match="no code of a language"):
        risalah.Engine(langs=["Indonesian"])
    with pytest.raises(TypeError, match="give a list"):
        risalah.Engine(langs="id")
    with pytest.raises(ValueError, match="empty"):
        risalah.Engine(langs=[])


def test_packs_at_fault(tmp_path: Path) -> None:
    with pytest.raises(risalah.PackError, match="no packs at"):
        risalah.Engine(packs=tmp_path)
    (tmp_path / "ontology").mkdir()
    with pytest.raises(risalah.PackError, match="faults? in the packs:\n.*ontology"):
        risalah.Engine(packs=tmp_path)


def test_the_package_brings_its_packs_and_is_quick_to_import() -> None:
    program = "import time; t = time.process_time(); import risalah; print(time.process_time() - t)"
    fastest = min(
        float(
            subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        )
        for _ in range(3)
    )
    assert fastest < 0.3
    folder = Path(risalah.__file__).parent
    assert (folder / "packs" / "id" / "pack.toml").is_file()
    assert not (folder / "packs" / "id" / "pack.toml").is_symlink()
    assert (folder / "py.typed").is_file()


def test_a_program_may_end_with_work_under_way() -> None:
    program = (
        "import itertools, risalah\n"
        "records = risalah.Engine().code_many(itertools.repeat('Israel attacked Gaza.'))\n"
        "print(next(records).error)\n"
    )
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"None\n", b"")
    assert time.monotonic() - start < 60


def test_a_program_can_be_interrupted() -> None:
    program = (
        "import itertools, signal, risalah\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.5)\n"
        "signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))\n"
        "for record in risalah.Engine().code_many(itertools.repeat('Israel attacked Gaza.')): pass\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert b"KeyboardInterrupt" in done.stderr
