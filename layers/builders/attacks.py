"""Attacks as layers: one mark a place and role, discs of uncertainty, launch-to-target lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.attribution.points_columns import said
from geo.schemas.attacks import ROLES
from layers import catalog, mark_tones, style
from layers.spec import LineLayer, PointLayer, points

ATTRIBUTION: Final = "Attacks: public reports"
_LAYER_OF_ROLE: Final = {"target": "targets", "launch": "launches"}
_SHAPE_OF_ROLE: Final = {"target": "circle", "launch": "diamond"}
LISTED: Final = 4
"""So many titles or places a tooltip lists before it counts the rest."""

_NAMED: Final = 3
NOUNS: Final = {"target": "attacks", "launch": "launches", "excluded": "reports of no attack"}
NOBODY_WORDS: Final = ("names nobody", "name nobody")
KIND_WORDS: Final = {
    "asserted": ("names a group", "name a group"),
    "one": ("only points to a group", "only point to a group"),
    "several": ("only points to several", "only point to several"),
    "mixed": ("is mixed", "are mixed"),
    "nobody": ("names and points to nobody", "name and point to nobody"),
}
"""How a count of each of `layers.mark_tones.KINDS` goes on where it is given what attacks point to;
:data:`NOBODY_WORDS` where it is not."""

SENTENCES: Final = {
    "none": "{many} {noun}",
    "at": "{many} {noun} at {place}",
    "around": "{many} {noun} around {place}, {places} places",
    "among": "{many} {noun} at {places} places",
    "verdicts": "{head}: {said}",
    "and": "; ",
    "more": "and {many} more",
}
"""How a tooltip says what a mark holds, here and where marks gather on the screen."""

# Coordinates nearer than about ten metres are the same place.
_DECIMALS: Final = 4
_SEVERITY: Final = {verdict: rank for rank, verdict in enumerate(style.RINGED)}


def located(attacks: pd.DataFrame, *, role: str, counted: bool | None = True) -> pd.DataFrame:
    """Give the attacks whose launch or target has a place, with ``lon``, ``lat`` and ``place``.

    Parameters
    ----------
    attacks
        The attacks' frame, indexed by ``attack_id``.
    role
        ``"target"`` or ``"launch"``.
    counted
        True for attacks, False for reports that are no attacks, None for both.
    """
    lon, lat = attacks[f"{role}_lon"], attacks[f"{role}_lat"]
    keep = lon.notna() & lat.notna()
    if counted is not None:
        keep &= attacks["counts"].eq(counted)
    rows = attacks[keep]
    return rows.assign(
        lon=lon[keep].astype(float).round(_DECIMALS),
        lat=lat[keep].astype(float).round(_DECIMALS),
        place=rows[f"{role}_place"].fillna("").astype(str),
        radius_km=rows[f"{role}_radius_km"].astype(float),
    )


def _lines_of(rows: pd.DataFrame, names: Mapping[str, str]) -> np.ndarray:
    group = rows["asserted_group"].fillna("").astype(str)
    who = group.map(lambda one: names.get(one, one) or "not asserted")
    when = rows["date_text"].replace("", "undated")
    lines = rows["title"].astype(str) + "\n" + when + " · " + who + " · " + rows["verdict"]
    if "points_to" in rows and rows["counts"].any():
        lines += said(rows, name=lambda one: names.get(one, one), before="\npoints to ")
    return lines.to_numpy()


def counts_line(
    noun: str,
    place: str,
    *,
    many: int,
    verdicts: Mapping[str, int],
    kinds: Mapping[str, int],
    pointed: bool = False,
) -> str:
    """Say in one line what stands at a place: “27 attacks at Erbil: 2 do not fit; 20 name nobody”.

    Parameters
    ----------
    noun
        What is counted, in the plural.
    place
        Where, or empty.
    many
        How many.
    verdicts
        How many of them have each verdict; those without a ring are left out.
    kinds
        How many of them there are of each of :data:`layers.mark_tones.KINDS`.
    pointed
        Whether it is given what they point to.
    """
    lines = [
        f"{verdicts[verdict]} {look.one if verdicts[verdict] == 1 else look.several}"
        for verdict, look in style.VERDICTS.items()
        if look.ring_px and verdicts.get(verdict)
    ]
    words = KIND_WORDS if pointed else {"nobody": NOBODY_WORDS}
    lines += [
        f"{kinds[kind]} {words[kind][kinds[kind] > 1]}"
        for kind in mark_tones.KINDS
        if kind in words and kinds.get(kind) and (kind != "asserted" or kinds[kind] < many)
    ]
    head = SENTENCES["at" if place else "none"].format(many=many, noun=noun, place=place)
    if not lines:
        return head
    return SENTENCES["verdicts"].format(head=head, said=SENTENCES["and"].join(lines))


def _named(places: np.ndarray) -> str:
    """Name the places of one spot: the record knows several at some."""
    named = dict.fromkeys(places.tolist()) if len(places) > 1 else places.tolist()
    return ", ".join([one for one in named if one][:_NAMED])


def _mixtures(
    groups: pd.Series, starts: np.ndarray, ends: np.ndarray, *, alike: np.ndarray
) -> list[str]:
    """Give for each spot of several tones those with their counts, in the order of a rim."""
    mixtures = [""] * len(starts)
    for at in np.flatnonzero(~alike).tolist():
        counted = groups.iloc[starts[at] : ends[at]].value_counts()
        shares = mark_tones.ordered({str(tone): int(n) for tone, n in counted.items()})
        # A line ends a share, so no group may hold one.
        mixtures[at] = "\n".join(
            f"{str(who).replace(chr(10), ' ')}\t{many}" for who, many in shares
        )
    return mixtures


def marks_by_place(
    attacks: pd.DataFrame,
    *,
    role: str,
    names: Mapping[str, str] | None = None,
    selected: Collection[str] = (),
    counted: bool = True,
) -> gpd.GeoDataFrame:
    """Gather the attacks at each place into one mark.

    Parameters
    ----------
    attacks
        The attacks' frame, indexed by ``attack_id``.
    role
        ``"target"`` or ``"launch"``: which of the two places.
    names
        Readable names of groups by id.
    selected
        Attack ids whose marks are drawn as selected.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a place, EPSG:4326, with the columns of a :class:`~layers.spec.PointLayer`. A
        mark's ``tone`` is that of all its attacks where they share one, else neutral; ``shares``
        has every tone with its count, as :func:`layers.mark_tones.tones_of` gives them. Its
        ``ids`` begin with those that do not fit, newest first.
    """
    rows = located(attacks, role=role, counted=counted)
    if rows.empty:
        return points([], [])
    rows = rows.assign(severity=rows["verdict"].map(_SEVERITY).fillna(len(_SEVERITY)).astype(int))
    rows = rows.sort_values("date", kind="stable", ascending=False, na_position="last")
    rows = rows.sort_values(["lat", "lon", "severity"], kind="stable")
    lat, lon = rows["lat"].to_numpy(), rows["lon"].to_numpy()
    starts = np.flatnonzero(np.r_[True, (np.diff(lat) != 0) | (np.diff(lon) != 0)])
    ends = np.r_[starts[1:], len(rows)]
    groups = mark_tones.tones_of(rows)
    codes, tones = pd.factorize(groups)
    alike = np.maximum.reduceat(codes, starts) == np.minimum.reduceat(codes, starts)
    verdicts = {
        verdict: np.add.reduceat(rows["verdict"].eq(verdict).to_numpy(dtype=int), starts)
        for verdict in style.RINGED
    }
    kinds = np.array([mark_tones.rank(tone) for tone in tones])[codes]
    pointed = any(map(mark_tones.is_pointing, tones))
    held = {
        kind: np.add.reduceat((kinds == at).astype(int), starts)
        for at, kind in enumerate(mark_tones.KINDS)
    }
    ids = rows.index.astype(str).to_numpy(dtype=object)
    titles, place = rows["title"].astype(str).to_numpy(), rows["place"].to_numpy()
    lines = _lines_of(rows, names or {})
    label = [_named(place[a:b]) for a, b in zip(starts, ends, strict=True)]
    noun = NOUNS[role] if counted else NOUNS["excluded"]

    def tooltip(at: int, first: int, end: int) -> str:
        if end - first == 1:
            return f"{lines[first]}\n{role} at {label[at]}" if label[at] else str(lines[first])
        head = counts_line(
            noun,
            label[at],
            many=int(end - first),
            verdicts={one: int(many[at]) for one, many in verdicts.items()} if counted else {},
            kinds={one: int(many[at]) for one, many in held.items()} if counted else {},
            pointed=pointed,
        )
        over = end - first - LISTED
        rest = [SENTENCES["more"].format(many=over)] if over > 0 else []
        return "\n".join([head, *titles[first:end][:LISTED], *rest])

    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    return points(
        lon[starts],
        lat[starts],
        shape=_SHAPE_OF_ROLE[role] if counted else "cross",
        tone=np.where(alike, groups.to_numpy()[starts], style.NEUTRAL)
        if counted
        else style.EXCLUDED,
        label=label,
        tooltip=[tooltip(at, a, b) for at, (a, b) in enumerate(spans)],
        count=ends - starts,
        mismatches=verdicts["mismatch"] if counted else 0,
        explained=verdicts["explained"] if counted else 0,
        contested=verdicts["contested"] if counted else 0,
        shares=_mixtures(groups, starts, ends, alike=alike) if counted else "",
        ids=["\n".join(ids[a:b]) for a, b in spans],
        selected=np.logical_or.reduceat(np.isin(ids.astype(str), list(selected)), starts),
    )


def mark_layer(
    attacks: pd.DataFrame,
    *,
    role: str,
    names: Mapping[str, str] | None = None,
    selected: Collection[str] = (),
    visible: bool = True,
) -> PointLayer:
    """Make the marks of all targets or all launches."""
    layer_id = _LAYER_OF_ROLE[role]
    return PointLayer(
        id=layer_id,
        title=catalog.entry(layer_id).title,
        features=marks_by_place(attacks, role=role, names=names, selected=selected),
        attribution=ATTRIBUTION,
        visible=visible,
    )


def excluded_layer(
    attacks: pd.DataFrame, *, selected: Collection[str] = (), visible: bool = False
) -> PointLayer:
    """Make the hollow grey crosses of fabricated, duplicate and found things, never counted."""
    return PointLayer(
        id="excluded",
        title=catalog.entry("excluded").title,
        features=marks_by_place(attacks, role="target", selected=selected, counted=False),
        attribution=ATTRIBUTION,
        visible=visible,
    )


def context_layer(events: pd.DataFrame, *, visible: bool = True) -> PointLayer:
    """Make the squares of strikes, arrests and the like, which are no attacks of the record."""
    rows = events[events["lon"].notna() & events["lat"].notna()]
    said = rows["title"].astype(str) + "\n" + rows["date"].astype(str) + " · "
    return PointLayer(
        id="context",
        title=catalog.entry("context").title,
        features=points(
            rows["lon"],
            rows["lat"],
            shape="square",
            tone=style.CONTEXT,
            label=rows["place"].astype(str).to_numpy(),
            tooltip=(said + rows["place"].astype(str)).to_numpy(),
        ),
        attribution=ATTRIBUTION,
        visible=visible,
    )


def disc_layer(attacks: pd.DataFrame, *, visible: bool = False) -> PointLayer:
    """Make the discs that say how well each place is known, one a place, role and radius."""
    parts = [located(attacks, role=role).assign(role=role) for role in ROLES]
    rows = pd.concat([part[["lon", "lat", "place", "radius_km", "role"]] for part in parts])
    rows = rows[rows["radius_km"] > 0].drop_duplicates(["lon", "lat", "radius_km", "role"])
    rows = rows.sort_values("radius_km", ascending=False, kind="stable")
    known = rows["radius_km"].map("known to ±{:g} km".format).astype(str)
    frame = points(
        rows["lon"],
        rows["lat"],
        shape="disc",
        tone=rows["role"].to_numpy(),
        label=rows["place"].to_numpy(),
        tooltip=(rows["place"] + "\n" + rows["role"] + " " + known).to_numpy(),
        radius_km=rows["radius_km"].to_numpy(),
    )
    return PointLayer(
        id="discs",
        title=catalog.entry("discs").title,
        features=frame,
        attribution=ATTRIBUTION,
        visible=visible,
    )


def link_layer(
    attacks: pd.DataFrame, *, names: Mapping[str, str] | None = None, visible: bool = True
) -> LineLayer:
    """Make one line from each launch place to each target place that it was used against."""
    both = attacks[["launch_lon", "launch_lat", "target_lon", "target_lat"]].notna().all(axis=1)
    rows = attacks[both & attacks["counts"]]
    ends = rows[["launch_lon", "launch_lat", "target_lon", "target_lat"]].astype(float)
    ends = ends.round(_DECIMALS)
    apart = (ends["launch_lon"] != ends["target_lon"]) | (ends["launch_lat"] != ends["target_lat"])
    rows, ends = rows[apart], ends[apart]
    keyed = ends.assign(
        group=rows["asserted_group"].fillna("").astype(str),
        way=rows["launch_place"].astype(str) + " → " + rows["target_place"].astype(str),
    )
    keys = [*ends.columns, "group"]
    # Joining ids group by group in pandas costs most of a second at ten thousand launches.
    which = keyed.groupby(keys, sort=False).ngroup().to_numpy()
    order = np.argsort(which, kind="stable")
    starts = np.flatnonzero(np.diff(which[order], prepend=-1))
    spans = list(zip(starts, np.append(starts, len(order))[1:], strict=True))
    ids = rows.index.astype(str).to_numpy(dtype=object)[order]
    flat = keyed.iloc[order[starts]].assign(
        ids=["\n".join(ids[a:b]) for a, b in spans], n=[b - a for a, b in spans]
    )
    coordinates = flat[list(ends.columns)].to_numpy(dtype=float).reshape(-1, 2, 2)
    who = flat["group"].map(lambda one: (names or {}).get(one, one) or "not asserted").astype(str)
    times = flat["n"].map(lambda n: "one attack" if n == 1 else f"{n} attacks").astype(str)
    drawn = gpd.GeoDataFrame(
        {
            "tone": flat["group"],
            "label": flat["way"],
            "tooltip": flat["way"].astype(str) + "\n" + who + " · " + times,
            "ids": flat["ids"],
            "weight_px": style.WIDTH_PX["link"] + np.log(flat["n"].to_numpy(dtype=float)),
        },
        geometry=np.asarray(shapely.linestrings(coordinates), dtype=object) if len(flat) else [],
        crs=4326,
    )
    return LineLayer(
        id="links",
        title=catalog.entry("links").title,
        features=drawn,
        attribution=ATTRIBUTION,
        visible=visible,
        arrow=True,
    )
