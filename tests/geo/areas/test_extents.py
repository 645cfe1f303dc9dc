"""A place that is a governorate: its outline is joined, and no point is made up for it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geo.areas.extents import load_extents, precision_text
from geo.areas.recipes import RecipeContext, place_point
from geo.errors import ConformError, RecipeError
from geo.records.record import conform_attacks
from geo.reference.gazetteer import Gazetteer
from geo.verdicts.check import check
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE, OUTSIDE, join
from tests.worlds.cases import on_day

# The one area is the square 43.5–44.5 E, 32.5–33.5 N; a hundredth of a degree is about a kilometre.
#
#   within     all around inside it            west_half  43.0–44.0 E: half of it is the area's
#   same       the area's own outline          away       60 km east of the area
EXTENTS = gpd.GeoSeries(
    {
        "within": box(43.8, 32.8, 44.2, 33.2),
        "same": box(43.5, 32.5, 44.5, 33.5),
        "west_half": box(43.0, 32.6, 44.0, 33.4),
        "away": box(45.15, 32.5, 46.0, 33.5),
    },
    crs=4326,
)


def joined(areas, *ids, extents=EXTENTS):
    frame = pd.DataFrame({"place_id": ids, "lon": np.nan, "lat": np.nan, "radius_km": np.nan})
    return join(frame, areas, on=on_day(frame, "2021-06-01"), extents=extents)


@pytest.mark.parametrize(
    ("place", "border_km", "state"),
    [
        ("within", 0.0, INSIDE),
        ("within", 20.0, INSIDE),
        ("within", 40.0, CANNOT_TELL),
        ("same", 5.0, CANNOT_TELL),
        ("west_half", 0.0, CANNOT_TELL),
        ("away", 0.0, OUTSIDE),
        ("away", 55.0, OUTSIDE),
        ("away", 65.0, CANNOT_TELL),
    ],
)
def test_outline_and_border_together_decide(areas_of, place, border_km, state):
    assert joined(areas_of({"border_km": border_km}), place).state[0, 0] == state


def test_the_share_is_that_of_the_outline_and_the_distance_is_to_its_nearest_edge(areas_of):
    found = joined(areas_of({"border_km": 0.0}), "within", "west_half", "away")
    np.testing.assert_allclose(found.share[:, 0], [1.0, 0.5, 0.0], atol=0.002)
    along_km = 0.65 * 111.32 * np.cos(np.radians(33.5))  # at the corner, where they are nearest
    np.testing.assert_allclose(found.distance_km()[:, 0], [0.0, 0.0, along_km], rtol=0.005)


def test_a_place_with_neither_point_nor_outline_joins_nothing(areas_of):
    found = joined(areas_of({}), "within", "", "elsewhere")
    assert (found.long()["row"] == 0).all()


@settings(max_examples=40)
@given(
    west=st.floats(42.0, 45.0),
    south=st.floats(31.5, 34.0),
    size=st.floats(0.05, 1.5),
    border_km=st.floats(0.0, 30.0),
)
def test_what_is_said_of_an_outline_holds_for_every_point_of_it(
    areas_of, west, south, size, border_km
):
    outline = box(west, south, west + size, south + size)
    areas = areas_of({"border_km": border_km})
    whole = joined(areas, "p", extents=gpd.GeoSeries({"p": outline}, crs=4326)).state[0, 0]
    lon, lat = np.meshgrid(np.linspace(west, west + size, 7), np.linspace(south, south + size, 7))
    points = pd.DataFrame({"lon": lon.ravel(), "lat": lat.ravel(), "radius_km": 0.0})
    each = join(points, areas, on=on_day(points, "2021-06-01")).state[:, 0]
    if whole != CANNOT_TELL:
        assert (each == whole).all()


def test_units_that_no_outline_knows_are_named(atlas):
    table = atlas.gazetteer.table.loc[["babil_governorate"]].assign(units="atlantis")
    with pytest.raises(ConformError, match="atlantis"):
        load_extents(Gazetteer(table), atlas.units)


def test_several_units_make_one_outline(atlas):
    both = load_extents(atlas.gazetteer, atlas.units)["basra_dhi_qar_road"]
    parts = [atlas.units.outline(one) for one in ("basra", "dhi_qar")]
    assert shapely.equals(both, shapely.union_all(parts))


def test_a_recipe_asks_for_a_point_in_words(atlas):
    context = RecipeContext(atlas.gazetteer, atlas.units, rivers={})
    with pytest.raises(RecipeError, match="outline without a point"):
        place_point("babil_governorate", context)


def test_a_launch_told_of_a_governorate_convicts_nobody_whose_ground_meets_it(atlas):
    raw = pd.DataFrame(
        {
            "date": ["2021-06-15"] * 2,
            "method": "rocket",
            "target_place": "Balad Air Base",
            "launch_place": ["Salah al-Din", "Muthanna"],
            "assessed_group": "AAH",
        },
        index=[2, 3],
    )
    record = conform_attacks(raw, file="typed", registry=atlas.registry, gazetteer=atlas.gazetteer)
    found = check(record, atlas=atlas)
    assert found.cases.own["state"].tolist() == ["cannot_tell", "outside"]
    assert record.attacks[["launch_lon", "launch_radius_km"]].isna().all(axis=None)
    # Muthanna is surely outside AAH ground, and outside that of every other group as well.
    assert found.table["verdict"].iloc[1] == "consistent"
    assert found.table["flags"].map(lambda raised: "outside_all_ground" in raised).tolist() == [
        False,
        True,
    ]
    terms = found.terms[found.terms["term_id"] == "launch_ground"]["text"]
    assert terms.str.contains(precision_text(np.nan)).all()
