"""Each finding of docs/findings.md gives the figure that the page prints, and its links open."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from dashboard.services.facets import Facets
from dashboard.services.selection import DEFAULT, from_query, to_query
from dashboard.session.queries import table

PAGE = (Path(__file__).parents[2] / "docs" / "findings.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```python\n(.*?)```\n+(?:```text\n(.*?)```)?", re.DOTALL)
BLOCKS = BLOCK.findall(PAGE)
LINKS = re.findall(r"\[([^\]]+)\]\(\?([^)]+)\)", PAGE)


@pytest.fixture(scope="module")
def names():
    """What the first block of the page defines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ATLAS_BOUNDARIES", raising=False)
        patch.delenv("ATLAS_DATA", raising=False)
        scope = {}
        exec(BLOCKS[0][0], scope)
        yield scope


def test_there_are_ten_and_each_says_how_sure_it_is_and_what_would_change_it():
    sections = PAGE.split("\n## ")[1:]
    assert [section.split(".")[0] for section in sections] == [str(n) for n in range(1, 11)]
    for section in sections:
        assert section.count("```python") == section.count("```text") == 1
        assert "*Uncertainty*" in section
        assert "*Would change it*" in section


@pytest.mark.parametrize("number", range(1, len(BLOCKS)))
def test_each_query_gives_what_the_page_prints(names, number, capsys):
    query, printed = BLOCKS[number]
    exec(query, dict(names))
    assert capsys.readouterr().out == printed


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
