"""The door of a team's dashboard: who is signed in, as what, and until when; else nothing shows."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.services.signin_policy import (
    REVIEWER,
    ROLES,
    VARIABLE,
    Policy,
    address,
    load_policy,
)
from dashboard.session.mishap import guarded
from geo.errors import AtlasError

_STRANGER = "_stranger"


@dataclass(frozen=True)
class Visitor:
    """Who uses the page.

    Parameters
    ----------
    name
        E-mail address; empty where no sign-in is used.
    role
        One of `dashboard.services.signin_policy.ROLES`; empty for whom nothing may be shown.
    until
        End of the sign-in, seconds since 1970; None where no sign-in is used.
    problem
        Why nothing may be shown.
    """

    name: str
    role: str
    until: float | None = None
    problem: str = ""


def is_on() -> bool:
    """Tell whether this dashboard asks for a sign-in."""
    return bool(os.environ.get(VARIABLE))


@st.cache_resource(show_spinner=False, max_entries=2)
def _policy(path: str, stamp: tuple[int, int]) -> Policy:  # noqa: ARG001 - a changed file is read again
    return load_policy(Path(path))


def visitor() -> Visitor:
    """Look at who uses the page now; the sign-in file and the clock are asked each time."""
    if not is_on():
        return Visitor("", REVIEWER)
    path = Path(os.environ[VARIABLE])
    try:
        found = path.stat()
        policy = _policy(str(path), (found.st_mtime_ns, found.st_size))
    except (AtlasError, OSError):
        return Visitor("", "", problem="faulty")
    return judged(dict(st.user.to_dict()), policy=policy, now=time.time())


def judged(claims: Mapping[str, Any], *, policy: Policy, now: float) -> Visitor:
    """Judge the claims of an identity cookie, whose signature Streamlit has checked.

    Parameters
    ----------
    claims
        Of the identity token, with Streamlit's `is_logged_in`.
    policy
        Who may come in.
    now
        Seconds since 1970.
    """
    if claims.get("is_logged_in") is not True:
        return Visitor("", "", problem="nobody")
    name, until = address(claims), claims.get("exp")
    # Streamlit keeps its cookie for 30 days; the provider vouched for the person until `exp`.
    if isinstance(until, bool) or not isinstance(until, int | float) or not until > now:
        return Visitor(name, "", problem="expired")
    role = policy.role(claims)
    if role is None:
        return Visitor(name, "", until, problem=_STRANGER)
    return Visitor(name, role, until)


def who() -> str:
    """E-mail address of the signed-in visitor; empty where no sign-in is used."""
    return visitor().name


def role() -> str:
    """Role of the visitor; without a sign-in the only user of the machine is a reviewer."""
    return visitor().role


def may_decide() -> bool:
    """Tell whether the visitor may decide anything."""
    return role() == REVIEWER


def door() -> None:
    """Draw what a visitor sees to whom nothing of the data may be shown."""
    found = visitor()
    st.title(ui.FASAIL_ATLAS)
    if found.problem == "faulty":
        st.error(
            "The sign-in of this atlas is not set up rightly, so that nobody is let in.",
            icon=":material/lock:",
        )
        st.markdown("Whoever runs it finds the fault with `fasail-atlas serve`.")
    elif found.problem == _STRANGER:
        name = escape(found.name) or "An account without a verified e-mail address"
        st.error(f"{name} is not on the list of this atlas.", icon=":material/lock:")
        st.markdown("Ask whoever runs it to add you, or sign in with another account.")
        st.button(ui.SIGN_OUT, on_click=guarded(st.logout), icon=":material/logout:")
    else:
        if found.problem == "expired":
            st.info("Your sign-in has ended. Sign in again to go on.", icon=":material/schedule:")
        else:
            st.markdown("This atlas is for its team. Sign in to see it.")
        st.button(ui.SIGN_IN, on_click=guarded(st.login), type="primary", icon=":material/login:")


def account() -> None:
    """Draw who is signed in, as what and until when, and the way out."""
    found = visitor()
    if not is_on():
        st.markdown("No sign-in is used: only this machine reaches the dashboard.")
        return
    st.markdown(f"Signed in as **{escape(found.name)}**.")
    st.markdown(f"As a **{found.role}**, who {ROLES[found.role]}.")
    if found.until is not None:
        end = dt.datetime.fromtimestamp(found.until, dt.UTC)
        st.caption(f"The sign-in ends on {end:%d %B %Y at %H:%M} UTC.")
    st.button(ui.SIGN_OUT, on_click=guarded(st.logout), icon=":material/logout:")
