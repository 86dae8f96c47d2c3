"""How fast others read the pages that `cargo xtask bench read` reads, in one process on one thread.

`read_speed.py TOOL FILE`, TOOL being resiliparse or trafilatura, prints how many pages there are, the seconds for all and the
milliseconds for the slowest; `read_speed.py fastwarc FILE` prints the archive's pages, bytes and seconds, `read_speed.py gunzip FILE`
those of zlib for the same. Seconds are those of the thread on a processor; loading the pages and the libraries is not counted.
"""

import gzip
import json
import sys
import time
import zlib


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
    worst, start = 0.0, time.thread_time()
    for row in rows:
        one = time.thread_time()
        try:
            read(row["html"], row.get("url"))
        except Exception as err:
            print(f"{row['id']}: {err}", file=sys.stderr)
        worst = max(worst, time.thread_time() - one)
    print(len(rows), time.thread_time() - start, worst * 1e3)


def fastwarc(file):
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    start, count, size = time.thread_time(), 0, 0
    with open(file, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            size += len(record.reader.read())
            count += 1
    print(count, size, time.thread_time() - start)


def gunzip(file):
    """Only unpacks: what no reader of a packed archive can be faster than by zlib."""
    start, size, member = time.thread_time(), 0, zlib.decompressobj(31)
    with open(file, "rb") as stream:
        while packed := stream.read(1 << 14):
            while packed:
                size += len(member.decompress(packed))
                packed = member.unused_data
                if member.eof:
                    member = zlib.decompressobj(31)
    print(1, size, time.thread_time() - start)


if __name__ == "__main__":
    tool, file = sys.argv[1:]
    if tool in ("fastwarc", "gunzip"):
        {"fastwarc": fastwarc, "gunzip": gunzip}[tool](file)
    else:
        pages({"resiliparse": resiliparse, "trafilatura": trafilatura}[tool](), file)
