"""``fasail-atlas diff`` and ``snapshot``: what changed between two states of the data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli._casebook import CasebookOption
from dashboard.cli._changes import changes_table, changes_text
from dashboard.cli._forms import ForceOption, OutputOption, RowsForm
from dashboard.cli._load import BoundariesOption, DataOption
from dashboard.cli._state import state_of, taken

_HELP = """List what changed from A to B: attacks new, moved, re-attributed, with another verdict;
areas, rules and decisions.

A and B are data folders, or files that "fasail-atlas snapshot" wrote. Exit code 0, 2 when an
input is faulty.
"""
_SNAPSHOT_HELP = """Write the data, the findings and the casebook's entries to one file, for a
later "fasail-atlas diff"."""


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("diff", help=_HELP)(diff)
    app.command("snapshot", help=_SNAPSHOT_HELP)(snapshot)


def snapshot(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write.")],
    *,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
    force: ForceOption = False,
) -> None:
    """Write a snapshot."""
    from dashboard.cli import _output
    from dashboard.cli._casebook import entries_of
    from geo.casebook.snapshot import to_bytes
    from geo.settings import data_dir

    _output.check_output(file, inputs=(data, data_dir(), boundaries), force=force)
    now = taken(data, boundaries=boundaries, casebook=casebook)
    _output.write_whole(file, to_bytes(now))
    many = len(entries_of(casebook))
    _output.note(f"Wrote {len(now.attacks)} attacks and {many} casebook entries to {file}")


def diff(
    before: Annotated[
        Path, typer.Argument(metavar="A", help="Earlier state: data folder or snapshot.")
    ],
    after: Annotated[
        Path, typer.Argument(metavar="B", help="Later state: data folder or snapshot.")
    ],
    *,
    fmt: Annotated[RowsForm, typer.Option("--format", help="Form of the result.")] = RowsForm.table,
    output: OutputOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
    force: ForceOption = False,
) -> None:
    """Compare two states."""
    from dashboard.cli import _output
    from dashboard.cli._progress import Steps
    from geo.casebook.diff import compare

    _output.check_output(output, inputs=(before, after), force=force)
    states = []
    with Steps(3) as steps:
        for given in (before, after):
            steps.step(f"Reading {given.name}")
            states.append(state_of(given.expanduser(), boundaries=boundaries, casebook=casebook))
        steps.step("Comparing")
        changes = compare(states[0], states[1])
    what = f"{len(changes)} changes"
    if fmt is RowsForm.table:
        blocks = changes_table(changes)
        if output is None:
            _output.show(*blocks)
        else:
            _output.emit(_output.plain(*blocks), output=output, what=what)
        return
    _output.emit(changes_text(changes, fmt), output=output, what=what)
