"""By hand: claims of attacks, in their order, entered, corrected and deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import importing, queries
from dashboard.words import escape
from geo.byhand.claims import CELLS, claims_of, delete_claim, enter_claim
from geo.byhand.store import first_claims
from geo.errors import ConformError
from geo.journal import Journal

NEW = "A new claim"
_LABELS = {"claim_order": "Order", "claimed_at": "When", "wording": "Wording"}


def show(journal: Journal, *, by: str) -> None:
    """Draw the form of one claim and the table of all."""
    attacks, claims = first_claims(journal), claims_of(journal)
    if not attacks:
        st.info("Enter an attack first, under Attacks: a claim is a claim of one.")
        return
    chosen = st.selectbox(
        "Claim",
        [NEW, *claims.index],
        format_func=lambda key: key if key == NEW else _words(claims, key),
        key="claim_chosen",
    )
    given = claims.loc[chosen] if chosen != NEW else pd.Series("", index=list(CELLS))
    with st.form(f"claim_{chosen}", border=True):
        cells = _form(given, list(attacks))
        sent = st.form_submit_button("Keep this claim", type="primary")
    try:
        if sent:
            key = "" if chosen == NEW else chosen
            atlas = importing.atlas()
            enter_claim(journal, key, cells, by=by, atlas=atlas, taken=attacks)
            st.rerun()
        if chosen != NEW and st.button("Delete this claim"):
            delete_claim(journal, chosen, by=by)
            st.rerun()
    except ConformError as error:
        for line in str(error).splitlines():
            st.error(escape(line), icon=":material/edit:")
    if len(claims):
        st.dataframe(claims, hide_index=True)


def _words(claims: pd.DataFrame, key: str) -> str:
    row = {str(name): str(cell) for name, cell in claims.loc[key].items()}
    return f"{row['attack_id']}: {row['claim_order']}. {row['facade'] or row['channel']}"


def _named(names: dict[Any, Any]) -> Callable[[str], str]:
    return lambda ident: str(names.get(ident, ident)) or "not named"


def _form(given: pd.Series, attacks: list[str]) -> dict[str, str]:
    registry, cells = queries.atlas().registry, {}
    left, right = st.columns(2)
    known = str(given["attack_id"])
    cells["attack_id"] = left.selectbox(
        "Attack of the claim", attacks, index=attacks.index(known) if known in attacks else 0
    )
    cells["claim_order"] = right.text_input(
        "Order", value=str(given["claim_order"]) or "1", help=CELLS["claim_order"]
    )
    tables = {"facade": ("Façade", registry.facades), "channel": ("Channel", registry.channels)}
    for place, (name, (label, table)) in zip((left, right), tables.items(), strict=True):
        options = ["", *map(str, table.index)]
        held = str(given[name])
        if held and held not in options:
            options.append(held)
        cells[name] = place.selectbox(
            label, options, index=options.index(held),
            format_func=_named(table["name"].to_dict()),
            help=CELLS[name],
        )  # fmt: skip
    for place, name in ((left, "claimed_at"), (right, "wording")):
        cells[name] = place.text_input(_LABELS[name], value=str(given[name]), help=CELLS[name])
    return cells
