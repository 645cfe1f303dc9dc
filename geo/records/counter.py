"""Attacks counted: a table made ready once, so that any part or window of it is a look-up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import crs
from geo.records.counts import POINTED, Counts
from geo.schemas.attacks import ROLES
from geo.schemas.tokens import COUNTED, STATUSES, VERDICTS

LEAST_OF_SEVERAL: Final = 2
"""Attacks that a row stands for at the least where its sources give no number."""

Rows = NDArray[np.bool_]
Bounds = tuple[float, float, float, float]


def has_point(table: pd.DataFrame, role: str) -> Rows:
    """Tell which rows have a point for a role, (n,): both coordinates are known.

    Parameters
    ----------
    table
        With `{role}_lon` and `{role}_lat`, degrees, NaN where unknown.
    role
        “target” or “launch”.
    """
    lon, lat = (pd.to_numeric(table[f"{role}_{axis}"], errors="coerce") for axis in ("lon", "lat"))
    return np.asarray(lon.notna() & lat.notna(), dtype=bool)


def launch_known(table: pd.DataFrame) -> Rows:
    """Tell which rows have a known launch, (n,).

    A launch is known where it has a point, however wide its radius. A launch known only by the
    outline of a governorate is not: no mark stands for it and no distance can be measured.
    """
    return has_point(table, "launch")


def _counted(table: pd.DataFrame) -> Rows:
    if "counts" in table:
        return table["counts"].to_numpy(dtype=bool)
    return np.asarray(table["status"].isin(COUNTED), dtype=bool)


@dataclass(frozen=True)
class _Codes:
    """A column of few different words as numbers."""

    codes: NDArray[np.intp]
    words: tuple[str, ...]

    @classmethod
    def of(cls, table: pd.DataFrame, name: str) -> _Codes:
        cells = table[name] if name in table else pd.Series("", index=table.index)
        codes, words = pd.factorize(cells, use_na_sentinel=False)
        return cls(codes, tuple("" if pd.isna(word) else str(word) for word in words))

    def counts(self, rows: Rows) -> dict[str, int]:
        found = np.bincount(self.codes[rows], minlength=len(self.words)).tolist()
        total: dict[str, int] = {}
        for word, n in zip(self.words, found, strict=True):
            if n:
                total[word] = total.get(word, 0) + n
        return total


@dataclass(frozen=True, eq=False)
class Counter:
    """A table of attacks made ready for counting; any part of it then costs a look-up.

    Parameters
    ----------
    table
        Rows with `status` (or `counts`), `verdict`, `asserted_group`,
        `{target,launch}_{place,lon,lat}`, `attacks_in_row`, and `points_to` with `points_mixed`
        as of `geo.attribution.points_columns.with_points`; columns that are missing count as
        unknown.
    day
        Column with the day, NaT where undated.
    """

    table: pd.DataFrame
    day: str = "date"

    @cached_property
    def attack(self) -> Rows:
        """(n,) True where a row counts as an attack."""
        return _counted(self.table)

    @cached_property
    def _columns(self) -> dict[str, _Codes]:
        names = ("status", "verdict", "asserted_group")
        return {name: _Codes.of(self.table, name) for name in names}

    @cached_property
    def _pointing(self) -> NDArray[np.intp] | None:
        """(n,) place in `POINTED` of what a row points to; None where the table does not tell."""
        if "points_to" not in self.table:
            return None
        answers = pd.MultiIndex.from_frame(self.table[["points_to", "points_mixed"]])
        codes, found = pd.factorize(answers)
        kinds = [_kind(groups, mixed=mixed == "yes") for groups, mixed in found]
        return np.array(kinds, dtype=np.intp)[codes]

    @cached_property
    def points(self) -> dict[str, Rows]:
        """(n,) by role: True where a row has a point."""
        return {role: has_point(self.table, role) for role in ROLES}

    @cached_property
    def named(self) -> Rows:
        """(n,) True where a place of the target or launch is named, by a point or an outline."""
        found = np.zeros(len(self.table), dtype=bool)
        for role in ROLES:
            name = f"{role}_place"
            if name in self.table:
                found |= np.asarray(self.table[name].fillna("").ne(""), dtype=bool)
        return found

    @cached_property
    def dated(self) -> Rows:
        """(n,) True where a row has a day."""
        return np.asarray(self.table[self.day].notna(), dtype=bool)

    @cached_property
    def stands_for(self) -> NDArray[np.int64]:
        """(n,) attacks that a row stands for at the least; 0 where its sources give no number."""
        if "attacks_in_row" not in self.table:
            return np.ones(len(self.table), dtype=np.int64)
        number = pd.to_numeric(self.table["attacks_in_row"], errors="coerce")
        given = number.astype("float64").fillna(-1.0).to_numpy()
        return np.where(given < 0, 0, np.maximum(given, 1)).astype(np.int64)

    @cached_property
    def _metric(self) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
        found = {}
        for role in ROLES:
            lon, lat = self._lonlat(role)
            x, y = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
            known = self.points[role]
            x[known], y[known] = crs.project(lon[known], lat[known])
            found[role] = (x, y)
        return found

    def _lonlat(self, role: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        lon, lat = (self.table[f"{role}_{axis}"].to_numpy(dtype=float) for axis in ("lon", "lat"))
        return lon, lat

    def inside(
        self,
        *,
        bounds: Bounds | None = None,
        extent_m: Bounds | None = None,
        roles: Collection[str] = ROLES,
    ) -> Rows:
        """Tell which rows have a point in a window, (n,); with no window, which have a point.

        Parameters
        ----------
        bounds
            West, south, east, north, degrees (EPSG:4326), edges included.
        extent_m
            xmin, xmax, ymin, ymax in metres of the regional conic, edges included.
        roles
            Whose points are drawn: targets, launches or both.
        """
        found = np.zeros(len(self.table), dtype=bool)
        for role in roles:
            here = self.points[role].copy()
            if bounds is not None:
                west, south, east, north = bounds
                lon, lat = self._lonlat(role)
                here &= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
            if extent_m is not None:
                left, right, bottom, top = extent_m
                x, y = self._metric[role]
                here &= (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
            found |= here
        return found

    def count(
        self,
        rows: Rows | None = None,
        *,
        bounds: Bounds | None = None,
        extent_m: Bounds | None = None,
        roles: Collection[str] = ROLES,
    ) -> Counts:
        """Count some rows.

        Parameters
        ----------
        rows
            (n,) True where a row belongs to what is shown; all of them where it is None.
        bounds, extent_m, roles
            The window, as of `inside`.
        """
        shown = np.ones(len(self.table), dtype=bool) if rows is None else rows
        windowed = bounds is not None or extent_m is not None
        inside = self.inside(bounds=bounds, extent_m=extent_m, roles=roles)
        whole = self._count(shown, inside, tuple(roles))
        if not windowed:
            return whole
        part = self._count(shown & self.attack & inside, inside, tuple(roles))
        return replace(whole, window=part)

    @cached_property
    def _nobody(self) -> Rows:
        if "asserted_group" not in self.table:
            return np.ones(len(self.table), dtype=bool)
        return np.asarray(self.table["asserted_group"].fillna("").eq(""), dtype=bool)

    def _pointed(self, rows: Rows) -> dict[str, int]:
        if self._pointing is None:
            return {}
        number = np.bincount(self._pointing[rows], minlength=len(POINTED)).tolist()
        return dict(zip(POINTED, number, strict=True))

    def _count(self, rows: Rows, inside: Rows, roles: tuple[str, ...]) -> Counts:
        attack = rows & self.attack
        drawn = np.zeros(len(self.table), dtype=bool)
        for role in roles:
            drawn |= self.points[role]
        point = self.points["target"] | self.points["launch"]
        groups = self._columns["asserted_group"].counts(attack)
        nobody = groups.pop("", 0)
        verdicts = self._columns["verdict"].counts(attack)
        left = self._columns["status"].counts(rows & ~self.attack)
        pointing = self._pointed(attack & self._nobody)
        several = self.stands_for[attack]
        several = several[several != 1]
        return Counts(
            rows=int(rows.sum()),
            attacks=int(attack.sum()),
            in_window=int((attack & inside).sum()),
            off_map=int((attack & drawn & ~inside).sum()),
            not_drawn=int((attack & point & ~drawn).sum()),
            roles=roles,
            outline_only=int((attack & ~point & self.named).sum()),
            no_place=int((attack & ~point & ~self.named).sum()),
            left_out=_ordered(left, STATUSES),
            verdicts=_ordered(verdicts, VERDICTS),
            groups=dict(sorted(groups.items(), key=lambda one: (-one[1], one[0]))),
            nobody=nobody,
            pointing=pointing,
            launches=int((attack & self.points["launch"]).sum()),
            undated=int((attack & ~self.dated).sum()),
            rows_of_several=len(several),
            several=int(np.where(several == 0, LEAST_OF_SEVERAL, several).sum()),
        )


def _kind(groups: str, *, mixed: bool) -> int:
    if not groups:
        return POINTED.index("nobody")
    return POINTED.index("mixed" if mixed else "several" if "|" in groups else "one")


def _ordered(found: Mapping[str, int], order: Collection[str]) -> dict[str, int]:
    known = [word for word in order if word in found]
    return {word: found[word] for word in (*known, *sorted(set(found) - set(known)))}


def count(
    table: pd.DataFrame,
    *,
    bounds: Bounds | None = None,
    extent_m: Bounds | None = None,
    roles: Collection[str] = ROLES,
    day: str = "date",
) -> Counts:
    """Count a table of attacks once; see `Counter` for counting parts of it many times."""
    return Counter(table, day).count(bounds=bounds, extent_m=extent_m, roles=roles)
