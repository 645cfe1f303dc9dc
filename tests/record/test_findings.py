"""Each finding of docs/findings.md gives the figure that the page prints, and its links open."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from dashboard.services.facets import Facets
from dashboard.services.selection import DEFAULT, from_query, to_query
from dashboard.session.queries import table

FILE = Path(__file__).parents[2] / "docs" / "findings.md"
PAGE = FILE.read_text(encoding="utf-8")
BLOCK = re.compile(r"```python\n(.*?)```\n+(?:```text\n(.*?)```)?", re.DOTALL)
BLOCKS = BLOCK.findall(PAGE)
LINKS = re.findall(r"\[([^\]]+)\]\(\?([^)]+)\)", PAGE)
SECTIONS = PAGE.split("\n## ")[1:]
APPROVED = os.environ.get("ATLAS_GOLDEN")
"""Set to 1, what the queries print is written into the page: read the text beside it anew."""

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NO_FIGURE = re.compile(
    rf"```.*?```|\(\?[^)]*\)|\d+ (?:{MONTHS})|\b20[12]\d\b|\d\d:00|^\d+\.|[A-Za-z]+\d+|Brigade \d+",
    re.DOTALL,
)
"""What holds digits and is no figure: queries, addresses, days, hours of the clock, names."""


@pytest.fixture(scope="module")
def names():
    """What the first block of the page defines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ATLAS_BOUNDARIES", raising=False)
        patch.delenv("ATLAS_DATA", raising=False)
        scope = {}
        exec(BLOCKS[0][0], scope)
        yield scope


def test_there_are_twelve_and_each_says_how_sure_it_is_and_what_would_change_it():
    assert [section.split(".")[0] for section in SECTIONS] == [str(n) for n in range(1, 13)]
    for section in SECTIONS:
        assert section.count("```python") == section.count("```text") == 1
        assert "*Uncertainty*" in section
        assert re.search(r"\*Would\s+change\s+it\*", section)


@pytest.mark.parametrize("number", range(1, len(BLOCKS)))
def test_each_query_gives_what_the_page_prints(names, number, capsys):
    query, printed = BLOCKS[number]
    exec(query, dict(names))
    now = capsys.readouterr().out
    if APPROVED and now != printed:
        page = FILE.read_text(encoding="utf-8")
        old, new = (f"{query}```\n\n```text\n{text}```" for text in (printed, now))
        FILE.write_text(page.replace(old, new), encoding="utf-8")
        return
    assert now == printed


@pytest.mark.parametrize("number", range(1, len(BLOCKS)))
def test_every_figure_of_the_text_is_one_that_the_query_prints(number):
    printed = set(re.findall(r"\d+(?:\.\d+)?", BLOCKS[number][1]))
    said = re.findall(r"\d+(?:\.\d+)?", NO_FIGURE.sub(" ", SECTIONS[number - 1]))
    assert set(said) <= printed


@pytest.mark.parametrize(("words", "query"), LINKS)
def test_each_link_opens_a_view_and_keeps_as_many_attacks_as_it_says(words, query):
    asked = dict(parse_qsl(query))
    selection = from_query(asked)
    assert selection != DEFAULT
    assert to_query(selection) == asked
    rows = table()
    kept = rows[Facets.of(rows).keep(selection)]
    attacks = int(kept["counts"].sum())
    assert attacks
    number = re.match(r"\d+", words)
    if number:
        assert attacks == int(number.group())
