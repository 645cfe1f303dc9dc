"""Sightings confirm the ground of their group that they are about, in the invented valley."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.analysis import Analysis
from geo.areas.age import DatedStatement, age_on
from geo.areas.confirmation import bearing, confirmed_by, counted_confidence
from geo.areas.sightings import CONFIRM, SUPPORT, typed
from geo.attribution.weighing import weigh
from geo.schemas.folder_tables import OF_GROUND
from geo.verdicts.check import check

DAY = dt.date
COLUMNS = list(OF_GROUND["sightings"].columns)


def sighted(**cells):
    return {
        **dict.fromkeys(COLUMNS, ""), "sighting_id": "one", "group_id": "OAK", "kind": "base",
        "place_id": "mill", "date_first": "2023-01-10", "date_last": "2023-01-10",
        "strength": "states", "source_id": "gazette", "pointer": "p. 9", **cells,
    }  # fmt: skip


def with_sightings(atlas, *rows):
    """The atlas with sightings: rows of cells by name."""
    cells = pd.DataFrame(list(rows), columns=COLUMNS, dtype=object)
    bears = bearing(atlas.areas, typed(cells), gazetteer=atlas.gazetteer, units=atlas.units)
    areas = confirmed_by(atlas.areas, bears, registry=atlas.registry)
    return replace(atlas, areas=areas, sightings=typed(cells))


def effects(atlas):
    bears = atlas.areas.bears
    return {
        (area, sighting): (effect, how)
        for area, sighting, effect, how in bears[
            ["area_id", "sighting_id", "effect", "how"]
        ].itertuples(index=False)
    }


def test_a_post_inside_confirms_the_ground_of_its_own_group(valley):
    seen = with_sightings(valley, sighted())
    # The mill lies in Oak's west; Oak's south and all that is Ash's is elsewhere.
    assert effects(seen) == {("oak_west", "one"): ("confirms", "inside")}
    table = seen.areas.table
    assert age_on(table, "oak_west", DAY(2024, 1, 10)) == "fresh"
    assert age_on(table, "oak_west", DAY(2024, 1, 11)) == "ageing"
    assert age_on(valley.areas.table, "oak_west", DAY(2024, 7, 1)) == "old"
    assert seen.areas.in_force("2023-06-01").loc["oak_west", "seen_last"] == pd.Timestamp(
        "2023-01-10"
    )


@pytest.mark.parametrize("kind", [*CONFIRM, *SUPPORT])
def test_each_kind_confirms_or_is_shown(valley, kind):
    seen = with_sightings(valley, sighted(kind=kind))
    effect = "supports" if kind in SUPPORT else "confirms"
    assert effects(seen)["oak_west", "one"] == (effect, "inside")
    fresh = age_on(seen.areas.table, "oak_west", DAY(2023, 6, 1)) == "fresh"
    assert fresh == (kind in CONFIRM)


@pytest.mark.parametrize("strength", ["alleges", "infers"])
@pytest.mark.parametrize("kind", ["base", "left"])
def test_what_is_alleged_or_inferred_confirms_nothing_and_ends_nothing(valley, strength, kind):
    seen = with_sightings(valley, sighted(strength=strength, kind=kind, place_id="mill"))
    ((effect, _),) = effects(seen).values()
    assert effect == ("leaves_part" if kind == "left" else "supports")
    assert not seen.areas.table["seen"].map(len).any()


def test_nobody_named_and_another_group_s_place_are_no_evidence(valley):
    nobody = sighted(group_id="", kind="launch_area")
    foreign = sighted(sighting_id="two", group_id="ASH", place_id="mill")
    assert effects(with_sightings(valley, nobody, foreign)) == {}


def drawn(valley, ident, shape):
    """The valley with an area of another shape."""
    table = valley.areas.table.copy()
    table.loc[[ident], "geometry"] = [shape]
    return replace(valley, areas=replace(valley.areas, table=table))


def test_a_place_wider_than_ground_confirms_it_only_where_all_of_it_is_held(valley):
    mill = valley.gazetteer.place("mill")
    spot = shapely.Point(mill.lon, mill.lat)
    # The mill is known to 2 km, 12.6 km²; 0.011 degrees are about 1.1 km, 3.8 km².
    small = drawn(valley, "oak_west", spot.buffer(0.011))
    assert effects(with_sightings(small, sighted()))["oak_west", "one"] == ("supports", "covers")
    held = with_sightings(small, sighted(kind="ground_held"))
    assert effects(held)["oak_west", "one"] == ("confirms", "covers")
    smaller = drawn(valley, "oak_west", spot.buffer(0.007))
    vague = with_sightings(smaller, sighted(kind="ground_held"))
    assert effects(vague)["oak_west", "one"] == ("supports", "vague")


def test_a_place_that_only_touches_confirms_large_ground(valley):
    mill = valley.gazetteer.place("mill")
    # Oak's west from 0.002 degrees beside the mill on: its middle is within the edge of 1 km.
    west = shapely.box(41, 33, mill.lon - 0.002, 34)
    near = with_sightings(drawn(valley, "oak_west", west), sighted())
    assert effects(near)["oak_west", "one"] == ("confirms", "touches")
    away = shapely.box(41, 33, mill.lon - 0.015, 34)
    far = with_sightings(drawn(valley, "oak_west", away), sighted())
    assert effects(far)["oak_west", "one"] == ("supports", "vague")


def test_no_single_post_confirms_ground_as_wide_as_a_governorate(valley):
    wide = drawn(valley, "oak_west", shapely.box(40.5, 32.7, 42.2, 34.3))
    assert effects(with_sightings(wide, sighted()))["oak_west", "one"] == ("supports", "inside")


def test_leaving_ends_what_is_left_and_a_part_ends_nothing(valley):
    mill = valley.gazetteer.place("mill")
    small = drawn(valley, "oak_west", shapely.Point(mill.lon, mill.lat).buffer(0.02))
    gone = sighted(kind="left", date_first="2021-07-01", date_last="2021-07-01")
    left = with_sightings(small, gone)
    assert effects(left)["oak_west", "one"] == ("leaves", "inside")
    days = [DAY(2021, 6, 30), DAY(2021, 7, 1)]
    assert [age_on(left.areas.table, "oak_west", day) for day in days] == ["fresh", "old"]
    back = sighted(sighting_id="two", date_first="2021-09-01", date_last="2021-09-01",
                   kind="ground_held")  # fmt: skip
    again = with_sightings(small, gone, back)
    assert age_on(again.areas.table, "oak_west", DAY(2021, 9, 1)) == "fresh"
    part = with_sightings(valley, gone)
    assert effects(part)["oak_west", "one"] == ("leaves_part", "inside")
    assert age_on(part.areas.table, "oak_west", DAY(2021, 7, 1)) == "fresh"


def seen(day, publisher, grade, effect="confirms"):
    return DatedStatement(day, day, day, effect, "x", publisher, grade)


@pytest.mark.parametrize(
    ("words", "confidence"),
    [
        ([], "low"),
        ([seen(DAY(2023, 1, 1), "a", "C")], "low"),
        ([seen(DAY(2023, 1, 1), "a", "B")], "moderate"),
        ([seen(DAY(2023, 1, 1), "a", "C"), seen(DAY(2023, 1, 1), "b", "C")], "moderate"),
        ([seen(DAY(2023, 1, 1), "a", "B"), seen(DAY(2021, 1, 1), "b", "A")], "high"),
        ([seen(DAY(2023, 1, 2), "a", "B"), seen(DAY(2021, 1, 1), "b", "A")], "moderate"),
        ([seen(DAY(2023, 1, 1), "a", "A"), seen(DAY(2022, 1, 1), "a", "B")], "moderate"),
        ([seen(DAY(2023, 1, 1), "a", "D"), seen(DAY(2023, 1, 1), "b", "")], "low"),
        ([seen(DAY(2023, 1, 1), "a", "B"), seen(DAY(2023, 1, 1), "b", "B", "leaves")], "moderate"),
    ],
)
def test_confidence_is_counted_by_publishers(words, confidence):
    assert counted_confidence(words) == confidence


def test_what_a_person_states_overrides_the_count(valley):
    found = with_sightings(valley, sighted()).areas.table
    assert (found["confidence_from"] == "person").all()
    assert (found["confidence"] == valley.areas.table["confidence"]).all()
    counted = valley.areas.table.assign(confidence_from="count")
    bare = replace(valley, areas=replace(valley.areas, table=counted))
    by_count = with_sightings(bare, sighted()).areas.table
    assert (by_count["confidence"] == by_count["counted_confidence"]).all()


_dates = st.dates(DAY(2019, 1, 1), DAY(2024, 12, 31))


@st.composite
def _later_rows(draw):
    """A sighting of a source that is out after the cut, or of no day."""
    first = draw(_dates)
    cells = {
        "sighting_id": f"late{draw(st.integers(0, 10**6))}",
        "group_id": draw(st.sampled_from(["OAK", "ASH", "ELM"])),
        "kind": draw(st.sampled_from(["base", "left", "ground_held", "presence"])),
        "place_id": draw(st.sampled_from(["mill", "farm", "pit", "bridge"])),
        "date_first": f"{first}",
        "date_last": f"{first}",
        "source_id": draw(st.sampled_from(["late", "undated"])),
    }
    return sighted(**cells)


CUT = DAY(2021, 10, 1)
"""A day after the one by which the gazette, the source of the valley’s ground, was out."""


def with_late_sources(valley):
    sources = valley.registry.sources
    first = sources.iloc[[0]]
    late = first.assign(date="2021-10-02").rename(index={first.index[0]: "late"})
    undated = first.assign(date="").rename(index={first.index[0]: "undated"})
    more = pd.concat([sources, late, undated]).rename_axis(sources.index.name)
    return replace(valley, registry=replace(valley.registry, sources=more))


def test_as_known_before_its_own_source_ground_is_not_known(valley):
    early = valley.known_on(DAY(2021, 9, 29)).areas
    assert early.table["last_confirmed"].isna().all()
    assert (early.in_force("2021-06-01")["age"] == "never").all()
    # The source of the valley is of a month, and is out when that is over.
    then = valley.known_on(DAY(2021, 9, 30)).areas
    assert (then.table["last_confirmed"] == valley.areas.table["last_confirmed"]).all()
    assert valley.known_on(None).areas is valley.areas


def test_attacks_added_later_change_nothing_as_known_before(valley):
    record = valley.record
    late = record.attacks.iloc[[-1]].rename(index=lambda ident: f"{ident}-late")
    days = dict.fromkeys(["date", "date_latest", "judged_on"], pd.Timestamp("2021-12-01"))
    farm = valley.gazetteer.place("farm")
    late = late.assign(
        **days, date_precision="day", status="confirmed", counts=True, assessed_group="NEW",
        assessed_confidence="high", launch_place="Farm", launch_place_id="farm",
        launch_lon=farm.lon, launch_lat=farm.lat, launch_radius_km=2.0,
    )  # fmt: skip
    grown = replace(record, attacks=pd.concat([record.attacks, late]).rename_axis("attack_id"))
    found = check(record, atlas=valley)
    for day in (DAY(2021, 6, 20), DAY(2021, 11, 1)):
        one, two = (
            Analysis(valley, findings).weigh(found, known_on=day)
            for findings in (found, check(grown, atlas=valley))
        )
        mine = one.ranking.posterior.columns
        assert (two.ranking.posterior.drop(columns=mine) == 0).all(axis=None)
        pd.testing.assert_frame_equal(one.ranking.posterior, two.ranking.posterior[mine])
        pd.testing.assert_frame_equal(one.table, two.table)


def known(atlas):
    """Verdicts, terms and rankings as known on the day of the cut."""
    then = atlas.known_on(CUT)
    found = check(then.record, atlas=then)
    ranked = weigh(found, atlas=then)
    return found, ranked


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_later_rows(), min_size=1, max_size=4, unique_by=lambda r: r["sighting_id"]))
def test_what_is_published_later_changes_nothing_as_known_before(valley, rows):
    world = with_late_sources(valley)
    early = sighted(date_first="2021-02-01", date_last="2021-02-01")
    (before, one), (after, two) = (
        known(with_sightings(world, early, *more)) for more in ((), tuple(rows))
    )
    pd.testing.assert_frame_equal(before.table, after.table)
    pd.testing.assert_frame_equal(before.terms, after.terms)
    pd.testing.assert_frame_equal(one.ranking.posterior, two.ranking.posterior)
    pd.testing.assert_frame_equal(one.table, two.table)
