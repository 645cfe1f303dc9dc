"""A typed attack kept on this machine, as Add & edit keeps one, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard.check import own_review
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import identity, signin
from dashboard.session import imports as importing
from dashboard.session.selection import open_card
from dashboard.widgets import faults
from geo.errors import AtlasError
from geo.workspace.attacks import enter, free_id

_KEPT: Final = "check_kept"
_CELLS: Final = {
    "date": "date", "time": "time_local", "method": "method", "target": "target_place",
    "launch": "launch_place", "facade": "facade", "group": "assessed_group",
}  # fmt: skip
_KM: Final = {"target_radius_km": "target_radius_km", "radius_km": "launch_radius_km"}
NO_CASE_FILE: Final = (
    "A case file carries attacks of the record alone, for whoever verifies it looks them up there: "
    "put this one into a data folder and start with that to make one."
)


def show(typed: Mapping[str, Any]) -> None:
    """Draw the way to keep a typed attack, and once it is kept the ways on from there."""
    mark = repr(sorted(typed.items()))
    kept: tuple[str, str] | None = st.session_state.get(_KEPT)
    if kept is not None and kept[0] == mark:
        _kept(kept[1])
        return
    if not signin.may_decide():
        return
    with st.expander(ui.KEEP_IT):
        st.caption(
            "Kept in your own folder on this machine, as under Add & edit: it shows on the map as "
            "yours, and can be corrected or taken back there."
        )
        by = identity.who(key="check_by")
        if st.button(ui.KEEP, key="check_keep", type="primary", disabled=not by):
            _keep(typed, mark, by=by)


def cells_of(typed: Mapping[str, Any], *, by: str) -> dict[str, str]:
    """Cells of a typed attack, as `geo.workspace.attacks.enter` keeps them.

    Parameters
    ----------
    typed
        What the form gives.
    by
        Who typed it: the assessor where a group is named.
    """
    cells = {column: str(typed[name]) for name, column in _CELLS.items() if typed[name]}
    for name, column in _KM.items():
        if typed[name] is not None and cells.get(column.replace("radius_km", "place")):
            cells[column] = f"{typed[name]:g}"
    if "assessed_group" in cells:
        cells["assessed_by"] = by
    return {"attacks_in_row": "1", **cells}


def _keep(typed: Mapping[str, Any], mark: str, *, by: str) -> None:
    atlas = importing.atlas()
    cells = cells_of(typed, by=by)
    try:
        journal = importing.journal()
        ident = free_id(journal, cells, atlas=atlas)
        enter(journal, ident, cells, by=by, atlas=atlas, new=True)
    except AtlasError as error:
        faults.tell(error)
        return
    st.session_state[_KEPT] = (mark, ident)
    st.toast(escape(f"{ident} is kept."), icon=":material/check:")
    st.rerun()


def _kept(ident: str) -> None:
    st.success(escape(f"Kept as {ident}: yours, no part of the public record."))
    left, right = st.columns(2)
    if left.button(ui.OPEN_ON_THE_MAP, key="check_open", icon=":material/map:", width="stretch"):
        open_card(own_review.own_ident(ident))
        st.switch_page("map/page.py")
    if right.button(
        ui.ADD_AND_EDIT, key="check_edit", icon=":material/edit_note:", width="stretch"
    ):
        st.session_state["hand_next"] = ident
        st.switch_page("editor/page.py")
    own_review.show(ident)
    st.caption(NO_CASE_FILE)
