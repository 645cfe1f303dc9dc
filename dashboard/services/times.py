"""Times of day and minutes to claim of some attacks: numbers, tables and words for all who show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.atlas import Atlas
from geo.parsing.columns import looked_up
from geo.parsing.days import in_words
from geo.records.claim_delays import LEAST_FOR_A_RATE, by_brand, claim_delays
from geo.records.counts import many
from geo.records.daylight import NO_CLOCK, daylight, light_counts
from geo.records.hours import WEEKDAYS, Hours
from geo.records.moments import by_clock, of_attacks, on_one_day
from geo.reference.time_zones import zones_of

LIMITS: Final = (
    "Descriptive only. A time of day is reported of some attacks and by some outlets, so no habit "
    "and no forecast may be read off it."
)
CLAIM_LIMITS: Final = (
    "A claim’s day is often that of the page that reports it. Attacks known by claims alone are "
    f"left out: their day may be the claim’s own. Under {LEAST_FOR_A_RATE} claims no share and no "
    "median is given."
)
COUNTRIES: Final = {
    "AE": "United Arab Emirates", "IL": "Israel", "IQ": "Iraq", "IR": "Iran", "JO": "Jordan",
    "KW": "Kuwait", "LB": "Lebanon", "SA": "Saudi Arabia", "SY": "Syria, with the Golan",
    "TR": "Türkiye",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Times:
    """What is reported of the hours of some attacks and of their claims.

    Parameters
    ----------
    hours
        Attacks by hour and weekday.
    light
        Attacks by `geo.records.daylight.ANSWERS`.
    timed
        Attacks with any time of day by `attack_id`, latest first: `title, date, weekday,
        time_local, time_precision, light, earliest_utc, latest_utc, time_source`.
    delays
        Claims by `attack_id` with what is known of the minutes, see
        `geo.records.claim_delays.claim_delays`, and `brand`, its name.
    brands
        Sums by brand, see `geo.records.claim_delays.by_brand`, and `brand`.
    """

    hours: Hours
    light: dict[str, int]
    timed: pd.DataFrame
    delays: pd.DataFrame
    brands: pd.DataFrame

    @classmethod
    def of(
        cls, atlas: Atlas, *, year: int | None = None, country: str = "", facade: str = ""
    ) -> Times:
        """Take the times of the record's attacks.

        Parameters
        ----------
        atlas
            The record, its places and registries.
        year
            Only attacks of this year, or None for all.
        country
            Only attacks at a place of this country of the gazetteer (IQ, SY …), or empty.
        facade
            Only attacks that this brand claims, and its claims, or empty.
        """
        rows, claims = _chosen(atlas, year=year, country=country, facade=facade)
        zones = zones_of(rows, gazetteer=atlas.gazetteer, units=atlas.units)
        moments = of_attacks(rows, zones)
        light = daylight(rows, moments)
        delays = claim_delays(claims, rows, zones)
        brands = by_brand(delays)
        names = atlas.registry.facades["name"]
        return cls(
            hours=Hours.of(rows),
            light=light_counts(light),
            timed=_timed(rows, moments, light),
            delays=delays.assign(brand=delays["facade_id"].map(names)).set_index("attack_id"),
            brands=brands.assign(brand=names.reindex(brands.index)),
        )

    def hours_words(self) -> str:
        """Say how many attacks have an hour, and of how many there is none, and why."""
        hours = self.hours
        known = f"{hours.minute:,} to the minute, {hours.hour:,} about the hour"
        head = f"n = {hours.n:,} of {many(hours.attacks, 'attack')}" + (
            f" ({known})." if hours.n else "."
        )
        parts = ", ".join(f"{part} {n:,}" for part, n in hours.parts.items())
        reasons = (
            f"{hours.in_parts:,} with a part of the day alone ({parts})" if hours.parts else "",
            f"{hours.no_time:,} without any time" if hours.no_time else "",
            f"{hours.no_day:,} with a clock time and no single day" if hours.no_day else "",
        )
        listed = "; ".join(one for one in reasons if one)
        last = (
            f" No attack before {in_words(hours.first)} has a time ({hours.before:,})."
            if hours.before
            else ""
        )
        return f"{head} No hour for {hours.without_hour:,}: {listed}.{last}" if listed else head

    def light_words(self) -> str:
        """Say how many attacks struck by day, in twilight and by night."""
        clocked = {name: n for name, n in self.light.items() if name != NO_CLOCK}
        parts = ", ".join(f"{name} {n:,}" for name, n in clocked.items() if n)
        return (
            f"n = {sum(clocked.values()):,} with a clock time: {parts or 'none'}. By the sun over "
            "the place: day from its rise to its set, twilight until it stands 6° lower. "
            "Cannot tell: what is known of the time, the day or the place reaches over an edge."
        )

    def hours_text(self) -> str:
        """Say the wheel in words, for who does not see it: the hours with most attacks, by day."""
        hours = self.hours
        if not hours.n:
            return "No attack with an hour."
        by_hour = hours.cells.sum(axis=0)
        most = np.argsort(-by_hour, kind="stable")[:3]
        named = ", ".join(f"{at:02}:00 to {at:02}:59 {by_hour[at]}" for at in sorted(most.tolist()))
        days = ", ".join(
            f"{day} {n}" for day, n in zip(WEEKDAYS, hours.cells.sum(axis=1).tolist(), strict=True)
        )
        return (
            f"Wheel of the 24 hours with a ring a weekday. {many(hours.n, 'attack')} with an hour. "
            f"Most in {named}. By weekday: {days}."
        )

    def brand_rows(self) -> pd.DataFrame:
        """Sums by brand as people read them: a share or a median from `LEAST_FOR_A_RATE` on."""
        rows = self.brands.to_dict("records")
        return pd.DataFrame(
            {
                "Brand": [one["brand"] for one in rows],
                "Claims": [one["claims"] for one in rows],
                "Of attacks known by claims alone": [one["from_claim"] for one in rows],
                "Same day": [_share(one, "same_day") for one in rows],
                "Next day": [_share(one, "next_day") for one in rows],
                "Later": [_share(one, "later") for one in rows],
                "Day not reported": [one["day_unknown"] for one in rows],
                "Bounded by a clock time (n)": [one["bounded"] for one in rows],
                "Their median lies between": [
                    _span(one["median_least_min"], one["median_most_min"], joined="and")
                    for one in rows
                ],
                "Known to minutes (n)": [one["timed"] for one in rows],
                "Median": [_minutes(one["median_min"]) for one in rows],
                "Range": [_span(one["least_min"], one["most_min"], joined="to") for one in rows],
            }
        )

    def claims_words(self) -> str:
        """Say how many claims there are, and of how many anything is known in minutes."""
        other = self.delays[~self.delays["from_claim"].astype(bool)]
        timed, bounded = int(other["known"].sum()), int(other["bounded"].sum())
        wrong = int((self.delays["days"] < 0).sum())
        before = f" {wrong:,} dated before its attack." if wrong else ""
        return (
            f"{many(len(self.delays), 'claim')} by brands, {len(other):,} of attacks that others "
            f"report too. Of these {timed:,} known to minutes from attack to claim, {bounded:,} "
            f"bounded by the clock time of either.{before}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Every number as plain JSON."""
        return {
            "limits": [LIMITS, CLAIM_LIMITS],
            "hours": self.hours.as_dict(),
            "light": dict(self.light),
            "attacks": _records(self.timed.reset_index()),
            "brands": _records(self.brands.reset_index()),
            "claims": _records(self.delays.reset_index()),
        }


