"""What ground of the valley points to: how old it is, whose it is alone, what reach leaves out."""

from __future__ import annotations

import pytest

from geo.attribution.points_to import points_to
from tests.geo.attribution.test_points import BOTH, NOTHING, answer, ids, umbrella
from tests.worlds.valley import with_area, with_rows, with_tables

CITY = {"target_place": "city", "method": "drone_small"}
"""A target and a means of which no rule and no reach says anything."""


@pytest.fixture
def pointed(valley, valley_judge):
    """What one attack of the valley, given as cells, points to."""

    def pointed(row, by=None):
        found = valley_judge({"attack_id": "x", "date": "2021-06-01", **row}, by=by)
        return points_to(found, atlas=by or valley)

    return pointed


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"launch_place": "mill"}, (("OAK",), "strong", False)),
        ({"launch_place": "farm"}, (("ASH",), "strong", False)),
        ({"launch_place": "bridge"}, (("ASH", "OAK"), "moderate", False)),
        ({"launch_place": "ford"}, NOTHING),
        # Elm’s was last confirmed three years before, to the day; a year later it is too old.
        ({"launch_place": "pit"}, (("ELM",), "weak", False)),
        ({"launch_place": "pit", "date": "2022-07-01"}, NOTHING),
        # The others' was last confirmed in June 2021: fresh for a year, ageing for two more.
        ({"launch_place": "mill", "date": "2022-06-30"}, (("OAK",), "strong", False)),
        ({"launch_place": "mill", "date": "2022-07-01"}, (("OAK",), "weak", False)),
        ({"launch_place": "mill", "date": "2024-06-30"}, (("OAK",), "weak", False)),
        ({"launch_place": "mill", "date": "2024-07-01"}, NOTHING),
        # By the border of Oak's west: mostly inside, or less than half.
        ({"launch_lat": "33.5", "launch_lon": "41.99", "launch_radius_km": "4"},
         (("OAK",), "moderate", False)),
        ({"launch_lat": "33.5", "launch_lon": "42.01", "launch_radius_km": "4"},
         (("OAK",), "weak", False)),
    ],
)  # fmt: skip
def test_a_launch_points_to_whose_ground_it_lies_in(pointed, row, expected):
    assert answer(pointed({**CITY, **row})) == expected


def test_ground_too_old_is_one_line_and_decides_nothing(pointed):
    points = pointed({**CITY, "launch_place": "pit", "date": "2022-07-01"})
    assert ids(points) == ["last_seen_ground"]
    assert points.indications["text"][0] == (
        "Launch at Pit (known to ±2 km) lies in or by ground last seen as Elm’s, June 2018: too "
        "old to decide."
    )


@pytest.mark.parametrize(
    ("cells", "strength"),
    [({"kind": "network"}, "weak"), ({"confidence": "low"}, "weak"), ({}, "strong")],
)
def test_a_network_and_an_inference_are_no_firm_ground(valley, pointed, cells, strength):
    by = with_area(valley, "oak_west", like="oak_west", **cells)
    assert answer(pointed({**CITY, "launch_place": "mill"}, by=by)) == (("OAK",), strength, False)


def test_ground_that_may_be_anothers_too_is_not_one_groups_alone(valley, pointed):
    """Elm's word on the same square is ageing: Oak's is fresh, and no longer alone."""
    square = valley.areas.table.loc["oak_west", "geometry"]
    by = with_area(valley, "elm_west", like="elm_east", geometry=square)
    assert answer(pointed({**CITY, "launch_place": "mill"}, by=by)) == (("OAK",), "moderate", False)


def test_a_known_gap_is_a_group_more(valley, pointed):
    square = valley.areas.table.loc["oak_west", "geometry"]
    by = with_area(valley, "ash_west", like="ash_middle", geometry=square, kind="gap")
    points = pointed({**CITY, "launch_place": "mill"}, by=by)
    assert answer(points) == (("ASH", "OAK"), "moderate", False)


def test_who_is_reported_to_use_anothers_sites_stands_beside_the_holder(valley, pointed):
    use = {"kind": "reported_use", "group_id": "ELM", "attack_id": "", "target_place": "city",
           "ground_holder": "OAK", "valid_from": valley.record.attacks["date"].min(),
           "valid_to": None, "explains": "launch_ground", "text": "Elm uses them."}  # fmt: skip
    by = with_rows(valley, "arrangements", use)
    points = pointed({**CITY, "launch_place": "mill"}, by=by)
    assert answer(points) == (("ELM", "OAK"), "moderate", False)
    assert points.indications["text"][0].endswith("Elm uses them.")


