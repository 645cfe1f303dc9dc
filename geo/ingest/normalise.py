"""Cells as people write them to cells as the schema reads them, each change counted and noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from geo.errors import PlaceNotFoundError
from geo.parsing.clock import clock_time
from geo.parsing.columns import numbers, translated
from geo.parsing.coordinates import degrees, pair
from geo.parsing.dates import iso_date
from geo.parsing.names import bare
from geo.parsing.plain import MOST_READ, plain, whole_number
from geo.reference.gazetteer import from_mgrs
from geo.schemas.attacks import region_fault
from geo.schemas.vocabulary import WORDS, without_calibre

_COUNTS = ("count", "attacks_in_row", "killed", "wounded")
_RADII = ("target_radius_km", "launch_radius_km")
_DATES = ("date", "date_latest")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NAMED_MGRS = re.compile(r"(?:MGRS|UTM/MGRS) ?:? ?(?=\d)", re.IGNORECASE)
_YEARS = range(1900, 2100)
_OWN_PAIR = re.compile(
    r"([+-]?\d{1,20}(?:\.\d{1,20})?)(?: ?[,;،] ?| )([+-]?\d{1,20}(?:\.\d{1,20})?)", re.ASCII
)
UNSTATED_KM = 5.0
"""Radius of a coordinate in a table that gives none: a town, however many digits are written."""

_EXACT = 5
Coordinate = tuple[float, float, float]
_ROLES, _AXES = ("target", "launch"), ("lat", "lon")


def normalised(
    cells: pd.DataFrame, *, date_order: str = "", radii: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, list[str]]:
    """Rewrite what is unambiguous; anything else stays for the checks to name.

    Parameters
    ----------
    cells
        Text cells under the columns of `geo.schemas.header_match.FIELDS`.
    date_order
        `day first` or `month first`; without it dates such as 03/04/2021 stay as they are.
    radii
        Radii in km by column for coordinates of a file that state none, such as
        `{"target_radius_km": "5"}`; without an entry a coordinate that is one text gets
        `UNSTATED_KM`. None for coordinates typed by hand, whose radius the gazetteer gives.

    Returns
    -------
    New cells, and a sentence for each kind of change with its count and an example.
    """
    changes: list[tuple[str, Callable[[str], str]]] = [
        *((name, _count) for name in _COUNTS),
        *((name, _decimal) for name in _RADII),
        *((name, partial(_day, date_order=date_order)) for name in _DATES),
        ("time_local", clock_time),
        *(
            (name, partial(_method if name == "method" else _token, known=_tokens(words)))
            for name, words in WORDS.items()
        ),
        *((f"{role}_{axis}", partial(_degrees, axis=axis)) for role in _ROLES for axis in _AXES),
        *((f"{role}_place", _place) for role in _ROLES),
    ]
    out = cells.copy()
    notes: list[str] = []
    if "time_precision" in out and "time_local" not in out:
        # Exports of others have a column of this name that is about their days.
        out = out.drop(columns="time_precision")
        notes.append("time_precision: not used, since the table has no time_local.")
    for column, change in changes:
        # Plain numbers, which most cells of a large file are, need no second look.
        if column not in out:
            continue
        if column not in _DATES and _all_numbers(out[column], whole=column in _COUNTS):
            continue
        given = out[column]
        changed = translated(given, change)
        if changed is not given:
            moved = (changed != given).to_numpy()
            out[column] = changed
            notes += _change_notes(column, given[moved], changed[moved])
    out, assumed = _placed(out, radii)
    return out, notes + assumed


def _change_notes(column: str, given: pd.Series, changed: pd.Series) -> list[str]:
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


def _all_numbers(cells: pd.Series, *, whole: bool) -> bool:
    some = cells[cells != ""].head(1)
    if not some.str.fullmatch(_PLAIN_NUMBER.pattern).all():
        return False
    if whole and cells.str.contains(".", regex=False).any():
        return False
    return bool((numbers(cells).notna() | (cells == "")).all())


def _decimal(text: str) -> str:
    read = plain(text)
    return read if _PLAIN_NUMBER.fullmatch(read) else text


def _count(text: str) -> str:
    return whole_number(_decimal(text))


def _day(text: str, date_order: str) -> str:
    found = iso_date(text, date_order=date_order)
    # A year of another calendar stays as it is written, so that the fault shows it.
    return found if found and int(found[:4]) in _YEARS else text


def _token(text: str, known: Mapping[str, str]) -> str:
    return text if len(text) > MOST_READ else known.get(bare(text), text)


def _method(text: str, known: Mapping[str, str]) -> str:
    if len(text) > MOST_READ:
        return text
    return known.get(bare(text), known.get(without_calibre(text), text))


def _tokens(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    spelt = {bare(word): token for token, names in words.items() for word in names}
    return spelt | {bare(token): token for token in words if token}


def _degrees(text: str, axis: str) -> str:
    read = plain(text)
    if not read or _PLAIN_NUMBER.fullmatch(read):
        return read or text
    value = degrees(text, axis=axis)
    return text if value is None else _number(value)


def _number(value: float) -> str:
    return f"{value:.{_EXACT}f}".rstrip("0").rstrip(".")


def _place(text: str) -> str:
    read = plain(text)
    if not any(letter.isdigit() for letter in read):
        return text
    named = _NAMED_MGRS.match(read)
    text = read[named.end() :] if named else text
    found = pair(text)
    return text if found is None else f"{_number(found[0])},{_number(found[1])}"


def _placed(cells: pd.DataFrame, radii: Mapping[str, str] | None) -> tuple[pd.DataFrame, list[str]]:
    """Texts of the coordinate columns to latitude and longitude where those are empty.

    A text that is no coordinate goes to the place where that is empty, and so is named. A
    text beside a place that is given stays in its column, for `geo.ingest.conflicts` to compare.

    Returns
    -------
    New cells with radii where a coordinate has none, and what was assumed.
    """
    out, notes = cells, []
    for role in _ROLES:
        out, found, from_text = _from_texts(out, role)
        if radii is not None or from_text.any():
            out, note = _with_radius(out, role, found, from_text, radii or {})
            notes += note
    return out, notes


def _column(cells: pd.DataFrame, name: str) -> pd.Series:
    return cells[name] if name in cells else pd.Series("", index=cells.index, dtype=object)


def _from_texts(
    cells: pd.DataFrame, role: str
) -> tuple[pd.DataFrame, dict[str, Coordinate], pd.Series]:
    """Cells with the coordinates of one role’s texts; what the texts mean, and which were used."""
    column = f"{role}_coordinates"
    none = pd.Series("", index=cells.index, dtype=object)
    if column not in cells:
        return cells, {}, none
    text, out = cells[column], cells
    read = {value: coordinate_of(value) for value in text.unique() if value}
    found = {value: place for value, place in read.items() if place is not None}
    known = text.isin(list(found))
    pair_given = pd.Series(False, index=out.index)
    for axis in _AXES:
        pair_given |= _column(out, f"{role}_{axis}") != ""
    for number, axis in enumerate(_AXES):
        values = text.map({value: _number(place[number]) for value, place in found.items()})
        before = _column(out, f"{role}_{axis}")
        out = out.assign(**{f"{role}_{axis}": np.where(known & ~pair_given, values, before)})
    place = f"{role}_place"
    before = _column(out, place)
    named = (text != "") & ~known & (before == "")
    beside = text.where(np.where(known, pair_given, ~named), "")
    out = out.assign(**{place: text.where(named, before)}).assign(**{column: beside})
    if not (beside != "").any():
        out = out.drop(columns=column)
    return out, found, text.where(known & ~pair_given, "")


def _with_radius(
    cells: pd.DataFrame,
    role: str,
    found: Mapping[str, Coordinate],
    from_text: pd.Series,
    radii: Mapping[str, str],
) -> tuple[pd.DataFrame, list[str]]:
    """Radii of coordinates that state none: the default, else a town; a wide square’s own if wider.

    A place of the gazetteer has a radius of its own, and a row without any place needs none.
    """
    name = f"{role}_radius_km"
    stated, texts = _column(cells, name), from_text
    at_pair = (_column(cells, f"{role}_lat") != "") & (_column(cells, f"{role}_lon") != "")
    if f"{role}_place" in cells:
        place = cells[f"{role}_place"]
        typed = {value: one for value in place.unique() if (one := coordinate_of(value))}
        texts = texts.where((texts != "") | at_pair, place.where(place.isin(list(typed)), ""))
        found = {**found, **typed}
    default = radii.get(name, "")
    if not default and not found:
        return cells, []
    least = numbers(pd.Series([default]))[0] if default else UNSTATED_KM
    wide = {text: max(float(least), one[2]) for text, one in found.items()}
    # Where the default is no number the checks name it in each row that it stands in.
    given = {t: f"{km:g}" if km > least or not default else default for t, km in wide.items()}
    blank = stated == ""
    said = pd.Series([given.get(text, default) for text in texts], index=cells.index, dtype=object)
    values = said.where(at_pair | (texts != ""), "")
    filled = stated.where(~blank, values)
    if name not in cells and not (filled != "").any():
        return cells, []
    assumed = int((blank & (texts != "") & (not default)).sum())
    many = "1 coordinate has" if assumed == 1 else f"{assumed:,} coordinates have"
    note = (
        f"{name}: {many} no radius: {UNSTATED_KM:g} km is taken, or the width of a wider square, "
        "since digits do not say how well a place is known. Give the radius, or a default."
    )
    return cells.assign(**{name: filled}), [note] if assumed else []


def coordinate_of(text: str) -> Coordinate | None:
    """Lat, lon and radius in km of a pair or an MGRS square; None for anything else.

    The radius is that of the square, and 0 for a pair, whose digits say nothing of it.
    """
    read = plain(text)
    if not any(letter.isdigit() for letter in read):
        return None
    read = read[named.end() :] if (named := _NAMED_MGRS.match(read)) else read
    both = pair(read)
    own = _OWN_PAIR.fullmatch(read) if both is None else None
    if own is not None:
        both = float(own[1]), float(own[2])
    if both is not None:
        return *both, 0.0
    try:
        square = from_mgrs(read)
    except PlaceNotFoundError:
        return None
    # A square outside the region is named as it was written, not as two numbers.
    if square is None or region_fault(square[1], square[0]) is not None:
        return None
    return square[1], square[0], square[2]
