"""Sentences and words of treebanks from raw text; called by `cargo xtask eval parse`.

parse_raw.py RISALAH TREEBANKS

Joins the sentences of each development treebank by a space, or an empty line where the treebank
starts a paragraph, has RISALAH parse the text, and prints as JSON the F1 of sentences, written tokens and
words, counted as CoNLL 2017's evaluation does: by the characters they cover, white space left
out; the words of one written token also by their forms.
"""

import collections
import json
import subprocess
import sys
import tempfile
from pathlib import Path

TREEBANKS = [
    ("en_ewt-ud-dev", "en"),
    ("id_csui-ud-train", "id"),
    ("id_gsd-ud-dev", "id"),
    ("id_pud-ud-test", "id"),
]


def sentences(text):
    """The sentences of CoNLL-U: their comments, and rows of ten cells."""
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        yield comments, [row for row in rows if "." not in row[0]]


def raw(gold):
    """The text that the treebank was made of."""
    out = ""
    for comments, _ in gold:
        text = next(c[9:] for c in comments if c.startswith("# text = "))
        starts = any(c.startswith(("# newpar", "# newdoc")) for c in comments)
        out += ("\n\n" if starts else " ") + text if out else text
    return out + "\n"


def units(parsed):
    """Sentences, tokens and words, each by the characters it covers."""
    kinds = collections.defaultdict(collections.Counter)
    at = 0
    for _, rows in parsed:
        first, several = at, (0, 0, 0)
        for number, form, *_ in rows:
            letters = len("".join(form.split()))
            if "-" in number:
                kinds["tokens"][at, at + letters] += 1
                several = (int(number.split("-")[1]), at, at + letters)
                at += letters
            elif int(number) <= several[0]:
                kinds["words"][several[1], several[2], form.lower()] += 1
            else:
                kinds["tokens"][at, at + letters] += 1
                kinds["words"][at, at + letters, ""] += 1
                at += letters
        kinds["sentences"][first, at] += 1
    return kinds


def main():
    binary, folder = sys.argv[1:]
    figures = {}
    for name, lang in TREEBANKS:
        gold = list(sentences((Path(folder) / f"{name}.conllu").read_text(encoding="utf8")))
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8") as file:
            file.write(raw(gold))
            file.flush()
            run = [binary, "parse", "--quiet", "--lang", lang, file.name]
            parsed = subprocess.run(run, capture_output=True, text=True, check=True).stdout
        ours, theirs = units(sentences(parsed)), units(gold)
        for kind in ("sentences", "tokens", "words"):
            hit = sum((ours[kind] & theirs[kind]).values())
            made, wanted = ours[kind].total(), theirs[kind].total()
            figures[f"parse.{name}.raw.{kind}"] = round(2 * hit / (made + wanted), 4)
    print(json.dumps(figures))


main()
