"""What a large join writes and refuses, on a handful of points; see also `test_bigjoin.py`."""

from __future__ import annotations

import json
import os
from itertools import islice

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from distributed import LocalCluster, default_client

from geo.errors import AtlasError
from geo.io import point_files
from geo.spatial import bulk_join
from geo.spatial.bulk_join import TRIES, BigJoin, run, summary

# Two squares with a gap; "B" has a name that is a number, as ids of others may be.
AREAS = gpd.GeoSeries(
    [shapely.box(44, 33, 45, 34), shapely.box(46, 33, 47, 34)], index=["A", 7], crs=4326
)


@pytest.fixture
def points(tmp_path):
    """Two files: one in A, one in the gap; then two in 7 and one without a place."""
    folder = tmp_path / "points"
    folder.mkdir()
    first = {"lon": [44.5, 45.5], "lat": [33.5, 33.5], "name": ["ä", "b"], "n": [1, 2]}
    second = {"lon": [46.5, None, 46.6], "lat": [33.5] * 3, "name": ["c", "d", "e"], "n": [3, 4, 5]}
    pq.write_table(pa.table(first), folder / "one.parquet")
    pq.write_table(pa.table(second), folder / "two.parquet")
    return folder


def joined(points, out, *, areas=AREAS, use_dask=False, **options):
    join = BigJoin(points, areas, out, **options)
    assert list(run(join, use_dask=use_dask))[-1] == 2
    return join


def test_a_part_names_file_row_area_and_what_is_kept(points, tmp_path):
    join = joined(points, tmp_path / "out", keep=("n", "name"))
    names = sorted(path.name for path in join.folder.iterdir())
    assert names == ["join.json", "part-00000.parquet", "part-00001.parquet"]
    found = pq.read_table(join.folder / "part-00001.parquet")
    word = pa.dictionary(pa.int32(), pa.string())
    assert found.schema.remove_metadata() == pa.schema(
        [("file", word), ("row", pa.int64()), ("area_id", word), ("n", pa.int64()),
         ("name", pa.string())]
    )  # fmt: skip
    assert found.to_pylist() == [
        {"file": "two.parquet", "row": row, "area_id": "7", "n": row + 3, "name": name}
        for row, name in ((0, "c"), (2, "e"))
    ]
    column = pq.read_metadata(join.folder / "part-00001.parquet").row_group(0).column(0)
    assert column.compression == "ZSTD"


def test_the_summary_counts_over_all_parts_and_is_a_file(points, tmp_path):
    join = joined(points, tmp_path / "deep" / "out")
    expected = {
        "points": 5,
        "without_coordinates": 1,
        "nowhere": 1,
        "outside_box": 0,
        "swapped": {},
        "areas": {"A": 1, "7": 2},
    }
    assert summary(join) == expected
    text = (join.folder / "summary.json").read_text(encoding="utf-8")
    assert json.loads(text) == expected
    # A person reads it: one number to a line.
    assert text.startswith('{\n  "points": 5,\n')
    assert text.endswith("}\n")
    assert not list(join.folder.glob(".*"))


def test_a_part_says_what_it_counted_and_one_that_is_not_there_nothing(points, tmp_path):
    join = BigJoin(points, AREAS, tmp_path)
    first, second = join.parts
    counted = {"rows": 2, "counts": [1, 0], "without": 0, "nowhere": 1, "outside": 0}
    assert join.read_part(first) is None
    assert join.write_part(first) == {**counted, "swapped": [0, 0]}
    assert join.read_part(first) == {**counted, "swapped": [0, 0]}
    assert join.read_part(second) is None


def test_a_join_without_pairs_writes_none_and_counts_the_same(points, tmp_path):
    pairs = summary(joined(points, tmp_path / "pairs"))
    counts = joined(points, tmp_path / "counts", pairs=False)
    assert summary(counts) == pairs
    assert pq.read_table(counts.folder / "part-00001.parquet").num_rows == 0


