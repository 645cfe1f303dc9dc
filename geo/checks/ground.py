"""What the launch place says: inside, outside or cannot tell of the asserted group's ground."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from geo.areas import OWN_GROUND
from geo.cases import Cases, holders
from geo.extents import how_known
from geo.join import ABSENT, CANNOT_TELL, INSIDE, OUTSIDE, Joined
from geo.terms import join_terms, make

HALF = 0.5
GROUND_SOURCE = "areas.toml: each area's citation"


def _km(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"  # noqa: PLR2004


def _list(ids: tuple[str, ...], cases: Cases, *, last: str = "and") -> str:
    names = [cases.registry.short_name(ident) for ident in ids]
    joint = f" {last} "
    return joint.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _whose(inside: tuple[str, ...], perhaps: tuple[str, ...], cases: Cases) -> str:
    """Say whose ground a launch lies in where nobody is said to have done it."""
    if inside:
        return f"lies inside {_list(inside, cases)} ground"
    if perhaps:
        return f"may lie inside {_list(perhaps, cases, last='or')} ground; cannot tell"
    return "lies in nobody’s recorded ground"


def _sources(ids: pd.Series, cases: Cases) -> pd.Series:
    """Citation of each area id, and of the registry as a whole where there is none."""
    areas = cases.launch.areas
    cited = cases.registry.cite(areas["source_id"], areas["pointer"])
    return ids.map(cited).fillna(GROUND_SOURCE)


_TOLD = (
    "asserted_group", "launch_place", "launch_radius_km", "holders", "state", "reason",
    "distance_km", "border_km", "share", "confirmed", "all_stale",
)  # fmt: skip
"""What a sentence reads of an attack."""


def _sentence(row: Mapping[Hashable, Any], cases: Cases) -> str:
    who = cases.registry.short_name(str(row["asserted_group"]))
    place = f"Launch at {row['launch_place']} ({how_known(row['launch_radius_km'])})"
    others = tuple(h for h in row["holders"] if h != row["asserted_group"])
    also = f" and inside {_list(others, cases)} ground" if others else ""
    match (row["state"], row["reason"]):
        case ("inside", _):
            return f"{place} lies inside {who} ground{also}."
        case ("outside", _):
            far = (
                f"by {_km(float(row['distance_km']))} km (border known to ±{row['border_km']:g} km)"
            )
            return f"{place} lies outside {who} ground {far}{also}."
        case (_, "stale"):
            when = row["confirmed"]
            told = "never confirmed" if pd.isna(when) else f"last confirmed in {when:%B %Y}"
            part = "" if row["all_stale"] else "part of "
            return f"{place}: cannot tell; {part}{who} ground was {told}{also}."
        case (_, "gap"):
            return f"{place}: cannot tell; where {who} launches from here is not known{also}."
        case (_, "edge"):
            share = row["share"]
            known = f"; {share:.0%} of the place lies inside" if share == share else ""  # noqa: PLR0124
            return f"{place}: cannot tell whether inside {who} ground{known}{also}."
    return f"{place}; no ground is recorded for {who} on that day{also}."


def _stale_ground(cases: Cases, *, touching: bool) -> pd.DataFrame:
    """When stale ground was last confirmed, and whether all of the group's ground is stale.

    Counted is the asserted group's own ground; with `touching` also ground of others that the
    launch lies in, for it would otherwise speak.
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


def launch_ground(cases: Cases) -> pd.DataFrame:
    """Launch against the asserted group's own ground, or whose ground it is where none is."""
    attacks, own = cases.attacks, cases.own
    inside = cases.inside_holders()
    rows = attacks.assign(
        holders=inside,
        state=own["state"],
        reason=own["reason"],
        distance_km=own["distance_km"],
        border_km=own["border_km"],
        share=own["share"],
    ).join(_stale_ground(cases, touching=False))
    known = rows["launch_place"] != ""
    judged = rows[known & (rows["asserted_group"] != "")]
    effect = judged["state"].map({"inside": "supports", "outside": "breaks"}).fillna("silent")
    me = judged["asserted_group"]
    others = pd.Series(
        [tuple(h for h in hs if h != g) for hs, g in zip(judged["holders"], me, strict=True)],
        index=judged.index,
        dtype=object,
    )
    mine = me.map(lambda g: (g,))
    told = judged[[one for one in _TOLD if one in judged]].to_dict("records")
    asserted = make(
        judged.index,
        term_id="launch_ground",
        effect=effect,
        favours=mine.where(effect == "supports", others),
        against=mine.where(effect == "breaks", ""),
        text=pd.Series([_sentence(row, cases) for row in told], dtype=object),
        source=_sources(own.loc[judged.index, "area_id"], cases),
    )
    free = rows[known & (rows["asserted_group"] == "")]
    perhaps = holders(cases.launch, kinds=OWN_GROUND, states=(CANNOT_TELL,))
    texts = [
        f"Launch at {place} ({how_known(radius)}) {_whose(inside, maybe, cases)}."
        for place, radius, inside, maybe in zip(
            free["launch_place"],
            free["launch_radius_km"],
            free["holders"],
            perhaps.loc[free.index],
            strict=True,
        )
    ]
    unasserted = make(
        free.index,
        term_id="launch_ground",
        effect="says",
        favours=free["holders"],
        text=pd.Series(texts, dtype=object),
        source=GROUND_SOURCE,
    )
    unknown = rows[~known & rows["counts"]]
    nothing = make(
        unknown.index,
        term_id="launch_ground",
        effect="silent",
        text="The launch place is not known, so ground says nothing.",
        source="",
    )
    return join_terms([asserted, unasserted, nothing])


