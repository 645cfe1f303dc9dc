"""Colours, hatches, shapes, widths and fonts: the only place where any of them is written."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Final, Literal

Theme = Literal["light", "dark"]

# Marks of these tones belong to no group: many groups at one place, or a report that is no attack.
NEUTRAL: Final = "neutral"
EXCLUDED: Final = "excluded"
CONTEXT: Final = "context"
COMMITTEE: Final = "committee"
UNKNOWN: Final = ""


@dataclass(frozen=True)
class GroupStyle:
    """How one group looks: a colour, and a second channel for those who cannot see it.

    Parameters
    ----------
    light, dark
        Hex colour on a light and on a dark ground.
    hatch
        One of matplotlib's hatch characters; the browser draws the same eight.
    letter
        One or two characters written into the group's marks.
    dash
        Dash pattern of its lines, in pixels.
    """

    light: str
    dark: str
    hatch: str
    letter: str
    dash: tuple[int, ...] = (6, 4)

    def colour(self, theme: Theme = "light") -> str:
        """Give the hex colour for a theme."""
        return self.dark if theme == "dark" else self.light


# Okabe and Ito's set, which men with any common colour blindness can tell apart, then extended.
GROUPS: Final[dict[str, GroupStyle]] = {
    "KH": GroupStyle("#0072B2", "#4DA6DB", "/", "K"),
    "AAH": GroupStyle("#D55E00", "#F08A3C", "\\", "A"),
    "KSS": GroupStyle("#009E73", "#35C79B", "|", "S"),
    "BADR": GroupStyle("#CC79A7", "#E29CC2", "-", "B"),
    "HAN": GroupStyle("#56B4E9", "#8CCBF0", "x", "N"),
    "PMF13": GroupStyle("#6A51A3", "#A48FD6", "+", "13"),
    "PMF16": GroupStyle("#A6761D", "#D3A34D", "o", "16"),
    "PMF18": GroupStyle("#7F3B08", "#C07B45", ".", "18"),
    "PMF19": GroupStyle("#4D4D99", "#9494DB", "x", "19"),
    "PMF30": GroupStyle("#8C8C00", "#C9C93F", ".", "30"),
    "PMF43": GroupStyle("#B2452F", "#E0806B", "-", "43"),
    "PMF50": GroupStyle("#3B7A78", "#74B8B5", "+", "50"),
}
# Invented groups of exercises: the same colours, for they never share a map with real groups.
_INVENTED: Final[dict[str, GroupStyle]] = {
    "Alder": GroupStyle("#0072B2", "#4DA6DB", "/", "Al"),
    "Birch": GroupStyle("#D55E00", "#F08A3C", "\\", "Bi"),
    "Cedar": GroupStyle("#009E73", "#35C79B", "|", "Ce"),
    "Dogwood": GroupStyle("#CC79A7", "#E29CC2", "-", "Do"),
    "Elm": GroupStyle("#56B4E9", "#8CCBF0", "x", "El"),
    "Fir": GroupStyle("#6A51A3", "#A48FD6", "+", "Fi"),
    "Gorse": GroupStyle("#A6761D", "#D3A34D", "o", "Go"),
    "Hazel": GroupStyle("#8C8C00", "#C9C93F", ".", "Ha"),
}
_UNKNOWN_HATCHES: Final = ("/", "\\", "|", "-", "+", "x", "o", ".")
_SPECIAL: Final[dict[str, GroupStyle]] = {
    UNKNOWN: GroupStyle("#8A857C", "#A39E95", "", ""),
    NEUTRAL: GroupStyle("#2F2F33", "#E6E4DF", "", ""),
    EXCLUDED: GroupStyle("#8A857C", "#8F8A82", "", ""),
    CONTEXT: GroupStyle("#4F6472", "#9DB2C0", "", ""),
    COMMITTEE: GroupStyle("#5B5B73", "#A9A9C9", "", "", (2, 5)),
    "leadership": GroupStyle("#5B5B73", "#A9A9C9", "", "", (2, 5)),
    "western": GroupStyle("#3F5F86", "#8FB0DA", "", "", (10, 4, 2, 4)),
    "central": GroupStyle("#86573F", "#D6A688", "", "", (10, 4, 2, 4)),
    "northern": GroupStyle("#3F7A5B", "#8ACBAA", "", "", (10, 4, 2, 4)),
    "target": GroupStyle("#2F2F33", "#E6E4DF", "", ""),
    "launch": GroupStyle("#2F2F33", "#E6E4DF", "", ""),
}


@dataclass(frozen=True, kw_only=True)
class VerdictStyle:
    """How a verdict looks and reads, the same on the web, in a terminal, in legends and in print.

    Parameters
    ----------
    light, dark
        Hex colour on a light and on a dark ground.
    badge
        Name of the same colour among those of Streamlit's badges.
    terminal
        The same colour as a terminal has it, in rich's words.
    icon
        Material icon of its badge.
    label
        What a legend says of its ring.
    one, several
        How a count of it goes on: “1 does not fit”, “3 do not fit”.
    ring_px
        Width of its ring, pixels; 0 for none. Rings are told apart without colour too: one broad
        ring, two narrow ones, one narrow one.
    double
        Whether its ring is two.
    """

    light: str
    dark: str
    badge: str
    terminal: str
    icon: str
    label: str = ""
    one: str = ""
    several: str = ""
    ring_px: float = 0.0
    double: bool = False

    def colour(self, theme: Theme = "light") -> str:
        """Give the hex colour for a theme."""
        return self.dark if theme == "dark" else self.light


# Loudest first: when several findings share a place, the first of these decides its ring.
VERDICTS: Final[dict[str, VerdictStyle]] = {
    "mismatch": VerdictStyle(
        light="#C8102E",
        dark="#FF6B7A",
        badge="red",
        terminal="bold red",
        icon="error",
        label="does not fit",
        one="does not fit",
        several="do not fit",
        ring_px=3.4,
    ),
    "explained": VerdictStyle(
        light="#B8860B",
        dark="#B98F2A",
        badge="yellow",
        terminal="yellow",
        icon="fact_check",
        label="does not fit, but explained",
        one="is explained",
        several="are explained",
        ring_px=3.6,
        double=True,
    ),
    "contested": VerdictStyle(
        light="#7B4FA3",
        dark="#B58BDB",
        badge="violet",
        terminal="magenta",
        icon="call_split",
        label="contested ground",
        one="lies in contested ground",
        several="lie in contested ground",
        ring_px=1.6,
    ),
    "consistent": VerdictStyle(
        light="#5B7F6B", dark="#8FB5A0", badge="green", terminal="green", icon="check_circle"
    ),
    "insufficient": VerdictStyle(
        light="#8A857C", dark="#A39E95", badge="gray", terminal="dim", icon="help"
    ),
}
RINGED: Final = tuple(verdict for verdict, look in VERDICTS.items() if look.ring_px)
"""Verdicts whose marks wear a ring, most severe first."""

RING_GAP_PX: Final = 1.4
LEAST_ARC: Final = 0.12
"""Least share of its ring that an arc covers, so that one of many is seen."""

CORE: Final = 0.68
"""Radius of the core that holds the number, where the rim shows the groups, in radii."""

SHAPE_REACH: Final[dict[str, float]] = {
    "diamond": 1.2,
    "triangle": 1.5,
    "wedge": 1.5,
    "square": 1.27,
}
"""How far a shape reaches from its middle, in radii; others reach one."""

LEGEND_PART: Final = 0.4
"""Part of a ring that a legend shows."""

BADGE_PX: Final = 5.2
BADGE_WIDER: Final = 1.25
"""How much larger a badge of several digits is."""

MARK_PX: Final[dict[str, float]] = {
    # Light edges: around the outline, around the core, around a badge or the dot of a leader.
    "edge": 1.3,
    "core_edge": 0.8,
    "dot_edge": 1.0,
    # How much broader than a ring or a leader the light line under it is.
    "halo": 2.0,
    # From the outline to the ring around it, and to the line around what is selected.
    "gap": 1.2,
    "select_gap": 8.0,
    "select": 2.0,
    # How far the groups of a rim keep within the outline.
    "inset": 0.6,
    # The line within a mark that is only pointed to, and within a piece of a rim.
    "points": 1.4,
    "points_rim": 1.0,
    # The arms of a cross, and the light line on them.
    "cross": 5.0,
    "cross_light": 2.4,
    # The largest letters.
    "letters": 12.0,
}
"""Lines and gaps of a mark, the same on every map."""

CORE_LETTERS: Final = 1.35
"""Size of the letters in a core, in its radii."""

LONG_NUMBER: Final = 3
CORE_DIGITS: Final = 0.95
"""Size of the letters in a core, in its radii, of a number of so many digits or more."""

LEADER_PX: Final = 1.3
LEADER_DOT_PX: Final = 2.4
LEADER_END: Final = 0.92
"""Where a leader ends, as a share of what its mark reaches: under its rim, so that none gapes."""

RIM_PX: Final = 1.0
"""How far a mark without a ring is drawn beyond its outline."""

RING_RIM_PX: Final = 2.0
"""How far a mark with a ring is drawn beyond its outline, besides the ring's own width."""


