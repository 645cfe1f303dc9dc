"""The dashboard: one page file a question, the navigation on top."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import decisions, failure, queries, reach, signin, store
from dashboard.words import escape
from geo.errors import AtlasError

HERE = Path(__file__).parent
SIDEBAR_PX = 304

st.set_page_config(
    page_title="fasail-atlas",
    page_icon=str(HERE / "images" / "icon.svg"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PX,
)

st.logo(str(HERE / "images" / "logo.svg"), icon_image=str(HERE / "images" / "icon.svg"))
st.html(HERE / "images" / "page.css")

PAGES = [
    st.Page("views/map.py", title="Map", icon=":material/map:", default=True),
    st.Page("views/mismatches.py", title="Mismatches", icon=":material/error:"),
    st.Page("views/groups.py", title="Groups", icon=":material/groups:"),
    st.Page("views/casebook.py", title="Casebook", icon=":material/fact_check:"),
    st.Page("views/timeline.py", title="Timeline", icon=":material/timeline:"),
    st.Page("views/check_attack.py", title="Check an attack", icon=":material/rule:"),
    st.Page("views/import_data.py", title="Import", icon=":material/upload_file:"),
    st.Page("views/by_hand.py", title="By hand", icon=":material/edit_note:"),
    st.Page("views/method.py", title="Method", icon=":material/insights:"),
    st.Page("views/export.py", title="Export", icon=":material/ios_share:"),
    st.Page("views/sources.py", title="Sources", icon=":material/library_books:"),
    st.Page(
        "views/account.py",
        title="Account",
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
        page.run()
