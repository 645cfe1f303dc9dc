"""Whose ground a place lies in, in words, where nobody is asked about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas.age import AGEING
from geo.areas.seen_text import newest_texts
from geo.areas.table import OWN_GROUND
from geo.parsing.tables import as_text
from geo.verdicts.cases import Cases, holders
from geo.verdicts.ground_join import ABSENT, CANNOT_TELL, INSIDE, Joined
from geo.verdicts.rules_old_ground import last_seen

_LEAST, _MOST = 0.005, 0.995
"""Shares that would round to nothing or to all of a place are not written as either."""

HALF = 0.5

_EDGE = "by its unsure edge alone"


def share_words(shares: tuple[float, ...]) -> str:
    """Say how much of a place lies in each of some areas of one holder, most first.

    Parameters
    ----------
    shares
        Shares of the place, 0 to 1; 0 where only the area's unsure edge reaches it. Slivers beside
        a larger share are left out.
    """
    listed = sorted((one for one in shares if one > _LEAST), reverse=True)
    if not listed:
        return "under 1% of the place" if any(shares) else _EDGE
    if listed[0] == 1:
        return "all of the place, yet near its edge"
    words = [f"{one:.0%}" if one < _MOST else "over 99%" for one in listed]
    return f"{_joined(words, last='and')} of the place"


def _joined(parts: list[str], *, last: str) -> str:
    most, end = parts[:-1], parts[-1:]
    return f" {last} ".join([", ".join(most), *end] if most else end)


def named(ids: tuple[str, ...], cases: Cases, *, last: str = "and") -> str:
    """Short names of groups in one phrase."""
    return _joined([cases.registry.short_name(ident) for ident in ids], last=last)


def whose_ground(joined: Joined, cases: Cases, *, rows: pd.Index) -> pd.Series:
    """Say of some places in whose ground they lie, for places of which nobody is asked.

    Ground too old is one phrase; where none is drawn for the day, or where a group is known to
    launch from without the places being known, that is said in place of “nobody’s”.
    """
    inside = holders(joined.fresh(), kinds=OWN_GROUND, states=(INSIDE,))
    ageing = as_text(_ageing(joined, cases).reindex(joined.index))
    maybe = _maybe(joined, cases)
    # That nobody knows where a group launches from does not age.
    seen_in = joined.as_drawn()
    open_ = holders(seen_in, kinds=("gap",), states=(INSIDE,))
    by_open = holders(seen_in, kinds=("gap",), states=(CANNOT_TELL,))
    road = holders(joined.usable(), kinds=("corridor",), states=(INSIDE, CANNOT_TELL))
    seen = as_text(last_seen(joined, cases).reindex(joined.index))
    nobody = _nobody(joined, cases)
    words = []
    for row in rows:
        if inside[row]:
            said = f"lies inside {named(inside[row], cases)} ground"
            said += f" and inside {ageing[row]}" if ageing[row] else ""
        elif ageing[row]:
            said = f"lies inside {ageing[row]}: weak"
        elif maybe[row]:
            said = f"may lie inside {maybe[row]}; cannot tell"
        elif seen[row]:
            said = f"was {seen[row]}; too old to decide"
        else:
            said = nobody[row]
            if road[row]:
                said += f"; it may lie on a road of {named(road[row], cases)}’s campaign"
        if seen[row] and (inside[row] or ageing[row] or maybe[row]):
            said += f"; {seen[row]}, too old to decide"
        if open_[row]:
            said += f"; where {named(open_[row], cases)} launches from here is not known"
        if by_open[row]:
            whose = named(by_open[row], cases)
            said += f"; it may lie where {whose} launches from places that are not known"
        words.append(said)
    return pd.Series(words, index=rows, dtype=object)


def _nobody(joined: Joined, cases: Cases) -> pd.Series:
    """Say that a place lies in nobody's ground, and what that is worth on its day."""
    own = joined.areas["kind"].isin(OWN_GROUND).to_numpy()
    drawn = joined.state[:, own] != ABSENT
    old = (joined.stale[:, own] & drawn).sum(axis=1) * 2 > drawn.sum(axis=1)
    day = cases.attacks["judged_on"]
    begins = joined.areas.loc[own, "valid_from"].mode()
    first = begins.iloc[0] if len(begins) else pd.NaT
    return pd.Series(
        np.select(
            [day.isna(), (day < first).to_numpy(), old],
            [
                "has no day, so no ground can be looked up",
                f"lies in none of the little ground that is drawn for {{}}; most begins on "
                f"{first:%Y-%m-%d}"
                if not pd.isna(first)
                else "",
                "lies in nobody’s recorded ground, most of which is too old to decide",
            ],
            default="lies in nobody’s recorded ground",
        ),
        index=joined.index,
        dtype=object,
    ).combine(day, lambda text, when: text.format("" if pd.isna(when) else when.year))


def _ageing(joined: Joined, cases: Cases) -> pd.Series:
    """In whose ageing ground each place surely lies and when it was last confirmed, in words."""
    own = joined.areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    row, column = np.nonzero((joined.state == INSIDE) & (joined.age == AGEING) & own)
    met = pd.DataFrame(
        {
            "row": row,
            "holder": joined.areas["holder"].to_numpy(object)[column],
        }
    )
    each = met.groupby(["row", "holder"], as_index=False).first()
    last = newest_texts(
        joined.areas, column, joined.seen[row, column], [row, met["holder"].to_numpy()]
    )
    short = cases.registry.short_name
    words = pd.Series(
        [
            f"ageing {short(str(holder))} ground, last confirmed in {when}"
            for holder, when in zip(each["holder"], last, strict=True)
        ],
        index=each.index,
        dtype=object,
    )
    lines = words.groupby(each["row"]).agg(" and ".join)
    lines.index = joined.index[lines.index.to_numpy(dtype=int)]
    return lines


def _maybe(joined: Joined, cases: Cases) -> pd.Series:
    """In whose ground, not too old, each place may lie, and how much of it; empty in nobody's."""
    own = joined.areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    # Ageing ground is weak: less than half of a place in it is not worth a word.
    fresh = joined.age != AGEING
    usable = (joined.state == CANNOT_TELL) & ~joined.stale & own
    row, column = np.nonzero(usable & (fresh | (joined.share >= HALF)))
    met = pd.DataFrame(
        {
            "row": row,
            "holder": joined.areas["holder"].to_numpy(object)[column],
            "ageing": ~fresh[row, column],
            "share": joined.share[row, column],
        }
    )
    each = met.groupby(["row", "holder", "ageing"], sort=True)["share"].agg(tuple).reset_index()
    short = cases.registry.short_name
    holdings = pd.DataFrame(
        {
            "row": each["row"],
            "name": [
                f"ageing {short(str(holder))}" if ageing else short(str(holder))
                for holder, ageing in zip(each["holder"], each["ageing"], strict=True)
            ],
            "much": [share_words(shares) for shares in each["share"]],
        }
    )
    lines = holdings.groupby("row")[["name", "much"]].agg(tuple)
    text = [
        f"{names[0]} ground ({much[0]})"
        if len(names) == 1
        else "ground of "
        + _joined([f"{who} ({of_it})" for who, of_it in zip(names, much, strict=True)], last="or")
        for names, much in zip(lines["name"], lines["much"], strict=True)
    ]
    words = pd.Series(text, index=joined.index[lines.index.to_numpy(dtype=int)], dtype=object)
    return as_text(words.reindex(joined.index))
