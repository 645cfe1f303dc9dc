"""The unchanging base map, read from the data folder: outlines, water, rivers, towns, bases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import project
from geo.errors import DataNotFoundError
from geo.parsing.tables import read_table
from layers import catalog, style
from layers.anchors import NO_ANCHORS, Anchors
from layers.placement.clusters import ranked
from layers.spec import Layer, LineLayer, PointLayer, PolygonLayer, points

# Labels short enough for a country map; places outside this list are named by search, not drawn.
SHORT_NAMES: Final[dict[str, str]] = {
    "al_asad_ab": "Al-Asad",
    "balad_ab": "Balad AB",
    "erbil_ab": "Erbil AB",
    "bdsc": "BDSC",
    "camp_taji": "Taji",
    "harir_ab": "Harir",
    "k1_kirkuk": "K-1",
    "qayyarah_west": "Qayyarah West",
    "us_embassy_baghdad": "US embassy",
    "besmaya_brc": "Besmaya",
    "camp_ashraf": "Camp Ashraf",
    "jurf_al_sakhar": "Jurf as-Sakr",
    "al_baghdadi": "al-Baghdadi",
    "doura": "Doura",
    "albu_aitha_baghdad": "Albu Aitha",
}
_PEOPLE: Final = "population"
# (least population, least zoom): small towns appear as one comes nearer.
_TOWN_ZOOMS: Final = ((900_000, 0.0), (350_000, 7.0), (120_000, 8.0), (30_000, 9.5), (0, 11.0))
# Whoever reads the map looks for the capital first, then for bases, then for other towns.
_GREAT_CITY: Final = 3_000_000
_MAIN_BASES: Final = frozenset({"al_asad_ab", "balad_ab", "erbil_ab", "bdsc", "camp_taji"})
_OUTLINES: Final = "Outlines: Natural Earth (public domain)"
_RIVERS: Final = "Water: GSHHG (LGPL-3+)"
_TOWNS: Final = "Towns: GeoNames (CC BY 4.0)"
_PLACES: Final = "Bases: airportsdata (MIT)"
# A town this near a larger one is a suburb: its label waits until one comes nearer.
_SUBURB_KM: Final = 32.0
_SUBURB_ZOOM: Final = 9.0
_END_DEG: Final = 0.005
# A base this near a great city is part of it wherever both are one mark.
_ROOT_KM: Final = 40.0
# Marks gather around the larger of two places: bases and kinds of place stand among the towns by
# the number of people that a town of their rank has.
_PEOPLE_OF_BASE: Final = 400_000.0
_PEOPLE_OF_KIND: Final[dict[str, float]] = {
    "city": 100_000.0,
    "base": 60_000.0,
    "airport": 60_000.0,
    "town": 20_000.0,
    "area": 5_000.0,
    "embassy": 3_000.0,
    "neighbourhood": 2_000.0,
}


def _read(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise DataNotFoundError(
            f"the base map file {path} is not there; expected GeoJSON in EPSG:4326. Reinstall the "
            "package, or run data/build.py in a checkout."
        )
    frame = gpd.read_file(path)
    return frame if frame.crs is not None else frame.set_crs(4326)


def _entry(layer_id: str) -> dict[str, str | bool]:
    return {"id": layer_id, "title": catalog.entry(layer_id).title, "base": True}


def _polygons(frame: gpd.GeoDataFrame, layer_id: str, tone: str, edge: str) -> PolygonLayer:
    drawn = frame[["geometry"]].explode(ignore_index=True)
    drawn = drawn.assign(tone=tone, fill=1.0, edge_px=style.WIDTH_PX.get(edge, 0.0))
    return PolygonLayer(features=drawn, attribution=_OUTLINES, **_entry(layer_id))  # type: ignore[arg-type]


def _around(frame: gpd.GeoDataFrame) -> PolygonLayer:
    """Give what surrounds the detailed map, so that a wide or tall frame has no blank margin."""
    tones = frame["kind"].map({"land": "base.land", "sea": "base.water"})
    drawn = frame[["geometry"]].assign(tone=tones, fill=1.0, edge_px=0.0)
    return PolygonLayer(
        features=drawn.explode(ignore_index=True),
        attribution=_OUTLINES,
        **_entry("around"),  # type: ignore[arg-type]
    )


def _borders(neighbours: gpd.GeoDataFrame) -> LineLayer:
    """Give the neighbours' edges without those where the data merely ends."""
    end = shapely.buffer(shapely.boundary(shapely.box(*neighbours.total_bounds)), _END_DEG)
    edges = gpd.GeoDataFrame(geometry=neighbours.boundary.difference(end), crs=4326)
    edges = edges[~edges.geometry.is_empty].explode(ignore_index=True)
    drawn = edges.assign(tone="base.border", weight_px=style.WIDTH_PX["neighbour"])
    return LineLayer(features=drawn, attribution=_OUTLINES, **_entry("borders"))  # type: ignore[arg-type]


