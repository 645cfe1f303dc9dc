"""The button that gives a file: one that is there, or one that is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.session import mishap
from dashboard.session.mishap import LOG, Mishap

Content = str | bytes


def button(
    label: str,
    data: Content | Callable[[], Content],
    *,
    file_name: str,
    place: DeltaGenerator | None = None,
    icon: str = ":material/download:",
    **shape: Any,
) -> None:
    """Draw a button that gives a file and leaves the page as it is.

    Every download goes through here: where the file cannot be made, the page shows our panel.

    Parameters
    ----------
    label
        Words on it.
    data
        The file, or what makes it once it is asked for: in a thread apart, where nothing of the
        session is at hand.
    file_name
        Name of the file.
    place
        Column or container; the page itself without one.
    icon, shape
        As for `st.download_button`.
    """
    (place or st).download_button(
        label,
        data=_with_failure_reported(data, label=label, file_name=file_name)
        if callable(data)
        else data,
        file_name=file_name,
        icon=icon,
        on_click="ignore",
        **shape,
    )


def _with_failure_reported(
    make: Callable[[], Content], *, label: str, file_name: str
) -> Callable[[], Content]:
    """Let the session that drew the button hear of a failure, and run its page again to show it."""
    box, run_again = mishap.box(), _rerun()

    def made() -> Content:
        try:
            content = make()
        except Exception as error:
            LOG.exception("download %s failed", file_name)
            box.mishap = Mishap(error, button=label, file=file_name)
            run_again()
            raise  # so that the browser saves no file
        if box.mishap is not None and box.mishap.file == file_name:
            # The panel goes with the next run: one now would drop the file before it is fetched.
            box.mishap = None
        return content

    return made


def _rerun() -> Callable[[], None]:
    """Give what runs the page of this session once more, as it is, from any thread."""
    drawn = get_script_run_ctx()

    def run_again() -> None:
        if drawn is None or not runtime.exists():
            return
        session = runtime.get_instance().get_app_session(drawn.session_id)
        if session is None:  # the page was closed meanwhile
            return
        state = ClientState(
            query_string=drawn.query_string,
            page_script_hash=drawn.page_script_hash,
            context_info=drawn.context_info,
        )
        # A session may be asked on its own loop alone. Streamlit has no public way to get there
        # from another thread; without it the panel would wait for the next run of the page.
        loop = session._event_loop  # noqa: SLF001 - see above
        loop.call_soon_threadsafe(session.request_rerun, state)

    return run_again
