"""Options that many commands share: forms of results, where they are written to, and days."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated, overload

import typer

ForceOption = Annotated[
    bool, typer.Option("--force", help="Write over a file that is there already.")
]
OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, all or nothing."),
]
NearOption = Annotated[
    str,
    typer.Option(
        metavar="PLACE:KM",
        help="Only attacks whose launch or target may lie that near, as camp_taji:20.",
        show_default=False,
    ),
]
WithinOption = Annotated[
    str,
    typer.Option(
        metavar="FILE|GROUND",
        help="Only attacks whose launch or target may lie in the polygons of FILE, or in "
        "governorate:ID, area:ID or box:WEST,SOUTH,EAST,NORTH.",
        show_default=False,
    ),
]


@overload
def day_of(text: str, *, option: str) -> dt.date: ...
@overload
def day_of(text: None, *, option: str) -> None: ...
@overload
def day_of(text: str | None, *, option: str) -> dt.date | None: ...
def day_of(text: str | None, *, option: str) -> dt.date | None:
    """Read a day that was given as an option; None where it was not."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no day. Write YYYY-MM-DD.", param_hint=option
        ) from None


class TextForm(StrEnum):
    """Text for people, or JSON."""

    text = "text"
    json = "json"


class TableForm(StrEnum):
    """A table for people, or JSON."""

    table = "table"
    json = "json"


class RowsForm(StrEnum):
    """A table for people, JSON, or rows."""

    table = "table"
    json = "json"
    csv = "csv"


class MapForm(StrEnum):
    """A table for people, JSON, rows, or points."""

    table = "table"
    json = "json"
    csv = "csv"
    geojson = "geojson"
