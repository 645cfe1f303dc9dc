"""Facts carry over, sentences do not: no eight words of a source stand in a row here."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

RUN = 8
ROOT = Path(__file__).parents[2]
TEXTS = [Path(one) for one in os.environ.get("ATLAS_TEXTS", "").split(os.pathsep) if one]
OURS = [
    path
    for pattern in ("data/*.csv", "data/*.toml", "docs/*.md", "README.md")
    for path in sorted(ROOT.glob(pattern))
    # Titles of sources are citations.
    if path.name not in {"sources.csv", "datapackage.json"}
]


def words(text):
    return re.findall(r"\w+", text.lower().replace("’", "").replace("'", ""))


def runs(text):
    tokens = words(text)
    return {tuple(tokens[at : at + RUN]) for at in range(len(tokens) - RUN + 1)}


# Columns of a gathered table that hold words of others, as quotes or retold.
RETOLD = ("quote", "note", "launch_note", "statement", "check_note", "remark")


def sentences(path):
    """Text of a source: whole, or of a table its columns of quotes and notes."""
    text = path.read_text("utf-8", errors="replace")
    if path.suffix != ".csv":
        return [text]
    rows = csv.DictReader(text.splitlines())
    return [row[name] for row in rows for name in RETOLD if row.get(name)]


def test_a_copied_sentence_would_be_found():
    copied = "the rockets were fired from an orchard beside the road to the base"
    assert runs(f"It says: {copied.title()}!") & runs(copied)


def test_words_of_a_note_are_words_of_others_too(tmp_path):
    # "Kata'ib Hezbollah and affiliated groups under an umbrella" stood in a note, not in a quote
    table = tmp_path / "gathered.csv"
    table.write_text("title,quote,note\nA title,one two,three four\n", encoding="utf-8")
    assert sentences(table) == ["one two", "three four"]


@pytest.mark.skipif(not TEXTS, reason="ATLAS_TEXTS is unset (expected: texts of sources, by path)")
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_sentence_of_a_source_stands_in_the_project(path):
    theirs = {run for source in TEXTS for text in sentences(source) for run in runs(text)}
    # Cells of a table are apart: a run does not cross from one to the next.
    raw = path.read_text("utf-8")
    cells = [cell for row in csv.reader(raw.splitlines()) for cell in row]
    parts = cells if path.suffix == ".csv" else [raw]
    found = {" ".join(run) for part in parts for run in runs(part) & theirs}
    assert not found, sorted(found)
