"""Tables for spreadsheets: text that a spreadsheet would run is shown instead."""

from __future__ import annotations

import pandas as pd
from pandas.api.types import is_numeric_dtype

RUNS = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins with one of these is read as a formula by spreadsheets."""


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """Prefix dangerous text cells with an apostrophe; numeric columns stay numbers.

    A text that itself begins with an apostrophe and such a character gets one more, so that a
    reader can take exactly one off again.
    """
    out = frame.copy()
    for column in out.columns:
        if is_numeric_dtype(out[column]):
            continue
        text = out[column].astype(object).where(out[column].notna(), "").astype(str)
        bare = text.str.lstrip("'")
        risky = bare.str.startswith(RUNS)
        out[column] = text.where(~risky, "'" + text)
    return out


def csv_text(frame: pd.DataFrame) -> str:
    """CSV of a frame with its index, defused, with the line ends of RFC 4180.

    With a bare line feed a lone carriage return in a cell would go unquoted.
    """
    return str(defused(frame.reset_index()).to_csv(index=False, lineterminator="\r\n"))


def safe_csv(frame: pd.DataFrame) -> bytes:
    """The same as bytes: UTF-8 with a byte order mark, so that spreadsheets read Arabic."""
    return csv_text(frame).encode("utf-8-sig")
