"""Where a card's word comes from: graded sources, where they differ, and what is counted apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.attack import citations as citing
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import queries
from geo.records.counter import count
from layers import catalog

_FIRMNESS = ("status", "date_precision", "target_place", "target_lon")


def sources(item: Mapping[str, Any]) -> None:
    """List the sources of an attack: what each says, where it was read, its grade and address."""
    st.markdown(f"**Sources** ({len(item['sources'])})")
    for source in item["sources"]:
        citing.in_card(item["attack_id"], source)
    if item["sources"]:
        st.caption(
            "Letter: the publisher of the page that was read, from A, completely reliable, to F, "
            "cannot be judged. Digit: this report, from 1, confirmed by others, to 6, cannot be "
            "judged. Never averaged; a copy does not carry its original’s letter."
        )


def conflicts(ident: str) -> None:
    """List where the sources of an attack differ: the value used first, and why."""
    table = queries.atlas().record.conflicts
    mine = table[table["attack_id"] == ident]
    if mine.empty:
        return
    st.markdown(f"**{ui.WHERE_SOURCES_DIFFER}**")
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


def precision_note(rows: pd.DataFrame) -> str:
    """How firmly the attacks of a view are known: claims alone, loose dates, rows of several."""
    attacks = rows.loc[rows["counts"], list(_FIRMNESS)]
    parts = []
    claimed = int((attacks["status"] == "claimed_only").sum())
    if claimed:
        parts.append(f"{claimed:,} rest on a claim or a partisan outlet alone")
    loose = int((attacks["date_precision"] != "day").sum())
    if loose:
        parts.append(f"{loose:,} have no exact day")
    wide = int(((attacks["target_place"] != "") & attacks["target_lon"].isna()).sum())
    if wide:
        title = catalog.entry("discs").title
        parts.append(f"{wide:,} are located only to a governorate (outlined with “{title}”)")
    several = count(rows).several_words()
    if several:
        parts.append(f"{several} that pages do not split")
    return f"{'; '.join(parts)}." if parts else ""