def contested_ground(cases: Cases) -> pd.DataFrame:
    """Flag a launch that lies in the ground of several groups."""
    inside = cases.inside_holders()
    shared = inside[inside.map(len) > 1]
    return make(
        shared.index,
        term_id="contested_ground",
        effect="flag",
        favours=shared,
        text=shared.map(lambda hs: f"The launch place is shared ground: {_list(hs, cases)}."),
        source=GROUND_SOURCE,
    )


def ground_unconfirmed(cases: Cases) -> pd.DataFrame:
    """Flag a launch in ground that nobody has confirmed for over a year."""
    stale = _stale_ground(cases, touching=True)
    return make(
        stale.index,
        term_id="ground_unconfirmed",
        effect="flag",
        text=pd.Series(
            [
                f"Ground was last confirmed in {day:%B %Y}, over a year before: it convicts nobody."
                if not pd.isna(day)
                else "Ground was never confirmed: it convicts nobody."
                for day in stale["confirmed"]
            ],
            dtype=object,
        ),
        source=GROUND_SOURCE,
    )


def low_confidence_ground(cases: Cases) -> pd.DataFrame:
    """Flag a launch that lies inside the asserted group's ground only by a low-confidence area."""
    areas = cases.launch.areas
    weak = (areas["confidence"] == "low").to_numpy() & areas["kind"].isin(OWN_GROUND).to_numpy()
    hit = cases.launch.state == INSIDE
    mine = (
        areas["holder"].to_numpy()[None, :] == cases.attacks["asserted_group"].to_numpy()[:, None]
    )
    ground = areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    only = (hit & mine & weak[None, :]).any(axis=1) & ~(hit & mine & ground & ~weak[None, :]).any(
        axis=1
    )
    return make(
        cases.attacks.index[only],
        term_id="low_confidence_ground",
        effect="flag",
        text="The ground that it fits is itself of low confidence.",
        source=GROUND_SOURCE,
    )


def likely_committees(joined: Joined) -> pd.Series:
    """Committees in whose ground each place lies, surely or by more than half of its disc."""
    likely = (joined.state == INSIDE) | ((joined.state == CANNOT_TELL) & (joined.share > HALF))
    narrowed = replace(joined, state=np.where(likely, INSIDE, OUTSIDE).astype(np.int8))
    return holders(narrowed, kinds=("committee",), states=(INSIDE,))


def _reported_across(cases: Cases) -> pd.DataFrame:
    """Rules that report a strike across committee lines, one row an attack they fit."""
    rules = cases.registry.target_rules
    reported = rules[rules["across_lines"] == "yes"].drop_duplicates(["group_id", "target_place"])
    keyed = cases.attacks.reset_index()[["attack_id", "asserted_group", "target_place_id"]]
    return keyed.merge(
        reported,
        left_on=["asserted_group", "target_place_id"],
        right_on=["group_id", "target_place"],
    ).set_index("attack_id")


def committee_line(cases: Cases) -> pd.DataFrame:
    """Flag an asserted group that strikes where another leads the committee."""
    registry, attacks = cases.registry, cases.attacks
    target = likely_committees(cases.target)
    pairs = target[(attacks["asserted_group"] != "") & (target.map(len) > 0)].explode()
    table = registry.committees.loc[pairs.to_numpy(dtype=object)]
    table.index = pairs.index
    me = attacks.loc[pairs.index, "asserted_group"]
    members = [
        group in participants.split("|") or group in (lead, predominant)
        for group, participants, lead, predominant in zip(
            me, table["participants"], table["lead"], table["predominant"], strict=True
        )
    ]
    away = ~np.asarray(members, dtype=bool)
    reported = _reported_across(cases)
    text = [
        f"Across committee lines: the target lies in the {name.lower()}’s ground, led by "
        f"{registry.short_name(lead)} ({strength})." + (" Reported of this group." if told else "")
        for name, lead, strength, told in zip(
            table["name"],
            table["lead"],
            table["lead_strength"],
            pairs.index.isin(reported.index),
            strict=True,
        )
    ]
    frame = make(
        pairs.index,
        term_id="across_committee_lines",
        effect="flag",
        favours=table["lead"],
        text=pd.Series(text, dtype=object),
        source=registry.cite(table["source_id"], table["pointer"]),
    )
    # Where no committee's ground is drawn the report alone tells, on days that have committees.
    committees = (cases.target.areas["kind"] == "committee").to_numpy()
    drawn = ((cases.target.state != ABSENT) & ~cases.target.stale)[:, committees].any(axis=1)
    elsewhere = attacks.index[drawn & (target.map(len) == 0).to_numpy()]
    extra = reported[reported.index.isin(elsewhere)]
    told = make(
        extra.index,
        term_id="across_committee_lines",
        effect="flag",
        text="Across committee lines: the source reports this of the group at this target.",
        source=registry.cite(extra["source_id"], extra["pointer"]),
    )
    return join_terms([frame[away], told])
