"""The team's store behind the pages: its last state as a folder, looked at on every reload."""

from __future__ import annotations

import atexit
import datetime as dt
import os
import shutil
import tempfile
import threading
from pathlib import Path

import streamlit as st

from geo.errors import ConformError
from geo.io.team_database import fetch, stamp
from geo.settings import DATA_VARIABLE

_RENEWED = "store_renewed"
_lock = threading.Lock()


class Store:
    """The server that this process serves, and the state of it that the pages show.

    Parameters
    ----------
    address
        `postgresql://user@host:port/database`.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._home = Path(tempfile.mkdtemp(prefix="atlas-store-"))
        atexit.register(shutil.rmtree, self._home, ignore_errors=True)
        self._count = 0
        self._stamp = ""
        self.read_at = dt.datetime.now(dt.UTC)
        self._read()

    def _read(self) -> None:
        self._count += 1
        folder = self._home / str(self._count)
        folder.mkdir()
        try:
            self._stamp = fetch(self.address, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.read_at = dt.datetime.now(dt.UTC)
        os.environ[DATA_VARIABLE] = str(folder)
        # Whoever reads the state before at this moment may finish; those older are done.
        shutil.rmtree(self._home / str(self._count - 2), ignore_errors=True)

    def look_again(self) -> tuple[bool, str]:
        """Read the server again where it has changed.

        Returns
        -------
        Whether there is a new state, and what went wrong or an empty text; the state before stays.
        """
        with _lock:
            try:
                if stamp(self.address) == self._stamp:
                    self.read_at = dt.datetime.now(dt.UTC)
                    return False, ""
                self._read()
            except ConformError as error:
                return False, str(error)
            return True, ""


_open: list[Store] = []


def open_store(address: str) -> Store:
    """Read a server for the first time; from then on the pages show it."""
    _open[:] = [Store(address)]
    return _open[0]


def current() -> Store | None:
    """Give the store that is served, or None where a folder is."""
    return _open[0] if _open else None


def renew() -> str:
    """Look at the team's store once a session, that is on every reload of the page.

    Returns
    -------
    What went wrong, or an empty text.
    """
    served = current()
    if served is None:
        return ""
    if _RENEWED not in st.session_state:
        changed, problem = served.look_again()
        if changed:
            st.cache_resource.clear()
            st.cache_data.clear()
        shown = f"{served.read_at:%d %B %Y, %H:%M} UTC"
        more = f"The pages show its state of {shown}. Reload the page to try again."
        st.session_state[_RENEWED] = f"{problem} {more}" if problem else ""
    return str(st.session_state[_RENEWED])
