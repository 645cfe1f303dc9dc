"""One dataset holds what some decisions make of the record; a briefing is of that and no other."""

from __future__ import annotations

import datetime as dt
import sqlite3

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from dashboard.services.book import read_until, read_whole
from dashboard.services.brief_request import Request
from dashboard.services.briefing import Briefer
from dashboard.services.dataset import Dataset
from dashboard.services.selection import Selection
from dashboard.session import queries
from geo.casebook.chain import Verification
from geo.casebook.entry import GENESIS
from geo.casebook.log import Casebook
from geo.casebook.review import answer, review, together
from geo.errors import CasebookError
from layers.brief.view import Options
from tests.worlds.valley import FOLDER

HARD = "2021-05-08-port"
"""A mismatch of the valley, which teaming explains."""

REQUEST = Request(
    kind="overview",
    selection=Selection(),
    options=Options(),
    formats=("geojson",),
    sizes=("hd",),
    made=dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC),
)


@pytest.fixture(scope="module")
def atlas(valley):
    return valley


@pytest.fixture(scope="module")
def plain(atlas):
    """The record as nobody decided anything of it."""
    return Dataset.of(atlas)


@pytest.fixture
def book(atlas, plain, tmp_path):
    """Teaming that a second person agrees with, in two entries."""
    book = Casebook.open(tmp_path / "book.sqlite")
    findings = plain.analysis.findings
    details = together(findings, HARD, kind="teaming", with_group="OAK")
    words = {"by": "Anna", "decision": "teaming or permission", "details": details}
    first = book.append(review(atlas, findings, HARD, **words))
    book.append(answer(first, "concur", by="Ben"))
    yield book
    book.close()


def verdict(data):
    return data.analysis.table().at[HARD, "verdict"]


def test_what_was_accepted_changes_the_dataset_that_is_made_with_it_alone(atlas, plain, book):
    decided = Dataset.of(atlas, book.entries())
    assert verdict(decided) == "explained"
    assert decided.evidence == (book.entries()[0].sha256,)
    assert verdict(plain) == "mismatch"
    assert plain.evidence == ()
    assert "casebook_1" not in atlas.registry.arrangements.index


def test_a_book_is_read_as_it_was_at_each_of_its_ends(atlas, book):
    first, second = book.entries()
    assert read_until(book, GENESIS).entries == ()
    assert read_until(book, first.sha256).entries == (first,)
    assert read_until(book, first.sha256).verification == Verification(1, first.sha256)
    assert read_until(book, second.sha256) == read_whole(book)
    assert verdict(Dataset.of(atlas, read_until(book, first.sha256).entries)) == "mismatch"
    with pytest.raises(CasebookError, match="has no entry with the hash ffff"):
        read_until(book, "f" * 64)


def test_nothing_of_a_changed_book_is_read(book, tmp_path):
    raw = sqlite3.connect(tmp_path / "book.sqlite")
    with raw:
        raw.execute("UPDATE casebook_entries SET note = 'x' WHERE number = 1")
    raw.close()
    head = book.head()
    for read in (read_whole, lambda book: read_until(book, head)):
        with pytest.raises(CasebookError, match="is not whole: entry 1"):
            read(book)


def test_a_view_is_the_rows_that_are_kept_whatever_is_drawn_of_them(plain):
    chosen = Selection(group=("OAK",))
    rows = plain.shown(chosen)
    assert rows is plain.shown(Selection(group=("OAK",), view="baghdad", layer=("ground",)))
    table = plain.analysis.table()
    kept = table[table["asserted_group"] == "OAK"]
    pd.testing.assert_frame_equal(rows[kept.columns], kept)
    assert np.array_equal(plain.kept(chosen), table["asserted_group"] == "OAK")
    assert plain.shown(Selection()) is plain.analysis.pointed_table(None)


def test_a_group_that_the_ranking_makes_likely_is_kept_where_that_is_asked(plain):
    table, likely = plain.analysis.table(), plain.analysis.likely(None)
    asked = Selection(group=("OAK",), favoured=True)
    wanted = (table["asserted_group"] == "OAK") | likely.reindex(table.index).map(
        lambda groups: "OAK" in groups
    )
    assert np.array_equal(plain.kept(asked), wanted)


def test_the_day_of_a_view_is_never_after_the_record(plain):
    end = plain.analysis.record_end()
    assert plain.day_of_view(Selection()) == end
    assert plain.day_of_view(Selection(date_to=dt.date(2100, 1, 1))) == end
    chosen = Selection(date_to=dt.date(2021, 3, 1), known_on=dt.date(2020, 6, 1))
    assert plain.day_of_view(chosen) == pd.Timestamp("2020-06-01")


def test_a_briefing_carries_the_end_of_the_casebook_that_it_was_given(plain):
    assert Briefer(plain).compose(REQUEST).imprint.casebook_head == ""
    assert Briefer(plain, casebook=(2, "ab")).compose(REQUEST).imprint.casebook_head == "ab"
    briefer = Briefer(plain)
    assert briefer.compose(REQUEST) is briefer.compose(REQUEST)


def test_the_pages_make_no_briefing_from_before_the_latest_decision(
    atlas, plain, book, tmp_path, monkeypatch
):
    monkeypatch.setenv("ATLAS_CASEBOOK", str(tmp_path / "book.sqlite"))
    monkeypatch.setenv("ATLAS_DATA", str(FOLDER))
    st.cache_resource.clear()
    try:
        before = queries.briefer()
        assert queries.briefer() is before
        assert before.compose(REQUEST).imprint.casebook_head == book.head()
        findings = plain.analysis.findings
        book.append(review(atlas, findings, HARD, by="Cleo", decision="needs more", note="Where?"))
        assert queries.briefer().compose(REQUEST).imprint.casebook_head == book.head()
    finally:
        st.cache_resource.clear()
