"""Ground that is not fresh: when it was last confirmed, and where it was last seen as whose."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.age import FRESH
from geo.areas.seen_text import newest_texts
from geo.areas.table import OWN_GROUND
from geo.verdicts.cases import Cases
from geo.verdicts.ground_join import ABSENT, INSIDE, OUTSIDE, Joined
from geo.verdicts.terms import make

AREAS = "areas.toml: each area's citation"


def last_confirmed(cases: Cases) -> pd.Series:
    """When the asserted group's own ground was last confirmed, where any of it is not fresh.

    Ground that the launch may lie in comes first; where it may lie in none, all of it counts.

    Returns
    -------
    In words, empty for never, on the attacks that meet such ground.
    """
    areas, launch = cases.launch.areas, cases.launch
    own = areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    group = cases.attacks["asserted_group"].to_numpy()[:, None]
    mine = own & (areas["holder"].to_numpy()[None, :] == group) & (launch.state != ABSENT)
    mine &= launch.age != FRESH
    here = mine & (launch.drawn > OUTSIDE)
    chosen = np.where(here.any(axis=1, keepdims=True), here, mine)
    return _newest(launch, chosen)


def _newest(joined: Joined, chosen: NDArray[np.bool_]) -> pd.Series:
    """When chosen areas were confirmed at the latest, in words, on the rows that have any."""
    row, column = np.nonzero(chosen)
    newest = newest_texts(joined.areas, column, joined.seen[row, column], [row])
    newest.index = joined.index[newest.index.to_numpy(dtype=int)]
    return newest


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
            "within": joined.drawn[row, column] == INSIDE,
        }
    )
    each = met.groupby(["row", "holder"], as_index=False).agg({"within": "any"})
    last = newest_texts(areas, column, joined.seen[row, column], [row, met["holder"].to_numpy()])
    names = cases.registry.short_name
    words = pd.Series(
        [
            f"{names(str(holder))}’s, {when or 'never confirmed'}"
            for holder, when in zip(each["holder"], last, strict=True)
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
    """Flag a launch at ground that is ageing or old: the asserted group's, or any that holds it."""
    areas, launch = cases.launch.areas, cases.launch
    own = areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    group = cases.attacks["asserted_group"].to_numpy()[:, None]
    mine = own & (areas["holder"].to_numpy()[None, :] == group)
    here = (launch.age != FRESH) & own & (launch.drawn > OUTSIDE) & (mine | launch.covered)
    # Of a group that has no fresh ground anywhere, all of it is listed.
    none = ~(mine & (launch.state != ABSENT) & (launch.age == FRESH)).any(axis=1, keepdims=True)
    here |= none & mine & (launch.state != ABSENT)
    old = here & launch.stale
    seen, ageing = _newest(launch, here), here.any(axis=1) & ~old.any(axis=1)
    weak = pd.Series(ageing, index=launch.index)
    return make(
        seen.index,
        term_id="ground_unconfirmed",
        effect="flag",
        text=pd.Series(
            [
                "Ground was never confirmed, so it decides nothing."
                if not when
                else f"Ground was last confirmed in {when}, over a year before: "
                + ("it speaks weakly." if only_ageing else "too old to decide.")
                for when, only_ageing in zip(seen, weak[seen.index], strict=True)
            ],
            dtype=object,
        ),
        source=AREAS,
    )
