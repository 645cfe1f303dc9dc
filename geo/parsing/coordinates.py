"""Degrees as people write them: decimal, with minutes and seconds, with a letter for the side."""

from __future__ import annotations

import re

from geo.parsing.notations import noted, without_prefix
from geo.parsing.plain import plain

_SIDES = {"شمالا": "N", "شمال": "N", "جنوبا": "S", "جنوب": "S", "شرقا": "E", "شرق": "E",
          "غربا": "W", "غرب": "W", "north": "N", "south": "S", "east": "E",
          "west": "W", "ش": "N", "ج": "S", "ق": "E", "غ": "W"}  # fmt: skip
_SIDE_WORDS = re.compile(rf"(?<![^\W\d_])({'|'.join(_SIDES)})(?![^\W\d_])", re.IGNORECASE)
_SIDE_LETTERS = re.compile(r"\b[nsew]\b|(?<=[\d'\"°′″])[nsew]\b")
_TANWIN = re.compile(r"[\u064b-\u0652]")

# Blanks are single and every run is bounded: no pattern here looks twice at a run.
_PARTS = (
    r"(\d{1,3}(?:\.\d+)?)(?:[°º:d ]{1,3}(\d{1,2}(?:\.\d+)?)"
    r"(?:['’′:m ]{1,3}(\d{1,2}(?:\.\d+)?))?)?"
)
_ANGLE = re.compile(rf"([+-]?) ?([NSEW]?) ?{_PARTS} ?[°º'’′\"”″ds]{{0,3}} ?([NSEW]?)", re.ASCII)
_MARKS = re.compile(r"[°º'’′\"”″NSEW:]")
_RINGS = str.maketrans("˚∘⁰º", "°°°°")
"""Signs that are typed for the one of degrees."""

_UNIT_WORDS = re.compile(
    r"(?<=\d) ?(?:(degrees|degree|deg|درجات|درجه|درجة)|(minutes|minute|min|دقائق|دقيقه|دقيقة)"
    r"|(seconds|second|sec|ثواني|ثانيه|ثانية))\b\.?",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"(\d) ?d ?(\d{1,2}(?:\.\d+)?) ?m(?: ?(\d{1,2}(?:\.\d+)?) ?s)?", re.ASCII | re.IGNORECASE
)
_DIGITS = r"(\d{4,7})(\.\d+)?(?![\d.])"
_PACKED = re.compile(rf"(?<![\d.])(?:([NSEW]) ?{_DIGITS}|{_DIGITS} ?([NSEW]))", re.ASCII)
_TRIPLE = r"(\d{2,3})-(\d{1,2}(?:\.\d+)?)(?:-(\d{1,2}(?:\.\d+)?))?(?![\d.-])"
_HYPHENED = re.compile(rf"(?<![\d.-])(?:([NSEW]) ?{_TRIPLE}|{_TRIPLE} ?([NSEW]))", re.ASCII)
_FULL_DIGITS = {"N": (4, 6), "S": (4, 6), "E": (4, 5, 6, 7), "W": (4, 5, 6, 7)}

_SPLIT = re.compile(r" ?[,;،/] ?")
_EDGES = " ,;،/"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d)")
_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_BARE = re.compile(rf"({_NUMBER})(?: ?[,;،/] ?| )({_NUMBER})", re.ASCII)
_COMMA_NUMBER = r"[+-]?\d{1,3},\d+"
_BARE_COMMAS = re.compile(rf"({_COMMA_NUMBER})(?: ?[;،/] ?| )({_COMMA_NUMBER})", re.ASCII)
_COMMA_DECIMAL = re.compile(_COMMA_NUMBER, re.ASCII)
_OWN = re.compile(r"-?\d{1,3}(?:\.\d+)? ?, ?-?\d{1,3}(?:\.\d+)?", re.ASCII)
_RUN_TOGETHER = re.compile(r"(\d{2,3})\.?(\d{2})\.?(\d{2})(?:\.0+)?", re.ASCII)
_RUNS = re.compile(r"\d+", re.ASCII)
_PAIR_PARTS, _SIXTY, _MOST = 2, 60, 180


def _plain(text: str) -> str:
    read = _TANWIN.sub("", plain(text)).translate(_RINGS)
    if len(read) > 1 and _BRACKETS.get(read[0]) == read[-1]:
        read = read[1:-1].strip()
    read = _UNIT_WORDS.sub(lambda m: "°" if m[1] else "'" if m[2] else '"', read)
    read = _LETTERED.sub(lambda m: f"{m[1]}°{m[2]}'" + (f'{m[3]}"' if m[3] else ""), read)
    read = _SIDE_WORDS.sub(lambda m: _SIDES[m[1].casefold()], read).replace("''", '"')
    read = _SIDE_LETTERS.sub(lambda m: m[0].upper(), read)
    return _HYPHENED.sub(_hyphened, _PACKED.sub(_packed, read))


def _packed(found: re.Match[str]) -> str:
    """Degrees, minutes and seconds of a report, such as 331845N, kept apart."""
    side, digits = found[1] or found[6], found[2] or found[4]
    if len(digits) not in _FULL_DIGITS[side]:
        return found[0]
    head = len(digits) % 2 + 2
    parts = [digits[:head], *(digits[at : at + 2] for at in range(head, len(digits), 2))]
    return f"{' '.join(parts)}{found[3] or found[5] or ''} {side} "


