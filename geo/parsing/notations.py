"""Points as programs write them: with labels, in links of maps, in WKT and WKB, by phones."""

from __future__ import annotations

import math
import re
import struct
from urllib.parse import unquote

_DECIMAL = r"[+-]?\d{1,3}(?:\.\d+)?"
_BOTH = rf"({_DECIMAL}) ?, ?({_DECIMAL})"
_LABELS = re.compile(
    r"(?<![^\W_])(?:(latitude|lat|خط العرض|دائرة العرض|العرض)"
    r"|(longitude|long|lon|lng|خط الطول|الطول))(?![^\W\d_]) ?[:=]? ?",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?:gps|coordinates|coordinate|coords|position|location|wgs ?84|الإحداثيات|احداثيات) ?[:=] ?",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|geo:|www\.)", re.IGNORECASE)
_PINS = (
    re.compile(rf"!3d({_DECIMAL})!4d({_DECIMAL})(?!.*!3d)", re.ASCII),
    re.compile(rf"[?&](?:q|query|ll|daddr|destination|marker)=(?:loc:)?{_BOTH}(?:&|#|$)", re.ASCII),
    re.compile(rf"[?&]mlat=({_DECIMAL})&mlon=({_DECIMAL})", re.ASCII),
    re.compile(rf"^geo:{_BOTH}(?:[;?]|$)", re.ASCII),
    re.compile(rf"/(?:place|search|dir/[^/]{{0,80}})/{_BOTH}(?:/|\?|$)", re.ASCII),
)
"""Where links mark a point; what only says which window a map shows marks none."""

_WKT = re.compile(
    r"(?:SRID=4326; ?)?(?:MULTI)?POINT ?(?:ZM|Z|M)? ?\( ?\(?([^()]{3,120})\)? ?\)", re.IGNORECASE
)
_WKT_KIND = re.compile(
    r"(?:SRID=(\d{1,6}); ?)?((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)"
    r"(?: ?(?:ZM|Z|M))?(?: EMPTY| ?\()",
    re.IGNORECASE,
)
_HEX = re.compile(r"[0-9A-Fa-f]{42,90}")
_PHONE = re.compile(
    r"([+-]?\d{1,2}\.\d{3,}) ([+-]?\d{1,3}\.\d{3,})(?: [+-]?\d{1,5}(?:\.\d+)?){1,2}", re.ASCII
)
_MOST_AXES, _WITH_SRID, _POINT, _WGS84 = 4, 0x20000000, 1, 4326


def without_prefix(read: str) -> str:
    """Text without a word such as “GPS:” before it."""
    found = _PREFIX.match(read)
    return read[found.end() :] if found else read


def noted(read: str) -> tuple[str, str] | None:
    """Texts of latitude and longitude in a notation of programs, or None.

    Parameters
    ----------
    read
        Text of `geo.parsing.plain.plain`.
    """
    return _linked(read) or _wkt(read) or _wkb(read) or _phone(read) or _labelled(read)


def _labelled(read: str) -> tuple[str, str] | None:
    labels = list(_LABELS.finditer(read))
    if len(labels) != 2 or read[: labels[0].start()].strip(" (["):  # noqa: PLR2004
        return None
    if bool(labels[0][1]) == bool(labels[1][1]):
        return None
    texts = (read[labels[0].end() : labels[1].start()], read[labels[1].end() :])
    first, second = (text.strip(" ,;،/|)]") for text in texts)
    return (first, second) if labels[0][1] else (second, first)


def _linked(read: str) -> tuple[str, str] | None:
    if not _LINK.match(read):
        return None
    address = unquote(read)
    found = next((hit for pin in _PINS if (hit := pin.search(address))), None)
    return None if found is None else (found[1], found[2])


def _phone(read: str) -> tuple[str, str] | None:
    """Latitude and longitude of a form’s geopoint, before its altitude and accuracy in metres."""
    found = _PHONE.fullmatch(read)
    return None if found is None else (found[1], found[2])


def _wkt(read: str) -> tuple[str, str] | None:
    found = _WKT.fullmatch(read)
    numbers = found[1].split() if found else []
    if not 2 <= len(numbers) <= _MOST_AXES:  # noqa: PLR2004
        return None
    try:
        lon, lat = float(numbers[0]), float(numbers[1])
    except ValueError:
        return None
    return _texts(lon, lat)


def _wkb(read: str) -> tuple[str, str] | None:
    """A point as databases write it into a table: WKB in hexadecimal digits, of PostGIS too."""
    if not _HEX.fullmatch(read) or len(read) % 2:
        return None
    raw = bytes.fromhex(read)
    order = {0: ">", 1: "<"}.get(raw[0])
    if order is None:
        return None
    (kind,) = struct.unpack_from(f"{order}I", raw, 1)
    at = 5
    if kind & _WITH_SRID:
        (srid,) = struct.unpack_from(f"{order}I", raw, at)
        if srid != _WGS84:
            return None
        at += 4
    if (kind & 0xFFFF) % 1000 != _POINT or len(raw) - at not in {16, 24, 32}:
        return None
    return _texts(*struct.unpack_from(f"{order}dd", raw, at))


def _texts(lon: float, lat: float) -> tuple[str, str] | None:
    if not (math.isfinite(lon) and math.isfinite(lat)) or max(abs(lon), abs(lat)) > 180:  # noqa: PLR2004
        return None
    return f"{lat:.9f}", f"{lon:.9f}"


def notation_fault(read: str) -> tuple[str, str] | None:
    """Problem and remedy of a text in one of these notations that is no point of WGS84, or None.

    Parameters
    ----------
    read
        Text of `geo.parsing.plain.plain`.
    """
    if noted(read) is not None:
        return None
    found = _WKT_KIND.match(read)
    if found is not None and found[1] not in {None, "4326"}:
        return f"its reference system is SRID {found[1]}, not WGS84", "Convert it to EPSG:4326."
    if found is not None:
        kind = found[2].upper()
        return f"a {kind} of WKT that is no single point", "Give one point, as POINT (lon lat)."
    if _LINK.match(read):
        remedy = "Mark the point in the map and copy its latitude and longitude: no link is opened."
        return "a link that marks no point", remedy
    return None
