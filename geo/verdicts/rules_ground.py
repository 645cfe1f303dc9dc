"""What the launch place says: inside, outside or cannot tell of the asserted group's ground."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geo.areas.age import FRESH
from geo.areas.extents import precision_text
from geo.areas.table import KINDS, LAUNCHED_FROM, OWN_GROUND
from geo.parsing.tables import as_text
from geo.verdicts.cases import Cases, firm_ground, holders, may_hold
from geo.verdicts.ground_join import ABSENT, INSIDE
from geo.verdicts.rules_old_ground import AREAS, last_confirmed
from geo.verdicts.terms import join_terms, make
from geo.verdicts.whose_ground import named, share_words, whose_ground

LAID_WITHIN_KM = 2.0
"""A weapon that reaches no farther is laid where it goes off: its target place is its own place."""

_COLUMNS = (
    "asserted_group", "launch_place", "launch_radius_km", "holders", "maybe", "state", "reason",
    "distance_km", "border_km", "share", "confirmed", "breaks", "recorded",
)  # fmt: skip
"""What a sentence reads of an attack."""


def _km(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"  # noqa: PLR2004


def _sources(ids: pd.Series, cases: Cases) -> pd.Series:
    """Citation of each area id, and of the registry as a whole where there is none."""
    areas = cases.launch.areas
    cited = cases.registry.cite(areas["source_id"], areas["pointer"])
    return ids.map(cited).astype(object).fillna(AREAS)


def _outside(row: Mapping[Hashable, Any], place: str, who: str, cases: Cases) -> str:
    others = tuple(h for h in row["holders"] if h != row["asserted_group"])
    near = tuple(h for h in row["maybe"] if h not in {*others, row["asserted_group"]})
    far = f"{_km(float(row['distance_km']))} km"
    whose = " and ".join(
        [f"inside {named(others, cases)} ground"] * bool(others)
        + [f"perhaps inside {named(near, cases, last='or')} ground"] * bool(near)
    )
    if row["reason"] == "weak":
        of_it = f"of {who} only {row['recorded']} on record, {far} away"
        if row["breaks"]:
            return f"{place} lies {whose}; {of_it}."
        where = whose or "in nobody’s recorded ground"
        return f"{place} lies {where}; {of_it}: that decides nothing."
    away = f"{place} lies outside {who} ground by {far} (border known to ±{row['border_km']:g} km)"
    if row["breaks"]:
        return f"{away} and {whose}."
    if whose:
        return f"{away} and {whose}, not said to be a launch place: it speaks against none."
    return f"{away} and in nobody else’s: it would fit no group, so it speaks against none."


def _sentence(row: Mapping[Hashable, Any], cases: Cases) -> str:
    who = cases.registry.short_name(str(row["asserted_group"]))
    place = f"Launch at {row['launch_place']} ({precision_text(row['launch_radius_km'])})"
    others = tuple(h for h in row["holders"] if h != row["asserted_group"])
    also = f" and inside {named(others, cases)} ground" if others else ""
    match (row["state"], row["reason"]):
        case ("inside", reason):
            ground = f"{who} ground"
            if reason == "ageing":
                ground = f"ageing {ground}, last confirmed in {row['confirmed']}: weak"
            return f"{place} lies inside {ground}{also}."
        case ("outside", _):
            return _outside(row, place, who, cases)
        case (_, "stale" | "not fresh"):
            when = row["confirmed"]
            old = "too old to decide" if row["reason"] == "stale" else "not fresh enough to decide"
            last_seen = f"last confirmed in {when}, {old}" if when else "never confirmed"
            return f"{place}: cannot tell; {who} ground was {last_seen}{also}."
        case (_, "gap"):
            return f"{place}: cannot tell; where {who} launches from here is not known{also}."
        case (_, "edge"):
            share = share_words((row["share"],))
            return f"{place}: cannot tell whether inside {who} ground; inside: {share}{also}."
    return f"{place}; no ground is recorded for {who} on that day{also}."


def _firmly_held(cases: Cases) -> pd.Series:
    """Tell which launches surely lie in somebody's launch ground that is not of low confidence."""
    launch = cases.launch
    fresh = launch.fresh().state[:, firm_ground(launch.areas)]
    held = (fresh == INSIDE).any(axis=1)
    return pd.Series(held, index=launch.index)


def _recorded(cases: Cases) -> dict[str, str]:
    """What is on record of each group beside firm launch ground, as a sentence can say it."""
    areas = cases.launch.areas
    weak = areas[areas["kind"].isin(OWN_GROUND) & ~firm_ground(areas)]
    names = {
        str(group): list(
            dict.fromkeys(
                KINDS[kind] if kind not in LAUNCHED_FROM else "ground of low confidence"
                for kind in kinds
            )
        )
        for group, kinds in weak.groupby("holder")["kind"]
    }
    return {
        group: f"{' and '.join(of)} {'is' if of == ['ground of low confidence'] else 'are'}"
        for group, of in names.items()
    }


