"""Whole columns of text at once: each different word looked at once, numbers parsed together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
_FEW = 1_000
"""Rows under which cutting column by column takes longer than all at once."""

_MANY, _CORES = 100_000, 2
"""Rows from which columns are cut side by side, and how many at once."""

_PLACES, _TENTHS = 4, 10_000
_NEAR_HALF = 1e-4
"""Nearer to the middle between two roundings than this a product of doubles may lie."""


def _arrow(cells: pd.Series) -> Any:
    """Text of a column as Arrow holds it, or None where the column is not held so."""
    return pa.array(cells) if isinstance(cells.dtype, pd.StringDtype) else None


def numbers(cells: pd.Series) -> pd.Series:
    """Numbers of a column of text, what is none as NaN, as `pandas.to_numeric` reads them.

    Parameters
    ----------
    cells
        Text, empty where nothing is given.

    Returns
    -------
    Floats on the same index.
    """
    text = _arrow(cells)
    if text is None:
        values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        return pd.Series(values, index=cells.index, name=cells.name)
    given = pc.not_equal(text, "")
    try:
        values = _cast(text, given)
    except pa.ArrowInvalid:
        plain = pc.match_substring_regex(text, _NUMBER)
        values = _cast(text, plain)
        others = pc.and_not(given, plain).to_numpy(zero_copy_only=False)
        values[others] = pd.to_numeric(cells[others], errors="coerce")
    return pd.Series(values, index=cells.index, name=cells.name)


def _cast(text: Any, where: Any) -> Floats:
    parsed = pc.if_else(where, text, None).cast(pa.float64())
    values: Floats = parsed.to_numpy(zero_copy_only=False)
    # Arrow's own memory cannot be written to.
    return values if values.flags.writeable else values.copy()


def distinct(cells: pd.Series) -> tuple[NDArray[np.intp], list[str]]:
    """Number of each cell among the different words of a column, and those words."""
    code, words = pd.factorize(cells)
    return code, words.tolist()


def translated(cells: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Column with each different word changed once; the very same column where none changes."""
    code, words = distinct(cells)
    changed = [change(word) for word in words]
    return cells if changed == words else _spread(changed, code, cells)


def looked_up(
    cells: pd.Series, words: Mapping[str, str], *, otherwise: str | None = None
) -> pd.Series:
    """Text that stands for each cell in a table; for words that it lacks the one given, or empty.

    Parameters
    ----------
    cells
        Text.
    words
        What stands for each word.
    otherwise
        What stands for all others; None for an empty text.
    """
    code, given = distinct(cells)
    return _spread([words.get(word, otherwise or "") for word in given], code, cells)


def _spread(words: list[str], code: NDArray[np.intp], cells: pd.Series) -> pd.Series:
    held = pd.array(words, dtype="str") if words else pd.array([], dtype="str")
    return pd.Series(held.take(code), index=cells.index, name=cells.name)


def spread(values: list[float], code: NDArray[np.intp]) -> Floats:
    """Numbers of the words of `distinct`, one a cell."""
    return np.asarray(values, dtype=float)[code] if values else np.full(len(code), np.nan)


def rows_of(frame: pd.DataFrame, kept: Mask) -> pd.DataFrame:
    """Some rows of a frame, in their order; the very same frame where all are kept.

    Text is cut by Arrow, which for few rows left out is twice as fast as taking the others.
    """
    if kept.all():
        return frame
    if len(frame) < _FEW:
        return frame[kept]
    mask, index = pa.array(kept), frame.index[kept]

    def cut(name: Any) -> pd.Series:
        text = _arrow(frame[name])
        if text is None:
            rest: pd.Series = frame[name][kept]
            return rest
        return pd.Series(pd.array(text.filter(mask), dtype="str"), index=index)

    if len(frame) < _MANY:
        made = {name: cut(name) for name in frame.columns}
    else:
        with ThreadPoolExecutor(_CORES) as pool:
            made = dict(zip(frame.columns, pool.map(cut, frame.columns), strict=True))
    out = pd.DataFrame(made, index=index, copy=False)
    out.columns = frame.columns
    return out


def pair_texts(lat: Floats, lon: Floats) -> pd.Series:
    """Latitude and longitude as text, such as “33.2500, 44.3000”, rounded as Python rounds.

    Parameters
    ----------
    lat, lon
        Degrees, shape (n,), without NaN.
    """
    both = pc.binary_join_element_wise(_rounded(lat), _rounded(lon), _text(", "))
    return pd.Series(pd.array(both, dtype="str"))


def _text(word: str) -> Any:
    return pa.scalar(word, pa.large_string())


def _rounded(degrees: Floats) -> Any:
    scaled = degrees * _TENTHS
    with np.errstate(invalid="ignore"):
        # A double next to a half rounds by the digits it stands for, not by its product.
        hard = (
            np.signbit(degrees)
            | ~(scaled < 2**31)
            | (np.abs(scaled - np.floor(scaled) - 0.5) < _NEAR_HALF)
        )
    whole = np.rint(np.where(hard, 0.0, scaled)).astype(np.int64)
    front = pa.array(whole // _TENTHS).cast(pa.large_string())
    back = pc.utf8_lpad(pa.array(whole % _TENTHS).cast(pa.large_string()), _PLACES, padding="0")
    text = pc.binary_join_element_wise(front, back, _text("."))
    if not hard.any():
        return text
    exact = [f"{value:.{_PLACES}f}" for value in degrees[hard].tolist()]
    return pc.replace_with_mask(text, pa.array(hard), pa.array(exact, type=pa.large_string()))
