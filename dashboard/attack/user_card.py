"""The card of an attack of the reader's own: the same words, and that no public record has it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.attack import card
from dashboard.services import ui_words as ui
from dashboard.services.labels import badge, day_words, escape, status_words
from dashboard.session import queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import current as chosen
from dashboard.session.selection import store
from dashboard.session.user_data import OwnView
from geo.attribution.as_of import findings_for
from geo.attribution.points_text import points_objects
from geo.verdicts.serialize import findings_objects

_SOURCES = {"import": "imported in this session", "hand": "entered by hand on this machine"}


def _close() -> None:
    store(replace(chosen(), attack=""))


def show(view: OwnView, ident: str) -> None:
    """Draw the card of one attack of the reader's own."""
    assert view.own is not None
    found, record = view.own
    row = found.table.loc[[ident]].to_dict("records")[0]
    head, close = st.columns([5, 2])
    head.caption(f"{day_words(row)} · {status_words(row['status'])}")
    close.button(ui.CLOSE, key="close_card", on_click=guarded(_close), width="stretch")
    st.markdown(f"### {escape(row['title'])}")
    st.markdown(badge(row["verdict"]) + " :blue-badge[:material/person: yours]")
    source = _SOURCES[ident.partition(":")[0]]
    st.caption(f"Your own: {source}. It is no part of the public record.")
    # One attack alone: a card must not wait for what concerns a whole file.
    one = findings_for(found, record, ident=ident, areas=queries.atlas().areas)
    one = replace(one, terms=found.terms[found.terms["attack_id"] == ident])
    reports = record.reports[record.reports["attack_id"] == ident]
    points = points_objects(queries.points_of(one, known_on=chosen().known_on))
    card.body(one, findings_objects(one, reports=reports, points=points)[0])
