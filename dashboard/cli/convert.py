"""``fasail-atlas convert``: a file of attacks in our columns, in any format the field uses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli._intake import FixesOption, ProfileOption
from dashboard.cli._load import BoundariesOption, DataOption

_HELP = """Bring attacks into the atlas’s columns and write them in another format.

FILE is anything that `validate` takes for attacks. OUT is .csv, .xlsx, .geojson, .kml, .gpkg or
.parquet (GeoParquet). Quarantined rows are not in OUT: they go to --fix-list, or the command
stops before it writes anything.

\\b
Exit code 0 when every row is in OUT, 1 when some went to the fix list, 2 otherwise.

\\b
Examples:
  fasail-atlas convert mine.xlsx mine.gpkg
  fasail-atlas convert acled.csv attacks.parquet --fix-list fix.xlsx
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("convert", help=_HELP)(convert)


def convert(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Attacks to read.", show_default=False)
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File to write.", show_default=False)],
    *,
    profile: ProfileOption = None,
    fixes: FixesOption = None,
    fix_list: Annotated[
        Path | None,
        typer.Option(
            "--fix-list",
            metavar="FILE",
            help="Write the quarantined rows here, .csv or .xlsx, and the others to OUT.",
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
) -> None:
    """Convert a file; see `_HELP`."""
    from dashboard.cli import _output
    from dashboard.cli._intake import check_fix_list, examined, profile_at, write_fix_list
    from geo.errors import ConformError, refused
    from geo.writers.formats import WRITERS, write_table

    inputs = (file, profile, fixes, data, boundaries)
    for output in (out, fix_list):
        _output.check_output(output, inputs=inputs)
    if out.suffix.casefold() not in WRITERS:
        raise typer.BadParameter(f"{out}: OUT is one of {', '.join(WRITERS)}.")
    check_fix_list(fix_list)
    said = profile_at(profile)
    told = examined(file, profile=said, fixes=fixes, data=data, boundaries=boundaries)
    if told.sifted is None:
        raise refused(file.name, f"it holds {told.kind}, not attacks", "Give attacks.")
    written = write_table(told.sifted.cells, suffix=out.suffix)
    sifted = told.sifted.without(written.faults)
    for remark in sifted.notes:
        _output.note(remark)
    if sifted.faults and fix_list is None:
        raise ConformError(sifted.raw.file, sifted.faults)
    _output.write_whole(out, written.content)
    _output.note(f"{sifted.counts}. Wrote {written.rows} attacks to {out}")
    write_fix_list(sifted, output=fix_list)
    if sifted.faults:
        raise typer.Exit(1)
