"""Where printed marks stand and what they show, against places worked out from the rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from bench.surface import world
from bench.surface.row import Row
from dashboard.services.selection import DEFAULT
from geo.crs import project, to_metric
from layers.brief import draw
from layers.brief.content import Brief
from layers.brief.layout import lay_out as lay_out_page
from layers.brief.sizes import SIZES
from layers.placement.layout import Canvas, StandingMark, lay_out
from layers.placement.marks import NOT_MARKS
from layers.spec import MapSpec, PointLayer, PolygonLayer
from layers.static.figure import window

KINDS = ("overview", "mismatches", "group", "compare", "series")
LAYERS = {"usual": DEFAULT.layer, "events": (*DEFAULT.layer, "context", "excluded")}
LONG = "What was reported where, and whose ground it is, " * 6


@dataclass(frozen=True)
class Stood:
    """A mark as it was drawn, and its rows as they were given."""

    mark: StandingMark
    off_km: float
    reach_km: float
    is_astray: bool
    members: int

    @property
    def is_beyond(self) -> bool:
        """Whether it stands beyond its own radius with no leader to its place."""
        return self.off_km > self.reach_km and not self.mark.tied


def rows() -> list[Row]:
    """Measure every printed mark of some briefings of the record."""
    overview = world.composed("overview")
    usual = list(stood(overview, "hd"))
    every = [one for brief in _briefs() for size in SIZES for one in stood(brief, size)]
    launches = [one for one in usual if one.mark.mark.layer == "launches"]
    held = sum(one.members for one in launches)
    return [
        Row(
            f"launch marks of the overview ({held} launches) beyond their radius, no leader",
            "7 of 7, by 37 to 72 km",
            _beyond(launches),
            bool(launches) and not any(one.is_beyond for one in launches),
        ),
        Row(
            f"the same of all marks: {len(KINDS)} kinds, {len(SIZES)} sizes, {len(LAYERS)} sets "
            "of layers",
            "targets too: Baghdad’s 71 to Falluja",
            _beyond(every),
            not any(one.is_beyond for one in every),
        ),
        Row(
            "of these, marks in an area that holds none of their places",
            "Baghdad’s 31 in KH’s Anbar",
            f"{sum(one.is_astray for one in every):,} of {len(every):,}",
            not any(one.is_astray for one in every),
        ),
        _named("Erbil", "27 on HD, 19 + 8 on A4, 37 with Mosul under a long title"),
        _nobody(usual),
        _rings(usual),
    ]


def _beyond(marks: list[Stood]) -> str:
    without = [one for one in marks if not one.mark.tied]
    farthest = max(without, key=lambda one: one.off_km)
    return (
        f"{sum(one.is_beyond for one in marks):,} of {len(marks):,}; farthest "
        f"{farthest.off_km:.1f} km off with {farthest.reach_km:.1f} km of radius; "
        f"{len(marks) - len(without):,} have a leader"
    )


def _briefs() -> Iterator[Brief]:
    for kind in KINDS:
        # Maps of a series are all alike: those of a year stand for the rest.
        days = {"date_from": world.PERIODS[1][0], "date_to": world.PERIODS[1][1]}
        for layer in LAYERS.values():
            yield world.composed(kind, layer=layer, **(days if kind == "series" else {}))


def canvases(brief: Brief, size: str) -> Iterator[tuple[MapSpec, Canvas]]:
    """Give the maps of a briefing and the window and scale in which each is drawn."""
    for page in brief.maps:
        sheet = lay_out_page(page, brief.imprint, SIZES[size])
        for panel, box in sheet.maps:
            extent = window(panel.spec.bounds, aspect=box.width / box.height)
            px_m = (extent[1] - extent[0]) / (box.width * 96)
            yield panel.spec, Canvas(extent, px_m * draw.magnify_of(sheet))


def stood(brief: Brief, size: str) -> Iterator[Stood]:
    """Give every mark of a briefing with how far it is from the place that its rows give it."""
    for spec, canvas in canvases(brief, size):
        areas = [
            area
            for layer in spec.shown
            if isinstance(layer, PolygonLayer) and not layer.base
            for area in to_metric(layer.features.geometry[layer.features["edge_px"] > 0])
        ]
        places = _places(spec)
        for one in lay_out(spec, canvas):
            spots, counts = places[one.mark.layer]
            near = np.hypot(*(spots[:, None] - one.mark.members[None]).transpose(2, 0, 1))
            own = (near < 1).any(axis=1)
            weight = np.maximum(counts[own], 1)[:, None]
            homes = np.vstack([(spots[own] * weight).sum(axis=0) / weight.sum(), spots[own]])
            in_areas = [area for area in areas if shapely.intersects_xy(area, *one.at)]
            yield Stood(
                one,
                off_km=float(np.hypot(*(homes - one.at).T).min()) / 1_000,
                reach_km=one.reach_px * canvas.metres_a_px / 1_000,
                is_astray=not all(
                    shapely.intersects_xy(area, *spots[own].T).any() for area in in_areas
                ),
                members=int(counts[own].sum()),
            )


def _places(spec: MapSpec) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    found = {}
    for layer in spec.shown:
        if isinstance(layer, PointLayer) and not layer.base:
            table = layer.features[~layer.features["shape"].isin(NOT_MARKS)]
            spots = np.column_stack(project(table.geometry.x, table.geometry.y))
            found[layer.id] = (spots, table["count"].to_numpy(dtype=int))
    return found


def _named(place: str, was: str) -> Row:
    """Which numbers a place's mark has over sizes and titles, and whether Mosul stays apart."""
    found = {}
    for title in ("", LONG):
        brief = world.composed("overview", title=title)
        for size in SIZES:
            ((spec, canvas),) = canvases(brief, size)
            targets = [one.mark for one in lay_out(spec, canvas) if one.mark.layer == "targets"]
            marks = {one.name: one.count for one in targets}
            found[size, title] = (marks.get(place, 0), marks.get("Mosul", 0))
    numbers = sorted(set(found.values()))
    numbers_text = "; ".join(f"{place} {one}, Mosul {other}" for one, other in numbers)
    same = len(numbers) == 1 and min(numbers[0]) > 0
    return Row(
        f"{place}’s mark on {', '.join(one.upper() for one in SIZES)}, short and long title",
        was,
        f"{numbers_text} on all {len(found)}" if same else numbers_text,
        same,
    )


