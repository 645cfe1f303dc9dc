"""What a briefing holds, before any page is measured or drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd

from geo.parsing.days import in_words
from geo.records.counter import Counter
from geo.records.counts import Counts
from geo.schemas.attacks import ROLES
from layers.brief.legend_rows import together
from layers.brief.marking import Marking
from layers.legend import LegendEntry, legend
from layers.placement.layout import Canvas, has_leader
from layers.placement.window import Window
from layers.spec import MapSpec
from layers.static.labels import Callout

_MOST_DAYS: Final = 2
"""Days of ground that a page names one by one."""


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
    sample
        What the record is a sample of, one sentence with counts; empty where nothing is known.
    credits
        What the providers of the attacks want printed wherever their rows go, each once.
    """

    author: str
    made: dt.datetime
    as_of: dt.date
    data_sha256: str
    source: str
    exercise: bool = False
    marking: Marking | None = None
    casebook_head: str = ""
    sample: str = ""
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """One map of a page.

    Parameters
    ----------
    spec
        What is drawn.
    rows
        Attacks and reports behind it, indexed by ``attack_id``; their counts stand in the words.
    title
        Words above it, before the count, where a page has several maps.
    period
        Which time it shows, as ISO 8601 writes it, where a page has several: ``2021-07``.
    callouts
        Numbers beside places, which the page's table explains.
    roles
        Whose points are drawn: ``"target"``, ``"launch"``, both or none.
    ground_day
        Day whose ground is drawn, or None where no ground is.
    ground
        Which day's ground it is and when that was last confirmed, one sentence.
    """

    spec: MapSpec
    rows: pd.DataFrame
    title: str = ""
    period: str = ""
    callouts: tuple[Callout, ...] = ()
    roles: tuple[str, ...] = ROLES
    ground_day: dt.date | None = None
    ground: str = ""

    @cached_property
    def counter(self) -> Counter:
        """Give the rows made ready for counting."""
        return Counter(self.rows)

    def counts(self, extent: Window | None = None) -> Counts:
        """Count the attacks, those in a window of the conic apart where one is given."""
        return self.counter.count(extent_m=extent, roles=self.roles)


@dataclass(frozen=True, kw_only=True)
class Said:
    """The words of a page that hold counts: one sentence in large letters, others below it."""

    headline: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageTable:
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
    say
        Gives the headline and the remarks for the counts of each map, one of each panel.
    summary
        How many attacks it is about, whatever the window: for a list of contents.
    panels
        The maps, at least one.
    names
        Readable names of groups and committees by id, for the legend.
    table
        A key to the numbers on the map.
    rows
        Attacks that are shown, indexed by ``attack_id``; for the exports that carry data.
    """

    kind: str
    title: str
    subtitle: str
    say: Callable[[tuple[Counts, ...]], Said]
    summary: str
    panels: tuple[Panel, ...]
    names: Mapping[str, str]
    rows: pd.DataFrame
    table: PageTable | None = None

    def seen(
        self,
        windows: Sequence[Window] | None = None,
        *,
        metres_a_px: Sequence[float] | None = None,
    ) -> Seen:
        """Give the words and the legend of what lies in each map's window, or of all of it.

        Parameters
        ----------
        windows
            xmin, xmax, ymin, ymax of each panel, metres of the regional conic; None for a map
            that a reader can move.
        metres_a_px
            Ground under one CSS pixel of each panel's marks: decides which of them have leaders.
        """
        there: Sequence[Window | None] = windows or [None] * len(self.panels)
        pairs = list(zip(self.panels, there, strict=True))
        scales: Sequence[float | None] = metres_a_px or [None] * len(self.panels)
        leaders = [
            None
            if extent is None or scale is None
            else has_leader(panel.spec, Canvas(extent, scale))
            for (panel, extent), scale in zip(pairs, scales, strict=True)
        ]
        counts = tuple(panel.counts(extent) for panel, extent in pairs)
        said = self.say(counts)
        return Seen(
            counts=counts,
            headline=said.headline,
            remarks=said.remarks,
            headings=tuple(
                f"{panel.title} · {found.short()}" if panel.title else ""
                for panel, found in zip(self.panels, counts, strict=True)
            ),
            legend=together(
                [
                    legend(panel.spec, names=self.names, extent=extent, leaders=tied)
                    for (panel, extent), tied in zip(pairs, leaders, strict=True)
                ]
            ),
        )

    @property
    def ground(self) -> str:
        """Say which day's ground is drawn and when it was last confirmed; empty where none is."""
        if len({panel.ground_day for panel in self.panels}) == 1:
            return self.panels[0].ground
        days = ground_of([self])
        _, _, confirmed = self.panels[-1].ground.partition(". ")
        return f"{days}. On the last: {confirmed[:1].lower()}{confirmed[1:]}" if days else ""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a page says of what lies in its windows.

    Parameters
    ----------
    counts
        Of each map.
    headline
        In large letters.
    remarks
        What else a reader must know, one sentence each.
    headings
        Above each map; empty where a page has one.
    legend
        What the signs in the windows mean.
    """

    counts: tuple[Counts, ...]
    headline: str
    remarks: tuple[str, ...]
    headings: tuple[str, ...]
    legend: tuple[LegendEntry, ...]


@dataclass(frozen=True, kw_only=True)
class TextPage:
    """A page of words: the cover of a pack, or its method."""

    kind: str
    title: str
    subtitle: str
    paragraphs: tuple[tuple[str, str], ...] = field(default=())
    ground: str = ""


def ground_of(pages: Iterable[MapPage]) -> str:
    """Say in a few words which day's ground some pages draw; empty where none does."""
    panels = [panel for page in pages for panel in page.panels]
    days = sorted({panel.ground_day for panel in panels if panel.ground_day is not None})
    if not days:
        return ""
    if len(days) <= _MOST_DAYS:
        return f"Ground as of {' and '.join(map(in_words, days))}"
    return f"Ground as of {in_words(days[0])} to {in_words(days[-1])}, a day for each map"


Page = MapPage | TextPage


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A briefing: its kind, its pages in order, and the imprint that all of them carry.

    Its ``slug`` says in a file's name what it is about, in letters that every system takes.
    """

    kind: str
    pages: tuple[Page, ...]
    imprint: Imprint
    slug: str = ""

    @property
    def maps(self) -> tuple[MapPage, ...]:
        """Give the pages that show a map."""
        return tuple(page for page in self.pages if isinstance(page, MapPage))
