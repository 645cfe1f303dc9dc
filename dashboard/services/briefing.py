"""Briefings from a Selection: the one path that the Export page and the command share."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.services.brief_request import Request, marking_of
from dashboard.services.brief_slug import slug_of
from dashboard.services.dataset import Dataset
from dashboard.services.filter_text import filter_words, is_filtered, span_words
from dashboard.services.near_words import near_words
from dashboard.services.selection import Selection
from dashboard.services.views import bounds_of, camera_of, circle_of, outline_of
from geo import memo
from geo.atlas import Atlas
from geo.casebook.entry import GENESIS
from geo.records.counter import count
from geo.records.named_ground import NamedGround
from geo.schemas.attacks import ATTRIBUTION
from geo.settings import bundled_dir, find
from geo.verdicts.check import Findings
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
_MARGIN = 0.15
"""Of the width of an area of interest, left on each side of it."""

_CREDITS = 3
"""Texts of attribution that are printed on a page; all stand in the data files and manifest."""

_VIEWS, _PAGES = 4, 8


class Briefer:
    """Makes the briefings of one dataset; the latest views and pages are kept.

    Parameters
    ----------
    data
        What is shown.
    casebook
        Number of entries of the casebook whose decisions the data rest on, and hash of the last.
    """

    def __init__(self, data: Dataset, *, casebook: tuple[int, str] = (0, GENESIS)) -> None:
        self._data = data
        self._casebook = casebook

    @memo.kept(_VIEWS)
    def view(self, selection: Selection) -> View:
        """Give the data of a selection as a briefing takes it."""
        data, analysis = self._data, self._data.analysis
        atlas, every, names = analysis.atlas, analysis.table(), analysis.names()
        rows = data.shown(selection)
        exercise = analysis.is_exercise()
        credit, _ = credits_of(rows, atlas, exercise=exercise)
        return View(
            rows=rows.assign(
                first_claim=rows["first_facade"],
                key=_keys(analysis.findings, rows.index),
            ),
            record=count(every),
            sample="" if exercise else sample_words(every, atlas.registry.series),
            credit=credit,
            words=filter_words(selection, names) if is_filtered(selection) else "",
            span="" if selection.date_from and selection.date_to else span_words(rows),
            day=data.day_of_view(selection),
            ground=lambda day: analysis.ground(day, selection.known_on),
            usual=lambda day: analysis.usual_cells(day, selection.grade),
            lines=atlas.areas.lines,
            extents=atlas.areas.extents,
            context=analysis.context(),
            base=data.base(),
            show=selection.layer,
            names=names,
            registry=atlas.registry,
            density_of=selection.density,
            bounds=window(selection, data.ground()),
            circle=circle_of(selection, atlas.gazetteer),
            outline=outline_of(selection, data.ground()),
            interest=lambda some: near_words(some, selection, data.ground()),
        )

    @memo.kept()
    def inputs(self) -> dict[str, str]:
        """Give the hashes of the data files behind everything that is shown."""
        atlas = self._data.analysis.atlas
        hashes = manifest.inputs(atlas.folder, bundled_dir())
        if not atlas.units.source.startswith("Natural Earth"):
            hashes["boundaries"] = atlas.units.source
        return hashes

    @memo.kept(_VIEWS)
    def compose(self, request: Request) -> Brief:
        """Make the briefing that was asked for, without drawing it.

        Raises
        ------
        AtlasError
            For options that do not fit the kind.
        """
        seen, analysis = self.view(request.selection), self._data.analysis
        exercise, (many, head) = analysis.is_exercise(), self._casebook
        imprint = Imprint(
            author=request.author,
            made=request.made,
            as_of=analysis.record_end().date(),
            data_sha256=manifest.data_sha256(self.inputs()),
            source=_source(analysis.atlas, exercise=exercise),
            exercise=exercise,
            sample=seen.sample,
            credits=credits_of(seen.rows, analysis.atlas, exercise=exercise)[1],
            marking=marking_of(request.marking),
            casebook_head=head if many else "",
        )
        return brief(request.kind, seen, request.options, imprint, slug=slug_of(request))

    def make(
        self, request: Request, *, progress: Callable[[str], None] | None = None
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
        made = self.compose(request)
        files = tuple(
            product.files(made, formats=request.formats, sizes=request.sizes, progress=progress)
        )
        content = manifest.manifest(
            made,
            files,
            request=request.as_json(),
            hashes=self.inputs(),
            sizes=request.sizes,
            casebook=self._casebook,
        )
        name = product.file_name(
            1,
            request.kind,
            slug_of(request),
            "-".join(request.sizes),
            request.made,
            # Of each choice of formats: another of the same briefing lies beside it.
            f"{'-'.join(request.formats)}.{manifest.NAME}.json",
        )
        return (*files, product.File(name, "json", content, ()))

    def redrawn(
        self, stated: Mapping[str, Any], *, progress: Callable[[str], None] | None = None
    ) -> Sequence[product.File]:
        """Make the files of a manifest again."""
        return self.make(Request.read(stated["request"]), progress=progress)

    @memo.kept(_PAGES)
    def preview(self, request: Request, page: int = 1) -> tuple[bytes, int]:
        """Give one page as the picture that `make` would write, and how many pages there are."""
        made = self.compose(request)
        many = len(made.pages)
        at = min(max(page, 1), many)
        sheet = lay_out(made.pages[at - 1], made.imprint, SIZES["hd"], number=at, of=many)
        return png(sheet), many

    def file_count(self, request: Request) -> int:
        """Give how many steps `make` takes at the most, for a progress bar."""
        product.check_choice(request.formats, request.sizes)
        made = self.compose(request)
        return len(product.names(made, formats=request.formats, sizes=request.sizes))


def window(selection: Selection, ground: NamedGround) -> Bounds:
    """Give the window of the selection's view in degrees (west, south, east, north)."""
    if selection.view == catalog.VIEWS[0].id:
        asked = bounds_of(selection, ground)
        return IRAQ_BOUNDS if asked is None else _about(asked)
    camera = camera_of(selection.view, ground.places)
    return IRAQ_BOUNDS if camera is None else _around(*camera)


