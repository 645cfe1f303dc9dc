"""Every file of a briefing: its name and its bytes, the same for the command and for the page."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from geo.io.spreadsheet_escape import safe_csv
from layers.brief import picture
from layers.brief.content import Brief, MapPage
from layers.brief.items import Sheet
from layers.brief.layout import sheets as lay_out_all
from layers.brief.sizes import SIZES
from layers.brief.tokens import FORMATS
from layers.spec import SpecError

_A_PAGE: Final = ("png", "svg")
_ROWS: Final = [
    "title", "date", "status", "method", "first_claim", "asserted_group", "launch_place",
    "launch_lat", "launch_lon", "launch_radius_km", "target_place", "target_lat", "target_lon",
    "target_radius_km", "verdict", "distance_km", "why", "attribution",
]  # fmt: skip


@dataclass(frozen=True)
class File:
    """One file of a briefing: its name, its format, and the pages it shows."""

    name: str
    format: str
    content: bytes
    pages: tuple[int, ...]


def file_name(  # noqa: PLR0917 - in the order in which the name has them
    number: int, kind: str, slug: str, size: str, made: dt.datetime, ending: str
) -> str:
    """Give a file's name: number, kind, what it is about, size, day made."""
    about = f"_{slug}" if slug else ""
    return f"{number:02d}_{kind}{about}_{size}_{made.astimezone(dt.UTC):%Y%m%d}.{ending}"


def check_choice(formats: Sequence[str], sizes: Sequence[str]) -> None:
    """Refuse formats and sizes that there are none of.

    Raises
    ------
    SpecError
        Naming what was given and what there is.
    """
    for what, given, known in (("format", formats, FORMATS), ("size", sizes, SIZES)):
        unknown = [one for one in given if one not in known]
        if unknown or not given:
            listed = ", ".join(unknown) or "nothing"
            raise SpecError(f"{listed} is no {what}. Expected some of {', '.join(known)}.")


def files(
    brief: Brief,
    *,
    formats: Sequence[str],
    sizes: Sequence[str],
    progress: Callable[[str], None] | None = None,
) -> Iterator[File]:
    """Make the files of a briefing, one after the other.

    Parameters
    ----------
    brief
        The briefing.
    formats
        Some of :data:`layers.brief.tokens.FORMATS`.
    sizes
        Some of :data:`layers.brief.sizes.SIZES`; formats without a size are made once.
    progress
        Called with each file's name before it is made.

    Raises
    ------
    SpecError
        For formats or sizes that there are none of.
    """
    check_choice(formats, sizes)
    for name, ending, pages, make in _plan(brief, formats=formats, sizes=sizes):
        if progress is not None:
            progress(name)
        with _undisturbed():
            content = make()
        yield File(name, ending, content, pages)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off the collection of garbage: in mid-drawing it walks the whole record for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


Step = tuple[str, str, tuple[int, ...], Callable[[], bytes]]


def names(brief: Brief, *, formats: Sequence[str], sizes: Sequence[str]) -> tuple[str, ...]:
    """Give the names of the files that :func:`files` would make, in its order."""
    return tuple(step[0] for step in _plan(brief, formats=formats, sizes=sizes))


def _plan(brief: Brief, *, formats: Sequence[str], sizes: Sequence[str]) -> Iterator[Step]:
    made = brief.imprint.made
    for size in sizes:
        laid = lay_out_all(brief, SIZES[size])
        for ending in formats:
            yield from _sized(brief, laid, size=size, ending=ending)
    every = tuple(range(1, len(brief.pages) + 1))
    for ending in formats:
        if ending == "html":
            for at, page in enumerate(brief.maps, start=1):
                name = file_name(at, page.kind, brief.slug, "web", made, ending)
                yield name, ending, (brief.pages.index(page) + 1,), partial(_html, brief, page)
        if ending in {"gpkg", "kml", "geojson"}:
            name = file_name(1, brief.kind, brief.slug, "data", made, ending)
            yield name, ending, every, partial(_data, brief, ending)
    if brief.kind == "pack":
        name = file_name(1, "pack", brief.slug, "rows", made, "csv")
        yield name, "csv", every, partial(rows_csv, brief)


def _sized(brief: Brief, laid: Sequence[Sheet], *, size: str, ending: str) -> Iterator[Step]:
    made = brief.imprint.made
    if ending in _A_PAGE:
        draw = picture.png if ending == "png" else partial(picture.svg, made=made)
        for sheet in laid:
            name = file_name(sheet.number, sheet.page.kind, brief.slug, size, made, ending)
            yield name, ending, (sheet.number,), partial(draw, sheet)
    if ending in {"pdf", "pptx"}:
        name = file_name(1, brief.kind, brief.slug, size, made, ending)
        every = tuple(sheet.number for sheet in laid)
        yield name, ending, every, partial(_bound, brief, laid, ending)


# Each writer loads its own library, and a picture needs none of them.


def _bound(brief: Brief, laid: Sequence[Sheet], ending: str) -> bytes:
    from layers.brief.slides import pptx  # noqa: PLC0415

    write = picture.pdf if ending == "pdf" else pptx
    imprint = brief.imprint
    return write(laid, made=imprint.made, title=brief.pages[0].title, author=imprint.author)


def _html(brief: Brief, page: MapPage) -> bytes:
    from layers.brief.webpage import html  # noqa: PLC0415

    return html(brief, page)


def _data(brief: Brief, ending: str) -> bytes:
    from layers.brief import geodata  # noqa: PLC0415
    from layers.brief.kml import kml  # noqa: PLC0415

    return {"gpkg": geodata.gpkg, "kml": kml, "geojson": geodata.geojson}[ending](brief)


def rows_csv(brief: Brief) -> bytes:
    """Write the attacks that a briefing shows, each once, safe for spreadsheets."""
    joined = pd.concat([page.rows for page in brief.maps])
    kept = joined[~joined.index.duplicated()].sort_index()
    kept = kept.assign(date=kept["date_text"])
    return safe_csv(kept[[column for column in _ROWS if column in kept]].rename_axis("attack_id"))
