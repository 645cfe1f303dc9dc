"""Minutes from an attack to its claim: one number where both are known, else what bounds it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from geo.records.moments import by_clock, of_attacks, of_claims, on_one_day

LEAST_FOR_A_RATE: Final = 5
"""Claims under which no share and no median is given."""

_COLUMNS: Final = (
    "attack_id", "facade_id", "days", "least_min", "most_min", "bounded", "known", "from_claim",
)  # fmt: skip


def claim_delays(claims: pd.DataFrame, attacks: pd.DataFrame, zones: pd.Series) -> pd.DataFrame:
    """Time from each attack to each brand's first claim of it.

    Parameters
    ----------
    claims
        Claims of a record; those without a brand and of other attacks are left out.
    attacks
        Attacks that count, with dates, times and `status`.
    zones
        Zone of each attack's clock, see `geo.reference.time_zones.zones_of`.

    Returns
    -------
    pandas.DataFrame
        A row a claim: `attack_id, facade_id`; `days` from the attack's day to the claim's, NaN
        where either is not one day; `least_min` and `most_min`, NaN where no bound is known;
        `bounded`, whether both days are reported and a clock time of either, in order; `known`,
        whether both clock times are; `from_claim`, whether the attack is known by claims alone, so
        that its day may be the claim's. A claim follows its attack: `least_min` is never negative,
        and `most_min` is where the two contradict that.
    """
    rows = attacks[attacks["counts"].astype(bool)]
    mine = claims[(claims["facade_id"] != "") & claims["attack_id"].isin(rows.index)]
    order = mine.assign(order=mine["claim_order"].astype(int)).sort_values("order", kind="stable")
    mine = order.drop_duplicates(["attack_id", "facade_id"]).sort_index()
    ids = pd.Index(mine["attack_id"])
    of = rows.reindex(ids)
    struck = of_attacks(of, zones.reindex(ids).fillna("")).set_axis(mine.index)
    made = of_claims(mine)
    least = _minutes(made["earliest"] - struck["latest"])
    most = _minutes(made["latest"] - struck["earliest"])
    clock, said = by_clock(of).set_axis(mine.index), made["timed"]
    day = of["date"].where(on_one_day(of)).set_axis(mine.index)
    found = pd.DataFrame(
        {
            "attack_id": mine["attack_id"],
            "facade_id": mine["facade_id"],
            "days": (made["day"] - day).dt.days.astype(float),
            "least_min": least.clip(lower=0),
            "most_min": most,
            "bounded": (clock | said) & (most >= 0),
            "known": clock & said & (most >= 0),
            "from_claim": (of["status"] == "claimed_only").set_axis(mine.index),
        },
        columns=list(_COLUMNS),
    )
    return found.reset_index(drop=True)


def _minutes(span: pd.Series) -> pd.Series:
    minutes: pd.Series = span.dt.total_seconds() / 60
    return minutes


def by_brand(delays: pd.DataFrame) -> pd.DataFrame:
    """Sum the delays up by brand, most claims first.

    Parameters
    ----------
    delays
        As `claim_delays` gives them.

    Returns
    -------
    pandas.DataFrame
        By `facade_id`: `claims`; `from_claim`, those of attacks known by claims alone, which enter
        none of the others; `same_day`, `next_day`, `later`, `before` and `day_unknown`;
        `bounded`, and `median_least_min`, `median_most_min` between which their median lies;
        `timed`, those of which both clock times are known, with `median_min`, `least_min` and
        `most_min`. Medians are NaN under `LEAST_FOR_A_RATE`, the range under one.
    """
    rows = [_summed(str(brand), part) for brand, part in delays.groupby("facade_id", sort=True)]
    names = list(_summed("", delays.iloc[:0]))
    found = pd.DataFrame(rows, columns=names).set_index("facade_id")
    return found.sort_values("claims", ascending=False, kind="stable")


def _summed(brand: str, part: pd.DataFrame) -> dict[str, Any]:
    other = part[~part["from_claim"].astype(bool)]
    days, timed = other["days"], other[other["known"].astype(bool)]
    bounded = other[other["bounded"].astype(bool)]
    enough = len(timed) >= LEAST_FOR_A_RATE
    many = len(bounded) >= LEAST_FOR_A_RATE
    middle = (timed["least_min"] + timed["most_min"]) / 2
    return {
        "facade_id": brand,
        "claims": len(part),
        "from_claim": len(part) - len(other),
        "same_day": int((days == 0).sum()),
        "next_day": int((days == 1).sum()),
        "later": int((days > 1).sum()),
        "before": int((days < 0).sum()),
        "day_unknown": int(days.isna().sum()),
        "bounded": len(bounded),
        "median_least_min": float(bounded["least_min"].median()) if many else np.nan,
        "median_most_min": float(bounded["most_min"].median()) if many else np.nan,
        "timed": len(timed),
        "median_min": float(middle.median()) if enough else np.nan,
        "least_min": float(timed["least_min"].min()) if len(timed) else np.nan,
        "most_min": float(timed["most_min"].max()) if len(timed) else np.nan,
    }