def _about(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    wide, high = _MARGIN * (east - west), _MARGIN * (north - south)
    return (west - wide, south - high, east + wide, north + high)


def _around(lat: float, lon: float, zoom: float) -> Bounds:
    degrees_a_px = 360 / 256 / 2**zoom
    wide, high = (px * degrees_a_px / 2 for px in _WINDOW_PX)
    high *= math.cos(math.radians(lat))
    return (lon - wide, lat - high, lon + wide, lat + high)


def _keys(findings: Findings, ids: pd.Index) -> pd.Series:
    """Give the first term that an attack breaks, and the first that explains it, in words."""
    terms = findings.terms
    said = pd.Series("", index=ids)
    for effect in ("breaks", "explains"):
        first = terms[terms["effect"] == effect].groupby("attack_id")["text"].first()
        said = (said + " " + first.reindex(ids).fillna("")).str.strip()
    return said


def _own_attacks(atlas: Atlas) -> bool:
    """Tell whether the attacks come from the user's own file and not from the bundled record."""
    used, bundled = find("attacks.csv", atlas.folder), bundled_dir() / "attacks.csv"
    return used != bundled and used.read_bytes() != bundled.read_bytes()


def credits_of(rows: pd.DataFrame, atlas: Atlas, *, exercise: bool) -> tuple[str, tuple[str, ...]]:
    """Give whose attacks are shown: in short, for the credits of a map, and each text in full.

    Parameters
    ----------
    rows
        Attacks that are shown.
    atlas
        Where they come from.
    exercise
        They are invented.
    """
    texts: tuple[str, ...] = ()
    if ATTRIBUTION in rows:
        texts = tuple(dict.fromkeys(text for text in rows[ATTRIBUTION].fillna("") if text))
    if exercise:
        short = "Attacks: invented, EXERCISE"
    else:
        short = "Attacks: the user’s own data" if _own_attacks(atlas) else CREDIT
    listed = "; ".join(texts[:_CREDITS])
    more = (
        f" and {len(texts) - _CREDITS} more, listed in the manifest"
        if len(texts) > _CREDITS
        else ""
    )
    return (f"{short} – {listed}{more}" if texts else short), texts


def _source(atlas: Atlas, *, exercise: bool) -> str:
    if exercise:
        return words.EXERCISE_SOURCE
    return words.OWN_SOURCE if _own_attacks(atlas) else words.SOURCE


def notes_of(files: Sequence[product.File]) -> list[str]:
    """Give the notes of the manifest among some files."""
    content = next(file.content for file in files if file.format == "json")
    return [str(note) for note in json.loads(content)["notes"]]
