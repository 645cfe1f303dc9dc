"""``fasail-atlas join``: very large point sets against areas, on one machine or on many."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._forms import TableForm

if TYPE_CHECKING:
    from geo.spatial.bulk_join import BigJoin

_HELP = """Join very large point sets with areas: which point lies in which area, borders included.

Reads Parquet or GeoParquet in parts, so that memory does not grow with the number of points, and
writes one Parquet file a part. A join that was stopped goes on where it stopped.

\b
Examples:
  fasail-atlas areas build -o areas.geojson
  fasail-atlas join points/ --areas areas.geojson -o joined/
  fasail-atlas join points/ --areas areas.geojson -o counts/ --counts --format json
  fasail-atlas join points/ --areas areas.geojson -o joined/ --scheduler tcp://10.0.0.5:8786
"""
_MEMORY_OF_A_CORE = 500_000_000
"""Bytes of a part of a million points at work, and of what its thread takes of addresses."""

_INSTALL = "pip install 'fasail-atlas[scale]'"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("join", help=_HELP)(join)


def join(
    points: Annotated[
        Path, typer.Argument(metavar="POINTS", help="A Parquet file, or a folder of them.")
    ],
    *,
    areas: Annotated[
        Path, typer.Option("--areas", metavar="FILE", help="Outlines, GeoJSON (WGS84 lon/lat).")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder to write to.")
    ],
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep", metavar="COLUMN", help="Column of the points to carry along; repeatable."
        ),
    ] = None,
    counts: Annotated[
        bool, typer.Option("--counts", help="Write no pairs, only how many points an area holds.")
    ] = False,
    scheduler: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="tcp:// address of a Dask scheduler whose workers see the same files.",
            show_default=False,
        ),
    ] = "",
    form: Annotated[
        TableForm, typer.Option("--format", help="Format of the counts on stdout.")
    ] = TableForm.table,
) -> None:
    """Join many points with areas."""
    from dashboard.cli import _output
    from geo.areas.outline_file import read_area_outlines
    from geo.settings import memory_limited
    from geo.spatial.bulk_join import BigJoin, summary

    with_dask = _has_dask()
    if scheduler and not with_dask:
        raise typer.BadParameter(
            f"a cluster needs Dask. Install it: {_INSTALL}", param_hint="--scheduler"
        )
    if not with_dask:
        _output.note(f"Dask is not installed, so one core does the work. For all: {_INSTALL}")
    work = BigJoin(
        points=points.expanduser(),
        areas=read_area_outlines(areas.expanduser()),
        folder=output.expanduser().resolve(),
        keep=tuple(keep or ()),
        pairs=not counts,
    )
    with memory_limited(_memory(work)):
        _work_through(work, scheduler=scheduler, with_dask=with_dask)
    summed = summary(work)
    if form is TableForm.json:
        _output.emit(_output.json_text(summed), output=None, what="counts")
    else:
        _output.show(_table(summed))
    for remark in _remarks(summed):
        _output.note(remark)
    _output.note(f"Joined {summed['points']:,} points into {work.folder}")


def _memory(work: BigJoin) -> int:
    """Bytes that a join may take: those of reading its largest file, and of a part on each core."""
    from geo.io.point_files import files_of
    from geo.settings import reading_limits

    largest = max(file.stat().st_size for file in files_of(work.points))
    return reading_limits(largest)[0] + (os.cpu_count() or 1) * _MEMORY_OF_A_CORE


def _has_dask() -> bool:
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("dask", "distributed"))


def _work_through(work: BigJoin, *, scheduler: str, with_dask: bool) -> None:
    from dashboard.cli._progress import Steps
    from geo.spatial.bulk_join import run

    total = len(work.parts)
    with Steps(total) as steps:
        before = 0
        for done in run(work, scheduler=scheduler, use_dask=with_dask):
            for part in range(before, done):
                steps.step(f"part {part + 1} of {total}")
            before = done


def _table(counts: dict[str, Any]) -> Any:
    from rich.table import Table

    table = Table("Area", show_edge=False)
    table.add_column("Points", justify="right")
    for ident, n in counts["areas"].items():
        table.add_row(ident, f"{n:,}")
    table.add_section()
    table.add_row("in no area", f"{counts['nowhere']:,}")
    table.add_row("without coordinates", f"{counts['without_coordinates']:,}")
    table.add_row("all points", f"{counts['points']:,}")
    return table


def _remarks(counts: dict[str, Any]) -> list[str]:
    """What the counts alone would pass over in silence."""
    outside, swapped = counts["outside_box"], counts["swapped"]
    remarks = []
    if counts["without_coordinates"]:
        remarks.append(f"{counts['without_coordinates']:,} points have no coordinates: in no area.")
    placed = counts["points"] - counts["without_coordinates"]
    if swapped:
        names = ", ".join(f"{n:,} in {ident}" for ident, n in list(swapped.items())[:5])
        remarks.append(
            f"{outside:,} of {placed:,} points lie outside the region of the areas. With latitude "
            f"and longitude swapped they would lie so: {names}. Check which column is which."
        )
    elif outside and outside == placed:
        remarks.append(
            f"All {placed:,} points lie outside the region of the areas. Check their coordinates."
        )
    return remarks
