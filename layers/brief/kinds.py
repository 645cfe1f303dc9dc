"""The kinds of map with one panel: overview, heatmap, hexagons, mismatches, one group."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.attribution.points_columns import groups_of, said
from geo.records.counts import NOT_FITTING, Counts, many
from layers.brief.content import MapPage, PageTable, Said
from layers.brief.profile import facts, fitted_bounds, need_group
from layers.brief.view import Options, View, attacks, places
from layers.build import heat_layer, hex_layer
from layers.spec import HeatLayer, HexLayer, Layer, MapSpec
from layers.static.labels import Callout

_ROWS_A_PAGE: Final = 4
_TRY: Final = "Take a filter away to see some: the record may be silent here."
_GROUND: Final = ("ground", "committees", "usual")
_TABLE_SHARES: Final = (0.04, 0.11, 0.19, 0.4, 0.15, 0.11)


def remarks(view: View, counts: Counts) -> tuple[str, ...]:
    """Say what a reader must know of the number of attacks shown."""
    missing, apart, several = counts.missing(), counts.not_counted(), counts.several_words()
    some = counts.attacks < view.record.attacks
    # Of the whole view alone: its words are of all its rows.
    near = view.interest(view.rows) if counts.attacks == view.counts.attacks else ""
    said = (
        f"{view.record.attacks:,} in the record." if some else "",
        f"{near}." if near else "",
        f"{missing}." if missing else "",
        f"Not counted as attacks: {apart}." if apart else "",
        f"{several}." if several else "",
    )
    empty = () if counts.attacks else (_TRY,)
    return tuple(one for one in (" ".join(one for one in said if one), *empty) if one)


def overview(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show everything that the view shows."""

    def say(counts: tuple[Counts, ...]) -> Said:
        (found,) = counts
        # In the same lines: a line of its own costs the legend a size.
        pointing = f"{words}." if (words := found.pointing_words()) else ""
        said = " ".join(part for part in (*remarks(view, found), pointing) if part)
        return Said(headline=found.headline(), remarks=(said,) if said else ())

    page = MapPage(
        kind="overview",
        title=options.title or "Reported attacks and the ground of armed groups",
        subtitle=view.subtitle(),
        say=say,
        summary=many(view.counts.attacks, "attack"),
        panels=(view.panel(view.rows, view.spec(view.rows)),),
        names=view.names,
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
    view: View, layer: Layer, *, kind: str, title: str, how: str
) -> tuple[MapPage, ...]:
    what = "launches" if view.density_of == "launch" else "targets"

    def say(counts: tuple[Counts, ...]) -> Said:
        (found,) = counts
        n = f"n = {found.in_window:,} {what} on this map; {how}."
        return Said(headline=found.headline(), remarks=(*remarks(view, found), n))

    page = MapPage(
        kind=kind,
        title=title,
        subtitle=view.subtitle(),
        say=say,
        summary=many(view.counts.attacks, "attack"),
        panels=(view.panel(view.rows, _density(view, layer)),),
        names=view.names,
        rows=view.rows,
    )
    return (page,)


