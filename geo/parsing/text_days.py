"""Days, times of day and coordinates that stand somewhere in a text of sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.parsing.calendars import LUNAR_MONTHS, SOLAR_MONTHS
from geo.parsing.coordinates import pair
from geo.parsing.dates import MONTHS, ORDERS, impossible, iso_date, other_calendar
from geo.parsing.mentions import Token, quote, tokens
from geo.parsing.names import bare

# Every run is bounded and no pattern looks twice at one.
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:\d{4}([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2\d{4})(?![\d/-]|\.\d)"
)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_YEARS = frozenset(map(str, range(1990, 2100)))
"""Years that an attack of a claim can be of; the data refuse what lies ahead."""

_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.ASCII)
_HALVES = r"a\.?m\b|p\.?m\b|صباحا|فجرا|ظهرا|عصرا|مساء|ليلا|ص\b|م\b"
_HALF = rf"(?: ?({_HALVES})\.?)?"
_ZONE = r"(?: ?(UTC|GMT|Z)\b)?"
_CLOCK = re.compile(
    rf"(?<![\d:.])(\d{{1,2}}):(\d{{2}})(?::\d{{2}})?(?![\d:]){_HALF}{_ZONE}", re.IGNORECASE
)
_HOUR = re.compile(rf"(?:\bat |الساعة )?(?<![\d:.,])(\d{{1,2}}) ?({_HALVES})", re.IGNORECASE)
_ARABIC_HOUR = re.compile(
    r"الساعة (\d{1,2})(?![\d:])(?! ?(?:صباحا|فجرا|ظهرا|عصرا|مساء|ليلا|[صم]\b))"
)
_FOUR = re.compile(
    r"(?<![\d:.])([01]\d|2[0-3])([0-5]\d) ?(?:hours|hrs|local time)\b", re.IGNORECASE
)
_DECIMALS = re.compile(
    r"(?<![\d.])-?\d{1,3}\.\d{2,12}(?: ?[,;/] ?| )-?\d{1,3}\.\d{2,12}(?![\d.])", re.ASCII
)
_ANGLE = (
    r"\d{1,3} ?[°º] ?(?:\d{1,2}(?:\.\d{1,6})? ?['’′] ?)?(?:\d{1,2}(?:\.\d{1,6})? ?[\"”″] ?)?[NSEW]"
)
_ANGLES = re.compile(rf"(?<!\d){_ANGLE}[ ,;/]{{0,3}}{_ANGLE}(?!\w)")
_SQUARE = re.compile(
    r"(?<!\w)\d{2} ?[C-HJ-NP-X] ?[A-HJ-NP-Z]{2}(?: ?\d{2,5} \d{2,5}| ?\d{4,10})(?!\w)"
)
_MARKS = re.compile(r"[\u064b-\u0652]")

PARTS: Final = {
    "night": "night", "tonight": "night", "midnight": "night", "dawn": "dawn", "daybreak": "dawn",
    "morning": "morning", "noon": "noon", "midday": "noon", "afternoon": "afternoon",
    "evening": "evening",
    "ليل": "night", "ليلا": "night", "ليله": "night", "الليله": "night", "فجر": "dawn",
    "فجرا": "dawn", "صباح": "morning", "صباحا": "morning", "ظهر": "noon", "ظهرا": "noon",
    "عصر": "afternoon", "عصرا": "afternoon", "مساء": "evening",
}  # fmt: skip
"""Words of a part of the day, by the forms of `geo.parsing.names.bare`."""

_RELATIVE = frozenset(
    bare(word)
    for word in ("today", "yesterday", "tonight", "أمس", "البارحة", "هذا اليوم", "الليلة")
)
_MONTHS = {bare(name) for names in MONTHS for name in names}
_OTHER_MONTHS = {*LUNAR_MONTHS, *SOLAR_MONTHS}
_LONGEST_DAY, _WORDS_BEFORE, _WORDS_BEHIND = 60, 3, 4
_NOON, _HOURS, _SIXTY, _FROM_NIGHT = 12, 24, 60, 6


@dataclass(frozen=True)
class TextValue:
    """Something that stands in a text.

    Parameters
    ----------
    values
        What it may be: one value where it is clear, several where it is not, none where it cannot
        be used.
    words
        As they stand in the text.
    begin
        Where.
    note
        Why it is unclear or not used; empty where it is clear.
    """

    values: tuple[str, ...]
    words: str
    begin: int
    note: str = ""


def days_in(text: str) -> list[TextValue]:
    """Find days, months and years with a month in a text, as ISO dates.

    Parameters
    ----------
    text
        As `geo.parsing.mentions.read_part` gives it.

    Returns
    -------
    In the order of the text. Of 03/04/2021 both readings are given. A day without a year, one of
    another calendar, one that there is not, and words such as “yesterday” have no value, and a
    note.
    """
    plain = _MARKS.sub("", text)
    words = tokens(plain)
    found = [_numeric(plain, hit) for hit in _NUMERIC.finditer(plain)]
    taken = -1
    for at, word in enumerate(words):
        if at <= taken:
            continue
        seen, last = _worded(plain, words, at)
        if seen is not None:
            found.append(seen)
            taken = last
        elif bare(word.words) in _RELATIVE:
            note = "no day is read from it, for the text does not say when it was written"
            found.append(TextValue((), word.words, word.begin, note))
    return sorted(found, key=lambda one: one.begin)


def _numeric(text: str, hit: re.Match[str]) -> TextValue:
    words = hit[0]
    one = iso_date(words)
    days = [one] if one else [iso_date(words, date_order=order) for order in ORDERS]
    values = tuple(dict.fromkeys(day for day in days if day[:4] in _YEARS))
    note = "day and month may be the other way round" if len(values) > 1 else ""
    calendar = "" if values else other_calendar(words)
    if calendar:
        note = f"a date of another calendar ({calendar}), which is not used"
    elif not values:
        note = impossible(words) or "no day that there is"
    return TextValue(values, quote(text, hit.start(), hit.end()), hit.start(), note)


def _worded(text: str, words: list[Token], at: int) -> tuple[TextValue | None, int]:
    """Day that is written with the name of a month at or behind a word, and its last word."""
    month = next(
        (n for n in range(at, min(at + _WORDS_BEFORE + 1, len(words))) if _is_month(words, n)), -1
    )
    if month < 0:
        return None, at
    year = next(
        (
            n
            for n in range(month + 1, min(month + _WORDS_BEHIND + 1, len(words)))
            if _YEAR.fullmatch(words[n].words)
        ),
        -1,
    )
    if year >= 0:
        begin, end = words[at].begin, words[year].end
        span = text[begin:end] if end - begin <= _LONGEST_DAY else ""
        day = iso_date(span)
        day = day if day[:4] in _YEARS else ""
        calendar = "" if day else other_calendar(span)
        why = "" if day or calendar else impossible(span)
        note = f"a date of another calendar ({calendar}), which is not used" if calendar else why
        if day or note:
            return TextValue((day,) if day else (), quote(text, begin, end), begin, note), year
    return _without_year(text, words, at) if year < 0 else (None, at)


def _without_year(text: str, words: list[Token], at: int) -> tuple[TextValue | None, int]:
    """A day and a month side by side, which alone are no day."""
    two = words[at : at + 2]
    both = [bool(_DAY.fullmatch(word.words)) for word in two]
    months = [bare(word.words) in _MONTHS for word in two]
    if len(two) < 2 or not ((both[0] and months[1]) or (months[0] and both[1])):  # noqa: PLR2004
        return None, at
    words_of = quote(text, two[0].begin, two[1].end)
    return TextValue((), words_of, two[0].begin, "it has no year"), at + 1


def _is_month(words: list[Token], at: int) -> bool:
    """Tell whether a word, alone or with the one behind it, names a month of any calendar."""
    first = bare(words[at].words)
    both = f"{first} {bare(words[at + 1].words)}" if at + 1 < len(words) else first
    return bool({first, both} & (_MONTHS | _OTHER_MONTHS)) or first in _NUMBERED


_NUMBERED = frozenset(bare(word) for word in ("كانون", "تشرين"))


def times_in(text: str) -> list[TextValue]:
    """Find times of day in a text: HH:MM, or a part of the day where it gives no clock time.

    Parameters
    ----------
    text
        As `geo.parsing.mentions.read_part` gives it.

    Returns
    -------
    In the order of the text. A time that may be before or after noon has both values; one in UTC
    has none, for it is not known how it was meant.
    """
    plain = _MARKS.sub("", text)
    found: dict[int, TextValue] = {}
    for hit in _CLOCK.finditer(plain):
        found.setdefault(hit.end(), _clock(plain, hit, int(hit[2]), hit[3] or "", zone=hit[4]))
    for hit in _HOUR.finditer(plain):
        found.setdefault(hit.end(), _clock(plain, hit, 0, hit[2], zone=None))
    for hit in _ARABIC_HOUR.finditer(plain):
        found.setdefault(hit.end(), _clock(plain, hit, 0, "", zone=None))
    for hit in _FOUR.finditer(plain):
        seen = TextValue((f"{hit[1]}:{hit[2]}",), quote(plain, hit.start(), hit.end()), hit.start())
        found.setdefault(hit.end(), seen)
    clocks = sorted((one for one in found.values() if one.words), key=lambda one: one.begin)
    if any(one.values for one in clocks):
        return clocks
    return clocks + [
        TextValue((PARTS[part],), word.words, word.begin)
        for word in tokens(plain)
        if (part := bare(word.words)) in PARTS
    ]


def _clock(text: str, hit: re.Match[str], minute: int, half: str, *, zone: str | None) -> TextValue:
    """Time of a clock with its half of the day, or both where that is open."""
    words, hour = quote(text, hit.start(), hit.end()), int(hit[1])
    if hour > _HOURS - 1 or minute >= _SIXTY or (half and not 1 <= hour <= _NOON):
        if half and hour < _HOURS and minute < _SIXTY and hour > _NOON:
            return TextValue((f"{hour:02}:{minute:02}",), words, hit.start())
        return TextValue((), words, hit.start(), "there is no such time")
    if zone:
        return TextValue((), words, hit.start(), "a time in UTC, and the form takes the local one")
    if half:
        return TextValue((f"{_in_day(hour, half):02}:{minute:02}",), words, hit.start())
    open_ = len(hit[1]) == 1 or (":" not in hit[0] and hour <= _NOON)
    if open_ and hour:
        both = hour % _NOON, hour % _NOON + _NOON
        values = tuple(f"{one:02}:{minute:02}" for one in both)
        return TextValue(values, words, hit.start(), "before or after noon is not said")
    return TextValue((f"{hour:02}:{minute:02}",), words, hit.start())


def _in_day(hour: int, half: str) -> int:
    """Hour of 24 of an hour of twelve and the word behind it."""
    first, hour = half[0].casefold(), hour % _NOON
    if half == "ليلا":
        return hour + _NOON if hour >= _FROM_NIGHT else hour
    if half == "ظهرا":
        return hour + _NOON if hour < _FROM_NIGHT else hour
    return hour + (_NOON if first in "pمع" else 0)


def coordinates_in(text: str) -> list[TextValue]:
    """Find pairs of degrees and MGRS squares in a text, as `geo.reference.gazetteer` reads them.

    Parameters
    ----------
    text
        As `geo.parsing.mentions.read_part` gives it.

    Returns
    -------
    In the order of the text; degrees as “lat,lon”, squares as they stand. Whether they lie in the
    region is not looked at.
    """
    found = [TextValue((hit[0],), hit[0], hit.start()) for hit in _SQUARE.finditer(text)]
    for pattern in (_DECIMALS, _ANGLES):
        for hit in pattern.finditer(text):
            both = pair(f"({hit[0]})") or pair(hit[0])
            if both is not None:
                value = f"{both[0]:.5f},{both[1]:.5f}"
                found.append(TextValue((value,), quote(text, hit.start(), hit.end()), hit.start()))
    return sorted(found, key=lambda one: one.begin)
