"""What a launch says of the asserted group's ground, word for word, where ground is weak or old."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from shapely.geometry import box

from geo.verdicts.rules_ground import LAID_WITHIN_KM, _km
from tests.worlds.cases import terms_of, verdict
from tests.worlds.valley import with_area, with_rows

# On this day what was last confirmed before 2020-06-10 is ageing, and before 2018-06-10 too old.
ROW = {"date": "2021-06-10", "method": "rocket", "target_place": "city"}
FEBRUARY, NEW = pd.Timestamp("2020-02-15"), pd.Timestamp("2021-06-01")
GAZETTE, AREAS = "Valley Gazette (2021) p. 4", "areas.toml: each area's citation"
OAK, ASH, ELM, NOBODY = ("OAK",), ("ASH",), ("ELM",), ()


def launched(group, lon, radius=2, lat=33.5, **cells):
    """An attack of a group from a point."""
    place = {"launch_place": f"{lat}, {lon}", "launch_radius_km": str(radius)}
    return {**ROW, **place, "assessed_group": group, **cells}


def ground(found):
    """What is said of each launch: effect, whom it favours, whom it is against, and the text."""
    terms = found.terms[found.terms["term_id"] == "launch_ground"].set_index("attack_id")
    assert terms.index.is_unique
    start = r"^Launch at \S+, \S+ \(known to ±\d+ km\):? "
    text = terms["text"].str.replace(start, "", regex=True)
    columns = terms[["effect", "favours", "against"]].assign(text=text, source=terms["source"])
    return {one: tuple(row) for one, row in zip(columns.index, columns.to_numpy(), strict=True)}


@pytest.fixture(scope="module")
def shapes(valley):
    return valley.areas.table.geometry


@pytest.fixture(scope="module")
def weak(valley, valley_judge, shapes):
    """Findings where all that is on record of Elm are networks, and Oak has a part more."""
    by = with_area(valley, "elm_east", like="elm_east", kind="network", last_confirmed=NEW)
    # Neither where Elm is only known to be active, nor what is too old is on record as weak.
    by = with_area(by, "elm_gap", like="elm_east", kind="gap", geometry=box(48, 33, 49, 34))
    old = {"kind": "ground", "last_confirmed": pd.Timestamp("2018-06-01")}
    by = with_area(by, "elm_old", like="elm_east", geometry=box(47, 33, 47.5, 34), **old)
    by = with_area(by, "oak_part", like="oak_west", geometry=shapes["oak_west"].buffer(-0.45))
    rows = {
        "in oak": launched("ELM", 41.5),
        "by oak": launched("ELM", 42.0),
        "nowhere": launched("ELM", 42.5),
        "between": launched("ELM", 42.5, 60),
        "near": launched("ELM", 44.95, 1),
        "inside": launched("ELM", 45.5),
        "edge": launched("ELM", 45.0),
        "ash by part": launched("ASH", 41.45),
        "ash by oak": launched("ASH", 42.0),
        "ash bridge": launched("ASH", 43.5, lat=32.0),
        "oak bridge": launched("OAK", 43.0, lat=32.0),
        "ash before": launched("ASH", 43.5, date="2019-12-31"),
        "bare": launched("", 43.5),
    }
    return valley_judge(*({"attack_id": one, **row} for one, row in rows.items()), by=by)


def test_weak_ground_speaks_only_where_another_surely_holds_the_place(weak):
    # A degree is 92.9 km, and Elm's begins at 45 E.
    only = "of Elm only local networks are on record"
    says = ground(weak)
    decides = "that decides nothing."
    assert {one: says[one] for one in ("in oak", "by oak", "nowhere", "between", "near")} == {
        "in oak": ("breaks", OAK, ELM, f"lies inside Oak ground; {only}, 325 km away.", GAZETTE),
        "by oak": ("silent", NOBODY, NOBODY,
                   f"lies perhaps inside Oak ground; {only}, 279 km away: {decides}", GAZETTE),
        "nowhere": ("silent", NOBODY, NOBODY,
                    f"lies in nobody’s recorded ground; {only}, 232 km away: {decides}", GAZETTE),
        "between": ("silent", NOBODY, NOBODY,
                    f"lies perhaps inside Ash or Oak ground; {only}, 232 km away: {decides}",
                    GAZETTE),
        "near": ("silent", NOBODY, NOBODY,
                 f"lies in nobody’s recorded ground; {only}, 4.6 km away: {decides}", GAZETTE),
    }  # fmt: skip
    assert [verdict(weak, one) for one in ("in oak", "by oak")] == ["mismatch", "insufficient"]


def test_inside_and_at_the_edge_of_one_s_own_others_are_told_too(weak):
    says = ground(weak)
    unsure = "cannot tell whether inside {} ground; inside: 50% of the place."
    none = "; no ground is recorded for Ash on that day."
    assert says["inside"] == ("supports", ELM, NOBODY, "lies inside Elm ground.", GAZETTE)
    assert says["edge"] == ("silent", NOBODY, NOBODY, unsure.format("Elm"), GAZETTE)
    assert says["oak bridge"] == ("silent", NOBODY, NOBODY, unsure.format("Oak"), GAZETTE)
    both = "lies inside Ash ground and inside Oak ground."
    assert says["ash bridge"] == ("supports", ASH, NOBODY, both, GAZETTE)
    effect, favours, against, text, source = says["ash before"]
    assert (effect, favours, against, source) == ("silent", NOBODY, NOBODY, AREAS)
    assert text.endswith(none)
    assert says["bare"] == ("says", ASH, NOBODY, "lies inside Ash ground.", AREAS)


def test_a_group_that_surely_holds_the_place_is_not_said_to_hold_it_perhaps_too(weak):
    says = ground(weak)
    # 1.55 degrees, and 1.
    outside = "lies outside Ash ground by {} km (border known to ±1 km) and {}."
    inside = outside.format(144, "inside Oak ground")
    assert says["ash by part"] == ("breaks", OAK, ASH, inside, GAZETTE)
    perhaps = outside.format(93, "perhaps inside Oak ground")
    assert says["ash by oak"] == ("breaks", NOBODY, ASH, perhaps, GAZETTE)


@pytest.fixture(scope="module")
def aged(valley, valley_judge, shapes):
    """Findings where Ash's ground is ageing, Oak's south fresh, and Elm's east too old."""
    by = with_area(valley, "ash_middle", like="ash_middle", last_confirmed=FEBRUARY)
    by = with_area(by, "ash_south", like="ash_south", last_confirmed=FEBRUARY)
    by = with_area(by, "over_elm", like="oak_west", geometry=shapes["elm_east"])
    rows = {
        "farm": launched("ASH", 43.5),
        "ford": launched("ASH", 42.5),
        "mill": launched("ASH", 41.5),
        "edge": launched("ASH", 43.0, lat=32.0),
        "pit": launched("ELM", 45.5),
        "elm mill": launched("ELM", 41.5),
    }
    return valley_judge(*({"attack_id": one, **row} for one, row in rows.items()), by=by)


