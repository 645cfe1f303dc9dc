"""Files are read in a process apart: what breaks it, fills it or spins in it is one clear error."""

from __future__ import annotations

import os
import signal
import threading
import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely.geometry import Point, box

from geo.errors import ConformError, DataNotFoundError, Fault
from geo.io import apart
from geo.io.formats import READERS, read_content, read_here
from geo.io.geojson import Collection, Feature
from geo.io.packing import packed, unpacked
from geo.io.raw import RawTable
from geo.progress import listening
from tests.corpus.cells import rows
from tests.corpus.writing import kml, placemark, zipped

PLENTY_S = 300.0
"""No wait is a verdict: by then a machine of any load has done what it was asked for."""


def template_reading_by(code):
    """Code of a template whose workers read by some code of a test."""
    patched = f"import geo.io.formats as f, os, time, ctypes; f.read_here = {code}; main()"
    return apart._CODE.replace("main()", patched)


@pytest.fixture(scope="module")
def obedient(tmp_path_factory):
    """File with the code by which the workers of one template read, and that template.

    A template takes a second to begin: tests that are not about its beginning share this one.
    """
    shared = {"order": tmp_path_factory.mktemp("order") / "code.txt", "running": None}
    yield shared
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "_running", shared["running"])
        apart._end()


@pytest.fixture
def reader_that(obedient, monkeypatch):
    """Let the process apart read by some code of a test, in a worker of the shared template."""
    before, order = apart._running, obedient["order"]

    def order_reader(code):
        order.write_text(code)
        follow = f"lambda path: eval(open({str(order)!r}).read())(path)"
        monkeypatch.setattr(apart, "_CODE", template_reading_by(follow))
        monkeypatch.setattr(apart, "_running", obedient["running"])

    yield order_reader
    if apart._running is not before:
        obedient["running"] = apart._running


@pytest.fixture
def template_that(monkeypatch):
    """Let the process apart read by some code of a test, in a template begun for it."""
    before = apart._running

    def begun(code):
        monkeypatch.setattr(apart, "_CODE", template_reading_by(code))
        monkeypatch.setattr(apart, "_running", None)

    yield begun
    if apart._running is not before:
        apart._end()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "mine.parquet"
    pd.DataFrame({"date": ["2021-07-10"], "note": ["قصف"]}).to_parquet(path)
    return path


def same(one, other):
    if isinstance(one, Collection):
        assert one == other
        return
    assert_frame_equal(one.cells, other.cells, check_index_type=False, check_column_type=False)
    left = {k: v for k, v in vars(one).items() if k not in {"cells", "geometry"}}
    assert left == {k: v for k, v in vars(other).items() if k not in {"cells", "geometry"}}
    if hasattr(one, "geometry"):
        assert [g and g.wkt for g in one.geometry] == [g and g.wkt for g in other.geometry]


def test_every_format_that_is_read_apart_gives_what_it_gives_here(tmp_path):
    frame = pd.DataFrame({"date": ["2021-07-10", ""], "note": ["قصف", "a\nb"], "n": [1, 2]})
    shapes = [Point(44.25, 33), box(44, 33, 45, 34)]
    layer = gpd.GeoDataFrame(frame, geometry=shapes, crs=4326)
    frame.to_parquet(tmp_path / "table.parquet")
    layer.to_parquet(tmp_path / "layer.geoparquet")
    layer.to_file(tmp_path / "layer.gpkg", driver="GPKG", layer="attacks")
    frame.to_excel(tmp_path / "table.xlsx", index=False)
    body = kml("".join(map(placemark, rows({}))))
    (tmp_path / "layer.kmz").write_bytes(zipped({"doc.kml": body}))
    found = [path for path in sorted(tmp_path.iterdir()) if READERS[path.suffix].apart]
    assert {path.suffix for path in found} == {end for end, one in READERS.items() if one.apart}
    for path in found:
        same(read_here(path), read_content(path))


texts = st.text(max_size=20)
faults = st.builds(
    Fault,
    st.integers(0, 9),
    texts,
    texts,
    texts,
    texts,
    fix=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    confirmable=st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(texts, st.lists(texts, min_size=3, max_size=3), max_size=4),
    st.lists(faults, max_size=3).map(tuple),
    st.dictionaries(st.integers(1, 9), texts, max_size=2),
    st.lists(texts, max_size=2).map(tuple),
)
def test_what_is_packed_comes_back(columns, faults, malformed_rows, notes):
    cells = pd.DataFrame(columns, index=pd.Index([4, 5, 9], name="row"), dtype=object)
    table = RawTable("mine.xlsx", cells, malformed_rows, faults, 3, notes)
    same(table, unpacked(packed(table)))
    point = {"type": "Point", "coordinates": [44.1, "x"]}
    features = tuple(Feature(n, {name: n}, point) for n, name in enumerate(columns, start=1))
    layer = Collection("mine.kmz", features, 9, faults, malformed_rows, notes)
    same(layer, unpacked(packed(layer)))


