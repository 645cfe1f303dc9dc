"""A page with one map, for the browser tests: what it shows comes from MAP_APP_CASE."""

import os

import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from layers.web.assets import assets_at, heat_dir, leaflet_dir
from layers.web.folium_map import RETURNED, base_map, clicked, feature_groups
from tests.worlds import squares as worlds

# A name without a module would be refused: the component is named by the file that declares it.
components.declare_component("leaflet", path=str(leaflet_dir()))
components.declare_component("heat", path=str(heat_dir()))
ASSETS = assets_at("../map_app.leaflet", "../map_app.heat")

st.set_page_config(layout="wide")
case = os.environ["MAP_APP_CASE"]
group = st.radio("Group", ["all", "KH", "AAH"], horizontal=True)


@st.cache_resource
def base():
    return worlds.base()


spec = worlds.spec(case, base=base(), group=group)
returned = st_folium(
    base_map(spec, assets=ASSETS),
    key="map",
    height=640,
    use_container_width=True,
    returned_objects=list(RETURNED),
    feature_group_to_add=feature_groups(spec),
)
click = clicked(returned)
st.text(f"clicked: {click.layer} {' '.join(click.ids)}" if click else "clicked: nothing")
