"""What a briefing is asked for: read from options or a manifest, written as either."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from dashboard.services.facets import NONE
from dashboard.services.selection import MIXED, POINTED, Selection, from_query, to_query
from dashboard.services.views import named_ground
from geo import __version__
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.records.near import Circle
from geo.schemas.attacks import METHODS, STATUSES
from geo.schemas.tokens import VERDICTS
from layers import catalog
from layers.brief.marking import Marking, free, tlp
from layers.brief.view import Options, Period

AUTHOR = f"fasail-atlas {__version__}"
_EPOCH = "SOURCE_DATE_EPOCH"
_OPTION_OF = {
    "date_from": "--from", "date_to": "--to", "group": "--group", "facade": "--facade",
    "method": "--method", "target": "--target", "committee": "--committee",
    "verdict": "--verdict", "status": "--status", "grade": "--grade", "launch": "--launch",
    "points": "--points", "points_strength": "--points-strength",
    "near": "--near", "within": "--within",
    "layer": "--layer", "density": "--density-of", "view": "--view", "known_on": "--known-on",
}  # fmt: skip
"""Option of the command for each field of a selection."""


class RequestError(AtlasError, ValueError):
    """A briefing was asked for with options that cannot be."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Everything that a briefing is made from, beside the data.

    Parameters
    ----------
    kind
        A kind of briefing.
    selection
        Which attacks are shown, with which layers, in which window.
    options
        What the kind needs beside.
    formats, sizes
        Of the files.
    made
        When it is made.
    author
        Who made it.
    marking
        A TLP label as ``TLP:AMBER``, a line of the user's own, or empty for none.
    """

    kind: str
    selection: Selection
    options: Options
    formats: tuple[str, ...]
    sizes: tuple[str, ...]
    made: dt.datetime
    author: str = AUTHOR
    marking: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON, for a manifest."""
        options = {
            name: value
            for name in (field.name for field in fields(Options))
            if (value := getattr(self.options, name)) != getattr(Options(), name)
        }
        if "periods" in options:
            options["periods"] = [
                [day.isoformat() for day in period] for period in options["periods"]
            ]
        return {
            "kind": self.kind,
            "selection": to_query(self.selection),
            "options": options,
            "formats": list(self.formats),
            "sizes": list(self.sizes),
            "made": self.made.isoformat(),
            "author": self.author,
            "marking": self.marking,
        }

    @classmethod
    def read(cls, stated: Mapping[str, Any]) -> Request:
        """Read what :meth:`as_json` gave.

        Raises
        ------
        RequestError
            When it cannot be read.
        """
        try:
            options = dict(stated["options"])
            if "periods" in options:
                options["periods"] = tuple(
                    (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
                    for first, last in options["periods"]
                )
            for name in ("contents", "since"):
                if name in options:
                    options[name] = tuple(options[name])
            return cls(
                kind=stated["kind"],
                selection=from_query(stated["selection"]),
                options=Options(**options),
                formats=tuple(stated["formats"]),
                sizes=tuple(stated["sizes"]),
                made=dt.datetime.fromisoformat(stated["made"]),
                author=stated["author"],
                marking=stated["marking"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RequestError(
                f"the manifest's request cannot be read ({error}). Make the briefing again."
            ) from error


def made_at(text: str = "") -> dt.datetime:
    """Give the moment a briefing is made: as given, else ``SOURCE_DATE_EPOCH``, else now.

    Raises
    ------
    RequestError
        For a text that is no moment in ISO 8601.
    """
    if text:
        try:
            made = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise RequestError(
                f"{text!r} is no time. Write it as 2026-11-21T06:00:00+00:00; without an offset "
                "it is UTC."
            ) from error
        return made if made.tzinfo else made.replace(tzinfo=dt.UTC)
    epoch = os.environ.get(_EPOCH, "")
    if epoch:
        if not epoch.isdigit():
            raise RequestError(f"{_EPOCH} is {epoch!r}. Expected seconds since 1970, or unset it.")
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC)
    return dt.datetime.now(tz=dt.UTC).replace(microsecond=0)


def marking_of(text: str) -> Marking | None:
    """Give the marking of a request: TLP where it says so, else the user's own line."""
    if not text:
        return None
    return tlp(text) if text.upper().startswith("TLP:") else free(text)


def periods_of(texts: Sequence[str]) -> tuple[Period, ...]:
    """Read periods written as ``2020-01-01:2020-06-30``.

    Raises
    ------
    RequestError
        For one that is not written so.
    """
    read = []
    for text in texts:
        first, _, last = text.partition(":")
        try:
            read.append((dt.date.fromisoformat(first), dt.date.fromisoformat(last)))
        except ValueError as error:
            raise RequestError(
                f"{text!r} is no period. Write first and last day as 2020-01-01:2020-06-30."
            ) from error
    return tuple(read)


def command_line(request: Request) -> str:
    """Give the command that writes the same files, but for the folder it writes to."""
    options, plain = request.options, Options()
    words = ["fasail-atlas", "brief", "--kind", request.kind]
    query = to_query(request.selection)
    for name, option in _OPTION_OF.items():
        value = query.get(name, "")
        many = isinstance(getattr(request.selection, name), tuple)
        for one in getattr(request.selection, name) if many and value else [value]:
            words += [option, one] if one else []
    texts = {
        "--title": options.title,
        "--bandwidth-km": _other(options.bandwidth_km, plain.bandwidth_km),
        "--resolution": _other(options.resolution, plain.resolution),
        "--since": options.since[0] if options.since else "",
    }
    for option, text in texts.items():
        words += [option, text] if text else []
    if request.kind == "group" and options.group not in request.selection.group:
        words += ["--group", options.group]
    for first, last in options.periods:
        words += ["--period", f"{first}:{last}"]
    if options.contents != plain.contents:
        words += ["--contents", ",".join(options.contents)]
    words += ["--format", ",".join(request.formats), "--size", ",".join(request.sizes)]
    if request.marking:
        words += ["--marking", request.marking]
    if request.author != AUTHOR:
        words += ["--author", request.author]
    return shlex.join([*words, "--made", request.made.isoformat(), "--out", "brief"])


def _other(value: float, usual: float) -> str:
    return "" if value == usual else str(value)


def refuse_unknown(selection: Selection, atlas: Atlas) -> None:
    """Refuse ids that the data does not have: a typing error must not show an empty map.

    Parameters
    ----------
    selection
        What is asked for.
    atlas
        What is known.

    Raises
    ------
    RequestError
        Naming the option, what was given, and what there is.
    PlaceNotFoundError, GeometryError
        For an area of interest about no place, or of no ground, that is known.
    """
    registry, places = atlas.registry, atlas.gazetteer.table
    known: Mapping[str, Collection[str]] = {
        "group": (*registry.groups.index, NONE),
        "points": (*registry.groups.index, MIXED, NONE),
        "facade": (*registry.facades.index, NONE),
        "method": (*METHODS, NONE),
        "target": (*places.index, NONE),
        "committee": registry.committees.index,
        "verdict": VERDICTS,
        "status": STATUSES,
        "layer": [entry.id for entry in catalog.CHOICES],
    }
    single = {
        "grade": ("A", "B", "C", "D", "E"),
        "launch": ("known", "unknown"),
        "points_strength": POINTED,
        "view": (
            *(view.id for view in catalog.VIEWS),
            *(catalog.PLACE + ident for ident in places.index),
        ),
    }
    wrong = [
        (name, one) for name in known for one in getattr(selection, name) if one not in known[name]
    ]
    wrong += [
        (name, value)
        for name in single
        if (value := getattr(selection, name)) and value not in single[name]
    ]
    if selection.near:
        Circle.read(selection.near, atlas.gazetteer)
    if selection.within:
        named_ground(atlas).outline(selection.within)
    if wrong:
        name, given = wrong[0]
        there = [*known.get(name, single.get(name, ()))]
        near = difflib.get_close_matches(given, there, n=3, cutoff=0.5)
        way = f"Did you mean {', '.join(near)}?" if near else f"There are {', '.join(there[:8])}."
        raise RequestError(f"{_OPTION_OF[name]} {given!r} is not known. {way}")
