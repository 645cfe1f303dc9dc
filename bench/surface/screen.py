"""Where the marks of the map stand in a real browser, and what they show there, zoom by zoom."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from playwright.sync_api import Error, Page

from bench.page import browser_page
from bench.surface import world
from bench.surface.row import Row
from dashboard.services.selection import Selection
from layers.build import build_map
from layers.placement.clusters import level_of
from layers.placement.marks import marks_of
from layers.spec import MapSpec, PointLayer
from layers.web.standalone import standalone_html

ZOOMS = (5.0, 5.5, 6.0, 6.25, 6.5, 7.0, 7.5, 8.0, 9.0, 10.0, 11.0)
OPENING = 6.25
LEAST_ARC = 0.12
"""Share of a ring that a mismatch covers at the least, to be seen at all."""

EARTH_KM = 40_075.017
SPOTS = """zoom => {
    atlas.map.setView([33.3, 43.7], zoom, {animate: false});
    return new Promise(done => setTimeout(() => {
        const zero = atlas.map.getPixelOrigin();
        done(Object.values(atlas.map._layers).filter(x => x instanceof atlas.Mark).map(x => ({
            layer: x.atlasLayer, rows: x.atlasRows, reach: x.atlasReach, tied: x.atlasTied,
            x: x._point.x + zero.x, y: x._point.y + zero.y, ids: x.atlasIds,
            spans: x.options.spans, badge: x.options.badge})));
    }, 50)); }"""


def rows() -> list[Row]:
    """Open the map of the record and read its marks back."""
    spec = _spec()
    try:
        with browser_page() as page:
            seen = _seen(page, spec)
    except Error as error:
        why = f"no browser: {str(error).splitlines()[0][:80]}"
        return [Row("marks in a real browser", "Baghdad’s 31 launches 56 km off", why, None)]
    return [_standing(spec, seen), _clustered(spec, seen), _arcs(seen[OPENING]), _opens(seen)]


def _spec() -> MapSpec:
    data = world.dataset()
    analysis = data.analysis
    return build_map(
        data.shown(Selection()),
        areas=analysis.ground(analysis.record_end()),
        lines=analysis.atlas.areas.lines,
        extents=analysis.atlas.areas.extents,
        context=analysis.context(),
        base=data.base(),
        show=Selection().layer,
        names=analysis.names(),
    )


def _seen(page: Page, spec: MapSpec) -> dict[float, list[dict[str, Any]]]:
    page.set_content(standalone_html(spec))
    page.wait_for_function("() => window.atlas && atlas.map")
    return {zoom: page.evaluate(SPOTS, zoom) for zoom in ZOOMS}


def _layers(spec: MapSpec) -> dict[str, PointLayer]:
    found = (one for one in spec.shown if isinstance(one, PointLayer) and not one.base)
    return {one.id: one for one in found if not one.features["shape"].eq("disc").all()}


def _world_px(lon: Any, lat: Any, zoom: float) -> np.ndarray:
    """Leaflet's spherical Mercator, in pixels of the whole world."""
    sine = np.sin(np.radians(np.asarray(lat, dtype=float)))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return np.column_stack([np.asarray(lon, dtype=float) / 360 + 0.5, y]) * 256 * 2**zoom


