"""What changed since an earlier state, as pages and briefings report it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard.services import changes as telling
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import decisions, kept_states, queries
from dashboard.session.mishap import guarded
from dashboard.widgets import data_table as tables
from dashboard.widgets import download
from geo.casebook import kept_snapshots
from geo.casebook.diff import Change, compare
from geo.casebook.snapshot import Snapshot, read, take, to_bytes
from geo.errors import ConformError
from geo.parsing.days import in_words
from geo.records.counts import many

_KEPT, _DAY, _TROUBLE = "since", "since_day", "since_trouble"


def now() -> Snapshot:
    """Snapshot of the data, the findings and the decisions that the dashboard shows."""
    return take(queries.atlas(), queries.findings(), decisions.usable()[0])


def changes(earlier: Snapshot) -> tuple[Change, ...]:
    """What changed from an earlier state to the one shown."""
    return compare(earlier, now())


def lines(earlier: Snapshot, *, name: str) -> tuple[str, ...]:
    """Lines of a pack: the name of the earlier state, then each change."""
    return telling.lines(earlier, now(), name=name)


def chosen() -> tuple[str, Snapshot] | None:
    """Name and content of the earlier state that this session compares with, or None."""
    found = st.session_state.get(_KEPT)
    return found if isinstance(found, tuple) else None


def show() -> None:
    """Draw the comparison with an earlier state, and the way to keep the present one."""
    st.subheader(ui.WHAT_CHANGED_SINCE)
    _by_day()
    turn = st.session_state.setdefault("since_turn", 0)
    upload = st.file_uploader(
        ui.A_SNAPSHOT_THAT_WAS_SAVED_EARLIER, type=["json"], key=f"since_file_{turn}"
    )
    if upload is not None:
        try:
            st.session_state[_KEPT] = (upload.name, read(upload.getvalue(), file=upload.name))
        except ConformError as error:
            st.session_state.pop(_KEPT, None)
            st.error(escape(str(error)), icon=":material/edit:")
    earlier = chosen()
    if earlier is None:
        st.caption(
            "Choose a day, or save a snapshot now and give it here later: new, moved and "
            "re-attributed attacks, other verdicts, changed ground and new decisions are listed."
        )
    else:
        _listed(*earlier)
    if st.button(ui.MAKE_A_SNAPSHOT_OF_NOW, icon=":material/photo_camera:"):
        st.session_state["since_made"] = to_bytes(now())
    if "since_made" in st.session_state:
        download.button(
            ui.DOWNLOAD_THE_SNAPSHOT,
            st.session_state["since_made"],
            file_name="fasail-atlas-snapshot.json",
            mime="application/json",
        )


def _by_day() -> None:
    """Let the reader choose a day since when changes are listed, from the states kept by then."""
    states = kept_snapshots.kept(kept_states.folder())
    if not states:
        return
    first = states[-1].at.date()
    st.date_input(
        ui.CHANGED_SINCE,
        value=None,
        min_value=first,
        max_value=dt.datetime.now(dt.UTC).date(),
        key=_DAY,
        on_change=guarded(_choose_day),
        width=260,
        help=f"The state of data, findings and decisions is kept at each start and decision that "
        f"changed it, on this machine alone: {many(len(states), 'state')} since {in_words(first)}.",
    )
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.error(escape(trouble), icon=":material/edit:")


def _choose_day() -> None:
    day = st.session_state.get(_DAY)
    if day is None:
        st.session_state.pop(_KEPT, None)
        return
    state = kept_snapshots.before(kept_states.folder(), day)
    if state is None:
        return
    try:
        earlier = kept_snapshots.read_kept(state)
    except ConformError as error:
        st.session_state[_TROUBLE] = str(error)
    else:
        name = f"{in_words(state.at)}, {state.at:%H:%M} UTC"
        st.session_state[_KEPT] = (name, earlier)


def _listed(name: str, earlier: Snapshot) -> None:
    found = changes(earlier)
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.markdown(f"Compared with **{escape(name)}**. A pack made under *Export* lists it too.")
    if right.button(ui.FORGET_IT, width="stretch"):
        st.session_state.pop(_KEPT, None)
        st.session_state.pop(_DAY, None)
        st.session_state["since_turn"] += 1  # an uploader is emptied by another key alone
        st.rerun()
    if not found:
        st.info("Nothing changed.", icon=":material/inbox:")
        return
    tables.listed(
        pd.DataFrame(
            {
                "Change": [one.kind.capitalize() for one in found],
                "Of": [one.title for one in found],
                "What": [one.text for one in found],
            }
        ),
        key="since_table",
    )
