"""The card of an attack of the reader's own: the same words, and that no public record has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.attack import card, head
from dashboard.services.labels import badge
from dashboard.session import queries
from dashboard.session.selection import current as chosen
from dashboard.session.user_data import OwnView
from geo.attribution.as_of import findings_for
from geo.attribution.points_text import points_objects
from geo.verdicts.serialize import findings_objects

_SOURCES = {"import": "imported in this session", "hand": "entered by hand on this machine"}


def show(view: OwnView, ident: str, order: Sequence[str]) -> None:
    """Draw the card of one attack of the reader's own, among those of the view in their order."""
    assert view.own is not None
    found, record = view.own
    row = found.table.loc[[ident]].to_dict("records")[0]
    head.steps(ident, order)
    head.title(row, [badge(row["verdict"]), ":blue-badge[:material/person: yours]"])
    source = _SOURCES[ident.partition(":")[0]]
    st.caption(f"Your own: {source}. It is no part of the public record.")
    # One attack alone: a card must not wait for what concerns a whole file.
    one = findings_for(found, record, ident=ident, areas=queries.atlas().areas)
    one = replace(one, terms=found.terms[found.terms["attack_id"] == ident])
    reports = record.reports[record.reports["attack_id"] == ident]
    points = points_objects(queries.points_of(one, known_on=chosen().known_on))
    card.body(one, findings_objects(one, reports=reports, points=points)[0])
