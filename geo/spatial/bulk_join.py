"""Very large point sets against areas: part by part, on one machine or many, and resumable."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.errors import AtlasError
from geo.io.point_files import Chunk, Part, chunks, files_of, plan
from geo.spatial.area_index import AreaIndex, index_of
from geo.spatial.unmatched_points import Unmatched

MANIFEST = "join.json"
SUMMARY = "summary.json"
PATIENCE_S = 10.0
"""How long to wait for a scheduler."""

TRIES = 3
"""How often a part is begun again when its worker dies."""

_COUNTED = b"fasail_atlas"
_FORM = 2
"""Of what a part says of itself: a folder of another form is not gone on with."""


@dataclass(frozen=True)
class BigJoin:
    """A join of many points with a few areas, into a folder.

    Parameters
    ----------
    points
        A Parquet file or a folder of them, as `geo.io.point_files` reads it.
    areas
        Outlines on their ids, EPSG:4326.
    folder
        Folder of the result: `part-00000.parquet` and so on, one row for each pair of a point and
        an area that holds it: `file, row, area_id` and the columns kept; `row` counts the rows of
        the input file from 0.
    keep
        Columns of the points that are carried along, each once.
    pairs
        Whether pairs are written, or only how many points lie in each area.
    """

    points: Path
    areas: gpd.GeoSeries
    folder: Path
    keep: tuple[str, ...] = ()
    pairs: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "keep", tuple(dict.fromkeys(self.keep)))

    @cached_property
    def index(self) -> AreaIndex:
        """Index of the areas, laid once in each process."""
        return index_of(tuple(self.areas))

    @cached_property
    def parts(self) -> list[Part]:
        """What the points are cut into."""
        return plan(self.points, keep=self.keep)

    def path_of(self, part: Part) -> Path:
        """File that the pairs of a part go to; it is there only when it is whole."""
        return self.folder / f"part-{part.number:05d}.parquet"

    def manifest(self) -> dict[str, Any]:
        """What the result depends on, so that no part of another join is taken for ours."""
        outlines = hashlib.sha256()
        for ident, outline in self.areas.items():
            shape = shapely.to_wkb(outline)
            outlines.update(repr((ident, len(shape))).encode() + shape)
        stats = {file.name: file.stat() for file in files_of(self.points)}
        return {
            "points": {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()},
            "areas": outlines.hexdigest(),
            "keep": list(self.keep),
            "pairs": self.pairs,
            "form": _FORM,
        }

    def write_part(self, part: Part) -> dict[str, Any]:
        """Join one part, write its file at once, and say how many points each area holds."""
        target = self.path_of(part)
        counts = np.zeros(len(self.areas), dtype=np.int64)
        unmatched = Unmatched.nothing(len(self.areas))
        spare = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        try:
            with pq.ParquetWriter(spare, self._schema(part), compression="zstd") as writer:
                for chunk in chunks(part, keep=self.keep):
                    if self.pairs:
                        point, area = self.index.pairs(chunk.lon, chunk.lat)
                        writer.write_table(self._table(part, chunk, point, area))
                        held = np.bincount(area, minlength=counts.size)
                        missed = chunk.lon.size - int(np.count_nonzero(np.diff(point, prepend=-1)))
                    else:
                        held, missed = self.index.counts(chunk.lon, chunk.lat)
                    counts += held
                    unmatched += Unmatched.of(chunk.lon, chunk.lat, index=self.index, missed=missed)
                counted = {"rows": part.rows, "counts": counts.tolist(), **unmatched.as_json()}
                writer.add_key_value_metadata({_COUNTED.decode(): json.dumps(counted)})
            spare.replace(target)
        finally:
            spare.unlink(missing_ok=True)
        return counted

    def read_part(self, part: Part) -> dict[str, Any] | None:
        """What `write_part` said of a part that is already there, else None."""
        path = self.path_of(part)
        if not path.is_file():
            return None
        return dict(json.loads(pq.read_metadata(path).metadata[_COUNTED]))

    def _schema(self, part: Part) -> pa.Schema:
        kept = pq.read_schema(part.path) if self.keep else pa.schema([])
        name = pa.dictionary(pa.int32(), pa.string())
        pair = [("file", name), ("row", pa.int64()), ("area_id", name)]
        return pa.schema([*pair, *map(kept.field, self.keep)])

    def _table(self, part: Part, chunk: Chunk, point: Any, area: Any) -> pa.Table:
        one = pa.DictionaryArray.from_arrays(
            np.zeros(point.size, dtype=np.int32), pa.array([part.path.name])
        )
        ids = pa.DictionaryArray.from_arrays(area, pa.array(self.areas.index.astype(str)))
        carried = chunk.kept.take(point).columns if self.keep else []
        return pa.table([one, point + chunk.first_row, ids, *carried], schema=self._schema(part))


def run(join: BigJoin, *, scheduler: str = "", use_dask: bool = True) -> Iterator[int]:
    """Join all parts that are not there yet; gives how many are done after each.

    Parameters
    ----------
    join
        What is to be joined.
    scheduler
        Address of a Dask scheduler (`tcp://…`) whose workers see the same files; without one
        the threads of this process do the work.
    use_dask
        False does one part after the other, without the extra ``scale``.

    Raises
    ------
    AtlasError
        When the folder holds the result of another join, the points cannot be read, or no
        scheduler answers.
    """
    parts = join.parts  # faults of the points are reported before a folder is made
    _claim(join)
    todo = [part.number for part in parts if not join.path_of(part).is_file()]
    done = len(parts) - len(todo)
    yield done
    if not todo:
        return
    finished = _by_dask(join, todo, scheduler=scheduler) if use_dask else _one_by_one(join, todo)
    for number in finished:
        done += number
        yield done
    for spare in join.folder.glob(".part-*"):  # of workers that were killed
        spare.unlink(missing_ok=True)


def summary(join: BigJoin) -> dict[str, Any]:
    """How many points there are, in each area, in none, and without coordinates; a file too.

    Of the points in no area it says how many lie outside the box of all areas, and in which areas
    how many of those would lie with latitude and longitude swapped.

    Raises
    ------
    AtlasError
        When a part is missing.
    """
    counted = [join.read_part(part) for part in join.parts]
    whole = [one for one in counted if one is not None]
    if len(whole) < len(counted):
        raise AtlasError(
            f"{join.folder} lacks {len(counted) - len(whole)} parts. Run the join again."
        )
    names = join.areas.index.astype(str)
    counts = np.array([one["counts"] for one in whole], dtype=np.int64).sum(axis=0)
    unmatched = sum((Unmatched.from_json(one) for one in whole), Unmatched.nothing(len(names)))
    out = {
        "points": sum(one["rows"] for one in whole),
        "without_coordinates": unmatched.without,
        "nowhere": unmatched.nowhere,
        "outside_box": unmatched.outside,
        "swapped": {k: n for k, n in zip(names, unmatched.swapped.tolist(), strict=True) if n},
        "areas": dict(zip(names, counts.tolist(), strict=True)),
    }
    _write(join.folder / SUMMARY, out)
    return out


def _claim(join: BigJoin) -> None:
    """Make the folder ours, or refuse one that holds something else."""
    path, mine = join.folder / MANIFEST, join.manifest()
    if path.is_file():
        if json.loads(path.read_text(encoding="utf-8")) != mine:
            raise AtlasError(
                f"{join.folder} holds the join of other points, areas or columns, or the points "
                "have changed since. Give another folder, or remove this one."
            )
        return
    if join.folder.exists() and any(join.folder.iterdir()):
        raise AtlasError(f"{join.folder} is not empty and holds no join. Give another folder.")
    join.folder.mkdir(parents=True, exist_ok=True)
    _write(path, mine)


def _write(path: Path, content: dict[str, Any]) -> None:
    spare = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    spare.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    spare.replace(path)


def _one_by_one(join: BigJoin, todo: list[int]) -> Iterator[int]:
    for number in todo:
        join.write_part(join.parts[number])
        yield 1


def _write_parts(numbers: pd.DataFrame, join: BigJoin) -> pd.DataFrame:
    """Join the parts of one partition; runs in a worker.

    What a worker that was killed had sent is asked for once more; what it wrote is there already.
    """
    for number in numbers["part"]:
        if join.read_part(join.parts[number]) is None:
            join.write_part(join.parts[number])
    return numbers


def _by_dask(
    join: BigJoin, todo: list[int], *, scheduler: str, tries: int = TRIES
) -> Iterator[int]:
    dask, dd = import_module("dask"), import_module("dask.dataframe")
    numbers = pd.DataFrame({"part": todo})
    frame = dd.from_pandas(numbers, npartitions=len(todo))
    if not scheduler:
        pieces = frame.map_partitions(_write_parts, join, meta=numbers).to_delayed()
        at_once = os.cpu_count() or 1
        for begin in range(0, len(pieces), at_once):
            done = dask.compute(*pieces[begin : begin + at_once], scheduler="threads")
            yield sum(map(len, done))
        return
    distributed = import_module("distributed")
    try:
        connected = distributed.Client(scheduler, set_as_default=False, timeout=PATIENCE_S)
    except (OSError, ValueError) as error:
        raise AtlasError(
            f"no Dask scheduler answers at {scheduler}. Start one with `dask scheduler`, or check "
            "the address (tcp://host:port)."
        ) from error
    with connected as client:
        # Every worker gets the areas once and lays its own grid over them. They have a name of
        # their own: what the try before called alike may be on its way out of the scheduler.
        shared = dask.delayed(client.scatter(join, broadcast=True, hash=False))
        pieces = frame.map_partitions(_write_parts, shared, meta=numbers).to_delayed()
        futures = client.compute(pieces, retries=TRIES)
        # Nothing is fetched from the workers: a part that is in its place needs no answer.
        for future in distributed.as_completed(futures, loop=client.loop):
            if future.status == "error":
                future.result()
            if future.status == "finished":
                yield 1
    # The areas are lost with the only worker that held them, and with them the parts to do.
    lost = [number for number in todo if join.read_part(join.parts[number]) is None]
    if lost and tries:
        yield from _by_dask(join, lost, scheduler=scheduler, tries=tries - 1)