def test_ground_that_is_not_fresh_is_told_with_when_it_was_confirmed(aged):
    when = "cannot tell; Ash ground was last confirmed in February 2020, not fresh enough to decide"
    old = "cannot tell; Elm ground was last confirmed in June 2018, too old to decide"
    assert ground(aged) == {
        "farm": ("supports", ASH, NOBODY,
                 "lies inside ageing Ash ground, last confirmed in February 2020: weak.", GAZETTE),
        "ford": ("silent", NOBODY, NOBODY, f"{when}.", AREAS),
        "mill": ("silent", OAK, NOBODY, f"{when} and inside Oak ground.", AREAS),
        "edge": ("silent", NOBODY, NOBODY,
                 "cannot tell whether inside Ash ground; inside: 50% of the place.", GAZETTE),
        "pit": ("silent", OAK, NOBODY, f"{old} and inside Oak ground.", AREAS),
        "elm mill": ("silent", OAK, NOBODY, f"{old} and inside Oak ground.", AREAS),
    }  # fmt: skip


def test_by_ageing_ground_that_is_not_the_nearest_it_is_told_how_much_lies_in_it(
    aged, valley, valley_judge
):
    # Half of it lies in Ash's south: 0 km away, whether or not Ash has fresh ground elsewhere.
    by = with_area(valley, "ash_south", like="ash_south", last_confirmed=FEBRUARY)
    edge = {"attack_id": "edge", **launched("ASH", 43.0, lat=32.0)}
    for found in (aged, valley_judge(edge, by=by)):
        own = found.cases.own.loc["edge", ["state", "reason", "area_id", "border_km"]]
        assert own.tolist() == ["cannot_tell", "edge", "ash_south", 1]
        assert found.cases.own["share"]["edge"] == pytest.approx(0.5, abs=0.01)
        assert found.table["distance_km"]["edge"] == pytest.approx(0, abs=0.1)
        assert "inside: 50% of the place" in ground(found)["edge"][3]


