"""Degrees as people write them: decimal, with minutes and seconds, with a letter for the side."""

from __future__ import annotations

import re

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-")
"""Arabic and Persian digits, the Arabic decimal point and the minus sign to ASCII."""

_SIDES = {"شمالا": "N", "شمال": "N", "جنوبا": "S", "جنوب": "S", "شرقا": "E", "شرق": "E",
          "غربا": "W", "غرب": "W", "north": "N", "south": "S", "east": "E",
          "west": "W"}  # fmt: skip
_PARTS = r"(\d{1,3}(?:\.\d+)?)(?:[°º:d\s]+(\d{1,2}(?:\.\d+)?)(?:['’′:m\s]+(\d{1,2}(?:\.\d+)?))?)?"
_ANGLE = re.compile(rf"^([+-]?)\s*([NSEW]?)\s*{_PARTS}\s*[°º'’′\"”″ds]*\s*([NSEW]?)$")
_MARKS = re.compile(r"[°º'’′\"”″NSEW:]")
_RINGS = str.maketrans("˚∘⁰", "°°°")
"""Signs that are typed for the one of degrees."""

_SPLIT = re.compile(r"\s*[,;،/]\s*")
_EDGES = " ,;،/"
_BRACKETS = re.compile(r"^[(\[{]\s*(.*?)\s*[)\]}]$")
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d)")
_BARE = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)\s*[,;،/\s]\s*([+-]?\d{1,3}(?:\.\d+)?)")
_BARE_COMMAS = re.compile(r"([+-]?\d{1,3},\d+)(?:\s*[;،/]\s*|\s+)([+-]?\d{1,3},\d+)")
_COMMA_DECIMAL = re.compile(r"^[+-]?\d{1,3},\d+$")
_PAIR_PARTS, _SIXTY, _MOST = 2, 60, 180


def _plain(text: str) -> str:
    plain = text.strip().translate(DIGITS).translate(_RINGS)
    plain = _BRACKETS.sub(r"\1", plain)
    for word, letter in _SIDES.items():
        plain = re.sub(rf"\b{word}\b", letter, plain, flags=re.IGNORECASE)
    plain = plain.replace("''", '"')
    return re.sub(r"\b[nsew]\b|(?<=[\d'\"°])[nsew]\b", lambda m: m[0].upper(), plain)


def degrees(text: str, *, axis: str) -> float | None:
    """Decimal degrees of one angle, or None when it is none.

    Parameters
    ----------
    text
        Such as `33.3125`, `33°18'45"N`, `N 33 18 45`, `33:18:45`, `٣٣٫٣١٢٥`, `33,3125`.
    axis
        `lat` or `lon`; a letter of the other axis makes it no angle.
    """
    plain = _plain(text)
    if _COMMA_DECIMAL.match(plain):
        plain = plain.replace(",", ".")
    found = _ANGLE.match(plain)
    if found is None:
        return None
    sign, before, whole, minutes, seconds, after = found.groups()
    side = before or after
    if (before and after) or (sign and side) or (side and side not in _letters(axis)):
        return None
    fraction = [float(part) for part in (minutes, seconds) if part]
    if any(part >= _SIXTY for part in fraction) or ("." in whole and fraction):
        return None
    value: float = float(whole) + sum(part / _SIXTY**n for n, part in enumerate(fraction, start=1))
    return -value if sign == "-" or side in {"S", "W"} else value


def _letters(axis: str) -> str:
    return "NS" if axis == "lat" else "EW"


def pair(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of a text that marks its degrees, or None.

    A bare pair of decimal numbers is left to the gazetteer, which takes latitude first, unless
    it is written in brackets, without a comma, with decimal ones or in Arabic digits. Letters
    decide the order where they stand, before their numbers or behind them.
    """
    plain = _plain(text)
    parts = _parts(plain) if _MARKS.search(plain) else _bare(plain, text)
    if len(parts) != _PAIR_PARTS:
        return None
    first, second = parts
    if any(letter in first for letter in "EW"):
        first, second = second, first
    lat, lon = degrees(first, axis="lat"), degrees(second, axis="lon")
    return None if lat is None or lon is None else (lat, lon)


def _parts(plain: str) -> list[str]:
    """The two angles of a text with marks."""
    at = [spot for spot, letter in enumerate(plain) if letter in "NSEW"]
    if len(at) == _PAIR_PARTS and (not at[0] or at[1] == len(plain) - 1):
        cut = at[1] if at[0] == 0 else at[0] + 1
        return [_decimal(part.strip(_EDGES)) for part in (plain[:cut], plain[cut:])]
    return [part for part in _SPLIT.split(plain) if part]


def _bare(plain: str, text: str) -> list[str]:
    """The two numbers of a pair without marks, where the gazetteer does not read it itself."""
    commas = _BARE_COMMAS.fullmatch(plain)
    if commas is not None:
        return [_decimal(number) for number in commas.groups()]
    found = _BARE.fullmatch(plain)
    if found is None or (plain == text.strip() and "," in plain):
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
    found = re.match(r"^(\d{2,3})\.?(\d{2})\.?(\d{2})(?:\.0+)?$", text.strip().translate(DIGITS))
    if found is None:
        return None
    whole, minutes, seconds = (int(part) for part in found.groups())
    if minutes >= _SIXTY or seconds >= _SIXTY or whole > _MOST:
        return None
    return whole + minutes / _SIXTY + seconds / _SIXTY**2
