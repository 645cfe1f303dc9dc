"""Briefings from a Selection: the one path that the Export page and the command share."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.services.brief_request import PLACE, Request, marking_of
from dashboard.services.brief_slug import slug_of
from dashboard.services.filter_text import filter_words, is_filtered, span_words
from dashboard.services.selection import Selection
from dashboard.session import decisions, queries
from dashboard.widgets import ground_day
from geo.casebook.entry import GENESIS
from geo.records.counter import count
from geo.schemas.attacks import ATTRIBUTION
from geo.settings import bundled_dir, find
from layers import catalog
from layers.brief import files as product
from layers.brief import manifest
from layers.brief import text as words
from layers.brief.content import Brief, Imprint
from layers.brief.layout import lay_out
from layers.brief.pack import brief
from layers.brief.picture import png
from layers.brief.sample import sample_words
from layers.brief.sizes import SIZES
from layers.brief.view import View
from layers.builders.attacks import ATTRIBUTION as CREDIT
from layers.spec import IRAQ_BOUNDS, Bounds

_WINDOW_PX = (900, 640)
_PLACE_ZOOM = 11.0
_CREDITS = 3
"""Texts of attribution that are printed on a page; all stand in the data files and manifest."""


def window(selection: Selection) -> Bounds:
    """Give the window of the selection's view in degrees (west, south, east, north)."""
    if selection.view == catalog.VIEWS[0].id:
        return IRAQ_BOUNDS
    for view in catalog.VIEWS:
        if view.id == selection.view:
            return _around(view.lon, view.lat, view.zoom)
    places = queries.atlas().gazetteer.table
    ident = selection.view.removeprefix(PLACE)
    if selection.view.startswith(PLACE) and ident in places.index:
        place = queries.atlas().gazetteer.place(ident)
        return _around(place.lon, place.lat, _PLACE_ZOOM)
    return IRAQ_BOUNDS


def _around(lon: float, lat: float, zoom: float) -> Bounds:
    degrees_a_px = 360 / 256 / 2**zoom
    wide, high = (px * degrees_a_px / 2 for px in _WINDOW_PX)
    high *= math.cos(math.radians(lat))
    return (lon - wide, lat - high, lon + wide, lat + high)


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
    rows = queries.shown(selection)
    every = queries.table()
    names = queries.names()
    credit, _ = credits_of(rows)
    return View(
        rows=queries.map_frame(rows).assign(
            day=rows["date"], first_claim=rows["first_facade"], key=_keys(rows.index)
        ),
        record=count(every),
        sample=""
        if queries.is_exercise()
        else sample_words(every, queries.atlas().registry.series),
        credit=credit,
        words=filter_words(selection, names) if is_filtered(selection) else "",
        span="" if selection.date_from and selection.date_to else span_words(rows),
        day=ground_day.of_view(selection),
        ground=queries.ground,
        usual=lambda day: queries.usual_cells(day, selection.grade),
        lines=queries.atlas().areas.lines,
        extents=queries.atlas().areas.extents,
        context=queries.context(),
        base=queries.base(),
        show=selection.layer,
        names=names,
        registry=queries.atlas().registry,
        density_of=selection.density,
        bounds=window(selection),
    )


def _own_attacks() -> bool:
    """Tell whether the attacks come from the user's own file and not from the bundled record."""
    used, bundled = find("attacks.csv", queries.atlas().folder), bundled_dir() / "attacks.csv"
    return used != bundled and used.read_bytes() != bundled.read_bytes()


