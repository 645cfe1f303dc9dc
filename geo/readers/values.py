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


def text_cells(table: pa.Table, *, index: pd.Index, file: str) -> pd.DataFrame:
    """Text cells of an Arrow table, empty where nothing stands.

    Raises
    ------
    ConformError
        When a column stands twice, or holds texts that are none.
    """
    doubled = sorted({n for n in table.column_names if table.column_names.count(n) > 1})
    if doubled:
        given = ", ".join(doubled)
        raise refused(file, "a column stands twice", "Keep one.", given=given)
    try:
        frame = table.to_pandas(date_as_object=False)
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise refused(file, f"a column cannot be read: {error}", "Export it as text.") from error
    frame = frame.reset_index(drop=True)
    return pd.DataFrame(
        {str(name): texts(frame[name]).to_numpy(dtype=object) for name in frame.columns},
        index=index,
        dtype=object,
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
