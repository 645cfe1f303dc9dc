"""The page Casebook: all decisions, whether the book is whole, and a backup of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.attack import reviews
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import decisions, queries
from dashboard.session.selection import open_card
from dashboard.widgets import data_table as tables
from dashboard.widgets import download, since
from geo.casebook.backup import backup
from geo.casebook.entry import DECISIONS
from geo.casebook.state import STATES, ReviewState, review_states
from geo.errors import CasebookError

_ALL = "All"


def show() -> None:
    """Draw the decisions and what can be done with the book."""
    entries, problem = decisions.usable()
    if problem:  # the app says what it is
        return
    every = review_states(entries)
    if not every:
        st.info(
            "Nobody has decided anything yet. Open an attack on the map or under Mismatches, and "
            "choose “Review this attack”.",
            icon=":material/inbox:",
        )
    else:
        _table(every)
    _whole()
    since.show()


def rows(every: list[ReviewState]) -> pd.DataFrame:
    """Decisions as a table, the latest first."""
    titles = queries.table()["title"].to_dict()
    return pd.DataFrame(
        [
            {
                "Entry": one.review.number,
                "Time (UTC)": one.review.at[:16].replace("T", " "),
                "Attack": titles.get(one.review.attack_id, one.review.attack_id),
                "Decision": one.review.decision.capitalize(),
                "Stands": one.state,
                "By": one.review.by,
                "Agree": ", ".join(one.by("concur")),
                "Dissent": ", ".join(one.by("dissent")),
                "Source grade": one.review.grade(),
                "Note": one.review.note,
            }
            for one in reversed(every)
        ]
    )


def _table(every: list[ReviewState]) -> None:
    left, right = st.columns(2)
    decision = left.selectbox(
        ui.DECISION, [_ALL, *DECISIONS], format_func=str.capitalize, key="book_decision"
    )
    state = right.selectbox(
        ui.STANDS, [_ALL, *STATES], format_func=str.capitalize, key="book_state"
    )
    kept = [
        one
        for one in every
        if decision in (_ALL, one.review.decision) and state in (_ALL, one.state)
    ]
    if not kept:
        st.info("No decision is so. Choose “All”.", icon=":material/inbox:")
        return
    chosen = tables.listed(
        rows(kept), key="book_table", on_select="rerun", selection_mode="single-row"
    )
    st.caption(escape(reviews.legend()))
    picked = chosen["selection"]["rows"]
    if picked:
        ident = kept[::-1][picked[0]].review.attack_id
        if ident in queries.table().index and st.button(
            ui.OPEN_THE_ATTACK_ON_THE_MAP, icon=":material/map:"
        ):
            open_card(ident)
            st.switch_page("map/page.py")


def _whole() -> None:
    st.subheader(ui.INTEGRITY_CHECK)
    try:
        found = decisions.state()
    except CasebookError as error:
        st.error(escape(str(error)), icon=":material/gpp_bad:")
        return
    many = found.verification.entries
    st.markdown(
        f"{'1 entry' if many == 1 else f'{many} entries'}, verified when the page was loaded. "
        "This is the head: whoever notes it can tell later whether the end was cut off."
    )
    st.code(found.verification.head, language=None)
    asked = st.text_input(
        ui.HEAD_OF_A_BRIEF_OR_A_CASE_FILE, key="book_head", placeholder="64 hexadecimal digits"
    ).strip()
    if asked:
        verdict = decisions.book().verify(asked) if many else found.verification
        (st.success if verdict.whole and verdict.since is not None else st.error)(
            escape(verdict.sentence())
        )
    download.button(
        ui.DOWNLOAD_A_BACKUP,
        backup(found.entries),
        file_name="casebook-backup.jsonl",
        mime="application/jsonl",
        disabled=not many,
    )
