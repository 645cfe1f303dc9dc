"""The map of findings that are no part of the record: an attack typed by hand, a file imported."""

from __future__ import annotations

import pandas as pd

from dashboard import queries
from dashboard.mapview import centre, fit, show
from dashboard.state import Selection
from geo.check import Findings
from layers import attack_figure
from layers.build import build_map

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
    rows, on, camera = queries.table().iloc[:0], queries.record_end(), centre(Selection())
    if found is not None:
        rows = found.table.assign(
            counts_as_attack=found.table["counts"], when=found.table["date"].dt.strftime("%Y-%m-%d")
        )
        day = rows["judged_on"].max()
        on = on if pd.isna(day) else day
        extents = queries.atlas().areas.extents
        lon, lat = (attack_figure.ends(rows, axis, extents=extents) for axis in ("lon", "lat"))
        bounds = attack_figure.bounds_about(lon, lat)
        camera = fit(bounds, height_px=HEIGHT_PX) if bounds else camera
    spec = build_map(
        queries.map_frame(rows),
        areas=queries.ground(on),
        extents=queries.atlas().areas.extents,
        base=queries.base(),
        show=("ground", "discs", "links", "targets", "launches"),
        names=queries.names(),
    )
    show(spec, camera=camera, key=key, height_px=HEIGHT_PX)
