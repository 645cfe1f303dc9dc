"""What a source says, where it was read, its own grade, its link, and the attacks that use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.services import links
from dashboard.services.labels import day_words, escape
from dashboard.session import queries
from dashboard.session.selection import open_card
from geo.records.counts import many
from geo.records.grades import LETTERS

OPENING = "opening"
"""Pointer into a page of which only the first paragraphs were read."""

_READ = {
    "opening": "only the first paragraphs were read",
    "whole": "the whole text was read",
    "abstract": "only the abstract was read",
    "front matter": "only the front matter was read",
}
_COPIES = {
    "outlet": "an outlet that prints agency copy",
    "repost": "a site that is not a newsroom",
    "retold": "retold there",
    "altered": "altered by a machine or a translator",
}


def source_of(source_id: str) -> Mapping[Any, Any]:
    """Row of the registry; empty cells for a source that it does not know."""
    table = queries.atlas().registry.sources
    if source_id in table.index:
        return dict(table.loc[source_id])
    return dict.fromkeys(table.columns, "") | {"title": source_id}


def read_words(source: Mapping[Any, Any], pointer: str = "") -> str:
    """Say where a source was read and how much of it, without a full stop; empty where unknown.

    Parameters
    ----------
    source
        Row of the registry, of which `read`, `read_at` and `copy` say it where they are given.
    pointer
        Where in the source a report points.
    """
    parts = []
    if source.get("read_at"):
        kind = _COPIES.get(source.get("copy", ""), "")
        parts.append(f"read in a copy on {source['read_at']}" + (f", {kind}" if kind else ""))
    read = str(source.get("read") or (OPENING if pointer == OPENING else ""))
    if read:
        parts.append(_READ.get(read, f"read: {read}"))
    if pointer and pointer != OPENING:
        parts.append(f"at {pointer}")
    words = "; ".join(parts)
    return words[:1].upper() + words[1:]


def grade_words(source: Mapping[Any, Any]) -> str:
    """Say whose letter a source carries: of a copy, never that of its original."""
    letter = str(source["reliability"])
    if not letter:
        return "Ungraded: its publisher has no letter"
    meaning = f"{letter}, {LETTERS.get(letter, 'unknown letter')}"
    if source.get("read_at"):
        return f"{meaning}: the letter of this copy, not that of {source['publisher']}"
    return meaning


@st.cache_resource(show_spinner=False)
def _uses() -> dict[str, pd.DataFrame]:
    reports = queries.atlas().record.reports
    known = reports[reports["attack_id"].isin(queries.table().index)]
    return {str(ident): rows for ident, rows in known.groupby("source_id", sort=False)}


def uses(source_id: str) -> pd.DataFrame:
    """Reports that rest on a source: `attack_id, pointer, credibility, says`, one an attack."""
    reports = queries.atlas().record.reports
    return _uses().get(source_id, reports.iloc[:0])


def says(attack_id: str, source_id: str) -> str:
    """What a source says of an attack of the record; empty where nothing is written down."""
    rows = uses(source_id)
    mine = rows.loc[rows["attack_id"] == attack_id]
    return "; ".join(one for one in mine.get("says", pd.Series(dtype=str)) if one)


def attacks(source_id: str, *, key: str, besides: str = "") -> None:
    """List the attacks that use a source, each a button that opens its card on the map.

    Parameters
    ----------
    source_id
        The source.
    key
        Of the place on the page.
    besides
        Attack whose card is open, which is not listed.
    """
    known = queries.table().to_dict("index")
    for row in uses(source_id).to_dict("records"):
        ident = str(row["attack_id"])
        if ident == besides:
            continue
        attack = known[ident]
        label = f"{escape(day_words(attack))} · {escape(attack['title'])}"
        if st.button(label, key=f"{key}_{source_id}_{ident}", type="tertiary"):
            open_card(ident)
            st.switch_page("map/page.py")
        pointer = row["pointer"] if row["pointer"] != OPENING else ""
        details = [
            f"Says: {row['says']}" if row.get("says") else "",
            f"At {pointer}" * bool(pointer),
        ]
        if any(details):
            st.caption(escape(". ".join(one for one in details if one)))


def dated_words(publisher: str, date: str | None) -> str:
    """Markdown of a publisher and the date of a page."""
    return f"{escape(publisher or 'Publisher not known')} ({escape(date or 'no date')})"


def in_card(attack_id: str, given: Mapping[str, Any]) -> None:
    """Draw one source of a card.

    Parameters
    ----------
    attack_id
        Attack whose card it is.
    given
        As of `sources` of `geo.verdicts.serialize.findings_objects`.
    """
    ident = str(given["id"])
    source = source_of(ident)
    grade = given["grade"] or "ungraded"
    st.markdown(f":gray-badge[{escape(grade)}] {escape(given['title'])}")
    statement = says(attack_id, ident)
    lines = [
        dated_words(source["publisher"], given["date"]),
        f"Says: {escape(statement)}" if statement else "",
        escape(read_words(source, given["pointer"] or "")),
        f"Grade {escape(grade_words(source))}" if source.get("read_at") else "",
        links.link(given["url"] or ""),
    ]
    st.caption("  \n".join(line for line in lines if line))
    others = int((uses(ident)["attack_id"] != attack_id).sum())
    if others:
        with st.popover(f"Also used for {many(others, 'attack')}", width="stretch"):
            attacks(ident, key=f"card_{attack_id}", besides=attack_id)