@pytest.mark.parametrize("pairs", [True, False])
def test_rows_are_those_of_the_file_however_few_are_read_at_a_time(
    pairs, points, tmp_path, monkeypatch
):
    whole = summary(joined(points, tmp_path / "whole", pairs=pairs))
    for file in points.iterdir():
        pq.write_table(pq.read_table(file), file, row_group_size=2)
    monkeypatch.setattr(point_files, "PART_ROWS", 1)  # a row at a time, two to a part
    join = BigJoin(points, AREAS, tmp_path / "few", keep=("name",), pairs=pairs)
    assert [(part.first_row, part.rows) for part in join.parts] == [(0, 2), (0, 2), (2, 1)]
    assert list(run(join, use_dask=False)) == [0, 1, 2, 3]
    assert summary(join) == whole
    found = pq.read_table([join.path_of(part) for part in join.parts]).to_pylist()
    expected = [("one.parquet", 0, "ä"), ("two.parquet", 0, "c"), ("two.parquet", 2, "e")]
    assert [(one["file"], one["row"], one["name"]) for one in found] == (expected if pairs else [])
    for file in points.iterdir():
        rows = pq.read_table(file)
        pq.write_table(rows.take(list(range(len(rows)))[::-1]), file, row_group_size=2)
    turned = BigJoin(points, AREAS, tmp_path / "turned", pairs=pairs)
    assert list(run(turned, use_dask=False))[-1] == 3
    assert summary(turned) == whole


@pytest.mark.parametrize("use_dask", [False, True])
def test_a_join_that_is_done_is_not_done_again(points, tmp_path, use_dask):
    join = joined(points, tmp_path / "out", use_dask=use_dask)
    before = {path.name: path.stat().st_mtime_ns for path in join.folder.iterdir()}
    assert list(run(BigJoin(points, AREAS, join.folder), use_dask=use_dask)) == [2]
    assert {path.name: path.stat().st_mtime_ns for path in join.folder.iterdir()} == before


def test_each_part_is_one_step(points, tmp_path):
    assert list(run(BigJoin(points, AREAS, tmp_path / "out"), use_dask=False)) == [0, 1, 2]
    assert sum(1 for _ in run(BigJoin(points, AREAS, tmp_path / "two"))) >= 2


MOVED = AREAS.copy()
MOVED.iloc[1] = shapely.box(46, 33, 47, 34.5)


@pytest.mark.parametrize(
    "other",
    [
        {"pairs": False},
        {"keep": ("n",)},
        {"areas": MOVED},
        {"areas": AREAS.rename({7: "B"})},
        {"areas": AREAS.iloc[:1]},
    ],
    ids=["counts", "kept", "moved", "renamed", "fewer"],
)
def test_a_folder_of_another_join_is_refused(other, points, tmp_path):
    join = joined(points, tmp_path / "out")
    with pytest.raises(AtlasError, match=r"holds the join of other points") as refused:
        next(run(BigJoin(points, other.pop("areas", AREAS), join.folder, **other)))
    assert str(refused.value) == (
        f"{join.folder} holds the join of other points, areas or columns, or the points have "
        "changed since. Give another folder, or remove this one."
    )


def test_a_folder_says_what_its_join_depends_on(points, tmp_path):
    join = joined(points, tmp_path / "out", keep=("n", "name"))
    text = (join.folder / "join.json").read_text(encoding="utf-8")
    mine = json.loads(text)
    stats = {file.name: file.stat() for file in sorted(points.iterdir())}
    assert mine.pop("points") == {name: [s.st_size, s.st_mtime_ns] for name, s in stats.items()}
    assert len(mine.pop("areas")) == 64  # sha256
    assert mine == {"keep": ["n", "name"], "pairs": True, "form": 2}
    assert text.startswith('{\n  "points": {\n    "one.parquet": [\n')


@pytest.mark.parametrize("change", ["later", "longer", "another name", "one more"])
def test_points_that_have_changed_since_are_refused(change, points, tmp_path):
    join = joined(points, tmp_path / "out")
    file = points / "two.parquet"
    before = file.stat()
    if change == "later":
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
    elif change == "longer":
        pq.write_table(pa.table({"lon": [44.0] * 999, "lat": [33.0] * 999}), file)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "another name":
        file.rename(points / "zwo.parquet")
    else:
        pq.write_table(pq.read_table(file), points / "three.parquet")
    with pytest.raises(AtlasError, match="have changed since"):
        next(run(BigJoin(points, AREAS, join.folder)))


def test_a_folder_that_is_there_and_empty_is_taken(points, tmp_path):
    (tmp_path / "out").mkdir()
    assert joined(points, tmp_path / "out").folder.exists()


def test_what_killed_workers_left_is_cleared_away_in_the_end(points, tmp_path):
    out = tmp_path / "out"
    steps = run(BigJoin(points, AREAS, out), use_dask=False)
    assert [next(steps), next(steps)] == [0, 1]
    (out / ".part-00001.parquet.abc").write_text("half")
    assert list(steps) == [2]
    assert not list(out.glob(".*"))


