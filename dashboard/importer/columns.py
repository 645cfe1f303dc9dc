"""What each column of an imported file is taken for: proposed with a score, decided by a person."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import imports as importing
from dashboard.session import progress as longwork
from dashboard.session.imports import Imported
from dashboard.session.mishap import guarded
from dashboard.widgets import download
from geo.errors import ConformError
from geo.ingest.mapping import DATE_ORDERS, Profile, load_profile, profile_of, profile_text
from geo.schemas.attacks import COLUMNS
from geo.schemas.header_match import FIELDS, Match

_UNUSED, _WORK = "not used", "confirm"
_SAMPLES, _SAMPLE_LETTERS = 3, 28
_TITLES = {
    "target_coordinates": "where it struck: a pair, DMS or MGRS",
    "launch_coordinates": "where it came from: a pair, DMS or MGRS",
}
_NO_PLACE = (
    "No column says where it struck. Choose one below: **target_place** for names of places, "
    "**target_coordinates** for one text a place (a pair, degrees and minutes, or MGRS)."
)


def show(imported: Imported) -> None:
    """Draw the columns to be confirmed, and what they lack; nothing is used before that."""
    missing = imported.profile is not None and _lacking(imported)
    expanded = imported.profile is None or bool(missing)
    with st.expander(ui.COLUMN_MAPPING, expanded=expanded):
        said = _profile(imported)
        near = {
            _key(n, one): one.column
            for n, one in enumerate(imported.proposed)
            if one.column and not one.mapped
        }
        st.caption(
            "From a score of 90 a column is proposed; under that the nearest is named, you decide."
        )
        if near:
            st.button(
                ui.ACCEPT_SUGGESTED_COLUMNS_REVIEW_AFTER,
                on_click=guarded(_take),
                args=(near,),
                icon=":material/checklist:",
            )
        with st.form("columns", border=False):
            chosen = _form(imported)
        _download(imported)
    said = said or chosen
    longwork.stopped(_WORK)
    if said is not None:
        # Outside the form, which may hold no button that stops the work.
        with longwork.shown("Checking every row", key=_WORK):
            importing.confirm(imported, said)
        st.rerun()


def _download(imported: Imported) -> None:
    """Offer what was said of the columns, for the next file of this kind."""
    if imported.profile is None:
        return
    matches, said = imported.ingested.matches, imported.profile
    download.button(
        ui.KEEP_THESE_CHOICES_AS_A_PROFILE_TOML,
        lambda: profile_text(profile_of(matches, profile=said), matches=matches),
        file_name="profile.toml",
        help="Give it back above with the next file, or as --profile on the command line.",
    )


def _key(number: int, match: Match) -> str:
    return f"column_{number}_{match.header}"


def _take(near: dict[str, str]) -> None:
    """Choose what is near; a column that two are near to goes to the first."""
    taken = {st.session_state.get(key) for key in st.session_state if str(key).startswith("column")}
    for key, column in near.items():
        if not st.session_state.get(key) and column not in taken:
            st.session_state[key] = column
            taken.add(column)


def _lacking(imported: Imported) -> list[str]:
    """Say once what keeps the whole file from being read."""
    messages = [
        _NO_PLACE
        if fault.column == "target_place" and not fault.given
        else escape(f"{fault.where}: {fault.problem}. {fault.remedy}".removeprefix(": "))
        for fault in imported.file_faults
    ]
    for text in messages:
        st.error(text, icon=":material/edit:")
    return messages


def _profile(imported: Imported) -> Profile | None:
    """Let a profile be given; give it when it was not used yet."""
    upload = st.file_uploader(
        ui.PROFILE_OF_AN_EARLIER_IMPORT_TOML_IF, type=["toml"], key="profile_file"
    )
    if upload is None:
        return None
    digest = importing.digest_of(upload)
    if st.session_state.get("profile_read") == (imported.digest, digest):
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "profile.toml"
        path.write_bytes(upload.getvalue())
        try:
            profile = load_profile(path)
        except ConformError as error:
            st.error(escape(str(error)), icon=":material/edit:")
            return None
    st.session_state["profile_read"] = (imported.digest, digest)
    for number, match in enumerate(imported.proposed):
        if match.header in profile.columns:
            st.session_state[_key(number, match)] = profile.columns[match.header]
    return profile


def _form(imported: Imported) -> Profile | None:
    """Draw the choices; give what was chosen once it is sent and holds."""
    chosen = {
        match.header: _choice(imported, match, number)
        for number, match in enumerate(imported.proposed)
    }
    known = imported.profile or Profile()
    left, right = st.columns(2)
    order = left.selectbox(
        ui.ORDER_OF_DATES_SUCH_AS_03_04_2021,
        DATE_ORDERS,
        index=DATE_ORDERS.index(known.date_order),
        format_func=lambda word: word or "not said: such dates wait for a person",
    )
    radius = right.text_input(
        ui.RADIUS_IN_KM_OF_PLACES_THAT_COME,
        value=known.defaults.get("target_radius_km", ""),
        help="How well coordinates without a radius are known: 1 exact site, 5 town, 25 "
        "district. Left empty, such rows wait.",
    )
    if not st.form_submit_button(ui.USE_THESE_COLUMNS, type="primary"):
        return None
    used = [name for name in chosen.values() if name]
    doubled = sorted({name for name in used if used.count(name) > 1})
    if doubled:
        st.error(f"Two columns are chosen for {', '.join(doubled)}: keep one.")
        return None
    defaults = {k: v for k, v in known.defaults.items() if k != "target_radius_km"}
    if radius.strip():
        defaults["target_radius_km"] = radius.strip()
    return Profile(chosen, defaults, order)


def _choice(imported: Imported, match: Match, number: int) -> str:
    header, box, why = st.columns([3, 4, 3], vertical_alignment="center")
    header.markdown(f"**{escape(match.header)}**  \n{_samples(imported, match.header)}")
    options, key = ["", *FIELDS], _key(number, match)
    profile = imported.profile
    if profile is not None and match.header in profile.columns:
        before = profile.columns[match.header]
    else:
        before = match.column if match.mapped else ""
    chosen: str = box.selectbox(
        f"Column {number + 1}",
        options,
        index=options.index(before),
        format_func=lambda name: (
            f"{name}: {COLUMNS.get(name) or _TITLES[name]}" if name else _UNUSED
        ),
        label_visibility="collapsed",
        key=key,
    )
    near = "" if match.mapped or not match.column else f"perhaps {match.column}, "
    score = f"{near}score {match.score:.0f}: " if match.column else ""
    into = f"{match.part_of}, " if match.part_of else ""
    why.caption(escape(f"{score}{into}{match.reason}"))
    return chosen


def _samples(imported: Imported, header: str) -> str:
    """First different cells of a column, so that it is known without the file beside."""
    cells = imported.raw.cells
    if header not in cells:
        return ""
    seen = [cell for cell in dict.fromkeys(cells[header].head(50)) if cell][:_SAMPLES]
    cut = [c if len(c) <= _SAMPLE_LETTERS else f"{c[: _SAMPLE_LETTERS - 1]}…" for c in seen]
    return f":gray[{escape(' · '.join(cut))}]" if cut else ""
