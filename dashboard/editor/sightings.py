"""Add & edit: sightings of ground, entered with their place and source, tried before believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.editor import spot
from dashboard.editor.attacks import known_name
from dashboard.services import ui_words as ui
from dashboard.session import imports as importing
from dashboard.session import queries
from dashboard.widgets import download, faults, sighting_effect
from geo.errors import AtlasError
from geo.schemas.tokens import SIGHTING_KINDS, SIGHTING_STRENGTHS, UNIT_SPELLINGS
from geo.workspace.journal import Journal
from geo.workspace.sightings import (
    CELLS,
    delete_sighting,
    enter_sighting,
    sightings_csv,
    sightings_of,
)

NEW = "A new sighting"
_HELP: Mapping[str, str] = {
    "group_id": "Whose it is, where the source names one",
    "group_text": "What the source calls the group, where it is none of these",
    "unit": "Where no place of the list is meant, and a governorate is named",
    "date_first": "First day that the source cites: YYYY-MM-DD, YYYY-MM or YYYY",
    "date_last": "Last day that it cites; empty where it cites one",
    "source_id": "A source of ours by id, a title, or the address of a page",
    "source_publisher": "Who published it; one that we know brings its grade",
    "source_date": "When it was published: what was known on an earlier day leaves it out",
    "pointer": "Page or section in it",
    "hedge": "The source’s own caution, such as “reportedly”",
    "note": "Free text",
}


def show(journal: Journal, *, by: str) -> None:
    """Draw the form of one sighting beside the map, then all that are kept and what they change."""
    kept = sightings_of(journal)
    chosen = st.selectbox(
        ui.SIGHTING,
        [NEW, *kept.index],
        format_func=lambda key: key if key == NEW else _words(kept, key),
        key="sighting_chosen",
    )
    given = kept.loc[chosen].to_dict() if chosen != NEW else dict.fromkeys(CELLS, "")
    # Another form after each sighting, so that the next one begins empty.
    mark = chosen if chosen != NEW else f"new_{len(kept)}"
    spot.take(mark)
    left, right = st.columns(2, gap="medium")
    with left:
        place = spot.picked(mark, given=str(given["place_id"]))
        with st.form(f"sighting_{mark}", border=True):
            cells = {**_form(given), "place_id": place}
            sent = st.form_submit_button(ui.KEEP_THIS_SIGHTING, type="primary")
        if sent:
            key = "" if chosen == NEW else chosen
            atlas = importing.atlas()
            _do(lambda: enter_sighting(journal, key, cells, by=by, atlas=atlas))
        if chosen != NEW and st.button(ui.DELETE_THIS_SIGHTING):
            _do(lambda: delete_sighting(journal, chosen, by=by))
    with right:
        spot.board(place, camera_of=mark)
    if len(kept):
        _kept(kept)


def _do(change: Callable[[], Journal]) -> None:
    try:
        change()
    except AtlasError as error:
        faults.tell(error)
    else:
        st.rerun()


def _words(kept: pd.DataFrame, key: str) -> str:
    row = kept.loc[key]
    kind = SIGHTING_KINDS.get(str(row["kind"]), str(row["kind"]))
    where = row["place_id"] or row["unit"]
    return f"{row['group_id'] or row['group_text']} {kind}: {where}, {row['date_first']}"


def _form(given: Mapping[str, Any]) -> dict[str, str]:
    registry, cells = queries.atlas().registry, {}
    one, two = st.columns(2)
    with one:
        label = faults.SIGHTING_LABELS["group_id"]
        cells["group_id"] = known_name(
            label, str(given["group_id"]), registry.groups, help_text=_HELP["group_id"]
        )
    cells["group_text"] = _text(two, "group_text", given)
    one, two = st.columns(2)
    cells["kind"] = _choice(one, "kind", given, SIGHTING_KINDS)
    cells["strength"] = _choice(two, "strength", given, SIGHTING_STRENGTHS)
    cells["unit"] = _choice(
        st, "unit", given, {unit: words[0] for unit, words in UNIT_SPELLINGS.items()}
    )
    for names in (("date_first", "date_last"), ("source_id", "source_date")):
        for place, name in zip(st.columns(2), names, strict=True):
            cells[name] = _text(place, name, given)
    publishers = ["", *sorted(map(str, registry.publishers.index))]
    held = str(given["source_publisher"])
    cells["source_publisher"] = str(
        st.selectbox(
            faults.SIGHTING_LABELS["source_publisher"],
            publishers if held in publishers else [*publishers, held],
            index=publishers.index(held) if held in publishers else len(publishers),
            help=_HELP["source_publisher"],
            accept_new_options=True,
        )
        or ""
    )
    for place, name in zip(st.columns(3), ("pointer", "hedge", "note"), strict=True):
        cells[name] = _text(place, name, given)
    return cells


def _text(place: Any, name: str, given: Mapping[str, Any]) -> str:
    label = faults.SIGHTING_LABELS[name]
    return str(place.text_input(label, value=str(given[name]), help=_HELP[name]))


def _choice(place: Any, name: str, given: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Choose one of some words; none is chosen for a new sighting."""
    options = ["", *words]
    held = str(given[name])
    chosen = place.selectbox(
        faults.SIGHTING_LABELS[name],
        options if held in options else [*options, held],
        index=options.index(held) if held in options else len(options),
        format_func=lambda one: words.get(one, one) or "choose one",
    )
    return str(chosen or "")


def _kept(kept: pd.DataFrame) -> None:
    st.subheader(ui.SIGHTINGS_THAT_YOU_KEEP)
    filled = [name for name in kept.columns if (kept[name] != "").any()]
    st.dataframe(kept[filled], hide_index=True)
    sighting_effect.show(kept)
    download.button(
        ui.SIGHTINGS_CSV_WITH_THESE,
        lambda: sightings_csv(kept),
        file_name="sightings.csv",
    )
    st.caption(
        "They are tried here and change nothing elsewhere. To judge by them, fasail-atlas record "
        "add sightings.csv --to FOLDER puts them into a data folder, which serve, check and brief "
        "take by --data."
    )