def test_a_part_that_fails_leaves_nothing_of_itself(points, tmp_path):
    join = BigJoin(points, AREAS, tmp_path / "out")
    steps = run(join, use_dask=False)
    assert next(steps) == 0
    (points / "one.parquet").write_bytes(b"PAR1 no longer")
    with pytest.raises(Exception, match=r"one\.parquet"):
        list(steps)
    assert [path.name for path in join.folder.iterdir()] == ["join.json"]


def test_an_incomplete_join_has_no_summary(points, tmp_path):
    join = joined(points, tmp_path / "out")
    join.path_of(join.parts[0]).unlink()
    with pytest.raises(AtlasError, match=r"out lacks 1 parts\. Run the join again\."):
        summary(join)
    assert not (join.folder / "summary.json").exists()


@pytest.fixture
def worker():
    """A scheduler whose worker is a thread of this process: of two one steals work."""
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0", silence_logs=50
    ) as started:
        yield started


def test_a_worker_of_a_scheduler_writes_what_one_process_does(points, tmp_path, worker):
    alone = joined(points, tmp_path / "alone", keep=("name",))
    join = BigJoin(points, AREAS, tmp_path / "out", keep=("name",))
    assert list(run(join, scheduler=worker.scheduler_address)) == [0, 1, 2]
    for part in ("part-00000.parquet", "part-00001.parquet"):
        assert pq.read_table(join.folder / part) == pq.read_table(alone.folder / part)
    assert summary(join) == summary(alone)
    (join.folder / "part-00001.parquet").unlink()
    assert list(run(join, scheduler=worker.scheduler_address)) == [1, 2]


def test_a_part_that_fails_at_a_worker_is_told_and_the_others_are_kept(points, tmp_path, worker):
    join = BigJoin(points, AREAS, tmp_path / "out")
    steps = run(join, scheduler=worker.scheduler_address)
    assert next(steps) == 0
    (points / "two.parquet").write_bytes(b"no table")
    with pytest.raises(AtlasError, match="two"):
        list(steps)


def test_a_scheduler_is_asked_for_one_join_and_nothing_else(points, tmp_path, worker):
    for _ in run(BigJoin(points, AREAS, tmp_path / "out"), scheduler=worker.scheduler_address):
        with pytest.raises(ValueError, match="No clients found"):
            default_client()


def test_a_part_that_is_lost_is_done_again_a_few_times_and_no_more(points, tmp_path, worker):
    join = BigJoin(points, AREAS, tmp_path / "out")
    part = join.folder / "part-00000.parquet"
    steps, names = 0, set()
    for _ in islice(run(join, scheduler=worker.scheduler_address), 20):
        steps += 1
        names |= {key for key in worker.scheduler.tasks if str(key).startswith("BigJoin")}
        part.unlink(missing_ok=True)
    # None is done at first, then two are, and one of them over and over.
    assert steps == 3 + TRIES
    # What one try sent is not mistaken for what the one before it is letting go of.
    assert len(names) == 1 + TRIES
    assert not part.exists()


@pytest.mark.parametrize("fails", [TRIES, TRIES + 1])
def test_a_part_that_fails_is_tried_a_few_times_more(points, tmp_path, worker, monkeypatch, fails):
    tried, write = [], BigJoin.write_part

    def write_part(join, part):
        tried.append(part.number)
        if part.number == 1 and tried.count(1) <= fails:
            raise OSError("the disk was away")
        return write(join, part)

    monkeypatch.setattr(BigJoin, "write_part", write_part)
    steps = run(BigJoin(points, AREAS, tmp_path / "out"), scheduler=worker.scheduler_address)
    if fails > TRIES:
        with pytest.raises(OSError, match="the disk was away"):
            list(steps)
    else:
        assert list(steps) == [0, 1, 2]
    assert tried.count(1) == TRIES + 1


def test_a_join_of_one_part_is_one_step_whoever_does_it(points, tmp_path, worker):
    for name, options in {"threads": {}, "worker": {"scheduler": worker.scheduler_address}}.items():
        join = BigJoin(points / "one.parquet", AREAS, tmp_path / name)
        assert list(run(join, **options)) == [0, 1]
        assert summary(join)["areas"] == {"A": 1, "7": 0}


def test_an_address_at_which_no_scheduler_answers_is_told_with_what_to_do(
    points, tmp_path, monkeypatch
):
    monkeypatch.setattr(bulk_join, "PATIENCE_S", 0.2)
    with pytest.raises(AtlasError) as error:
        list(run(BigJoin(points, AREAS, tmp_path / "out"), scheduler="nonsense://here"))
    assert str(error.value) == (
        "no Dask scheduler answers at nonsense://here. Start one with `dask scheduler`, or check "
        "the address (tcp://host:port)."
    )
