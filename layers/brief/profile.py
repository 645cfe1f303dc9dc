"""One group in a few lines: what the registries say, and the window that shows its ground."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import NameNotFoundError
from geo.reference.facade_links import links_in_force
from geo.schemas.attacks import METHODS
from layers.brief.view import View
from layers.spec import IRAQ_BOUNDS, Bounds

_LEAST_DEG: Final = 2.4
_PADDING: Final = 0.12
_LISTED: Final = 5


def need_group(view: View, ident: str) -> str:
    """Give a group's id as it is registered.

    Raises
    ------
    NameNotFoundError
        When no group is named, or one that the registry does not know.
    """
    known = list(view.registry.groups.index)
    if ident in known:
        return ident
    given = f"{ident!r} is no group of the registry" if ident else "a group's map needs a group"
    raise NameNotFoundError(f"{given}. Expected exactly one of {', '.join(known)}.")


def facts(view: View, ident: str, *, own: gpd.GeoDataFrame, rows: pd.DataFrame) -> tuple[str, ...]:
    """Say what the registries and the attacks shown say of a group, one sentence each.

    No person is named.
    """
    registry = view.registry
    committees = registry.committees
    leads = committees.loc[committees["lead"] == ident, "name"]
    within = committees["participants"].str.split("|").map(lambda ids: ident in ids)
    takes_part = committees.loc[within & (committees["lead"] != ident), "name"]
    links = links_in_force(registry)
    # A slide has no room for doubt: a brand that a weak link alone gives to the group stays off it.
    mine = (links["group_id"] == ident) & (links["strength"] != "low")
    brands = links.loc[mine, "facade_id"].map(registry.facades["name"])
    methods = rows["method"].map(METHODS).str.lower().value_counts().head(3)
    said = [
        _listed("Leads", leads),
        _listed("Takes part in", takes_part),
        _listed("Façades", brands.drop_duplicates()),
        _listed("Ground", own["title"]),
        "Methods: " + ", ".join(f"{one} {n}" for one, n in methods.items()) + "."
        if len(methods)
        else "",
        str(registry.groups.at[ident, "ground_note"]),
    ]
    return tuple(one for one in said if one)


def _listed(title: str, values: pd.Series) -> str:
    texts = [str(value) for value in values]
    if not texts:
        return ""
    more = f" and {len(texts) - _LISTED} more" if len(texts) > _LISTED else ""
    return f"{title}: {', '.join(texts[:_LISTED])}{more}."


def fitted_bounds(own: gpd.GeoDataFrame, lonlat: NDArray[np.float64]) -> Bounds:
    """Give the window around ground and places, not narrower than a reader can orient in.

    Parameters
    ----------
    own
        The group's areas, EPSG:4326.
    lonlat
        Places in degrees, shape ``(n, 2)``.
    """
    west, south, east, north = IRAQ_BOUNDS
    # One attack far abroad would shrink the country to a corner; it is given in words.
    near = (lonlat >= (west, south)).all(axis=1) & (lonlat <= (east, north)).all(axis=1)
    corners = [lonlat[near]] if near.any() else []
    if len(own):
        corners.append(np.asarray(own.total_bounds, dtype=float).reshape(2, 2))
    if not corners:
        return IRAQ_BOUNDS
    west, south = np.vstack(corners).min(axis=0).tolist()
    east, north = np.vstack(corners).max(axis=0).tolist()
    wide = max((east - west) * (1 + 2 * _PADDING), _LEAST_DEG)
    high = max((north - south) * (1 + 2 * _PADDING), _LEAST_DEG * 0.85)
    lon, lat = (west + east) / 2, (south + north) / 2
    return (lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2)
