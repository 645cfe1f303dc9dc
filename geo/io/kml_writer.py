"""A table to KML: the cells in ExtendedData with their types, the point of the target."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

import pandas as pd
from pandas.api.types import is_float_dtype, is_integer_dtype

from geo.io.typed_columns import points

CANNOT_HOLD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML knows no way to write."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def kml_bytes(frame: pd.DataFrame) -> bytes:
    """Give a `.kml` file of a typed frame, one placemark a row, those without a point too."""
    kinds = [(str(name), _kind(frame[name])) for name in frame.columns]
    schema = "".join(
        f"<SimpleField type={quoteattr(kind)} name={quoteattr(name)}/>\n" for name, kind in kinds
    )
    texts = frame.astype(object).where(frame.notna(), "")
    rows = "".join(
        _placemark([name for name, _ in kinds], row, point)
        for row, point in zip(texts.itertuples(index=False), points(frame), strict=True)
    )
    return (
        f'{_HEAD}<Document>\n<Schema name="attacks" id="attacks">\n{schema}</Schema>\n'
        f"{rows}</Document>\n</kml>\n"
    ).encode()


def _kind(column: pd.Series) -> str:
    if is_integer_dtype(column):
        return "int"
    return "double" if is_float_dtype(column) else "string"


def _text(value: object) -> str:
    # A carriage return as such would come back as a line feed.
    return escape(repr(value) if isinstance(value, float) else str(value), {"\r": "&#13;"})


def _placemark(names: list[str], row: tuple[object, ...], point: object) -> str:
    cells = dict(zip(names, row, strict=True))
    title, date = str(cells.get("title", "")), str(cells.get("date", ""))
    when = f"<TimeStamp><when>{date}</when></TimeStamp>\n" if _DATE.fullmatch(date) else ""
    data = "".join(
        f"<SimpleData name={quoteattr(name)}>{_text(value)}</SimpleData>\n"
        for name, value in cells.items()
    )
    x, y = (getattr(point, axis, None) for axis in ("x", "y"))
    place = "" if x is None else f"<Point><coordinates>{x!r},{y!r}</coordinates></Point>\n"
    return (
        f"<Placemark>\n<name>{_text(title)}</name>\n{when}<ExtendedData>\n"
        f'<SchemaData schemaUrl="#attacks">\n{data}</SchemaData>\n</ExtendedData>\n{place}'
        "</Placemark>\n"
    )
