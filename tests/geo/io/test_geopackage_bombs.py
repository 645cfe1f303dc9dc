"""GeoPackages whose rows hold what stands once, or nowhere, in the file: no process fills up."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.corpus.traps import PLAIN
from tests.corpus.writing import as_gpkg
from tests.support.server import ROOT

pytestmark = pytest.mark.slow

pytest.importorskip("resource")
MOST_MEMORY = 200_000_000
DOUBLED = ["INSERT INTO points (geom) SELECT geom FROM points"] * 12
COMPUTED = "GENERATED ALWAYS AS ({}) VIRTUAL"
# 4,096 rows: 3.7 GB of letters in each but the geometries, which would be 20 GB.
BOMBS = {
    "one default": [*DOUBLED, f"ALTER TABLE points ADD COLUMN d TEXT DEFAULT '{'x' * 900_000}'"],
    "many defaults": [
        *DOUBLED,
        *[f"ALTER TABLE points ADD COLUMN d{n} TEXT DEFAULT '{'x' * 90_000}'" for n in range(10)],
    ],
    "computed text": [
        *DOUBLED,
        f"ALTER TABLE points ADD COLUMN v TEXT {COMPUTED.format('hex(zeroblob(450000))')}",
    ],
    "computed geometries": [
        "DROP TABLE points",
        (
            "CREATE TABLE points (fid INTEGER PRIMARY KEY, x TEXT, "
            f"geom BLOB {COMPUTED.format('zeroblob(5000000)')})"
        ),
        "INSERT INTO points (x) VALUES ('a')",
        *["INSERT INTO points (x) SELECT x FROM points"] * 12,
    ],
}
SAID = {
    "one default": "a default value may fill them",
    "many defaults": "a default value may fill them",
    "computed text": "computed columns not read: v.",
    "computed geometries": "the column of geometries is missing",
}
SCRIPT = """
import json, resource, sys
from pathlib import Path
from geo.errors import ConformError
from geo.io.formats import read_content, read_here

def peak():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

before = peak()
read = {"child": read_here, "parent": read_content}[sys.argv[2]]
try:
    said = " ".join(read(Path(sys.argv[1])).notes)
except ConformError as error:
    said = str(error)
print(json.dumps([peak() - before, said]))
"""


@pytest.mark.parametrize("process", ["child", "parent"])
@pytest.mark.parametrize("name", BOMBS)
def test_neither_who_reads_nor_who_asks_fills_its_memory(name, process, tmp_path):
    path = tmp_path / "bomb.gpkg"
    path.write_bytes(as_gpkg(PLAIN[:1], then=BOMBS[name]))
    assert path.stat().st_size < 2_000_000
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), process],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    grown, said = json.loads(done.stdout)
    assert SAID[name] in said
    assert grown < MOST_MEMORY
