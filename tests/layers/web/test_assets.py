"""Leaflet comes from installed packages, and its address from whoever serves it."""

from layers.web import assets


def test_both_folders_hold_the_files_that_the_addresses_name():
    served = assets.assets_at("/a/", "/b")
    assert served.js == ("/a/leaflet.js", "/b/leaflet_heat.min.js")
    assert served.css == ("/a/leaflet.css",)
    assert (assets.leaflet_dir() / "leaflet.js").is_file()
    assert (assets.leaflet_dir() / "leaflet.css").is_file()
    assert (assets.heat_dir() / "leaflet_heat.min.js").is_file()


def test_the_inline_text_is_leaflet_1_9_with_heat_and_asks_for_no_picture():
    script, css = assets.leaflet_inline()
    assert "Leaflet 1.9" in script
    assert "heatLayer" in script
    assert "</script" not in script
    assert "url(" not in css