def test_ground_never_confirmed_and_a_gap_are_told_as_such(valley, valley_judge):
    row = {"attack_id": "x", **launched("ELM", 41.5)}
    never = with_area(valley, "elm_east", like="elm_east", last_confirmed=pd.NaT)
    (term,) = ground(valley_judge(row, by=never)).values()
    text = "cannot tell; Elm ground was never confirmed and inside Oak ground."
    assert term == ("silent", OAK, NOBODY, text, AREAS)
    gap = with_area(valley, "elm_east", like="oak_west", kind="gap", holder="ELM")
    (term,) = ground(valley_judge(row, by=gap)).values()
    text = "cannot tell; where Elm launches from here is not known and inside Oak ground."
    assert term == ("silent", OAK, NOBODY, text, AREAS)


def test_ground_of_low_confidence_is_told_in_the_singular(valley, valley_judge):
    low = with_area(valley, "elm_east", like="elm_east", confidence="low", last_confirmed=NEW)
    (term,) = ground(valley_judge({"attack_id": "x", **launched("ELM", 41.5)}, by=low)).values()
    only = "of Elm only ground of low confidence is on record, 325 km away."
    assert term == ("breaks", OAK, ELM, f"lies inside Oak ground; {only}", GAZETTE)


@pytest.mark.parametrize(
    ("km", "text"), [(0.04, "0.0"), (9.94, "9.9"), (10.0, "10"), (10.6, "11"), (138.5, "138")]
)
def test_a_distance_is_told_to_the_tenth_below_ten(km, text):
    assert _km(km) == text


def test_a_launch_that_may_lie_in_what_is_no_launch_place_speaks_against_none(valley, valley_judge):
    nets = with_area(valley, "oak_west", like="oak_west", kind="network")
    (term,) = ground(valley_judge({"attack_id": "x", **launched("ASH", 42.0)}, by=nets)).values()
    text = (
        "lies outside Ash ground by 93 km (border known to ±1 km) and perhaps inside Oak ground, "
        "not said to be a launch place: it speaks against none."
    )
    assert term == ("silent", NOBODY, NOBODY, text, GAZETTE)


def test_of_what_is_laid_that_is_told_which_no_other_rule_says(valley, valley_judge):
    bomb = {"method": "roadside_bomb", "reach_km_high": LAID_WITHIN_KM, "text": "A bomb of make X."}
    by = with_rows(valley, "reaches", bomb, {"method": "mortar", "reach_km_high": 2.1})
    row = {"date": "2021-06-10", "target_place": "mill", "assessed_group": "ASH"}
    found = valley_judge(
        {**row, "attack_id": "bomb", "method": "roadside_bomb"},
        {**row, "attack_id": "edge", "method": "roadside_bomb", "target_place": "33.5, 42.0",
         "target_radius_km": "2"},
        {**row, "attack_id": "nowhere", "method": "roadside_bomb", "target_place": ""},
        {**row, "attack_id": "mortar", "method": "mortar"},
        {**row, "attack_id": "found", "method": "roadside_bomb", "status": "discovered"},
        by=by,
    )  # fmt: skip
    mill = "A bomb of make X: Mill (known to ±2 km) lies inside Oak ground."
    edge = (
        "A bomb of make X: 33.5000, 42.0000 (known to ±2 km) may lie inside Oak ground (50% of the "
        "place); cannot tell."
    )
    nowhere = "A bomb of make X: which place that was is not known, so ground says nothing."
    unknown = "The launch place is not known, so ground says nothing."
    cited = "Valley Gazette (2021) p. 6"
    assert ground(found) == {
        "bomb": ("silent", NOBODY, NOBODY, mill, cited),
        "edge": ("silent", NOBODY, NOBODY, edge, cited),
        "nowhere": ("silent", NOBODY, NOBODY, nowhere, cited),
        "mortar": ("silent", NOBODY, NOBODY, unknown, ""),
    }
    assert terms_of(found, "found").empty


