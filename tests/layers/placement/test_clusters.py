"""Marks gather around named places: alike at any size of a page, and whatever is filtered."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas import Atlas
from geo.crs import project
from geo.settings import data_dir
from layers.anchors import NO_ANCHORS, Anchors
from layers.builders.base import anchors, base_layers
from layers.placement.clusters import (
    APART_ZOOM,
    STEP_ZOOM,
    _nearest_above,
    level_of,
    level_of_bounds,
    ranked,
    tree,
)
from layers.spec import IRAQ_BOUNDS

SPOTS = st.lists(st.tuples(st.floats(39, 48), st.floats(29, 37)), min_size=1, max_size=40)
LEVELS = np.arange(4.0, 15.0, STEP_ZOOM)


@pytest.fixture(scope="module")
def iraq():
    return anchors(base_layers(data_dir(), places=Atlas.load().gazetteer.table))


def owner_names(known, lon, lat, level):
    """Name of what each place is part of, or its own number."""
    owners = tree(np.array(lon), np.array(lat), known).owners(level)[: len(lon)]
    return [known.names[at - len(lon)] if at >= len(lon) else at for at in owners]


@pytest.mark.parametrize("level", LEVELS)
def test_no_great_city_and_no_great_base_ever_swallows_another(iraq, level):
    roots = iraq.lonlat[: iraq.roots]
    assert {"Baghdad", "Mosul", "Erbil", "Basra", "Kirkuk"} < set(iraq.names[: iraq.roots])
    assert owner_names(iraq, *roots.T, level) == list(iraq.names[: iraq.roots])


def test_at_the_scale_of_the_country_baghdad_holds_its_own_surroundings_and_no_other_city(iraq):
    level = level_of_bounds(IRAQ_BOUNDS)
    places = Atlas.load().gazetteer
    near = ["international_zone", "biap", "bdsc", "camp_taji", "besmaya_brc", "abu_ghraib"]
    far = ["al_asad_ab", "balad_ab", "diwaniyah", "k1_kirkuk"]
    spots = [(places.place(one).lon, places.place(one).lat) for one in near + far]
    found = owner_names(iraq, *np.transpose(spots), level)
    assert set(found[: len(near)]) == {"Baghdad"}
    assert "Baghdad" not in found[len(near) :]


@given(SPOTS, st.integers(0, 2**30))
def test_a_filter_moves_no_place_to_another_named_one(spots, mask):
    known = ranked(
        ["North", "Middle", "South"],
        np.array([(43.0, 36.0), (44.4, 33.3), (47.8, 30.5)]),
        rank=np.array([1.0, 0.0, 2.0]),
        root=np.array([True, True, True]),
    )
    lon, lat = np.transpose(spots)
    kept = np.array([bool(mask >> at & 1) for at in range(len(spots))])
    everything = ranked(
        [*known.names, *map(str, range(len(spots)))],
        np.vstack([known.lonlat, np.column_stack([lon, lat])]),
        rank=np.r_[0, 1, 2, 3 + np.arange(len(spots))].astype(float),
        root=np.r_[True, True, True, np.zeros(len(spots), dtype=bool)],
    )
    for level in (5.0, 6.5, 9.0):
        full = owner_names(everything, lon, lat, level)
        fewer = owner_names(everything, lon[kept], lat[kept], level)
        assert fewer == [one for one, keep in zip(full, kept, strict=True) if keep]


@given(SPOTS)
def test_nearer_marks_only_part_and_never_change_hands(spots):
    lon, lat = np.transpose(spots)
    made = tree(lon, lat)
    before = made.owners(LEVELS[0])
    for level in LEVELS[1:]:
        now = made.owners(level)
        # All that are one mark now were one before.
        assert np.array_equal(before[now], before)
        before = now


@given(SPOTS)
def test_from_the_deepest_zoom_on_every_place_stands_alone(spots):
    lon, lat = np.transpose(sorted({(round(x, 3), round(y, 3)) for x, y in spots}))
    assert tree(lon, lat).owners(APART_ZOOM).tolist() == list(range(len(lon)))


def by_looking_at_all(spots, first):
    """The slow way: each spot is measured against every one before it."""
    found = []
    for at in range(len(spots)):
        gaps = [np.hypot(*(spots[at] - spots[other])) for other in range(at)]
        found.append(min(gaps) if gaps and at >= first else np.inf)
    return np.array(found)


@pytest.mark.parametrize(("count", "first"), [(1, 0), (30, 0), (30, 12), (900, 0), (900, 300)])
def test_looking_near_by_finds_the_nearest_of_higher_rank(count, first):
    spots = np.random.default_rng(count + first).uniform(0, 100, (count, 2))
    nearest, apart = _nearest_above(spots, first=first)
    np.testing.assert_allclose(apart, by_looking_at_all(spots, first))
    held = nearest >= 0
    assert (nearest[held] < np.flatnonzero(held)).all()


def test_places_on_one_spot_are_one_mark_at_every_zoom():
    made = tree(np.array([44.0, 44.0]), np.array([33.0, 33.0]))
    assert len(set(made.owners(18.0).tolist())) == 1


def test_only_the_ground_that_is_asked_for_decides_the_step():
    assert level_of_bounds(IRAQ_BOUNDS) == level_of(6.25) == 6.0
    west, south, east, north = IRAQ_BOUNDS
    half = (west, south, (west + east) / 2, (south + north) / 2)
    assert 6.5 <= level_of_bounds(half) <= 7.0


def test_anchors_that_nothing_is_known_of_are_none():
    assert anchors(()) is NO_ANCHORS
    assert Anchors().lonlat.shape == (0, 2)


def test_no_place_is_lost_on_its_way_to_the_anchors(iraq):
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(39, 48, 3_000), rng.uniform(29, 37, 3_000)
    owners = tree(lon, lat, iraq).owners(6.0)
    nodes = np.vstack([np.column_stack([lon, lat]), iraq.lonlat])
    x, y = project(*nodes.T)
    apart_km = np.hypot(x - x[owners], y - y[owners])[:3_000] / 1_000
    # A chain of places may reach further than one step of it, but not across the country.
    assert np.median(apart_km) < 40
    assert apart_km.max() < 200
