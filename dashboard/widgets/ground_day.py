"""Which day's ground is drawn, in words: the day, and when the ground was last confirmed."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import current
from geo.areas.age import words_of
from geo.areas.seen_text import known_to
from geo.parsing.days import in_words

_KEPT = "ground_of_the_view"
"""Attack beside whose card the reader asked for the ground of the whole view."""

EACH = "Each attack is held against the ground of its own day, which its picture shows."


class Drawn(NamedTuple):
    """A day of ground.

    Parameters
    ----------
    day
        Day whose ground is drawn.
    attack
        Attack whose day it is, or empty for the day of the whole view.
    """

    day: pd.Timestamp
    attack: str = ""


def of_view(selection: Selection) -> pd.Timestamp:
    """Last day that the filters show or that is known of, at most the record's end."""
    return queries.dataset().day_of_view(selection)


def of(table: pd.DataFrame, selection: Selection) -> Drawn:
    """Day of the open attack, else of the view; also where the reader asked for the view's.

    Parameters
    ----------
    table
        Attacks by id, with `judged_on`.
    selection
        What is shown and whose card is open.
    """
    day = day_of(table, selection.attack)
    if day is not None and st.session_state.get(_KEPT) != selection.attack:
        return Drawn(day, selection.attack)
    return Drawn(of_view(selection))


def day_of(table: pd.DataFrame, attack: str) -> pd.Timestamp | None:
    """Day by which an attack is judged; None for an unknown attack and an undated one."""
    days = table.loc[table.index == attack, "judged_on"].dropna()
    return pd.Timestamp(days.iloc[0]) if len(days) else None


def words(day: pd.Timestamp, areas: pd.DataFrame | None = None) -> str:
    """Say which day's ground is drawn and when it was last confirmed, in one short line.

    What was confirmed after that day is said to have been later.

    Parameters
    ----------
    day
        Day whose ground is drawn.
    areas
        Those that are drawn, with `last_confirmed`; all in force on the day when None.
    """
    drawn = queries.ground(day) if areas is None else areas
    confirmed = drawn["last_confirmed"].dropna()
    said = f"Ground as of {in_words(day)}"
    if confirmed.empty:
        return f"{said}: none is drawn"
    before, later = confirmed[confirmed <= day], confirmed[confirmed > day]
    if before.empty:
        return f"{said} · confirmed later, {_months(later, drawn)}"
    others = "; others later" if len(later) else ""
    return f"{said} · last confirmed {_months(before, drawn)}{others}"


def _months(days: pd.Series, areas: pd.DataFrame) -> str:
    """Give the month of some days, or the first and the last where they differ by area."""
    ends = days.sort_values(kind="stable").iloc[[0, -1]]
    first, last = (_month(day, areas.loc[[one]]) for one, day in zip(ends.index, ends, strict=True))
    return last if first == last else f"{first} to {last}, by area"


def _month(day: pd.Timestamp, area: pd.DataFrame) -> str:
    (said,) = words_of(area)
    return str(day.year) if known_to(said, day.date()) == "year" else f"{day:%b %Y}"


def note(table: pd.DataFrame, selection: Selection) -> str:
    """Give the text that stands on the map; empty where no ground is drawn."""
    if not {"ground", "usual"} & set(selection.layer):
        return ""
    day = of(table, selection).day
    return words(day, queries.ground(day, selection.known_on))


def way_back(table: pd.DataFrame, selection: Selection) -> None:
    """Say that the ground is of the open attack's day, and offer that of the view, or back."""
    if not note(table, selection):
        return
    drawn, view = of(table, selection), of_view(selection)
    own_day = day_of(table, selection.attack)
    if own_day is None or own_day == view:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="ground_day"):
        if drawn.attack:
            st.caption(f"Ground as of {in_words(drawn.day)}, the day of this attack.")
            label = f"Show the ground of {in_words(view)} again"
        else:
            st.caption(f"Ground as of {in_words(view)}, not of the day of this attack.")
            label = f"Show the ground of {in_words(own_day)}"
        st.button(
            label, key="ground_day_other", on_click=guarded(_other), args=(bool(drawn.attack),)
        )


def _other(view: bool) -> None:  # noqa: FBT001 - a callback’s argument
    st.session_state[_KEPT] = current().attack if view else ""
