"""``fasail-atlas validate``: every fault of a file of attacks, outlines or area recipes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._forms import ForceOption, TableForm
from dashboard.cli._intake import FixesOption, ProfileOption
from dashboard.cli._load import AliasesOption, BoundariesOption, DataOption

if TYPE_CHECKING:
    from geo.errors import Fault
    from geo.ingest.validate import Validation

MOST_FAULTS, MOST_KINDS = 200, 50
"""Faults that are listed one by one, and kinds of faults that are counted."""

_FIGURES = re.compile(r"\d[\d.,]*")

_HELP = """Check a file, list every fault of every row, and give a list to correct them in.

\b
Attacks                  .csv .tsv .txt .xlsx .parquet; points in .geojson .json .kml .kmz .gpkg
Sightings                a table with headers of sightings.csv
Areas or governorates    polygons in .geojson .json .kml .kmz .gpkg .parquet
Area recipes             .toml, laid out like areas.toml

Files are at most 2 GB, coordinates WGS84 lon/lat. Headers may be English or Arabic. A row of a
CSV file is its line and of a sheet its row (the header is 1); elsewhere the first entry is 1.

\b
Exit code 0 without faults, 1 with faults, 2 when the file cannot be read.

\b
Examples:
  fasail-atlas validate mine.xlsx --fix-list fix.xlsx
  fasail-atlas validate mine.xlsx --fixes fix.xlsx
  fasail-atlas validate mine.csv --save-profile mine.toml
  fasail-atlas validate outlines.geojson --format json
  fasail-atlas validate "postgresql://ann@server/iraq?table=incidents"
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("validate", help=_HELP)(validate)


def validate(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="File to check, or postgresql://….", show_default=False
        ),
    ],
    *,
    profile: ProfileOption = None,
    save_profile: Annotated[
        Path | None,
        typer.Option(
            "--save-profile",
            metavar="FILE",
            help="Write what the columns were taken for, as TOML to correct and use again.",
            show_default=False,
        ),
    ] = None,
    fix_list: Annotated[
        Path | None,
        typer.Option(
            "--fix-list",
            metavar="FILE",
            help="Write the quarantined rows with reasons and suggested fixes, .csv or .xlsx.",
            show_default=False,
        ),
    ] = None,
    fixes: FixesOption = None,
    aliases: AliasesOption = None,
    fmt: Annotated[
        TableForm, typer.Option("--format", help="Form of the result.")
    ] = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    force: ForceOption = False,
) -> None:
    """Check a file; see `_HELP`."""
    from dashboard.cli import _output
    from dashboard.cli._intake import (
        check_fix_list,
        examined,
        path_of,
        profile_at,
        write_fix_list,
        write_profile,
    )
    from geo.errors import ConformError

    inputs = (path_of(file), profile, fixes, aliases, data, boundaries)
    for option, output in (("--save-profile", save_profile), ("--fix-list", fix_list)):
        _output.check_output(output, inputs=inputs, option=option, force=force)
    check_fix_list(fix_list)
    said = profile_at(profile)
    validation = examined(
        file, profile=said, fixes=fixes, aliases=aliases, data=data, boundaries=boundaries
    )
    given = {"--profile": profile, "--save-profile": save_profile, "--fix-list": fix_list,
             "--fixes": fixes}  # fmt: skip
    unused = [option for option, path in given.items() if path is not None]
    if validation.ingested is None and unused:
        problem = f"it holds {validation.kind}; {', '.join(unused)} can only be of attacks"
        raise ConformError.for_file(validation.file, problem, "Leave that out.")
    if fmt is TableForm.json:
        _output.emit(_output.json_text(_object(validation)), output=None, what="")
    else:
        _output.show(*_blocks(validation))
    for remark in validation.notes:
        _output.note(remark)
    if validation.ingested is not None:
        write_profile(validation.ingested, output=save_profile, profile=said)
        write_fix_list(validation.ingested, output=fix_list)
    if validation.faults:
        raise typer.Exit(1)


def _object(validation: Validation) -> dict[str, Any]:
    columns = (
        []
        if validation.ingested is None
        else [asdict(match) for match in validation.ingested.matches]
    )
    return {
        "file": validation.file,
        "kind": validation.kind,
        "rows_read": validation.rows_read,
        "rows_kept": validation.rows_kept,
        "rows_faulty": validation.rows_faulty,
        "columns": columns,
        "faults": [{**asdict(fault), "fix": dict(fault.fix)} for fault in validation.faults],
        "notes": list(validation.notes),
    }


def _blocks(validation: Validation) -> list[Any]:
    from dashboard.cli._intake import column_blocks
    from dashboard.cli._output import clean

    counts = (
        f"{validation.file} ({validation.kind}): {validation.rows_read} rows read = "
        f"{validation.rows_kept} kept + {validation.rows_faulty} quarantined"
    )
    columns = [] if validation.ingested is None else column_blocks(validation.ingested.matches)
    if not validation.faults:
        return [*columns, clean(counts)]
    return [*columns, *faults_blocks(validation.faults), clean(counts)]


def faults_blocks(faults: tuple[Fault, ...]) -> list[Any]:
    """Faults as a table for people; of many the first, and all of them counted."""
    if len(faults) <= MOST_FAULTS:
        return [_first(faults)]
    more = (
        f"The first {MOST_FAULTS} of {len(faults):,} faults. --fix-list FILE writes "
        "the rows with all of theirs, --format json lists each. All of them, counted:"
    )
    return [_first(faults), more, _counted(faults)]


def _first(faults: tuple[Fault, ...]) -> Any:
    """Table of as many faults as a person reads."""
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean

    table = Table(box=box.HORIZONTALS, show_lines=True, pad_edge=False, expand=True)
    table.add_column("Row", justify="right", no_wrap=True)
    table.add_column("Column", ratio=2, min_width=17, overflow="fold")
    table.add_column("Given", ratio=3, overflow="fold")
    table.add_column("What is wrong", ratio=4, overflow="fold")
    table.add_column("What to do", ratio=5, overflow="fold")
    for fault in faults[:MOST_FAULTS]:
        table.add_row(
            str(fault.row or "file"),
            *(clean(text) for text in (fault.where, fault.given, fault.problem, fault.remedy)),
        )
    return table


def _counted(faults: tuple[Fault, ...]) -> Any:
    """Table of how often each kind of fault stands in each column, most first."""
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean

    # “Duplicate of row 7” and “of row 8” are one kind.
    kinds = Counter((fault.where, _FIGURES.sub("…", fault.problem)) for fault in faults)
    table = Table(box=box.HORIZONTALS, pad_edge=False, expand=True)
    table.add_column("Column", ratio=2, min_width=17, overflow="fold")
    table.add_column("What is wrong", ratio=6, overflow="fold")
    table.add_column("Faults", justify="right", no_wrap=True)
    for (where, problem), count in kinds.most_common(MOST_KINDS):
        table.add_row(clean(where or "row"), clean(problem), f"{count:,}")
    rest = sum(kinds.values()) - sum(count for _, count in kinds.most_common(MOST_KINDS))
    if rest:
        table.add_row("others", "", f"{rest:,}")
    return table
