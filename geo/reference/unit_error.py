"""Governorates by outlines that are off in places: which ground is surely theirs, and which may be.

The bundled outlines are coarse: that of Baghdad governorate is the city, and Anbar’s holds desert
of Najaf. How far each is off, and towards which neighbour, was measured against OCHA COD-AB.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import to_lonlat, to_metric

OUTSIDE = ""
"""Stands for ground outside every governorate."""

PairErrors = Mapping[str, Mapping[str, float]]
"""By the unit that ground is drawn as, and the unit that it may lie in: how far it lies from the
outline of the latter at the most, km."""

BUNDLED_ERROR_KM: PairErrors = {
    "anbar": {
        "": 7,
        "babil": 7,
        "baghdad": 36,
        "karbala": 6,
        "najaf": 105,
        "nineveh": 5,
        "salah_al_din": 9,
    },
    "babil": {"anbar": 8, "baghdad": 42, "karbala": 4, "najaf": 2, "qadisiyah": 2, "wasit": 5},
    "basra": {"": 2, "dhi_qar": 5, "maysan": 4},
    "dhi_qar": {"basra": 9, "maysan": 5, "muthanna": 5, "qadisiyah": 3, "wasit": 2},
    "diyala": {"": 2, "baghdad": 38, "salah_al_din": 5, "sulaymaniyah": 7, "wasit": 6},
    "dohuk": {"": 4, "erbil": 3, "nineveh": 6},
    "erbil": {"": 3, "dohuk": 3, "kirkuk": 4, "nineveh": 6, "salah_al_din": 7, "sulaymaniyah": 3},
    "karbala": {"anbar": 5, "babil": 2, "najaf": 2},
    "kirkuk": {"erbil": 5, "salah_al_din": 5, "sulaymaniyah": 4},
    "maysan": {"": 2, "basra": 4, "dhi_qar": 5, "wasit": 3},
    "muthanna": {"": 5, "basra": 12, "dhi_qar": 5, "najaf": 2, "qadisiyah": 3},
    "najaf": {"": 7, "babil": 3, "karbala": 2, "muthanna": 5, "qadisiyah": 5},
    "nineveh": {"": 4, "anbar": 2, "dohuk": 6, "erbil": 2, "salah_al_din": 8},
    "qadisiyah": {"babil": 3, "muthanna": 4, "najaf": 6, "wasit": 3},
    "salah_al_din": {
        "anbar": 5,
        "baghdad": 38,
        "diyala": 2,
        "kirkuk": 3,
        "nineveh": 5,
        "sulaymaniyah": 4,
    },
    "sulaymaniyah": {"": 3, "diyala": 6, "erbil": 4, "kirkuk": 3, "salah_al_din": 2},
    "wasit": {
        "": 2,
        "babil": 3,
        "baghdad": 41,
        "dhi_qar": 2,
        "diyala": 7,
        "maysan": 6,
        "qadisiyah": 5,
    },
    "": {
        "anbar": 3,
        "basra": 11,
        "diyala": 5,
        "dohuk": 3,
        "erbil": 5,
        "maysan": 6,
        "muthanna": 2,
        "sulaymaniyah": 5,
        "wasit": 5,
    },
}
"""Of the bundled outlines, against COD-AB of 2019-06-03: whole km, upwards (docs/boundaries.md)."""

_KM = 1000.0


def surely_of(
    outlines: Mapping[str, BaseGeometry], unit: str, *, error_km: PairErrors
) -> BaseGeometry:
    """Ground that surely lies in a unit.

    Parameters
    ----------
    outlines
        By unit, EPSG:4326, as they are drawn.
    unit
        One of them.
    error_km
        How far they may be off.

    Returns
    -------
    A polygon or several, EPSG:4326, perhaps empty: the unit as it is drawn, without what lies so
    near to another one, or to the edge of all, that it may be theirs.
    """
    return _surely(tuple(outlines.items()), unit, _frozen(error_km))


def maybe_of(
    outlines: Mapping[str, BaseGeometry], unit: str, *, error_km: PairErrors
) -> BaseGeometry:
    """Ground that may lie in a unit; parameters as of `surely_of`.

    Returns
    -------
    A polygon or several, EPSG:4326: the unit as it is drawn, with what is drawn as another and
    lies so near to it that it may be the unit’s.
    """
    return _maybe(tuple(outlines.items()), unit, _frozen(error_km))


def most_km(unit: str, *, error_km: PairErrors) -> float:
    """Give how far the edge of a unit may be off at the most, km; 0 where it is as drawn."""
    drawn_as = error_km.get(unit, {}).values()
    others = (others.get(unit, 0.0) for others in error_km.values())
    return max((*drawn_as, *others), default=0.0)


_Frozen = tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
_Outlines = tuple[tuple[str, BaseGeometry], ...]


def _frozen(error_km: PairErrors) -> _Frozen:
    return tuple((unit, tuple(others.items())) for unit, others in error_km.items())


@lru_cache(maxsize=2)
def _metric(outlines: _Outlines) -> tuple[dict[str, Any], BaseGeometry]:
    """Outlines and all of them together in the regional conic."""
    shapes = dict(zip(dict(outlines), to_metric([shape for _, shape in outlines]), strict=True))
    return shapes, shapely.union_all(list(shapes.values()))


@lru_cache(maxsize=32)
def _surely(outlines: _Outlines, unit: str, error_km: _Frozen) -> BaseGeometry:
    shapes, country = _metric(outlines)
    left = shapes[unit]
    for other, km in dict(error_km).get(unit, ()):
        if other == OUTSIDE:
            left = left.intersection(country.buffer(-km * _KM))
        elif other in shapes:
            left = left.difference(shapes[other].buffer(km * _KM))
    return _ground(left)


@lru_cache(maxsize=32)
def _maybe(outlines: _Outlines, unit: str, error_km: _Frozen) -> BaseGeometry:
    shapes, country = _metric(outlines)
    own, parts = shapes[unit], [shapes[unit]]
    for other, others in error_km:
        km = dict(others).get(unit, 0.0)
        if not km:
            continue
        near = own.buffer(km * _KM)
        if other == OUTSIDE:
            parts.append(near.difference(country))
        elif other in shapes:
            parts.append(near.intersection(shapes[other]))
    return _ground(shapely.union_all(parts))


def _ground(shape: BaseGeometry) -> BaseGeometry:
    """Polygons of a shape in the regional conic, as degrees."""
    parts = shapely.get_parts(shape)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    if not polygons.size:
        return shapely.Polygon()
    found: BaseGeometry = to_lonlat([shapely.union_all(polygons)])[0]
    return found
