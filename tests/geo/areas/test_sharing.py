"""Ground of several holders is cut out whole, and only where it is current on the day."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geo import crs
from geo.areas.age import Age
from geo.areas.sharing import CURRENT, HolderPart, pieces, remainders, with_sharing
from geo.errors import CRSError

RANK = {age: at for at, age in enumerate(Age)}


def ground(*rows, kind="ground"):
    """Squares of west, south and side, degrees east of 43 and north of 33, with holder and age."""
    return gpd.GeoDataFrame(
        {
            "holder": [row[0] for row in rows],
            "age": [Age(row[1]) for row in rows],
            "kind": [row[5] if len(row) > 5 else kind for row in rows],
        },
        geometry=[box(43 + w, 33 + s, 43 + w + n, 33 + s + n) for _, _, w, s, n, *_ in rows],
        index=[f"a{at}" for at in range(len(rows))],
        crs=4326,
    )


def held(common, east, north):
    """Who holds the pieces that a point lies in: no two of them."""
    point = shapely.Point(43 + east, 33 + north)
    found = [parts for parts, shape in zip(common["parts"], common.geometry, strict=True)
             if shape.contains(point)]  # fmt: skip
    assert len(found) <= 1
    return found[0] if found else ()


def test_two_squares_share_what_both_hold_and_nothing_else():
    areas = ground(("OAK", "fresh", 0, 0, 1), ("ASH", "ageing", 0.5, 0, 1))
    common = pieces(areas)
    both = (HolderPart("ASH", Age.AGEING), HolderPart("OAK", Age.FRESH))
    assert common["parts"].tolist() == [both]
    assert held(common, 0.75, 0.5) == both
    assert held(common, 0.25, 0.5) == held(common, 1.25, 0.5) == ()
    left = remainders(areas, common)
    assert left.index.tolist() == ["a0", "a1"]
    assert left["a0"].contains(shapely.Point(43.25, 33.5))
    assert not left["a0"].intersects(shapely.Point(43.75, 33.5))


def test_where_a_holder_has_two_areas_the_better_age_stands():
    areas = ground(
        ("OAK", "ageing", 0, 0, 1), ("OAK", "fresh", 0, 0, 0.5), ("ASH", "fresh", 0, 0, 1)
    )
    common = pieces(areas)
    assert held(common, 0.25, 0.25)[1] == HolderPart("OAK", Age.FRESH)
    assert held(common, 0.75, 0.75)[1] == HolderPart("OAK", Age.AGEING)


@pytest.mark.parametrize("age", [Age.OLD, Age.NEVER])
def test_old_ground_shares_nothing_and_is_named_apart(age):
    areas = ground(("OAK", "fresh", 0, 0, 1), ("ASH", age, 0, 0, 1), ("ELM", "fresh", 5, 0, 1))
    assert pieces(areas).empty
    named = with_sharing(areas)
    assert named["shared_with"].tolist() == [(), (), ()]
    assert named["others"].tolist() == [("ASH",), ("OAK",), ()]


def test_corridors_committees_and_neighbours_share_nothing():
    areas = ground(
        ("OAK", "fresh", 0, 0, 1),
        ("ASH", "fresh", 0, 0, 1, "corridor"),
        ("north", "fresh", 0, 0, 1, "committee"),
        ("ELM", "fresh", 1, 0, 1),
    )
    assert pieces(areas).empty
    assert set(with_sharing(areas)["shared_with"]) == {()}


def test_of_one_holder_and_of_nobody_there_is_nothing_to_share():
    assert pieces(ground(("OAK", "fresh", 0, 0, 1), ("OAK", "fresh", 0, 0, 1))).empty
    nothing = ground()
    assert pieces(nothing).empty
    assert with_sharing(nothing).empty


def test_areas_in_another_crs_are_refused():
    areas = ground(("OAK", "fresh", 0, 0, 1)).to_crs(3857)
    for ask in (pieces, with_sharing):
        with pytest.raises(CRSError):
            ask(areas)


SQUARES = st.tuples(
    st.sampled_from(["OAK", "ASH", "ELM", "YEW"]),
    st.sampled_from(list(Age)),
    st.integers(0, 5).map(lambda n: n / 5),
    st.integers(0, 5).map(lambda n: n / 5),
    st.sampled_from([0.2, 0.6, 1.0]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SQUARES, max_size=6))
def test_every_spot_is_shared_by_exactly_those_who_hold_it(rows):
    areas = ground(*rows)
    common = pieces(areas)
    # Middles of cells of a fifth of a degree: no corner of a square lies near one.
    for east in np.arange(10) / 5 + 0.1:
        for north in (0.1, 0.5, 1.3):
            here = [one for one in rows if one[1] in CURRENT
                    and 0 < east - one[2] < one[4] and 0 < north - one[3] < one[4]]  # fmt: skip
            best = {}
            for holder, age, *_ in here:
                best[holder] = min(age, best.get(holder, age), key=RANK.get)
            expected = (
                tuple(HolderPart(*one) for one in sorted(best.items())) if len(best) > 1 else ()
            )
            assert held(common, east, north) == expected


@settings(max_examples=60)
@given(st.lists(SQUARES, max_size=6))
def test_areas_name_each_other_and_only_where_they_overlap(rows):
    areas = ground(*rows)
    named = with_sharing(areas)
    shapes = crs.to_metric(areas.geometry.to_numpy())
    for at, one in enumerate(rows):
        over = [b for b, other in enumerate(rows) if other[0] != one[0]
                and shapes[at].intersection(shapes[b]).area > 1e6]  # fmt: skip
        current = {rows[b][0] for b in over if rows[b][1] in CURRENT and one[1] in CURRENT}
        assert named["shared_with"].iloc[at] == tuple(sorted(current))
        assert named["others"].iloc[at] == tuple(sorted({rows[b][0] for b in over} - current))
