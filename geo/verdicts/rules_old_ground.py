"""Ground too old to decide: when it was last confirmed, and where it was last seen as whose."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas.table import OWN_GROUND
from geo.verdicts.cases import Cases
from geo.verdicts.ground_join import ABSENT, INSIDE, OUTSIDE, Joined
from geo.verdicts.terms import make

AREAS = "areas.toml: each area's citation"


def last_confirmed(cases: Cases, *, touching: bool) -> pd.DataFrame:
    """When stale ground was last confirmed, and whether all of the group's ground is stale.

    Counted is the asserted group's own ground; with `touching` also ground of others that the
    launch lies in, for it would otherwise speak.

    Returns
    -------
    `confirmed` and `all_stale`, on the attacks that meet such ground.
    """
    areas, launch = cases.launch.areas, cases.launch
    own = areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    group = cases.attacks["asserted_group"].to_numpy()[:, None]
    mine = own & (areas["holder"].to_numpy()[None, :] == group)
    stale = launch.stale & mine
    everything = ~(mine & (launch.state != ABSENT) & ~launch.stale).any(axis=1)
    row, column = np.nonzero(stale | (launch.stale & own & launch.covered) if touching else stale)
    last = pd.Series(areas["last_confirmed"].to_numpy()[column]).groupby(row).max()
    out = pd.DataFrame(index=cases.attacks.index[last.index.to_numpy(dtype=int)])
    out["confirmed"] = last.to_numpy()
    out["all_stale"] = everything[last.index.to_numpy(dtype=int)]
    return out


def last_seen(joined: Joined, cases: Cases) -> pd.Series:
    """Where each place meets ground that is too old: as whose it was last seen, in words.

    Returns
    -------
    One line a place, such as “last seen as KH’s, October 2021”, on the rows that meet any.
    """
    areas = joined.areas
    own = areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    row, column = np.nonzero(joined.stale & own & (joined.drawn != OUTSIDE))
    met = pd.DataFrame(
        {
            "row": row,
            "holder": areas["holder"].to_numpy()[column],
            "last": areas["last_confirmed"].to_numpy()[column],
            "within": joined.drawn[row, column] == INSIDE,
        }
    )
    each = met.groupby(["row", "holder"], as_index=False).agg({"last": "max", "within": "any"})
    names = cases.registry.short_name
    words = pd.Series(
        [
            f"{names(str(holder))}’s, {day:%B %Y}"
            if not pd.isna(day)
            else f"{names(str(holder))}’s, never confirmed"
            for holder, day in zip(each["holder"], each["last"], strict=True)
        ],
        index=each.index,
        dtype=object,
    )
    lines = words.groupby(each["row"]).agg("; ".join)
    within = each.groupby("row")["within"].any()
    text = np.where(within, "last seen as ", "in or by ground last seen as ") + lines.to_numpy()
    index = joined.index[lines.index.to_numpy(dtype=int)]
    return pd.Series(text, index=index, dtype=object)


def ground_unconfirmed(cases: Cases) -> pd.DataFrame:
    """Flag a launch in ground that nobody has confirmed for over a year."""
    stale = last_confirmed(cases, touching=True)
    return make(
        stale.index,
        term_id="ground_unconfirmed",
        effect="flag",
        text=pd.Series(
            [
                f"Ground was last confirmed in {day:%B %Y}, over a year before: too old to decide."
                if not pd.isna(day)
                else "Ground was never confirmed, so it decides nothing."
                for day in stale["confirmed"]
            ],
            dtype=object,
        ),
        source=AREAS,
    )
