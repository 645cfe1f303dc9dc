"""Joins of others beside ours: each prepares once, then gives all pairs as often as asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from bench.postgis import Server
from geo.spatial.area_index import AreaIndex

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]
Pairs = tuple[NDArray[Any], NDArray[Any]]
"""Numbers of points and of areas."""

EXTRA = "pip install 'fasail-atlas[bench]'"


class Contender(Protocol):
    """A way to join, its data loaded."""

    def pairs(self) -> Pairs:
        """All pairs of a point and an area that holds it, in any order."""


class Ours:
    """The grid of this project."""

    def __init__(self, lon: Floats, lat: Floats, polygons: Geometries, *, compiled: bool) -> None:
        self._index = AreaIndex(polygons, compiled=compiled, least=0)
        self._points = lon, lat
        self._index.pairs(lon[:1], lat[:1])

    def pairs(self) -> Pairs:
        """Join by the grid."""
        return self._index.pairs(*self._points)


class Prepared:
    """A mask by each area's box, then `shapely.intersects_xy` on the prepared area: exact."""

    def __init__(self, lon: Floats, lat: Floats, polygons: Geometries) -> None:
        self._lon, self._lat, self._polygons = lon, lat, polygons
        shapely.prepare(polygons)
        for polygon in polygons:  # GEOS prepares at the first question
            shapely.intersects_xy(polygon, *shapely.get_coordinates(polygon)[0])

    def pairs(self) -> Pairs:
        """Join area by area, then sort by point."""
        points, areas = [], []
        boxes = shapely.bounds(self._polygons)
        for area, (polygon, box) in enumerate(zip(self._polygons, boxes, strict=True)):
            lon, lat = self._lon, self._lat
            near = np.flatnonzero(
                (lon >= box[0]) & (lon <= box[2]) & (lat >= box[1]) & (lat <= box[3])
            )
            near = near[shapely.intersects_xy(polygon, lon[near], lat[near])]
            points.append(near)
            areas.append(np.full(near.size, area))
        point, area = np.concatenate(points), np.concatenate(areas)
        order = np.argsort(point, kind="stable")
        return point[order], area[order]


class Geopandas:
    """`geopandas.sjoin`, whose *within* loses points on borders."""

    def __init__(self, lon: Floats, lat: Floats, polygons: Geometries, *, predicate: str) -> None:
        self._points, self._areas = _frames(lon, lat, polygons)
        self._predicate = predicate

    def pairs(self) -> Pairs:
        """Join by sjoin."""
        joined = gpd.sjoin(self._points, self._areas, predicate=self._predicate)
        return joined["point"].to_numpy(), joined["area"].to_numpy()


class DaskGeopandas:
    """`dask_geopandas.sjoin`, on the threads of this process."""

    def __init__(self, lon: Floats, lat: Floats, polygons: Geometries) -> None:
        import dask_geopandas

        points, self._areas = _frames(lon, lat, polygons)
        self._points = dask_geopandas.from_geopandas(points, npartitions=4)

    def pairs(self) -> Pairs:
        """Join by sjoin, partition by partition."""
        joined = self._points.sjoin(self._areas, predicate="within").compute(scheduler="threads")
        return joined["point"].to_numpy(), joined["area"].to_numpy()


class DuckDB:
    """DuckDB with its spatial extension, on one thread."""

    def __init__(self, lon: Floats, lat: Floats, polygons: Geometries) -> None:
        import duckdb
        import duckdb_extension_spatial

        folder = Path(duckdb_extension_spatial.__file__).parent
        (extension,) = folder.rglob("spatial.duckdb_extension")
        self._base = duckdb.connect(config={"threads": 1, "allow_unsigned_extensions": True})
        self._base.execute(f"LOAD '{extension}'")
        given = {"point": np.arange(lon.size), "lon": lon, "lat": lat}  # noqa: F841
        shapes = {"area": np.arange(polygons.size), "wkb": _wkb(polygons)}  # noqa: F841
        self._base.execute("CREATE TABLE p AS SELECT point, ST_Point(lon, lat) AS g FROM given")
        self._base.execute("CREATE TABLE a AS SELECT area, ST_GeomFromWKB(wkb) AS g FROM shapes")

    def pairs(self) -> Pairs:
        """Join by SQL."""
        found = self._base.execute(
            "SELECT point, area FROM p JOIN a ON ST_Intersects(a.g, p.g)"
        ).fetchnumpy()
        return np.asarray(found["point"]), np.asarray(found["area"])


