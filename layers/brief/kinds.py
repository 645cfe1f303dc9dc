"""The kinds of map with one panel: overview, heatmap, hexagons, mismatches, one group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from layers.brief import words
from layers.brief.content import MapPage, Panel, Table
from layers.brief.profile import facts, fitted_bounds, need_group
from layers.brief.view import Options, View, attacks, on_map, places
from layers.build import heat_layer, hex_layer
from layers.heat import peak
from layers.hexes import counts
from layers.spec import HeatLayer, HexLayer, Layer, MapSpec
from layers.static_labels import Callout

MISFITS: Final = ("mismatch", "explained")
_ROWS_A_PAGE: Final = 4
_GROUND: Final = ("ground", "committees", "usual")
_TABLE_SHARES: Final = (0.04, 0.12, 0.22, 0.5, 0.12)


def _headline(rows: pd.DataFrame) -> str:
    n = len(attacks(rows))
    return f"{words.counted(n, 'attack')} shown" if n else words.EMPTY


def remarks(view: View, rows: pd.DataFrame) -> tuple[str, ...]:
    """Say what a reader must know of the number of attacks shown."""
    n = len(attacks(rows))
    placeless, outside = on_map(rows, view.bounds)
    apart = len(rows) - n
    said = [f"of {view.total:,} in the record"]
    if placeless:
        said.append(f"{placeless:,} without a known point have no mark")
    if outside:
        said.append(f"{outside:,} lie outside the window")
    if apart:
        said.append(f"{words.counted(apart, 'report')} of no attack not counted")
    empty = () if n else ("Take a filter away to see some: the record may be silent here.",)
    return ("; ".join(said) + ".", *empty)


def overview(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show everything that the view shows."""
    spec = view.spec(view.rows)
    page = MapPage(
        kind="overview",
        title=options.title or "Reported attacks and the ground of armed groups",
        subtitle=view.subtitle(),
        headline=_headline(view.rows),
        remarks=remarks(view, view.rows),
        panels=(Panel(spec=spec),),
        legend=view.legend(spec),
        rows=view.rows,
    )
    return (page,)


def _density(view: View, layer: Layer) -> MapSpec:
    """Put a density over the outlines of ground, without marks."""
    plain = view.spec(view.rows.iloc[:0], show=[one for one in view.show if one in _GROUND])
    base = [one for one in plain.layers if one.base]
    areas = [one for one in plain.layers if not one.base]
    below = [one for one in base if one.id not in {"towns", "bases"}]
    return replace(plain, layers=(*below, layer, *areas, *base[len(below) :]))


def _density_page(
    view: View, layer: Layer, *, kind: str, title: str, said: Sequence[str], label: str
) -> tuple[MapPage, ...]:
    spec = _density(view, layer)
    entries = tuple(
        replace(one, label=label) if one.kind == "ramp" else one for one in view.legend(spec)
    )
    page = MapPage(
        kind=kind,
        title=title,
        subtitle=view.subtitle(),
        headline=_headline(view.rows),
        remarks=(*remarks(view, view.rows), *said),
        panels=(Panel(spec=spec),),
        legend=entries,
        rows=view.rows,
    )
    return (page,)


