"""An area of interest filters like any other filter, and says how sure it is."""

from __future__ import annotations

import math

import pytest

from dashboard.services.dataset import Dataset
from dashboard.services.filter_text import chips
from dashboard.services.near_words import near_words
from dashboard.services.selection import Selection
from geo.crs import GEOD
from geo.schemas.attacks import ROLES
from layers.build import build_map
from layers.legend import legend
from tests.support.findings import load
from tests.worlds.valley import FOLDER


@pytest.fixture(scope="module")
def data():
    return Dataset.of(load(FOLDER))


def reach_km(row, place):
    """By role with a point: the nearest and the furthest that it may be from a place."""
    found = []
    for role in ROLES:
        if not math.isnan(row[f"{role}_lon"]):
            spot = (row[f"{role}_lon"], row[f"{role}_lat"])
            km = GEOD.inv(place["lon"], place["lat"], *spot)[2] / 1000
            found.append((km - row[f"{role}_radius_km"], km + row[f"{role}_radius_km"]))
    return found


@pytest.mark.parametrize("radius_km", [1, 5, 20, 60, 300])
def test_it_keeps_what_may_lie_there_and_tells_what_surely_does(data, radius_km):
    places, table = data.analysis.atlas.gazetteer, data.analysis.table()
    place = places.table[places.table["lat"].notna()].iloc[0]
    selection = Selection(near=f"{place.name}:{radius_km}")
    reaches = {ident: reach_km(row, place) for ident, row in table.iterrows()}
    may = [i for i, found in reaches.items() if any(low <= radius_km for low, _ in found)]
    sure = [i for i, found in reaches.items() if any(high <= radius_km for _, high in found)]
    rows = data.shown(selection)
    assert rows.index.tolist() == may
    counted = table["counts"]
    surely, others = (int(counted[sure].sum()), int(counted[may].sum()))
    words = near_words(rows, selection, data.ground())
    assert words == (
        f"{surely} surely within {radius_km} km, {others - surely} may be"
        if others > surely
        else ""
    )


def test_without_one_nothing_is_said_and_all_is_kept(data):
    assert near_words(data.analysis.table(), Selection(), data.ground()) == ""
    assert len(data.shown(Selection())) == len(data.analysis.table())


def test_it_is_named_where_filters_are_and_its_circle_is_drawn(data):
    places = data.analysis.atlas.gazetteer
    ident = places.table.index[places.table["lat"].notna()][0]
    (chip,) = chips(Selection(near=f"{ident}:20"), data.analysis.names())
    assert (chip.name, chip.value) == ("near", "")
    assert chip.words == f"within 20 km of {data.analysis.names()[ident]}"
    from dashboard.services.views import circle_of

    circle = circle_of(Selection(near=f"{ident}:20"), places)
    drawn = build_map(data.analysis.table(), circle=circle)
    (ring,) = [layer for layer in drawn.layers if layer.id == "interest"]
    spots = ring.features.geometry.iloc[0].exterior.coords
    away = [GEOD.inv(circle.lon, circle.lat, *spot)[2] / 1000 for spot in spots]
    assert away == pytest.approx([20.0] * len(away), rel=1e-6)
    assert [one.label for one in legend(drawn) if "interest" in one.label] == [
        f"Area of interest: {circle.words}"
    ]
