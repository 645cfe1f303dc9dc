"""One legend, computed from the layers that are shown and the tokens they are drawn with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import geopandas as gpd
import pandas as pd
import shapely

from geo.crs import to_metric
from layers import mark_tones, style
from layers.age_style import AGE_STYLES, SHARED_LABEL, parts_of
from layers.builders import interest
from layers.builders.heat import peak_in
from layers.builders.hexes import LEVELS, class_breaks, counts, level_at
from layers.placement.layout import any_leader
from layers.placement.marks import COLUMN_OF, groups_of, mark_rows
from layers.placement.window import Window, seen_in
from layers.spec import HeatLayer, HexLayer, Layer, LineLayer, MapSpec, PointLayer, PolygonLayer

Kind = Literal[
    "area", "band", "mark", "ring", "arc", "share", "leader", "line", "disc", "edge", "ramp"
]

_NOBODY: Final = ("nobody named", "nobody named or pointed to")
_SHARE: Final = (
    "Rim: each group’s share, grey for nobody named",
    "Rim: each group’s share, pale where only pointed to, grey for nobody",
)
_POINTING: Final[dict[str, tuple[str, str]]] = {
    "one": ("Pale with a line: names nobody, points to that group", mark_tones.pointing("")),
    "several": ("“+”: names nobody, points to several groups", mark_tones.SEVERAL),
    "mixed": ("Half dark: names nobody, indications contradict each other", mark_tones.MIXED),
}
"""What is said of each kind of tone of an attack that only points, and the tone of its sample."""

_ARC: Final = "Part of a ring: the share it holds for; its number beside"
_LEADER: Final = "Moved: the dot is its place"

_MARK_WORDS: Final[dict[str, str]] = {
    "targets": "Target; the number counts attacks",
    "launches": "Launch; the number counts attacks",
    "yours_targets": "Target of an attack of yours",
    "yours_launches": "Launch of an attack of yours",
    "excluded": "Report that is no attack",
    "context": "Event around the attacks",
}


@dataclass(frozen=True)
class LegendEntry:
    """One line of a legend.

    Parameters
    ----------
    section
        Heading under which it stands.
    label
        What people read.
    kind
        How its sample is drawn.
    tone
        Group, committee, verdict or other tone of :mod:`layers.style`.
    shape
        Shape of a mark.
    hatch
        Hatch of an area, in matplotlib's characters.
    age
        How old the ground of the sample is: a word of :mod:`layers.age_style`, or empty.
    others
        Tones of those who share the ground of the sample; empty where it is one holder's.
    dashed
        Whether the sample's line is dashed.
    ramp
        Colours of a ramp, low first.
    ticks
        What a ramp's colours stand for: one word a colour, or, where there are fewer, words
        spread evenly from its begin to its end. Empty where the scale has no numbers.
    edge_km
        How far the edges of ground may be off, least and most, of the sample of a halo; empty of
        others.
    """

    section: str
    label: str
    kind: Kind
    tone: str = ""
    shape: str = "circle"
    hatch: str = ""
    age: str = ""
    others: tuple[str, ...] = ()
    dashed: bool = False
    ramp: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    edge_km: tuple[float, ...] = ()


def _named(tone: str, names: Mapping[str, str]) -> str:
    return names.get(tone) or tone or "not asserted"


def _group_order(tones: Iterable[str]) -> list[str]:
    known = {tone: place for place, tone in enumerate(style.GROUPS)}
    return sorted(set(tones), key=lambda tone: (tone == "", known.get(tone, len(known)), tone))


def _areas(layer: PolygonLayer, names: Mapping[str, str]) -> list[LegendEntry]:
    if layer.id == "extents":
        roles = dict.fromkeys(layer.features["tone"])
        return [
            LegendEntry(
                "Marks",
                f"{role.capitalize()} known only by its governorate",
                "area",
                tone=role,
                dashed=True,
            )
            for role in roles
        ]
    if layer.id == interest.ID:
        return [
            LegendEntry(
                "Lines",
                f"{layer.title}: {words}",
                "disc" if form == interest.CIRCLE else "edge",
                tone="" if form == interest.CIRCLE else style.NEUTRAL,
            )
            for form, words in layer.features["label"].items()
        ]
    if layer.id == "ground_edges":
        return _bands(layer)
    frame = layer.features[layer.features["edge_px"] > 0]
    ages = [age for age in AGE_STYLES if bool(frame["age"].eq(age).any())]
    entries = [
        LegendEntry(
            section=layer.title,
            label=_named(tone, names),
            kind="area",
            tone=tone,
            hatch=style.group_style(tone).hatch,
            # The sample is of its best ground that the map shows.
            age=next(
                (age for age in ages if (frame["age"][frame["tone"] == tone] == age).any()), ""
            ),
            dashed=True,
        )
        for tone in _group_order(frame["tone"])
    ]
    if len(frame) and bool(frame["faded"].any()):
        entries.append(
            LegendEntry(
                section=layer.title,
                label="paler: low confidence" if ages else "low confidence, or unconfirmed",
                kind="area",
                dashed=True,
            )
        )
    return entries + _aged(layer, ages)


def _best(ages: pd.Series) -> str:
    held = set(ages)
    return next((age for age in AGE_STYLES if age in held), "")


def _aged(layer: PolygonLayer, ages: Sequence[str]) -> list[LegendEntry]:
    """Explain the ages of ground that are drawn, and ground of several holders."""
    entries = [
        LegendEntry(
            layer.title,
            AGE_STYLES[one].label,
            "area",
            tone=style.NEUTRAL,
            hatch="/",
            age=one,
            dashed=True,
        )
        for one in ages
    ]
    shared = layer.features["bands"][layer.features["bands"] != ""]
    if len(shared):
        # The sample is of two that do share ground on this map.
        holders = tuple(tone for tone, _ in parts_of(str(shared.iloc[0])))
        entries.append(LegendEntry(layer.title, SHARED_LABEL, "area", others=holders[:2]))
    return entries


def _points(layer: PointLayer, names: Mapping[str, str]) -> list[LegendEntry]:
    frame = layer.features
    entries: list[LegendEntry] = []
    if len(frame) and bool(frame["shape"].eq("disc").any()):
        entries.append(
            LegendEntry(
                section="Marks", label="How well a place is known", kind="disc", tone="target"
            )
        )
    marks = mark_rows(layer)
    if marks.empty:
        return entries
    shape = str(marks["shape"].iloc[0])
    words = _MARK_WORDS.get(layer.id, layer.title)
    tone = {"cross": style.EXCLUDED, "square": style.CONTEXT}.get(shape, style.NEUTRAL)
    entries.append(LegendEntry(section="Marks", label=words, kind="mark", tone=tone, shape=shape))
    counted = marks["count"].sum()
    rings = {ring: int(marks[COLUMN_OF[ring]].sum()) for ring in style.RINGED}
    entries += [
        LegendEntry(
            section="Verdict", label=f"{ring}: {style.VERDICTS[ring].label}", kind="ring", tone=ring
        )
        for ring, many in rings.items()
        if many
    ]
    if any(0 < many < counted for many in rings.values()):
        entries.append(LegendEntry(section="Verdict", label=_ARC, kind="arc", tone=style.RINGED[0]))
    return entries + _tones(marks, names)


def _tones(marks: gpd.GeoDataFrame, names: Mapping[str, str]) -> list[LegendEntry]:
    """Name the groups of some marks, and say how marks look that only point to them."""
    tones = {tone for tone, _ in groups_of(marks)} - {
        style.NEUTRAL,
        style.EXCLUDED,
        style.CONTEXT,
    }
    kinds = {mark_tones.kind_of(tone) for tone in tones}
    pointed = any(map(mark_tones.is_pointing, tones))
    asserted = {tone for tone in tones if not mark_tones.is_pointing(tone)}
    only = {mark_tones.group_of(one) for one in tones if mark_tones.kind_of(one) == "one"}
    entries = [
        LegendEntry(
            section="Groups",
            label=_named(group, names) if group else _NOBODY[pointed],
            kind="mark",
            tone=group if group in asserted else mark_tones.pointing(group),
        )
        for group in _group_order(asserted | only)
    ]
    entries += [
        LegendEntry(section="Marks", label=label, kind="mark", tone=tone)
        for kind, (label, tone) in _POINTING.items()
        if kind in kinds
    ]
    if len(tones) > 1:
        entries.append(LegendEntry(section="Marks", label=_SHARE[pointed], kind="share"))
    return entries


def fuller(entries: Iterable[LegendEntry]) -> list[LegendEntry]:
    """Keep of the entries of one thing, of several layers or maps, the one that tells more.

    Halos are one entry, for the edges of all ground.
    """
    given = list(entries)
    edges = [km for entry in given for km in entry.edge_km]
    every = list(dict.fromkeys(halo(edges) if entry.edge_km else entry for entry in given))
    filled = {entry.tone for entry in every if entry.kind == "mark"}
    labels = {entry.label for entry in every}
    less = {short for short, full in (_NOBODY, _SHARE) if full in labels}
    return [
        entry
        for entry in every
        if entry.label not in less
        and not (
            entry.section == "Groups"
            and mark_tones.is_pointing(entry.tone)
            and mark_tones.group_of(entry.tone) in filled
        )
    ]


def _bands(layer: PolygonLayer) -> list[LegendEntry]:
    """Explain the halo around ground: within it the edge may run."""
    if layer.features.empty:
        return []
    return [halo(layer.features["border_km"].astype(float))]


def halo(edges_km: Iterable[float]) -> LegendEntry:
    """Explain halos by how far the edges of their ground may be off, km."""
    every = list(edges_km)
    least, most = min(every), max(every)
    known = f"±{least:g} km" if least == most else f"±{least:g} to ±{most:g} km"
    label = f"Halo: the edge lies somewhere in it (known to {known})"
    return LegendEntry("Ground", label, "band", edge_km=(least, most))


def _entries(layer: Layer, names: Mapping[str, str], extent: Window | None) -> list[LegendEntry]:
    if isinstance(layer, PolygonLayer):
        return _areas(layer, names)
    if isinstance(layer, PointLayer):
        return _points(layer, names)
    if isinstance(layer, LineLayer) and len(layer.features):
        dashed = bool(layer.features["dashed"].any())
        line = LegendEntry("Lines", layer.title, "line", tone=style.NEUTRAL, dashed=dashed)
        return [line]
    if isinstance(layer, HexLayer) and len(layer.cells):
        return _hexes(layer, extent)
    if isinstance(layer, HeatLayer) and len(layer.lonlat):
        return _heat(layer, extent)
    return []


def _hexes(layer: HexLayer, extent: Window | None) -> list[LegendEntry]:
    """Give the counts that each colour stands for; levels of a web map share one scale."""
    if extent is None or layer.resolution is None:
        coarsest = LEVELS[0][1]
        most = int(counts(layer.cells, resolutions=[coarsest])[coarsest].max())
    else:
        cells, most = level_at(layer, 0.0)
        if cells is None:
            return []
        left, right, bottom, top = extent
        box = shapely.box(left, bottom, right, top)
        if not shapely.intersects(to_metric(cells.geometry), box).any():
            return []
    ramp = style.HEX_RAMP
    steps = list(zip(ramp, class_breaks(most=most, steps=len(ramp)), strict=True))
    held = [(colour, low, high) for colour, (low, high) in steps if low <= high]
    return [
        LegendEntry(
            section="Density",
            label=f"{layer.what} in a cell",
            kind="ramp",
            ramp=tuple(colour for colour, _, _ in held),
            ticks=tuple(
                f"{low:,}" if low == high else f"{low:,}–{high:,}" for _, low, high in held
            ),
        )
    ]


def _heat(layer: HeatLayer, extent: Window | None) -> list[LegendEntry]:
    if extent is None or not layer.bandwidth_km:
        # On a web map the blur is of the screen's size, so that a colour has no number.
        label = "density: low to high, relative to this zoom"
        return [LegendEntry("Density", label, "ramp", ramp=style.HEAT_RAMP)]
    most = peak_in(layer.lonlat, extent, bandwidth_km=layer.bandwidth_km)
    if most <= 0:
        return []
    label = f"{layer.what} per 1,000 km², kernel of {layer.bandwidth_km:g} km"
    ticks = ("0", f"{most / 2:.3g}", f"{most:.3g}")
    return [LegendEntry("Density", label, "ramp", ramp=style.HEAT_RAMP, ticks=ticks)]


def legend(
    spec: MapSpec,
    *,
    names: Mapping[str, str] | None = None,
    extent: Window | None = None,
    leaders: bool | None = None,
) -> tuple[LegendEntry, ...]:
    """List what a reader needs to know to read this map, and nothing that it does not show.

    Parameters
    ----------
    spec
        The map.
    names
        Readable names of groups and committees by id.
    extent
        Window of the map in metres of the regional conic: what lies outside it has no entry. None
        for a map that a reader can move.
    leaders
        Whether a mark in the window has a leader at its scale; None to decide it for the window
        at which a map that a reader can move opens.

    Returns
    -------
    tuple of LegendEntry
        Each entry once, those of one section together.
    """
    shown = [layer for layer in spec.shown if not layer.base]
    if extent is not None:
        shown = [seen_in(layer, extent) for layer in shown]
    found = dict.fromkeys(
        fuller(entry for layer in shown for entry in _entries(layer, names or {}, extent))
    )
    if any_leader(spec) if leaders is None else leaders:
        found[LegendEntry(section="Marks", label=_LEADER, kind="leader", tone=style.NEUTRAL)] = None
    sections = list(dict.fromkeys(entry.section for entry in found))
    return tuple(sorted(found, key=lambda entry: sections.index(entry.section)))
