"""What lies near a place is told surely, maybe, or not, by how well each place is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import GEOD
from geo.errors import PlaceNotFoundError
from geo.records.near import SPOTS, USUAL_KM, Circle, may_be_near, near, surely_near
from geo.schemas.attacks import ROLES
from geo.spatial.point_state import PointState

# A degree of the meridian at 33° N is 110.9 km long.
SPOT = Circle(44.0, 33.0, 20.0, "the ford")
NORTH_KM = 110.9


def attacks(*rows):
    """Attacks by km of the target north of the spot and its radius, and the same of the launch."""
    table = []
    for target_km, target_radius, launch_km, launch_radius in rows:
        row = {}
        for role, km, radius in (
            ("target", target_km, target_radius),
            ("launch", launch_km, launch_radius),
        ):
            row |= {
                f"{role}_lon": np.nan if km is None else 44.0,
                f"{role}_lat": np.nan if km is None else 33.0 + km / NORTH_KM,
                f"{role}_radius_km": np.nan if radius is None else radius,
            }
        table.append(row)
    return pd.DataFrame(table, columns=SPOTS, index=[f"a{n}" for n in range(len(table))])


def test_a_place_is_near_if_its_whole_disc_is_and_may_be_if_part_of_it_is():
    found = near(
        attacks(
            (10.0, 2.0, None, None),  # the whole disc within 20 km
            (19.0, 2.0, None, None),  # part of it
            (21.0, 2.0, None, None),  # part of it, the point beyond
            (25.0, 2.0, None, None),  # none of it
            (None, None, 5.0, 1.0),  # the launch is near
            (None, None, None, None),  # nothing is known
        ),
        SPOT,
    )
    assert found["target_near"].tolist() == [
        PointState.INSIDE,
        PointState.CANNOT_TELL,
        PointState.CANNOT_TELL,
        PointState.OUTSIDE,
        PointState.ABSENT,
        PointState.ABSENT,
    ]
    assert may_be_near(found).tolist() == [True, True, True, False, True, False]
    assert surely_near(found).tolist() == [True, False, False, False, True, False]
    assert found["target_km"].iloc[0] == pytest.approx(10.0, abs=0.05)
    assert np.isnan(found["target_km"].iloc[4])
    assert found["launch_km"].iloc[4] == pytest.approx(5.0, abs=0.05)


@given(
    st.lists(
        st.tuples(
            st.floats(40, 48), st.floats(29, 37), st.floats(0, 60), st.floats(40, 48),
            st.floats(29, 37), st.floats(0, 60),
        ),
        max_size=8,
    ),
    st.floats(1, 300),
)  # fmt: skip
def test_it_agrees_with_one_geodesic_at_a_time(rows, radius_km):
    table = pd.DataFrame(rows, columns=["target_lon", "target_lat", "target_radius_km",
                                        "launch_lon", "launch_lat", "launch_radius_km"],
                         dtype=float)  # fmt: skip
    circle = Circle(44.0, 33.0, radius_km, "the ford")
    found = near(table, circle)
    for at, row in enumerate(table.to_dict("records")):
        for role in ROLES:
            km = GEOD.inv(44.0, 33.0, row[f"{role}_lon"], row[f"{role}_lat"])[2] / 1000
            radius = row[f"{role}_radius_km"]
            expected = (
                PointState.INSIDE
                if km + radius <= radius_km
                else PointState.CANNOT_TELL
                if km - radius <= radius_km
                else PointState.OUTSIDE
            )
            assert found[f"{role}_near"].iloc[at] == expected
            assert found[f"{role}_km"].iloc[at] == pytest.approx(km)


def test_a_circle_is_read_by_id_name_coordinate_and_square(valley):
    places = valley.gazetteer
    some = places.table[places.table["lat"].notna()].iloc[0]
    by_id = Circle.read(f"{some.name}:30", places)
    assert (by_id.place_id, by_id.radius_km) == (some.name, 30.0)
    assert Circle.read(by_id.text, places) == by_id
    assert Circle.read(f"{some['name']}:30", places) == by_id
    assert by_id.words == f"within 30 km of {some['name']}"
    assert Circle.read(some.name, places).radius_km == USUAL_KM
    typed = Circle.read("33.5, 44.25:12.5", places)
    assert (typed.lat, typed.lon, typed.radius_km, typed.place_id) == (33.5, 44.25, 12.5, "")
    assert Circle.read(typed.text, places) == typed
    assert Circle.read("38S MC 4000 0700:5", places).radius_km == 5.0


@pytest.mark.parametrize("text", ["x:20", ":20", "33.5,44.2:0", "33.5,44.2:far", "33.5,44.2:nan",
                                  "33.5,44.2:9999", "95,44.2:20", ""])  # fmt: skip
def test_what_is_no_circle_is_refused(valley, text):
    with pytest.raises(PlaceNotFoundError):
        Circle.read(text, valley.gazetteer)


def test_the_bounds_hold_the_whole_circle():
    west, south, east, north = SPOT.bounds
    away = [GEOD.inv(44.0, 33.0, *spot)[2] / 1000
            for spot in ((west, 33.0), (east, 33.0), (44.0, south), (44.0, north))]  # fmt: skip
    assert away == pytest.approx([20.0] * 4, rel=0.01)
