"""Ground is in force on its days; faults of a file are told all at once."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from geo.areas.recipes import RecipeContext
from geo.areas.table import KINDS, OWN_GROUND, load_areas
from geo.atlas import Atlas
from geo.errors import ConformError
from geo.reference.boundaries import load_rivers
from geo.settings import data_dir


@pytest.fixture
def context(atlas):
    return RecipeContext(atlas.gazetteer, atlas.units, load_rivers(data_dir()))


def test_in_force_picks_the_day_and_tells_stale_ground(valley):
    areas = valley.areas
    later = areas.table.index[areas.table["valid_from"] == "2020-01-01"]
    assert len(later) == 5
    assert areas.in_force("2017-12-31").empty
    assert areas.in_force("2019-12-31").index.tolist() == ["elm_east"]
    assert set(areas.in_force("2020-01-01").index) == {*later, "elm_east"}
    # Elm's ground was last confirmed on 2018-06-01, all other on 2021-06-30.
    assert areas.in_force("2019-06-01")["confirmed"].all()
    assert areas.in_force("2020-06-02").query("not confirmed").index.tolist() == ["elm_east"]
    assert areas.in_force("2020-06-02").loc["elm_east", ["age", "seen_last"]].tolist() == [
        "ageing",
        pd.Timestamp("2018-06-01"),
    ]
    assert areas.in_force("2022-06-30").loc[later, "confirmed"].all()
    assert not areas.in_force("2022-07-01")["confirmed"].any()
    assert "confirmed" not in areas.table


def test_a_line_from_abroad_ends_at_the_border(tmp_path, context, atlas):
    (drawn,) = load_areas(write(tmp_path, LINE), context=context).lines.geometry
    ahvaz = atlas.gazetteer.place("ahvaz")
    assert drawn.coords[0] == pytest.approx((ahvaz.lon, ahvaz.lat), abs=1e-6)
    assert shapely.distance(shapely.Point(drawn.coords[-1]), atlas.units.country()) < 0.001


def test_own_ground_leaves_corridors_and_gaps_out():
    assert set(KINDS) - set(OWN_GROUND) == {"corridor", "gap", "committee"}


LINE = """
[[line]]
id = "one"
holder = "KH"
title = "One"
source_id = "ours"
pointer = "by hand"
confidence = "low"
assumption = "Straight."
path = { through = ["ahvaz"], into = "iraq" }
"""
AREA = """
[[area]]
id = "one"
holder = "KH"
kind = "ground"
title = "One"
source_id = "ours"
pointer = "by hand"
confidence = "low"
border_km = 1
assumption = "All of it."
valid_from = 2020-01-01
last_confirmed = 2021-01-01
recipe = { around = { place = "baghdad", km = 5 } }
"""


def write(folder, text):
    path = folder / "areas.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_areas_alone_or_lines_alone_or_nothing_loads(tmp_path, context):
    alone = load_areas(write(tmp_path, AREA), context=context)
    assert list(alone.table.index) == ["one"]
    assert alone.lines.empty
    assert alone.table["valid_to"].isna().all()
    empty = load_areas(write(tmp_path, "schema = 1"), context=context)
    assert empty.table.empty
    assert empty.in_force("2021-01-01").empty


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ('kind = "ground"', 'kind = "kingdom"', "kind", "not a known kind"),
        ('confidence = "low"', 'confidence = "sure"', "confidence", "not a known word"),
        ("border_km = 1", "border_km = -1", "border_km", "not a distance"),
        ("border_km = 1", "border_km = inf", "border_km", "not a distance"),
        ('pointer = "by hand"', "", "pointer", "it is missing"),
        ('source_id = "ours"', "", "source_id", "it is missing"),
        ("last_confirmed = 2021-01-01", "", "last_confirmed", "it is missing"),
        ("valid_from = 2020-01-01", 'valid_from = "2020"', "valid_from", "not a date"),
        ("valid_from = 2020-01-01", "valid_from = 2020-01-01\nvalid_until = 2020-02-01",
         "valid_until", "not a known key"),
        ("valid_from = 2020-01-01", "valid_from = 2020-01-01\nvalid_to = 2019-01-01",
         "valid_to", "lies before valid_from"),
        ('place = "baghdad"', 'place = "nowhere"', "recipe", "not in the gazetteer"),
        ("km = 5", "km = 0", "recipe", "km must be"),
    ],
)  # fmt: skip
def test_one_slip_of_a_file_is_one_fault_with_a_remedy(  # noqa: PLR0917
    tmp_path, context, old, new, column, expected
):
    assert AREA.count(old) == 1
    with pytest.raises(ConformError) as caught:
        load_areas(write(tmp_path, AREA.replace(old, new)), context=context)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (1, column)
    assert expected in fault.problem
    assert fault.remedy
    assert str(caught.value).startswith("areas.toml, row 1")


def test_a_misspelt_table_leaves_nothing_out_in_silence(tmp_path, context):
    with pytest.raises(ConformError, match="column 'lyne': not a known table") as caught:
        load_areas(write(tmp_path, AREA + '[[lyne]]\nid = "m"\n'), context=context)
    assert len(caught.value.faults) == 1


def test_every_fault_of_every_area_and_line_is_told_at_once(tmp_path, context):
    broken = (
        AREA.replace('"ground"', '"kingdom"').replace("km = 5", "km = 0")
        + AREA
        + AREA.replace('"one"', '"two"').replace('"baghdad"', '"nowhere"')
        + '[[line]]\nid = "l"\npath = { through = ["nowhere"], into = "iraq" }\n'
        + '[[line]]\nid = "m"\npath = { through = ["baghdad"] }\n'
    )
    with pytest.raises(ConformError) as caught:
        load_areas(write(tmp_path, broken), context=context)
    places = [(fault.row, fault.column) for fault in caught.value.faults]
    assert places == [
        (1, "kind"),
        (1, "path"),
        (1, "recipe"),
        (2, "id"),
        (2, "path"),
        (3, "recipe"),
    ]


def test_what_is_not_toml_says_so(tmp_path, context):
    with pytest.raises(ConformError, match=r"areas\.toml: not TOML"):
        load_areas(write(tmp_path, "[[area"), context=context)


def test_a_holder_that_nobody_registered_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv("ATLAS_BOUNDARIES", raising=False)
    write(tmp_path, AREA.replace('"KH"', '"XYZ"'))
    with pytest.raises(ConformError, match=r"unknown holder of one.*'XYZ'"):
        Atlas.load(tmp_path)


def test_a_folder_of_ones_own_replaces_the_ground_and_keeps_the_rest(tmp_path, monkeypatch, atlas):
    monkeypatch.delenv("ATLAS_BOUNDARIES", raising=False)
    write(tmp_path, AREA)
    mine = Atlas.load(tmp_path)
    assert list(mine.areas.table.index) == ["one"]
    pd.testing.assert_frame_equal(mine.registry.groups, atlas.registry.groups)
    assert mine.record.attacks.index.equals(atlas.record.attacks.index)
