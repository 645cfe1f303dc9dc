"""The join on the command line: counts on stdout, and one sentence when it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.command import SQUARE, points, polygon
from tests.support.server import ROOT

# The square of 44–45 E, 33–34 N, with one point inside it, one on its corner and one outside.
LON, LAT = [44.5, 45.0, 46.0], [33.5, 34.0, 33.5]


@pytest.fixture
def given(tmp_path):
    """Arguments of a join of the three points with the square."""
    pq.write_table(pa.table({"lon": LON, "lat": LAT, "day": [1, 2, 3]}), tmp_path / "a.parquet")
    areas = points(({"area_id": "square"}, polygon(SQUARE)))
    (tmp_path / "areas.geojson").write_text(json.dumps(areas))
    return ["join", tmp_path / "a.parquet", "--areas", tmp_path / "areas.geojson"]


def test_counts_are_reported_and_pairs_written(run, given, tmp_path):
    done = run(*given, "-o", tmp_path / "out", "--keep", "day", "--format", "json")
    assert done.code == 0, done.err
    assert json.loads(done.out) == {
        "points": 3, "without_coordinates": 0, "nowhere": 1, "outside_box": 1, "swapped": {},
        "areas": {"square": 2},
    }  # fmt: skip
    assert "Joined 3 points into" in done.err
    pairs = pq.read_table(tmp_path / "out" / "part-00000.parquet").to_pylist()
    assert [(row["row"], row["area_id"], row["day"]) for row in pairs] == [
        (0, "square", 1),
        (1, "square", 2),
    ]
    table = run(*given, "-o", tmp_path / "counts", "--counts")
    assert table.code == 0
    assert "square" in table.out
    assert "in no area" in table.out


def test_a_small_file_that_unpacks_to_all_memory_is_refused(given, tmp_path):
    # A text of a megabyte, kept once in the file and a hundred thousand times in its rows.
    many = 100_000
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(many, np.int32)), ["x" * 1_000_000])
    columns = {"lon": np.full(many, 44.5), "lat": np.full(many, 33.5), "note": text}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet", store_schema=False)
    assert (tmp_path / "a.parquet").stat().st_size < 1_000_000
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "dashboard.cli",
            *map(str, given),
            "-o",
            str(tmp_path / "out"),
            "--keep",
            "note",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ATLAS_MOST_MEMORY": "500000000"},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.parquet: reading stopped: it needs more memory" in " ".join(done.stderr.split())
    assert "ATLAS_MOST_MEMORY" in done.stderr


def test_the_limit_of_memory_ends_with_the_join(run, given, tmp_path):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    assert run(*given, "-o", tmp_path / "out").code == 0
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_folder_of_another_join_and_faulty_areas_are_one_sentence(run, given, tmp_path):
    assert run(*given, "-o", tmp_path / "out").code == 0
    other = run(*given, "-o", tmp_path / "out", "--counts")
    assert (other.code, other.out) == (2, "")
    assert "Give another folder, or remove this one." in other.message
    (tmp_path / "areas.geojson").write_text(json.dumps(points(({}, polygon(SQUARE[:-1])))))
    faulty = run(*given, "-o", tmp_path / "new")
    assert faulty.code == 2
    assert "a ring is not closed" in faulty.message
    assert not (tmp_path / "new").exists()


def test_without_dask_and_numba_one_core_does_it_and_says_how_to_get_more(given, tmp_path):
    script = (
        "import sys; sys.modules.update(dict.fromkeys(('dask', 'distributed', 'numba')));"
        "from importlib import util; find = util.find_spec;"
        "util.find_spec = lambda name, *a: None if name in "
        "{'dask', 'distributed', 'numba'} else find(name, *a);"
        "from dashboard.cli import main; main()"
    )

    def bare(*more):
        command = [sys.executable, "-c", script, *map(str, given), *map(str, more)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    done = bare("-o", tmp_path / "out", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["areas"] == {"square": 2}
    assert "pip install 'fasail-atlas[scale]'" in done.stderr
    cluster = bare("-o", tmp_path / "out2", "--scheduler", "tcp://127.0.0.1:8786")
    assert cluster.returncode == 2
    assert "pip install 'fasail-atlas[scale]'" in " ".join(cluster.stderr.replace("│", " ").split())
    assert not (tmp_path / "out2").exists()


def test_what_the_counts_pass_over_is_said(run, given, tmp_path):
    def noted(lon, lat):
        pq.write_table(pa.table({"lon": lon, "lat": lat}), tmp_path / "a.parquet")
        done = run(*given, "-o", tmp_path / f"out{len(list(tmp_path.iterdir()))}")
        assert done.code == 0, done.err
        return done.err

    swapped = noted(LAT, LON)
    assert "3 of 3 points lie outside the region of the areas" in swapped
    assert "swapped they would lie so: 2 in square" in swapped
    assert "All 1 points lie outside the region" in noted([10.0], [10.0])
    assert "2 points have no coordinates" in noted([44.5, None, None], [33.5, None, 33.5])
    assert "region" not in noted(LON, LAT)
