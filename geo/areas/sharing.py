"""Ground that several groups have on one day: the pieces of it, and with whom each area shares.

Ground is shared where ground of two holders overlaps that is current on the day: fresh or ageing.
Old ground shares nothing: it is kept apart, as ground of somebody that was there once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.areas.age import AGES, Age
from geo.areas.table import OWN_GROUND

CURRENT = (Age.FRESH, Age.AGEING)
"""Ages of ground that is shared with others; older ground decides nothing."""

LEAST_KM2 = 0.05
"""Smaller overlaps are rounding along a common border."""

COLUMNS = ("shared_with", "others")
"""What `with_sharing` adds."""


_GRID_M = 1.0
"""Finer corners are slivers of two outlines that are the same line."""


class HolderPart(NamedTuple):
    """Whose ground a piece is, and how old it is there."""

    holder: str
    age: Age


def pieces(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut out the ground that two or more holders have.

    Parameters
    ----------
    areas
        In force on a day, EPSG:4326, with `holder, kind` and `age`.

    Returns
    -------
    One row a piece, EPSG:4326, with `parts`, a tuple of `HolderPart` by holder. No two pieces
    overlap, and whoever holds a piece holds all of it; where a holder's areas overlap its best
    age stands.

    Raises
    ------
    CRSError
        When the areas are not in EPSG:4326.
    """
    crs.require_lonlat(areas, what="areas")
    current = areas[areas["kind"].isin(OWN_GROUND) & areas["age"].isin(CURRENT)]
    metric = np.asarray(crs.to_metric(current.geometry.to_numpy()), dtype=object)
    holders = current["holder"].to_numpy(dtype=object)
    first, _ = _pairs(metric, holders)
    met = np.unique(first)
    cells = _overlay(_units(metric[met], holders[met], current["age"].to_numpy(dtype=object)[met]))
    common = [(parts, shape) for parts, shape in cells if len(parts) > 1]
    held = [tuple(sorted(parts)) for parts, _ in common]
    shapes = np.array([shape for _, shape in common], dtype=object)
    column = np.empty(len(held), dtype=object)
    column[:] = held
    drawn = crs.to_lonlat(shapes) if len(shapes) else shapes
    return gpd.GeoDataFrame({"parts": column}, geometry=drawn, crs=4326)


def remainders(areas: gpd.GeoDataFrame, common: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """What of areas is their holder's alone.

    Parameters
    ----------
    areas
        As `pieces` took them.
    common
        What it gave.

    Returns
    -------
    One outline for each current area that meets a piece of its holder, EPSG:4326, by area id; an
    empty one where all of it is shared.

    Raises
    ------
    CRSError
        When the areas are not in EPSG:4326.
    """
    crs.require_lonlat(areas, what="areas")
    current = areas[areas["kind"].isin(OWN_GROUND) & areas["age"].isin(CURRENT)]
    cuts = np.asarray(crs.to_metric(common.geometry.to_numpy()), dtype=object)
    held = [{part.holder for part in parts} for parts in common["parts"]]
    metric = crs.to_metric(current.geometry.to_numpy())
    left = {}
    for ident, holder, shape in zip(current.index, current["holder"], metric, strict=True):
        mine = shapely.union_all(cuts[[holder in one for one in held]])
        if shapely.area(shapely.intersection(shape, mine)) / 1e6 >= LEAST_KM2:
            left[ident] = _polygons(shapely.difference(shape, mine, grid_size=_GRID_M))
    shapes = np.array(list(left.values()), dtype=object)
    drawn = crs.to_lonlat(shapes) if len(shapes) else shapes
    return gpd.GeoSeries(drawn, index=pd.Index(list(left), dtype=object), crs=4326)


def with_sharing(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Areas with whom they share ground, as ids of holders in tuples.

    Parameters
    ----------
    areas
        In force on a day, EPSG:4326, with `holder, kind` and `age`.

    Returns
    -------
    The areas, and `shared_with` (other holders whose current ground overlaps this area; none where
    the area itself is old) and `others` (the remaining holders whose ground overlaps it). Areas
    that are no ground of a group have neither.

    Raises
    ------
    CRSError
        When the areas are not in EPSG:4326.
    """
    crs.require_lonlat(areas, what="areas")
    own = np.flatnonzero(areas["kind"].isin(OWN_GROUND).to_numpy())
    holders = areas["holder"].to_numpy(dtype=object)
    current = areas["age"].isin(CURRENT).to_numpy()
    shared: list[set[str]] = [set() for _ in range(len(areas))]
    every: list[set[str]] = [set() for _ in range(len(areas))]
    metric = np.asarray(crs.to_metric(areas.geometry.to_numpy()[own]), dtype=object)
    for one, other in zip(*(own[side] for side in _pairs(metric, holders[own])), strict=True):
        every[one].add(str(holders[other]))
        if current[one] and current[other]:
            shared[one].add(str(holders[other]))
    rest = [there - with_ for there, with_ in zip(every, shared, strict=True)]
    return areas.assign(shared_with=_tuples(shared), others=_tuples(rest))


def _tuples(sets: Sequence[set[str]]) -> NDArray[np.object_]:
    out = np.empty(len(sets), dtype=object)
    out[:] = [tuple(sorted(one)) for one in sets]
    return out


def _pairs(
    metric: NDArray[np.object_], holders: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows of other holders that overlap by more than rounding, both ways."""
    first, second = shapely.STRtree(metric).query(metric, predicate="intersects")
    other = holders[first] != holders[second]
    first, second = first[other], second[other]
    km2 = shapely.area(shapely.intersection(metric[first], metric[second])) / 1e6
    return first[km2 >= LEAST_KM2], second[km2 >= LEAST_KM2]


def _units(
    metric: NDArray[np.object_], holders: NDArray[np.object_], ages: NDArray[np.object_]
) -> list[tuple[HolderPart, BaseGeometry]]:
    """Ground of each holder by age, the better age taken off the worse."""
    made = []
    for holder in sorted(set(holders.tolist())):
        better: BaseGeometry = shapely.Polygon()
        for age in (one for one in AGES if one in CURRENT):
            mine = shapely.union_all(metric[(holders == holder) & (ages == age)])
            left = shapely.difference(mine, better)
            if not left.is_empty:
                made.append((HolderPart(str(holder), age), left))
            better = shapely.union(better, mine)
    return made


def _overlay(
    units: Iterable[tuple[HolderPart, BaseGeometry]],
) -> list[tuple[frozenset[HolderPart], BaseGeometry]]:
    """Cut shapes at each other into cells, each with those that hold all of it."""
    cells: list[tuple[frozenset[HolderPart], BaseGeometry]] = []
    for part, shape in units:
        cut = []
        for parts, cell in cells:
            cut += [
                (parts | {part}, _polygons(shapely.intersection(cell, shape, grid_size=_GRID_M))),
                (parts, _polygons(shapely.difference(cell, shape, grid_size=_GRID_M))),
            ]
        covered = shapely.union_all([cell for _, cell in cells])
        cut.append(
            (frozenset({part}), _polygons(shapely.difference(shape, covered, grid_size=_GRID_M)))
        )
        cells = [(parts, cell) for parts, cell in cut if cell.area / 1e6 >= LEAST_KM2]
    return cells


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """What of a shape has an area, without slivers."""
    parts: Any = shapely.get_parts(shape)
    flat = parts[shapely.get_dimensions(parts) == 2]  # noqa: PLR2004
    return shapely.union_all(flat[shapely.area(flat) / 1e6 >= LEAST_KM2])
