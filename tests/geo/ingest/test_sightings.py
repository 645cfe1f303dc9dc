"""Sightings of a user's file: known by their headers, each kept or waiting with its reasons."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.ingest.fix_list import apply_fixes
from geo.ingest.sightings import COLUMNS, is_sightings, sighting_rows
from geo.ingest.sorting import sorted_rows
from geo.io.formats import as_table, read_content
from geo.io.raw import RawTable
from geo.schemas.tokens import SIGHTING_KINDS
from geo.workspace.sightings import with_sightings

ROW = {
    "group_id": "ASH", "kind": "base", "place_id": "farm", "date_first": "2023-05-02",
    "date_last": "2023-05-09", "strength": "states", "source_id": "gazette", "note": "EXERCISE",
}  # fmt: skip


def table(*changes, row=ROW):
    cells = pd.DataFrame([{**row, **change} for change in changes or ({},)], dtype=object)
    cells.index = pd.RangeIndex(2, 2 + len(cells))
    return RawTable("seen.csv", cells.fillna(""), first_row=2)


@pytest.fixture
def ingested(valley):
    return lambda *changes, **options: sighting_rows(table(*changes), atlas=valley, **options)


def test_a_sound_row_is_kept_under_an_id_of_its_own(ingested):
    found = ingested()
    assert not found.faults
    row = found.cells.iloc[0]
    assert row["sighting_id"] == "2023-05-02-ash-farm"
    assert {name: row[name] for name in ROW} == ROW
    assert set(COLUMNS) <= set(found.cells.columns)
    assert found.record is None


@pytest.mark.parametrize(
    ("columns", "is_one"),
    [
        (["group_id", "kind", "place_id", "date_first"], True),
        (["Group", "Kind", "Governorate", "First seen"], True),
        (["المجموعة", "النوع", "المكان", "أول تاريخ"], True),
        (["date", "type", "group", "place"], False),
        (["date", "kind", "group", "place", "method"], False),
        (["group_id", "kind", "date_first"], False),
        (["attack_id", "date", "method", "target_place"], False),
    ],
)
def test_a_table_of_sightings_is_known_by_its_headers(columns, is_one):
    assert is_sightings(pd.Index(columns)) == is_one


def test_words_of_people_are_read_and_told(ingested):
    cells = {
        "group_id": "Company of the Ash", "kind": "Ground held", "place_id": "المزرعة",
        "unit": "Al-Anbar|diyala", "date_first": "2 May 2023", "date_last": "",
        "strength": "States", "source_id": "see https://example.org/gazette",
    }  # fmt: skip
    found = ingested(cells)
    assert not found.faults
    expected = {
        "group_id": "ASH", "kind": "ground_held", "place_id": "farm", "unit": "anbar|diyala",
        "date_first": "2023-05-02", "date_last": "2023-05-02", "strength": "states",
        "source_id": "gazette",
    }  # fmt: skip
    assert {name: found.cells.iloc[0][name] for name in expected} == expected
    assert any("date_last: 1 cell empty" in note for note in found.notes)


@pytest.mark.parametrize(
    ("cells", "column", "problem", "remedy"),
    [
        ({"group_id": "Ashh Company"}, "group_id", "not known", "ASH"),
        ({"group_id": "", "group_text": ""}, "group_id", "nobody is named", "group_text"),
        ({"kind": "castle"}, "kind", "not a word", "base"),
        ({"kind": ""}, "kind", "empty", "one of"),
        ({"place_id": "Framm"}, "place_id", "not known", "farm"),
        ({"place_id": "33.5,43.51"}, "place_id", "a coordinate", "Nearest: farm, 1 km"),
        ({"place_id": ""}, "place_id", "nothing says where", "place_id or unit"),
        ({"unit": "Atlantis"}, "unit", "not a word", "one of"),
        ({"date_first": "2023-02-30"}, "date_first", "no such date", "source"),
        ({"date_first": "03/04/2023"}, "date_first", "a date", "2023-04-03 or 2023-03-04"),
        ({"date_first": "2098-01-01", "date_last": ""}, "date_first", "after today", "year"),
        ({"date_last": "2023-05-01"}, "date_last", "before date_first", "not before"),
        ({"date_first": ""}, "date_first", "empty", "YYYY-MM-DD"),
        ({"strength": "says"}, "strength", "not a word", "states"),
        ({"source_id": ""}, "source_id", "empty", "title or an address"),
        ({"source_date": "soon"}, "source_date", "not a date", "YYYY"),
        ({"date_first_precision": "week"}, "date_first_precision", "not a word", "day"),
        ({"also": "nowhere"}, "also", "not known", "sources.csv"),
    ],
)
def test_bad_cells_are_named_with_what_to_do(ingested, cells, column, problem, remedy):
    found = ingested(cells, {"place_id": "mill", "group_id": "OAK"})
    faults = {fault.column: fault for fault in found.faults if fault.row == 2}
    assert problem in faults[column].problem
    assert remedy in faults[column].remedy
    assert list(found.cells.index) == [3]
    assert found.rows_read == found.rows_kept + found.rows_quarantined


def test_the_order_of_dates_may_be_said(ingested):
    cells = {"date_first": "03/04/2023", "date_last": "04/04/2023"}
    found = ingested(cells, date_order="day first")
    assert found.cells.iloc[0]["date_first"] == "2023-04-03"


def test_a_list_of_fixes_goes_out_and_comes_back(valley, tmp_path):
    raw = table({"place_id": "33.5,43.51"}, {"strength": "says"})
    found = sighting_rows(raw, atlas=valley)
    fix_list = found.fix_list()
    assert fix_list["suggested_fix"].iloc[0] == "place_id = farm"
    fix_list["place_id"], fix_list["strength"], fix_list["kind"] = (
        "farm",
        "reports",
        ["base", "depot"],
    )
    path = tmp_path / "fix.csv"
    fix_list.to_csv(path, index=False)
    corrected, confirmed = apply_fixes(raw, as_table(read_content(path)))
    again = sorted_rows(corrected, atlas=valley, confirmed=confirmed)
    assert again.rows_kept == 2
    other = table({"place_id": "pit"}, {"strength": "says"})
    with pytest.raises(ConformError, match="not this row"):
        apply_fixes(other, as_table(read_content(path)))


def test_doubles_of_the_file_and_of_the_record_wait_with_their_names(ingested, valley):
    found = ingested({}, {})
    assert "the same as sighting 2023-05-02-ash-farm" in found.faults[0].problem
    assert ingested({}, {}, confirmed=frozenset({3})).rows_kept == 2
    first = ingested({"sighting_id": "theirs"}).cells
    known = with_sightings(valley, first)
    again = sighting_rows(table({"sighting_id": "mine"}), atlas=known)
    assert "the same as sighting theirs" in again.faults[0].problem
    # Without an id of its own it is that of the record.
    assert sighting_rows(table(), atlas=known).cells["sighting_id"].tolist() == ["theirs"]


def test_attacks_are_still_attacks(valley):
    row = {"date": "2021-08-02", "method": "rocket", "target_place": "fort"}
    cells = pd.DataFrame([row], dtype=object, index=[2])
    found = sorted_rows(RawTable("mine.csv", cells, first_row=2), atlas=valley)
    assert found.record is not None


CELL = st.sampled_from(
    ["", "ASH", "Oaks", "farm", "mill", "anbar", "base", "left", "states", "infers", "gazette",
     "2023", "2023-05", "2023-05-02", "02/05/2023", "https://example.org/x", "=1+1", "\x00"]
) | st.text(max_size=8)  # fmt: skip
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(ROW, CELL)), min_size=1, max_size=5)


@given(rows=ROWS)
def test_every_row_is_kept_or_waits_and_what_is_kept_is_sound(rows, valley):
    found = sighting_rows(table(*rows), atlas=valley)
    assert found.rows_read == len(rows) == found.rows_kept + found.rows_quarantined
    assert set(found.cells.index).isdisjoint(fault.row for fault in found.faults)
    assert found.cells["sighting_id"].is_unique
    assert found.cells["kind"].isin(SIGHTING_KINDS).all()
    assert found.cells["source_id"].ne("").all()
    with_sightings(valley, found.cells)
