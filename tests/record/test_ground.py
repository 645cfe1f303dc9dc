"""Each area can speak: its own places can lie in it, and launches known as well as most."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from geo import crs
from geo.areas.table import OWN_GROUND
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE, OUTSIDE, join

# A place that a recipe names and in whose area a launch known only to it cannot surely lie. The
# area's own text says why, by the word given here.
CANNOT_LIE_IN = {
    ("kh_albu_aitha_doura", "albu_aitha_baghdad"): "river bend",
    ("kh_martyrs_camp", "martyrs_camp_amerli"): "position is not sourced",
    ("aah_balad_belt", "balad"): "cannot be told",
    ("kss_mosul_nineveh", "mosul"): "across the river",
    ("pmf13_west_anbar", "al_qaim"): "al-Qaim",
    ("kh_al_qaim", "al_qaim"): "border town",
    ("pmf16_martyrs_camp", "martyrs_camp_amerli"): "position is not sourced",
    ("pmf52_martyrs_camp", "martyrs_camp_amerli"): "position is not sourced",
    ("han_palestine_street", "palestine_street_baghdad"): "across the river",
}
# Named to measure from, not as ground: the area lies beside them, or holds far more.
MEASURED_FROM = {
    ("kh_al_asad_east", "al_asad_ab"),
    ("kh_east_baghdad", "baghdad"),
    ("aah_balad_east", "balad_ab"),
}
NAMED_IN_WORDS = {"kh_east_baghdad": ["east_baghdad"], "aah_balad_east": ["khalis"]}
TYPICAL_KM = 4.0
"""Radius of a base, and close to the median of the launches known better than 12 km."""


@pytest.fixture(scope="module")
def own(atlas):
    table = atlas.areas.table
    return table[table["kind"].isin(OWN_GROUND)]


def named_in(recipe):
    """Places of a recipe's discs and strips, without those that are cut out."""
    places = []
    for operation, value in recipe.items():
        if operation == "around":
            places.append(value["place"])
        elif operation == "corridor":
            places += value["through"]
        elif operation == "union":
            places += [place for part in value for place in named_in(part)]
    return places


def state_of(atlas, areas, place_ids):
    """State of each place in each area on the last day that confirms the area."""
    places = atlas.gazetteer.table.loc[list(place_ids), ["lon", "lat", "radius_km"]].copy()
    places["place_id"] = ""
    days = pd.Series(areas["last_confirmed"].max(), index=places.index)
    return join(places, areas.assign(valid_to=pd.NaT, last_confirmed=days.iloc[0]), on=days).state


def inscribed_km(geometry):
    flat = crs.to_metric([geometry])[0]
    return shapely.maximum_inscribed_circle(flat, tolerance=50).length / 1000.0


def test_places_of_a_recipe_are_found_in_every_operation_and_not_in_what_is_cut_out():
    recipe = {
        "union": [{"around": {"place": "a", "km": 1}}, {"corridor": {"through": ["b"], "km": 1}}],
        "minus": [{"around": {"place": "c", "km": 1}}],
    }
    assert named_in(recipe) == ["a", "b"]


def test_a_place_that_an_area_is_named_after_can_lie_in_it(atlas, own):
    seen = set()
    for ident, row in own.iterrows():
        places = [*named_in(row["recipe"]), *NAMED_IN_WORDS.get(ident, [])]
        for place in dict.fromkeys(places):
            if (ident, place) in MEASURED_FROM:
                continue
            state = state_of(atlas, own.loc[[ident]], [place])[0, 0]
            why = CANNOT_LIE_IN.get((ident, place))
            if why is None:
                assert state == INSIDE, (ident, place)
            else:
                seen.add((ident, place))
                assert state == CANNOT_TELL, (ident, place)
                assert why in row["assumption"], (ident, place)
    assert seen == set(CANNOT_LIE_IN)


def test_an_area_is_wide_enough_for_the_launches_of_the_record_or_says_why_not(atlas, own):
    radius = atlas.record.attacks.loc[lambda t: t["counts"], "launch_radius_km"]
    assert radius[radius < 12].median() == pytest.approx(TYPICAL_KM, abs=1)
    for ident, row in own.iterrows():
        room_km = inscribed_km(row.geometry) - row["border_km"]
        if room_km < TYPICAL_KM:
            assert "nothing is ever surely inside" in row["assumption"], (ident, room_km)


