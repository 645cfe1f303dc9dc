"""Add & edit: claims of attacks in their order, entered, corrected, split, merged, deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.attack import user_claims as own_claims
from dashboard.editor.attacks import known_name
from dashboard.services import ui_words as ui
from dashboard.session import imports as importing
from dashboard.session import queries
from dashboard.widgets import faults
from geo.errors import ConformError
from geo.workspace.attacks import first_claims
from geo.workspace.claims import (
    CELLS,
    Taken,
    claims_of,
    delete_claim,
    enter_claim,
    merge_claims,
    split_claim,
)
from geo.workspace.journal import Journal

NEW = "A new claim"


def show(journal: Journal, *, by: str) -> None:
    """Draw the form of one claim, the table of all, and what they change on the record."""
    claims, attacks = claims_of(journal), _attacks(journal)
    chosen = st.selectbox(
        ui.CLAIM,
        [NEW, *claims.index],
        format_func=lambda key: key if key == NEW else _words(claims, key),
        key="claim_chosen",
    )
    given = claims.loc[chosen] if chosen != NEW else pd.Series("", index=list(CELLS))
    attack = _attack(str(given["attack_id"]), list(attacks), chosen=chosen)
    if chosen == NEW:
        given = given.where(given.index != "claim_order", _next_order(attack, claims, attacks))
    with st.form(f"claim_{chosen}_{attack}", border=True):
        cells = {"attack_id": attack, **_form(given)}
        sent = st.form_submit_button(ui.KEEP_THIS_CLAIM, type="primary")
    try:
        if sent:
            key = "" if chosen == NEW else chosen
            atlas = importing.atlas()
            enter_claim(journal, key, cells, by=by, atlas=atlas, taken=attacks)
            st.rerun()
        if chosen != NEW:
            _actions(journal, chosen, claims, by=by)
    except ConformError as error:
        faults.tell(error)
    if len(claims):
        st.dataframe(claims, hide_index=True)
    own_claims.changes()


def _attacks(journal: Journal) -> Taken:
    """Attacks entered by hand first, then those of the record, latest first."""
    record = queries.table().index
    return {**first_claims(journal), **dict.fromkeys(map(str, record), False)}


def _actions(journal: Journal, chosen: str, claims: pd.DataFrame, *, by: str) -> None:
    one, two, three = st.columns(3, vertical_alignment="bottom")
    if one.button(ui.DELETE_THIS_CLAIM, width="stretch"):
        delete_claim(journal, chosen, by=by)
        st.rerun()
    facades = queries.atlas().registry.facades
    brand = two.selectbox(
        ui.ALSO_BY,
        list(map(str, facades.index)),
        index=None,
        key=f"also_{chosen}",
        format_func=_named(facades["name"].to_dict()),
        placeholder="a brand",
        help="A claim that two brands made together is two claims.",
    )
    if two.button(ui.SPLIT, width="stretch", disabled=brand is None) and brand is not None:
        atlas, taken = importing.atlas(), _attacks(journal)
        split_claim(journal, chosen, {"facade": brand}, by=by, atlas=atlas, taken=taken)
        st.rerun()
    same = claims.index[claims["attack_id"] == claims.at[chosen, "attack_id"]]
    other = three.selectbox(
        ui.MERGE_WITH,
        [key for key in same if key != chosen],
        index=None,
        format_func=lambda key: _words(claims, key),
        key=f"fold_{chosen}",
        placeholder="a claim of the same attack",
    )
    if three.button(ui.MERGE, width="stretch", disabled=other is None) and other is not None:
        merge_claims(journal, chosen, other, by=by)
        st.rerun()


def _words(claims: pd.DataFrame, key: str) -> str:
    row = {str(name): str(cell) for name, cell in claims.loc[key].items()}
    return f"{row['attack_id']}: {row['claim_order']}. {row['facade'] or row['channel']}"


def _named(names: dict[Any, Any]) -> Callable[[str], str]:
    return lambda ident: str(names.get(ident, ident)) or "not named"


def _attack(known: str, attacks: list[str], *, chosen: str) -> str:
    names = queries.table()["title"].to_dict()
    found = st.selectbox(
        ui.ATTACK_OF_THE_CLAIM,
        attacks,
        index=attacks.index(known) if known in attacks else None,
        format_func=lambda ident: f"{names.get(ident, 'yours')} · {ident}",
        placeholder="of the record, or yours",
        help="Type a part of its title or id.",
        key=f"claim_attack_{chosen}",
    )
    return str(found or "")


def _next_order(attack: str, claims: pd.DataFrame, attacks: Taken) -> str:
    """Place behind all claims that an attack has."""
    mine = claims.loc[claims["attack_id"] == attack, "claim_order"].astype(int)
    record = queries.atlas().record.claims
    theirs = int((record["attack_id"] == attack).sum()) + int(attacks.get(attack, False))
    return str(max([theirs, *mine]) + 1)


def _form(given: pd.Series) -> dict[str, str]:
    registry, cells = queries.atlas().registry, {}
    left, right = st.columns(2)
    cells["claim_order"] = left.text_input(
        ui.ORDER, value=str(given["claim_order"]) or "1", help=CELLS["claim_order"]
    )
    cells["claimed_at"] = right.text_input(
        ui.WHEN, value=str(given["claimed_at"]), help=CELLS["claimed_at"]
    )
    left, right = st.columns(2)
    tables = {"facade": ("Façade", registry.facades), "channel": ("Channel", registry.channels)}
    for place, (name, (label, table)) in zip((left, right), tables.items(), strict=True):
        with place:
            cells[name] = known_name(label, str(given[name]), table, help_text=CELLS[name])
    cells["wording"] = st.text_input(ui.WORDING, value=str(given["wording"]), help=CELLS["wording"])
    return cells
