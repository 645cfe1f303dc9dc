"""Claims by hand of attacks of the record: what each would say with them, beside what it says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import badge, escape
from dashboard.session import imports as importing
from dashboard.session import queries
from dashboard.widgets import data_table as tables
from geo.errors import AtlasError
from geo.verdicts.check import Findings, check
from geo.workspace.aliases import ALIAS
from geo.workspace.claim_overlay import CLAIM_BY_HAND, overlay_claims
from geo.workspace.claims import KIND
from geo.workspace.journal import Journal, JournalEntry

Judged = tuple[Findings, pd.DataFrame]
"""Findings of the record with the claims by hand, and all claims of the attacks they concern."""


@st.cache_resource(show_spinner="Checking with your claims …", max_entries=4)
def _judged(folder: str, entries: tuple[JournalEntry, ...]) -> Judged | None:
    atlas = importing.atlas()
    record = overlay_claims(Journal(Path(folder), entries), atlas=atlas)
    if record is None:
        return None
    mine = record.claims.loc[record.claims[CLAIM_BY_HAND], "attack_id"]
    return check(record, atlas=atlas), record.claims[record.claims["attack_id"].isin(mine)]


def judged() -> Judged | None:
    """What the record says with the claims by hand; None without any of its attacks.

    Raises
    ------
    AtlasError
        When the journal cannot be read.
    """
    known = importing.journal()
    kept = tuple(one for one in known.entries if one.kind == KIND or one.kind.startswith(ALIAS))
    return _judged(str(known.folder), kept) if any(one.kind == KIND for one in kept) else None


def changes() -> None:
    """List the attacks of the record that have claims by hand, with both verdicts."""
    found = judged()
    if found is None:
        return
    findings, claims = found
    idents = list(dict.fromkeys(claims["attack_id"]))
    public = queries.table().loc[idents]
    st.markdown(f"**{ui.WITH_YOUR_CLAIMS_THE_RECORD_WOULD_SAY}**")
    tables.listed(
        pd.DataFrame(
            {
                "Date": public["date"],
                "Attack": public["title"],
                "Record": public["verdict"],
                "With your claims": findings.table.loc[idents, "verdict"],
            }
        ),
        columns={"Date": st.column_config.DateColumn()},
    )
    st.caption("The record itself is never changed: map, counts and products go by it alone.")


def card(ident: str) -> None:
    """Tell, on the card of an attack of the record, the claims by hand and what they change."""
    try:
        found = judged()
    except AtlasError:
        return  # the page Add & edit says what is wrong there and how to go on
    if found is None or not bool((found[1]["attack_id"] == ident).any()):
        return
    findings, claims = found
    names = queries.atlas().registry.facades["name"].to_dict()
    channels = queries.atlas().registry.channels["name"].to_dict()
    with st.container(border=True):
        st.markdown(":blue-badge[:material/person: yours] **With your claims**")
        lines = []
        for row in claims[claims["attack_id"] == ident].to_dict("records"):
            brand = names.get(row["facade_id"]) or channels.get(row["channel_id"]) or "not named"
            whose = " (yours)" if row[CLAIM_BY_HAND] else ""
            lines.append(f"{row['claim_order']}. {escape(brand)}{whose}")
        st.markdown("  \n".join(lines))
        before, after = (
            str(one.table.at[ident, "verdict"]) for one in (queries.findings(), findings)
        )
        if before == after:
            st.caption(f"The verdict stays {after}.")
            return
        st.markdown(f"The verdict would be {badge(after)} and not {badge(before)}.")
        rows = findings.terms[findings.terms["attack_id"] == ident]
        for text in rows.loc[rows["effect"].isin(["breaks", "explains"]), "text"]:
            st.caption(escape(text))
