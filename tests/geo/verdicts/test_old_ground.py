"""When ground was last confirmed, in a valley where Ash's is ageing and Elm's too old."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from geo.areas.age import DatedStatement
from geo.verdicts.rules_old_ground import AREAS, last_confirmed, last_seen
from tests.worlds.cases import terms_of
from tests.worlds.valley import with_area

# On this day what was last confirmed before 2020-06-10 is ageing, and before 2018-06-10 too old.
ROW = {"date": "2021-06-10", "method": "rocket", "target_place": "city"}
FEBRUARY, APRIL = pd.Timestamp("2020-02-15"), pd.Timestamp("2020-04-15")
EDGE = {"launch_place": "33.5, 42.99", "launch_radius_km": "2"}
"""Not in the middle, which begins at 43 E, but perhaps."""


@pytest.fixture(scope="module")
def aged(valley):
    """Ash's middle was confirmed in February 2020 and its south in April; a gap of it long ago."""
    by = with_area(valley, "ash_middle", like="ash_middle", last_confirmed=FEBRUARY)
    by = with_area(by, "ash_south", like="ash_south", last_confirmed=APRIL)
    return with_area(by, "gap", like="ash_middle", kind="gap",
                     last_confirmed=pd.Timestamp("2020-05-05"))  # fmt: skip


def launched(place, group="", **cells):
    return {**ROW, "launch_place": place, "assessed_group": group, **cells}


ATTACKS = {
    "elm pit": launched("pit", "ELM"),
    "ash farm": launched("farm", "ASH"),
    "ash mill": launched("mill", "ASH"),
    "ash edge": launched("", "ASH", **EDGE),
    "ash pit": launched("pit", "ASH"),
    "ash unknown": launched("", "ASH"),
    "ash undated": launched("farm", "ASH", date=""),
    "ash before": launched("farm", "ASH", date="2019-12-31"),
    "ash fresh": launched("farm", "ASH", date="2021-02-15"),
    "ash ageing": launched("farm", "ASH", date="2021-02-16"),
    "oak mill": launched("mill", "OAK"),
    "oak farm": launched("farm", "OAK"),
    "bare farm": launched("farm"),
    "bare edge": launched("", **EDGE),
    "bare ford": launched("ford"),
}


@pytest.fixture(scope="module")
def found(aged, valley_judge):
    return valley_judge(*({"attack_id": one, **row} for one, row in ATTACKS.items()), by=aged)


def test_ground_that_a_launch_may_lie_in_is_confirmed_before_the_rest_of_a_group(found):
    when = last_confirmed(found.cases)
    assert when.to_dict() == {
        "elm pit": "June 2018",
        "ash farm": "February 2020",
        # In none of it: the newest of all.
        "ash mill": "April 2020",
        "ash edge": "February 2020",
        "ash pit": "April 2020",
        "ash ageing": "February 2020",
    }


def flagged(found):
    terms = found.terms[found.terms["term_id"] == "ground_unconfirmed"]
    assert set(terms["source"]) == {AREAS}
    assert set(terms["effect"]) == {"flag"}
    return terms.set_index("attack_id")["text"].to_dict()


WEAK = "Ground was last confirmed in {}, over a year before: it speaks weakly."
OLD = "Ground was last confirmed in {}, over a year before: too old to decide."
FLAGS = {
    "elm pit": OLD.format("June 2018"),
    "ash farm": WEAK.format("April 2020"),
    "ash mill": WEAK.format("April 2020"),
    "ash edge": WEAK.format("April 2020"),
    # Elm's ground, which it lies in, is too old.
    "ash pit": OLD.format("April 2020"),
    "ash ageing": WEAK.format("February 2020"),
    "oak farm": WEAK.format("February 2020"),
    "bare farm": WEAK.format("February 2020"),
}


def test_ground_that_is_not_fresh_is_flagged_where_it_matters(found):
    assert flagged(found) == FLAGS


def test_a_group_with_fresh_ground_is_told_of_the_ground_at_the_launch_alone(aged, valley_judge):
    fresh = with_area(aged, "new", like="elm_east", holder="ASH",
                      valid_from=pd.Timestamp("2020-01-01"),
                      last_confirmed=pd.Timestamp("2021-06-01"))  # fmt: skip
    rows = ({"attack_id": one, **row} for one, row in ATTACKS.items())
    expected = FLAGS | {
        "ash farm": WEAK.format("February 2020"),
        "ash edge": WEAK.format("February 2020"),
        "ash pit": OLD.format("June 2018"),
    }
    del expected["ash mill"]
    assert flagged(valley_judge(*rows, by=fresh)) == expected


def test_a_place_in_ground_too_old_was_last_seen_as_each_holder_s(aged, valley_judge):
    old = with_area(aged, "more", like="elm_east", last_confirmed=pd.Timestamp("2018-08-08"),
                    geometry=aged.areas.table.geometry["elm_east"].buffer(-0.1))  # fmt: skip
    late = {"date": "2025-06-01", "assessed_group": ""}
    rows = {
        "bridge": launched("bridge", **late),
        "edge": launched("", **EDGE | late),
        "ford": launched("ford", **late),
        "fresh": launched("bridge", date="2021-01-01"),
        "ageing": launched("bridge", date="2022-08-01"),
        "pit": launched("pit"),
        # In the larger of Elm's areas, and by the edge of the smaller, which was confirmed later.
        "rim": launched("33.5, 45.1", launch_radius_km="2", **late),
        "undated": launched("pit", date=""),
    }
    found = valley_judge(*({"attack_id": one, **row} for one, row in rows.items()), by=old)
    said = last_seen(found.cases.launch, found.cases)
    assert said.to_dict() == {
        "bridge": "last seen as Ash’s, April 2020; Oak’s, June 2021",
        "edge": "in or by ground last seen as Ash’s, February 2020",
        "pit": "last seen as Elm’s, June 2018",
        "rim": "last seen as Elm’s, August 2018",
    }
    never = with_area(aged, "elm_east", like="elm_east", last_confirmed=pd.NaT)
    found = valley_judge({"attack_id": "pit", **rows["pit"]}, by=never)
    said = last_seen(found.cases.launch, found.cases)
    assert said.to_dict() == {"pit": "last seen as Elm’s, never confirmed"}
    assert flagged(found) == {"pit": "Ground was never confirmed, so it decides nothing."}
    assert terms_of(found, "pit", "breaks").empty


def test_a_source_that_knows_the_year_alone_is_told_by_it(valley, valley_judge):
    year = DatedStatement(dt.date(2020, 1, 1), dt.date(2020, 12, 31), sighting_id="s")
    seen = pd.Series([(year,)], index=["ash_middle"], dtype=object)
    by = with_area(valley, "ash_middle", like="ash_middle", last_confirmed=pd.NaT, seen=seen)
    rows = {"farm": launched("farm", "ASH"), "late": launched("farm", "ASH", date="2024-06-10")}
    found = valley_judge(*({"attack_id": one, **row} for one, row in rows.items()), by=by)
    assert last_confirmed(found.cases).to_dict() == {"farm": "2020", "late": "2020"}
    # Where none of its ground is fresh any more, that of the south is counted too.
    assert flagged(found) == {"farm": WEAK.format(2020), "late": OLD.format("June 2021")}
    said = last_seen(found.cases.launch, found.cases)
    assert said.to_dict() == {"late": "last seen as Ash’s, 2020"}