def _nobody(marks: list[Stood]) -> Row:
    """The share of the mark of Baghdad that names nobody, and the rows that it stands for."""
    (baghdad,) = [
        one.mark.mark
        for one in marks
        if one.mark.mark.layer == "targets" and one.mark.mark.name == "Baghdad"
    ]
    spots = {tuple(spot) for spot in baghdad.members.round().tolist()}
    here = [
        row
        for row in world.attacks()
        if world.has_point(row, "target")
        and tuple(np.round(project([row["target_lon"]], [row["target_lat"]])).ravel()) in spots
    ]
    nobody = sum(not row["asserted_group"] for row in here)
    shares = dict(baghdad.shares)
    others = ", ".join(f"{group} {many}" for group, many in baghdad.shares if group)
    return Row(
        "Baghdad’s targets that name nobody, drawn grey",
        "59 of 71 hidden by “several groups”",
        f"{shares.get('', 0)} of {baghdad.count} grey; {others}",
        (shares.get("", 0), baghdad.count) == (nobody, len(here)) and nobody > 0,
    )


def _rings(marks: list[Stood]) -> Row:
    """How many attacks wear a ring of what does not fit, and how many earn it."""
    targets = [one.mark.mark for one in marks if one.mark.mark.layer == "targets"]
    ringed = [one for one in targets if one.verdicts["mismatch"] + one.verdicts["explained"]]
    worn = sum(one.verdicts["mismatch"] + one.verdicts["explained"] for one in ringed)
    earned = [row for row in world.attacks() if row["verdict"] in {"mismatch", "explained"}]
    drawn = [row for row in earned if world.has_point(row, "target")]
    whole = sum(one.count for one in ringed)
    return Row(
        "attacks that a ring of the overview covers, and those that earn one",
        "71 of 206 wore one, 5 earned it",
        f"arcs cover {worn} of the {whole} in their marks, {len(drawn)} earn it",
        worn == len(drawn) > 0,
    )
