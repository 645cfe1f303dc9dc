"""The dashboard: one page file a question, the navigation on top."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.services.labels import escape
from dashboard.session import decisions, kept_states, queries, signin
from dashboard.session import team_data as store
from dashboard.widgets import back_button, failure, palette, reach, shortcut_sheet
from geo.errors import AtlasError

HERE = Path(__file__).parent
SIDEBAR_PX = 264

st.set_page_config(
    page_title="fasail-atlas",
    page_icon=str(HERE / "images" / "icon.svg"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PX,
)

st.logo(str(HERE / "images" / "logo.svg"), icon_image=str(HERE / "images" / "icon.svg"))
st.html(HERE / "images" / "page.css")

PAGES = [
    st.Page("map/page.py", title="Map", icon=":material/map:", default=True),
    st.Page(
        "mismatches/page.py", title="Mismatches", url_path="mismatches", icon=":material/error:"
    ),
    st.Page("groups/page.py", title="Groups", url_path="groups", icon=":material/groups:"),
    st.Page(
        "casebook/page.py", title="Casebook", url_path="casebook", icon=":material/fact_check:"
    ),
    st.Page("timeline/page.py", title="Timeline", url_path="timeline", icon=":material/timeline:"),
    st.Page(
        "check/page.py", title="Check an attack", url_path="check_attack", icon=":material/rule:"
    ),
    st.Page(
        "importer/page.py", title="Import", url_path="import_data", icon=":material/upload_file:"
    ),
    st.Page("editor/page.py", title="Add & edit", url_path="by_hand", icon=":material/edit_note:"),
    st.Page("method/page.py", title="Method", url_path="method", icon=":material/insights:"),
    st.Page("export/page.py", title="Export", url_path="export", icon=":material/ios_share:"),
    st.Page(
        "sources/page.py", title="Sources", url_path="sources", icon=":material/library_books:"
    ),
    st.Page(
        "account/page.py",
        title="Account",
        url_path="account",
        icon=":material/account_circle:",
        visibility="visible" if signin.is_on() else "hidden",
    ),
]

# Streamlit gives the first page an empty path.
FILES = {"" if view == "map" else view: view for view in reach.HONOURED}

if not signin.role():
    with failure.panel(failure.DOOR):
        st.navigation(PAGES, position="hidden")
        failure.of_action(failure.DOOR)
        signin.door()
    st.stop()

with failure.panel("Start"):
    try:
        away = store.renew()
        queries.refresh()
        queries.table()
    except AtlasError as error:
        failure.of_data(error)
        st.stop()

    if away:
        st.warning(escape(away), icon=":material/cloud_off:")

    if queries.is_exercise():
        st.error(
            "EXERCISE: invented attacks are shown. Nothing of it happened.",
            icon=":material/warning:",
        )

    trouble = decisions.usable()[1]
    if trouble:
        st.error(escape(trouble), icon=":material/gpp_bad:")

    page = st.navigation(PAGES, position="top")
    with failure.panel(page.title):
        failure.of_action(page.title)
        reach.open_address(FILES[page.url_path])
        reach.notices(FILES[page.url_path])
        back_button.listen(page.url_path, FILES)
        palette.draw({one.url_path: one for one in PAGES if one.visibility == "visible"})
        shortcut_sheet.listen()
        page.run()
        kept_states.keep_now()