class Sedona:
    """SedonaDB."""

    def __init__(self, lon: Floats, lat: Floats, polygons: Geometries) -> None:
        import sedonadb

        self._base = sedonadb.connect()
        points, areas = _frames(lon, lat, polygons)
        self._base.create_data_frame(points).to_memtable().to_view("p")
        self._base.create_data_frame(areas).to_memtable().to_view("a")

    def pairs(self) -> Pairs:
        """Join by SQL."""
        query = "SELECT point, area FROM p JOIN a ON ST_Intersects(a.geometry, p.geometry)"
        found = pa.table(self._base.sql(query))
        return found["point"].to_numpy(), found["area"].to_numpy()


class PostGIS:
    """PostGIS in a private cluster, on one process, with an index on the points."""

    def __init__(self, lon: Floats, lat: Floats, polygons: Geometries) -> None:
        import psycopg

        self.server = Server()
        self._base = psycopg.connect(self.server.address, autocommit=True)
        run = self._base.execute
        run("CREATE EXTENSION postgis")
        run("SET max_parallel_workers_per_gather = 0")
        run("CREATE TEMP TABLE p (point int, lon float8, lat float8)")
        with self._base.cursor().copy("COPY p FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int4", "float8", "float8"])
            for row in zip(range(lon.size), lon.tolist(), lat.tolist(), strict=True):
                copy.write_row(row)
        run("CREATE TEMP TABLE q AS SELECT point, ST_SetSRID(ST_Point(lon, lat), 4326) g FROM p")
        run("CREATE TEMP TABLE a (area int, g geometry)")
        for area, wkb in enumerate(_wkb(polygons)):
            run("INSERT INTO a VALUES (%s, ST_GeomFromWKB(%s, 4326))", (area, wkb))
        # With an index on the points each area is prepared once, not at every point.
        run("CREATE INDEX ON q USING gist (g)")
        run("ANALYZE a")
        run("ANALYZE q")
        self.pid = int(self._base.info.backend_pid)

    def pairs(self) -> Pairs:
        """Join by SQL; an array of pairs comes back at once."""
        found = self._base.execute(
            "SELECT array_agg(q.point), array_agg(a.area) FROM q JOIN a ON ST_Intersects(a.g, q.g)",
            binary=True,
        ).fetchone()
        assert found is not None
        return np.array(found[0]), np.array(found[1])


def _frames(
    lon: Floats, lat: Floats, polygons: Geometries
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    points = gpd.GeoDataFrame(
        {"point": np.arange(lon.size)}, geometry=shapely.points(lon, lat), crs=4326
    )
    areas = gpd.GeoDataFrame({"area": np.arange(polygons.size)}, geometry=polygons, crs=4326)
    return points, areas


def _wkb(polygons: Geometries) -> NDArray[np.object_]:
    return np.array([shapely.to_wkb(polygon) for polygon in polygons], dtype=object)


@dataclass(frozen=True)
class Entry:
    """A contender by name.

    Parameters
    ----------
    make
        From longitudes, latitudes and polygons to one with its data loaded.
    points
        How many points it is given, at most: the slow ones would take all day.
    install
        What to do where it is missing.
    """

    make: Callable[[Floats, Floats, Geometries], Contender]
    points: int
    install: str


MILLION = 1_000_000
ENTRIES: dict[str, Entry] = {
    "ours, numba": Entry(
        lambda *data: Ours(*data, compiled=True), 4 * MILLION, "pip install 'fasail-atlas[fast]'"
    ),
    "ours, numpy": Entry(lambda *data: Ours(*data, compiled=False), 4 * MILLION, ""),
    "box mask + prepared shapely": Entry(Prepared, 4 * MILLION, ""),
    "SedonaDB": Entry(Sedona, MILLION, EXTRA),
    "DuckDB spatial": Entry(DuckDB, MILLION // 20, EXTRA),
    "geopandas sjoin(within)": Entry(
        lambda *data: Geopandas(*data, predicate="within"), MILLION // 4, ""
    ),
    "dask-geopandas sjoin(within)": Entry(DaskGeopandas, MILLION // 4, EXTRA),
    "PostGIS": Entry(PostGIS, MILLION // 4, f"apt install postgresql-15-postgis-3; {EXTRA}"),
    "geopandas sjoin(intersects)": Entry(
        lambda *data: Geopandas(*data, predicate="intersects"), MILLION // 40, ""
    ),
}


def pin_to_one_core(pid: int = 0) -> None:
    """Keep a process on the first core that it may use, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, {min(os.sched_getaffinity(pid))})
