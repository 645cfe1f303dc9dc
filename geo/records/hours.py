"""Attacks counted by hour and weekday of the clock at their targets, and those without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.records.moments import by_clock, on_one_day
from geo.schemas.attacks import DAY_PARTS

WEEKDAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
"""As Iraq's week goes, so that Friday and Saturday, its days off, stand together."""

HOURS_A_DAY: Final = 24


@dataclass(frozen=True, eq=False)
class Hours:
    """How many attacks there were in each hour of the week, as far as it is reported.

    Parameters
    ----------
    attacks
        All that were counted.
    cells
        (7, 24) attacks by `WEEKDAYS` and hour of the local clock. A time known about an hour
        counts in the hour that is reported.
    minute, hour
        Attacks in `cells` by how well the time is known.
    parts
        Attacks with a part of the day alone, by part; spread over no hours.
    no_time
        Attacks without any time of day.
    no_day
        Attacks with a clock time and without one certain day; in no cell.
    first
        Day of the first attack with any time of day, NaT without one.
    before
        Attacks before that day: no time of theirs was reported, or none was collected.
    """

    attacks: int
    cells: NDArray[np.int64]
    minute: int
    hour: int
    parts: Mapping[str, int]
    no_time: int
    no_day: int
    first: pd.Timestamp
    before: int

    @classmethod
    def of(cls, attacks: pd.DataFrame) -> Hours:
        """Count attacks.

        Parameters
        ----------
        attacks
            Rows of a record with `counts`, the dates and the times; rows that are no attacks are
            left out.
        """
        rows = attacks[attacks["counts"].astype(bool)]
        precision = rows["time_precision"]
        clock, sure = by_clock(rows), on_one_day(rows)
        timed = rows[clock & sure]
        cells = np.zeros((len(WEEKDAYS), HOURS_A_DAY), dtype=np.int64)
        # Monday is 0 in pandas.
        weekday = (timed["date"].dt.day_of_week.to_numpy(dtype=int) + 1) % len(WEEKDAYS)
        np.add.at(cells, (weekday, timed["time_local"].str[:2].astype(int).to_numpy()), 1)
        first = rows.loc[rows["time_local"] != "", "date"].min()
        by_part = rows.loc[precision == "part_of_day", "time_local"].value_counts()
        return cls(
            attacks=len(rows),
            cells=cells,
            minute=int((timed["time_precision"] == "minute").sum()),
            hour=int((timed["time_precision"] == "hour").sum()),
            parts={part: int(by_part[part]) for part in DAY_PARTS if part in by_part},
            no_time=int((rows["time_local"] == "").sum()),
            no_day=int((clock & ~sure).sum()),
            first=first,
            before=int((rows["date"] < first).sum()),
        )

    @property
    def n(self) -> int:
        """Attacks in the cells."""
        return int(self.cells.sum())

    @property
    def in_parts(self) -> int:
        """Attacks with a part of the day alone."""
        return sum(self.parts.values())

    @property
    def without_hour(self) -> int:
        """Attacks in no cell."""
        return self.attacks - self.n

    def frame(self) -> pd.DataFrame:
        """Cells as `weekday, hour, attacks`, empty ones too."""
        return pd.DataFrame(
            {
                "weekday": np.repeat(WEEKDAYS, HOURS_A_DAY),
                "hour": np.tile(np.arange(HOURS_A_DAY), len(WEEKDAYS)),
                "attacks": self.cells.ravel(),
            }
        )

    def as_dict(self) -> dict[str, Any]:
        """Every number as plain JSON."""
        return {
            "attacks": self.attacks,
            "with_hour": self.n,
            "to_the_minute": self.minute,
            "about_the_hour": self.hour,
            "without_hour": self.without_hour,
            "parts_of_day": dict(self.parts),
            "no_time_reported": self.no_time,
            "clock_time_without_one_day": self.no_day,
            "first_day_with_a_time": None if pd.isna(self.first) else f"{self.first:%Y-%m-%d}",
            "attacks_before_that_day": self.before,
            "weekdays": list(WEEKDAYS),
            "cells": self.cells.tolist(),
        }
