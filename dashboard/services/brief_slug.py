"""What a briefing is about, in a file's name: subject, days, filter and marking."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from typing import Final

from dashboard.services.brief_request import Request
from dashboard.services.facets import NONE
from dashboard.services.selection import Selection
from layers import catalog
from layers.brief.view import Options

LONGEST: Final = 96
"""Letters of the whole; systems take 255 bytes of a name, and mail programs fewer."""

_PART: Final = 32
_TITLE: Final = 24
_HASH: Final = 8
_FILTERS: Final = (
    "facade", "method", "target", "committee", "verdict", "status", "grade", "launch",
    "points", "points_strength", "near", "within",
)  # fmt: skip
_NAMED: Final = frozenset(
    {
        "facade", "target", "committee", "grade", "launch", "points", "points_strength", "near",
        "within",
    }
)  # fmt: skip
"""Filters whose words another part of the name may hold too: a place is a target or a view."""


def slug_of(request: Request) -> str:
    """Give the middle of the names of a request's files; empty where nothing was chosen.

    Only ASCII letters, digits, dots, dashes, plus signs and underscores are in it. What is too
    long is cut and ends in letters of its hash, so that two choices have two names.
    """
    parts = (
        *_subject(request),
        *_days(request),
        *_filter(request.selection),
        *_options(request),
        _safe(request.marking),
    )
    whole = "_".join(part for part in parts if part)
    return _cut(whole, LONGEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else _hashed(text, most, of=text)


def _hashed(text: str, most: int, *, of: str) -> str:
    digest = hashlib.sha256(of.encode(errors="replace")).hexdigest()[:_HASH]
    return f"{text[: most - _HASH - 1].rstrip('_-.')}-{digest}".lstrip("-")


def _safe(text: str) -> str:
    """Give a text in letters that every file system takes; letters of others become a hash."""
    plain = re.sub(r"[^A-Za-z0-9.+_]+", "-", text).strip("-.")
    return _cut(plain, _PART) if text.isascii() else _hashed(plain, _PART, of=text)


def _title(text: str) -> str:
    """Give the begin of a title; one that its letters alone do not tell ends in its hash."""
    plain = re.sub(r"[^A-Za-z0-9.+_]+", "-", text).strip("-.")
    same = "-" not in text and text.replace(" ", "-") == plain
    return plain if same and len(plain) <= _TITLE else _hashed(plain, _TITLE, of=text)


def _joined(words: Iterable[str], *, what: str) -> str:
    return _safe("+".join(f"no-{what}" if word == NONE else word for word in words))


def _subject(request: Request) -> tuple[str, ...]:
    selection = request.selection
    groups = dict.fromkeys(
        (*selection.group, *([request.options.group] if request.options.group else []))
    )
    view = selection.view if selection.view not in {"", catalog.VIEWS[0].id} else ""
    return _joined(groups, what="group"), _safe(view.removeprefix(catalog.PLACE))


def _days(request: Request) -> tuple[str, ...]:
    selection = request.selection
    first, last = selection.date_from, selection.date_to
    spans = [_span(*period) for period in request.options.periods]
    if first or last:
        spans.append(_span(first, last))
    known = f"known-{selection.known_on:%Y%m%d}" if selection.known_on else ""
    return (*spans, known)


def _span(first: dt.date | None, last: dt.date | None) -> str:
    if first is None:
        return f"to-{last:%Y%m%d}"
    return f"{first:%Y%m%d}-{last:%Y%m%d}" if last else f"from-{first:%Y%m%d}"


def _filter(selection: Selection) -> tuple[str, ...]:
    chosen = []
    for name in _FILTERS:
        value = getattr(selection, name)
        if not value:
            continue
        words = _joined(value, what=name) if isinstance(value, tuple) else _safe(str(value))
        chosen.append(f"{name}-{words}" if name in _NAMED and value != (NONE,) else words)
    layers = selection.layer
    if set(layers) != set(Selection().layer):
        chosen.append(f"layers-{_joined(layers, what='layer')}")
    if selection.density != Selection().density:
        chosen.append(f"of-{_safe(selection.density)}")
    return tuple(chosen)


def _options(request: Request) -> tuple[str, ...]:
    """Give what was chosen beside the selection, where it is not what is usual."""
    options, usual = request.options, Options()
    parts = []
    if options.bandwidth_km != usual.bandwidth_km:
        parts.append(f"bandwidth-{options.bandwidth_km:.12g}km")
    if options.resolution != usual.resolution:
        parts.append(f"h3-{options.resolution}")
    if options.contents != usual.contents:
        parts.append(_safe("+".join(("holds", *options.contents))))
    if options.since:
        parts.append(f"since-{_title(options.since[0])}")
    if options.title:
        parts.append(f"title-{_title(options.title)}")
    return tuple(parts)
