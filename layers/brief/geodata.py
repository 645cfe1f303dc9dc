"""What a briefing shows as geodata: GeoPackage, GeoJSON and KML, for other map programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.attribution.points_columns import COLUMNS as POINTS
from geo.io.geopackage_writer import geopackage_bytes
from geo.parsing.days import in_words
from geo.records.counter import count
from geo.schemas.attacks import ATTRIBUTION
from geo.spatial.h3_cells import INDEX_RESOLUTION
from layers.brief import text as words
from layers.brief.content import Brief, MapPage
from layers.builders.hexes import counts, polygons
from layers.measure import plain
from layers.spec import HexLayer, Layer, LineLayer, PolygonLayer

COLUMNS: Final = (
    "attack_id", "title", "date", "method", "status", "verdict", "asserted_group", "first_claim",
    "place", "radius_km", "role", "why", "points_to", "points_strength", "points_mixed", "period",
    "attribution",
)  # fmt: skip
_SHAPE_COLUMNS: Final = ("label", "tone", "tooltip", "ids", "dashed", "faded")
_NAMES: Final = {"tone": "holder", "tooltip": "about"}
_GROUND: Final = frozenset({"ground", "ground_edges", "committees"})
_DIGITS: Final = 5


def attack_points(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give a point for each launch and each target that is known.

    Parameters
    ----------
    rows
        Attacks as a :class:`~layers.brief.content.MapPage` holds them.

    Returns
    -------
    GeoDataFrame, EPSG:4326, with :data:`COLUMNS`.
    """
    parts = []
    missing = [name for name in ("period", ATTRIBUTION, *POINTS) if name not in rows]
    flat = (
        rows.assign(date=rows["date_text"], **dict.fromkeys(missing, ""))
        .rename_axis("attack_id")
        .reset_index()
    )
    for role in ("target", "launch"):
        known = flat[flat[f"{role}_lon"].notna()]
        part = known.assign(
            role=role, place=known[f"{role}_place"], radius_km=known[f"{role}_radius_km"]
        )
        at = gpd.points_from_xy(
            part[f"{role}_lon"].astype(float), part[f"{role}_lat"].astype(float)
        )
        parts.append(gpd.GeoDataFrame(part[list(COLUMNS)], geometry=at, crs=4326))
    joined = pd.concat(parts, ignore_index=True)
    text = [column for column in COLUMNS if column != "radius_km"]
    joined[text] = joined[text].fillna("").astype(str).map(plain)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=4326)


def _shapes(layer: PolygonLayer | LineLayer) -> gpd.GeoDataFrame:
    table = layer.features
    if isinstance(layer, PolygonLayer) and bool(table["bands"].ne("").any()):
        # Each area once and whole: parts of shared ground are made for drawing alone.
        table = table[table["tooltip"] != ""]
    columns = [column for column in _SHAPE_COLUMNS if column in table]
    if "age" in table and bool(table["age"].ne("").any()):
        columns.append("age")
    out = gpd.GeoDataFrame(
        table[columns].reset_index(drop=True), geometry=table.geometry.to_numpy(), crs=4326
    )
    text = [column for column in columns if column not in {"dashed", "faded"}]
    out[text] = out[text].astype(str).apply(lambda cells: cells.str.replace("\n", " | ").map(plain))
    return out.rename(columns=_NAMES)


def _drawn(layer: Layer) -> gpd.GeoDataFrame | None:
    """Give what a layer draws as shapes; None for points, which stand as attacks, and for heat."""
    if isinstance(layer, PolygonLayer | LineLayer) and len(layer.features):
        return _shapes(layer)
    if isinstance(layer, HexLayer) and len(layer.cells):
        level = layer.resolution or INDEX_RESOLUTION
        cells = polygons(counts(layer.cells, resolutions=[level])[level])
        return cells.rename_axis("cell").reset_index()
    return None


def _attacks(brief: Brief) -> pd.DataFrame:
    """Give each attack once, with the period of the map that shows it."""
    parts = [panel.rows.assign(period=panel.period) for page in brief.maps for panel in page.panels]
    joined = pd.concat(parts)
    # A map of one period says more than one of all of them.
    joined = joined.iloc[np.argsort(joined["period"].eq("").to_numpy(), kind="stable")]
    return joined[~joined.index.duplicated()]