@dataclass(frozen=True)
class Palette:
    """Greys and blues of the base map, and text on it, for one theme."""

    background: str
    land: str
    focus: str
    water: str
    river: str
    country_edge: str
    unit_edge: str
    neighbour_edge: str
    text: str
    faint_text: str
    halo: str
    mark_edge: str
    select: str


PALETTES: Final[dict[Theme, Palette]] = {
    "light": Palette(
        background="#E8EDF1",
        land="#F2F1EC",
        focus="#FDFCF9",
        water="#DFE7EE",
        river="#A9C6DF",
        country_edge="#A7A49C",
        unit_edge="#DAD7D0",
        neighbour_edge="#D3D0C8",
        text="#1E1E20",
        faint_text="#77736B",
        halo="#FFFFFF",
        mark_edge="#FFFFFF",
        select="#111114",
    ),
    "dark": Palette(
        background="#12161B",
        land="#191B1F",
        focus="#22252A",
        water="#131A22",
        river="#3B5871",
        country_edge="#6C6F75",
        unit_edge="#33373D",
        neighbour_edge="#2B2E33",
        text="#F1EFEA",
        faint_text="#9A978F",
        halo="#16181C",
        mark_edge="#16181C",
        select="#FFFFFF",
    ),
}

FONT_STACK: Final = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif'
STATIC_FONT: Final = "DejaVu Sans"
LABEL_PX: Final[dict[str, float]] = {"place": 12.0, "town": 11.0}
"""Size of the letters of a label: a base or a town."""

