"""Dates of an export: read as any file's are, and cut only once they are read."""

from __future__ import annotations

import re

import pandas as pd

from geo.parsing.columns import translated
from geo.parsing.dates import iso_date

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?", re.ASCII)


def read_dates(cells: pd.Series, *, date_order: str = "") -> pd.Series:
    """Dates as ISO texts; what cannot be read one way only stays as it is written.

    Parameters
    ----------
    cells
        Text of a column of dates, with or without a time.
    date_order
        `day first` or `month first`, for dates such as 03/04/2021.
    """
    return translated(cells, lambda text: iso_date(text, date_order=date_order) or text)


def coarser(dates: pd.Series, precision: str) -> pd.Series:
    """Dates cut to their month or year; what is no ISO date stays, so that its fault shows it.

    Parameters
    ----------
    dates
        Texts of `read_dates`.
    precision
        `month` or `year`.
    """

    def cut(text: str) -> str:
        found = _ISO.fullmatch(text)
        if found is None:
            return text
        return found[1] if precision == "year" else f"{found[1]}-{found[2]}"

    return translated(dates, cut)
