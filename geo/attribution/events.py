"""Attacks with confirmed groups as arrays in one order, by day and then by id."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution.bursts import burst_weight, earlier_in_burst, flat_km
from geo.errors import AtlasError
from geo.spatial.h3_cells import Cells, cells_at

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EPOCH = pd.Timestamp("1970-01-01")
UNKNOWN = "unknown"
"""Name of the group that nobody has named yet; always the last candidate."""


class EventsError(AtlasError, ValueError):
    """Attacks cannot be learned from: ids that repeat, days or places that lack."""


def to_day(value: Any) -> int:
    """Day number of a date: days since 1970-01-01."""
    return int((pd.Timestamp(value).normalize() - EPOCH).days)


def id_rank(ids: pd.Series) -> Ints:
    """Rank of each id: by number where all are whole numbers, else as text."""
    text = ids.astype(str)
    number = pd.to_numeric(text, errors="coerce")
    keys = number if number.notna().all() else text
    return np.asarray(keys.rank(method="dense").to_numpy(), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Events:
    """Attacks with groups, sorted by day and id; the row order they came in is gone.

    Parameters
    ----------
    ids
        Attack ids, shape (n,).
    day
        Days since 1970-01-01, shape (n,), ascending.
    lon, lat
        Degrees, EPSG:4326, shape (n,).
    share
        (n, G) vote of each attack for each group; rows sum to one.
    groups
        Names of the G groups, sorted.
    centre
        Lon and lat about which km are measured.
    """

    ids: NDArray[Any]
    day: Ints
    lon: Floats
    lat: Floats
    share: Floats
    groups: tuple[str, ...]
    centre: tuple[float, float]

    @classmethod
    def of(
        cls,
        table: pd.DataFrame,
        *,
        groups: Sequence[str] | None = None,
        centre: tuple[float, float] | None = None,
    ) -> Events:
        """Take events from a table.

        Parameters
        ----------
        table
            Columns `id` (unique), `date` (Timestamp), `lon`, `lat` (degrees, EPSG:4326) and
            `groups` (a tuple of one or more names; the vote is shared among them).
        groups
            Candidates; those of the table when None.
        centre
            Lon and lat for distances; the rounded mean point when None.

        Raises
        ------
        EventsError
            For repeated ids, missing days, places or groups.
        """
        wrong = table["date"].isna() | table["lon"].isna() | table["lat"].isna()
        wrong |= table["groups"].map(len) == 0
        if wrong.any():
            raise EventsError(
                f"{int(wrong.sum())} of {len(table)} events lack a day, a place or a group; every "
                "event to learn from needs all three. Leave them out first."
            )
        if table["id"].duplicated().any():
            twice = table.loc[table["id"].duplicated(), "id"].iloc[0]
            raise EventsError(f"Event id {twice!r} is duplicated. Give each event its own id.")
        day = (table["date"].dt.normalize() - EPOCH).dt.days.to_numpy()
        rows = np.lexsort([id_rank(table["id"]), day])
        table, day = table.iloc[rows], day[rows]
        members = table["groups"].reset_index(drop=True).explode()
        names = tuple(sorted(set(members if groups is None else groups)))
        code = pd.Index(names).get_indexer(pd.Index(members))
        if (code < 0).any():
            raise EventsError(
                f"Group {members.to_numpy()[code < 0][0]!r} is none of the candidates "
                f"({', '.join(names)}). Add it, or leave its events out."
            )
        share = np.zeros((len(table), len(names)))
        share[members.index.to_numpy(), code] = 1.0
        share /= np.maximum(share.sum(axis=1, keepdims=True), 1.0)
        lon, lat = table["lon"].to_numpy(float), table["lat"].to_numpy(float)
        if centre is None:
            centre = (round(lon.mean()), round(lat.mean())) if len(lon) else (0, 0)
        return cls(table["id"].to_numpy(), day.astype(np.int64), lon, lat, share, names, centre)

    def among(self, groups: Collection[str]) -> Events:
        """The same events with fewer candidates.

        Parameters
        ----------
        groups
            Candidates that are left; every group of an event has to be among them.

        Raises
        ------
        EventsError
            For a group of an event that is left out.
        """
        keep = np.isin(self.groups, list(groups))
        dropped = ~keep & self.share.any(axis=0)
        lost = [name for name, gone in zip(self.groups, dropped, strict=True) if gone]
        if lost:
            raise EventsError(
                f"{', '.join(lost)} made events and is left out. Name every group of an event."
            )
        kept = tuple(name for name, held in zip(self.groups, keep, strict=True) if held)
        return replace(self, share=self.share[:, keep], groups=kept)

    def __len__(self) -> int:
        """Number of events."""
        return len(self.day)

    @cached_property
    def xy_km(self) -> tuple[Floats, Floats]:
        """Kilometres east and north of the centre."""
        return flat_km(self.lon, self.lat, centre=self.centre)

    @cached_property
    def earlier(self) -> Ints:
        """(n, G) earlier attacks of the group within 10 km and 14 days; 0 where it took no part."""
        row, group = np.nonzero(self.share > 0)
        x, y = self.xy_km
        out = np.zeros(self.share.shape, dtype=np.int64)
        out[row, group] = earlier_in_burst(x[row], y[row], self.day[row], group, order=row)
        return out

    @cached_property
    def votes(self) -> Floats:
        """(n, G) shared vote times burst weight, before any decay."""
        return np.asarray(self.share * burst_weight(self.earlier))

    @cached_property
    def cells(self) -> Cells:
        """Finest cell of each event."""
        return cells_at(self.lon, self.lat)

    def known_before(self, day: int) -> int:
        """How many events came before a day; they are the first rows."""
        return int(np.searchsorted(self.day, day))
