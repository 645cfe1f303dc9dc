"""What the tone of a mark says: who is asserted, to whom an attack only points, or nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from geo.attribution.points_columns import groups_of
from layers import style

# No group can be called so: ids hold no such character.
_MARK: Final = "\x1f"
SEVERAL: Final = f"several{_MARK}"
MIXED: Final = f"mixed{_MARK}"

PALE: Final = 0.3
"""How much of its colour a mark keeps that is only pointed to."""

KINDS: Final = ("asserted", "one", "several", "mixed", "nobody")
"""How an attack stands to groups, in the order in which a mark's rim and its words tell them."""

_LETTERS: Final = {SEVERAL: "+", MIXED: ""}


@dataclass(frozen=True)
class ToneLook:
    """How a piece of a mark is drawn.

    Parameters
    ----------
    fill
        Hex colour inside.
    letter
        Written into a mark of one attack.
    line
        Hex colour of the line within its outline; empty for none.
    half
        Hex colour of its first half; empty where it is of one colour.
    """

    fill: str
    letter: str = ""
    line: str = ""
    half: str = ""


def pointing(group: str) -> str:
    """Give the tone of an attack that names nobody and points to one group."""
    return f"points{_MARK}{group}"


def group_of(tone: str) -> str:
    """Give the group of a tone, asserted or pointed to; of other tones the tone itself."""
    return tone.removeprefix(f"points{_MARK}")


def kind_of(tone: str) -> str:
    """Give which of :data:`KINDS` a tone is; a tone of no group counts as asserted."""
    if tone == style.UNKNOWN:
        return "nobody"
    if tone in (SEVERAL, MIXED):
        return "several" if tone == SEVERAL else "mixed"
    return "one" if tone.startswith(f"points{_MARK}") else "asserted"


def rank(tone: str) -> int:
    """Give the place of a tone's kind among :data:`KINDS`."""
    return KINDS.index(kind_of(tone))


def is_pointing(tone: str) -> bool:
    """Tell whether a tone is of an attack that names nobody and points to somebody."""
    return kind_of(tone) in KINDS[1:-1]


def ordered(shares: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Sort shares by tone: groups asserted, most first, then what only points, nobody last."""
    return tuple(sorted(shares.items(), key=lambda one: (rank(one[0]), -one[1], one[0])))


def by_kind(shares: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Sum shares by kind, in the order of :data:`KINDS`."""
    total = dict.fromkeys(KINDS, 0)
    for tone, many in shares:
        total[kind_of(tone)] += many
    return total


def look(tone: str, theme: style.Theme = "light") -> ToneLook:
    """Give how a piece of a mark of this tone is drawn.

    What is asserted is filled. What is only pointed to is pale, with a line in the colour of the
    group; mixed indications are half dark and half pale; nobody is grey.
    """
    if not is_pointing(tone):
        plain = style.group_style(tone)
        return ToneLook(plain.colour(theme), plain.letter)
    one = kind_of(tone) == "one"
    group = style.group_style(group_of(tone) if one else style.NEUTRAL)
    colour = group.colour(theme)
    return ToneLook(
        fill=_blended(colour, style.palette(theme).mark_edge, share=PALE),
        letter=_LETTERS.get(tone, group.letter),
        line=colour,
        half=colour if tone == MIXED else "",
    )


def _blended(colour: str, paper: str, *, share: float) -> str:
    """Mix two hex colours: so much of the first."""
    parts = [(int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in parts)


def is_cored(shares: tuple[tuple[str, int], ...], count: int) -> bool:
    """Tell whether a mark has a core for its number: where its rim is of more than one colour."""
    return len(shares) > 1 or (count > 1 and shares[0][0] == MIXED)


def tones_of(attacks: pd.DataFrame) -> pd.Series:
    """Give the tone of each attack: the asserted group, else what it points to, where given.

    Parameters
    ----------
    attacks
        With ``asserted_group``, and where it is given what they point to with the columns of
        :func:`geo.attribution.points_columns.with_points`.
    """
    group = attacks["asserted_group"].fillna("").astype(str)
    if "points_to" not in attacks:
        return group
    cells = list(zip(attacks["points_to"].tolist(), attacks["points_mixed"].tolist(), strict=True))
    answers = {one: _tone(groups_of(one[0]), mixed=one[1] == "yes") for one in set(cells)}
    tones = [who or answers[cell] for who, cell in zip(group.tolist(), cells, strict=True)]
    return pd.Series(tones, index=attacks.index, dtype=object)


def _tone(groups: Sequence[str], *, mixed: bool) -> str:
    if not groups:
        return style.UNKNOWN
    if mixed:
        return MIXED
    return pointing(groups[0]) if len(groups) == 1 else SEVERAL
