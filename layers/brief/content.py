"""What a briefing holds, before any page is measured or drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from layers.brief.marking import Marking
from layers.legend import LegendEntry
from layers.spec import MapSpec
from layers.static_labels import Callout


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """What stands on every page of one briefing.

    Parameters
    ----------
    author
        Who made it.
    made
        When, with a time zone.
    as_of
        Last day that the data speaks of.
    data_sha256
        Hash of the data behind it, hexadecimal.
    source
        Where the data came from, one sentence.
    exercise
        Whether any row that is shown is invented.
    marking
        Handling marking, or None for none at all.
    casebook_head
        Hash of the last entry of the casebook behind it; empty where nobody decided anything.
    """

    author: str
    made: dt.datetime
    as_of: dt.date
    data_sha256: str
    source: str
    exercise: bool = False
    marking: Marking | None = None
    casebook_head: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """One map of a page.

    Parameters
    ----------
    spec
        What is drawn.
    heading
        Words above it, where a page has several maps.
    callouts
        Numbers beside places, which the page's table explains.
    """

    spec: MapSpec
    heading: str = ""
    callouts: tuple[Callout, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table beside the map: its header, the share of each column's width, and its rows."""

    header: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class MapPage:
    """One page with a map, or with several of one scale.

    Parameters
    ----------
    kind
        A kind of :data:`layers.brief.kinds.KINDS`.
    title, subtitle
        What is shown, and the filter in words.
    headline
        How many attacks are shown.
    remarks
        What else a reader must know of this map, one sentence each.
    panels
        The maps, at least one.
    legend
        What the maps' signs mean.
    table
        A key to the numbers on the map.
    rows
        Attacks that are shown, indexed by ``attack_id``; for the exports that carry data.
    """

    kind: str
    title: str
    subtitle: str
    headline: str
    panels: tuple[Panel, ...]
    legend: tuple[LegendEntry, ...]
    rows: pd.DataFrame
    remarks: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class TextPage:
    """A page of words: the cover of a pack, or its method."""

    kind: str
    title: str
    subtitle: str
    paragraphs: tuple[tuple[str, str], ...] = field(default=())


Page = MapPage | TextPage


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A briefing: its kind, its pages in order, and the imprint that all of them carry."""

    kind: str
    pages: tuple[Page, ...]
    imprint: Imprint

    @property
    def maps(self) -> tuple[MapPage, ...]:
        """Give the pages that show a map."""
        return tuple(page for page in self.pages if isinstance(page, MapPage))
