"""What the issue of speed promises, measured and held against its bars in one run."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from bench.contenders import Prepared, pin_to_one_core
from bench.joins import REFERENCE, Row
from bench.outlines import REGION, along_curve, outlines, points
from geo import crs
from geo.spatial.area_index import AreaIndex
from geo.spatial.borders import Borders
from geo.spatial.kernel_density import density

Floats = NDArray[np.float64]
ROUNDS = 7


@dataclass(frozen=True)
class Bar:
    """One promise: what was measured, and whether it holds."""

    what: str
    measured: str
    bar: str
    holds: bool


def bars(rows: list[Row], *, large: int) -> list[Bar]:
    """Measure all promises; the ratios are those of a table of joins of the same run.

    Parameters
    ----------
    rows
        The table of joins.
    large
        Points of the join through Dask; the bar is set for 50 million.
    """
    pin_to_one_core()
    return [
        *_ratios(rows),
        _same_pairs(10_000_000),
        _masks(),
        _build(),
        *_distance(),
        *_density(),
        *_through_dask(large),
    ]


def _at_most(what: str, value: float, limit: float, unit: str = "") -> Bar:
    return Bar(what, f"{value:.3g}{unit}", f"≤ {limit:g}{unit}", value <= limit)


def _at_least(what: str, value: float, limit: float, unit: str) -> Bar:
    return Bar(what, f"{value:.3g}{unit}", f"≥ {limit:g}{unit}", value >= limit)


def _median(work: Callable[[], object]) -> float:
    work()
    seconds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return float(np.median(seconds))


def _ratios(rows: list[Row]) -> list[Bar]:
    rate = {row.name: row.rate for row in rows}
    out = []
    for kind, least in (("numpy", 5.0), ("numba", 14.0)):
        ratio = rate[f"ours, {kind}"] / rate[REFERENCE]
        out.append(_at_least(f"all pairs against {REFERENCE}, {kind}", ratio, least, " ×"))
    return out


def _same_pairs(n: int) -> Bar:
    polygons = outlines(30, least=50, most=20_000, seed=3)
    lon, lat = points(n, polygons, seed=4)
    exact = Prepared(lon, lat, polygons).pairs()
    same = [
        all(map(np.array_equal, AreaIndex(polygons, compiled=compiled).pairs(lon, lat), exact))
        for compiled in (False, True)
    ]
    agreement = f"{len(exact[0]):,} pairs, the same by numpy: {same[0]}, by numba: {same[1]}"
    return Bar(f"identical pairs, {n:,} points", agreement, "always", all(same))


def _masks() -> Bar:
    polygons = outlines(30, least=50, most=20_000, seed=1)
    lon, lat = points(4_000_000, polygons, seed=2)
    order = along_curve(lon, lat)
    lon, lat = lon[order], lat[order]
    index = AreaIndex(polygons)
    rate = lon.size / _median(lambda: index.masks(lon, lat)) / 1e6
    return _at_least("masks of sorted points, numba", rate, 100, " M/s")


def _build() -> Bar:
    polygons = outlines(30, least=100_000, most=100_000, seed=1)
    seconds = _median(lambda: AreaIndex(polygons, least=0).pairs([44.0], [33.0]))
    return _at_most("build, 30 areas of 100,000 vertices", seconds * 1000, 150, " ms")


def _distance() -> list[Bar]:
    polygons = outlines(30, least=50, most=20_000, seed=1)
    lon, lat = points(100_000, polygons, seed=2)
    borders = Borders(tuple(polygons))
    borders.km(lon[:1], lat[:1])
    pairs = lon.size * polygons.size
    micros = _median(lambda: borders.km(lon[:20_000], lat[:20_000])) / (pairs / 5) * 1e6
    asked = np.arange(0, 200)
    km = borders.km(lon[asked], lat[asked])
    worst = max(
        abs(km[at, area] / slow - 1)
        for area in range(0, polygons.size, 5)
        for at in asked.tolist()
        if (slow := slow_km(lon[at], lat[at], polygons[area])) > 0.01  # noqa: PLR2004 -- 10 m
    )
    return [
        _at_most("distance, a point and an area", micros, 8, " µs"),
        _at_most("distance, largest error", worst, 1e-4),
    ]


def slow_km(lon: float, lat: float, polygon: shapely.Polygon) -> float:
    """Geodesic distance to a border sampled finely, and finer about the nearest sample."""
    edge = shapely.get_coordinates(shapely.segmentize(polygon.boundary, 0.002))
    nearest = int(crs.distance_km(lon, lat, edge[:, 0], edge[:, 1]).argmin())
    about = np.take(edge, range(nearest - 1, nearest + 2), axis=0, mode="wrap")
    part = np.linspace(0, 1, 1_001)[:, None]
    fine = np.concatenate([a + part * (b - a) for a, b in itertools.pairwise(about)])
    return float(crs.distance_km(lon, lat, fine[:, 0], fine[:, 1]).min())


def _density() -> list[Bar]:
    rng = np.random.default_rng(1)
    towns, town = rng.uniform((40, 30), (47, 36.5), (12, 2)), rng.integers(0, 12, 1_000_000)
    lon, lat = (towns[town] + rng.normal(0, 0.2, (town.size, 2))).T
    bandwidth_km = 10.0

    def work() -> object:
        return density(lon, lat, bandwidth_km=bandwidth_km, bounds=REGION)

    seconds = _median(work)
    found = density(lon, lat, bandwidth_km=bandwidth_km, bounds=REGION)
    row, column = np.unravel_index(found.per_km2.argmax(), found.per_km2.shape)
    at = (found.lon[column], found.lat[row])
    middle = ((REGION[0] + REGION[2]) / 2, (REGION[1] + REGION[3]) / 2)
    km_x = float(crs.distance_km(*middle, middle[0] + 0.01, middle[1])) * 100
    km_y = float(crs.distance_km(*middle, middle[0], middle[1] + 0.01)) * 100
    square = ((lon - at[0]) * km_x) ** 2 + ((lat - at[1]) * km_y) ** 2
    exact = np.exp(-0.5 * square / bandwidth_km**2).sum() / (2 * np.pi * bandwidth_km**2)
    error = abs(found.per_km2[row, column] / exact - 1)
    return [
        _at_most("density, 10⁶ points on 500 × 500", seconds, 0.1, " s"),
        _at_most("density, error of the peak", error, 1e-4),
    ]


def _through_dask(n: int) -> list[Bar]:
    polygons = outlines(30, least=50, most=20_000, seed=1)
    shapes = [json.loads(shapely.to_geojson(polygon)) for polygon in polygons]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "points").mkdir()
        for number in range(10):
            lon, lat = points(n // 10, polygons, seed=number)
            table, path = pa.table({"lon": lon, "lat": lat}), place / "points" / f"{number}.parquet"
            pq.write_table(table, path, row_group_size=1_000_000, compression="none")
        areas = {"type": "FeatureCollection", "features": features}
        (place / "areas.geojson").write_text(json.dumps(areas), encoding="utf-8")
        line = [sys.executable, "-m", "bench.command", "join", str(place / "points"), "--counts"]
        line += ["--areas", str(place / "areas.geojson"), "-o", str(place / "out")]
        done = subprocess.run(line, check=True, capture_output=True, text=True)
    used = json.loads(done.stderr.splitlines()[-1])
    cpu, peak_mb = used["cpu"], used["peak_mb"]
    what = f"{n:,} points, Parquet to counts through Dask"
    return [
        _at_most(f"{what}, one core", cpu, 5, " CPU s"),
        _at_most(f"{what}, memory", peak_mb, 500, " MB"),
    ]
