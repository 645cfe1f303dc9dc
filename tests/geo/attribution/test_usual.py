"""Usual ground compared: shared cells, likeness and drift, worked out by hand."""

from __future__ import annotations

import h3
import pandas as pd
import pytest

from geo.attribution.events import Events
from geo.attribution.ground_comparison import drift, half_years, shared_cells_km2, shared_density
from geo.attribution.usual_ground import Ground

# Two towns some 111 km apart on one meridian; A strikes from the southern, B from the northern one.
SOUTH, NORTH = (44.0, 33.0), (44.0, 34.0)


def events(rows):
    """Rows of (day, group, place)."""
    table = pd.DataFrame(
        {
            "id": [str(n) for n in range(len(rows))],
            "date": pd.to_datetime([day for day, _, _ in rows]),
            "lon": [place[0] for _, _, place in rows],
            "lat": [place[1] for _, _, place in rows],
            "groups": [(group,) for _, group, _ in rows],
        }
    )
    return Events.of(table, groups=("A", "B", "C"))


def monthly(year, first, group, place, n=3):
    """Attacks a month apart: each opens a campaign of its own."""
    return [(f"{year}-{first + month:02d}-01", group, place) for month in range(n)]


def test_likeness_is_one_with_itself_nought_apart_and_leaves_the_unknown_out():
    launches = events(monthly(2001, 1, "A", SOUTH) + monthly(2001, 1, "B", NORTH))
    alike = shared_density(Ground.fit(launches, as_of="2001-05-01"))
    assert list(alike.index) == ["A", "B"]
    assert alike.to_numpy().ravel().tolist() == pytest.approx([1, 0, 0, 1])


def test_likeness_of_half_shared_ground():
    # A is at one place. B has two equal bursts there and elsewhere: sqrt(1 x .5) = .71.
    launches = events(
        [("2001-01-01", "A", SOUTH), ("2001-01-01", "B", SOUTH), ("2001-01-01", "B", NORTH)]
    )
    alike = shared_density(Ground.fit(launches, as_of="2001-05-01"))
    assert alike.at["A", "B"] == pytest.approx(0.5**0.5)


def test_shared_cells_are_counted_in_km2():
    cells = [h3.latlng_to_cell(33.0, 44.0, 5), h3.latlng_to_cell(34.0, 44.0, 5)]
    usual = pd.DataFrame({"group": ["A", "A", "B"], "cell": [*cells, cells[0]]})
    km2 = shared_cells_km2(usual)
    one, other = (h3.cell_area(cell, unit="km^2") for cell in cells)
    assert km2.at["A", "B"] == pytest.approx(one)
    assert km2.at["A", "A"] == pytest.approx(one + other)
    assert shared_cells_km2(usual.iloc[:0]).empty


def test_drift_measures_the_middle_and_the_likeness():
    launches = events(
        monthly(2001, 1, "A", SOUTH) + monthly(2001, 7, "A", SOUTH) + monthly(2002, 1, "A", NORTH)
    )
    rows = drift(launches, "A", until="2003-01-01")
    assert [f"{day:%Y-%m-%d}" for day in rows.index] == ["2001-01-01", "2001-07-01", "2002-01-01"]
    assert rows["launches"].tolist() == [3, 3, 3]
    assert pd.isna(rows["moved_km"].iloc[0])
    assert rows["moved_km"].iloc[1] == pytest.approx(0, abs=1e-6)
    assert rows["shared"].iloc[1] == pytest.approx(1)
    # One degree of latitude at 33.5 N is 110.9 km on the ellipsoid.
    assert rows["moved_km"].iloc[2] == pytest.approx(110.9, abs=0.2)
    assert rows["shared"].iloc[2] == pytest.approx(0)


def test_drift_is_silent_where_a_half_year_holds_too_few():
    launches = events(monthly(2001, 1, "A", SOUTH) + monthly(2001, 7, "A", NORTH, n=2))
    rows = drift(launches, "A", until="2003-01-01")
    assert rows[["moved_km", "shared"]].isna().all(axis=None)
    assert drift(launches, "A", until="2001-06-30")["launches"].tolist() == [3]


def test_a_group_without_launches_has_no_drift():
    launches = events(monthly(2001, 1, "A", SOUTH))
    assert drift(launches, "C", until="2003-01-01").empty
    assert drift(launches, "nobody", until="2003-01-01").empty


def test_half_years_begin_in_january_and_july():
    begins = half_years(pd.Timestamp("2001-06-30"), pd.Timestamp("2002-01-01"))
    assert [f"{day:%Y-%m-%d}" for day in begins] == ["2001-01-01", "2001-07-01", "2002-01-01"]
