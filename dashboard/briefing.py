"""Briefings from a Selection: the one path that the Export page and the command share."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import math
import os
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.filters import NONE, filter_words, is_filtered, span_words
from dashboard.state import Selection, from_query, to_query
from geo import __version__
from geo.errors import AtlasError
from geo.paths import data_dir
from geo.schema import METHODS, STATUSES
from geo.verdict import VERDICTS
from layers import catalog
from layers.brief import manifest, product, words
from layers.brief.content import Brief, Imprint
from layers.brief.layout import lay_out
from layers.brief.marking import Marking, free, tlp
from layers.brief.pack import brief
from layers.brief.picture import png
from layers.brief.sizes import SIZES
from layers.brief.view import Options, Period, View
from layers.spec import IRAQ_BOUNDS, Bounds

AUTHOR = f"fasail-atlas {__version__}"
_EPOCH = "SOURCE_DATE_EPOCH"
_WINDOW_PX = (900, 640)
_PLACE = "place:"
_PLACE_ZOOM = 11.0
_OPTION_OF = {
    "date_from": "--from", "date_to": "--to", "group": "--group", "facade": "--facade",
    "method": "--method", "target": "--target", "committee": "--committee",
    "verdict": "--verdict", "status": "--status", "grade": "--grade", "launch": "--launch",
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

    def told(self) -> dict[str, Any]:
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
    def read(cls, told: Mapping[str, Any]) -> Request:
        """Read what :meth:`told` gave.

        Raises
        ------
        RequestError
            When it cannot be read.
        """
        try:
            options = dict(told["options"])
            if "periods" in options:
                options["periods"] = tuple(
                    (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
                    for first, last in options["periods"]
                )
            if "contents" in options:
                options["contents"] = tuple(options["contents"])
            return cls(
                kind=told["kind"],
                selection=from_query(told["selection"]),
                options=Options(**options),
                formats=tuple(told["formats"]),
                sizes=tuple(told["sizes"]),
                made=dt.datetime.fromisoformat(told["made"]),
                author=told["author"],
                marking=told["marking"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RequestError(
                f"the manifest's request cannot be read ({error}). Make the briefing anew."
            ) from error


def made_at(text: str = "") -> dt.datetime:
    """Give the moment a briefing is made: as told, else ``SOURCE_DATE_EPOCH``, else now.

    Raises
    ------
    RequestError
        For a text that is no moment in ISO 8601.
    """
    if text:
        try:
            told = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise RequestError(
                f"{text!r} is no time. Write it as 2026-11-21T06:00:00+00:00; without an offset "
                "it is UTC."
            ) from error
        return told if told.tzinfo else told.replace(tzinfo=dt.UTC)
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


def window(selection: Selection) -> Bounds:
    """Give the window of the selection's view in degrees (west, south, east, north)."""
    if selection.view == catalog.VIEWS[0].id:
        return IRAQ_BOUNDS
    for view in catalog.VIEWS:
        if view.id == selection.view:
            return _around(view.lon, view.lat, view.zoom)
    places = queries.atlas().gazetteer.table
    ident = selection.view.removeprefix(_PLACE)
    if selection.view.startswith(_PLACE) and ident in places.index:
        place = queries.atlas().gazetteer.place(ident)
        return _around(place.lon, place.lat, _PLACE_ZOOM)
    return IRAQ_BOUNDS


def _around(lon: float, lat: float, zoom: float) -> Bounds:
    degrees_a_px = 360 / 256 / 2**zoom
    wide, high = (px * degrees_a_px / 2 for px in _WINDOW_PX)
    high *= math.cos(math.radians(lat))
    return (lon - wide, lat - high, lon + wide, lat + high)


def _ground_day(selection: Selection) -> pd.Timestamp:
    days = [day for day in (selection.date_to, selection.known_on) if day]
    return min([queries.record_end(), *map(pd.Timestamp, days)])


def _keys(ids: pd.Index) -> pd.Series:
    """Give the first term that an attack breaks, and the first that explains it, in words."""
    terms = queries.findings().terms
    said = pd.Series("", index=ids)
    for effect in ("breaks", "explains"):
        first = terms[terms["effect"] == effect].groupby("attack_id")["text"].first()
        said = (said + " " + first.reindex(ids).fillna("")).str.strip()
    return said


@lru_cache(maxsize=4)
def view(selection: Selection) -> View:
    """Give the data of a selection as a briefing takes it."""
    rows = queries.in_order(queries.shown(selection))
    every = queries.table()
    names = queries.names()
    return View(
        rows=queries.map_frame(rows).assign(
            day=rows["date"], first_claim=rows["first_facade"], key=_keys(rows.index)
        ),
        total=int(every["counts_as_attack"].sum()),
        words=filter_words(selection, names) if is_filtered(selection) else "",
        span="" if selection.date_from and selection.date_to else span_words(rows),
        day=_ground_day(selection),
        ground=queries.ground,
        usual=lambda day: queries.usual_cells(day, selection.grade),
        lines=queries.atlas().areas.lines,
        context=queries.context(),
        base=queries.base(),
        show=selection.layer,
        names=names,
        registry=queries.atlas().registry,
        density_of=selection.density,
        bounds=window(selection),
    )