def test_a_permission_for_the_attack_itself_is_not_heard(valley, valley_found):
    """Oak let Ash strike the fort from the mill: that is part of what was assessed."""
    row = points_to(valley_found, atlas=valley).table.loc["2021-05-15-fort"]
    assert row["groups"] == ("OAK",)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # 100 km and the radius: Ash's middle lies 46 km from the port, Oak's south 120 km.
        ({"target_place": "port"}, (("ASH",), "moderate", False)),
        # From the city Oak's south is 99 km.
        ({"target_place": "city"}, (("ASH", "OAK"), "moderate", False)),
        # A known launch says it all: reach is not asked.
        ({"target_place": "port", "launch_place": "ford"}, (("ASH",), "weak", False)),
    ],
)
def test_a_target_points_to_fresh_ground_within_reach(pointed, row, expected):
    assert answer(pointed({"method": "mortar", **row})) == expected


def test_ageing_ground_within_reach_is_told_beside_fresh_ground(pointed):
    points = pointed({"method": "mortar", "target_place": "port"})
    assert ids(points) == ["reach", "ageing_ground", "usual_target"]


def test_three_groups_within_reach_are_a_weak_lead(valley, pointed):
    days = valley.areas.table.loc["ash_middle", ["valid_from", "last_confirmed"]].to_dict()
    by = with_area(valley, "elm_east", like="elm_east", **days)
    points = pointed({"method": "mortar", "target_place": "city"}, by=by)
    assert answer(points) == (("ASH", "ELM", "OAK"), "weak", False)


def test_a_bomb_is_laid_where_it_goes_off(valley, pointed):
    laid = {"method": "roadside_bomb", "reach_km_low": 0.0, "reach_km_high": 2.0}
    by = with_rows(valley, "reaches", laid)
    row = {"method": "roadside_bomb", "target_place": "mill"}
    assert answer(pointed(row, by=by)) == (("OAK",), "strong", False)


def test_a_member_out_of_reach_is_no_candidate(valley, pointed):
    by = umbrella(valley, BOTH)
    row = {"facade": "Red Kite", "method": "mortar", "target_place": "port"}
    points = pointed(row, by=by)
    stated = points.indications.set_index("indication_id")
    assert stated.at["umbrella", "groups"] == ("ASH",)
    assert stated.at["beyond_reach", "text"].endswith("beyond the weapon’s reach: Oak.")
    assert stated.at["beyond_reach", "strength"] == "none"


def test_a_claim_from_out_of_reach_is_heard_weakly(valley, pointed):
    links = valley.registry.facade_links
    plain = with_tables(valley, facade_links=links[links["group_id"] != "ELM"])
    row = {"facade": "Blue Heron", "method": "mortar", "target_place": "port"}
    points = pointed(row, by=plain)
    brand = points.indications.set_index("indication_id").loc["brand"]
    assert (brand["groups"], brand["strength"]) == (("OAK",), "weak")
    assert answer(points) == (("ASH", "OAK"), "weak", True)
    near = pointed({**row, "target_place": "city"}, by=plain)
    assert near.indications.set_index("indication_id").at["brand", "strength"] == "moderate"


def test_a_source_that_says_that_place_blurs_makes_ground_moderate(valley, pointed):
    rows = valley.registry.windows.assign(blurs="ground")
    by = with_tables(valley, windows=rows)
    inside = pointed({**CITY, "launch_place": "mill", "date": "2021-05-25"}, by=by)
    assert answer(inside) == (("OAK",), "moderate", False)
    after = pointed({**CITY, "launch_place": "mill", "date": "2021-06-01"}, by=by)
    assert answer(after) == (("OAK",), "strong", False)


def test_a_month_is_as_old_as_its_oldest_day(pointed):
    row = {**CITY, "launch_place": "mill", "date_precision": "month"}
    assert answer(pointed({**row, "date": "2022-06"}))[1] == "strong"
    assert answer(pointed({**row, "date": "2022-07"}))[1] == "weak"