def _standing(spec: MapSpec, seen: dict[float, list[dict[str, Any]]]) -> Row:
    layers, beyond, many, tied = _layers(spec), 0, 0, 0
    farthest, baghdad = (0.0, 0.0), 0.0
    for zoom, marks in seen.items():
        km_a_px = EARTH_KM / (256 * 2**zoom) * math.cos(math.radians(33.3))
        for one in marks:
            table = layers[one["layer"]].features.iloc[one["rows"]]
            spots = _world_px(table.geometry.x.round(4), table.geometry.y.round(4), zoom)
            weight = np.maximum(table["count"].to_numpy(), 1)[:, None]
            homes = np.vstack([(spots * weight).sum(axis=0) / weight.sum(), spots])
            off_px = float(np.hypot(*(homes - (one["x"], one["y"])).T).min())
            many, tied = many + 1, tied + bool(one["tied"])
            if one["tied"]:
                continue
            beyond += off_px > one["reach"] + 0.5
            farthest = max(farthest, (off_px * km_a_px, one["reach"] * km_a_px))
            largest = one["layer"] == "launches" and weight.sum() > 30  # noqa: PLR2004
            if zoom == OPENING and largest:
                baghdad = off_px * km_a_px
    return Row(
        f"marks on screen at {len(ZOOMS)} zooms, beyond their radius with no leader",
        "Baghdad’s 31 launches 56 km off",
        f"{beyond} of {many:,} ({tied} have a leader); Baghdad’s launches {baghdad:.1f} km off; "
        f"farthest {farthest[0]:.1f} km off with {farthest[1]:.1f} km of radius",
        beyond == 0 and many > 0,
    )


def _clustered(spec: MapSpec, seen: dict[float, list[dict[str, Any]]]) -> Row:
    """Whether each zoom gathers on screen what it gathers on paper, Erbil among them."""
    layer = _layers(spec)["targets"]
    same, erbil = 0, []
    for zoom, marks in seen.items():
        paper = marks_of(layer, level=level_of(zoom))
        counts = [
            int(layer.features["count"].iloc[one["rows"]].sum())
            for one in marks
            if one["layer"] == "targets"
        ]
        same += sorted(counts) == sorted(one.count for one in paper)
        erbil += [(zoom, one.count) for one in paper if one.name == "Erbil"]
    listed = ", ".join(f"{many} at {zoom:g}" for zoom, many in erbil)
    return Row(
        "zooms of the screen at which each place’s mark is that of paper; Erbil’s",
        "other marks at other sizes",
        f"{same} of {len(seen)}; {listed}",
        same == len(seen),
    )


def _verdicts() -> dict[str, str]:
    return {row["attack_id"]: row["verdict"] for row in world.rows()}


def _arcs(marks: list[dict[str, Any]]) -> Row:
    verdicts = _verdicts()
    worn = earned = right = 0
    ringed = []
    for one in (one for one in marks if one["layer"] == "targets"):
        idents = one["ids"].split("\n")
        bad = sum(verdicts[ident] == "mismatch" for ident in idents)
        if not bad:
            continue
        arcs = {kind: last - first for kind, first, last in one["spans"]}
        covers = abs(arcs.get(0, 0.0) - max(bad / len(idents), LEAST_ARC)) < 1e-6  # noqa: PLR2004
        badge = one["badge"] == (str(bad) if bad < len(idents) else "")
        right += covers and badge
        worn, earned = worn + len(idents), earned + bad
        ringed.append(f"{bad} of {len(idents)}: {arcs.get(0, 0.0):.0%} of the ring")
    return Row(
        f"marks with a mismatch on screen whose ring covers its share ({LEAST_ARC:.0%} at the "
        "least) and whose badge says it",
        "71 attacks ringed, 5 earned it",
        f"{right} of {len(ringed)} ({'; '.join(ringed)}); {earned} of {worn} earn it",
        right == len(ringed) > 0,
    )


def _opens(seen: dict[float, list[dict[str, Any]]]) -> Row:
    """A click gives the attacks of a mark in the order of its ids."""
    verdicts = _verdicts()
    first = many = 0
    for one in (one for marks in seen.values() for one in marks if one["ids"]):
        found = [verdicts.get(ident, "") == "mismatch" for ident in one["ids"].split("\n")]
        if any(found) and not all(found):
            many += 1
            first += found == sorted(found, reverse=True)
    return Row(
        "marks of several on screen that open what does not fit first",
        "the oldest attack",
        f"{first} of {many}",
        first == many > 0,
    )
