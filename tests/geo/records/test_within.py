"""What lies in an outline is told surely, maybe, or not, by how well each place is known."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from geo import crs
from geo.crs import GEOD
from geo.errors import CRSError, GeometryError
from geo.records.within import (
    SPOTS_AND_PLACES,
    Outline,
    may_be_within,
    surely_within,
    within,
)
from geo.schemas.attacks import ROLES
from geo.spatial.point_state import PointState

ABSENT, OUTSIDE, CANNOT_TELL, INSIDE = PointState

# A degree of the meridian at 33° N is 110.9 km long: the box reaches 55 km north and south of it.
GROUND = Outline(box(43.5, 32.5, 44.5, 33.5), "the square")
NORTH_KM = 110.9


def attacks(*rows):
    """Attacks by km of the target north of the middle and its radius, and the target's place."""
    table = [
        {
            "target_lon": np.nan if km is None else 44.0,
            "target_lat": np.nan if km is None else 33.0 + km / NORTH_KM,
            "target_radius_km": np.nan if km is None else radius,
            "launch_lon": np.nan,
            "launch_lat": np.nan,
            "launch_radius_km": np.nan,
            "target_place_id": place,
            "launch_place_id": "",
        }
        for km, radius, place in rows
    ]
    return pd.DataFrame(
        table, columns=list(SPOTS_AND_PLACES), index=[f"a{n}" for n in range(len(table))]
    )


def test_a_place_is_inside_if_its_whole_disc_is_and_may_be_if_part_of_it_is():
    table = attacks(
        (0.0, 50.0, ""),  # the disc touches no edge: east and west are 46.7 km away
        (0.0, 40.0, ""),
        (50.0, 4.0, ""),  # 5.4 km from the northern edge
        (50.0, 7.0, ""),
        (60.0, 7.0, ""),  # beyond it, part of the disc within
        (70.0, 7.0, ""),
        (None, None, ""),
    )
    found = within(table, GROUND)
    assert found.index.equals(table.index)
    assert found["target_within"].tolist() == [
        CANNOT_TELL, INSIDE, INSIDE, CANNOT_TELL, CANNOT_TELL, OUTSIDE, ABSENT,
    ]  # fmt: skip
    assert (found["launch_within"] == ABSENT).all()
    assert may_be_within(found).tolist() == [True] * 5 + [False, False]
    assert surely_within(found).tolist() == [False, True, True, False, False, False, False]


def test_an_attack_is_inside_by_its_launch_too_and_rows_stay_as_they_are():
    table = attacks((0.0, 1.0, ""))
    turned = {f"target_{name}": f"launch_{name}" for name in ("lon", "lat", "radius_km")}
    table = table.rename(columns=turned | {there: here for here, there in turned.items()})
    before = table.copy()
    found = within(table, GROUND)
    assert (found["launch_within"].item(), found["target_within"].item()) == (INSIDE, ABSENT)
    assert surely_within(found).all()
    pd.testing.assert_frame_equal(table, before)
    assert within(table.iloc[:0], GROUND).empty


def test_an_outline_that_is_known_so_well_decides_no_better():
    table = attacks((50.0, 4.0, ""), (65.0, 7.0, ""))
    assert within(table, GROUND)["target_within"].tolist() == [INSIDE, OUTSIDE]
    doubtful = Outline(GROUND.polygon, "x", border_km=3.5)
    assert within(table, doubtful)["target_within"].tolist() == [CANNOT_TELL, CANNOT_TELL]
    assert (GROUND.precision, GROUND.full_words) == ("", "in the square")
    assert doubtful.full_words == "in x (border known to ±3.5 km)"