def heatmap(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show the kernel density of targets or launches; state n and the bandwidth."""
    made = heat_layer(view.rows, role=view.density_of, visible=True)
    layer: HeatLayer = replace(made, bandwidth_km=options.bandwidth_km, attribution=view.credit)
    what = f"{view.density_of}es" if view.density_of == "launch" else f"{view.density_of}s"
    return _density_page(
        view,
        layer,
        kind="heatmap",
        title=options.title or f"Where {what} of reported attacks cluster",
        how=f"Gaussian kernel of {options.bandwidth_km:g} km bandwidth (one standard deviation)",
    )


def hexbin(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show counts in H3 cells of one resolution."""
    made = hex_layer(view.rows, role=view.density_of, visible=True)
    layer: HexLayer = replace(
        made, resolution=options.resolution, max_cells=10**6, attribution=view.credit
    )
    return _density_page(
        view,
        layer,
        kind="hexbin",
        title=options.title or f"Reported attacks by cell: {layer.what}",
        how=f"cells of H3 resolution {options.resolution}",
    )


def _not_fitting(view: View) -> pd.DataFrame:
    rows = attacks(view.rows)
    rows = rows[rows["verdict"].isin(NOT_FITTING)]
    rank = rows["verdict"].map({verdict: at for at, verdict in enumerate(NOT_FITTING)})
    return rows.assign(rank=rank).sort_values(["rank", "date", "title"], kind="stable")


def _key(view: View, rows: pd.DataFrame, *, first: int) -> PageTable:
    columns = ("date_text", "first_claim", "asserted_group", "key", "verdict")
    pointed: str | pd.Series = "not asked"
    if "points_to" in rows:
        pointed = said(rows, name=view.registry.short_name)
    cells = zip(*(rows.assign(pointed=pointed)[[*columns, "pointed"]].to_numpy().T), strict=True)
    return PageTable(
        header=("#", "Date", "Claim", "Ground and rules", "Points to", "Verdict"),
        shares=_TABLE_SHARES,
        rows=tuple(
            (
                str(at),
                date or "undated",
                _claim(view, claim, group),
                why or "see the record",
                points_to,
                verdict,
            )
            for at, (date, claim, group, why, verdict, points_to) in enumerate(cells, start=first)
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


def _at_stake(view: View, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Ground of who is held to have done it or pointed to, and of who shares it or these places."""
    areas = view.ground(view.day)
    pointed = rows.get("points_to", ())
    named = {*rows["asserted_group"], *(one for cell in pointed for one in groups_of(cell))}
    spots = shapely.multipoints(np.vstack([places(rows, "launch"), places(rows, "target")]))
    kept = areas["holder"].isin(named) | areas.intersects(spots)
    if "shared_with" not in areas:
        return areas[kept]
    # Ground that is shared with somebody must not look like that of one alone.
    with_them = {one for shared in areas.loc[kept, "shared_with"] for one in shared}
    shares = areas["holder"].isin(with_them) & areas.intersects(areas[kept].union_all())
    return areas[kept | shares]


def mismatches(view: View, options: Options) -> tuple[MapPage, ...]:
    """Number each attack that does not fit, on the map and in a key beside it."""
    rows = _not_fitting(view)
    parts = [rows.iloc[at : at + _ROWS_A_PAGE] for at in range(0, len(rows), _ROWS_A_PAGE)]
    pages = []
    for at, part in enumerate(parts or [rows]):
        first = at * _ROWS_A_PAGE + 1
        numbers = pd.Series(range(first, first + len(part)), index=part.index).astype(str)
        drawn = part.assign(title=numbers + " · " + part["title"].astype(str))
        areas = _at_stake(view, part)
        spec = view.spec(drawn, areas=areas, show=("ground", "links", "targets", "launches"))
        pages.append(
            MapPage(
                kind="mismatches",
                title=options.title or "Claims that the ground does not fit",
                subtitle=view.subtitle(),
                say=partial(_say_mismatches, view, first=first),
                summary=view.counts.not_fitting_words(),
                panels=(
                    view.panel(drawn, spec, areas=areas, callouts=_callouts(part, first=first)),
                ),
                names=view.names,
                table=_key(view, part, first=first) if len(part) else None,
                rows=drawn,
            )
        )
    return tuple(pages)


def _say_mismatches(view: View, counts: tuple[Counts, ...], *, first: int) -> Said:
    (here,) = counts
    whole = view.counts
    known = f"The launch is known for {whole.launches:,} of {many(whole.attacks, 'attack')}."
    if not whole.not_fitting:
        none = "That none is found does not mean that all fit."
        return Said(headline=whole.not_fitting_words(), remarks=(f"{known} {none}",))
    numbers = f" Numbers {first} to {first + here.attacks - 1} here."
    split = (
        f"{whole.mismatches:,} without an explanation on record, {whole.explained:,} explained."
        f"{numbers if here.attacks < whole.not_fitting else ''}"
        " Numbers stand at the launch, else the target. Ground is of those named and of who shares"
        " it or holds these places."
    )
    missing = f"Of these: {here.missing()}." if here.missing() else ""
    return Said(
        headline=whole.not_fitting_words(),
        remarks=tuple(one for one in (split, missing, known) if one),
    )


def group(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show one group's ground and the attacks that are asserted to be its own."""
    ident = need_group(view, options.group)
    rows = view.rows[view.rows["asserted_group"] == ident]
    areas = view.ground(view.day)
    own = areas[areas["holder"] == ident]
    bounds = fitted_bounds(own, np.vstack([places(rows, "target"), places(rows, "launch")]))
    near = replace(view, bounds=bounds)
    name = str(view.registry.groups["name"][ident])
    short = view.registry.short_name(ident)
    group_facts = facts(view, ident, own=own, rows=attacks(rows))

    def say(counts: tuple[Counts, ...]) -> Said:
        (found,) = counts
        share = f"In the record: {view.record.group_share(ident, name=short)}."
        remarked = (*remarks(view, found), share, *group_facts)
        return Said(headline=found.headline(), remarks=remarked)

    page = MapPage(
        kind="group",
        title=options.title or f"{name}: ground and attacks held to be its own",
        subtitle=view.subtitle(),
        say=say,
        summary=many(len(attacks(rows)), "attack"),
        panels=(near.panel(rows, near.spec(rows, areas=own), areas=own),),
        names=view.names,
        rows=rows,
    )
    return (page,)
