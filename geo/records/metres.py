"""Coordinates in metres where degrees belong: named with the place that they would be."""

from __future__ import annotations

import re
from functools import cache

from pyproj import Transformer

from geo.parsing.plain import plain
from geo.schemas.attacks import region_fault

_TEXT = re.compile(
    r"(?:UTM ?(?:zone ?)?)?(?:(\d{1,2}) ?([C-HJ-NP-X])?[ ,]{1,2})?"
    r"(\d{6}(?:\.\d+)?) ?(?:m ?)?E?[ ,;/]{1,2}(\d{7}(?:\.\d+)?) ?(?:m ?)?N?",
    re.ASCII | re.IGNORECASE,
)
_USUAL_ZONE = 38
"""Zone in which most of Iraq lies; a table of metres hardly ever says which it is."""

_WEB = 3857
_LEAST_EAST, _MOST_EAST, _LEAST_METRES = 100_000, 900_000, 1_000_000
_FIRST_ZONE, _LAST_ZONE, _NORTH_OF_ZONE_0 = 1, 60, 32_600

Found = tuple[str, float, float]
"""Name of a reference system, latitude and longitude."""


def in_metres(x: float, y: float) -> Found | None:
    """Place that two numbers are when they are metres of UTM or of web maps, or None.

    Parameters
    ----------
    x, y
        Easting and northing, or the other way round; no degrees.

    Returns
    -------
    Name of the system, latitude and longitude of a place in the region. Of UTM the zone is taken
    to be 38 north: the name says so.
    """
    for east, north in ((x, y), (y, x)):
        if _LEAST_EAST <= east <= _MOST_EAST and north >= _LEAST_METRES:
            return _found(f"UTM {_USUAL_ZONE}N", _NORTH_OF_ZONE_0 + _USUAL_ZONE, east, north)
    if min(x, y) >= _LEAST_METRES:
        return _found("web Mercator", _WEB, x, y) or _found("web Mercator", _WEB, y, x)
    return None


def utm_text(text: str) -> tuple[str, Found] | None:
    """Zone that a text of UTM metres names, empty where it names none, and the place, or None."""
    found = _TEXT.fullmatch(plain(text))
    if found is None:
        return None
    zone = int(found[1] or _USUAL_ZONE)
    if not _FIRST_ZONE <= zone <= _LAST_ZONE:
        return None
    place = _found(f"UTM {zone}N", _NORTH_OF_ZONE_0 + zone, float(found[3]), float(found[4]))
    return None if place is None else (found[1] or "", place)


@cache
def _from(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, 4326, always_xy=True)


def _found(name: str, epsg: int, east: float, north: float) -> Found | None:
    lon, lat = _from(epsg).transform(east, north)
    return None if region_fault(lat, lon) is not None else (name, lat, lon)
