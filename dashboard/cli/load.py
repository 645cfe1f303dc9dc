"""``fasail-atlas load``: a data folder onto a team's PostGIS server, a table a file."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli._load import BoundariesOption, DataOption

_HELP = """Put a data folder onto a PostGIS server, for `--data postgresql://…` to read.

Without --data the bundled data. Each file becomes a table, all in one transaction, after the whole
folder was checked; a table that is there already is not touched without --replace. The password
comes from PGPASSWORD or ~/.pgpass.

\\b
Example:
  fasail-atlas load postgresql://ann@db.example.org/atlas --data mine/
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("load", help=_HELP)(load)


def load(
    address: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="postgresql://user@host:port/database?schema=public",
            show_default=False,
        ),
    ],
    *,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put the rows in the place of those that are there."),
    ] = False,
) -> None:
    """Load a folder; see `_HELP`."""
    from dashboard.cli._load import load_atlas, refuse_password
    from dashboard.cli._output import note
    from dashboard.cli._progress import Steps
    from geo.database import database
    from geo.io import team_database as teamstore
    from geo.settings import is_database

    if not is_database(address):
        raise typer.BadParameter("URL is postgresql://user@host:port/database.")
    refuse_password(address, option="URL")
    with Steps(2) as steps:
        steps.step("Checking the data")
        atlas = load_atlas(data, boundaries=boundaries)
        attacks = len(atlas.record.attacks)
        steps.step("Writing the tables")
        loaded = teamstore.load(atlas.folder, address, replace=replace)
    where = database(address).name.rsplit(",", 1)[0]
    tables = ", ".join(f"{name} ({rows:,})" for name, rows in loaded.rows.items())
    note(f"Checked {attacks:,} attacks. Loaded to {where}: {tables}")
