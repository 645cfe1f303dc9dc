"""Times of day as people write them to HH:MM; what is ambiguous stays as it is."""

from __future__ import annotations

import re

from geo.parsing.plain import plain

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)
_NOON = 12


def clock_time(text: str) -> str:
    """Rewrite a time such as 8:30, 08:30:00 or 2:15 pm as HH:MM; any other text stays.

    Parts of the day come out in small letters. A number alone (8, 0830) stays: it may be an hour
    or a count.
    """
    found = _CLOCK.fullmatch(plain(text))
    if not found:
        return text.casefold() if text.isascii() and text.isalpha() else text
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").casefold()
    if half:
        if not 1 <= hour <= _NOON:
            return text
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else text  # noqa: PLR2004
