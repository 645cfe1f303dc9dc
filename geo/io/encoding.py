"""Bytes of a text file to text: UTF-8, UTF-16, or Windows-1256 where that gives Arabic."""

from __future__ import annotations

import codecs
import unicodedata

from geo.errors import ConformError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PROBE_BYTES = 4096
_ARABIC_SHARE = 0.5
"""Share of the letters above ASCII that must be Arabic before Windows-1256 is believed."""

_COMMON, _COMMON_SHARE = frozenset("اليمونرتبه"), 0.3
"""The ten commonest letters of Arabic, two thirds of a text, and the least share of them."""


def decode(raw: bytes, *, file: str) -> tuple[str, str]:
    """Decode a file of text that anybody may have saved.

    Parameters
    ----------
    raw
        The bytes.
    file
        Name used in messages.

    Returns
    -------
    The text without byte order mark, and a note on the encoding, empty for UTF-8.

    Raises
    ------
    ConformError
        When no encoding fits, naming the line where UTF-8 breaks off.
    """
    if raw.startswith(_UTF16_MARKS):
        return _utf16(raw, "utf-16", file=file), f"{file}: read as UTF-16."
    bare = _bare_utf16(raw[:_PROBE_BYTES])
    if bare:
        return _utf16(raw, bare, file=file), f"{file}: read as {bare.upper()}."
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        cut_short = error.reason == "unexpected end of data"
        text = raw.decode("cp1256", errors="replace")
        if not cut_short and _is_arabic(text):
            return text, f"{file}: not UTF-8; read as Windows-1256. Check the Arabic text."
        line = raw[: error.start].count(b"\n") + 1
        raise ConformError.for_file(
            file,
            f"line {line} is not UTF-8 text, nor is the file UTF-16 or Arabic in Windows-1256",
            "Save the table as CSV in UTF-8.",
            given=repr(raw[error.start : error.start + 8]),
        ) from error


def _utf16(raw: bytes, encoding: str, *, file: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ConformError.for_file(
            file, "begins like UTF-16 text and breaks off", "Save it as CSV in UTF-8."
        ) from error


def _bare_utf16(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of its ASCII (commas, digits, line ends) is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    few = len(head) // 20
    if odd > few and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > few and odd == 0 else ""


def _is_arabic(text: str) -> bool:
    """Other code pages give Arabic letters too, but not the ones that Arabic is full of."""
    beyond = [letter for letter in text if letter > "\x7f" and not letter.isspace()]
    letters = [letter for letter in beyond if unicodedata.category(letter) == "Lo"]
    common = sum(letter in _COMMON for letter in letters)
    return (
        bool(letters)
        and len(letters) >= _ARABIC_SHARE * len(beyond)
        and common >= _COMMON_SHARE * len(letters)
    )
