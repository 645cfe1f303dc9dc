"""In which forms commands give their results, and whether a file may be written over."""

from enum import StrEnum
from typing import Annotated

import typer

ForceOption = Annotated[
    bool, typer.Option("--force", help="Write over a file that is there already.")
]


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
