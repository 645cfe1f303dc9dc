"""What is told of a launch, and of what was laid, in the valley: whose ground, and how surely."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.verdicts.rules_ground import LAID_WITHIN_KM
from tests.worlds.cases import flags, terms_of, verdict
from tests.worlds.valley import with_area, with_rows

CITY = {"attack_id": "x", "date": "2021-06-10", "method": "rocket", "target_place": "city"}
BOMB = {"attack_id": "x", "date": "2021-06-10", "method": "roadside_bomb"}
NEW = pd.Timestamp("2021-06-01")


def ground(found, attack="x"):
    (term,) = terms_of(found, attack).query("rule_id == 'launch_ground'").to_dict("records")
    return term


@pytest.fixture(scope="module")
def shapes(valley):
    return valley.areas.table.geometry


def at(lon, radius=2):
    return {**CITY, "launch_place": f"33.5, {lon}", "launch_radius_km": str(radius)}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (at(41.5), "lies inside Oak ground"),
        (at(42.0), "may lie inside Oak ground (50% of the place); cannot tell"),
        # Half a degree to either side is 46 km.
        (
            at(42.5, 60),
            "may lie inside ground of Ash (6% of the place) or Oak (6% of the place); cannot tell",
        ),
        (at(42.5), "lies in nobody’s recorded ground"),
        (at(45.5), "was last seen as Elm’s, June 2018; too old to decide"),
        (at(45.0), "was in or by ground last seen as Elm’s, June 2018; too old to decide"),
        ({**at(42.5), "date": ""}, "has no day, so no ground can be looked up"),
        ({**at(42.5), "date": "2019-12-31"},
         "lies in none of the little ground that is drawn for 2019; most begins on 2020-01-01"),
        ({**at(42.5), "date": "2022-06-30"}, "lies in nobody’s recorded ground"),
        ({**at(42.5), "date": "2024-07-01"},
         "lies in nobody’s recorded ground, most of which is too old to decide"),
        ({**at(41.5), "date": "2022-07-01"},
         "lies inside ageing Oak ground, last confirmed in June 2021: weak"),
        ({**at(41.5), "date": "2024-07-01"},
         "was last seen as Oak’s, June 2021; too old to decide"),
    ],
)  # fmt: skip
def test_of_a_launch_of_nobody_it_is_told_whose_ground_it_was(valley_judge, cells, expected):
    term = ground(valley_judge(cells))
    lon, radius = cells["launch_place"].split(", ")[1], cells["launch_radius_km"]
    assert (
        term["text"] == f"Launch at 33.5000, {float(lon):.4f} (known to ±{radius} km) {expected}."
    )
    assert term["effect"] == "says"
    assert term["favours"] == (("OAK",) if expected == "lies inside Oak ground" else ())


def test_old_ground_is_told_beside_what_is_known(valley, valley_judge, shapes):
    new = with_area(valley, "new", like="oak_west", geometry=shapes["elm_east"])
    both = with_area(new, "old", like="elm_east", holder="ASH")
    text = ground(valley_judge(at(45.5), by=both))["text"]
    assert text.endswith(
        "lies inside Oak ground; last seen as Ash’s, June 2018; Elm’s, June 2018, too old to "
        "decide."
    )
    near = ground(valley_judge(at(45.0), by=new))["text"]
    assert near.endswith(
        "may lie inside Oak ground (50% of the place); cannot tell; in or by ground last seen as "
        "Elm’s, June 2018, too old to decide."
    )
    # Two areas of one group are one line, with the later day.
    later = with_area(valley, "old", like="elm_east", last_confirmed=pd.Timestamp("2018-06-09"))
    text = ground(valley_judge(at(45.5), by=later))["text"]
    assert text.endswith("was last seen as Elm’s, June 2018; too old to decide.")


def test_a_gap_and_a_road_are_told_where_nobody_holds_the_place(valley, valley_judge, shapes):
    square = shapes["oak_west"]
    gap = with_area(valley, "gap", like="ash_middle", kind="gap", geometry=square.buffer(1.2))
    road = with_area(gap, "road", like="oak_west", kind="corridor", geometry=square.buffer(1.2))
    assert ground(valley_judge(at(42.5), by=road))["text"].endswith(
        "lies in nobody’s recorded ground; it may lie on a road of Oak’s campaign; where Ash "
        "launches from here is not known."
    )
    assert ground(valley_judge(at(41.5), by=road))["text"].endswith(
        " lies inside Oak ground; where Ash launches from here is not known."
    )
    assert ground(valley_judge(at(45.5), by=road))["text"].endswith(
        "was last seen as Elm’s, June 2018; too old to decide."
    )


def weakened(valley, **cells):
    """The valley where all that is on record of Ash is weak."""
    middle = with_area(valley, "ash_middle", like="ash_middle", **cells)
    return with_area(middle, "ash_south", like="ash_south", **cells)


@pytest.mark.parametrize(
    ("cells", "recorded"),
    [
        ({"confidence": "low"}, "ground of low confidence is"),
        ({"kind": "network"}, "local networks are"),
    ],
)
def test_weak_ground_speaks_only_where_another_surely_holds_the_place(
    valley, valley_judge, cells, recorded
):
    by = weakened(valley, **cells)
    caution = f"of Ash only {recorded} on record"
    found = valley_judge(*({**at(lon), "attack_id": str(lon), "assessed_group": "ASH"}
                           for lon in (41.5, 42.0, 42.5)), by=by)  # fmt: skip
    assert found.cases.own["reason"].tolist() == ["weak"] * 3
    assert verdict(found, "41.5") == "mismatch"
    assert ground(found, "41.5")["text"].endswith(
        f"lies inside Oak ground; {caution}, 139 km away."
    )
    assert verdict(found, "42.0") == "insufficient"
    assert ground(found, "42.0")["text"].endswith(
        f"lies perhaps inside Oak ground; {caution}, 93 km away: that decides nothing."
    )
    assert ground(found, "42.5")["text"].endswith(
        f"lies in nobody’s recorded ground; {caution}, 46 km away: that decides nothing."
    )
    inside = valley_judge({**at(43.5), "assessed_group": "ASH"}, by=by)
    assert verdict(inside, "x") == "consistent"


def test_all_that_is_weak_is_told_once_each(valley, valley_judge):
    by = weakened(valley, kind="network")
    by = with_area(by, "more", like="ash_south", kind="ground", confidence="low")
    text = ground(valley_judge({**at(41.5), "assessed_group": "ASH"}, by=by))["text"]
    assert "of Ash only local networks and ground of low confidence are on record" in text


def test_a_network_is_no_place_to_be_far_from_beside_firm_ground(valley, valley_judge, shapes):
    near = with_area(valley, "net", like="ash_middle", kind="network",
                     geometry=shapes["oak_west"].buffer(0.4))  # fmt: skip
    found = valley_judge({**at(42.5), "assessed_group": "ASH"}, by=near)
    assert found.cases.own.loc["x", ["state", "area_id"]].tolist() == ["outside", "ash_middle"]
    assert found.table["distance_km"]["x"] == pytest.approx(0.5 * 92.9, abs=0.1)


def test_outside_one_s_ground_it_is_told_in_whose_it_is_or_may_be(valley, valley_judge, shapes):
    ash = {"assessed_group": "ASH"}
    found = valley_judge({**at(42.0), **ash})
    assert verdict(found, "x") == "mismatch"
    term = ground(found)
    assert (term["effect"], term["favours"], term["against"]) == ("breaks", (), ("ASH",))
    assert term["text"].endswith(
        "lies outside Ash ground by 93 km (border known to ±1 km) and perhaps inside Oak ground."
    )
    two = with_area(valley, "elm_new", like="elm_east", last_confirmed=NEW,
                    geometry=shapes["oak_west"].buffer(0.3))  # fmt: skip
    assert ground(valley_judge({**at(42.0), **ash}, by=two))["text"].endswith(
        "and inside Elm ground and perhaps inside Oak ground."
    )
    nets = with_area(valley, "oak_west", like="oak_west", kind="network")
    found = valley_judge({**at(41.5), **ash}, by=nets)
    assert verdict(found, "x") == "insufficient"
    assert ground(found)["text"].endswith(
        "and inside Oak ground, not said to be a launch place: it speaks against none."
    )


@pytest.mark.parametrize(("lon", "km"), [(42.05, "4.6"), (42.2, "19")])
def test_a_distance_is_told_to_the_tenth_of_a_km_below_ten(valley_judge, lon, km):
    text = ground(valley_judge({**at(lon, 1), "assessed_group": "OAK"}))["text"]
    assert f"lies outside Oak ground by {km} km (border known to ±1 km)" in text


def test_outside_all_ground_the_nearest_that_is_fresh_is_named(valley, valley_judge):
    found = valley_judge(
        {**at(42.3), "assessed_group": "ASH"},
        {**at(42.3), "attack_id": "bare"},
        {**at(44.8), "attack_id": "east", "assessed_group": "OAK"},
    )
    assert flags(found, "x") == {"outside_all_ground"}
    assert flags(found, "bare") == set()
    near = "The launch lies in no ground that any group is said to launch from"
    texts = {one: terms_of(found, one, "flag")["text"].tolist() for one in ("x", "east")}
    # Elm's ground is 19 km away and too old: Ash's is the nearest.
    assert texts == {
        "x": [f"{near}; nearest is Oak’s, 28 km away."],
        "east": [f"{near}; nearest is Ash’s, 74 km away."],
    }
    weak = weakened(valley, kind="network")
    for ident in ("oak_west", "oak_south"):
        weak = with_area(weak, ident, like=ident, kind="network")
    found = valley_judge({**at(42.5), "assessed_group": "ASH"}, by=weak)
    assert terms_of(found, "x", "flag")["text"].tolist() == [f"{near}."]


@pytest.fixture(scope="module")
def laid(valley):
    """The valley where it is known how far a roadside bomb reaches."""
    bomb = {"method": "roadside_bomb", "reach_km_high": LAID_WITHIN_KM, "text": "A bomb is laid."}
    return with_rows(valley, "reaches", bomb)


def test_what_is_laid_is_told_by_the_place_where_it_went_off(laid, valley_judge):
    found = valley_judge(
        {**BOMB, "target_place": "mill", "assessed_group": "ASH"},
        {**BOMB, "attack_id": "nowhere"},
        {**BOMB, "attack_id": "fake", "status": "fabricated", "target_place": "mill"},
        {**BOMB, "attack_id": "launched", "launch_place": "mill"},
        {**BOMB, "attack_id": "rocket", "method": "rocket"},
        by=laid,
    )
    term = ground(found)
    assert (term["effect"], term["favours"], term["source"]) == (
        "silent",
        (),
        "Valley Gazette (2021) p. 6",
    )
    assert term["text"] == "A bomb is laid: Mill (known to ±2 km) lies inside Oak ground."
    assert verdict(found, "x") == "insufficient"
    assert ground(found, "nowhere")["text"] == (
        "A bomb is laid: which place that was is not known, so ground says nothing."
    )
    assert terms_of(found, "fake").empty
    assert ground(found, "launched")["text"] == (
        "Launch at Mill (known to ±2 km) lies inside Oak ground."
    )
    assert ground(found, "rocket")["text"].startswith("The launch place is not known")


def test_what_reaches_farther_is_launched(valley, valley_judge):
    far = {"method": "roadside_bomb", "reach_km_high": LAID_WITHIN_KM + 0.1, "text": "Thrown."}
    found = valley_judge({**BOMB, "target_place": "mill"}, by=with_rows(valley, "reaches", far))
    assert ground(found)["text"] == "The launch place is not known, so ground says nothing."
