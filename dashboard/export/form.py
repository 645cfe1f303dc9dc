"""The Export page: choose a kind, see it as it will be, take the files that the command writes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.attack import case_file as case_download
from dashboard.services import brief_request, briefing
from dashboard.services import ui_words as ui
from dashboard.services.brief_request import Request
from dashboard.services.labels import escape
from dashboard.services.selection import Selection
from dashboard.session import progress as longwork
from dashboard.session import queries
from dashboard.widgets import download, since
from geo.errors import AtlasError
from geo.progress import report_progress
from layers.brief.files import File
from layers.brief.pack import KINDS, MAPS
from layers.brief.sizes import SIZES
from layers.brief.tokens import FORMATS, TLP
from layers.brief.view import Options, Period

_MADE = "export_made"
_FILES = "export_files"
_OWN = "A line of my own"
_NONE = "None"
_WORK = "export"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _group(selection: Selection) -> str:
    groups = queries.atlas().registry.groups
    ids = list(groups.index)
    chosen = [one for one in selection.group if one in ids]
    picked = st.selectbox(
        ui.GROUP,
        ids,
        index=ids.index(chosen[0]) if chosen else 0,
        format_func=lambda one: queries.names().get(one, one),
        key="export_group",
    )
    return str(picked)


def _periods() -> tuple[Period, ...]:
    first, last = (day.date() for day in queries.record_span())
    middle = first + (last - first) / 2
    halves = {"Before": (first, middle), "After": (middle + dt.timedelta(days=1), last)}
    picked = [
        st.date_input(label, half, min_value=first, max_value=last, key=f"export_{label}")
        for label, half in halves.items()
    ]
    # While a reader has clicked the first day alone, the picker gives that day alone.
    return tuple((one[0], one[-1]) for one in picked if isinstance(one, tuple) and one)


def _since() -> tuple[str, ...]:
    """Tell what changed since the snapshot that was given on the page Casebook, if wanted."""
    earlier = since.chosen()
    wanted = st.checkbox(
        ui.WHAT_CHANGED_SINCE,
        value=earlier is not None,
        disabled=earlier is None,
        key=f"export_since_{earlier[0] if earlier else ''}",
        help="Give an earlier snapshot on the page Casebook first.",
    )
    return since.lines(earlier[1], name=earlier[0]) if wanted and earlier else ()


def _marking() -> str:
    choice = st.selectbox(
        ui.MARKING, [_NONE, *(f"TLP:{label}" for label in TLP), _OWN], key="export_marking"
    )
    if choice == _OWN:
        return st.text_input(ui.LINE_OF_MARKING, key="export_line", max_chars=80).strip()
    return "" if choice == _NONE else str(choice)


def choose(selection: Selection) -> Request:
    """Let the reader choose what to export of the current selection."""
    kind = st.selectbox(
        ui.KIND, list(KINDS), format_func=lambda one: KINDS[one].title, key="export_kind"
    )
    options = Options(
        title=st.text_input(ui.TITLE, key="export_title", placeholder="The kind’s own title"),
    )
    if kind == "group":
        options = replace(options, group=_group(selection))
    if kind == "compare":
        options = replace(options, periods=_periods())
    if kind == "pack":
        fixed = [one for one in MAPS if one not in {"group", "compare"}]
        inside = st.multiselect(
            ui.MAPS_IN_THE_PACK, fixed, default=list(options.contents), key="export_contents"
        )
        options = replace(options, contents=tuple(inside), since=_since())
    formats = st.multiselect(
        ui.FORMATS, list(FORMATS), default=["png", "pptx"], key="export_format"
    )
    sizes = st.multiselect(
        ui.SIZES,
        list(SIZES),
        default=["hd"],
        format_func=lambda one: SIZES[one].title,
        key="export_size",
    )
    marking = _marking()
    author = st.text_input(ui.AUTHOR, key="export_author", placeholder=brief_request.AUTHOR)
    made = st.session_state.setdefault(_MADE, brief_request.made_at())
    return Request(
        kind=str(kind),
        # An open card and online tiles are the reader's own and no part of a briefing.
        selection=replace(selection, attack="", area="", place="", tiles=False),
        options=options,
        formats=tuple(formats),
        sizes=tuple(sizes),
        made=made,
        author=author or brief_request.AUTHOR,
        marking=marking,
    )


def show(request: Request) -> None:
    """Show the page as it will be, and offer its files."""
    try:
        at = int(st.session_state.get("export_page", 1))
        picture, many = queries.briefer().preview(request, at)
    except AtlasError as error:
        st.warning(escape(str(error)), icon=":material/edit:")
        return
    words = f"Page {min(at, many)} of {many}, as it is exported"
    st.image(picture, width="stretch", caption=words, alt=words)
    if many > 1:
        st.number_input(ui.PAGE, 1, many, key="export_page")
    if not request.formats or not request.sizes:
        st.info("Choose at least one format and one size.", icon=":material/info:")
        return
    if st.button(ui.MAKE_THE_FILES, type="primary", icon=":material/file_save:", key="export_make"):
        st.session_state[_FILES] = (request, _make(request))
    longwork.stopped(_WORK)
    made_for, files = st.session_state.get(_FILES, (None, ()))
    if made_for == request:
        _downloads(files)
    st.caption("The command that writes the same files, byte for byte:")
    st.code(brief_request.command_line(request), language="shell", wrap_lines=True)
    st.subheader(ui.CASE_FILE)
    case_download.offer(list(queries.shown(request.selection).index), key="export")


def _make(request: Request) -> tuple[File, ...]:
    briefer, done = queries.briefer(), 0
    steps = briefer.file_count(request)

    def progress(name: str) -> None:
        nonlocal done
        report_progress(name, done / steps)
        done += 1

    with longwork.shown("Laying out", key=_WORK):
        return briefer.make(request, progress=progress)


def _size_words(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size > 1e6 else f"{size / 1e3:.0f} kB"  # noqa: PLR2004


def _downloads(files: Sequence[File]) -> None:
    for file in files:
        download.button(
            f"{escape(file.name)} · {_size_words(len(file.content))}",
            file.content,
            file_name=file.name,
            mime=FORMATS.get(file.format, "text/plain"),
            key=f"export_{file.name}",
        )
    if len(files) > 1:
        download.button(
            ui.ALL_OF_THEM_ZIPPED,
            zipped(files),
            file_name=files[-1].name.replace(".manifest.json", ".zip"),
            mime="application/zip",
            icon=":material/folder_zip:",
        )
    for note in briefing.notes_of(files):
        st.caption(escape(note))


def zipped(files: Sequence[File]) -> bytes:
    """Put files into one archive whose bytes depend on nothing but theirs."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name, date_time=_EPOCH), file.content)
    return held.getvalue()
