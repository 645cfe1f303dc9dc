"""The words that a column may hold, apart from all code: a command reads them in no time."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

UMBRELLA = "umbrella"
"""Stands for several groups at once: a brand of theirs points to no single one."""

STRENGTHS: Mapping[str, int] = {"high": 3, "moderate": 2, "medium": 2, "low": 1, "": 0}
"""Strengths of a link, stronger ones higher."""

MEMBER_SCOPES: Mapping[str, str] = {
    "named": "named among the groups of the umbrella",
    "most_attacks": "said to be behind most of its attacks up to the day of the statement",
}
"""What a source says of groups that it names with an umbrella brand."""


UNIT_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "anbar": ("Al-Anbar", "Anbar"),
    "basra": ("Al-Basrah", "Basra", "Basrah", "Al-Basra"),
    "muthanna": ("Al-Muthanna", "Muthanna", "Al-Muthannia"),
    "najaf": ("Al-Najaf", "Najaf", "An-Najaf"),
    "qadisiyah": ("Al-Qadissiya", "Al-Qadisiyah", "Qadisiyah", "Qadissiya"),
    "sulaymaniyah": ("Al-Sulaymaniyah", "Sulaymaniyah", "As-Sulaymaniyah"),
    "babil": ("Babil", "Babylon"),
    "baghdad": ("Baghdad",),
    "diyala": ("Diyala",),
    "dohuk": ("Duhok", "Dohuk", "Dihok", "Dahuk"),
    "erbil": ("Erbil", "Arbil", "Irbil"),
    "karbala": ("Kerbala", "Karbala"),
    "kirkuk": ("Kirkuk", "At-Ta'mim"),
    "maysan": ("Maysan", "Missan"),
    "nineveh": ("Ninewa", "Nineveh", "Ninawa"),
    "salah_al_din": ("Salah Al-Din", "Salah ad-Din", "Salaheddin"),
    "dhi_qar": ("Thi Qar", "Dhi Qar", "Thi-Qar"),
    "wasit": ("Wassit", "Wasit"),
}

METHODS: Mapping[str, str] = {
    "rocket": "Rockets",
    "mortar": "Mortar fire",
    "ballistic_missile": "Ballistic missile",
    "cruise_missile": "Cruise missile",
    "drone_fixed_wing": "Fixed-wing drone",
    "drone_small": "Small drone",
    "drone_quadcopter": "Quadcopter",
    "drone_unspecified": "Drone, type not stated",
    "roadside_bomb": "Roadside bomb",
    "small_arms": "Small arms",
    "other": "Other",
}
STATUSES: Mapping[str, str] = {
    "confirmed": "confirmed",
    "reported": "reported",
    "claimed_only": "claimed only",
    "duplicate": "duplicate",
    "fabricated": "fabricated",
    "misreported": "misreported",
    "thwarted": "thwarted",
    "discovered": "found before use",
    "criminal": "criminal",
}
COUNTED = ("confirmed", "reported", "claimed_only")
"""Statuses that are counted as attacks."""


LETTERS: Mapping[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
"""Reliability of a publisher, best first, as the Admiralty grades have it."""

DIGITS: Mapping[str, str] = {
    "1": "confirmed by others",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}
"""Credibility of what a report says, best first."""

AREA_KINDS: Mapping[str, str] = {
    "ground": "ground held",
    "launch_ground": "ground used to launch from",
    "network": "local networks",
    "corridor": "a campaign along a road, not ground held",
    "gap": "active here, launch ground not known",
    "committee": "ground of a regional committee",
}
"""What an area is to its holder."""

SIGHTING_KINDS: Mapping[str, str] = {
    "base": "had a base",
    "headquarters": "had a headquarters",
    "depot": "had a depot",
    "training": "had a training camp",
    "checkpoint": "kept a checkpoint",
    "ground_held": "held ground",
    "strike_on_position": "had a position that was struck",
    "launch_area": "launched from here",
    "presence": "was present",
    "influence": "had influence",
    "left": "left",
}
"""What a source says of a group at a place: all but the last three confirm ground."""

SIGHTING_STRENGTHS: Mapping[str, str] = {
    "states": "the source states it",
    "reports": "the source passes it on from somebody",
    "alleges": "the source alleges it",
    "infers": "the source infers it",
}
"""How a source says it; what is alleged or inferred confirms nothing and ends nothing."""

STANDING_STATES: Mapping[str, str] = {
    "active": "active",
    "dormant": "dormant",
    "split": "split",
    "disavowed": "disavowed",
    "disputed": "disputed",
    "ended": "ended",
}
"""What a source says of a committee or a rule: a rule is active where it is said to hold."""

CONFIDENCE = ("high", "moderate", "low")
"""How sure it is whose an area is."""

DECISIONS: Mapping[str, str] = {
    "confirmed mismatch": "the group named did not act on its own ground, and nothing explains it",
    "false claim": "the brand claimed what it did not do",
    "teaming or permission": "two groups acted together, or one let the other act",
    "area out of date": "the ground is drawn wrongly or has changed hands",
    "record wrong": "place, date, means or claim is not as the record has it",
    "needs more": "not decided; the note says what is missing",
}
"""What a reviewer can decide of an attack."""

TOGETHER = ("permission", "teaming")
"""How two groups may have acted together, as a reviewer decides it."""


class Verdict(StrEnum):
    """What the check says of an attack, most urgent first: the order of lists and legends."""

    MISMATCH = "mismatch"
    EXPLAINED = "explained"
    CONTESTED = "contested"
    CONSISTENT = "consistent"
    INSUFFICIENT = "insufficient"


class Strength(StrEnum):
    """How strongly an attack points to groups, strongest first: words, never a percentage."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    NONE = "none"


POINTS_STRENGTHS: Mapping[str, str] = {
    Strength.STRONG.value: "fresh ground of one group alone, an exclusive rule or brand",
    Strength.MODERATE.value: "fresh ground that may fit, a known brand, weapon or holder",
    Strength.WEAK.value: "ageing ground, a habit, a role, a doubtful brand or an umbrella",
    Strength.NONE.value: "nothing on record points to anybody",
}
"""What each strength rests on, in short."""

VERDICTS: Mapping[str, str] = {
    Verdict.MISMATCH.value: (
        "ground, an exclusive rule or a weapon rule does not fit; no record explains it"
    ),
    Verdict.EXPLAINED.value: (
        "it does not fit, but a permission, teaming or reported use is on record"
    ),
    Verdict.CONTESTED.value: "nothing is asserted, and several groups hold the launch place",
    Verdict.CONSISTENT.value: "what is asserted fits what is known",
    Verdict.INSUFFICIENT.value: "too little is known to judge",
}
"""What each verdict means; how each one looks is in `layers.style.VERDICTS`."""