def flags_of(found, term_id):
    terms = found.terms[found.terms["term_id"] == term_id]
    assert set(terms["effect"]) <= {"flag"}
    assert set(terms["source"]) <= {AREAS}
    return terms.set_index("attack_id")["text"].to_dict()


def test_the_nearest_ground_is_of_whom_is_said_to_launch_from_it_that_day(
    valley, valley_judge, shapes
):
    # East of 44.5 E: a network of Oak's, ground of Oak's of a later year, and Elm's, too old.
    east = shapes["elm_east"]
    by = with_area(valley, "net", like="oak_west", kind="network", geometry=east)
    by = with_area(by, "later", like="oak_west", geometry=east, valid_from=pd.Timestamp("2022-1-1"))
    rows = {
        "east": launched("ASH", 44.6),
        "oak": launched("OAK", 42.3),
        "bare": launched("", 44.6),
        "in net": launched("ASH", 45.5),
        "breaks": launched("ASH", 41.5),
    }
    found = valley_judge(*({"attack_id": one, **row} for one, row in rows.items()), by=by)
    lies = "The launch lies in no ground that any group is said to launch from; nearest is"
    assert flags_of(found, "outside_all_ground") == {
        "east": f"{lies} Ash’s, 56 km away.",
        "oak": f"{lies} Oak’s, 28 km away.",
        "in net": f"{lies} Ash’s, 139 km away.",
    }


def test_where_nobody_is_said_to_launch_from_anywhere_no_ground_is_the_nearest(
    valley, valley_judge
):
    table = valley.areas.table
    nets = replace(valley, areas=replace(valley.areas, table=table.assign(kind="network")))
    found = valley_judge({"attack_id": "x", **launched("ASH", 42.5)}, by=nets)
    assert flags_of(found, "outside_all_ground") == {
        "x": "The launch lies in no ground that any group is said to launch from."
    }
    none = replace(valley, areas=replace(valley.areas, table=table.iloc[:0]))
    found = valley_judge({"attack_id": "x", **launched("ASH", 42.5)}, by=none)
    assert flags_of(found, "outside_all_ground") == {}
    assert verdict(found, "x") == "insufficient"


def test_only_ground_that_fits_is_said_to_be_of_low_confidence(valley, valley_judge):
    by = with_area(valley, "ash_middle", like="ash_middle", confidence="low")
    by = with_area(by, "oak_south", like="oak_south", confidence="low")
    by = with_area(by, "oak_again", like="oak_south", confidence="high")
    by = with_area(by, "oak_gap", like="oak_west", confidence="low", kind="gap")
    rows = {
        "farm": launched("ASH", 43.5),
        "edge": launched("ASH", 43.0),
        "ash bridge": launched("ASH", 43.5, lat=32.0),
        # Ground of low confidence, and the same square without doubt.
        "oak bridge": launched("OAK", 43.5, lat=32.0),
        "mill": launched("OAK", 41.5),
        "another's": launched("OAK", 43.5),
        "bare": launched("", 43.5),
    }
    found = valley_judge(*({"attack_id": one, **row} for one, row in rows.items()), by=by)
    weak = "The ground that it fits is itself of low confidence."
    assert flags_of(found, "low_confidence_ground") == {"farm": weak}