def test_an_outline_that_is_off_in_places_says_what_is_sure_and_what_may_be():
    """Sure up to 33.2° N, 22 km north of the middle; perhaps up to 33.8° N, 89 km."""
    sure, maybe = box(43.5, 32.5, 44.5, 33.2), box(43.5, 32.5, 44.5, 33.8)
    off = Outline(GROUND.polygon, "x", off_km=34.0, surely=sure, maybe=maybe)
    table = attacks(
        (0.0, 20.0, ""), (0.0, 24.0, ""), (40.0, 1.0, ""), (80.0, 1.0, ""), (90.0, 4.0, ""),
        (95.0, 4.0, ""),
    )  # fmt: skip
    states = [INSIDE, CANNOT_TELL, CANNOT_TELL, CANNOT_TELL, CANNOT_TELL, OUTSIDE]
    assert within(table, off)["target_within"].tolist() == states
    assert off.full_words == "in x (its outline is off by up to 34 km in places)"
    nothing = Outline(GROUND.polygon, "x", surely=Polygon(), maybe=maybe)
    assert within(table, nothing)["target_within"].tolist() == [CANNOT_TELL] * 5 + [OUTSIDE]
    places = gpd.GeoSeries(
        {
            "sure": box(43.6, 32.6, 44.0, 33.1),
            "drawn": box(43.6, 33.3, 44.0, 33.4),
            "above": box(43.6, 33.6, 44.0, 33.7),
            "far": box(43.6, 33.9, 44.0, 34.0),
        },
        crs=4326,
    )
    table = attacks(*((None, None, place) for place in places.index))
    found = within(table, off, extents=places)["target_within"].tolist()
    assert found == [INSIDE, CANNOT_TELL, CANNOT_TELL, OUTSIDE]
    found = within(table, nothing, extents=places)["target_within"].tolist()
    assert found == [CANNOT_TELL, CANNOT_TELL, CANNOT_TELL, OUTSIDE]


# Squares of half a degree in, across the edge of, beside and far from the ground.
EXTENTS = gpd.GeoSeries(
    {
        "in": box(43.6, 32.6, 44.0, 33.0),
        "same": box(43.5, 32.5, 44.5, 33.5),
        "across": box(44.2, 33.0, 44.8, 33.2),
        "around": box(43.0, 32.0, 45.0, 34.0),
        "beside": box(44.5, 32.5, 45.0, 33.5),
        "far": box(46.0, 32.5, 46.5, 33.5),
    },
    crs=4326,
)


def test_a_place_known_by_an_outline_alone_is_inside_if_all_of_it_is():
    table = attacks(*((None, None, place) for place in (*EXTENTS.index, "", "nowhere")))
    states = [INSIDE, INSIDE, CANNOT_TELL, CANNOT_TELL, OUTSIDE, OUTSIDE, ABSENT, ABSENT]
    assert within(table, GROUND, extents=EXTENTS)["target_within"].tolist() == states
    assert (within(table, GROUND)["target_within"] == ABSENT).all(), "without outlines none is told"
    # Where the outline may be off, what lies along its edge may be on either side.
    doubtful = Outline(GROUND.polygon, "x", border_km=2.0)
    states = [INSIDE, CANNOT_TELL, CANNOT_TELL, CANNOT_TELL, CANNOT_TELL, OUTSIDE, ABSENT, ABSENT]
    assert within(table, doubtful, extents=EXTENTS)["target_within"].tolist() == states


def test_what_an_outline_knows_by_name_is_not_asked_of_shapes():
    by_name = Outline(GROUND.polygon, "x", known={"far": INSIDE, "same": OUTSIDE, "new": INSIDE})
    table = attacks(*((None, None, place) for place in ("far", "same", "in", "new")))
    found = within(table, by_name, extents=EXTENTS)["target_within"].tolist()
    assert found == [INSIDE, OUTSIDE, INSIDE, INSIDE]
    # A point that is known says more than the name of its place.
    assert within(attacks((70.0, 7.0, "far")), by_name)["target_within"].tolist() == [OUTSIDE]


def test_a_part_of_several_units_is_whole_whatever_corners_they_share():
    """Two squares that meet, one with a corner on the common edge, around one of the two."""
    left = Polygon([(43, 32), (44, 32), (44, 32.37), (44, 33), (43, 33)])
    right = Polygon([(44, 32), (45, 32), (45, 33), (44, 33)])
    both = Outline.of(gpd.GeoSeries([left, right], crs=4326), name="both")
    assert both.polygon.geom_type == "Polygon"
    extents = gpd.GeoSeries({"left": left, "right": right}, crs=4326)
    table = attacks((None, None, "left"), (None, None, "right"))
    assert within(table, both, extents=extents)["target_within"].tolist() == [INSIDE, INSIDE]


