"""Areas by hand: recipes that compile or are told, tried on verdicts, and taken back."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace

import pytest
import shapely

from geo.atlas import Atlas
from geo.errors import ConformError
from geo.parsing.toml import toml_value
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
def test_a_faulty_area_is_reported_and_not_kept(tmp_path, atlas, change, column):
    with pytest.raises(ConformError) as caught:
        enter_areas(Journal(tmp_path), [ENTRY | change], by="Ann", atlas=atlas)
    assert column in {fault.column for fault in caught.value.faults}
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
    changes = changed_verdicts(record, before=atlas, after=after)
    old, new = check(record, atlas=atlas).table, check(record, atlas=after).table
    differs = {i for i in old.index if old.at[i, "verdict"] != new.at[i, "verdict"]}
    assert set(changes.index) == differs
    assert differs
    assert (changes["before"] == old.loc[changes.index, "verdict"]).all()
    assert (changes["after"] == new.loc[changes.index, "verdict"]).all()


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


OWN = """# My ground.
schema = 1

[defaults]
author = "Bo"
confidence = "low" # until asked again

# --- Anbar

[[area]]
id = "old"   # first drawn
holder = "KSS"
kind = "ground"
title = "About Hit"
source_id = "ours"
pointer = ""
border_km = 2
assumption = '''
[[area]]
is no header here'''
valid_from = 2020-01-03
last_confirmed = 2021-10-18
recipe = { around = { place = "hit", km = 9 }, minus = [
  { unit = "babil" },
] }

# --- roads
[[line]]
id = "road"
holder = "KSS"
path = { through = ["hit", "haditha"] }
# the end"""


def atlas_of(atlas, folder, text):
    (folder / "areas.toml").write_text(text, encoding="utf-8")
    return replace(atlas, folder=folder)


def test_comments_order_and_other_ground_of_a_file_stay(atlas, tmp_path):
    mine = atlas_of(atlas, tmp_path, OWN)
    changed = published(mine)["old"] | {"border_km": 3}
    made = areas_toml(mine, {"old": changed, "mine": ENTRY})
    above, roads = OWN.replace("border_km = 2", "border_km = 3").split("\n# --- roads")
    assert made == f"{above}\n{entry_text(ENTRY)}\n# --- roads{roads}"


@pytest.mark.parametrize(
    "text",
    [
        OWN.replace('"Bo"', '"Bo"\nvalid_to = 2022-01-01'),
        "schema = 1\narea = [\n" + toml_value(tomllib.loads(OWN)["area"][0]) + "\n]",
    ],
)
def test_no_default_gets_into_an_area_that_leaves_it_out(atlas, tmp_path, text):
    mine = atlas_of(atlas, tmp_path, text)
    made = tomllib.loads(areas_toml(mine, {"mine": ENTRY}))
    assert [{**made.get("defaults", {}), **one} for one in made["area"]] == [
        {k: v for k, v in published(mine)["old"].items() if v},
        ENTRY,
    ]


def test_an_author_who_is_not_named_is_not_the_one_of_the_file(atlas, tmp_path):
    mine = atlas_of(atlas, tmp_path, OWN)
    nameless = {name: value for name, value in ENTRY.items() if name != "author"}
    for ident in ("mine", "old"):
        made = areas_toml(mine, {ident: nameless | {"id": ident}})
        assert made.startswith("# My ground.\n")
        assert made.endswith("# the end")
        assert tomllib.loads(made)["area"][-1]["author"] == ""


def test_a_journal_that_holds_no_area_says_so(tmp_path):
    journal = Journal(tmp_path).record("area", "mine", "nonsense = [", by="Ann")
    with pytest.raises(ConformError, match="holds no area"):
        areas_of(journal)