HEAT_RAMP: Final = ("#FFF3D6", "#F7C873", "#E98A3C", "#BE3F2A", "#6A1526")
HEX_RAMP: Final = ("#FBE9C6", "#F3BE6B", "#DF7F3A", "#B03A2E", "#641220")
WIDTH_PX: Final[dict[str, float]] = {
    "country": 1.4,
    "unit": 0.7,
    "neighbour": 0.8,
    "river": 1.5,
    "stream": 0.7,
    "area": 1.5,
    "link": 1.4,
    "supply": 2.0,
}
_INK: Final = "#111114"
_PAPER: Final = "#FFFFFF"
_SRGB_KNEE: Final = 0.04045
AREA_FILL: Final = 0.12
BAND_FILL: Final = 0.05
FADED: Final = 0.45
MARK_RADIUS_PX: Final = 6.5
MARK_GROWTH_PX: Final = 2.1
MARK_RADIUS_MAX_PX: Final = 22.0

# Parts of the base map, as (fill, edge) fields of a palette.
_BASE_TONES: Final[dict[str, tuple[str, str]]] = {
    "base.land": ("land", "neighbour_edge"),
    "base.border": ("neighbour_edge", "neighbour_edge"),
    "base.unit": ("focus", "unit_edge"),
    "base.country": ("focus", "country_edge"),
    "base.water": ("water", "river"),
    "base.river": ("river", "river"),
    "base.town": ("faint_text", "faint_text"),
    "base.place": ("text", "text"),
}


def group_style(group_id: str) -> GroupStyle:
    """Give a group's style; an unregistered group is grey with a hatch of its own.

    The hatch of an unknown id is derived from the id itself, so that it is the same on every
    machine and in every run.

    Parameters
    ----------
    group_id
        A group id, a committee id, or one of the special tones of this module.
    """
    known = GROUPS.get(group_id) or _SPECIAL.get(group_id) or _INVENTED.get(group_id)
    if known is not None:
        return known
    digest = hashlib.sha256(group_id.encode()).digest()
    grey = _SPECIAL[UNKNOWN]
    hatch = _UNKNOWN_HATCHES[digest[0] % len(_UNKNOWN_HATCHES)]
    letter = "".join(ch for ch in group_id if ch.isalnum())[:2].upper()
    return GroupStyle(grey.light, grey.dark, hatch, letter)


def verdict_style(verdict: str) -> VerdictStyle:
    """Give how a verdict looks; one that is not known is grey and has no ring."""
    return VERDICTS.get(verdict, VERDICTS["insufficient"])


def palette(theme: Theme = "light") -> Palette:
    """Give the base map's colours for a theme."""
    return PALETTES[theme]


def text_on(colour: str) -> str:
    """Give near-black or white, whichever reads better on a hex colour."""
    return max((_INK, _PAPER), key=lambda text: contrast(text, colour))


def luminance(colour: str) -> float:
    """Give the relative luminance of a hex colour, 0 to 1, after WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= _SRGB_KNEE else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two hex colours, 1 to 21, after WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mark_radius_px(count: float) -> float:
    """Give the radius of a mark that stands for a number of attacks.

    It grows with the logarithm: the number is written into the mark, and a busy place must not
    cover its neighbours.
    """
    return min(MARK_RADIUS_PX + MARK_GROWTH_PX * math.log(max(count, 1.0)), MARK_RADIUS_MAX_PX)


def fill_and_edge(tone: str, theme: Theme = "light") -> tuple[str, str]:
    """Give the fill and edge colour of a tone: a group, a committee or a part of the base map."""
    if tone in _BASE_TONES:
        fill, edge = _BASE_TONES[tone]
        return getattr(palette(theme), fill), getattr(palette(theme), edge)
    colour = group_style(tone).colour(theme)
    return colour, colour
