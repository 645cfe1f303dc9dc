"""Texts of a legend on lines that fit its picture, whatever they say and wherever it is read."""

from __future__ import annotations

from typing import Final

from layers.measure import printable, width_in, wrap

# The letters of a reader's own system may be wider than those that are measured here.
_SAFETY: Final = 1.05
# Stands in for what the measured font lacks; nothing that another font draws instead is wider.
_WIDEST: Final = "Ǆ"
_PT_A_PX: Final = 0.75
_PX_AN_INCH: Final = 96.0
_LEAST_PX: Final = 1.0


def width_px(text: str, *, size_px: float, spacing_px: float = 0.0) -> float:
    """Give the width of a line of text, CSS pixels, on the safe side.

    Parameters
    ----------
    text
        What is written.
    size_px
        Of its letters.
    spacing_px
        What is put between any two of them.
    """
    wide = width_in(_measurable(text), size_pt=size_px * _PT_A_PX) * _PX_AN_INCH
    return wide * _SAFETY + spacing_px * len(text)


def lines_of(
    text: str, *, size_px: float, most_px: float, spacing_px: float = 0.0
) -> tuple[str, ...]:
    """Break a text so that no line of it is wider than a picture; nothing of it is left out.

    Parameters
    ----------
    text
        What is written; spaces and breaks in it count as one space.
    size_px
        Of its letters.
    most_px
        Width of a line.
    spacing_px
        What is put between any two letters.
    """
    whole = " ".join(text.split())
    room = most_px
    while True:
        lines = _cut(whole, size_px=size_px, most_px=room / _SAFETY)
        widest = max(width_px(one, size_px=size_px, spacing_px=spacing_px) for one in lines)
        # One letter a line is all that can be done.
        if widest <= most_px or room <= _LEAST_PX:
            return lines
        room *= 0.9


def _cut(whole: str, *, size_px: float, most_px: float) -> tuple[str, ...]:
    measured = wrap(_measurable(whole), size_pt=size_px * _PT_A_PX, most_in=most_px / _PX_AN_INCH)
    lines, at = [], 0
    for line in measured:
        at += whole[at : at + 1] == " "
        lines.append(whole[at : at + len(line)])
        at += len(line)
    return tuple(lines)


def _measurable(text: str) -> str:
    """Give a text of the same length that the measured font has every letter of."""
    return "".join(ch if printable(ch) == ch else _WIDEST for ch in text)
