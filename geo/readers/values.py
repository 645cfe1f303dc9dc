"""Typed columns of a file to the text that a person would have typed."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
from pandas.api.types import (
    is_bool_dtype,
    is_datetime64_any_dtype,
    is_float_dtype,
    is_integer_dtype,
)

from geo.errors import refused
from geo.tables import as_text


def text_cells(
    table: pa.Table, *, index: pd.Index, file: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Text cells of an Arrow table, empty where nothing stands.

    Returns
    -------
    The cells on `index`, and a note that names columns of bytes that are no text: they are left
    out.

    Raises
    ------
    ConformError
        When a column cannot be read.
    """
    try:
        table, binary = _decoded(table)
        frame = table.to_pandas(date_as_object=False)
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise refused(file, f"a column cannot be read: {error}", "Export it as text.") from error
    frame = frame.reset_index(drop=True)
    cells = pd.DataFrame(
        {str(name): texts(frame[name]).to_numpy(dtype=object) for name in frame.columns},
        index=index,
        dtype=object,
    )
    return cells, (f"{file}: binary columns not read: {', '.join(binary)}.",) if binary else ()


def _decoded(table: pa.Table) -> tuple[pa.Table, list[str]]:
    """Columns of bytes as text where all of it is UTF-8, and the names of those that are none."""
    binary = []
    for name in [field.name for field in table.schema if is_bytes(field.type)]:
        at = table.schema.get_field_index(name)
        try:
            wide = table[name].cast(pa.large_binary())
            table = table.set_column(at, name, wide.cast(pa.large_string()))
        except pa.ArrowInvalid:
            binary.append(name)
    return table.drop_columns(binary), binary


def is_bytes(kind: pa.DataType) -> bool:
    """Tell whether an Arrow type holds bytes that need not be text."""
    return any(
        holds(kind)
        for holds in (
            pa.types.is_binary,
            pa.types.is_large_binary,
            pa.types.is_binary_view,
            pa.types.is_fixed_size_binary,
        )
    )


def texts(column: pd.Series) -> pd.Series:
    """Cells of a column as text: whole floats without a point, days without midnight."""
    if is_bool_dtype(column):
        return column.map({True: "true", False: "false"})
    if is_integer_dtype(column):
        return as_text(column)
    if is_float_dtype(column):
        whole = (column % 1 == 0) & (column.abs() < 1e15)  # noqa: PLR2004
        text = as_text(column.map(repr, na_action="ignore"))
        return text.where(~whole, text.str.removesuffix(".0"))
    if is_datetime64_any_dtype(column):
        days = (column == column.dt.normalize()).all() if len(column) else True
        shape = "%Y-%m-%d" if days else "%Y-%m-%d %H:%M:%S"
        return as_text(column.dt.strftime(shape))
    return as_text(column).str.strip()
