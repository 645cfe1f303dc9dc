"""What GeoJSON says of its reference system: WGS84 lon/lat in any of its spellings, or not."""

from __future__ import annotations

import json
import re
from typing import Any

from geo.errors import Fault

_SPELT = re.compile(
    r"""
    (?: urn:(?:x-)?ogc:def:crs: | https?://www\.opengis\.net/(?:def/crs/|gml/srs/)
      | https?://(?:www\.)?spatialreference\.org/ref/ | https?://(?:www\.)?epsg\.io/ )?
    (?: (?:epsg[:/#])? (?:epsg\.xml\#)? (?:[\d.]{0,12}[:/])? 4326 (?:/[a-z\d]{0,12}/?)?
      | (?:ogc[:/])? (?:[\d.]{0,12}[:/])? crs:?84
      | wgs[ _-]?(?:19)?84 (?:[ ]?\(?lon/lat\)?)? )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 200
_DEEPEST = 4
_WORDS = ("name", "code", "href")
"""Members of a `crs` under which programs write the system, in GeoJSON of 2008 and before."""

_PROBLEM = "the file’s CRS is not EPSG:4326 or CRS84 (WGS 84 lon/lat)"
_REMEDY = "Convert it, for example with .to_crs(4326) in geopandas, or ogr2ogr -t_srs EPSG:4326."


def crs_faults(given: Any) -> list[Fault]:
    """Fault of a `crs` member that names another system, or none that is known.

    Parameters
    ----------
    given
        The member: an object of GeoJSON 2008 (`name`, `link`, or the older `EPSG` with a code), a
        text, a number, or None where the file has none.
    """
    if given is None or _is_lonlat(given):
        return []
    named = _said(given)
    text = named if isinstance(named, str) else json.dumps(named, default=str)
    return [Fault(0, "crs", text[:80].strip('"'), _PROBLEM, _REMEDY)]


def _said(given: Any) -> Any:
    """Name or code in a member, wherever programs put it; the member where there is none."""
    found = given
    for _ in range(_DEEPEST):
        if not isinstance(found, dict):
            return found
        inner = found.get("properties", next((found[k] for k in _WORDS if found.get(k)), None))
        if inner is None:
            return given
        found = inner
    return given


def _is_lonlat(given: Any) -> bool:
    said = _said(given)
    if isinstance(said, bool) or not isinstance(said, str | int):
        return False
    kind = str(given.get("type", "")) if isinstance(given, dict) else ""
    if kind.casefold() not in {"", "name", "link", "epsg", "ogc"}:
        return False
    text = str(said).strip()
    return len(text) <= _LONGEST and _SPELT.fullmatch(text) is not None