def heatmap(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show the kernel density of targets or launches; state n and the bandwidth."""
    made = heat_layer(view.rows, role=view.density_of, visible=True)
    layer: HeatLayer = replace(made, bandwidth_km=options.bandwidth_km)
    most = peak(layer.lonlat, bandwidth_km=options.bandwidth_km)
    what = f"{view.density_of}es" if view.density_of == "launch" else f"{view.density_of}s"
    return _density_page(
        view,
        layer,
        kind="heatmap",
        title=options.title or f"Where {what} of reported attacks cluster",
        said=(
            (
                f"n = {len(layer.lonlat):,} {what} with a known place; Gaussian kernel of "
                f"{options.bandwidth_km:g} km bandwidth (one standard deviation)."
            ),
        ),
        label=f"0 to {most:.3g} {what} per 1,000 km²",
    )


def hexbin(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show counts in H3 cells of one resolution."""
    made = hex_layer(view.rows, role=view.density_of, visible=True)
    layer: HexLayer = replace(made, resolution=options.resolution, max_cells=10**6)
    counted = counts(layer.cells, resolutions=[options.resolution])[options.resolution]
    span = f"1 to {int(counted.max())}" if len(counted) else "no"
    return _density_page(
        view,
        layer,
        kind="hexbin",
        title=options.title or f"Reported attacks by cell: {layer.what}",
        said=(
            (
                f"n = {len(layer.cells):,} {layer.what} with a known place in "
                f"{words.counted(len(counted), 'cell')} of H3 resolution {options.resolution}."
            ),
        ),
        label=f"{span} {layer.what} in a cell, steps by logarithm",
    )


def _misfits(view: View) -> pd.DataFrame:
    rows = attacks(view.rows)
    rows = rows[rows["verdict"].isin(MISFITS)]
    rank = rows["verdict"].map({verdict: at for at, verdict in enumerate(MISFITS)})
    return rows.assign(rank=rank).sort_values(["rank", "day", "title"], kind="stable")


def _key(view: View, rows: pd.DataFrame, *, first: int) -> Table:
    told = zip(
        rows["date"], rows["first_claim"], rows["asserted_group"], rows["key"], rows["verdict"],
        strict=True,
    )  # fmt: skip
    return Table(
        header=("#", "Date", "Claim", "Ground and rules", "Verdict"),
        shares=_TABLE_SHARES,
        rows=tuple(
            (
                str(at),
                date or "undated",
                _claim(view, claim, group),
                why or "see the record",
                verdict,
            )
            for at, (date, claim, group, why, verdict) in enumerate(told, start=first)
        ),
    )


def _claim(view: View, claim: str, group: str) -> str:
    said = view.names.get(claim, claim) or "no claim"
    return f"{said}; held to be {view.names.get(group, group)}" if group else said


def _callouts(rows: pd.DataFrame, *, first: int) -> tuple[Callout, ...]:
    launched = rows["launch_lon"].notna()
    lon = rows["launch_lon"].where(launched, rows["target_lon"]).to_numpy(dtype=float)
    lat = rows["launch_lat"].where(launched, rows["target_lat"]).to_numpy(dtype=float)
    return tuple(
        Callout(str(at), float(x), float(y), verdict)
        for at, (x, y, verdict) in enumerate(zip(lon, lat, rows["verdict"], strict=True), first)
        if not np.isnan(x)
    )


def mismatches(view: View, options: Options) -> tuple[MapPage, ...]:
    """Number each attack that does not fit, on the map and in a key beside it."""
    rows = _misfits(view)
    parts = [rows.iloc[at : at + _ROWS_A_PAGE] for at in range(0, len(rows), _ROWS_A_PAGE)]
    pages = []
    for at, part in enumerate(parts or [rows]):
        first = at * _ROWS_A_PAGE + 1
        numbers = pd.Series(range(first, first + len(part)), index=part.index).astype(str)
        drawn = part.assign(title=numbers + " · " + part["title"].astype(str))
        spec = view.spec(drawn, show=("ground", "links", "targets", "launches"))
        pages.append(
            MapPage(
                kind="mismatches",
                title=options.title or "Claims that the ground does not fit",
                subtitle=view.subtitle(),
                headline=f"{len(rows):,} of {words.counted(len(attacks(view.rows)), 'attack')}"
                " do not fit",
                remarks=_misfit_remarks(rows, part, first=first),
                panels=(Panel(spec=spec, callouts=_callouts(part, first=first)),),
                legend=view.legend(spec),
                table=_key(view, part, first=first) if len(part) else None,
                rows=drawn,
            )
        )
    return tuple(pages)


def _misfit_remarks(rows: pd.DataFrame, part: pd.DataFrame, *, first: int) -> tuple[str, ...]:
    if rows.empty:
        return ("Most launch places are unknown: that none is found does not mean that all fit.",)
    unexplained = int((rows["verdict"] == "mismatch").sum())
    here = f" Numbers {first} to {first + len(part) - 1} here." if len(part) < len(rows) else ""
    told = f"{unexplained} without an explanation on record, {len(rows) - unexplained} explained."
    return (f"{told}{here} Numbers stand at the launch, else the target.",)


def group(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show one group's ground and the attacks that are asserted to be its own."""
    ident = need_group(view, options.group)
    rows = view.rows[view.rows["asserted_group"] == ident]
    areas = view.ground(view.day)
    own = areas[areas["holder"] == ident]
    bounds = fitted_bounds(own, np.vstack([places(rows, "target"), places(rows, "launch")]))
    near = replace(view, bounds=bounds)
    spec = near.spec(rows, areas=own)
    name = str(view.registry.groups["name"][ident])
    page = MapPage(
        kind="group",
        title=options.title or f"{name}: ground and attacks held to be its own",
        subtitle=view.subtitle(),
        headline=_headline(rows),
        remarks=(*remarks(near, rows), *facts(view, ident, own=own, rows=attacks(rows))),
        panels=(Panel(spec=spec),),
        legend=view.legend(spec),
        rows=rows,
    )
    return (page,)
