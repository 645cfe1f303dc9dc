"""The join against slow and independent oracles, on shapes that hypothesis makes up."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely.geometry import MultiPolygon, Point, box

from geo.verdicts.ground_join import CANNOT_TELL, INSIDE, OUTSIDE, join
from tests.worlds.cases import on_day, places

node = st.integers(0, 12)


@st.composite
def polygons(draw):
    """Blocks of a grid joined, other blocks cut out: holes, parts, shared corners, slivers."""

    def blocks(at_least):
        cells = draw(
            st.lists(
                st.tuples(node, node, st.integers(1, 5), st.integers(1, 5)),
                min_size=at_least,
                max_size=5,
            )
        )
        return shapely.union_all(
            [
                box(43 + x / 7, 32 + y / 7, 43 + (x + w) / 7, 32 + (y + h) / 7)
                for x, y, w, h in cells
            ]
        )

    shape = blocks(1).difference(blocks(0))
    if draw(st.booleans()):  # slanted edges too
        shape = shapely.affinity.skew(shape, xs=draw(st.integers(-30, 30)), origin=(43, 32))
    assume(not shape.is_empty)
    return shape


@st.composite
def points_near(draw, polygon):
    """Points anywhere about a polygon, some of them its own corners."""
    corners = shapely.get_coordinates(polygon)
    anywhere = st.tuples(st.floats(42.5, 46.5), st.floats(31.5, 35.5))
    corner = st.integers(0, len(corners) - 1).map(lambda i: tuple(corners[i]))
    return draw(st.lists(st.one_of(anywhere, corner), min_size=1, max_size=12))


def seen_from(lon, lat, polygon):
    """The polygon in a projection of true distances about the point (metres)."""
    flat = CRS.from_proj4(f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m")
    to_flat = Transformer.from_crs(4326, flat, always_xy=True)
    dense = shapely.segmentize(polygon, 0.01)
    return shapely.transform(
        dense, lambda xy: np.column_stack(to_flat.transform(xy[:, 0], xy[:, 1]))
    )


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_states_shares_and_distances_agree_with_a_slow_oracle(data, areas_of):
    polygon = data.draw(polygons())
    (lon, lat), *_ = data.draw(points_near(polygon))
    radius_km = data.draw(st.floats(0.5, 40))
    border_km = data.draw(st.sampled_from([0.0, 2.5, 10.0, 25.0]))
    flat = seen_from(lon, lat, polygon)
    inside = polygon.intersects(Point(lon, lat))
    edge_km = flat.boundary.distance(Point(0, 0)) / 1000
    slack_km = radius_km + border_km
    assume(abs(edge_km - slack_km) > 0.05 + 0.003 * slack_km)
    assume(edge_km > 1e-3 or polygon.touches(Point(lon, lat)))

    frame = places((lon, lat, radius_km))
    joined = join(frame, areas_of({"geometry": polygon, "border_km": border_km}), on=on_day(frame))

    state = {True: INSIDE, False: OUTSIDE}[inside] if edge_km > slack_km else CANNOT_TELL
    assert joined.state[0, 0] == state
    expected_km = 0.0 if inside else edge_km
    assert joined.distance_km()[0, 0] == pytest.approx(expected_km, rel=0.001, abs=0.01)
    disc = Point(0, 0).buffer(radius_km * 1000, 64)
    share = disc.intersection(flat).area / disc.area
    if abs(edge_km - radius_km) > 0.05 + 0.003 * radius_km:
        assert joined.share[0, 0] == pytest.approx(share, abs=0.01)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_row_order_never_matters(data, areas_of, ring):
    areas = areas_of(
        {"border_km": 3.0},
        {"holder": "B", "geometry": ring, "valid_to": "2021-05-01"},
        {"holder": "C", "geometry": MultiPolygon([box(45, 32, 46, 33), box(43, 34, 44, 35)])},
    )
    rows = data.draw(
        st.lists(
            st.tuples(
                st.one_of(st.just(math.nan), st.floats(43, 46)),
                st.floats(32, 35),
                st.floats(0.1, 50),
                st.sampled_from(["2021-04-01", "2021-06-01", "2023-01-01"]),
            ),
            min_size=1,
            max_size=8,
        )
    )
    frame = pd.DataFrame(rows, columns=["lon", "lat", "radius_km", "day"])
    mixed = frame.loc[data.draw(st.permutations(list(frame.index)))]
    straight = join(frame, areas, on=pd.to_datetime(frame["day"]))
    turned = join(mixed, areas, on=pd.to_datetime(mixed["day"]))
    back = turned.index.get_indexer(frame.index)
    for name in ("state", "share", "border_km", "stale", "covered"):
        np.testing.assert_array_equal(getattr(turned, name)[back], getattr(straight, name))
