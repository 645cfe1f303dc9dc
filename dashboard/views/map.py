"""Where it happened, whose ground that is, and what does not fit."""

import streamlit as st

from dashboard import components, controls, mapview, queries

with st.sidebar:
    controls.filters()
selection = mapview.read_clicks()
rows = queries.shown(selection)
selection = components.read_table(rows)

main, side = st.columns([7, 3], gap="medium")
with main:
    drawn = mapview.spec(selection)
    controls.toolbar(selection, drawn)
    mapview.show(
        drawn,
        camera=mapview.centre(selection),
        tiles=selection.tiles,
        crowded=mapview.is_crowded(selection),
    )
with side:
    components.side_panel(selection, rows)

components.strip(rows, selection)
components.table(rows)
components.downloads(rows)
