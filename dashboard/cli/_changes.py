"""What changed between two states, as a table for people, JSON or rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.cli._forms import RowsForm

if TYPE_CHECKING:
    from geo.casebook.diff import Change


def changes_text(changes: tuple[Change, ...], fmt: RowsForm) -> str:
    """Changes as JSON, or as CSV whose texts no spreadsheet runs."""
    from dataclasses import asdict

    from dashboard.cli import _output

    rows = [asdict(change) for change in changes]
    if fmt is RowsForm.json:
        return _output.json_text(rows)
    import pandas as pd

    from geo.io.spreadsheet_escape import csv_text

    frame = pd.DataFrame(rows, columns=["kind", "subject", "title", "text"])
    return csv_text(frame.set_index("kind"))


def changes_table(changes: tuple[Change, ...]) -> list[Any]:
    """Changes as a table for people, a line each."""
    from rich.table import Table

    from dashboard.cli._output import clean

    if not changes:
        return ["Nothing changed."]
    table = Table()
    for name in ("Change", "Of", "What"):
        table.add_column(name, overflow="fold")
    for change in changes:
        table.add_row(*map(clean, (change.kind, change.subject, change.text)))
    return [table]
