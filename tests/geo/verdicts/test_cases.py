"""What rules look at: whose ground holds a place, who is said to have done it, and one's own."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geo.verdicts.cases import (
    assert_groups,
    firm_ground,
    holders,
    may_hold,
    own_ground,
    prepare,
    rejoined,
)
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE, OUTSIDE, join
from tests.worlds.cases import on_day, places
from tests.worlds.valley import with_area, with_rows, with_tables

# On 2021-06-01, the day of every place here, each as the square of `tests.geo.conftest`.
AGEING = {"valid_from": "2019-01-01", "last_confirmed": "2019-06-01"}
OLD = {"valid_from": "2017-01-01", "last_confirmed": "2018-01-01"}
LATER = {"valid_from": "2021-06-02"}
EAST = {"geometry": box(45.5, 32.5, 46.5, 33.5)}
# Degrees east of Greenwich at 33 N: half a degree is 46.7 km, and the square ends at 44.5 E.
MIDDLE, EDGE, OFF, FAR = (44.0, 33.0, 1), (44.5, 33.0, 5), (44.6, 33.0, 1), (45.0, 33.0, 1)


def joined_at(areas, *rows):
    frame = places(*rows)
    return join(frame, areas, on=on_day(frame))


def test_holders_are_told_once_each_in_order_of_the_kinds_and_states_asked_for(areas_of):
    areas = areas_of(
        {"holder": "C"}, {"holder": "B"}, {"holder": "B", **EAST}, {"holder": "B"},
        {"holder": "A", "kind": "network"}, {"holder": "D", "kind": "committee"},
    )  # fmt: skip
    at = joined_at(areas, MIDDLE, EDGE, FAR, (46.0, 33.0, 1))
    at = replace(at, index=pd.Index(list("mefx")))
    both = holders(at, kinds=("ground", "network"), states=(INSIDE,))
    assert both.to_dict() == {"m": ("A", "B", "C"), "e": (), "f": (), "x": ("B",)}
    assert holders(at, kinds=("network",), states=(CANNOT_TELL, INSIDE)).tolist() == [
        ("A",), ("A",), (), (),
    ]  # fmt: skip
    assert holders(at, kinds=("committee",), states=(OUTSIDE,)).tolist() == [
        (), (), ("D",), ("D",),
    ]  # fmt: skip
    assert holders(at, kinds=("gap",), states=(INSIDE,)).tolist() == [()] * 4
    assert may_hold(at).tolist() == [(), ("A", "B", "C"), (), ()]
    assert may_hold(at, kinds=("network",)).tolist() == [(), ("A",), (), ()]


def test_only_fresh_ground_may_hold_a_place(areas_of):
    at = joined_at(areas_of({"holder": "B"}, AGEING, {"holder": "C", **OLD}), EDGE)
    assert may_hold(at).tolist() == [("B",)]


def test_firm_ground_is_what_is_launched_from_and_not_of_low_confidence(areas_of):
    areas = areas_of(
        {}, {"kind": "launch_ground"}, {"kind": "network"}, {"kind": "gap"}, {"confidence": "low"},
        {"kind": "network", "confidence": "low"},
    )  # fmt: skip
    firm = firm_ground(areas)
    assert firm.dtype == bool
    assert firm.tolist() == [True, True, False, False, False, False]
    bare = firm_ground(areas.drop(columns="confidence"))
    assert bare.tolist() == [True, True, False, False, True, False]


NONE = ("none", "no ground", None, "", None, None)
OFF_KM, FAR_KM = 9.345, 46.7
OWN = {
    "inside": ([{}], MIDDLE, ("inside", "", 0, "area_0", 0, 1)),
    "outside": ([{}], OFF, ("outside", "", OFF_KM, "area_0", 0, 0)),
    "edge": ([{}], EDGE, ("cannot_tell", "edge", 0, "area_0", 0, 0.5)),
    "border": ([{"border_km": 3.0}], MIDDLE, ("inside", "", 0, "area_0", 3, 1)),
    "ageing": ([AGEING], MIDDLE, ("inside", "ageing", 0, "area_0", 0, 1)),
    "off ageing": ([AGEING], OFF, ("cannot_tell", "not fresh", None, "", 0, 0)),
    "edge of ageing": ([AGEING], EDGE, ("cannot_tell", "edge", 0, "area_0", 0, 0.5)),
    "old": ([OLD], MIDDLE, ("cannot_tell", "stale", None, "", 0, None)),
    "off old": ([OLD], OFF, ("cannot_tell", "stale", None, "", 0, None)),
    "never": ([{"last_confirmed": None}], OFF, ("cannot_tell", "stale", None, "", 0, None)),
    "old and absent": ([OLD, LATER], OFF, ("cannot_tell", "stale", None, "", 0, None)),
    "old and ageing": ([OLD, AGEING], OFF, ("cannot_tell", "not fresh", None, "", 0, None)),
    "later": ([LATER], MIDDLE, ("none", "no ground", None, "", 0, None)),
    "another's": ([{"holder": "B"}], MIDDLE, NONE),
    "corridor": ([{"kind": "corridor"}], MIDDLE, NONE),
    "gap": ([{"kind": "gap"}], MIDDLE, ("cannot_tell", "gap", None, "", None, None)),
    "edge of a gap": ([{"kind": "gap"}], EDGE, ("cannot_tell", "gap", None, "", None, None)),
    "off a gap": ([{"kind": "gap"}], OFF, NONE),
    "another's gap": ([{"kind": "gap", "holder": "B"}], MIDDLE, NONE),
    "gap beside ground": (
        [{"kind": "gap"}, EAST], MIDDLE, ("cannot_tell", "gap", 140.2, "area_1", 0, 0)),
    "gap about ground": ([{"kind": "gap"}, {}], MIDDLE, ("inside", "", 0, "area_1", 0, 1)),
    "gap by an edge": ([{"kind": "gap"}, {}], EDGE, ("cannot_tell", "edge", 0, "area_1", 0, 0.5)),
    "gap about old": ([{"kind": "gap"}, OLD], MIDDLE, ("cannot_tell", "stale", None, "", 0, None)),
    "network": ([{"kind": "network"}], OFF, ("outside", "weak", OFF_KM, "area_0", 0, 0)),
    "in a network": ([{"kind": "network"}], MIDDLE, ("inside", "", 0, "area_0", 0, 1)),
    "low": ([{"confidence": "low"}], OFF, ("outside", "weak", OFF_KM, "area_0", 0, 0)),
    "network and old": (
        [{"kind": "network"}, OLD | EAST], OFF, ("outside", "weak", OFF_KM, "area_0", 0, 0)),
    "network and later": (
        [{"kind": "network"}, LATER], OFF, ("outside", "weak", OFF_KM, "area_0", 0, 0)),
    "network is nearer": (
        [{"kind": "network"}, EAST], OFF, ("outside", "", 84.1, "area_1", 0, 0)),
    "by a network": (
        [{"kind": "network"}, EAST], EDGE, ("cannot_tell", "edge", 0, "area_0", 0, 0.5)),
    "second is nearer": (
        [{}, EAST | {"border_km": 2.0}], (45.2, 33, 1), ("outside", "", 28.0, "area_1", 2, 0)),
    "first is nearer": ([{}, EAST], OFF, ("outside", "", OFF_KM, "area_0", 0, 0)),
    "old where it was launched": (
        [EAST, OLD], MIDDLE, ("cannot_tell", "not fresh", 140.2, "area_0", 0, 0)),
    "old at the edge": ([EAST, OLD], EDGE, ("cannot_tell", "not fresh", 93.45, "area_0", 0, 0)),
    "old elsewhere": ([EAST, OLD], OFF, ("outside", "", 84.1, "area_0", 0, 0)),
    "ageing elsewhere": ([EAST, AGEING], OFF, ("outside", "", 84.1, "area_0", 0, 0)),
    "ageing and fresh far": ([EAST, AGEING], MIDDLE, ("inside", "ageing", 0, "area_1", 0, 1)),
    "edge of ageing, fresh far": (
        [EAST, AGEING], EDGE, ("cannot_tell", "edge", 0, "area_1", 0, 0.5)),
    "inside, by an ageing edge": (
        [AGEING | {"geometry": box(43.0, 32.5, 44.0, 33.5)}, {}], MIDDLE,
        ("inside", "", 0, "area_1", 0, 1)),
    "ageing and fresh": ([AGEING, {}], MIDDLE, ("inside", "", 0, "area_0", 0, 1)),
}  # fmt: skip


@pytest.mark.parametrize("case", OWN)
def test_a_launch_lies_in_or_out_of_one_s_own_ground_or_nobody_can_tell(areas_of, case):
    rows, place, expected = OWN[case]
    at = joined_at(areas_of(*rows), place)
    attacks = pd.DataFrame({"launch_place": ["x"], "asserted_group": ["A"]}, index=at.index)
    own = own_ground(attacks, at)
    assert own.columns.tolist() == [
        "state", "reason", "distance_km", "area_id", "border_km", "share",
    ]  # fmt: skip
    got = own.loc[0].tolist()
    for index in (2, 4, 5):
        approx = np.nan if expected[index] is None else expected[index]
        assert got[index] == pytest.approx(approx, abs=0.1 if index == 2 else 0.005, nan_ok=True)
    assert [got[index] for index in (0, 1, 3)] == [expected[index] for index in (0, 1, 3)]


def test_each_launch_is_held_against_its_own_group_s_ground(areas_of):
    areas = areas_of({"holder": "B"}, {**EAST, "border_km": 1.0}, {"holder": "C", "kind": "gap"})
    at = joined_at(areas, MIDDLE, MIDDLE, (46.0, 33.0, 1), MIDDLE, MIDDLE, OFF)
    attacks = pd.DataFrame(
        {"launch_place": list("xxx xx"), "asserted_group": list("ABAA C")}, index=at.index
    ).replace(" ", "")
    own = own_ground(attacks, at)
    assert own["state"].tolist() == ["outside", "inside", "inside", "", "", "none"]
    assert own["reason"].tolist() == ["", "", "", "", "", "no ground"]
    assert own["area_id"].tolist() == ["area_1", "area_0", "area_1", "", "", ""]
    assert own["border_km"].fillna(-1).tolist() == [1, 0, 1, -1, -1, -1]
    assert own["share"].fillna(-1).tolist() == [0, 1, 1, -1, -1, -1]
    assert own["distance_km"].fillna(-1).tolist() == pytest.approx(
        [140.2, 0, 0, -1, -1, -1], abs=0.1
    )


def test_launches_of_one_group_are_judged_each_as_if_it_were_alone(areas_of):
    areas = areas_of(
        {}, {**AGEING, **EAST}, {"kind": "gap", "geometry": box(47, 32.5, 48, 33.5)},
        {"kind": "network", "valid_from": "2017-06-01", "last_confirmed": "2018-12-01",
         "geometry": box(45, 32.5, 45.2, 33.5)},
    )  # fmt: skip
    days = ["2018-06-01", "2019-06-01", "2021-06-01", "2022-12-01", "2026-06-01", None]
    spots = [MIDDLE, EDGE, OFF, FAR, (46.0, 33.0, 1), (47.5, 33.0, 1), (45.1, 33.0, 1)]
    frame = places(*spots * len(days))
    on = pd.Series(pd.to_datetime(days)).repeat(len(spots)).set_axis(frame.index)
    attacks = pd.DataFrame({"launch_place": "x", "asserted_group": "A"}, index=frame.index)

    def judged(rows):
        return own_ground(attacks.loc[rows], join(frame.loc[rows], areas, on=on.loc[rows]))

    together = judged(frame.index)
    alone = pd.concat([judged([row]) for row in frame.index])
    pd.testing.assert_frame_equal(together, alone)
    # All that can be said is said of some.
    assert set(together["state"]) == {"inside", "outside", "cannot_tell", "none"}
    assert set(together["reason"]) == {
        "", "ageing", "edge", "stale", "not fresh", "gap", "weak", "no ground"
    }  # fmt: skip


def asserted(valley, attacks=None, claims=None):
    """Who is said to have done each attack of the valley, with other attacks or claims."""
    record = replace(
        valley.record,
        attacks=valley.record.attacks if attacks is None else attacks,
        claims=valley.record.claims if claims is None else claims,
    )
    return assert_groups(record, valley.registry)


PORT, CITY, TWICE, FORT = "2021-05-08-port", "2021-07-17-city", "2021-07-24-port", "2021-05-15-fort"


def test_the_assessed_group_is_asserted_and_else_the_owner_of_the_first_brand(valley):
    made = asserted(valley)
    columns = ["asserted_group", "asserted_from", "first_facade"]
    assert made[columns].apply(tuple, axis=1).to_dict() == {
        "2021-05-01-port": ("ASH", "assessment", "grey_dawn"),
        "2021-05-08-port": ("ASH", "assessment", ""),
        "2021-05-15-fort": ("ASH", "assessment", ""),
        "2021-05-22-fort": ("ASH", "assessment", ""),
        "2021-06-05-port": ("", "", ""),
        "2021-06-12-city": ("ELM", "assessment", ""),
        "2021-06-19-tower": ("ASH", "assessment", ""),
        "2021-07-03-city": ("", "", "red_kite"),
        "2021-07-10-fort": ("OAK", "assessment", ""),
        "2021-07-17-city": ("OAK", "claim", "blue_heron"),
        "2021-07-24-port": ("ASH", "claim", "grey_dawn"),
        "2021-08-road": ("", "", ""),
        "2021-08-07-rumour": ("", "", ""),
    }
    assert "asserted_group" not in valley.record.attacks


def test_an_assessment_of_several_groups_asserts_none_and_lets_no_brand_step_in(valley):
    attacks = valley.record.attacks.copy()
    attacks.loc[[PORT, TWICE], "assessed_group"] = "ASH|OAK"
    made = asserted(valley, attacks)
    for one in (PORT, TWICE):
        assert made.loc[one, ["asserted_group", "asserted_from"]].tolist() == ["", ""]
    assert made["asserted_group"][CITY] == "OAK"


def test_the_first_claim_of_a_brand_counts_in_whatever_order_they_stand(valley):
    claims = valley.record.claims
    two = claims[claims["attack_id"] == TWICE]
    blank = two.iloc[[0]].assign(facade_id="", claim_order=0)
    backwards = pd.concat([two.iloc[::-1], blank], ignore_index=True)
    made = asserted(valley, claims=backwards)
    assert made["first_facade"].to_dict() == dict.fromkeys(made.index, "") | {TWICE: "grey_dawn"}
    # Of many that are the first alike the one that stands first is.
    dawn, kite = two.iloc[[0]], two.iloc[[1]]
    alike = pd.concat([dawn, dawn, kite, *[dawn] * 57]).assign(claim_order=[3, 2, 1, 1] * 15)
    assert asserted(valley, claims=alike)["first_facade"][TWICE] == "red_kite"


def test_a_permission_is_of_the_row_or_of_a_record_on_that_attack(valley):
    made = asserted(valley)
    assert made.index[made["by_permission"]].tolist() == [FORT]
    attacks = valley.record.attacks.assign(permitted_by="")
    attacks.loc[PORT, "permitted_by"] = "OAK"
    both = asserted(valley, attacks)
    assert both.index[both["by_permission"]].tolist() == [PORT, FORT]
    old = asserted(valley, valley.record.attacks.drop(columns="permitted_by"))
    assert old.index[old["by_permission"]].tolist() == [FORT]
    teaming = with_rows(valley, "arrangements", {"kind": "teaming", "attack_id": PORT})
    assert not assert_groups(valley.record, teaming.registry)["by_permission"][PORT]


def prepared(valley, areas=None, **columns):
    attacks = valley.record.attacks.assign(**columns)
    record = replace(valley.record, attacks=attacks)
    return prepare(record, registry=valley.registry, areas=areas or valley.areas)


def test_cases_hold_the_record_its_ground_and_the_owners_of_its_brands(valley):
    cases = prepared(valley)
    assert cases.registry is valley.registry
    assert cases.claims is valley.record.claims
    assert cases.conflicts is valley.record.conflicts
    pd.testing.assert_frame_equal(cases.attacks, asserted(valley))
    assert cases.own["state"][PORT] == "outside"
    owners = cases.first_owners
    pd.testing.assert_frame_equal(owners, replace(cases).first_owners)
    assert owners["owner"][CITY] == "OAK"
    assert cases.inside_holders()[PORT] == ("OAK",)


def test_launch_and_target_are_joined_each_by_its_own_place(valley):
    cases = prepared(valley)
    ground = ("ground",)
    launched = holders(cases.launch, kinds=ground, states=(INSIDE,))
    struck = holders(cases.target, kinds=("committee",), states=(INSIDE,))
    assert launched[launched.map(len) > 0].to_dict() == {
        "2021-05-01-port": ("ASH",), "2021-05-08-port": ("OAK",), "2021-05-15-fort": ("OAK",),
        "2021-06-05-port": ("ASH", "OAK"), "2021-07-10-fort": ("OAK",), "2021-07-24-port": ("ASH",),
    }  # fmt: skip
    assert struck[struck.map(len) > 0].to_dict() == {"2021-06-19-tower": ("northern",)}


def test_a_place_known_by_an_outline_alone_is_joined_by_it(valley):
    square = gpd.GeoSeries({"district": box(41.4, 33.4, 41.6, 33.6)}, crs=4326)
    areas = replace(valley.areas, extents=square)
    unknown = {f"launch_{name}": np.nan for name in ("lon", "lat", "radius_km")}
    cases = prepared(valley, areas, launch_place_id="district", launch_place="District", **unknown)
    held = holders(cases.launch, kinds=("ground",), states=(INSIDE,))
    assert set(held) == {("OAK",)}


def test_ground_is_as_old_as_it_can_have_been_when_it_was_launched(valley, valley_judge):
    # Until 2021-06-01 Elm's ground is ageing, and too old from then on.
    row = {"method": "rocket", "launch_place": "pit", "assessed_group": "ELM"}
    days = {"day": "2021-06-01", "month": "2021-06", "before": "2021-05"}
    found = valley_judge(*({**row, "attack_id": one, "date": day} for one, day in days.items()))
    assert found.cases.own["reason"].to_dict() == {
        "day": "ageing", "month": "stale", "before": "ageing"
    }  # fmt: skip
    whole, bare = prepared(valley), prepared(valley, date_latest=pd.NaT)
    known = valley.record.attacks["date_precision"] == "day"
    assert (whole.launch.age == bare.launch.age)[known].all()


def test_the_same_attacks_are_held_against_other_ground(valley):
    cases = prepared(valley)
    moved = with_area(valley, "oak_west", like="oak_west", holder="ASH")
    other = rejoined(cases, areas=moved.areas)
    assert other.attacks is cases.attacks
    assert (cases.own["state"][PORT], other.own["state"][PORT]) == ("outside", "inside")
    assert other.inside_holders()[PORT] == ("ASH",)
    assert other.target.areas.index.equals(moved.areas.table.index)
    pd.testing.assert_frame_equal(other.first_owners, cases.first_owners)


def test_cases_of_another_registry_ask_again_whose_a_brand_is(valley):
    cases = prepared(valley)
    links = valley.registry.facade_links
    none = with_tables(valley, facade_links=links.iloc[:0])
    assert set(replace(cases, registry=none.registry).first_owners["owner"]) == {""}
