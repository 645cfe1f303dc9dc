"""The history of one attack: what happened to it day by day, and what was like it before."""

from __future__ import annotations

import streamlit as st

from dashboard.attack import similar
from dashboard.services.card import Card
from dashboard.services.history_lines import history_lines, moment_words
from dashboard.services.labels import escape
from dashboard.session import decisions, queries
from geo.verdicts.check import Findings
from geo.verdicts.serialize import day_text

_ICONS = {
    "attack": ":material/bolt:",
    "claim": ":material/campaign:",
    "report": ":material/article:",
    "decision": ":material/rate_review:",
}


def show(found: Findings, card: Card, *, compared: bool = False) -> None:
    """List what happened to an attack, the earliest first, then earlier attacks that are like it.

    Parameters
    ----------
    found
        Findings that hold the attack.
    card
        Its card.
    compared
        Whether the page lists similar attacks already.
    """
    row = found.table.loc[[card.attack_id]].to_dict("records")[0]
    lines = history_lines(
        card,
        day=day_text(row["date"], row["date_precision"]),
        publishers={
            str(ident): str(name)
            for ident, name in queries.atlas().registry.sources["publisher"].items()
        },
        decided=decisions.by_attack().get(card.attack_id, ()),
    )
    for line in lines:
        when = escape(moment_words(line.day))
        st.markdown(f"{_ICONS[line.kind]} **{when}**  \n{escape(line.words)}")
    if not compared:
        similar.show(found, card.attack_id)
