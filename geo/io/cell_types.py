"""Typed columns of a file to the text that a person would have typed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import (
    is_bool_dtype,
    is_datetime64_any_dtype,
    is_float_dtype,
    is_integer_dtype,
)

from geo.errors import ConformError
from geo.parsing.tables import as_text


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
    for name in table.column_names:
        try:
            table[name].validate(full=True)
        except pa.ArrowInvalid as error:
            problem, remedy = f"the column {name!r} is damaged: {error}", "Write the file again."
            raise ConformError.for_file(file, problem, remedy) from error
    try:
        table, binary = _decoded(table)
        frame = table.to_pandas(date_as_object=False)
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise ConformError.for_file(
            file, f"a column cannot be read: {error}", "Export it as text."
        ) from error
    frame = frame.reset_index(drop=True)
    held: dict[str, np.ndarray] = {}
    for name in frame.columns:
        try:
            held[str(name)] = texts(frame[name]).to_numpy(dtype=object)
        except (ValueError, OverflowError, NotImplementedError) as error:
            # Times at the ends of what 64 bits hold: no day, zone or text can be made of them.
            problem = f"the column {name!r} holds a time that no calendar has"
            raise ConformError.for_file(
                file, problem, "Write it as YYYY-MM-DD, or leave it empty."
            ) from error
    cells = pd.DataFrame(held, index=index, dtype=object)
    return cells, (f"{file}: binary columns not read: {', '.join(binary)}.",) if binary else ()


def _decoded(table: pa.Table) -> tuple[pa.Table, list[str]]:
    """Columns of bytes as text where all of it is UTF-8, and the names of those that are none."""
    binary = []
    for name in [field.name for field in table.schema if _is_bytes(field.type)]:
        at = table.schema.get_field_index(name)
        try:
            wide = table[name].cast(pa.large_binary())
            table = table.set_column(at, name, wide.cast(pa.large_string()))
        except pa.ArrowInvalid:
            binary.append(name)
    return table.drop_columns(binary), binary


def _is_bytes(kind: pa.DataType) -> bool:
    """Tell whether an Arrow type holds bytes, which need not be text."""
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
        wide = column.astype(float)
        whole = (wide % 1 == 0) & (wide.abs() < 1e15)  # noqa: PLR2004
        text = as_text(wide.map(repr, na_action="ignore"))
        if column.dtype != float:
            # The shortest text of the number as it is held: a narrow 33.1 is no 33.099998.
            text = text.where(whole | column.isna(), column.to_numpy().astype(str))
        return text.where(~whole, text.str.removesuffix(".0"))
    if is_datetime64_any_dtype(column):
        return as_text(_times(column))
    return as_text(column).str.strip()


def _times(column: pd.Series) -> pd.Series:
    """ISO texts with fraction and zone where there are any, days alone where all are midnights."""
    zoned = column.dt.tz is not None
    known = column.dropna()
    if not zoned and (known == known.dt.normalize()).all():
        days: pd.Series = column.dt.strftime("%Y-%m-%d")
        return days
    fraction = (column.dt.microsecond * 1000 + column.dt.nanosecond).fillna(0).astype(int)
    parts = fraction.map({n: f".{n:09d}".rstrip("0") if n else "" for n in fraction.unique()})
    text: pd.Series = column.dt.strftime("%Y-%m-%d %H:%M:%S") + parts
    if zoned:
        text += column.dt.strftime("%z").str.replace(r"(\d\d)$", r":\1", regex=True)
    return text
