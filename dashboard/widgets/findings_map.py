"""The map of attacks that are no part of the record: one typed by hand, a file imported."""

from __future__ import annotations

import pandas as pd

from dashboard.services import user_map
from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.widgets import ground_day
from dashboard.widgets.map_view import centre, fit, show
from geo.records.record import Record
from geo.verdicts.check import Findings
from layers.static import attack_map as attack_figure

HEIGHT_PX = 620


def drawn(found: Findings | None, *, key: str) -> None:
    """Draw places and ground of some findings, or the ground alone before anything was checked.

    Parameters
    ----------
    found
        Findings of attacks, of which the latest says whose ground is shown.
    key
        Key of the map's widget.
    """
    rows = queries.table().iloc[:0] if found is None else user_map.as_rows(found.table)
    _put(rows, key=key)


def sketched(record: Record, *, key: str) -> None:
    """Draw attacks that nobody has judged yet, where they are, on the ground of their last day."""
    _put(user_map.unjudged(record), key=key)


def where_they_lie(record: Record) -> pd.DataFrame:
    """How many targets and launches lie in each area; see `dashboard.services.user_map`."""
    return user_map.where_they_lie(record, queries.dataset())


def _put(rows: pd.DataFrame, *, key: str) -> None:
    data = queries.dataset()
    extents = data.analysis.atlas.areas.extents
    lon, lat = (attack_figure.ends(rows, axis, extents=extents) for axis in ("lon", "lat"))
    bounds = attack_figure.bounds_about(lon, lat)
    camera = fit(bounds, height_px=HEIGHT_PX) if bounds else centre(Selection())
    note = ground_day.words(user_map.day_of(rows, data))
    spec = user_map.spec_of(rows, data)
    show(spec, camera=camera, key=key, height_px=HEIGHT_PX, note=note)
