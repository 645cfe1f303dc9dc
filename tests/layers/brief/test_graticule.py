"""The graticule of a map: round steps, few lines, and labels where a line meets the edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import crs
from layers.brief.graticule import graticule, north_deg


def window(lon, lat, reach_km):
    x, y = crs.project(lon, lat)
    reach = reach_km * 1_000
    return (float(x) - reach, float(x) + reach, float(y) - reach, float(y) + reach)


@given(st.floats(39, 48), st.floats(29.5, 37), st.floats(8, 500))
def test_lines_are_few_and_ticks_lie_on_the_edge_in_order(lon, lat, reach_km):
    made = graticule(window(lon, lat, reach_km))
    assert 2 <= len(made.lines) <= 20
    for ticks in (made.bottom, made.left):
        shares = [tick.share for tick in ticks]
        assert shares == sorted(shares)
        assert all(0.0 < share < 1.0 for share in shares)
    assert all(tick.label.endswith("° E") for tick in made.bottom)
    assert all(tick.label.endswith("° N") for tick in made.left)


@pytest.mark.parametrize(("reach_km", "step"), [(20, 0.05), (150, 0.5), (420, 2.0)])
def test_a_label_says_where_its_line_meets_the_edge(reach_km, step):
    left, right, bottom, top = extent = window(44.4, 33.3, reach_km)
    made = graticule(extent)
    for tick in made.bottom:
        lon, _ = crs.unproject(left + tick.share * (right - left), bottom)
        said = float(tick.label.split("°")[0])
        assert float(lon) == pytest.approx(said, abs=step / 200)
        assert said / step == pytest.approx(round(said / step))
    for tick in made.left:
        _, lat = crs.unproject(left, bottom + tick.share * (top - bottom))
        assert float(lat) == pytest.approx(float(tick.label.split("°")[0]), abs=step / 200)
    steps = np.diff([float(tick.label.split("°")[0]) for tick in made.left])
    assert steps == pytest.approx(step)


def test_west_and_south_are_named_so():
    made = graticule(window(-0.5, -0.5, 300))
    assert {"1° W", "2° E"} <= {tick.label for tick in made.bottom}
    assert {"1° S", "0° N"} <= {tick.label for tick in made.left}


def test_north_is_up_on_the_middle_meridian_and_leans_with_the_distance_from_it():
    assert north_deg(window(44.0, 33.0, 50)) == pytest.approx(0.0, abs=1e-6)
    west, east = (north_deg(window(44.0 + off, 33.0, 50)) for off in (-3.0, 3.0))
    # A cone of the two parallels turns by the sine of some 33 degrees for each of longitude.
    assert west == pytest.approx(3 * np.sin(np.radians(33.25)), rel=0.02)
    assert east == pytest.approx(-west, rel=0.001)
