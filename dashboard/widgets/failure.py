"""The panel that stands in place of what failed: what failed, what was kept, the way on."""

from __future__ import annotations

import datetime as dt
import logging
import os
import platform
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import imports as importing
from dashboard.session import mishap
from dashboard.session import progress as longwork
from dashboard.session.mishap import guarded
from geo.errors import AtlasError, ConformError, Fault, FolderError

LOG = logging.getLogger(mishap.LOG.name)

DOOR = "Sign in"
"""Title of what stands in place of every page for a visitor who is not let in."""

_ROOT = Path(__file__).resolve().parents[2]
_LONGEST, _FRAMES, _SHORTEST_SECRET, _MOST_FAULTS = 400, 12, 6, 500
_ALONE = ("Start", DOOR)  # where they fail, no page is shown
_ADDRESS = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]{1,20}://)\S+")
_PATH = re.compile(r"(?:[A-Za-z]:\\|\\\\|~?/)[^\s'\"<>|:,;)\]}]+")
_SECRET_NAME = re.compile(
    r"pass|pwd|secret|token|credential|cookie|dsn|database_url|api.?key", re.IGNORECASE
)
_SAID = re.compile(
    r"(?i)\b([\w-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|cookie|api[_-]?key"
    r"|authorization)[\w-]*[\"']?\s*[=:]\s*)(?:bearer\s+|basic\s+)?[\"']?[^\s\"',;]+[\"']?"
)
_LONG_WORD = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
_TAKEN_OUT = "[left out]"


def scrubbed(text: str) -> str:
    """Text without paths, addresses, passwords and long keys, and no longer than a few lines."""
    out = text[: 4 * _LONGEST]
    for name, value in os.environ.items():
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_SECRET:
            out = out.replace(value, _TAKEN_OUT)
    out = _ADDRESS.sub(rf"\g<1>{_TAKEN_OUT}", out)
    out = _SAID.sub(rf"\g<1>{_TAKEN_OUT}", out)
    out = _PATH.sub(lambda found: f"…/{_last(found.group())}", out)
    out = _LONG_WORD.sub(_TAKEN_OUT, out)
    return out if len(out) <= _LONGEST else f"{out[:_LONGEST]}…"


def _last(path: str) -> str:
    """Name of the file alone: folders tell of people and machines."""
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]


