"""Which clock a place goes by, and what its local times are in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.parsing.columns import looked_up
from geo.reference.boundaries import Units
from geo.reference.gazetteer import Gazetteer

IRAQ: Final = "Asia/Baghdad"
"""Three hours before UTC all year; its summer time ended in 2007."""

ZONES: Final[Mapping[str, str]] = {
    "AE": "Asia/Dubai",
    "IL": "Asia/Jerusalem",
    "IQ": IRAQ,
    "IR": "Asia/Tehran",
    "JO": "Asia/Amman",
    "KW": "Asia/Kuwait",
    "LB": "Asia/Beirut",
    "SA": "Asia/Riyadh",
    "SY": "Asia/Damascus",
    "TR": "Europe/Istanbul",
}
"""Zone of the IANA database, which knows summer times, by country as the gazetteer writes it."""

_GOLAN_EAST, _GOLAN_NORTH = 35.9, 33.4


def zones_of(attacks: pd.DataFrame, *, gazetteer: Gazetteer, units: Units) -> pd.Series:
    """Zone of the clock at each target; empty where it is not known.

    A place of the gazetteer has its country's. A point without one has Iraq's where it lies in
    an Iraqi governorate; of any other point nothing is guessed.

    Parameters
    ----------
    attacks
        With `target_place_id`, `target_lon` and `target_lat` (degrees, EPSG:4326).
    gazetteer
        Places and their countries.
    units
        Outlines of the governorates, EPSG:4326.

    Returns
    -------
    Names of the IANA database on the attacks' index.
    """
    places = gazetteer.table
    known = dict(zip(places.index, places["country"], strict=True))
    country = looked_up(attacks["target_place_id"], known, otherwise="")
    zone = looked_up(country, ZONES, otherwise="")
    lon, lat = attacks["target_lon"], attacks["target_lat"]
    # The Golan is Syria's in the gazetteer, and on its Israeli side clocks are set by Israel.
    golan = (country == "SY") & (lon < _GOLAN_EAST) & (lat < _GOLAN_NORTH)
    zone = zone.where(~golan, ZONES["IL"])
    bare = (zone == "") & (country == "") & lon.notna() & lat.notna()
    if bare.any():
        inside = shapely.contains_xy(units.country(), lon[bare], lat[bare])
        zone.loc[bare.index[bare][inside]] = IRAQ
    return zone.astype(object)


def to_utc(local: pd.Series, zone: pd.Series, *, latest: bool = False) -> pd.Series:
    """Turn local times into UTC.

    Parameters
    ----------
    local
        Clock times without a zone; NaT stays.
    zone
        Name of the zone of each, on the same index; an empty one gives NaT.
    latest
        Of an hour that a clock shows twice, when summer time ends, take the second, not the first.

    Returns
    -------
    Times without a zone, UTC. One that the clock skipped is the first after the gap.
    """
    found = pd.Series(np.datetime64("NaT", "us"), index=local.index)
    for name in dict.fromkeys(zone[zone != ""]):
        rows = zone == name
        there = local[rows].dt.tz_localize(
            name, ambiguous=np.full(int(rows.sum()), not latest), nonexistent="shift_forward"
        )
        found[rows] = there.dt.tz_convert(None)
    return found
