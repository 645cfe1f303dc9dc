"""The card of one attack: what happened, who claims, who is assessed, ground, terms, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.attack import case_file as case_download
from dashboard.attack import evidence, reviews
from dashboard.attack import sources as sourcing
from dashboard.attack import user_claims as own_claims
from dashboard.services.labels import (
    badge,
    coordinate_words,
    day_words,
    escape,
    flag_words,
    method_words,
    mgrs_words,
    status_words,
)
from dashboard.services.selection import Selection
from dashboard.session import decisions, queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import current, store
from geo.areas.extents import precision_text
from geo.areas.table import OWN_GROUND
from geo.verdicts.check import Findings

EFFECT_MARKS = {
    "breaks": ":red[:material/close: does not fit]",
    "supports": ":green[:material/check: fits]",
    "explains": ":orange[:material/link: explains]",
    "asserts": ":gray[:material/campaign: the claim itself]",
    "says": ":gray[:material/arrow_forward: points to]",
    "silent": ":gray[:material/remove: cannot tell]",
}
MOST_OPEN = 3
"""Areas of which it cannot be told and which are listed; more are folded."""

LIMITS = (
    "Rules of thumb, more often right than not: there are no hard and fast rules about who works "
    "with whom or where. Areas are assessments, and so is every finding."
)


def _choose(ident: str) -> None:
    store(replace(current(), attack=ident))


def stack(table: pd.DataFrame, selection: Selection) -> None:
    """Offer the other attacks of a table at the place that was clicked."""
    ids = [one for one in st.session_state.get("stack", ()) if one in table.index]
    if len(ids) < 2 or selection.attack not in ids:  # noqa: PLR2004
        return
    rows = table.loc[ids]
    st.caption(f"{len(ids)} attacks at this place")
    label = {
        one: f"{day_words(row)} · {row['title']}"
        for one, row in zip(ids, rows.to_dict("records"), strict=True)
    }
    key = f"stack_{'_'.join(ids)}"
    if st.session_state.get(key) not in ids or st.session_state[key] != selection.attack:
        st.session_state[key] = selection.attack
    st.selectbox(
        "Attack",
        ids,
        key=key,
        format_func=lambda one: label[one],
        on_change=guarded(lambda: _choose(st.session_state[key])),
        label_visibility="collapsed",
    )


def _claims(item: dict[str, Any]) -> None:
    st.markdown("**Claims, in order**")
    if not item["claims"]:
        st.caption("No claim is on record.")
    for claim in item["claims"]:
        who = claim["facade"] or claim["channel"] or "not named"
        owner = queries.names().get(claim["owner"] or "", claim["owner"])
        parts = [f"{claim['order']}. **{escape(who)}**"]
        if owner:
            parts.append(f"brand of {escape(owner)}")
        parts += [escape(claim[key]) for key in ("wording", "claimed_at") if claim[key]]
        st.markdown(" · ".join(parts))


def _assessment(row: Mapping[Any, Any]) -> None:
    st.markdown("**Assessment**")
    if not row["assessed_group"]:
        st.caption("No assessment is on record.")
        return
    names = queries.names()
    who = " and ".join(names.get(one, one) for one in row["assessed_group"].split("|"))
    hedge = f", “{escape(row['assessed_wording'])}”" if row["assessed_wording"] else ""
    st.markdown(f"{escape(who)}, by {escape(row['assessed_by'] or 'the source')}{hedge}.")
    if row["assessed_confidence"]:
        st.caption(
            f"Confidence in it is {row['assessed_confidence']} (our reading of the wording)."
        )


def _area_words(area: Mapping[str, Any], state: str) -> str:
    """Say of an area whether a place lies in it, and how much of its disc does."""
    title = queries.atlas().areas.table.at[area["id"], "title"]
    if area["state"] == "inside" or area["share"] is None:
        return f"{state}: {escape(title)}"
    share = "less than 1%" if area["share"] < 0.01 else f"{area['share']:.0%}"  # noqa: PLR2004
    return f"{state}: {escape(title)} ({share} of where it may have been)"


STATES = {"inside": "inside", "cannot_tell": "cannot tell"}


def _aged(area: Mapping[str, Any]) -> bool:
    """Tell whether ground is too old to decide: it cannot tell, and has no share either."""
    return area["state"] == "cannot_tell" and area["share"] is None


def _whose(place: Mapping[str, Any]) -> None:
    """Say in whose ground a place lies; ground that is too old is one line."""
    near = [a for a in place["areas"] if a["state"] in STATES and not _aged(a)]
    told = [(area["state"], _area_words(area, STATES[area["state"]])) for area in near]
    open_ = [words for state, words in told if state == "cannot_tell"]
    for words in [words for state, words in told if state == "inside"]:
        st.caption(words)
    if len(open_) > MOST_OPEN:
        with st.expander(f"Cannot tell for {len(open_)} areas"):
            st.caption("  \n".join(open_))
    else:
        for words in open_:
            st.caption(words)
    old = _old_words([area for area in place["areas"] if _aged(area)])
    if old:
        st.caption(f"Last seen as {escape(old)}; too old to decide.")
    elif not near:
        st.caption("In nobody’s recorded ground.")


def _old_words(areas: Sequence[Mapping[str, Any]]) -> str:
    """Whose ground that is too old was last seen as, each holder once, with the month."""
    table = queries.atlas().areas.table
    seen: dict[str, pd.Timestamp] = {}
    for area in areas:
        if table.at[area["id"], "kind"] in OWN_GROUND:
            day = table.at[area["id"], "last_confirmed"]
            seen[area["holder"]] = max(seen.get(area["holder"], day), day)
    return "; ".join(
        f"{queries.names().get(holder, holder)}’s, {day:%B %Y}" for holder, day in seen.items()
    )


def _committees(item: Mapping[str, Any], role: str) -> None:
    """Say in which committees' ground a place lies."""
    for held in item["committees"]:
        if held["of"] == role:
            name = queries.names().get(held["id"], held["id"])
            state = "too old to decide whether in" if _aged(held) else f"{STATES[held['state']]}:"
            st.caption(f"{state} {escape(name)}’s area")


