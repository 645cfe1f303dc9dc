"""Markings that are burnt into header and footer: TLP 2.0, or a line of the user's own.

Colours and spelling are those of FIRST's Traffic Light Protocol, version 2.0
(https://www.first.org/tlp/): the label stands on black, right-aligned, in at least 12 points,
without a space, and is never translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from layers.brief.tokens import TLP
from layers.spec import SpecError

LEAST_PT: Final = 12.0
BACKGROUND: Final = "#000000"
_FREE_COLOUR: Final = "#FFFFFF"
_LONGEST: Final = 80


@dataclass(frozen=True)
class Marking:
    """The words of a marking and their colour on black."""

    text: str
    colour: str


def tlp(label: str) -> Marking:
    """Give the marking of a TLP label, such as ``AMBER+STRICT``.

    Raises
    ------
    SpecError
        For a label that TLP 2.0 does not have.
    """
    bare = label.strip().upper().removeprefix("TLP:")
    if bare not in TLP:
        raise SpecError(f"{label!r} is no label of TLP 2.0. Expected one of {', '.join(TLP)}.")
    return Marking(f"TLP:{bare}", TLP[bare])


def free(line: str) -> Marking:
    """Give a marking of the user's own words, on one line.

    Raises
    ------
    SpecError
        For an empty line, or one too long for header and footer.
    """
    text = " ".join(line.split())
    if not text or len(text) > _LONGEST:
        raise SpecError(
            f"a marking has 1 to {_LONGEST} characters, and this one {len(text)}. Shorten it."
        )
    return Marking(text, _FREE_COLOUR)