def _judged(cases: Cases) -> pd.DataFrame:
    """Attacks with what a launch says of the asserted group, `breaks` telling where it breaks.

    A launch speaks against a group only where it may lie in fresh ground of another one: outside
    everybody's ground it would speak against every group alike. Against a group of which no firm
    launch ground is on record it speaks where it surely lies in that of another.
    """
    own = cases.own
    rows = cases.attacks.assign(
        holders=cases.inside_holders(),
        maybe=may_hold(cases.launch),
        state=own["state"],
        reason=own["reason"],
        distance_km=own["distance_km"],
        border_km=own["border_km"],
        share=own["share"],
        confirmed=last_confirmed(cases).reindex(cases.attacks.index, fill_value=""),
    )
    inside = holders(cases.launch.fresh(), kinds=LAUNCHED_FROM, states=(INSIDE,)).map(len) > 0
    perhaps = may_hold(cases.launch, kinds=LAUNCHED_FROM).map(len) > 0
    against = (inside | perhaps).where(own["reason"] != "weak", _firmly_held(cases))
    return rows.assign(
        breaks=(own["state"] == "outside") & against,
        recorded=as_text(rows["asserted_group"].map(_recorded(cases))),
    )


def _laid(cases: Cases) -> pd.DataFrame:
    """Attacks by a weapon that is laid where it goes off, with what is known of that place."""
    reaches = cases.registry.reaches
    near = reaches[reaches["reach_km_high"] <= LAID_WITHIN_KM].set_index("method")
    attacks = cases.attacks
    rows = attacks[
        (attacks["launch_place"] == "") & attacks["counts"] & attacks["method"].isin(near.index)
    ]
    reach = near.loc[rows["method"]]
    whose = whose_ground(cases.target, cases, rows=rows.index)
    text = [
        f"{weapon.rstrip('.')}: {place} ({precision_text(radius)}) {said}."
        if place
        else f"{weapon.rstrip('.')}: which place that was is not known, so ground says nothing."
        for weapon, place, radius, said in zip(
            reach["text"], rows["target_place"], rows["target_radius_km"], whose, strict=True
        )
    ]
    return make(
        rows.index,
        term_id="launch_ground",
        effect="silent",
        text=pd.Series(text, dtype=object),
        source=cases.registry.cite(reach["source_id"], reach["pointer"]).reset_index(drop=True),
    )


def launch_ground(cases: Cases) -> pd.DataFrame:
    """Launch against the asserted group's own ground, or whose ground it is where none is."""
    rows, own = _judged(cases), cases.own
    known = rows["launch_place"] != ""
    judged = rows[known & (rows["asserted_group"] != "")]
    effect = (
        judged["state"]
        .map({"inside": "supports"})
        .fillna("silent")
        .mask(judged["breaks"].astype(bool), "breaks")
    )
    me = judged["asserted_group"]
    others = pd.Series(
        [tuple(h for h in hs if h != g) for hs, g in zip(judged["holders"], me, strict=True)],
        index=judged.index,
        dtype=object,
    )
    mine = me.map(lambda g: (g,))
    records = judged[[one for one in _COLUMNS if one in judged]].to_dict("records")
    asserted = make(
        judged.index,
        term_id="launch_ground",
        effect=effect,
        favours=mine.where(effect == "supports", others),
        against=mine.where(effect == "breaks", ""),
        text=pd.Series([_sentence(row, cases) for row in records], dtype=object),
        source=_sources(own.loc[judged.index, "area_id"], cases),
    )
    free = rows[known & (rows["asserted_group"] == "")]
    whose = whose_ground(cases.launch, cases, rows=free.index)
    texts = [
        f"Launch at {place} ({precision_text(radius)}) {said}."
        for place, radius, said in zip(
            free["launch_place"], free["launch_radius_km"], whose, strict=True
        )
    ]
    unasserted = make(
        free.index,
        term_id="launch_ground",
        effect="says",
        favours=free["holders"],
        text=pd.Series(texts, dtype=object),
        source=AREAS,
    )
    laid = _laid(cases)
    unknown = rows[~known & rows["counts"] & ~rows.index.isin(laid["attack_id"])]
    nothing = make(
        unknown.index,
        term_id="launch_ground",
        effect="silent",
        text="The launch place is not known, so ground says nothing.",
        source="",
    )
    return join_terms([asserted, unasserted, laid, nothing])


def outside_all_ground(cases: Cases) -> pd.DataFrame:
    """Flag a launch outside the asserted group's ground that lies in nobody else's either."""
    rows = _judged(cases)
    odd = rows[(rows["state"] == "outside") & ~rows["breaks"].astype(bool)]
    launch = cases.launch
    launched = launch.areas["kind"].isin(LAUNCHED_FROM).to_numpy()
    usable = launched[None, :] & (launch.state != ABSENT) & (launch.age == FRESH)
    far = np.where(usable, launch.distance_km(), np.inf)
    nearest = pd.Series(far.argmin(axis=1) if far.shape[1] else 0, index=launch.index)
    km = pd.Series(far.min(axis=1, initial=np.inf), index=launch.index)
    holder = launch.areas["holder"].to_numpy()
    return make(
        odd.index,
        term_id="outside_all_ground",
        effect="flag",
        text=pd.Series(
            [
                "The launch lies in no ground that any group is said to launch from; nearest is "
                f"{cases.registry.short_name(str(holder[nearest[ident]]))}’s, "
                f"{_km(float(km[ident]))} km away."
                if np.isfinite(km[ident])
                else "The launch lies in no ground that any group is said to launch from."
                for ident in odd.index
            ],
            dtype=object,
        ),
        source=AREAS,
    )


def contested_ground(cases: Cases) -> pd.DataFrame:
    """Flag a launch that lies in the ground of several groups."""
    inside = cases.inside_holders()
    shared = inside[inside.map(len) > 1]
    return make(
        shared.index,
        term_id="contested_ground",
        effect="flag",
        favours=shared,
        text=shared.map(lambda hs: f"The launch place is shared ground: {named(hs, cases)}."),
        source=AREAS,
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
        source=AREAS,
    )
