"""How wide text is, and where it is broken so that it fits."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Literal

from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

from layers import style

Weight = Literal["normal", "bold"]

_UNIT_PT: Final = 100.0
# Renderers round glyphs to pixels, each in its own way.
_SAFETY: Final = 1.03
LINE: Final = 1.26
"""Height of a line in sizes of its letters."""

# After these a long word may be broken; never between the numbers of a date.
_SEPARATED: Final = re.compile(r"(?<=[/_:;,·])|(?<=-)(?![0-9])")
_STEERING: Final = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# A font object holds one text at a time.
FONT_LOCK: Final = threading.Lock()


def plain(text: object) -> str:
    """Give text on one line that cannot steer what stands beside it."""
    kept = (
        " " if unicodedata.category(ch) in {"Cc", "Zl", "Zp"} else ch
        for ch in str(text)
        if ch not in _STEERING and unicodedata.category(ch) not in {"Cs", "Co"}
    )
    return " ".join("".join(kept).split())


def lacking(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the characters that the bundled font lacks, each once, in order."""
    used = dict.fromkeys("".join(texts))
    return tuple(ch for ch in used if printable(ch) != ch and not ch.isspace())


@lru_cache(maxsize=1 << 15)
def _unit_width(text: str, weight: Weight) -> float:
    face = font_manager.FontProperties(family=style.STATIC_FONT, weight=weight)
    with FONT_LOCK:
        font = font_manager.get_font(font_manager.findfont(face))
        font.set_size(_UNIT_PT, 72)
        font.set_text(printable(text), 0.0, flags=LoadFlags.NO_HINTING)
        return float(font.get_width_height()[0]) / 64 / _UNIT_PT


def width_in(text: str, *, size_pt: float, weight: Weight = "normal") -> float:
    """Give the width of a line of text in inches, on the safe side."""
    return _unit_width(text, weight) * size_pt / 72 * _SAFETY


def _broken(word: str, *, size_pt: float, weight: Weight, most_in: float) -> list[str]:
    """Break a word that is longer than a line: after a separator, else, where none helps, in it."""
    pieces, piece = [], ""
    for part in _parts(word):
        if piece and width_in(piece + part, size_pt=size_pt, weight=weight) > most_in:
            pieces.append(piece)
            piece = ""
        piece += part
        while width_in(piece, size_pt=size_pt, weight=weight) > most_in and len(piece) > 1:
            fits = _longest(piece, size_pt=size_pt, weight=weight, most_in=most_in)
            pieces.append(piece[:fits])
            piece = piece[fits:]
    return [*pieces, piece]


def _parts(word: str) -> list[str]:
    """Give the pieces of a word that may stand on lines of their own; a date is one piece."""
    return [part for part in _SEPARATED.split(word) if part]


def _longest(word: str, *, size_pt: float, weight: Weight, most_in: float) -> int:
    """Give how many letters of a word fit on a line, one at the least."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width_in(word[:middle], size_pt=size_pt, weight=weight) <= most_in
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def breaks_words(text: str, *, size_pt: float, most_in: float, weight: Weight = "normal") -> bool:
    """Tell whether a word of a text is longer than a line."""
    return any(width_in(word, size_pt=size_pt, weight=weight) > most_in for word in text.split(" "))


def wrap(
    text: str,
    *,
    size_pt: float,
    most_in: float,
    weight: Weight = "normal",
    most_lines: int | None = None,
) -> tuple[str, ...]:
    """Break text into lines that fit; what is beyond the last line becomes an ellipsis.

    Parameters
    ----------
    text
        Plain text.
    size_pt
        Size of the letters, points.
    most_in
        Width of a line, inches.
    weight
        Of the letters.
    most_lines
        How many lines there may be; as many as it takes where nothing is given.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if width_in(joined, size_pt=size_pt, weight=weight) <= most_in:
            line = joined
            continue
        *full, line = _broken(
            word if line else joined, size_pt=size_pt, weight=weight, most_in=most_in
        )
        lines += [*([joined[: -len(word) - 1]] if joined != word else []), *full]
    lines.append(line)
    if most_lines is None or len(lines) <= most_lines:
        return tuple(lines)
    last = lines[most_lines - 1]
    while last and width_in(last + " …", size_pt=size_pt, weight=weight) > most_in:
        last = last[:-1].rstrip()
    return (*lines[: most_lines - 1], last + " …")


def fit(
    text: str,
    *,
    sizes_pt: Sequence[tuple[float, int]],
    most_in: float,
    weight: Weight = "normal",
) -> tuple[float, tuple[str, ...]]:
    """Give the largest size at which text fits into the lines it may have there, and the lines.

    Parameters
    ----------
    text
        Plain text.
    sizes_pt
        Sizes in points with their most lines, largest first; at the last one text is cut.
    most_in
        Width of a line, inches.
    weight
        Of the letters.
    """
    for size_pt, most_lines in sizes_pt:
        lines = wrap(text, size_pt=size_pt, most_in=most_in, weight=weight)
        whole = not breaks_words(text, size_pt=size_pt, most_in=most_in, weight=weight)
        if len(lines) <= most_lines and whole:
            return size_pt, lines
    return size_pt, wrap(
        text, size_pt=size_pt, most_in=most_in, weight=weight, most_lines=most_lines
    )


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    path = font_manager.findfont(style.STATIC_FONT)
    return frozenset(font_manager.get_font(path).get_charmap())


def printable(text: str) -> str:
    """Replace what the bundled font cannot draw by a box, as a browser does."""
    known = _glyphs()
    return "".join(ch if ord(ch) in known or ch in "\n\t" else "□" for ch in text)
