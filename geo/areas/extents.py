"""Places known only by the outline of a governorate: the outline is the place, and no point is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.errors import ConformError, Fault
from geo.reference.boundaries import Units
from geo.reference.gazetteer import Gazetteer

_KM = 1000.0


@dataclass(frozen=True)
class OutlineComparison:
    """Outlines against areas: what a join needs to know, each of shape (n, m).

    Parameters
    ----------
    touches
        True where they share any ground.
    within
        True where the outline lies in the area and keeps `border_km` clear of its edge.
    apart_km
        Distance between them, 0 where they touch.
    share
        Share of the outline that lies inside the area.
    """

    touches: NDArray[np.bool_]
    within: NDArray[np.bool_]
    apart_km: NDArray[np.float64]
    share: NDArray[np.float64]


def load_extents(gazetteer: Gazetteer, units: Units) -> gpd.GeoSeries:
    """Outline, EPSG:4326, of each place of the gazetteer that has units and no point, by its id.

    Raises
    ------
    ConformError
        For units that the outlines in use do not know.
    """
    named = {ident: gazetteer.place(ident).units for ident in gazetteer.without_point}
    faults = [
        Fault(0, "units", unit, f"unit of {ident} is not known", f"Use {', '.join(units.outlines)}")
        for ident, parts in named.items()
        for unit in parts
        if units.outline(unit) is None
    ]
    if faults:
        raise ConformError("gazetteer.csv", faults)
    outlines = [
        shapely.union_all([units.outline(one) for one in parts]) for parts in named.values()
    ]
    return gpd.GeoSeries(
        outlines, index=pd.Index(list(named), name="place_id", dtype=object), crs=4326
    )


def compare_to_outline(
    outlines: NDArray[np.object_], polygons: NDArray[np.object_], *, border_km: NDArray[np.float64]
) -> OutlineComparison:
    """Compare outlines with areas: distances in the regional conic, shares in an equal-area one.

    Parameters
    ----------
    outlines
        (n,) polygons, EPSG:4326.
    polygons
        (m,) polygons, EPSG:4326.
    border_km
        (m,) how well the edge of each area is known.
    """
    places = np.asarray(crs.to_metric(outlines))[:, None]
    areas, core, equal = _projected(tuple(polygons), tuple(border_km.tolist()))
    ground = np.asarray(crs.to_equal_area(outlines))[:, None]
    common = shapely.area(shapely.intersection(ground, equal[None, :]))
    return OutlineComparison(
        touches=np.asarray(shapely.intersects(places, areas[None, :])),
        within=np.asarray(shapely.covers(core[None, :], places)),
        apart_km=np.asarray(shapely.distance(places, areas[None, :])) / _KM,
        share=np.asarray(np.clip(common / shapely.area(ground), 0.0, 1.0)),
    )


@lru_cache(maxsize=8)
def _projected(
    polygons: tuple[BaseGeometry, ...], border_km: tuple[float, ...]
) -> tuple[NDArray[np.object_], NDArray[np.object_], NDArray[np.object_]]:
    """An area set in the regional conic, the same clear of its edges, and in the equal-area one.

    Projected once: launches and targets share them.
    """
    given = np.array(polygons, dtype=object)
    areas = np.asarray(crs.to_metric(given))
    core = np.asarray(shapely.buffer(areas, -np.array(border_km, dtype=float) * _KM))
    return areas, core, np.asarray(crs.to_equal_area(given))


def precision_text(radius_km: Any) -> str:
    """Say how well a place is known; without a radius only its outline is."""
    if radius_km is None or np.isnan(radius_km):
        return "known only by the outline of its governorate"
    return f"known to ±{radius_km:g} km"
