"""Leaflet, served from installed packages by this very server: no map asks the network."""

from __future__ import annotations

from streamlit.components.v1 import declare_component

from layers.web.assets import Assets, assets_at, heat_dir, leaflet_dir

_LEAFLET = declare_component("leaflet", path=str(leaflet_dir()))
_HEAT = declare_component("heat", path=str(heat_dir()))


def served() -> Assets:
    """Addresses of Leaflet and leaflet-heat on this server, as the map's frame sees them."""
    return assets_at(f"../{_LEAFLET.name}", f"../{_HEAT.name}")