def outlines(folder: Path) -> tuple[Layer, ...]:
    """Read the outlines and the water of the base map, bottom first.

    Parameters
    ----------
    folder
        The data folder; files lie in its ``base`` folder. ``water.geojson`` and
        ``around.geojson`` may be missing.

    Raises
    ------
    DataNotFoundError
        When one of the other files is missing.
    """
    base = Path(folder) / "base"
    units = _read(base / "units.geojson")
    neighbours = _read(base / "neighbours.geojson")
    rivers = _read(base / "rivers.geojson")
    main = rivers["river"].notna() & rivers["river"].ne("")
    rivers = rivers[["geometry"]].assign(
        tone="base.river",
        weight_px=np.where(main, style.WIDTH_PX["river"], style.WIDTH_PX["stream"]),
    )
    country = gpd.GeoDataFrame(geometry=[units.geometry.union_all()], crs=4326)
    country = country.explode(ignore_index=True).assign(
        tone="base.country", fill=0.0, edge_px=style.WIDTH_PX["country"]
    )
    layers: list[Layer] = []
    if (base / "around.geojson").is_file():
        layers.append(_around(_read(base / "around.geojson")))
    layers += [
        _polygons(neighbours, "neighbours", "base.land", ""),
        _borders(neighbours),
        _polygons(units, "units", "base.unit", "unit"),
    ]
    if (base / "water.geojson").is_file():
        water = _polygons(_read(base / "water.geojson"), "water", "base.water", "")
        layers.append(replace(water, attribution=_RIVERS))
    layers += [
        PolygonLayer(features=country, attribution=_OUTLINES, **_entry("country")),  # type: ignore[arg-type]
        LineLayer(
            features=rivers.explode(ignore_index=True),
            attribution=_RIVERS,
            **_entry("rivers"),  # type: ignore[arg-type]
        ),
    ]
    return tuple(layers)


