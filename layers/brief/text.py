"""Sentences that every page carries."""

from __future__ import annotations

import datetime as dt
from typing import Final

from geo.parsing.days import in_words

CAVEAT: Final = (
    "Areas are assessments: sources name places, never borders. A mismatch is a question, not a "
    "lie found out; consistent is not proof."
)
BOUNDARIES: Final = (
    "Boundaries and names are for orientation and imply no opinion on the status of any territory."
)
DATUM: Final = "WGS 84 · Lambert conformal conic, 30.5° and 36° N, 44° E"
SOURCE: Final = "Source: public reports as listed in the atlas; ground after CTC Sentinel (2021)"
OWN_SOURCE: Final = "Source: attacks from the user’s own data; ground after CTC Sentinel (2021)"
EXERCISE: Final = "EXERCISE – invented attacks are shown; nothing of it happened – EXERCISE"
EXERCISE_SOURCE: Final = "Source: EXERCISE, invented by the generator of the atlas"
BAGHDAD: Final = dt.timezone(dt.timedelta(hours=3), "Baghdad")


def moment(value: dt.datetime) -> str:
    """Write a moment in UTC and in Baghdad's time."""
    utc, there = value.astimezone(dt.UTC), value.astimezone(BAGHDAD)
    # Baghdad may be in tomorrow already.
    local = f"{there:%H:%M}" if there.date() == utc.date() else f"{in_words(there)}, {there:%H:%M}"
    return f"{in_words(utc)}, {utc:%H:%M} UTC ({local} Baghdad)"