def _chosen(
    atlas: Atlas, *, year: int | None, country: str, facade: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, claims = atlas.record.attacks, atlas.record.claims
    rows = rows[rows["counts"].astype(bool)]
    if year is not None:
        rows = rows[rows["date"].dt.year == year]
    if country:
        rows = rows[_countries(rows, atlas) == country]
    if facade:
        claims = claims[claims["facade_id"] == facade]
        rows = rows[rows.index.isin(claims["attack_id"])]
    return rows, claims


def _countries(rows: pd.DataFrame, atlas: Atlas) -> pd.Series:
    places = atlas.gazetteer.table
    return looked_up(
        rows["target_place_id"], dict(zip(places.index, places["country"], strict=True))
    )


def choices(atlas: Atlas) -> dict[str, dict[Any, str]]:
    """Years, countries and brands that the record's attacks have, with their names.

    Parameters
    ----------
    atlas
        The record, its places and registries.
    """
    rows, claims = _chosen(atlas, year=None, country="", facade="")
    years = sorted({int(one) for one in rows["date"].dt.year.dropna()}, reverse=True)
    found = _countries(rows, atlas)
    countries = [one for one in found.value_counts().index if one]
    brands = claims.loc[claims["attack_id"].isin(rows.index), "facade_id"].value_counts()
    names = atlas.registry.facades["name"]
    return {
        "year": {one: str(one) for one in years},
        "country": {one: COUNTRIES.get(one, one) for one in countries},
        "facade": {str(one): str(names[one]) for one in brands.index if one},
    }


def _timed(rows: pd.DataFrame, moments: pd.DataFrame, light: pd.Series) -> pd.DataFrame:
    timed = (rows["time_local"] != "").to_numpy()
    mine, when = rows[timed], moments[timed]
    clock = by_clock(mine)
    weekday = mine["date"].dt.day_name().where(on_one_day(mine), "")
    return (
        pd.DataFrame(
            {
                "title": mine["title"],
                "date": mine["date"].dt.strftime("%Y-%m-%d"),
                "weekday": weekday,
                "time_local": mine["time_local"],
                "time_precision": mine["time_precision"],
                "light": light[timed].where(clock, ""),
                "earliest_utc": _utc(when["earliest"]),
                "latest_utc": _utc(when["latest"]),
                "time_source": mine["time_source"],
            }
        )
        .sort_index(kind="stable")
        .sort_values("date", ascending=False, kind="stable")
    )


def _utc(times: pd.Series) -> pd.Series:
    written: pd.Series = times.dt.strftime("%Y-%m-%dT%H:%MZ").fillna("")
    return written


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): _plain(cell) for name, cell in row.items()} for row in table.to_dict("records")
    ]


def _plain(cell: Any) -> Any:
    if isinstance(cell, float):
        if math.isnan(cell):
            return None
        return int(cell) if cell.is_integer() else cell
    return cell


def _share(row: dict[Any, Any], name: str) -> str | None:
    known = sum(int(row[one]) for one in ("same_day", "next_day", "later", "before"))
    if not known:
        return None
    text = f"{row[name]:,} of {known:,}"
    return f"{text} ({row[name] / known:.0%})" if known >= LEAST_FOR_A_RATE else text


def _minutes(minutes: float) -> str | None:
    if math.isnan(minutes):
        return None
    whole = round(minutes)
    return f"{whole} min" if whole < 120 else f"{whole / 60:.1f} h"  # noqa: PLR2004 - two hours


def _span(least: float, most: float, *, joined: str) -> str | None:
    low, high = _minutes(least), _minutes(most)
    return low if low is None or low == high else f"{low} {joined} {high}"