def details(error: BaseException, *, page: str, at: dt.datetime) -> str:
    """Text that a person can send on: versions, page, and where the program stopped.

    Parameters
    ----------
    error
        What was raised.
    page
        Title of the page.
    at
        When, with a time zone.
    """
    lines = [
        f"fasail-atlas {version('fasail-atlas')}",
        f"Streamlit {st.__version__}, Python {platform.python_version()}",
        f"{at:%Y-%m-%d %H:%M:%S} UTC, page {page}",
        f"{type(error).__name__}: {scrubbed(str(error))}",
        *(
            f"  {_module(frame.filename)}, line {frame.lineno}, in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        ),
    ]
    return "\n".join(lines)


def _module(filename: str) -> str:
    """File as our package or a library names it, without the folders of this machine."""
    path = Path(filename)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return path.name


@contextmanager
def panel(page: str = "") -> Iterator[None]:
    """Let nothing that goes wrong in a page end the rest of it, or show a traceback.

    Parameters
    ----------
    page
        Title of the page, for the words of the panel.
    """
    longwork.broke_off()  # of a run before this one
    try:
        yield
    except Exception as error:
        LOG.exception("page %s failed", page or "unknown")
        _draw(error, page=page or "unknown")


def of_action(page: str) -> None:
    """Show what went wrong in a callback or a download before this run, above the page.

    Parameters
    ----------
    page
        Title of the page.
    """
    found = mishap.on_page(page)
    if found is None:
        return
    with st.container(border=True, key="mishap"):
        if found.file:
            # Streamlit’s own line under the button says less, and goes after some seconds.
            st.html("<style>[data-testid='stDownloadButtonError'] { display: none; }</style>")
            _what(f"The file {found.file} was not made at {found.at:%H:%M:%S} UTC", found.error)
            sentences = [
                f"Nothing was downloaded then. Press “{found.button}” again to try once more."
            ]
        else:
            _what("What was pressed or chosen last was not done", found.error)
            sentences = ["The page below shows what holds now."]
        st.markdown(escape(" ".join([*sentences, *_kept("", page)])))
        left, middle, _ = st.columns([1, 1, 4])
        if found.again is not None:
            left.button(
                ui.TRY_AGAIN,
                type="primary",
                key="mishap_again",
                width="stretch",
                on_click=guarded(found.again),
            )
        (middle if found.again else left).button(
            ui.CLOSE, key="mishap_close", width="stretch", on_click=guarded(mishap.forget)
        )
        _copied(found.error, page=page, at=found.at)


def _draw(error: Exception, *, page: str) -> None:
    work = longwork.broke_off()
    with st.container(border=True, key="failure"):
        _what(f"“{work}” did not finish" if work else f"The page {page} stopped", error)
        st.markdown(escape(" ".join(_kept(work, page))))
        again, afresh, _ = st.columns([1, 2, 3])
        again.button(ui.TRY_AGAIN, type="primary", key="failure_again", width="stretch")
        if afresh.button(
            ui.FORGET_THE_FILE_AND_START_AFRESH,
            key="failure_afresh",
            width="stretch",
            help="Drops the file that was taken in and what was chosen on the pages of this "
            "session. What is on disk stays.",
        ):
            _start_afresh()
        _copied(error, page=page, at=dt.datetime.now(dt.UTC))


def _what(what: str, error: Exception) -> None:
    known = isinstance(error, AtlasError)
    why = scrubbed(str(error)) if known else "an error that fasail-atlas did not expect"
    st.error(f"**{escape(what)}**: {escape(why)}", icon=":material/report:")


def _copied(error: Exception, *, page: str, at: dt.datetime) -> None:
    with st.expander(ui.DETAILS_TO_COPY):
        st.caption(
            "Folders, addresses, passwords and keys are left out. The log of the server has all "
            "of it."
        )
        st.code(details(error, page=page, at=at), language=None, wrap_lines=True)


def _kept(work: str, page: str) -> list[str]:
    """Say what of a person's work is there still."""
    sentences = [f"Nothing of “{work}” was kept."] if work else []
    sentences.append("Everything that was reported as saved before is on disk, unchanged.")
    imported = importing.current()
    if imported is not None:
        rows = imported.ingested.rows_kept
        sentences.append(
            f"The import of {imported.raw.file} is still open, with {rows:,} kept rows, until this "
            "page is reloaded."
        )
    if page not in _ALONE:
        sentences.append("The other pages work.")
    return sentences


def _start_afresh() -> None:
    importing.forget()
    count = importing.forgotten()
    st.session_state.clear()
    importing.forgotten(count)
    st.query_params.clear()
    st.rerun()


def of_data(error: AtlasError) -> None:
    """Show what keeps the data folder from being read: every fault, and what to do."""
    errors = error.errors if isinstance(error, FolderError) else ()
    if not errors and isinstance(error, ConformError):
        errors = (error,)
    faults = [(one.file, fault) for one in errors for fault in one.faults]
    if len(faults) <= 1:
        st.error(escape(str(error)), icon=":material/edit:")
    else:
        st.error(
            f"The data folder has {len(faults):,} faults. Nothing of it is shown before they are "
            "corrected.",
            icon=":material/edit:",
        )
        st.dataframe(
            [_fault_row(file, fault) for file, fault in faults[:_MOST_FAULTS]], hide_index=True
        )
        if len(faults) > _MOST_FAULTS:
            st.caption(f"The first {_MOST_FAULTS} of {len(faults):,}.")
    st.markdown("Correct the data, or start without `--data`, then load this page again.")


def _fault_row(file: str, fault: Fault) -> dict[str, str]:
    return {
        "File": file,
        "Row": str(fault.row) if fault.row else "",
        "Column": fault.where,
        "Given": fault.given,
        "Problem": fault.problem,
        "Expected": fault.remedy,
    }
