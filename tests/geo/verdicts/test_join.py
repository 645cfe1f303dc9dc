"""Inside, outside or cannot tell, by hand on a square."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geo.errors import CRSError
from geo.spatial.discs import disc_points
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


def states(areas, *rows, day="2021-06-01"):
    frame = places(*rows)
    return join(frame, areas, on=on_day(frame, day)).state[:, 0].tolist()


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(43.5, 32.5), (44.5, 33.5), (44.5, 33.0), (43.7, 32.5), (43.5, 33.123)],
    ids=["corner", "other corner", "east edge", "south edge", "west edge"],
)
def test_a_point_on_the_border_is_inside(areas_of, lon, lat):
    assert states(areas_of({}), (lon, lat, 0)) == [INSIDE]


def test_a_point_just_off_the_border_is_outside(areas_of):
    assert states(areas_of({}), (44.5 + 1e-6, 33.0, 0)) == [OUTSIDE]


def test_the_border_of_a_hole_is_inside_and_the_hole_is_not(areas_of, ring):
    areas = areas_of({"geometry": ring})
    assert states(areas, (44.2, 33.0, 0), (44.0, 33.0, 0)) == [INSIDE, OUTSIDE]


# 44.4 lies 9.345 km inside the east edge, 44.6 as far outside it.
@pytest.mark.parametrize(
    ("lon", "radius_km", "border_km", "state"),
    [
        (44.4, 9.0, 0.0, INSIDE),
        (44.4, 5.0, 4.0, INSIDE),
        (44.4, 5.0, 5.0, CANNOT_TELL),
        (44.4, 10.0, 0.0, CANNOT_TELL),
        (44.4, 0.0, 10.0, CANNOT_TELL),
        (44.6, 9.0, 0.0, OUTSIDE),
        (44.6, 5.0, 4.0, OUTSIDE),
        (44.6, 5.0, 5.0, CANNOT_TELL),
        (44.6, 10.0, 0.0, CANNOT_TELL),
        (44.6, 0.0, 10.0, CANNOT_TELL),
    ],
)
def test_disc_and_border_together_decide(areas_of, lon, radius_km, border_km, state):
    areas = areas_of({"border_km": border_km})
    assert states(areas, (lon, 33.0, radius_km)) == [state]


def test_a_disc_on_a_straight_edge_is_half_inside(areas_of):
    frame = places((44.5, 33.0, 5))
    joined = join(frame, areas_of({}), on=on_day(frame))
    assert joined.state[0, 0] == CANNOT_TELL
    assert joined.share[0, 0] == pytest.approx(0.5, abs=0.005)


def test_the_share_of_a_disc_is_that_of_a_circle_cut_by_a_line(areas_of, km_per_lon):
    frame = places((44.4, 33.0, 20), (44.6, 33.0, 20))
    joined = join(frame, areas_of({}), on=on_day(frame))
    ratio = 0.1 * km_per_lon / 20
    cut = (math.acos(ratio) - ratio * math.sqrt(1 - ratio**2)) / math.pi
    assert joined.share[:, 0].tolist() == pytest.approx([1 - cut, cut], abs=0.005)


def test_share_is_whole_or_nothing_when_only_the_border_is_unsure(areas_of):
    frame = places((44.4, 33.0, 5), (44.6, 33.0, 5))
    joined = join(frame, areas_of({"border_km": 6}), on=on_day(frame))
    assert joined.state[:, 0].tolist() == [CANNOT_TELL, CANNOT_TELL]
    assert joined.share[:, 0].tolist() == [1.0, 0.0]


def test_a_place_known_to_a_district_is_never_outside_by_its_centroid(areas_of):
    # The centre lies 28 km east of the square; the district reaches 40 km.
    frame = places((44.8, 33.0, 40))
    joined = join(frame, areas_of({}), on=on_day(frame))
    assert not joined.covered[0, 0]
    assert joined.state[0, 0] == CANNOT_TELL
    assert 0 < joined.share[0, 0] < 0.5


def test_a_place_in_two_areas_lies_in_both(areas_of):
    areas = areas_of({}, {"holder": "B", "geometry": box(43.9, 32.9, 44.1, 33.1)})
    frame = places((44.0, 33.0, 1))
    assert join(frame, areas, on=on_day(frame)).state.tolist() == [[INSIDE, INSIDE]]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2019-12-31", ABSENT),
        ("2020-01-01", INSIDE),
        ("2021-03-31", INSIDE),
        ("2021-04-01", ABSENT),
        (None, ABSENT),
    ],
)
def test_the_area_in_force_on_the_day_is_used(areas_of, day, state):
    areas = areas_of({"valid_to": "2021-04-01"})
    assert states(areas, (44.0, 33.0, 1), day=day) == [state]


def test_ground_too_old_cannot_tell_and_ageing_ground_still_does(areas_of):
    frame = places(*[(44.0, 33.0, 1), (47.0, 33.0, 1)] * 3)
    days = ["2022-10-18"] * 2 + ["2022-10-19"] * 2 + ["2024-10-19"] * 2
    joined = join(frame, areas_of({}), on=pd.to_datetime(pd.Series(days)))
    decided, unsure = [INSIDE, OUTSIDE], [CANNOT_TELL, CANNOT_TELL]
    assert joined.state[:, 0].tolist() == [*decided, *decided, *unsure]
    assert joined.age[:, 0].tolist() == [0, 0, 1, 1, 2, 2]
    assert joined.stale[:, 0].tolist() == [False] * 4 + [True] * 2
    assert np.isnan(joined.share[4:, 0]).all()
    # A committee's lines hold for the year alone, and fresh ground alone may break a claim.
    lines = join(frame, areas_of({"kind": "committee"}), on=pd.to_datetime(pd.Series(days)))
    assert lines.state[:, 0].tolist() == [*decided, *unsure, *unsure]
    assert joined.fresh().state[:, 0].tolist() == [INSIDE, *[OUTSIDE] * 5]


def test_ground_that_was_never_confirmed_cannot_tell(areas_of):
    assert states(areas_of({"last_confirmed": None}), (47.0, 33.0, 1)) == [CANNOT_TELL]


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_an_unknown_place_is_absent(areas_of, missing):
    row = [44.0, 33.0, 1.0]
    row[missing] = math.nan
    frame = places(row)
    joined = join(frame, areas_of({}), on=on_day(frame))
    assert joined.state[0, 0] == ABSENT
    assert np.isnan(joined.distance_km()[0, 0])
    assert joined.long().empty


def test_no_places_and_no_areas_join_to_nothing(areas_of):
    none = places()
    assert join(none, areas_of({}), on=on_day(none)).state.shape == (0, 1)
    one = places((44.0, 33.0, 1))
    assert join(one, areas_of({}).iloc[:0], on=on_day(one)).state.shape == (1, 0)


def test_areas_of_another_crs_are_refused(areas_of):
    frame = places((44.0, 33.0, 1))
    with pytest.raises(CRSError, match="to_crs"):
        join(frame, areas_of({}).to_crs(3857), on=on_day(frame))


def test_what_is_joined_is_not_changed(areas_of):
    frame, areas = places((44.5, 33.0, 5), (44.0, 33.0, 1)), areas_of({}, {"holder": "B"})
    before = frame.copy(), areas.copy()
    join(frame, areas, on=on_day(frame))
    pd.testing.assert_frame_equal(frame, before[0])
    pd.testing.assert_frame_equal(pd.DataFrame(areas), pd.DataFrame(before[1]))


def test_the_long_form_names_each_place_and_area_in_force(areas_of):
    frame = places((44.0, 33.0, 1), (44.6, 33.0, 1))
    frame.index = ["here", "there"]
    areas = areas_of({}, {"holder": "B", "valid_to": "2021-01-01"})
    long = join(frame, areas, on=on_day(frame)).long()
    assert long[["row", "holder", "state"]].to_numpy().tolist() == [
        ["here", "A", "inside"],
        ["there", "A", "outside"],
    ]


def test_the_share_of_each_disc_is_of_its_own_polygon(square):
    far = box(47, 35, 48, 36)
    lon, lat = np.array([44.0, 44.0, 44.5]), np.array([33.0, 33.0, 33.0])
    polygons_ = np.array([square, far, square], dtype=object)
    share = disc_share(lon, lat, np.array([5.0, 5.0, 5.0]), polygons_)
    assert share.tolist() == pytest.approx([1.0, 0.0, 0.5], abs=0.005)


def test_where_points_lie_is_what_the_join_says_of_points_without_a_radius(areas_of):
    areas = areas_of({}, {"valid_to": "2021-06-02"}, {"valid_from": "2021-06-02"})
    frame = places((44.0, 33.0, 0), (44.5, 33.5, 0), (45.0, 33.0, 0), (math.nan, math.nan, 0))
    for day in ("2021-06-01", "2021-06-02", "1990-01-01", None):
        on = on_day(frame, day)
        found = areas_containing(frame["lon"], frame["lat"], areas, on=on)
        joined = join(frame, areas, on=on)
        row, column = np.nonzero(joined.covered)
        pairs = list(zip(found["row"], found["area_id"], strict=True))
        assert pairs == list(zip(row, areas.index[column], strict=True))


def test_points_in_another_crs_than_the_areas_are_refused(areas_of):
    frame = places((44.0, 33.0, 0))
    with pytest.raises(CRSError):
        areas_containing(
            frame["lon"], frame["lat"], areas_of({}).to_crs(3857), on=on_day(frame, "2021-06-01")
        )


@pytest.mark.parametrize("radius_km", [5.0, 50.0, 200.0])
@pytest.mark.parametrize(("lon", "lat"), [(44.0, 33.0), (42.0, 37.4), (48.0, 29.1)])
def test_the_share_of_a_disc_is_a_share_of_its_ground(lon, lat, radius_km):
    # The area reaches from just south of the centre far to the north.
    edge = lat - radius_km / 222
    area = np.array([box(lon - 8, edge, lon + 8, lat + 8)], dtype=object)
    share = disc_share(*(np.array([v]) for v in (lon, lat, radius_km)), area)[0]
    # Slow oracle: points spread evenly over the disc by geodesics, each for the same ground.
    _, y = disc_points([lon], [lat], [radius_km], points=20_000)
    assert share == pytest.approx(np.mean(y >= edge), abs=2e-3)
