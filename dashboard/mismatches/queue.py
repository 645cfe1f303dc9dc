"""The queue of attacks that do not fit, and each one's reasons beside a small map."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.attack import reasons as reasoning
from dashboard.attack import reviews
from dashboard.services import ui_words as ui
from dashboard.services.labels import badge, day_words, escape, flag_words, method_words
from dashboard.session import decisions, queries
from dashboard.session import user_data as overlay
from dashboard.session.selection import open_card
from dashboard.widgets import ground_day, pictures, sample
from dashboard.widgets.map_view import theme
from geo.casebook.state import ReviewState


def ranked(verdict: str) -> pd.DataFrame:
    """Attacks of a verdict, by how many terms disagree, then by how far."""
    rows = queries.table()
    rows = rows[rows["counts"] & (rows["verdict"] == verdict)]
    terms = queries.findings().terms
    violations = terms[terms["effect"] == "breaks"].groupby("attack_id").size()
    rows = rows.assign(violations=violations.reindex(rows.index).fillna(0).astype(int))
    return rows.sort_values(
        ["violations", "distance_km"], ascending=False, na_position="last", kind="stable"
    )


def sampled() -> None:
    """Say of how many attacks the queues speak, and that the record is a sample."""
    counts = overlay.public().counter.count()
    st.caption(
        f"{counts.not_fitting_words()}, "
        f"{counts.verdicts.get('insufficient', 0):,} cannot be judged. "
        f"{sample.words()}"
    )


CHOICES = ("All", "Not reviewed", "Reviewed")


def choose() -> str:
    """Let the reader narrow the queues to what is reviewed or not; gives one of `CHOICES`."""
    picked = st.segmented_control(
        ui.SHOW, CHOICES, default=CHOICES[0], key="queue_reviewed", label_visibility="collapsed"
    )
    return str(picked or CHOICES[0])


def with_review_state(
    rows: pd.DataFrame, choice: str, known: Mapping[str, list[ReviewState]]
) -> pd.DataFrame:
    """Rows whose attacks are reviewed, or are not, or all of them."""
    if choice == CHOICES[0]:
        return rows
    done = [decisions.is_reviewed(known.get(str(ident), [])) for ident in rows.index]
    return rows[pd.Series(done, index=rows.index, dtype=bool) == (choice == CHOICES[2])]


def entry(ident: str, row: pd.Series, known: list[ReviewState]) -> None:
    """Draw one attack of the queue."""
    found = queries.findings()
    with st.container(border=True):
        words, picture = st.columns([3, 2], gap="medium")
        with words:
            st.caption(day_words(row))
            st.markdown(f"#### {escape(row['title'])}")
            who = queries.names().get(row["asserted_group"], row["asserted_group"])
            kind = {"assessment": "assessed", "claim": "by the claim"}.get(row["asserted_from"], "")
            st.markdown(
                f"{badge(row['verdict'])} {method_words(row['method'])} · "
                f"**{escape(who)}** ({kind})"
            )
            reasons = found.terms[
                (found.terms["attack_id"] == ident)
                & found.terms["effect"].isin(["breaks", "explains"])
            ]
            for term in reasons.to_dict("records"):
                st.markdown(f"{reasoning.effect_mark(term['effect'])}  \n{escape(term['text'])}")
                st.caption(escape(term["source"]))
            review_badge = reviews.badge(known)
            if review_badge:
                st.markdown(review_badge)
            if row["flags"]:
                st.caption(
                    "Flags: " + escape(flag_words(row["flags"], called=queries.flag_labels()))
                )
            if st.button(ui.OPEN_ON_THE_MAP, key=f"open_{ident}", icon=":material/map:"):
                open_card(ident)
                st.switch_page("map/page.py")
        with picture:
            png = pictures.attack_png(ident, theme())
            if png is None:
                st.caption("Neither launch nor target is known, so there is no map.")
            else:
                day = ground_day.words(pictures.day_of(ident))
                st.image(png, width="stretch", alt=f"Map: {row['title']}. {day}")
                st.caption(day)
        with words:
            reviews.show(ident, key="queue")


def show(verdict: str, *, empty: str, choice: str = CHOICES[0]) -> None:
    """Draw the queue of one verdict, or say that it is empty."""
    known = decisions.by_attack()
    every = ranked(verdict)
    rows = with_review_state(every, choice, known)
    if every.empty:
        st.info(empty, icon=":material/inbox:")
    elif rows.empty:
        st.info(f"{choice}: none of {len(every)}. Choose “All”.", icon=":material/inbox:")
    for ident, row in zip(rows.index[:50], (rows.loc[one] for one in rows.index[:50]), strict=True):
        entry(str(ident), row, known.get(str(ident), []))
    if len(rows) > 50:  # noqa: PLR2004
        st.caption(f"The first 50 of {len(rows)}. Narrow the rest with the filters of the map.")
