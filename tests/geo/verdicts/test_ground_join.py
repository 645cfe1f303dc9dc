"""What a join holds of each place and area: state, share, border and age, by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geo.areas.age import AGEING, FRESH, NEVER, OLD
from geo.errors import CRSError
from geo.verdicts.ground_join import (
    ABSENT,
    CANNOT_TELL,
    INSIDE,
    OUTSIDE,
    areas_containing,
    disc_share,
    join,
)
from tests.worlds.cases import on_day, places

# On 2021-06-01; half a degree east is 46.7 km at 33 N.
OLDER = {"valid_from": "2019-01-01", "last_confirmed": "2019-06-01"}
OLDEST = {"valid_from": "2017-01-01", "last_confirmed": "2018-01-01"}
DAY = pd.Timestamp


@pytest.fixture(scope="module")
def areas(areas_of):
    """Fresh, ageing, old and later ground, a committee's that is ageing, and a network's."""
    return areas_of(
        {},
        {"holder": "B", **OLDER},
        {"holder": "C", **OLDEST},
        {"holder": "D", "valid_from": "2022-01-01"},
        {"holder": "E", "kind": "committee", **OLDER},
        {"holder": "F", "kind": "network", **OLDER},
    )


@pytest.fixture(scope="module")
def joined(areas):
    frame = places((44.0, 33.0, 1), (44.5, 33.0, 5), (45.0, 33.0, 1), (np.nan, np.nan, np.nan))
    frame.index = list("ieou")
    return join(frame, areas, on=on_day(frame))


def test_each_place_is_told_of_each_area_in_force(joined):
    i, e, o, u = INSIDE, CANNOT_TELL, OUTSIDE, ABSENT
    assert joined.state.tolist() == [
        [i, i, e, u, e, i], [e, e, e, u, e, e], [o, o, e, u, e, o], [u] * 6
    ]  # fmt: skip
    assert joined.drawn.tolist() == [
        [i, i, i, u, i, i], [e, e, e, u, e, e], [o, o, o, u, o, o], [u] * 6
    ]  # fmt: skip
    assert joined.state.dtype == joined.drawn.dtype == np.int8
    assert joined.index.tolist() == list("ieou")


def test_what_is_old_is_stale_and_of_what_is_no_ground_what_is_ageing_too(joined):
    age = [FRESH, AGEING, OLD, NEVER, AGEING, AGEING]
    assert joined.age.tolist() == [age] * 4
    assert joined.age.dtype == np.int8
    stale = [False, False, True, False, True, False]
    assert joined.stale.tolist() == [stale] * 3 + [[False] * 6]


def test_a_share_is_of_what_is_heard_and_a_distance_of_what_is_in_force(joined):
    none, nan = [None] * 6, np.nan
    share = [
        [1, 1, None, None, None, 1], [0.5, 0.5, None, None, None, 0.5],
        [0, 0, None, None, None, 0], none,
    ]  # fmt: skip
    expected = [[nan if one is None else one for one in row] for row in share]
    np.testing.assert_allclose(joined.share, expected, atol=0.005)
    # The middle lies half a degree from either side.
    border = [[46.7] * 3 + [nan] + [46.7] * 2, [0] * 3 + [nan] + [0] * 2]
    border = [*border, border[0], [nan] * 6]
    np.testing.assert_allclose(joined.border_km, border, atol=0.1)
    inside = [True] * 3 + [False] + [True] * 2
    assert joined.covered.tolist() == [inside, inside, [False] * 6, [False] * 6]
    far = [0] * 3 + [nan] + [0] * 2
    np.testing.assert_allclose(joined.distance_km(), [far, far, border[0], [nan] * 6], atol=0.1)


def test_when_ground_was_seen_is_told_of_what_is_in_force(joined):
    days = ["2020-01-01", "2019-06-01", "2018-01-01", "NaT", "2019-06-01", "2019-06-01"]
    np.testing.assert_array_equal(joined.seen, np.array([days] * 4, dtype="datetime64[D]"))
    assert joined.seen.dtype.kind == "M"


def test_what_does_not_count_is_as_if_it_were_outside(joined):
    i, e, o, u = INSIDE, CANNOT_TELL, OUTSIDE, ABSENT
    fresh, usable = joined.fresh(), joined.usable()
    assert fresh.state.tolist() == [
        [i, o, o, u, o, o], [e, o, o, u, o, o], [o, o, o, u, o, o], [u] * 6
    ]  # fmt: skip
    assert usable.state.tolist() == [
        [i, i, o, u, o, i], [e, e, o, u, o, e], [o, o, o, u, o, o], [u] * 6
    ]  # fmt: skip
    assert joined.as_drawn().state.tolist() == joined.drawn.tolist()
    assert fresh.state.dtype == usable.state.dtype == np.int8


def test_some_places_are_a_join_of_their_own(joined):
    keep = np.array([False, True, False, True])
    some = joined.rows(keep)
    assert some.index.tolist() == ["e", "u"]
    assert some.areas is joined.areas
    for name in ("state", "share", "border_km", "stale", "covered", "drawn", "age", "seen"):
        np.testing.assert_array_equal(getattr(some, name), getattr(joined, name)[keep])


def test_the_long_form_has_a_row_for_each_place_and_area_in_force(joined):
    long = joined.rows(np.array([True, False, False, True])).long()
    assert long.columns.tolist() == [
        "row", "area_id", "holder", "kind", "state", "share", "stale", "age",
    ]  # fmt: skip
    assert long.fillna(-1).to_numpy().tolist() == [
        ["i", "area_0", "A", "ground", "inside", 1, False, "fresh"],
        ["i", "area_1", "B", "ground", "inside", 1, False, "ageing"],
        ["i", "area_2", "C", "ground", "cannot_tell", -1, True, "old"],
        ["i", "area_4", "E", "committee", "cannot_tell", -1, True, "ageing"],
        ["i", "area_5", "F", "network", "inside", 1, False, "ageing"],
    ]


def test_areas_of_no_kind_are_ground(areas):
    frame = places((44.0, 33.0, 1))
    made = join(frame, areas.drop(columns="kind"), on=on_day(frame))
    assert made.stale.tolist() == [[False, False, True, False, False, False]]


def test_like_places_are_told_alike_in_the_order_they_stand(areas_of):
    rows = [(45.0, 33.0, 1), (44.0, 33.0, 1), (45.0, 33.0, 1), (44.0, 33.0, 50), (44.0, 33.0, 1)]
    frame = places(*rows)
    made = join(frame, areas_of({}), on=on_day(frame))
    assert made.state[:, 0].tolist() == [OUTSIDE, INSIDE, OUTSIDE, CANNOT_TELL, INSIDE]
    assert made.covered[:, 0].tolist() == [False, True, False, True, True]


def test_an_edge_that_is_not_known_shares_nothing_or_all_beyond_the_disc(areas_of):
    areas = areas_of({"border_km": 60.0}, {"border_km": 0.0}, {"holder": "B", "border_km": 20.0})
    frame = places((44.0, 33.0, 1), (44.6, 33.0, 5), (44.5, 33.0, 5), (44.4, 33.0, 0))
    made = join(frame, areas, on=on_day(frame))
    assert made.state.tolist() == [
        [CANNOT_TELL, INSIDE, INSIDE],
        [CANNOT_TELL, OUTSIDE, CANNOT_TELL],
        [CANNOT_TELL, CANNOT_TELL, CANNOT_TELL],
        [CANNOT_TELL, INSIDE, CANNOT_TELL],
    ]
    share = [[1, 1, 1], [0, 0, 0], [0.5, 0.5, 0.5], [1, 1, 1]]
    np.testing.assert_allclose(made.share, share, atol=0.005)


def test_over_a_span_ground_has_its_worst_age_and_is_in_force_on_its_day(areas_of):
    # The third was confirmed anew in June, more than two years after it was before.
    anew = {"valid_from": "2019-01-01", "last_confirmed": "2021-06-15"}
    areas = areas_of({"last_confirmed": "2020-06-01"}, {"valid_from": "2021-06-20"}, anew)
    frame = places((44.0, 33.0, 1), (44.0, 33.0, 1))
    first = pd.Series([DAY("2021-05-20"), DAY("2021-06-01")])
    last = pd.Series([DAY("2021-06-01"), DAY("2021-06-30")])
    made = join(frame, areas, on=on_day(frame), span=(first, last))
    assert made.age.tolist() == [[FRESH, NEVER, AGEING], [AGEING, NEVER, AGEING]]
    # Told over the whole span, and seen by its first day.
    alone = join(frame, areas, on=on_day(frame))
    assert alone.age.tolist() == [[FRESH, NEVER, AGEING]] * 2
    after = on_day(frame, "2021-06-20")
    assert join(frame, areas, on=after).age[0].tolist() == [AGEING, FRESH, FRESH]
    assert join(frame, areas, on=after, span=(first, after)).age[0].tolist()[2] == AGEING
    np.testing.assert_array_equal(made.seen, alone.seen)


# Districts: one well within the square, one across its side, one 9.3 km off, and one far away.
DISTRICTS = {
    "within": box(43.9, 32.9, 44.1, 33.1),
    "across": box(44.4, 32.9, 44.6, 33.1),
    "off": box(44.6, 32.9, 44.8, 33.1),
    "by": box(44.3, 32.9, 44.499, 33.1),
}


def test_a_place_known_by_an_outline_alone_is_told_by_it(areas_of):
    areas = areas_of({"border_km": 1.0}, {"border_km": 10.0}, OLDEST, {"valid_to": "2021-01-01"})
    frame = places(*[(np.nan, np.nan, np.nan)] * 4, (44.0, 33.0, 1), (np.nan, np.nan, np.nan))
    frame["place_id"] = ["off", "within", "across", "by", "within", "nowhere"]
    extents = gpd.GeoSeries(DISTRICTS, crs=4326)
    made = join(frame, areas, on=on_day(frame), extents=extents)
    i, e, o, u = INSIDE, CANNOT_TELL, OUTSIDE, ABSENT
    assert made.drawn.tolist() == [
        [o, e, o, u], [i, i, i, u], [e, e, e, u], [e, e, i, u], [i, i, i, u], [u] * 4
    ]  # fmt: skip
    assert made.state.tolist() == [
        [o, e, e, u], [i, i, e, u], [e, e, e, u], [e, e, e, u], [i, i, e, u], [u] * 4
    ]  # fmt: skip
    assert made.covered[:, 0].tolist() == [False, True, True, True, True, False]
    nan = np.nan
    share = [[0, 0, nan, nan], [1, 1, nan, nan], [0.5, 0.5, nan, nan], [1, 1, nan, nan]]
    np.testing.assert_allclose(made.share, [*share, share[1], [nan] * 4], atol=0.01)
    near = made.distance_km()[:, 0]
    np.testing.assert_allclose(near, [9.3, 0, 0, 0, 0, nan], atol=0.1)
    assert join(frame, areas, on=on_day(frame)).state[:4].tolist() == [[u] * 4] * 4
    none = join(frame, areas, on=on_day(frame), extents=extents.iloc[:0])
    assert none.state[:4].tolist() == [[u] * 4] * 4
    assert join(frame, areas.iloc[:0], on=on_day(frame), extents=extents).state.shape == (6, 0)


def test_which_areas_hold_points_is_told_by_row_and_id(areas_of):
    areas = areas_of({}, {"valid_to": "2021-06-01"}, {"geometry": box(43, 32, 44.2, 34)})
    frame = places((47.0, 33.0, 0), (44.0, 33.0, 0), (44.4, 33.0, 0))
    frame.index = list("xyz")
    found = areas_containing(frame["lon"], frame["lat"], areas, on=on_day(frame))
    assert found.columns.tolist() == ["row", "area_id"]
    assert found["area_id"].cat.categories.tolist() == areas.index.tolist()
    assert [tuple(row) for row in found.to_numpy()] == [(1, "area_0"), (1, "area_2"), (2, "area_0")]


def test_no_discs_have_no_shares():
    none = np.zeros(0)
    share = disc_share(none, none, none, np.array([], dtype=object))
    assert share.shape == (0,)
    assert share.dtype == float


def test_a_disc_that_ends_at_an_edge_that_is_not_known_lies_on_its_side_of_it(areas_of):
    areas = areas_of({"border_km": 1.0})
    points = places((44.4, 33.0, 0), (44.6, 33.0, 0))
    points["radius_km"] = join(points, areas, on=on_day(points)).border_km[:, 0]
    made = join(points, areas, on=on_day(points))
    assert made.state[:, 0].tolist() == [CANNOT_TELL, CANNOT_TELL]
    assert made.share[:, 0].tolist() == [1, 0]


def test_no_disc_lies_in_ground_by_more_than_the_whole_of_it(square):
    spread = np.linspace(-0.2, 0.2, 30)
    lon, lat = 44 + np.tile(spread, 30), 33 + np.repeat(spread, 30)
    share = disc_share(lon, lat, np.full(900, 3.0), np.full(900, square, dtype=object))
    assert share.max() == 1
    assert share.min() == pytest.approx(1)


def test_areas_of_another_crs_are_named_in_what_is_refused(areas_of):
    frame, areas = places((44.0, 33.0, 1)), areas_of({}).to_crs(3857)
    with pytest.raises(CRSError, match=r"^areas "):
        join(frame, areas, on=on_day(frame))
    with pytest.raises(CRSError, match=r"^areas "):
        areas_containing(frame["lon"], frame["lat"], areas, on=on_day(frame))