@pytest.mark.parametrize(
    ("area", "places"),
    [
        # the east bank of the Tigris is not Doura
        ("kh_albu_aitha_doura", ["zafaraniyah_baghdad", "rasheed_camp_baghdad"]),
        # Dhuluiya lies across the river from the belt
        ("aah_balad_belt", ["duluiyah"]),
        # Badr's camp is not AAH's ground
        ("aah_balad_east", ["camp_ashraf", "balad_ab"]),
        # the west bank of Baghdad is not its east
        ("kh_east_baghdad", ["al_jihad_baghdad", "amiriyah_baghdad", "doura"]),
    ],
)
def test_what_is_across_the_river_lies_in_no_area_of_this_side(atlas, area, places):
    chosen = atlas.areas.table.loc[[area]]
    points = atlas.gazetteer.table.loc[places]
    assert not shapely.covers(
        chosen.geometry.iloc[0], shapely.points(points["lon"], points["lat"])
    ).any()


def test_no_launch_of_western_baghdad_may_lie_in_anbar(atlas):
    attacks = atlas.record.attacks
    near = attacks[
        attacks["launch_lon"].between(44.0, 44.6)
        & attacks["launch_lat"].between(33.1, 33.6)
        & (attacks["launch_radius_km"] <= 12)
    ]
    assert len(near) > 20
    places = near.rename(columns=lambda name: name.removeprefix("launch_"))
    places = places[["lon", "lat", "radius_km", "place_id"]]
    area = atlas.areas.table.loc[["kh_anbar"]]
    days = pd.Series(pd.Timestamp("2021-10-01"), index=places.index)
    assert (join(places, area, on=days).state == OUTSIDE).all()


def test_the_zone_and_the_embassy_are_not_in_east_baghdad(atlas):
    area = atlas.areas.table.loc[["kh_east_baghdad"]]
    points = atlas.gazetteer.table.loc[["international_zone", "us_embassy_baghdad"]]
    inside = shapely.covers(area.geometry.iloc[0], shapely.points(points["lon"], points["lat"]))
    assert not inside.any()


def test_the_northern_committee_holds_what_borders_the_region(atlas):
    area = atlas.areas.table.loc[["committee_northern"]]
    inside = ["khor_mor", "kifri", "khanaqin", "tuz_khurmatu", "harir_ab", "altun_kupri"]
    assert (state_of(atlas, area, inside) == INSIDE).all()
    assert (state_of(atlas, area, ["balad_ab", "samarra"]) == OUTSIDE).all()


def test_the_belt_reaches_towards_both_its_targets(atlas):
    belt = crs.to_metric([atlas.areas.table.geometry["aah_balad_belt"]])[0]
    points = atlas.gazetteer.table.loc[["balad_ab", "camp_taji"], ["lon", "lat"]]
    flat = crs.to_metric(list(shapely.points(points["lon"], points["lat"])))
    assert [belt.distance(point) / 1000.0 for point in flat] == [
        pytest.approx(0, abs=1),
        pytest.approx(20, abs=2),
    ]


def test_the_line_of_drones_ends_in_the_launch_areas_and_not_in_the_base(atlas):
    line = atlas.areas.lines.geometry["albu_kamal_al_asad"]
    end = shapely.Point(line.coords[-1])
    assert atlas.areas.table.geometry["kh_al_asad_east"].covers(end)


def test_al_baghdadi_lies_on_the_bank_of_the_base(atlas):
    east = atlas.areas.table.geometry["kh_al_asad_east"]
    town = atlas.gazetteer.table.loc["al_baghdadi"]
    assert not east.covers(shapely.Point(town["lon"], town["lat"]))


def test_holding_the_whole_of_anbar_is_ours_and_no_more_than_moderate(atlas):
    table = atlas.areas.table
    assert table["confidence"]["kh_anbar"] == "moderate"
    assert "ours" in table["assumption"]["kh_anbar"]


def test_every_extent_says_in_words_what_is_assumed(own):
    assert (own["assumption"].str.split().str.len() > 5).all()
    assert np.isfinite(own["border_km"]).all()