def _place(item: dict[str, Any], role: str, note: str) -> None:
    title, place = role.capitalize(), item[role]
    if place is None:
        st.markdown(f"**{title}** not known. {escape(note)}")
        return
    ident = place["place_id"] or ""
    table = queries.atlas().gazetteer.table
    arabic = table.at[ident, "name_ar"] if ident in table.index else ""
    known = precision_text(place["radius_km"])
    st.markdown(f"**{title}** {escape(place['name'])} {escape(arabic)} · {known}")
    if place["lon"] is not None:
        st.code(
            f"{coordinate_words(place['lon'], place['lat'])}   "
            f"{mgrs_words(place['lon'], place['lat'], place['radius_km'])}",
            language=None,
        )
    _whose(place)
    _committees(item, role)
    if note:
        st.caption(escape(note))


def terms(found: Findings, ident: str) -> None:
    """List the terms of an attack: which way each points, what it says, and its source."""
    rows = found.terms[(found.terms["attack_id"] == ident) & (found.terms["effect"] != "flag")]
    st.markdown("**Why**")
    for term in rows.to_dict("records"):
        names = [queries.names().get(one, one) for one in term["favours"]]
        points = f" → {escape(', '.join(names))}" if names and term["effect"] != "breaks" else ""
        st.markdown(f"{EFFECT_MARKS.get(term['effect'], '')}{points}  \n{escape(term['text'])}")
        if term["source"]:
            st.caption(escape(term["source"]))


def flags(found: Findings, ident: str, raised: tuple[str, ...]) -> None:
    """List the flags of an attack with their reasons."""
    if not raised:
        return
    st.markdown("**Flags**")
    rows = found.terms[(found.terms["attack_id"] == ident) & found.terms["term_id"].isin(raised)]
    for term in rows[rows["effect"] == "flag"].to_dict("records"):
        source = f" — {escape(term['source'])}" if term["source"] else ""
        st.markdown(
            f":gray-badge[{escape(flag_words([term['term_id']], called=queries.flag_labels()))}]"
        )
        st.caption(f"{escape(term['text'])}{source}")


def _lead(found: Findings, ident: str, row: Mapping[Any, Any]) -> None:
    """Say in two sentences who is named and what does not fit."""
    who = queries.names().get(row["asserted_group"], row["asserted_group"])
    named = {
        "assessment": f"Assessed as **{escape(who)}**.",
        "claim": f"By its first claim **{escape(who)}**; nobody has assessed it.",
    }.get(row["asserted_from"], "Nobody is named, nor a brand with a known owner.")
    rows = found.terms[found.terms["attack_id"] == ident]
    told = rows.loc[rows["effect"].isin(["breaks", "explains"]), "text"]
    st.markdown(" ".join([named, *map(escape, told)]))


def body(found: Findings, item: dict[str, Any]) -> None:
    """Draw everything under the title of a card."""
    ident = item["attack_id"]
    row = found.table.loc[[ident]].to_dict("records")[0]
    if row["counts"]:
        _lead(found, ident, row)
    else:
        st.warning(
            f"Not counted as an attack: {status_words(row['status'])}.", icon=":material/block:"
        )
    count = f" · {row['count']} munitions" if not pd.isna(row["count"]) else ""
    weapon = f" · {escape(row['weapon'])}" if row["weapon"] else ""
    st.markdown(f"{method_words(row['method'])}{count}{weapon}")
    toll = [f"{row[name]} {name}" for name in ("killed", "wounded") if not pd.isna(row[name])]
    if toll:
        st.markdown(", ".join(toll).capitalize())
    several = sourcing.row_words(row["attacks_in_row"])
    if several:
        st.caption(several)
    if row["note"]:
        st.caption(escape(row["note"]))
    _claims(item)
    _assessment(row)
    st.markdown("**Ground**")
    _place(item, "launch", row["launch_note"])
    _place(item, "target", row["target_note"])
    terms(found, ident)
    flags(found, ident, row["flags"])
    if row["counts"]:
        evidence.show(found, ident)
    sourcing.conflicts(ident)
    sourcing.sources(item)
    st.caption(LIMITS)


def show(ident: str) -> None:
    """Draw the card of an attack of the record."""
    found, item = queries.findings(), queries.objects()[ident]
    row = found.table.loc[[ident]].to_dict("records")[0]
    head, close = st.columns([5, 2])
    head.caption(f"{day_words(row)} · {status_words(row['status'])}")
    close.button("Close", key="close_card", on_click=guarded(_choose), args=("",), width="stretch")
    st.markdown(f"### {escape(row['title'])}")
    told = reviews.badge(decisions.by_attack().get(ident, []))
    st.markdown(f"{badge(row['verdict'])} {told}".strip())
    own_claims.card(ident)
    body(found, item)
    reviews.show(ident, key="card")
    case_download.offer([ident], key="card")
