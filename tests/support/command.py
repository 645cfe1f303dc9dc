"""Run the command in this process, as its entry point runs it, on files made for it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import geo.verdicts.check
import geo.workspace.areas
import layers.brief.case_file_derive  # noqa: F401 - what asks for a check is there before it is shared
from dashboard.cli import main
from dashboard.services import dataset
from geo.atlas import Atlas
from geo.reference.boundaries import BOUNDARIES_VARIABLE
from geo.settings import bundled_dir, data_dir
from geo.verdicts.check import check
from tests.worlds.valley import FOLDER

SQUARE = [[44.0, 33.0], [45.0, 33.0], [45.0, 34.0], [44.0, 34.0], [44.0, 33.0]]

HEADER = "attack_id,date,method,target_place,launch_place,launch_radius_km,assessed_group,facade"
"""Columns of the attacks that tests of commands write."""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def message(self):
        """What stderr says, on one line: usage errors are wrapped and boxed."""
        return " ".join(self.err.replace("│", " ").split())


_load, _loaded, _found = Atlas.load, {}, {}


def _load_once(folder=None, *, boundaries=None):
    """Load the bundled data and the valley once for all commands: they stay as they are."""
    whose = data_dir() if folder is None else Path(folder)
    other = boundaries is not None or bool(os.environ.get(BOUNDARIES_VARIABLE))
    if other or whose not in {bundled_dir(), FOLDER}:
        return _load(folder, boundaries=boundaries)
    if whose not in _loaded:
        _loaded[whose] = _load(folder)
    return _loaded[whose]


def _check_once(record, *, atlas):
    """Check the records of the two once too, by themselves."""
    kept = next((name for name, one in _loaded.items() if one is atlas), None)
    if kept is None or record is not atlas.record:
        return check(record, atlas=atlas)
    if kept not in _found:
        _found[kept] = check(record, atlas=atlas)
    return _found[kept]


def runner(monkeypatch, capfd):
    """Give ``run(*arguments)`` that ends as the process would, at a hundred columns."""
    for variable in ("ATLAS_DATA", "ATLAS_BOUNDARIES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(Atlas, "load", _load_once)
    monkeypatch.setattr(geo.verdicts.check, "check", _check_once)
    monkeypatch.setattr(dataset, "check", _check_once)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["fasail-atlas", *map(str, arguments)])
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        else:
            code = 0
        return Ended(int(code), *capfd.readouterr())

    return run


def teller(run, folder):
    """Give ``told(name, content)``: exit code and JSON of validate for such a file."""

    def look(name, content):
        path = folder / name
        if isinstance(content, dict):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        done = run("validate", path, "--format", "json")
        assert done.code in {0, 1}, done.err
        found = json.loads(done.out)
        assert found["rows_read"] == found["rows_kept"] + found["rows_faulty"]
        return done.code, found

    return look


def points(*features, **members):
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in features
        ],
        **members,
    }


def point(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}
