"""Where it happened, whose ground that is, and what does not fit."""

import streamlit as st

from dashboard.ground import card as ground_card
from dashboard.map import attack_table, player, toolbar, workbench
from dashboard.map import panels as components
from dashboard.session import user_data as overlay
from dashboard.widgets import filters as controls
from dashboard.widgets import ground_day, interest
from dashboard.widgets import map_view as mapview

view = overlay.current()
interest.take_drawn()
with st.sidebar:
    top = st.container()
    controls.filters(view)
selection = mapview.read_clicks(view.table)
rows = view.shown(selection)
listed = attack_table.by_urgency(rows)
selection = attack_table.read_table(listed)

with top:
    ground_card.search(selection)
with st.container(key="workbench"):
    main, beside = st.columns([7, 3], gap=None)
    with main:
        drawn = mapview.spec(view, selection)
        toolbar.draw(selection, drawn)
        mapview.show(
            drawn,
            camera=mapview.centre(selection),
            tiles=selection.tiles,
            follow=True,
            can_select=True,
            fills=True,
            note=ground_day.note(view.table, selection),
        )
        ground_day.way_back(view.table, selection)
    with beside, workbench.side(selection):
        components.side_panel(view, selection, listed)

with st.container(key="dock"):
    player.draw()
    components.strip(view, rows, selection)
    attack_table.table(listed)
    components.downloads(view, selection, listed)
