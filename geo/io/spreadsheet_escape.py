"""Tables for spreadsheets: text that a spreadsheet would run is shown instead."""

from __future__ import annotations

import re

import pandas as pd
from pandas.api.types import is_numeric_dtype

RUNS = (*"=+-@", "\t", "\r", *"＝＋－＠", *"﹦﹢﹣﹫")
"""Text that begins with one of these is read as a formula by spreadsheets, by some of them in the
wide and small forms that keyboards of East Asia type."""

DEFUSED = re.compile(rf"^'(?='*[{re.escape(''.join(RUNS))}])")
"""The one apostrophe that `defused` put before a text."""


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """Prefix dangerous text cells with an apostrophe; numbers stay numbers.

    A text that itself begins with an apostrophe and such a character gets one more, so that a
    reader can take exactly one off again.
    """
    out = frame.copy()
    for column in out.columns:
        if is_numeric_dtype(out[column]):
            continue
        cells = out[column].astype(object).where(out[column].notna(), "")
        is_text = cells.map(lambda cell: not isinstance(cell, int | float))
        text = cells.astype(str)
        risky = is_text & text.str.lstrip("'").str.startswith(RUNS)
        out[column] = cells.where(~risky, "'" + text)
    return out


def undefused(cells: pd.DataFrame) -> pd.DataFrame:
    """Take off again the one apostrophe that `defused` put before a text."""
    out = cells.copy()
    for column in out.columns:
        marked = out[column].str.startswith("'")
        if marked.any():
            out[column] = out[column].str.replace(DEFUSED, "", regex=True)
    return out


def csv_text(frame: pd.DataFrame) -> str:
    """CSV of a frame with its index, defused, with the line ends of RFC 4180.

    With a bare line feed a lone carriage return in a cell would go unquoted.
    """
    return _csv(frame.reset_index())


def safe_csv(frame: pd.DataFrame) -> bytes:
    """The same as bytes: UTF-8 with a byte order mark, so that spreadsheets read Arabic."""
    return csv_text(frame).encode("utf-8-sig")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """CSV of a frame without its index, otherwise as `safe_csv`."""
    return _csv(frame).encode("utf-8-sig")


def _csv(frame: pd.DataFrame) -> str:
    safe = defused(frame)
    header = defused(pd.DataFrame({"name": safe.columns.astype(str)}))["name"]
    return str(safe.set_axis(header, axis=1).to_csv(index=False, lineterminator="\r\n"))