@lru_cache(maxsize=1)
def inputs() -> dict[str, str]:
    """Give the hashes of the data files behind everything that is shown."""
    atlas = queries.atlas()
    hashes = manifest.inputs(atlas.folder, data_dir())
    if not atlas.units.source.startswith("Natural Earth"):
        hashes["boundaries"] = atlas.units.source
    return hashes


def compose(request: Request) -> Brief:
    """Make the briefing that was asked for, without drawing it.

    Raises
    ------
    AtlasError
        For options that do not fit the kind.
    """
    seen = view(request.selection)
    exercise = queries.is_exercise()
    imprint = Imprint(
        author=request.author,
        made=request.made,
        as_of=queries.record_end().date(),
        data_sha256=manifest.data_sha256(inputs()),
        source=words.EXERCISE_SOURCE if exercise else words.SOURCE,
        exercise=exercise,
        marking=marking_of(request.marking),
    )
    return brief(request.kind, seen, request.options, imprint)


def make(
    request: Request, *, progress: Callable[[str], None] | None = None
) -> tuple[product.File, ...]:
    """Make every file that was asked for, the manifest last.

    Parameters
    ----------
    request
        What was asked for.
    progress
        Called with each file's name before it is made.
    """
    product.check_choice(request.formats, request.sizes)
    made = compose(request)
    files = tuple(
        product.files(made, formats=request.formats, sizes=request.sizes, progress=progress)
    )
    content = manifest.manifest(
        made, files, request=request.told(), hashes=inputs(), sizes=request.sizes
    )
    name = product.file_name(
        1, request.kind, "-".join(request.sizes), request.made, f"{manifest.NAME}.json"
    )
    return (*files, product.File(name, "json", content, ()))


def redrawn(
    told: Mapping[str, Any], *, progress: Callable[[str], None] | None = None
) -> Sequence[product.File]:
    """Make the files of a manifest anew."""
    return make(Request.read(told["request"]), progress=progress)


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


@lru_cache(maxsize=8)
def preview(request: Request, page: int = 1) -> tuple[bytes, int]:
    """Give one page as the picture that :func:`make` would write, and how many pages there are."""
    made = compose(request)
    many = len(made.pages)
    at = min(max(page, 1), many)
    sheet = lay_out(made.pages[at - 1], made.imprint, SIZES["hd"], number=at, of=many)
    return png(sheet), many


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
    for name, option in (("title", "--title"), ("bandwidth_km", "--bandwidth-km"),
                         ("resolution", "--resolution")):  # fmt: skip
        if getattr(options, name) != getattr(plain, name):
            words += [option, str(getattr(options, name))]
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


def file_count(request: Request) -> int:
    """Give how many steps :func:`make` takes at the most, for a progress bar."""
    product.check_choice(request.formats, request.sizes)
    return len(product.names(compose(request), formats=request.formats, sizes=request.sizes))


def notes_of(files: Sequence[product.File]) -> list[str]:
    """Give the notes of the manifest among some files."""
    told = next(file.content for file in files if file.format == "json")
    return [str(note) for note in json.loads(told)["notes"]]


def refuse_unknown(selection: Selection) -> None:
    """Refuse ids that the data does not have: a typing error must not show an empty map.

    Raises
    ------
    RequestError
        Naming the option, what was given, and what there is.
    """
    registry = queries.atlas().registry
    places = queries.atlas().gazetteer.table
    known: Mapping[str, Collection[str]] = {
        "group": (*registry.groups.index, NONE),
        "facade": (*registry.facades.index, NONE),
        "method": (*METHODS, NONE),
        "target": (*places.index, NONE),
        "committee": registry.committees.index,
        "verdict": VERDICTS,
        "status": STATUSES,
        "layer": [entry.id for entry in catalog.CHOICES],
    }
    single = {
        "grade": ("", "A", "B", "C", "D", "E"),
        "launch": ("", "known", "unknown"),
        "view": (*(view.id for view in catalog.VIEWS), *(_PLACE + ident for ident in places.index)),
    }
    wrong = [
        (name, one) for name in known for one in getattr(selection, name) if one not in known[name]
    ]
    wrong += [
        (name, value) for name in single if (value := getattr(selection, name)) not in single[name]
    ]
    if wrong:
        name, given = wrong[0]
        there = [*known.get(name, single.get(name, ()))]
        near = difflib.get_close_matches(given, there, n=3, cutoff=0.5) or there[:8]
        raise RequestError(f"--{name} {given!r} is not known. Did you mean {', '.join(near)}?")


def forget() -> None:
    """Empty every cache, where another data folder is to be read."""
    st.cache_resource.clear()
    view.cache_clear()
    preview.cache_clear()
    inputs.cache_clear()