def layers_of(brief: Brief) -> dict[str, gpd.GeoDataFrame]:
    """Give every layer that a briefing shows beside the base map, by name, EPSG:4326.

    Attacks stand one by one as points and not gathered as they are drawn. A layer that several
    maps show is one table: its column ``period`` says which map, as ISO 8601 writes time, and
    ``ground_day`` whose day's ground it is; what two maps of one period share stands once.
    """
    made: dict[str, list[gpd.GeoDataFrame]] = {}
    seen: set[tuple[Layer, str]] = set()
    for page in brief.maps:
        for panel in page.panels:
            for layer in panel.spec.shown:
                if layer.base or (layer, panel.period) in seen:
                    continue
                seen.add((layer, panel.period))
                frame = _drawn(layer)
                if frame is None:
                    continue
                frame["period"] = panel.period
                if layer.id in _GROUND:
                    frame["ground_day"] = panel.ground_day.isoformat() if panel.ground_day else ""
                made.setdefault(layer.id, []).append(frame)
    points = {"attacks": attack_points(_attacks(brief))} if brief.maps else {}
    return points | {name: _once(frames) for name, frames in made.items()}


def _once(frames: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Join the tables of one layer, each row once."""
    joined = pd.concat(frames, ignore_index=True)
    key = joined.drop(columns="geometry").assign(shape=shapely.to_wkb(joined.geometry.to_numpy()))
    kept = joined[~key.duplicated().to_numpy()].reset_index(drop=True)
    return gpd.GeoDataFrame(kept, geometry="geometry", crs=4326)


def about(brief: Brief) -> dict[str, str]:
    """Give what a data file says of itself: source, marking, when, and what areas are."""
    imprint = brief.imprint
    said = {
        "title": plain(brief.pages[0].title),
        "filter": plain(brief.pages[0].subtitle),
        "marking": plain(imprint.marking.text) if imprint.marking else "",
        "exercise": words.EXERCISE if imprint.exercise else "",
        "author": plain(imprint.author),
        "made": words.moment(imprint.made),
        "data as of": in_words(imprint.as_of),
        "data sha256": imprint.data_sha256,
        "source": imprint.source,
        "data attribution": "; ".join(plain(one) for one in imprint.credits),
        "record": imprint.sample,
        "ground": _ground(brief),
        "counts": "; ".join(dict.fromkeys(_counts(page) for page in brief.maps)),
        "caveat": words.CAVEAT,
        "boundaries": words.BOUNDARIES,
        "datum": "WGS 84, longitude and latitude in degrees",
        "attribution": "; ".join(
            dict.fromkeys(
                a for page in brief.maps for panel in page.panels for a in panel.spec.attributions
            )
        ),
    }
    return {key: value for key, value in said.items() if value}


def _ground(brief: Brief) -> str:
    """Say which day's ground is drawn, and when it was last confirmed, map by map."""
    panels = [panel for page in brief.maps for panel in page.panels if panel.ground]
    sentences = dict.fromkeys(
        f"{panel.period}: {panel.ground}" if panel.period else panel.ground for panel in panels
    )
    return " ".join(sentences)


def _counts(page: MapPage) -> str:
    """Say what the rows of a page are, whatever the window."""
    found = count(page.rows)
    missing = f"; {found.missing()}" if found.missing() else ""
    return f"{found.row_words()}{missing}"


def geojson(brief: Brief) -> bytes:
    """Write what a briefing shows as one GeoJSON collection (RFC 7946)."""
    features: list[Mapping[str, Any]] = []
    for name, frame in layers_of(brief).items():
        shapes = shapely.set_precision(frame.geometry.to_numpy(), 10**-_DIGITS, mode="pointwise")
        drawn = [json.loads(text) for text in shapely.to_geojson(shapely.orient_polygons(shapes))]
        rows = frame.drop(columns="geometry").astype(object).where(lambda f: f.notna(), None)
        features += [
            {"type": "Feature", "geometry": shape, "properties": {"layer": name, **row}}
            for shape, row in zip(drawn, rows.to_dict("records"), strict=True)
        ]
    document = {"type": "FeatureCollection", "about": about(brief), "features": features}
    return (json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def gpkg(brief: Brief) -> bytes:
    """Write what a briefing shows as a GeoPackage, one table a layer and one about the briefing."""
    metadata = pd.DataFrame({"what": list(about(brief)), "text": list(about(brief).values())})
    return geopackage_bytes({**layers_of(brief), "about": metadata}, made=brief.imprint.made)
