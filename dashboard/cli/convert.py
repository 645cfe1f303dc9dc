"""``fasail-atlas convert``: a file of attacks in our columns, in any format the field uses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli._forms import ForceOption
from dashboard.cli._intake import FixesOption, ProfileOption
from dashboard.cli._load import AliasesOption, BoundariesOption, DataOption

_HELP = """Bring attacks into the atlas’s columns and write them in another format.

FILE is anything that `validate` takes for attacks. OUT is .csv, .xlsx, .geojson, .kml, .gpkg or
.parquet (GeoParquet), or a new table at postgresql://…. Quarantined rows are not in OUT: they go
to --fix-list, or the command stops before it writes anything.

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
        str, typer.Argument(metavar="FILE", help="Attacks to read.", show_default=False)
    ],
    out: Annotated[str, typer.Argument(metavar="OUT", help="File to write.", show_default=False)],
    *,
    profile: ProfileOption = None,
    fixes: FixesOption = None,
    aliases: AliasesOption = None,
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
    force: ForceOption = False,
) -> None:
    """Convert a file; see `_HELP`."""
    from dashboard.cli import _output
    from dashboard.cli._intake import (
        WRITTEN,
        check_fix_list,
        examined,
        path_of,
        profile_at,
        write_fix_list,
    )

    # Before anything heavy is loaded: a slip of the pen costs no second.
    inputs = (path_of(file), profile, fixes, aliases, data, boundaries)
    target = path_of(out)
    _output.check_output(target, inputs=inputs, option="OUT", force=force)
    _output.check_output(fix_list, inputs=inputs, option="--fix-list", force=force)
    if target is not None and target.suffix.casefold() not in WRITTEN:
        raise typer.BadParameter(f"{out}: OUT is one of {', '.join(WRITTEN)}, or postgresql://….")
    check_fix_list(fix_list)

    from geo.database import database
    from geo.errors import ConformError
    from geo.ingest.validate import ATTACKS
    from geo.io.postgis_writer import write_postgis
    from geo.io.table_writer import write_table

    said = profile_at(profile)
    validation = examined(
        file, profile=said, fixes=fixes, aliases=aliases, data=data, boundaries=boundaries
    )
    if validation.ingested is None or validation.kind != ATTACKS:
        raise ConformError.for_file(
            validation.file, f"it holds {validation.kind}, not attacks", "Give attacks."
        )
    ingested = validation.ingested
    for remark in ingested.notes:
        _output.note(remark)
    if ingested.faults and fix_list is None:
        raise ConformError(ingested.raw.file, ingested.faults)
    if target is None:
        count, held = write_postgis(ingested.cells, out)
        name = database(out).name
    else:
        written = write_table(ingested.cells, suffix=target.suffix)
        count, held, name = written.rows, written.faults, out
        if held and fix_list is None:
            raise ConformError(ingested.raw.file, held)
        _output.write_whole(target, written.content)
    ingested = ingested.without(held)
    _output.note(f"{ingested.counts}. Wrote {count} attacks to {name}")
    write_fix_list(ingested, output=fix_list)
    if ingested.faults:
        raise typer.Exit(1)