def _hyphened(found: re.Match[str]) -> str:
    """Degrees, minutes and seconds with hyphens between them, such as 33-18-45N, kept apart."""
    before, *parts, after = found.groups()
    return f"{' '.join(filter(None, parts))} {before or after} "


def degrees(text: str, *, axis: str) -> float | None:
    """Decimal degrees of one angle, or None when it is none.

    Parameters
    ----------
    text
        Such as `33.3125`, `33°18'45"N`, `N 33 18 45`, `331845N`, `33d18m45s`, `٣٣٫٣١٢٥`, `33,3125`.
    axis
        `lat` or `lon`; a letter of the other axis makes it no angle.
    """
    return _angle(_plain(text).strip(), axis)


def _angle(read: str, axis: str) -> float | None:
    if _COMMA_DECIMAL.fullmatch(read):
        read = read.replace(",", ".")
    found = _ANGLE.fullmatch(read)
    if found is None:
        return None
    sign, before, whole, minutes, seconds, after = found.groups()
    side = before or after
    if (before and after) or (sign and side) or (side and side not in _letters(axis)):
        return None
    fraction = [float(part) for part in (minutes, seconds) if part]
    if any(part >= _SIXTY for part in fraction) or ("." in whole and fraction):
        return None
    if seconds and "." in minutes:
        return None
    value: float = float(whole) + sum(part / _SIXTY**n for n, part in enumerate(fraction, start=1))
    return -value if sign == "-" or side in {"S", "W"} else value


def _letters(axis: str) -> str:
    return "NS" if axis == "lat" else "EW"


def pair(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of a text that marks its degrees, or names no comma; None for others.

    A plain `33.3, 44.4` is None: the gazetteer reads it itself. So is anything ambiguous.

    Parameters
    ----------
    text
        Such as `33°18'45"N 44°22'E`, `N 33 18 45, E 44 22 00`, `331845N 0442200E`, `33.3N, 44.4E`,
        `Lat: 33.3, Long: 44.4`, a link of a map that marks a point, or a point in WKT.
    """
    read = without_prefix(plain(text))
    if len(_RUNS.findall(read)) < _PAIR_PARTS:
        return None
    special = noted(read)
    if special is not None:
        lat, lon = (
            _angle(_plain(part).strip(), axis)
            for part, axis in zip(special, ("lat", "lon"), strict=True)
        )
        return None if lat is None or lon is None else (lat, lon)
    read = _plain(read).strip()
    parts = _parts(read) if _MARKS.search(read) else _bare(read, text)
    if len(parts) != _PAIR_PARTS:
        return None
    first, second = parts
    if any(letter in first for letter in "EW"):
        first, second = second, first
    lat, lon = _angle(first, "lat"), _angle(second, "lon")
    return None if lat is None or lon is None else (lat, lon)


def _parts(read: str) -> list[str]:
    """The two angles of a text with marks."""
    at = [spot for spot, letter in enumerate(read) if letter in "NSEW"]
    if len(at) == _PAIR_PARTS and (not at[0] or at[1] == len(read) - 1):
        cut = at[1] if at[0] == 0 else at[0] + 1
        return [_decimal(part.strip(_EDGES)) for part in (read[:cut], read[cut:])]
    parts = [part for part in _SPLIT.split(read) if part]
    return parts if len(parts) > 1 else _cut_in_half(read)


def _cut_in_half(read: str) -> list[str]:
    """Two angles without sides that a blank keeps apart, each with its sign of degrees."""
    second = read.find("°", read.find("°") + 1)
    blank = read.rfind(" ", 0, second)
    return [] if second < 0 or blank < 0 else [read[:blank], read[blank + 1 :]]


def _bare(read: str, text: str) -> list[str]:
    """The two numbers of a pair without marks, where the gazetteer does not read it itself."""
    commas = _BARE_COMMAS.fullmatch(read)
    if commas is not None:
        return [_decimal(number) for number in commas.groups()]
    found = _BARE.fullmatch(read)
    if found is None or (_OWN.fullmatch(read) and read == text.strip()):
        return []
    return list(found.groups())


def _decimal(part: str) -> str:
    """An angle with a decimal point where it has one decimal comma."""
    alone = "." not in part and len(_NUMBER_COMMA.findall(part)) == 1
    return _NUMBER_COMMA.sub(".", part) if alone else part


def run_together(text: str) -> float | None:
    """Degrees of a text that looks like degrees, minutes and seconds typed as one number.

    Parameters
    ----------
    text
        Such as `331845` or `33.18.45` for 33°18'45".

    Returns
    -------
    Decimal degrees, or None.
    """
    found = _RUN_TOGETHER.fullmatch(plain(text))
    if found is None:
        return None
    whole, minutes, seconds = (int(part) for part in found.groups())
    if minutes >= _SIXTY or seconds >= _SIXTY or whole > _MOST:
        return None
    return whole + minutes / _SIXTY + seconds / _SIXTY**2
