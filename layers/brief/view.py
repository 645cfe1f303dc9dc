"""What a briefing is made from: the attacks that a selection shows, and all that lies around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.records.counter import count
from geo.records.counts import Counts
from geo.records.near import Circle
from geo.records.within import Outline
from geo.reference.registry import Registry
from geo.schemas.attacks import ROLES
from layers import catalog
from layers.brief.content import Panel
from layers.brief.ground_words import ground_words
from layers.build import build_map
from layers.builders.attacks import ATTRIBUTION
from layers.builders.user_layers import YOURS
from layers.spec import IRAQ_BOUNDS, Bounds, Layer, MapSpec

Period = tuple[dt.date, dt.date]
"""First and last day."""

BANDWIDTH_KM: Final = 25.0
RESOLUTION: Final = 4
_GROUND: Final = frozenset({"ground", "committees"})
_LAYER_OF: Final = {"target": "targets", "launch": "launches"}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a reader chose beside the selection.

    Parameters
    ----------
    title
        Instead of the kind's own title.
    group
        Whose profile is drawn.
    periods
        The two periods of a comparison, earlier first.
    bandwidth_km
        Standard deviation of the heatmap's kernel.
    resolution
        H3 resolution of the hexagons.
    contents
        Kinds that a pack holds, in order.
    since
        What changed since an earlier state, one line each, as a pack lists it, after the
        name of that state. Empty where no comparison was asked for.
    """

    title: str = ""
    group: str = ""
    periods: tuple[Period, ...] = ()
    bandwidth_km: float = BANDWIDTH_KM
    resolution: int = RESOLUTION
    contents: tuple[str, ...] = ("overview", "heatmap", "hexbin", "mismatches")
    since: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """The data of a briefing; treat every frame as read-only.

    Parameters
    ----------
    rows
        Attacks and reports that the selection keeps, as :func:`layers.build.build_map` takes
        them, with ``first_claim``, ``why`` (what does not fit, and
        what explains it) and ``key`` (the same, short).
    record
        Counts of the whole record, whatever the selection.
    words
        The selection in words, empty where nothing is filtered.
    span
        First to last month of what is shown, in words.
    day
        Day whose ground is drawn.
    ground
        Gives the areas in force on a day, EPSG:4326.
    usual
        Gives the cells of usual ground on a day.
    lines, context
        Supply lines, and events around the attacks.
    extents
        Outlines of places that are known only by them.
    base
        Layers of the base map.
    show
        Ids of the layers to show.
    names
        Readable names by id.
    registry
        Groups, committees and façades.
    density_of
        What heat and hexagons count: ``"target"`` or ``"launch"``.
    bounds
        The map's window in degrees (west, south, east, north).
    credit
        Where the attacks come from, as it is printed with their layers.
    sample
        What the record is a sample of, one sentence; empty where nothing is known of it.
    circle, outline
        Area of interest whose ring or edge is drawn, or None.
    interest
        Says how many of some rows surely lie in the area of interest and how many may; empty
        where there is none, or none is in doubt.
    """

    rows: pd.DataFrame
    record: Counts
    words: str
    span: str
    day: pd.Timestamp
    ground: Callable[[pd.Timestamp], gpd.GeoDataFrame]
    usual: Callable[[pd.Timestamp], pd.DataFrame]
    lines: gpd.GeoDataFrame
    extents: gpd.GeoSeries
    context: pd.DataFrame
    base: tuple[Layer, ...]
    show: Collection[str]
    names: Mapping[str, str]
    registry: Registry
    density_of: str = "target"
    bounds: Bounds = IRAQ_BOUNDS
    credit: str = ATTRIBUTION
    sample: str = ""
    circle: Circle | None = None
    outline: Outline | None = None
    interest: Callable[[pd.DataFrame], str] = lambda rows: ""  # noqa: ARG005
    _drawn: dict[str, tuple[Layer, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def counts(self) -> Counts:
        """Count what the selection keeps, whatever the window."""
        return count(self.rows)

    def _ground(self, areas: gpd.GeoDataFrame, show: Collection[str]) -> tuple[Layer, ...]:
        """Draw areas once: from month to month they are mostly the same."""
        state = areas.drop(columns="geometry").to_csv() + "|".join(sorted(show))
        if state not in self._drawn:
            made = build_map(
                self.rows.iloc[:0], areas=areas, show=_GROUND & {*show}, names=self.names
            )
            self._drawn[state] = made.layers
        return self._drawn[state]

    def spec(self, rows: pd.DataFrame, *, day: pd.Timestamp | None = None, **over: Any) -> MapSpec:
        """Draw some rows as this view shows them; keyword arguments go to ``build_map``."""
        on = self.day if day is None else day
        show = over.get("show", self.show)
        areas = over.pop("areas", None)
        given: dict[str, Any] = {
            "lines": self.lines,
            "extents": self.extents,
            "usual": self.usual(on) if "usual" in show else None,
            "context": self.context if "context" in show else None,
            "base": self.base,
            "show": {*show} - _GROUND,
            "names": self.names,
            "density_of": self.density_of,
            "bounds": self.bounds,
            "credit": self.credit,
            "circle": self.circle,
            "outline": self.outline,
        }
        over.pop("show", None)
        made = build_map(rows, **(given | over))
        ground = self._ground(self.ground(on) if areas is None else areas, show)
        below = [one for one in made.layers if catalog.order(one.id) < catalog.order("ground")]
        return replace(made, layers=(*below, *ground, *made.layers[len(below) :]))

    def panel(
        self, rows: pd.DataFrame, spec: MapSpec, *, day: pd.Timestamp | None = None, **over: Any
    ) -> Panel:
        """Make the panel of a spec; keyword arguments go to :class:`Panel`."""
        on = self.day if day is None else day
        drawn = [layer.id for layer in spec.shown]
        areas = over.pop("areas", None)
        ground = self.ground(on) if areas is None else areas
        with_ground = not _GROUND.isdisjoint(drawn)
        return Panel(
            spec=spec,
            rows=rows,
            roles=roles_of(drawn, density_of=self.density_of),
            ground_day=on.date() if with_ground else None,
            ground=ground_words(ground, day=on) if with_ground else "",
            **over,
        )

    def subtitle(self) -> str:
        """Say in one line what is shown."""
        return " · ".join(
            word for word in (self.words or "All reported attacks", self.span) if word
        )


def attacks(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that count as attacks."""
    return rows[rows["counts"]]


def places(rows: pd.DataFrame, role: str) -> np.ndarray:
    """Give longitude and latitude of a role where it is known, degrees, shape ``(n, 2)``."""
    lonlat = rows[[f"{role}_lon", f"{role}_lat"]].to_numpy(dtype=float)
    known: np.ndarray = lonlat[~np.isnan(lonlat).any(axis=1)]
    return known


def roles_of(layers: Collection[str], *, density_of: str) -> tuple[str, ...]:
    """Tell whose points some layers draw: targets, launches, both or none.

    Parameters
    ----------
    layers
        Ids of the layers that are drawn.
    density_of
        What heat and hexagons count.
    """
    bare = {one.removeprefix(f"{YOURS}_") for one in layers}
    drawn = {role for role, layer in _LAYER_OF.items() if layer in bare}
    if bare & {"heat", "hexagons"}:
        drawn.add(density_of)
    return tuple(role for role in ROLES if role in drawn)
