"""In which forms commands tell their results."""

from enum import StrEnum


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
