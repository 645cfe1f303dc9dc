"""A cell as its parsers see it: visible characters, ASCII digits, single blanks, and a length."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from geo.errors import Fault

MOST_READ = 500
"""Characters of a cell that a parser of dates, numbers, places and names reads at most."""

DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９٫−．＋－",
    "012345678901234567890123456789.-.+-",
)
"""Arabic, Persian and full-width digits and points, and the signs of a number, to ASCII."""

_WHOLE = re.compile(r"(\d{1,20})\.0{1,20}", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―", "-"))


@cache
def _unseen() -> dict[int, None]:
    """Characters that nobody sees: marks of direction, joiners and byte order marks."""
    return {
        code: None for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"
    }


def plain(text: str) -> str:
    """Give what a parser reads of a cell.

    Parameters
    ----------
    text
        A cell as it stands.

    Returns
    -------
    Text without characters that cannot be seen, digits as ASCII, each run of blanks as one. Empty
    for a cell of more than `MOST_READ` characters: no date, number or coordinate is that long, and
    what was cut off could make another of it.
    """
    if len(text) > MOST_READ:
        return ""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """Text of any length without characters that cannot be seen, digits and dashes as ASCII."""
    if text.isascii():
        return text
    return text.translate(_unseen()).translate(DIGITS).translate(_DASHES)


def begin(text: str) -> str:
    """First characters of a text that is only compared, such as a name."""
    return text[:MOST_READ]


def whole_number(text: str) -> str:
    """Whole number without the “.0” that programs write behind it; other texts as they stand."""
    found = _WHOLE.fullmatch(text)
    return text if found is None else found[1]


def capped(faults: Iterable[Fault]) -> list[Fault]:
    """Faults that say so where a cell is longer than what is read of it, and repeat that alone."""
    return [_capped(fault) for fault in faults]


def _capped(fault: Fault) -> Fault:
    if len(fault.given) <= MOST_READ:
        return fault
    cut_note = f"Only the first {MOST_READ} characters of the cell were read."
    return replace(fault, given=begin(fault.given) + "…", remedy=f"{fault.remedy} {cut_note}")
