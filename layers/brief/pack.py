"""A pack: a cover, the chosen kinds of map, and a page on how to read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from layers.brief import text as words
from layers.brief.content import Brief, Imprint, MapPage, Page, TextPage, ground_of
from layers.brief.kinds import group, heatmap, hexbin, mismatches, overview
from layers.brief.periods import compare, series
from layers.brief.view import Options, View
from layers.spec import SpecError


@dataclass(frozen=True)
class Kind:
    """A kind of briefing.

    Parameters
    ----------
    title
        What people read.
    maps
        Makes its pages of maps; None for the pack, which is made of others.
    """

    title: str
    maps: Callable[[View, Options], tuple[MapPage, ...]] | None = None


KINDS: Final[Mapping[str, Kind]] = {
    "overview": Kind("Overview: marks and ground", overview),
    "heatmap": Kind("Heatmap: kernel density", heatmap),
    "hexbin": Kind("Hexagons: counts by cell", hexbin),
    "mismatches": Kind("Mismatches, numbered, with a key", mismatches),
    "group": Kind("One group’s profile", group),
    "compare": Kind("Before and after: two periods", compare),
    "series": Kind("Month by month", series),
    "pack": Kind("Pack: cover, maps, method, rows"),
}
"""Every kind of briefing, one row each."""

MAPS: Final = {name: kind.maps for name, kind in KINDS.items() if kind.maps is not None}
"""What makes the maps of each kind that a pack may hold."""

CHANGES_A_PAGE: Final = 12
"""More lines would need letters too small to be read when projected."""

_VERDICTS: Final = (
    "Launch and target of each reported attack are joined with the ground of groups in force on "
    "that day, and set against the claim. Mismatch: the launch is surely outside the asserted "
    "group’s ground, or an exclusive rule is broken, and no record explains it. Explained: the "
    "same, with a permission, teaming or reported use on record. Contested: nothing asserted, "
    "ground of several groups. Consistent: nothing known contradicts it. Insufficient: too little "
    "is known."
)
_LIMITS: Final = (
    "A mismatch is a question: it may be a false claim, a teaming arrangement, a permission, a "
    "defiance, operators seconded from elsewhere, or ground that is out of date. Consistent is no "
    "proof. Nothing here forecasts or advises."
)
_EDGES: Final = (
    "Every place is a disc with a radius, every area has an edge known to so many kilometres. "
    "Widened by both, a place is inside, outside, or it cannot be told. Ground that nobody "
    "confirmed for twelve months decides nothing."
)
_DRAWING: Final = (
    f"{words.DATUM}; lengths are true to about 0.15 % between 29° and 37.5° N. From afar "
    "places around a named one share a mark: its number counts attacks, its rim shows each "
    "group’s share with grey for nobody named, its ring covers the share that does not fit. "
    "A mark stands within its own radius of its place, or a line ties it to a dot there. Lines "
    "from launch to target are straight and are no flight paths."
)
_METHOD: Final = (
    ("What a verdict is", _VERDICTS),
    ("What it does not say", _LIMITS),
    ("How well places and edges are known", _EDGES),
    ("How the maps are drawn", _DRAWING),
)


def pages(kind: str, view: View, options: Options) -> tuple[Page, ...]:
    """Make the pages of a kind.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    view
        The data.
    options
        What the reader chose.

    Raises
    ------
    SpecError
        For a kind that there is none of, or options that do not fit it.
    NameNotFoundError
        For a group that there is none of.
    """
    if kind in MAPS:
        return tuple(MAPS[kind](view, options))
    if kind != "pack":
        raise SpecError(f"no kind is called {kind!r}. Expected one of {', '.join(KINDS)}.")
    unknown = [one for one in options.contents if one not in MAPS]
    if unknown or not options.contents:
        given = f"of the kinds {', '.join(unknown)} there is none" if unknown else "a pack is empty"
        raise SpecError(f"{given}. Expected some of {', '.join(MAPS)}.")
    maps = [page for one in options.contents for page in MAPS[one](view, options)]
    changes = _changes(options)
    framing = [_cover(view, options, maps, len(changes)), *changes, _method()]
    cover, *rest = [replace(page, ground=ground_of(maps)) for page in framing]
    return (cover, *maps, *rest)


def brief(kind: str, view: View, options: Options, imprint: Imprint, *, slug: str = "") -> Brief:
    """Make a briefing; see :func:`pages`."""
    return Brief(kind=kind, pages=pages(kind, view, options), imprint=imprint, slug=slug)


def _cover(view: View, options: Options, maps: list[MapPage], changes: int) -> TextPage:
    listed = [f"{at}  {page.title} – {page.summary}" for at, page in enumerate(maps, start=2)]
    return TextPage(
        kind="cover",
        title=options.title or "Reported attacks and the ground of armed groups",
        subtitle=view.subtitle(),
        paragraphs=(
            ("Contents", ""),
            *(("", line) for line in listed),
            *(("", f"{len(maps) + 2}  What changed since") for _ in range(min(changes, 1))),
            ("", f"{len(maps) + changes + 2}  How to read these maps"),
        ),
    )


def _changes(options: Options) -> tuple[TextPage, ...]:
    """Give the pages that list what changed since an earlier state, or none."""
    if not options.since:
        return ()
    earlier, *lines = options.since
    many = "1 change" if len(lines) == 1 else f"{len(lines)} changes"
    subtitle = f"{many} from {earlier} to the data of this briefing"
    parts = [lines[at : at + CHANGES_A_PAGE] for at in range(0, len(lines), CHANGES_A_PAGE)]
    return tuple(
        TextPage(
            kind="changes",
            title="What changed since",
            subtitle=subtitle,
            paragraphs=tuple(("", line) for line in part),
        )
        for part in parts or [["Nothing changed."]]
    )


def _method() -> TextPage:
    return TextPage(
        kind="method",
        title="How to read these maps",
        subtitle="What verdicts, marks and edges mean, and what they do not",
        paragraphs=_METHOD,
    )
