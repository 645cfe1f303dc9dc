"""The area of interest of a command: near a place, within a file, or in ground by its name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dashboard.cli import _output
from dashboard.services.views import named_ground
from geo.atlas import Atlas
from geo.errors import GeometryError
from geo.records.drawn_ground import MOST_KEPT, read_outline
from geo.records.near import Circle, may_be_near, near, surely_near
from geo.records.within import Outline, may_be_within, surely_within, within


def outline_of(text: str, atlas: Atlas) -> Outline:
    """Read the outline of an option: of a file, or of ground that is named.

    Raises
    ------
    ConformError
        With every fault of a file.
    PlaceNotFoundError, GeometryError
        For what names no ground.
    """
    path = Path(text).expanduser()
    if not path.is_file():
        return named_ground(atlas).outline(text)
    outline, notes = read_outline(path)
    for note in notes:
        _output.note(note)
    return outline


def ground_text(text: str, atlas: Atlas) -> str:
    """Give an option as a selection holds it; the outline of a file goes with its corners.

    Raises
    ------
    ConformError, PlaceNotFoundError, GeometryError
        As of `outline_of`, and for an outline of more corners than a manifest carries.
    """
    if not text:
        return ""
    outline = outline_of(text, atlas)
    if not outline.text:
        raise GeometryError(
            f"{outline.name} has more than {MOST_KEPT:,} corners, which a manifest does not carry. "
            "Simplify it; `check --within` takes it as it is."
        )
    return outline.text


def kept(
    attacks: pd.DataFrame, chosen: list[str], *, near: str, within: str, atlas: Atlas
) -> list[str]:
    """Ids of those that may lie in the areas of interest, saying how many surely do; all without.

    Parameters
    ----------
    attacks
        Indexed by id, as `geo.records.within.within` takes them.
    chosen
        Ids to choose among.
    near, within
        As given as options, or empty.
    """
    if near:
        chosen = _reported(chosen, *_near(attacks.loc[chosen], near, atlas), option="--near")
    if within:
        chosen = _reported(chosen, *_within(attacks.loc[chosen], within, atlas), option="--within")
    return chosen


Found = tuple[str, list[bool], int]
"""The area of interest in words, who may lie there, and how many surely do."""


def _near(attacks: pd.DataFrame, text: str, atlas: Atlas) -> Found:
    circle = Circle.read(text, atlas.gazetteer)
    found = near(attacks, circle)
    return circle.words, may_be_near(found).tolist(), int(surely_near(found).sum())


def _within(attacks: pd.DataFrame, text: str, atlas: Atlas) -> Found:
    outline = outline_of(text, atlas)
    found = within(attacks, outline, extents=atlas.areas.extents)
    return outline.full_words, may_be_within(found).tolist(), int(surely_within(found).sum())


def _reported(
    chosen: list[str], words: str, there: list[bool], surely: int, *, option: str
) -> list[str]:
    _output.note(f"{option}: {sum(there)} of {len(chosen)} rows may lie {words}, {surely} surely.")
    return [ident for ident, is_kept in zip(chosen, there, strict=True) if is_kept]
