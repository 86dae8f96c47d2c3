"""How fast others read the pages that `cargo xtask bench read` reads, in one process on one thread.

`read_speed.py TOOL FILE`, TOOL being resiliparse or trafilatura, prints how many pages there are, the seconds for all and the
milliseconds for the slowest; `read_speed.py fastwarc FILE` prints the archive's pages, bytes and seconds. Loading the pages and the
libraries is not counted.
"""

import gzip
import json
import os
import sys
import time


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def read(html, url):
        tree = HTMLTree.parse(html)
        return tree.title, extract_plain_text(tree, main_content=True)

    return read


def trafilatura():
    import logging

    import trafilatura

    logging.disable(logging.CRITICAL)
    return lambda html, url: trafilatura.bare_extraction(html, url=url, with_metadata=True)


def pages(read, file):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    # The first call of some loads their tables.
    read("<html><body><p>Harga beras turun.</p></body></html>", None)
    worst, start = 0.0, time.perf_counter()
    for row in rows:
        one = time.perf_counter()
        try:
            read(row["html"], row.get("url"))
        except Exception as err:
            print(f"{row['id']}: {err}", file=sys.stderr)
        worst = max(worst, time.perf_counter() - one)
    print(len(rows), time.perf_counter() - start, worst * 1e3)


def fastwarc(file):
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    start, count = time.perf_counter(), 0
    with open(file, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            record.reader.read()
            count += 1
    print(count, os.path.getsize(file), time.perf_counter() - start)


if __name__ == "__main__":
    tool, file = sys.argv[1:]
    if tool == "fastwarc":
        fastwarc(file)
    else:
        pages({"resiliparse": resiliparse, "trafilatura": trafilatura}[tool](), file)
