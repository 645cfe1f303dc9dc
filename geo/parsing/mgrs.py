"""Texts that try to be an MGRS square: why one is none, and how it is likely meant."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

import mgrs

from geo.crs import REGION
from geo.parsing.dates import MONTHS
from geo.parsing.plain import plain as readable

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
ZONES = tuple(int((lon + 180) // 6) + 1 for lon in REGION["lon"])
"""First and last UTM zone of the region."""

BANDS = "".join(_BANDS[int((lat + 80) // 8)] for lat in REGION["lat"])
"""Southernmost and northernmost band of the region."""

_WRITTEN = re.compile(r"[A-Z0-9\s.,;:/_\-]+")
_TOKENS = re.compile(r"[A-Z]+|\d+")
_IN_ORDER = re.compile(r"(\d{1,2})([A-Z])([A-Z]{2})(\d*)")
_SQUARE_LETTERS, _MOST_ZONES, _MOST_DIGITS, _MOST_PARTS = 2, 60, 10, 12
_MONTHS = frozenset(name.upper() for names in MONTHS for name in names)
_FORM = "Write zone, square, easting and northing, such as 38S MB 44 85."
_AGAIN = "Look the square up again."


@dataclass(frozen=True)
class SquareFault:
    """What is wrong with a text that tries to be a square.

    Parameters
    ----------
    problem, remedy
        What is wrong, and what to do.
    likely
        The square that is likely meant, or an empty string; a person decides.
    """

    problem: str
    remedy: str
    likely: str = ""


def square_fault(text: str) -> SquareFault | None:
    """Fault of a text that is, or tries to be, an MGRS square.

    Parameters
    ----------
    text
        Such as `38S MB 44 85`; Arabic digits count as digits.

    Returns
    -------
    None for a square of the region, and for a text that does not look like one at all.
    """
    plain = readable(text).upper()
    if not _WRITTEN.fullmatch(plain):
        return None
    tokens = _TOKENS.findall(plain)
    found = _IN_ORDER.fullmatch("".join(tokens))
    if found is None:
        return _shuffled(tokens)
    zone, band, square, digits = found.groups()
    if not 1 <= int(zone) <= _MOST_ZONES or not (digits or _in_region(zone, band)):
        return None
    if band + square in _MONTHS and not _in_region(zone, band):
        return None
    return (
        _letters(band + square)
        or _digits(_numbers(plain))
        or _place(zone, band, square, digits, plain)
    )


def uneven(text: str) -> bool:
    """Tell whether a square ends in two numbers of different length, so that it is none."""
    numbers = _numbers(text)
    return len(numbers) == 2 and len(numbers[0]) != len(numbers[1])  # noqa: PLR2004


def _numbers(text: str) -> list[str]:
    """Numbers after the last letter: easting and northing, where they are kept apart."""
    return re.findall(r"\d+", re.split(r"[A-Za-z]", text)[-1])


def _letters(letters: str) -> SquareFault | None:
    wrong = [letter for letter in "IO" if letter in letters]
    if not wrong:
        return None
    return SquareFault(f"MGRS does not use the letter {' or '.join(wrong)}", _AGAIN)


def _digits(groups: list[str]) -> SquareFault | None:
    many = [len(group) for group in groups]
    if len(many) == 2 and many[0] != many[1]:  # noqa: PLR2004  # easting and northing
        problem = f"easting and northing differ in length: {many[0]} and {many[1]} digits"
        return SquareFault(problem, "Give both as many digits.")
    total = sum(many)
    if total % 2:
        problem = f"an odd number of digits ({total}): easting and northing have as many each"
        return SquareFault(problem, "Give both as many digits.")
    if total > _MOST_DIGITS:
        return SquareFault(f"{total} digits, where a square has ten at most", _AGAIN)
    return None


def _place(zone: str, band: str, square: str, digits: str, plain: str) -> SquareFault | None:
    if not _in_region(zone, band):
        problem = (
            f"outside the region: zone {zone}{band}, where the region has the zones "
            f"{ZONES[0]} to {ZONES[1]} and the bands {BANDS[0]} to {BANDS[1]}"
        )
        return SquareFault(problem, "Check zone and band.")
    likely = _spelt(zone, band, square, digits)
    if not _exists(likely):
        return SquareFault(f"there is no square {square} in zone {zone}{band}", _AGAIN)
    if re.fullmatch(r"[A-Z0-9\s]+", plain):
        return None
    return _meant("MGRS is written without such marks", [likely])


def _shuffled(tokens: list[str]) -> SquareFault | None:
    """Fault of a square whose parts stand in another order than MGRS has."""
    if len(tokens) > _MOST_PARTS:
        return None
    readings: dict[str, None] = {}
    tried = False
    for at, token in enumerate(tokens):
        if not token.isdigit() or not ZONES[0] <= int(token) <= ZONES[1]:
            continue
        for beside in (at + 1, at - 1):
            if not 0 <= beside < len(tokens) or not tokens[beside].isalpha():
                continue
            # The letters of the square may be joined to the letter of the band.
            band, joined = tokens[beside][0], tokens[beside][1:]
            rest = [part for n, part in enumerate(tokens) if n not in {at, beside}]
            letters = [part for part in [joined, *rest] if part.isalpha()]
            groups = [part for part in rest if part.isdigit()]
            if band not in BANDS or len(letters) != 1 or len(letters[0]) != _SQUARE_LETTERS:
                continue
            tried = tried or bool(groups)
            if groups and _letters(letters[0]) is None and _digits(groups) is None:
                readings[_spelt(token, band, letters[0], "".join(groups))] = None
    if not tried:
        return None
    likely = [square for square in readings if _exists(square)]
    return _meant("the parts of the MGRS square are in another order", likely)


def _meant(problem: str, likely: list[str]) -> SquareFault:
    if len(likely) != 1:
        return SquareFault(problem, _FORM)
    return SquareFault(problem, f"Is {likely[0]} meant? Then write that.", likely[0])


def _in_region(zone: str, band: str) -> bool:
    return ZONES[0] <= int(zone) <= ZONES[1] and BANDS[0] <= band <= BANDS[1]


def _spelt(zone: str, band: str, square: str, digits: str) -> str:
    half = len(digits) // 2
    return " ".join(filter(None, (f"{zone}{band}", square, digits[:half], digits[half:])))


def _exists(square: str) -> bool:
    try:
        with warnings.catch_warnings():
            # The corner of a square may lie across the border of its latitude band.
            warnings.simplefilter("ignore", RuntimeWarning)
            mgrs.MGRS().toLatLon(square.replace(" ", ""))
    except Exception:  # noqa: BLE001  # the C library raises its own bare classes
        return False
    return True