def test_a_frame_becomes_one_outline_and_says_its_reference_system():
    squares = [box(43, 32, 44, 33), box(43.5, 32.5, 44.5, 33.5), box(46, 32, 47, 33)]
    made = Outline.of(gpd.GeoDataFrame(geometry=squares, crs=4326), name="three")
    assert made.polygon.equals(shapely.union_all(squares))
    assert made.bounds == (43.0, 32.0, 47.0, 33.5)
    assert made.words == "in three"
    with pytest.raises(CRSError, match="has no CRS"):
        Outline.of(gpd.GeoSeries(squares), name="three")
    with pytest.raises(CRSError, match="three is in"):
        Outline.of(gpd.GeoSeries(squares, crs=4326).to_crs(32638), name="three")
    with pytest.raises(CRSError, match="extents"):
        within(attacks((0.0, 1.0, "")), GROUND, extents=EXTENTS.set_crs(3857, allow_override=True))
    bow_tie = Polygon([(43, 32), (44, 33), (44, 32), (43, 33)])
    for bad, said in (
        (bow_tie, "row 7 is no valid polygon .*Self-intersection"),
        (Point(44, 33), "row 7 is no valid polygon .*Point"),
        (None, "row 7 is no valid polygon .*no geometry"),
        (Polygon(), "row 7 is no valid polygon"),
    ):
        with pytest.raises(GeometryError, match=said):
            Outline.of(gpd.GeoSeries([squares[0], bad], index=[1, 7], crs=4326), name="x")


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Polygon(), "x is empty"),
        (LineString([(44, 33), (45, 33)]), "x is a LineString"),
        (Polygon([(43, 32), (44, 33), (44, 32), (43, 33)]), "no valid polygon"),
        (box(32.0, 43.0, 33.0, 44.0), "longitude first"),
        (box(500_000, 3_600_000, 510_000, 3_610_000), "in degrees"),
    ],
)
def test_what_is_no_ground_of_the_region_is_refused(shape, said):
    with pytest.raises(GeometryError, match=said):
        Outline(shape, "x")


SPOT = st.tuples(st.floats(42, 46), st.floats(31, 35))
DISC = st.tuples(SPOT, st.floats(0, 60))


@st.composite
def grounds(draw):
    """A convex piece, perhaps with another beside it and a hole in both."""
    parts = [
        shapely.convex_hull(shapely.MultiPoint(draw(st.lists(SPOT, min_size=3, max_size=8))))
        for _ in range(draw(st.integers(1, 2)))
    ]
    whole = shapely.union_all(parts)
    if draw(st.booleans()):
        lon, lat = draw(SPOT)
        whole = whole.difference(box(lon - 0.3, lat - 0.3, lon + 0.3, lat + 0.3))
    assume(whole.geom_type in {"Polygon", "MultiPolygon"} and whole.is_valid and whole.area > 1e-3)
    return whole


def edge_km(ground, lon, lat):
    """Distance to the nearest of many points along the edge, one geodesic each."""
    along = shapely.get_coordinates(shapely.segmentize(ground.boundary, 0.002))
    many = len(along)
    return float(np.min(GEOD.inv([lon] * many, [lat] * many, along[:, 0], along[:, 1])[2])) / 1000


@given(grounds(), st.lists(DISC, min_size=1, max_size=5), st.floats(0, 5))
def test_it_agrees_with_one_geodesic_at_a_time(ground, spots, border_km):
    one_role = pd.DataFrame(
        [(*spot, radius_km) for spot, radius_km in spots], columns=["lon", "lat", "radius_km"]
    )
    table = pd.concat([one_role.add_prefix(f"{role}_") for role in ROLES], axis=1)
    found = within(table, Outline(ground, "x", border_km=border_km))
    assert found["launch_within"].equals(found["target_within"].rename("launch_within"))
    for at, ((lon, lat), radius_km) in enumerate(spots):
        away = edge_km(ground, lon, lat)
        inside = shapely.intersects_xy(ground, lon, lat)
        needed = radius_km + border_km
        # Along the edge a point stands every 200 m, and the conic is true to 0.15 %.
        if abs(away - needed) <= 0.15 + 0.003 * away:
            continue
        expected = CANNOT_TELL if away < needed else INSIDE if inside else OUTSIDE
        assert found["target_within"].iloc[at] == expected


@given(grounds(), st.lists(grounds(), min_size=1, max_size=3), st.floats(0, 5))
def test_outlines_agree_with_shapes_in_one_plane(ground, places, border_km):
    extents = gpd.GeoSeries({f"p{at}": one for at, one in enumerate(places)}, crs=4326)
    table = attacks(*((None, None, place) for place in extents.index))
    outline = Outline(ground, "x", border_km=border_km)
    found = within(table, outline, extents=extents)["target_within"]
    plane = crs.to_metric([ground])[0]
    for at, place in enumerate(crs.to_metric(places)):
        wide, narrow = (plane.buffer(km * 1000, quad_segs=64) for km in (border_km, -border_km))
        outside = place.difference(narrow).area / place.area
        common = place.intersection(wide).area / place.area
        if min(abs(outside - 1e-6), abs(common - 1e-6)) < 1e-4:
            continue
        expected = INSIDE if outside < 1e-6 else CANNOT_TELL if common > 1e-6 else OUTSIDE
        assert found.iloc[at] == expected
