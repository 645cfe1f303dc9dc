"""``fasail-atlas areas editions``: ground as of each half-year, and what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._forms import ForceOption, MapForm, OutputOption, day_of
from dashboard.cli._load import BoundariesOption, DataOption, check_data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

HELP = """Ground as of each half-year: who holds what, how fresh that is, and what changed.

\b
gained      old or not heard of before, fresh or ageing now
left        its holder left, or the area ended
redrawn     ended, and its holder has other ground there now
gone_stale  too old to decide now
aged        fresh before, ageing now
confirmed   held at both, and confirmed again between them

\b
Examples:
  fasail-atlas areas editions --from 2021-06-30 --to 2022-12-31
  fasail-atlas areas editions --known-on 2021-06-30 --format csv -o editions.csv
  fasail-atlas areas editions --format geojson -o editions.geojson
"""


def tell_editions(
    *,
    since: Annotated[
        str | None, typer.Option("--from", metavar="D", help="First day; the first of all.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="D", help="Last day; the last half-year told of.")
    ] = None,
    known_on: Annotated[
        str | None,
        typer.Option("--known-on", metavar="D", help="Use only what was published by this day."),
    ] = None,
    fmt: Annotated[MapForm, typer.Option("--format", help="Form of the result.")] = MapForm.table,
    output: OutputOption = None,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    force: ForceOption = False,
) -> None:
    """Write the editions of some half-years."""
    from dashboard.cli import _output
    from geo.settings import data_dir

    if data is not None:
        check_data_folder(data)
    begin, end = day_of(since, option="--from"), day_of(until, option="--to")
    latest = day_of(known_on, option="--known-on")
    _output.check_output(output, inputs=(data, data_dir(), boundaries), force=force)

    from dashboard.cli._load import load_atlas
    from dashboard.cli._progress import Steps
    from geo.areas.confirmation import known_on as areas_known
    from geo.areas.editions import editions, half_years, spoken_of

    with Steps(2) as steps:
        steps.step("Compiling recipes")
        areas = areas_known(load_atlas(data, boundaries=boundaries).areas, latest)
        steps.step("Comparing half-years")
        first, last = spoken_of(areas)
        days = half_years(begin or first, end or last)
        found = editions(areas, [day.date() for day in days])
    if not found:
        raise typer.BadParameter(
            f"no half-year ends from {begin or first} to {end or last}. Give an earlier --from or "
            "a later --to.",
            param_hint="--from",
        )
    what = f"{len(found)} editions"
    if fmt is MapForm.table and output is None:
        _output.show(*_blocks(found))
    else:
        _output.emit(_text(found, fmt), output=output, what=what)


def _text(found: Sequence[Any], fmt: MapForm) -> str:
    from dashboard.cli import _output
    from geo.areas.editions import edition_collection, edition_objects, edition_rows
    from geo.io.spreadsheet_escape import csv_text

    if fmt is MapForm.json:
        return _output.json_text(edition_objects(found))
    if fmt is MapForm.geojson:
        return _output.json_text(edition_collection(found))
    return csv_text(edition_rows(found).set_index("edition"))


def _blocks(found: Sequence[Any]) -> list[Any]:
    """Per edition one line of counts, and a table of what changed."""
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean
    from geo.areas.editions import edition_rows

    rows = edition_rows(found)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("Edition", "Area", "Holder", "Age"):
        table.add_column(column, no_wrap=True)
    table.add_column("Last seen", no_wrap=True)
    table.add_column("Change", no_wrap=True)
    table.add_column("Shared with", overflow="fold")
    for row in rows[rows["change"] != "unchanged"].to_dict("records"):
        names = ("edition", "area_id", "holder", "age", "last_seen", "change", "shared_with")
        table.add_row(*(clean(str(row[name]).replace("|", ", ")) for name in names))
    return [table, *_counts(rows)]


def _counts(rows: pd.DataFrame) -> list[str]:
    """How many areas are held as of each edition, by age."""
    held = rows[rows["age"].isin(["fresh", "ageing"])]
    return [
        f"{day}: {int((ages == 'fresh').sum())} fresh, {int((ages == 'ageing').sum())} ageing."
        for day, ages in held.groupby("edition", sort=False)["age"]
    ]
