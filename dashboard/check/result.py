"""What the check says of a typed attack: the answer, similar attacks, the way on, the details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.attack import card as attack_card
from dashboard.attack import similar
from dashboard.check import keep
from dashboard.services import ui_words as ui
from dashboard.services.answer import answer, hour_words
from dashboard.services.card import card_of
from dashboard.services.labels import badge, escape
from dashboard.session import progress as longwork
from dashboard.session import queries
from dashboard.widgets import faults
from dashboard.widgets.findings_map import drawn
from geo.attribution.points_text import points_objects
from geo.errors import AtlasError
from geo.verdicts.check import Findings, check
from geo.verdicts.serialize import findings_objects
from geo.workspace.typed_attack import TYPED_ID, typed_attack


@dataclass(frozen=True, eq=False)
class Checked:
    """A typed attack that was checked: its findings, and the same as JSON has it."""

    found: Findings
    item: dict[str, Any]


def finding(typed: Mapping[str, Any]) -> Checked | None:
    """Check what was typed, or say what is wrong with it where it cannot be read."""
    try:
        record = typed_attack(atlas=queries.atlas(), **typed)
    except AtlasError as error:
        faults.tell(error)
        return None
    if longwork.stopped("tryout", again="Check it after all"):
        return None
    with longwork.shown("Checking", key="tryout"):
        found = check(record, atlas=queries.atlas())
    points = points_objects(queries.points_of(found))
    return Checked(found, findings_objects(found, reports=record.reports, points=points)[0])


def answered(checked: Checked, typed: Mapping[str, Any]) -> None:
    """Draw the answer in a paragraph, then what is like it, and what can be done with it."""
    found, atlas = checked.found, queries.atlas()
    row = found.table.iloc[0]
    st.markdown(f"### {escape(row['title'])}")
    st.markdown(badge(row["verdict"]))
    said = card_of(checked.item, found, atlas=atlas, names=queries.names())
    hour = hour_words(found.cases.attacks, TYPED_ID, atlas=atlas)
    st.markdown(escape(" ".join(answer(said, hour=hour))))
    similar.show(found, TYPED_ID, key="check")
    keep.show(typed)


def picture(checked: Checked | None) -> None:
    """Draw the map of what was checked, or the ground alone before."""
    drawn(checked.found if checked else None, key="typed_map")


def details(checked: Checked) -> None:
    """Draw everything that the answer rests on."""
    st.markdown(f"#### {ui.IN_DETAIL}")
    attack_card.body(checked.found, checked.item, answered=True)
