"""Where a card's word comes from: graded sources, where they differ, and what is counted apart."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.words import escape, status_words
from geo.counting import count

_APART = ("thwarted", "discovered", "fabricated", "misreported", "duplicate", "criminal")
_FIRMNESS = ("status", "date_precision", "target_place", "target_lon")


def sources(item: dict[str, Any]) -> None:
    """List the sources of an attack with their grades and addresses."""
    st.markdown(f"**Sources** ({len(item['sources'])})")
    table = queries.atlas().registry.sources
    for source in item["sources"]:
        grade = source["grade"] or "ungraded"
        publisher = table["publisher"].get(source["id"], "")
        date = source["date"] or "no date"
        pointer = f" · {escape(source['pointer'])}" if source["pointer"] else ""
        address = f"  \n{escape(source['url'])}" if source["url"] else ""
        st.markdown(f":gray-badge[{escape(grade)}] {escape(source['title'])}")
        st.caption(f"{escape(publisher)} ({escape(date)}){pointer}{address}")
    if item["sources"]:
        st.caption(
            "Letter: the publisher, from A, completely reliable, to F, cannot be judged. Digit: "
            "this report, from 1, confirmed by others, to 6, cannot be judged. Never averaged."
        )


def conflicts(ident: str) -> None:
    """List where the sources of an attack differ: the value used first, and why."""
    table = queries.atlas().record.conflicts
    mine = table[table["attack_id"] == ident]
    if mine.empty:
        return
    st.markdown("**Where sources differ**")
    label = queries.atlas().registry.sources["label"]
    for field, rows in mine.groupby("field", sort=False):
        ordered = rows.sort_values("used", ascending=False, kind="stable")
        parts = [
            f"{'**used**' if row['used'] == 'yes' else 'not used'}: "
            f"{escape(row['value'] or 'none')} — {escape(row['why'])} "
            f"({escape(label.get(row['source_id'], row['source_id']))})"
            for row in ordered.to_dict("records")
        ]
        st.markdown(f"{escape(str(field).replace('_', ' ').capitalize())}")
        st.caption("  \n".join(parts))


def grade_words(letter: str) -> str:
    """A letter of reliability as a filter choice."""
    return f"{letter} or better" if letter != "F" else "any grade"


def apart_words(rows: pd.DataFrame) -> str:
    """Reports that are never counted, by status: "5 thwarted, 3 found before use"."""
    counts = rows.loc[~rows["counts_as_attack"], "status"].value_counts()
    order = sorted(counts.index, key=lambda one: _APART.index(one) if one in _APART else 99)
    return ", ".join(f"{counts[one]} {status_words(one)}" for one in order)


def honest_words(rows: pd.DataFrame) -> str:
    """How firmly the attacks of a view are known: claims alone, loose dates, rows of several."""
    attacks = rows.loc[rows["counts_as_attack"], list(_FIRMNESS)]
    parts = []
    claimed = int((attacks["status"] == "claimed_only").sum())
    if claimed:
        parts.append(f"{claimed} rest on a claim or a partisan outlet alone")
    loose = int((attacks["date_precision"] != "day").sum())
    if loose:
        parts.append(f"{loose} have no exact day")
    wide = int(((attacks["target_place"] != "") & attacks["target_lon"].isna()).sum())
    if wide:
        parts.append(
            f"{wide} are told of a governorate alone (outlined with “How well places are known”)"
        )
    several = count(rows).several_words()
    if several:
        parts.append(f"{several} that pages do not split")
    apart = apart_words(rows)
    told = f"{'; '.join(parts)}." if parts else ""
    return " ".join(part for part in (told, f"Counted apart: {apart}." if apart else "") if part)


def row_words(count: Any) -> str:
    """Say that a row stands for several attacks, or for a number that is not given."""
    if pd.isna(count):
        return "One row for several attacks; the sources give no number."
    return "" if count == 1 else f"One row for {count} attacks that the sources do not split."
