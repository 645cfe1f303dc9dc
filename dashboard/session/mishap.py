"""What went wrong outside the run of a page: in a callback, or in a file made when it is asked for.

Streamlit draws a box of its own for the one and a short line for the other, past every page. Here
the mishap is kept until the page, which runs next, shows it in our panel
(`dashboard.widgets.failure`).
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any

import streamlit as st

LOG = logging.getLogger("fasail_atlas.failure")
"""Hears of everything that failed, with the whole traceback; the page shows none of it."""

_KEPT = "mishap"


@dataclass
class Mishap:
    """One thing that went wrong outside the run of a page.

    Parameters
    ----------
    error
        What was raised.
    again
        Does it once more; None where a button of the page itself does.
    button, file
        Label of the button that was to give a file, and the name of that; empty for a callback.
    at
        When, with a time zone.
    page
        Title of the page that showed it first: on another page it says nothing.
    """

    error: Exception
    again: Callable[[], object] | None = None
    button: str = ""
    file: str = ""
    at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    page: str = ""

    def __post_init__(self) -> None:
        # The traceback names files and lines; the values in its frames need not stay in memory.
        traceback.clear_frames(self.error.__traceback__)


@dataclass
class MessageBox:
    """Holds the last mishap of one session; other threads reach it without the session."""

    mishap: Mishap | None = None


def box() -> MessageBox:
    """Give the box of this session."""
    found: MessageBox = st.session_state.setdefault(_KEPT, MessageBox())
    return found


def on_page(title: str) -> Mishap | None:
    """Give the mishap that this page has to show; one of another page is forgotten.

    Parameters
    ----------
    title
        Title of the page.
    """
    kept = box()
    if kept.mishap is not None:
        kept.mishap.page = kept.mishap.page or title
        if kept.mishap.page != title:
            kept.mishap = None
    return kept.mishap


def forget() -> None:
    """Drop the mishap: it was read, or what failed was done after all."""
    box().mishap = None


def guarded(act: Callable[..., object]) -> Callable[..., None]:
    """Wrap a callback of a widget, so that the page runs and says what went wrong in it.

    Every `on_click` and `on_change` goes through here.

    Parameters
    ----------
    act
        What to do; its arguments are given as Streamlit's `args` and `kwargs`.
    """

    @wraps(act)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            act(*args, **kwargs)
        except Exception as error:
            LOG.exception("action %s failed", getattr(act, "__name__", "without a name"))
            box().mishap = Mishap(error, again=partial(act, *args, **kwargs))
        else:
            forget()

    return run
