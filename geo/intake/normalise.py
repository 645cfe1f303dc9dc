"""Cells as people write them to cells as the schema reads them, each change counted and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from geo.errors import PlaceNotFoundError
from geo.gazetteer import TYPED_RADIUS_KM, from_mgrs
from geo.intake.columns import numbers, translated
from geo.intake.coordinates import DIGITS, degrees, pair
from geo.intake.dates import iso_date
from geo.intake.vocabulary import COORDINATES, WORDS, bare, without_calibre
from geo.schema import region_fault

_NUMBERS = ("count", "attacks_in_row", "killed", "wounded", "target_radius_km", "launch_radius_km")
_DATES = ("date", "date_latest")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NAMED_MGRS = re.compile(r"^\s*(MGRS|UTM/MGRS)\s*:?\s*(?=\d)", re.IGNORECASE)
_EXACT = 5
_ROLES, _AXES = ("target", "launch"), ("lat", "lon")


def normalised(cells: pd.DataFrame, *, date_order: str = "") -> tuple[pd.DataFrame, list[str]]:
    """Rewrite what is beyond doubt; anything else stays for the checks to name.

    Parameters
    ----------
    cells
        Text cells under the columns of `geo.intake.mapping.FIELDS`.
    date_order
        `day first` or `month first`; without it dates such as 03/04/2021 stay as they are.

    Returns
    -------
    New cells, and a sentence for each kind of change with its count and an example.
    """
    changes: list[tuple[str, Callable[[str], str]]] = [
        *((name, _ascii) for name in _NUMBERS),
        *((name, partial(_day, date_order=date_order)) for name in _DATES),
        *(
            (name, partial(_method if name == "method" else _token, known=_tokens(words)))
            for name, words in WORDS.items()
        ),
        *((f"{role}_{axis}", partial(_degrees, axis=axis)) for role in _ROLES for axis in _AXES),
        *((f"{role}_place", _place) for role in _ROLES),
    ]
    out = cells.copy()
    notes: list[str] = []
    for column, change in changes:
        # Plain numbers, which most cells of a large file are, need no second look.
        if column not in out or _all_numbers(out[column]):
            continue
        given = out[column]
        changed = translated(given, change)
        if changed is not given:
            moved = (changed != given).to_numpy()
            out[column] = changed
            notes += _told(column, given[moved], changed[moved])
    return _placed(out), notes


def _told(column: str, given: pd.Series, changed: pd.Series) -> list[str]:
    """Sentences on the cells of a column that were changed: rewritten, and read as empty."""
    emptied = (changed == "").to_numpy()
    notes = []
    for rows, what in ((~emptied, "rewritten"), (emptied, "read as empty")):
        if rows.any():
            many, example = int(rows.sum()), given[rows].iloc[0]
            to = "" if changed[rows].iloc[0] == "" else f" to {changed[rows].iloc[0]!r}"
            cells = "1 cell" if many == 1 else f"{many:,} cells"
            notes.append(f"{column}: {cells} {what}, such as {example!r}{to}.")
    return notes


def _all_numbers(cells: pd.Series) -> bool:
    some = cells[cells != ""].head(1)
    if not some.str.fullmatch(_PLAIN_NUMBER.pattern).all():
        return False
    return bool((numbers(cells).notna() | (cells == "")).all())


def _ascii(text: str) -> str:
    return text.translate(DIGITS)


def _day(text: str, date_order: str) -> str:
    return iso_date(text, date_order=date_order) or text


def _token(text: str, known: Mapping[str, str]) -> str:
    return known.get(bare(text), text)


def _method(text: str, known: Mapping[str, str]) -> str:
    return known.get(bare(text), known.get(without_calibre(text), text))


def _tokens(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    spelt = {bare(word): token for token, names in words.items() for word in names}
    return spelt | {bare(token): token for token in words if token}


def _degrees(text: str, axis: str) -> str:
    if not text or _PLAIN_NUMBER.fullmatch(text):
        return text
    value = degrees(text, axis=axis)
    return text if value is None else _number(value)


def _number(value: float) -> str:
    return f"{value:.{_EXACT}f}".rstrip("0").rstrip(".")


def _place(text: str) -> str:
    text = _NAMED_MGRS.sub("", text)
    found = pair(text)
    return text if found is None else f"{_number(found[0])},{_number(found[1])}"


def _placed(cells: pd.DataFrame) -> pd.DataFrame:
    """Texts of the coordinate columns to latitude, longitude and radius where those are empty.

    A text that is no coordinate goes to the place where that is empty, and so is told by name. A
    text beside a place that is given stays in its column, for `geo.intake.rivals` to compare.
    """
    out = cells
    for column, role in COORDINATES.items():
        if column not in out:
            continue
        text = out[column]
        found = {value: coordinate_of(value) for value in text.unique() if value}
        known = text.map({value: place is not None for value, place in found.items()}).eq(True)
        pair_given = pd.Series(False, index=out.index)
        for axis in _AXES:
            if f"{role}_{axis}" in out:
                pair_given |= out[f"{role}_{axis}"] != ""
        for number, (name, places) in enumerate(
            ((f"{role}_lat", _EXACT), (f"{role}_lon", _EXACT), (f"{role}_radius_km", 3))
        ):
            values = text.map(
                {v: f"{round(p[number], places):g}" if number == 2 else _number(p[number])  # noqa: PLR2004
                 for v, p in found.items() if p is not None}
            )  # fmt: skip
            before = out[name] if name in out else pd.Series("", index=out.index)
            free = before == "" if number == 2 else ~pair_given  # noqa: PLR2004
            out = out.assign(**{name: np.where(known & free, values, before)})
        place = f"{role}_place"
        before = out[place] if place in out else pd.Series("", index=out.index)
        named = (text != "") & ~known & (before == "")
        beside = text.where(np.where(known, pair_given, ~named), "")
        out = out.assign(**{place: np.where(named, text, before)}).assign(**{column: beside})
        if not (beside != "").any():
            out = out.drop(columns=column)
    return out


def coordinate_of(text: str) -> tuple[float, float, float] | None:
    """Lat, lon and radius in km of a pair or an MGRS square; None for anything else."""
    plain = _NAMED_MGRS.sub("", text.translate(DIGITS))
    both = pair(plain)
    if both is None and re.fullmatch(r"\s*-?\d+(\.\d+)?\s*[,;،\s]\s*-?\d+(\.\d+)?\s*", plain):
        lat, lon = re.split(r"[,;،\s]+", plain.strip())
        both = float(lat), float(lon)
    if both is not None:
        return *both, TYPED_RADIUS_KM
    try:
        square = from_mgrs(plain)
    except PlaceNotFoundError:
        return None
    # A square outside the region is told as it was written, not as two numbers.
    if square is None or region_fault(square[1], square[0]) is not None:
        return None
    return square[1], square[0], square[2]
