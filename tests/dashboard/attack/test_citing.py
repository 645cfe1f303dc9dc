"""Of each source a page says what it says, where it was read, its grade, and where it is used."""

from __future__ import annotations

import re

import pytest

from dashboard.attack import citations as citing
from dashboard.session import queries
from dashboard.sources import provenance
from geo.records.counts import many
from tests.support.apps import assert_sound, run, words
from tests.support.markup import read

FIRST = "only the first paragraphs were read"
ATTACK = "2021-07-07-al-asad"


def reports():
    return queries.atlas().record.reports


@pytest.mark.parametrize(
    ("source", "pointer", "said"),
    [
        ({}, "", ""),
        ({}, "opening", FIRST.capitalize()),
        ({}, "§6; (104)", "At §6; (104)"),
        ({"read": "whole"}, "[q]", "The whole text was read; at [q]"),
        (
            {"read": "opening", "read_at": "X", "copy": "repost"},
            "opening",
            f"Read in a copy on X, a site that is not a newsroom; {FIRST}",
        ),
        ({"read_at": "X", "copy": "new kind"}, "", "Read in a copy on X"),
        ({"read": "page 3"}, "", "Read: page 3"),
    ],
)
def test_where_a_source_was_read(source, pointer, said):
    assert citing.read_words(source, pointer) == said


def test_a_copy_is_graded_as_a_copy():
    table = queries.atlas().registry.sources
    copies = table[table["read_at"] != ""]
    assert len(copies)
    for ident in copies.index[:20]:
        source = citing.source_of(ident)
        assert citing.grade_words(source).startswith(source["reliability"])
        assert "the letter of this copy" in citing.grade_words(source)


def test_a_card_says_of_each_source_what_it_says_and_who_else_uses_it():
    app = run(attack=ATTACK)
    assert_sound(app)
    text = words(app)
    mine = reports()[reports()["attack_id"] == ATTACK]
    assert len(mine)
    for row in mine.to_dict("records"):
        assert row["says"] in text
        others = set(reports().loc[reports()["source_id"] == row["source_id"], "attack_id"])
        others = {one for one in others - {ATTACK} if one in queries.table().index}
        labels = [one.proto.popover.label for one in app.get("popover")]
        assert not others or f"Also used for {many(len(others), 'attack')}" in labels


def test_links_are_the_checked_addresses_alone():
    app = run(attack=ATTACK)
    linked = re.findall(r"\]\((https?://[^)]+)\)", "".join(one.value for one in app.caption))
    sources = queries.objects()[ATTACK]["sources"]
    assert linked == [one["url"] for one in sources if one["url"]]


def test_a_publication_lists_every_attack_that_uses_it():
    source = reports()["source_id"].value_counts().index[0]
    app = run("sources", source=source)
    assert_sound(app)
    used = list(reports().loc[reports()["source_id"] == source, "attack_id"])
    assert f"Used for {many(len(used), 'attack')}" in words(app)
    titles = queries.table().loc[used, "title"]
    buttons = "\n".join(read(one.label) for one in app.button)
    assert [title for title in titles if title not in buttons] == []


def test_an_unknown_publication_in_the_address_is_named():
    app = run("sources", source="nonsense")
    assert_sound(app)
    assert [one for one in app.warning if "nonsense" in one.value]


def test_the_table_of_publications_opens_checked_addresses_and_counts_uses():
    table = provenance.publications()
    urls = table["Opens on"].dropna()
    assert len(urls) > 200
    assert urls.str.match(r"https?://[^/@]+").all()
    counted = reports()["source_id"].value_counts()
    assert (table["Attacks"] == counted.reindex(table.index).fillna(0)).all()
