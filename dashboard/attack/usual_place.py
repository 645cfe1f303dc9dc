"""How usual the place of a launch is for the group that is named, and whose launches lie near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.session.selection import current
from geo.attribution.assess import Event
from geo.attribution.events import UNKNOWN
from geo.attribution.place_anomaly import LEAST_CAMPAIGNS, LEAST_EVENTS
from geo.verdicts.check import Findings


def who(ident: str) -> str:
    """Readable name of a candidate; the one that nobody has named yet is labelled as such."""
    return "a group not on the list" if ident == UNKNOWN else queries.names().get(ident, ident)


def row_of(frame: pd.DataFrame, ident: str) -> dict[Any, Any]:
    """One row as a mapping."""
    return frame.loc[[ident]].to_dict("records")[0]


def small_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Draw a small table that a screen reader reads and the page's own tables never meet."""
    lines = [head, tuple("---:" if i == 1 else "---" for i in range(len(head)))]
    lines += [tuple(escape(cell) for cell in row) for row in rows]
    st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def show(found: Findings, ident: str, *, event: Event, day: pd.Timestamp) -> None:
    """Draw the votes near the launch, and how unusual it is with what that rests on."""
    attack, row = row_of(found.table, ident), row_of(event.table, ident)
    if pd.isna(attack["launch_lon"]):
        known = "known only by its governorate" if attack["launch_place"] else "not known"
        st.caption(f"The launch is {known}, so no place can be called usual or unusual.")
        return
    votes = queries.usual_ground(day, current().grade).votes(
        attack["launch_lon"], attack["launch_lat"]
    )
    if not (votes["all"] >= _LEAST_VOTES).any():
        st.caption("No earlier launch of a confirmed group lies anywhere near: drawn ground alone.")
    else:
        small_table(("Within", "Votes", "Whose"), vote_rows(votes))
        st.caption("One vote an attack, halved every 90 days, less within a burst.")
    st.markdown(escape(baseline_words(row, who(str(attack["asserted_group"])))))


def vote_rows(votes: pd.DataFrame) -> list[tuple[str, ...]]:
    """Votes of each level that holds any, coarse to fine, as `Ground.votes` gives them."""
    out: list[tuple[str, ...]] = []
    for level in votes[votes["all"] >= _LEAST_VOTES].to_dict("records"):
        groups = {
            str(name): float(count)
            for name, count in level.items()
            if name not in _NO_GROUP and count >= _LEAST_VOTES
        }
        best = sorted(groups, key=lambda one: -groups[one])[:2]
        busiest = ", ".join(f"{groups[one]:.1f} {who(one)}" for one in best)
        out.append((f"{level['edge_km'] * 2:.0f} km cell", f"{level['all']:.1f}", busiest))
    return out


_NO_GROUP = ("level", "edge_km", "all")
_LEAST_VOTES = 0.05
"""Fewer votes would be written as 0.0."""


def baseline_words(row: Mapping[Any, Any], name: str) -> str:
    """Say p with what it rests on, or why there is none."""
    events, campaigns = int(row["events"]), int(row["campaigns"])
    based = (
        f"based on {events} earlier attack{'' if events == 1 else 's'} in {campaigns} "
        f"campaign{'' if campaigns == 1 else 's'}"
    )
    if not name:
        return "Nobody is named, so there is no claim to hold against the place."
    if row["abstained"] and events < LEAST_EVENTS:
        return (
            f"No judgement: {events} launches of {name} are known, and under {LEAST_EVENTS} the "
            "method abstains."
        )
    if row["abstained"]:
        return "No judgement: the launch is known to a district at best."
    p = float(row["p"])
    share = "fewer than 1" if p < 0.01 else f"about {p * 100:.0f}"  # noqa: PLR2004
    caution = (
        " Few known attacks: the figure leans on all groups." if campaigns < LEAST_CAMPAIGNS else ""
    )
    return (
        f"Of true attacks by {name}, {share} in 100 came from a place at least as unusual "
        f"(p = {p:.2f}, {based}).{caution}"
    )
