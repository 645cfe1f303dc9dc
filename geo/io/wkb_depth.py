"""Well-known binary looked through before GEOS reads it: endless nesting ends the process."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

DEEPEST = 32
"""Collections within each other at most."""

_HEAD_BYTES, _COUNT_BYTES, _NUMBER_BYTES = 5, 4, 8
_POINT, _LINE, _POLYGON, _TRIANGLE = 1, 2, 3, 17
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000
_ISO = 1000
_SHORT = _HEAD_BYTES * DEEPEST
"""Fewer bytes than this hold no nesting that goes too deep."""


def too_deep(blobs: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell of each geometry whether its collections are nested deeper than `DEEPEST`.

    Parameters
    ----------
    blobs
        Bytes, or None. What is no well-known binary is not deep: whoever reads it says so.
    """
    found = np.zeros(len(blobs), dtype=bool)
    for at, blob in enumerate(blobs):
        if isinstance(blob, bytes) and len(blob) > _SHORT and _kind_of(blob) not in _FLAT:
            found[at] = _is_deep(blob)
    return found


_FLAT = frozenset({_POINT, _LINE, _POLYGON, _TRIANGLE})


def _kind_of(blob: bytes) -> int:
    code = int.from_bytes(blob[1:_HEAD_BYTES], "little" if blob[0] else "big")
    return (code & 0xFFFF) % _ISO


def _is_deep(blob: bytes) -> bool:
    """Walk through the parts of a geometry in one pass, with a list for a stack."""
    at, open_ = 0, [1]  # parts that are still to come on each level
    while open_:
        if not open_[-1]:
            open_.pop()
            continue
        open_[-1] -= 1
        if at + _HEAD_BYTES > len(blob):
            return False  # cut short
        order = "<" if blob[at] else ">"
        (code,) = struct.unpack_from(f"{order}I", blob, at + 1)
        kind, iso = (code & 0xFFFF) % _ISO, (code & 0xFFFF) // _ISO
        numbers = 2 + bool(code & _Z or iso in {1, 3}) + bool(code & _M or iso in {2, 3})
        at += _HEAD_BYTES + (_COUNT_BYTES if code & _SRID else 0)
        if kind == _POINT:
            at += numbers * _NUMBER_BYTES
            continue
        if at + _COUNT_BYTES > len(blob):
            return False
        (count,) = struct.unpack_from(f"{order}I", blob, at)
        at += _COUNT_BYTES
        if kind == _LINE or kind not in _KNOWN:
            at += count * numbers * _NUMBER_BYTES
        elif kind in {_POLYGON, _TRIANGLE}:
            at = _past_rings(blob, at, count, order, numbers * _NUMBER_BYTES)
        else:
            open_.append(count)
            if len(open_) > DEEPEST:
                return True
    return False


def _past_rings(blob: bytes, at: int, count: int, order: str, width: int) -> int:
    """Where some rings end, or beyond the end of what is cut short within them."""
    for _ in range(count):
        if at + _COUNT_BYTES > len(blob):
            return len(blob) + 1
        (corners,) = struct.unpack_from(f"{order}I", blob, at)
        at += _COUNT_BYTES + corners * width
    return at


_KNOWN = frozenset({_LINE, _POLYGON, _TRIANGLE, 4, 5, 6, 7, 9, 10, 11, 12, 15, 16})
"""Types of which it is known what stands in them; a circular string (8) is laid out like a line."""
