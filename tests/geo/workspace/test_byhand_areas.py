"""Areas by hand: recipes that compile or are told, tried on verdicts, and taken back."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas import Atlas
from geo.errors import ConformError
from geo.parsing.toml import toml_table
from geo.verdicts.check import check
from geo.workspace.areas import (
    areas_of,
    areas_toml,
    changed_verdicts,
    compiled,
    delete_area,
    enter_areas,
    entry_text,
    published,
    with_areas,
)
from geo.workspace.journal import Journal, load_journal

ENTRY = {
    "id": "mine",
    "holder": "KSS",
    "kind": "ground",
    "title": "KSS: about al-Baghdadi",
    "source_id": "my notebook",
    "pointer": "page 3",
    "confidence": "low",
    "border_km": 2,
    "assumption": "a disc",
    "author": "Ann",
    "valid_from": dt.date(2020, 1, 3),
    "last_confirmed": dt.date(2021, 10, 18),
    "recipe": {"around": {"place": "al_baghdadi", "km": 15}},
}
VALUE = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.dates()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(table=st.dictionaries(st.text(), VALUE, max_size=4))
def test_what_is_written_as_toml_reads_as_it_was(table):
    assert tomllib.loads(toml_table("[[area]]", table))["area"] == [table]


def test_an_area_is_kept_corrected_and_taken_back(tmp_path, atlas):
    journal = enter_areas(Journal(tmp_path), [ENTRY], by="Ann", atlas=atlas)
    journal = enter_areas(journal, [ENTRY | {"border_km": 5}], by="Bo", atlas=atlas)
    assert areas_of(load_journal(tmp_path)) == {"mine": ENTRY | {"border_km": 5}}
    journal = journal.undo(2, by="Bo")
    assert areas_of(journal) == {"mine": ENTRY}
    assert areas_of(delete_area(journal, "mine", by="Ann")) == {}
    assert "mine" not in atlas.areas.table.index


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"id": " "}, "id"),
        ({"holder": "Nobody"}, "holder"),
        ({"holder": "KH", "kind": "committee"}, "holder"),
        ({"kind": "castle"}, "kind"),
        ({"confidence": "sure"}, "confidence"),
        ({"border_km": -1}, "border_km"),
        ({"valid_from": "2020"}, "valid_from"),
        ({"valid_to": dt.date(2019, 1, 1)}, "valid_to"),
        ({"pointer": ""}, "pointer"),
        ({"recipe": {}}, "recipe"),
        ({"recipe": {"around": {"place": "nowhere", "km": 3}}}, "recipe"),
        ({"recipe": {"outline": [[44, 33], [45, 33]]}}, "recipe"),
        ({"recipe": {"outline": [[33, 44], [33, 45], [34, 45]]}}, "recipe"),
        ({"recipe": {"outline": [[44, 33], [45, 34], [45, 33], [44, 34]]}}, "recipe"),
        ({"recipe": {"outline": [[44, 33], [45, float("nan")], [45, 33]]}}, "recipe"),
    ],
)
def test_a_faulty_area_is_told_and_not_kept(tmp_path, atlas, change, column):
    with pytest.raises(ConformError) as told:
        enter_areas(Journal(tmp_path), [ENTRY | change], by="Ann", atlas=atlas)
    assert column in {fault.column for fault in told.value.faults}
    assert load_journal(tmp_path).entries == ()


def test_an_outline_that_crosses_itself_is_refused_with_the_place(atlas):
    bow = {"outline": [[44, 33], [45, 34], [45, 33], [44, 34]]}
    with pytest.raises(ConformError, match=r"Self-intersection\[44\.5 33\.5\]"):
        compiled([ENTRY | {"recipe": bow}], atlas=atlas)


def test_corners_parts_and_cuts_make_the_area_that_they_say(atlas):
    square = [[44, 33], [45, 33], [45, 34], [44, 34]]
    hole = [[44.4, 33.4], [44.6, 33.4], [44.6, 33.6], [44.4, 33.6]]
    recipe = {"union": [{"outline": square}], "minus": [{"outline": hole}]}
    shape = compiled([ENTRY | {"recipe": recipe}], atlas=atlas).geometry.iloc[0]
    assert shape.equals(shapely.box(44, 33, 45, 34) - shapely.box(44.4, 33.4, 44.6, 33.6))


def test_the_preview_names_exactly_the_verdicts_that_change(atlas):
    record = atlas.record
    after = with_areas(atlas, [ENTRY])
    told = changed_verdicts(record, before=atlas, after=after)
    old, new = check(record, atlas=atlas).table, check(record, atlas=after).table
    differs = {i for i in old.index if old.at[i, "verdict"] != new.at[i, "verdict"]}
    assert set(told.index) == differs
    assert differs
    assert (told["before"] == old.loc[told.index, "verdict"]).all()
    assert (told["after"] == new.loc[told.index, "verdict"]).all()


def test_an_area_with_a_published_id_stands_in_its_place(atlas):
    entry = published(atlas)["kh_anbar"] | {"border_km": 99}
    table = with_areas(atlas, [entry]).areas.table
    assert table.at["kh_anbar", "border_km"] == 99
    assert len(table) == len(atlas.areas.table)


def test_ground_that_is_written_out_is_the_ground_of_a_data_folder(atlas, tmp_path, monkeypatch):
    monkeypatch.delenv("ATLAS_BOUNDARIES", raising=False)  # as the fixture has it
    (tmp_path / "areas.toml").write_text(areas_toml(atlas, {"mine": ENTRY}), encoding="utf-8")
    other = Atlas.load(tmp_path)
    assert set(other.areas.table.index) == {*atlas.areas.table.index, "mine"}
    assert list(other.areas.lines.index) == list(atlas.areas.lines.index)
    same = other.areas.table.loc[atlas.areas.table.index]
    assert same.geometry.geom_equals(atlas.areas.table.geometry).all()
    assert tomllib.loads(entry_text(ENTRY))["area"] == [ENTRY]


def test_a_journal_that_holds_no_area_says_so(tmp_path):
    journal = Journal(tmp_path).record("area", "mine", "nonsense = [", by="Ann")
    with pytest.raises(ConformError, match="holds no area"):
        areas_of(journal)