def test_faults_and_missing_files_are_the_errors_that_they_are_here(tmp_path):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ConformError) as caught:
        read_content(path)
    with pytest.raises(ConformError) as here:
        read_here(path)
    assert (caught.value.file, caught.value.faults) == (here.value.file, here.value.faults)
    with pytest.raises(DataNotFoundError, match="no such file"):
        read_content(tmp_path / "other.xlsx")


def still_reads(table):
    return read_content(table).cells["note"].tolist() == ["قصف"]


def test_a_bomb_of_texts_fills_the_process_apart_alone(tmp_path, table, monkeypatch):
    path = tmp_path / "bomb.parquet"
    column = pa.DictionaryArray.from_arrays(np.zeros(15_000, dtype=np.int32), ["x" * 100_000])
    pq.write_table(pa.table({"note": column}), path)
    assert path.stat().st_size < 500_000
    monkeypatch.setenv("ATLAS_MOST_MEMORY", "300000000")
    with pytest.raises(ConformError, match="needs more than 300 MB of memory") as caught:
        read_content(path)
    assert "ATLAS_MOST_MEMORY" in str(caught.value)
    assert still_reads(table)


def test_work_without_end_is_stopped_by_its_time(reader_that, table, monkeypatch):
    monkeypatch.setenv("ATLAS_MOST_SECONDS", "1")
    reader_that("lambda path: exec('while True: pass')")
    with pytest.raises(ConformError, match="takes more than 1 s of CPU time"):
        read_content(table)


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGBUS"])
def test_a_reader_that_dies_is_one_error_and_no_death_of_ours(name, reader_that, table):
    number = int(signal.Signals[name])
    reader_that(f"lambda path: os.kill(os.getpid(), {number})")
    for _ in range(2):
        with pytest.raises(ConformError, match="reading stopped: the file broke") as caught:
            read_content(table)
        assert name in str(caught.value)


def test_an_error_that_nobody_foresaw_is_named(reader_that, table):
    reader_that("lambda path: {}['a key']")
    with pytest.raises(ConformError, match="KeyError: 'a key'"):
        read_content(table)


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_whoever_stops_to_wait_ends_the_reader(reader_that, table, tmp_path):
    mark = tmp_path / "pid"
    reader_that(f"lambda path: (open({str(mark)!r}, 'w').write(str(os.getpid())), time.sleep(900))")

    class StoppedError(Exception):
        pass

    def steps(what, share):
        if mark.exists() and mark.read_text():
            raise StoppedError

    with pytest.raises(StoppedError), listening(steps):
        read_content(table)
    until = time.monotonic() + PLENTY_S
    while not gone(int(mark.read_text())) and time.monotonic() < until:
        time.sleep(0.05)
    assert gone(int(mark.read_text()))


def test_progress_of_the_reader_is_heard(reader_that, table):
    reader_that(
        "lambda _: __import__('geo.progress').progress.report_progress('rows read', 0.5) or 1 / 0"
    )
    steps = []
    with (
        pytest.raises(ConformError),
        listening(lambda what, share: steps.append((what, share))),
    ):
        read_content(table)
    assert ("rows read", 0.5) in steps


def test_a_template_that_was_killed_is_begun_again(table):
    assert still_reads(table)
    _, process, _ = apart._running
    process.kill()
    process.wait()
    assert still_reads(table)


def test_many_sessions_read_at_once(table):
    found = []
    threads = [threading.Thread(target=lambda: found.append(still_reads(table))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 6


def test_what_lies_in_the_working_folder_is_never_imported(
    template_that, table, tmp_path, monkeypatch
):
    mark = tmp_path / "ran"
    for name in ("json", "pandas", "geo"):
        (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    template_that("f.read_here")
    assert still_reads(table)
    assert not mark.exists()


def test_passwords_are_not_handed_on(template_that, table, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "secret")
    template_that("lambda path: {}[str('secret' in os.environ.values())]")
    with pytest.raises(ConformError, match="KeyError: 'False'"):
        read_content(table)


def test_a_process_for_one_file_reads_where_none_can_be_split_off(table, monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "_has_fork", lambda: False)
    assert still_reads(table)
    (tmp_path / "x.gpkg").write_bytes(b"SQLite format 3\x00")
    with pytest.raises(ConformError, match=r"cut short|damaged"):
        read_content(tmp_path / "x.gpkg")


@pytest.mark.parametrize("name", ["ATLAS_MOST_MEMORY", "ATLAS_MOST_SECONDS"])
def test_a_setting_that_is_no_number_is_named(name, table, monkeypatch):
    monkeypatch.setenv(name, "much")
    with pytest.raises(ConformError, match=name):
        read_content(table)