def _suburbs(towns: pd.DataFrame, people: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which towns have a larger one within :data:`_SUBURB_KM`."""
    x, y = project(towns["lon"], towns["lat"])
    apart_km = np.hypot(x[:, None] - x, y[:, None] - y) / 1_000
    larger = people[None, :] > people[:, None]
    return np.asarray(((apart_km < _SUBURB_KM) & larger).any(axis=1))


def town_labels(towns: pd.DataFrame) -> PointLayer:
    """Make the town labels.

    Parameters
    ----------
    towns
        Columns ``name, name_ar, lat, lon, population``; degrees, EPSG:4326.
    """
    people = towns[_PEOPLE].fillna(0).to_numpy(dtype=float)
    least = np.array([count for count, _ in _TOWN_ZOOMS], dtype=float)
    zooms = np.array([zoom for _, zoom in _TOWN_ZOOMS])
    zoom = zooms[np.searchsorted(-least, -people, side="left").clip(max=len(least) - 1)]
    zoom = np.where(_suburbs(towns, people), np.maximum(zoom, _SUBURB_ZOOM), zoom)
    frame = points(
        towns["lon"],
        towns["lat"],
        label=towns["name"].astype(str).to_numpy(),
        sublabel=towns["name_ar"].fillna("").astype(str).to_numpy(),
        shape="dot",
        tone="base.town",
        rank=np.where(people >= _GREAT_CITY, -1.0, 100.0) - np.log10(people + 1.0),
        min_zoom=zoom,
    )
    return PointLayer(features=frame, attribution=_TOWNS, **_entry("towns"))  # type: ignore[arg-type]


def base_labels(places: pd.DataFrame) -> PointLayer:
    """Make the labels of the bases and camps that the record keeps naming.

    Parameters
    ----------
    places
        Gazetteer rows with ``lat, lon`` (degrees, EPSG:4326) and ``place_id``, a column or the
        index.
    """
    if "place_id" not in places.columns:
        places = places.rename_axis("place_id").reset_index()
    rows = places[places["place_id"].isin(SHORT_NAMES)]
    ids = rows["place_id"].astype(str)
    arabic = rows["name_ar"] if "name_ar" in rows.columns else pd.Series("", index=rows.index)
    frame = points(
        rows["lon"],
        rows["lat"],
        label=ids.map(SHORT_NAMES).to_numpy(),
        sublabel=arabic.fillna("").astype(str).to_numpy(),
        shape="label",
        tone="base.place",
        rank=np.where(ids.isin(_MAIN_BASES), 0.0, 10.0) + np.arange(len(rows)) / 1000,
        min_zoom=np.where(ids.isin(_MAIN_BASES), 0.0, 8.0),
    )
    return PointLayer(features=frame, attribution=_PLACES, **_entry("bases"))  # type: ignore[arg-type]


def place_anchors(towns: pd.DataFrame, places: pd.DataFrame | None = None) -> Anchors:
    """Rank all named places, so that marks gather around the same ones whatever is filtered.

    Parameters
    ----------
    towns
        As for :func:`town_labels`.
    places
        As for :func:`base_labels`, with ``name`` and ``kind`` where known. Whole governorates and
        regions are no places to gather around.
    """
    people = towns[_PEOPLE].fillna(0).to_numpy(dtype=float)
    great = (people >= _TOWN_ZOOMS[0][0]) & ~_suburbs(towns, people)
    parts = [towns[["name", "lon", "lat"]].assign(people=people, city=great, fort=False)]
    if places is not None:
        if "place_id" not in places.columns:
            places = places.rename_axis("place_id").reset_index()
        kind = places["kind"] if "kind" in places.columns else pd.Series("base", places.index)
        name = places["name"] if "name" in places.columns else places["place_id"]
        fort = places["place_id"].isin(_MAIN_BASES)
        size = kind.map(_PEOPLE_OF_KIND).where(~fort, _PEOPLE_OF_BASE)
        ranked_places = places[["lon", "lat"]].assign(
            name=name.fillna("").astype(str), people=size, city=False, fort=fort
        )
        parts.append(ranked_places[size.notna()])
    table = pd.concat(parts, ignore_index=True)
    city, strong = (table[name].to_numpy(dtype=bool) for name in ("city", "fort"))
    x, y = project(table["lon"], table["lat"])
    near = np.hypot(x[:, None] - x[city], y[:, None] - y[city]).min(axis=1, initial=np.inf)
    return ranked(
        table["name"].tolist(),
        table[["lon", "lat"]].to_numpy(dtype=float),
        rank=-table["people"].to_numpy(dtype=float),
        root=city | (strong & (near > _ROOT_KM * 1_000)),
    )


def anchors(base: Sequence[Layer]) -> Anchors:
    """Give the named places that a base map carries for marks to gather around."""
    carried = (one.anchors for one in base if isinstance(one, PointLayer))
    return next((one for one in carried if one.names), NO_ANCHORS)


def base_layers(folder: Path, *, places: pd.DataFrame | None = None) -> tuple[Layer, ...]:
    """Read the whole base map, bottom first.

    Parameters
    ----------
    folder
        The data folder, which holds ``base/*.geojson`` and ``base/towns.csv``.
    places
        Gazetteer rows for the labels of bases; without them no base is labelled.

    Raises
    ------
    DataNotFoundError
        When a file is missing.
    """
    layers = list(outlines(folder))
    towns = Path(folder) / "base" / "towns.csv"
    if not towns.is_file():
        raise DataNotFoundError(
            f"the base map file {towns} is not there; expected a CSV of towns. Reinstall the "
            "package, or run data/build.py in a checkout."
        )
    table = read_table(towns)
    table = table.assign(**{name: pd.to_numeric(table[name]) for name in ("lat", "lon", _PEOPLE)})
    layers.append(replace(town_labels(table), anchors=place_anchors(table, places)))
    if places is not None:
        layers.append(base_labels(places))
    return tuple(layers)
