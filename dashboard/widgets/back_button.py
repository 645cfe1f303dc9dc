"""The browser's Back and Forward: each takes the selection to what the address says there."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qsl

import streamlit as st

from dashboard.session import selection as state
from dashboard.session.mishap import guarded

FILTERED = frozenset({"", "export"})
"""Paths of the pages whose address is the selection."""

_KEY = "address_went"
_LISTEN = """export default ({ data, setTriggerValue }) => {
  const tell = () => {
    const end = location.pathname.replace(/[/]+$/, "").split("/").pop();
    const path = data.paths.includes(end) ? end : "";
    if (path === data.path) { setTriggerValue("went", location.search); }
  };
  window.addEventListener("popstate", tell);
  return () => window.removeEventListener("popstate", tell);
}"""
"""Says where the reader went to on the same page, which itself runs alike whatever made it run.

Another page runs by itself; to tell it too would run this one again.
"""

_component = st.components.v2.component("atlas_back_button", js=_LISTEN)


def listen(path: str, paths: Collection[str]) -> None:
    """Listen to Back and Forward on a page.

    Parameters
    ----------
    path, paths
        The path of the page, and those of all pages.
    """
    state.on_page(path, filtered=path in FILTERED)
    if path in FILTERED:
        with st.container(key="back_button"):
            data = {"path": path, "paths": sorted({*paths} - {""})}
            _component(key=_KEY, data=data, on_went_change=guarded(_went))


def _went() -> None:
    went = st.session_state[_KEY].went
    if went is not None:
        state.go_to(dict(parse_qsl(went.removeprefix("?"), keep_blank_values=True)))
