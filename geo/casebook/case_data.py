"""The data behind some attacks as a folder that stands alone: rows, registries, ground."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection
from pathlib import Path

import pandas as pd
from shapely.geometry import mapping

from geo.areas.age import SEEN
from geo.areas.sightings import FILE as SIGHTINGS
from geo.areas.sightings import sightings_path
from geo.areas.table import Areas
from geo.atlas import Atlas
from geo.parsing.tables import read_rows
from geo.reference.boundaries import Units
from geo.schemas.folder import left_out
from geo.schemas.folder_tables import TABLES
from geo.settings import bundled_dir, find

OUTLINES = "boundaries"
"""Folder of outlines that a user brought along; the bundled ones lie under `base`."""

BY_ATTACK = ("attacks.csv", "claims.csv", "reports.csv", "conflicts.csv")
"""Tables of which a case file holds the rows of its attacks alone."""

_WHOLE = ("areas.toml", "LICENSES.md", "base/units.geojson", "base/rivers.geojson")
_BUNDLED_SOURCE = "Natural Earth"


def data_files(atlas: Atlas, idents: Collection[str]) -> dict[str, bytes]:
    """Every file that judging some attacks needs, by name in a data folder.

    Parameters
    ----------
    atlas
        Where the attacks are.
    idents
        Their ids; other rows are left out of attacks, claims, reports and conflicts.
    """
    folders = {bundled_dir(), atlas.folder}
    names = {path.name for folder in folders for path in folder.glob("*.csv")}
    if sightings_path(atlas.folder) is None:
        names.discard(SIGHTINGS)
    files = {
        name: find(name, atlas.folder).read_bytes()
        for name in sorted({*names, *_WHOLE} - {*BY_ATTACK})
    }
    # What is about published rows would be about rows that the file does not hold.
    paths = {name: find(f"{name}.csv", atlas.folder) for name in TABLES}
    for name in left_out(paths):
        files[f"{name}.csv"] = (",".join(TABLES[name].columns) + "\n").encode()
    own = find("attacks.csv", atlas.folder).parent
    for name in BY_ATTACK:
        if (own / name).is_file():
            files[name] = _rows_of(own / name, idents)
    if atlas.units.source != _BUNDLED_SOURCE:
        stem = atlas.units.source.removesuffix(" (given by the user)")
        files[f"{OUTLINES}/{stem}.geojson"] = _outlines(atlas.units)
    return files


def _rows_of(path: Path, idents: Collection[str]) -> bytes:
    table = read_rows(path)
    if path.name == "attacks.csv":  # rows without an id are named by their line
        lines = pd.Series([f"row-{line}" for line in table.index], index=table.index)
        if "attack_id" in table:
            lines = table["attack_id"].where(table["attack_id"] != "", lines)
        table = table.assign(attack_id=lines)
    kept = table[table["attack_id"].isin(list(idents))]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(kept.columns)
    writer.writerows(kept.to_numpy().tolist())
    return out.getvalue().encode("utf-8")


def _outlines(units: Units) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"unit_id": unit},
            "geometry": mapping(outline),
        }
        for unit, outline in sorted(units.outlines.items())
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def table_names() -> frozenset[str]:
    """Files that judging reads and that a case file must hold, by name in a data folder."""
    names = {path.name for path in bundled_dir().glob("*.csv")} - {*BY_ATTACK, SIGHTINGS}
    return frozenset({*names, *_WHOLE, "attacks.csv"})


def load(folder: Path) -> Atlas:
    """Load the atlas of such a folder, by its own outlines alone."""
    brought = sorted((folder / OUTLINES).glob("*.geojson"))
    given = brought[0] if brought else folder / "base" / "units.geojson"
    return Atlas.load(folder, boundaries=given)


def areas_geojson(areas: Areas, days: Collection[pd.Timestamp]) -> bytes:
    """Areas in force on any of some days, compiled, with their definitions, as GeoJSON."""
    parts = [areas.in_force(day).index for day in days]
    held = areas.table.index.isin([ident for part in parts for ident in part])
    table = areas.table[held].sort_index()
    plain = table.drop(columns=["geometry", SEEN], errors="ignore")
    texts = plain.astype(object).where(plain.notna(), "").astype(str)
    features = table[["geometry"]].join(texts)
    return str(features.to_json(drop_id=False)).encode("utf-8")