def credits_of(rows: pd.DataFrame) -> tuple[str, tuple[str, ...]]:
    """Give whose attacks are shown: in short, for the credits of a map, and each text in full."""
    texts: tuple[str, ...] = ()
    if ATTRIBUTION in rows:
        texts = tuple(dict.fromkeys(text for text in rows[ATTRIBUTION].fillna("") if text))
    if queries.is_exercise():
        short = "Attacks: invented, EXERCISE"
    else:
        short = "Attacks: the user’s own data" if _own_attacks() else CREDIT
    listed = "; ".join(texts[:_CREDITS])
    more = (
        f" and {len(texts) - _CREDITS} more, listed in the manifest"
        if len(texts) > _CREDITS
        else ""
    )
    return (f"{short} – {listed}{more}" if texts else short), texts


def _source() -> str:
    if queries.is_exercise():
        return words.EXERCISE_SOURCE
    return words.OWN_SOURCE if _own_attacks() else words.SOURCE


@lru_cache(maxsize=1)
def inputs() -> dict[str, str]:
    """Give the hashes of the data files behind everything that is shown."""
    atlas = queries.atlas()
    hashes = manifest.inputs(atlas.folder, bundled_dir())
    if not atlas.units.source.startswith("Natural Earth"):
        hashes["boundaries"] = atlas.units.source
    return hashes


@lru_cache(maxsize=4)
def compose(request: Request) -> Brief:
    """Make the briefing that was asked for, without drawing it.

    Raises
    ------
    AtlasError
        For options that do not fit the kind.
    """
    seen = view(request.selection)
    many, head = decisions.head()
    imprint = Imprint(
        author=request.author,
        made=request.made,
        as_of=queries.record_end().date(),
        data_sha256=manifest.data_sha256(inputs()),
        source=_source(),
        exercise=queries.is_exercise(),
        sample=seen.sample,
        credits=credits_of(seen.rows)[1],
        marking=marking_of(request.marking),
        casebook_head=head if many else "",
    )
    return brief(request.kind, seen, request.options, imprint, slug=slug_of(request))


@contextlib.contextmanager
def decided_until(told: Mapping[str, Any]) -> Iterator[None]:
    """Read the casebook as it was when a manifest was made, for as long as it lasts.

    Raises
    ------
    CasebookError
        When the casebook does not have the manifest’s head.
    """
    head = str(told.get("casebook", {}).get("head", GENESIS))
    if head == decisions.head()[1]:  # nobody has decided anything since
        yield
        return
    with decisions.as_of(head):
        forget()
        try:
            yield
        finally:
            forget()


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
        made,
        files,
        request=request.told(),
        hashes=inputs(),
        sizes=request.sizes,
        casebook=decisions.head(),
    )
    name = product.file_name(
        1,
        request.kind,
        slug_of(request),
        "-".join(request.sizes),
        request.made,
        f"{manifest.NAME}.json",
    )
    return (*files, product.File(name, "json", content, ()))


def redrawn(
    told: Mapping[str, Any], *, progress: Callable[[str], None] | None = None
) -> Sequence[product.File]:
    """Make the files of a manifest anew."""
    return make(Request.read(told["request"]), progress=progress)


@lru_cache(maxsize=8)
def preview(request: Request, page: int = 1) -> tuple[bytes, int]:
    """Give one page as the picture that :func:`make` would write, and how many pages there are."""
    made = compose(request)
    many = len(made.pages)
    at = min(max(page, 1), many)
    sheet = lay_out(made.pages[at - 1], made.imprint, SIZES["hd"], number=at, of=many)
    return png(sheet), many


def file_count(request: Request) -> int:
    """Give how many steps :func:`make` takes at the most, for a progress bar."""
    product.check_choice(request.formats, request.sizes)
    return len(product.names(compose(request), formats=request.formats, sizes=request.sizes))


def notes_of(files: Sequence[product.File]) -> list[str]:
    """Give the notes of the manifest among some files."""
    told = next(file.content for file in files if file.format == "json")
    return [str(note) for note in json.loads(told)["notes"]]


def forget() -> None:
    """Empty every cache, where another data folder is to be read."""
    st.cache_resource.clear()
    view.cache_clear()
    compose.cache_clear()
    preview.cache_clear()
    inputs.cache_clear()
