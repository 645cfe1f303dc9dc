"""Add & edit, Sightings: entered with place and source, tried on the ground, kept and undone."""

from __future__ import annotations

import pytest

from dashboard.editor import spot
from dashboard.services import ui_words as ui
from dashboard.session import queries
from dashboard.widgets.faults import SIGHTING_LABELS as LABELS
from geo.workspace.journal import load_journal
from geo.workspace.sightings import sightings_of
from tests.dashboard.editor.test_by_hand_page import press
from tests.support.apps import app_on, words


@pytest.fixture
def tab(monkeypatch, tmp_path):
    """The desk of sightings, on a machine where nobody entered anything."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    app = app_on("by_hand").run()
    app = app.text_input(key="hand_by").set_value("Ann").run()
    app = app.segmented_control(key="hand_what").set_value("Sightings").run()
    assert not app.exception
    return app


@pytest.fixture
def ground():
    """An area that is drawn about a place, with its holder and that place."""
    atlas = queries.atlas()
    areas, places = atlas.areas.table, atlas.gazetteer.table.dropna(subset=["lon", "lat"])
    for ident, area in areas[areas["kind"] == "ground"].iterrows():
        inside = places[places["radius_km"] < 5]
        near = spot.nearest(area.geometry.representative_point().coords[0])
        known = near[0] in inside.index and area["holder"] in atlas.registry.groups.index
        if known and near[1] < 5:
            return ident, area["holder"], near[0]
    pytest.fail("no ground about a place")


def box(app, column):
    return next(one for one in (*app.selectbox, *app.text_input) if one.label == LABELS[column])


def filled(app, *, group, place, **cells):
    app.selectbox(key="sighting_place_new_0").set_value(place)
    box(app, "group_id").set_value(group)
    cells_given = {
        "kind": "base", "strength": "states", "date_first": "2021-06-01",
        "source_id": "https://example.org/exercise", "note": "EXERCISE", **cells,
    }  # fmt: skip
    for column, cell in cells_given.items():
        box(app, column).set_value(cell)
    return press(app, ui.KEEP_THIS_SIGHTING)


def kept(tmp_path):
    return sightings_of(load_journal(tmp_path))


def test_a_sighting_is_kept_and_tried_on_the_ground(tab, ground, tmp_path):
    area, group, place = ground
    app = filled(tab, group=group, place=place)
    row = kept(tmp_path).iloc[0]
    assert (row["group_id"], row["place_id"], row["date_last"]) == (group, place, "2021-06-01")
    said = words(app)
    assert ui.WHAT_THEY_WOULD_CHANGE in said
    assert "Ann: sighting" in said
    assert area in queries.atlas().areas.table.index


def test_a_faulty_sighting_says_which_field_and_what_to_do(tab, ground, tmp_path):
    _, group, place = ground
    app = filled(tab, group=group, place=place, date_first="2021-02-30", strength="")
    cells_given = words(app)
    assert f"{LABELS['date_first']}: no such date" in cells_given
    assert f"{LABELS['strength']}: the cell is empty" in cells_given
    assert kept(tmp_path).empty


def test_it_is_corrected_deleted_and_brought_back(tab, ground, tmp_path):
    _, group, place = ground
    app = filled(tab, group=group, place=place)
    (ident,) = kept(tmp_path).index
    app = app.selectbox(key="sighting_chosen").set_value(ident).run()
    assert app.selectbox(key=f"sighting_place_{ident}").value == place
    box(app, "kind").set_value("depot")
    app = press(app, ui.KEEP_THIS_SIGHTING)
    assert kept(tmp_path).at[ident, "kind"] == "depot"
    app = app.selectbox(key="sighting_chosen").set_value(ident).run()
    app = press(app, ui.DELETE_THIS_SIGHTING)
    assert kept(tmp_path).empty
    undo = [one for one in app.button if one.label == "Undo"]
    undo[0].click().run()
    assert list(kept(tmp_path).index) == [ident]


def test_the_place_nearest_to_a_click_is_found(ground):
    _, _, place = ground
    lon, lat = queries.atlas().gazetteer.table.loc[place, ["lon", "lat"]].astype(float)
    found, km = spot.nearest((lon, lat + 0.001))
    assert found == place
    assert km == pytest.approx(0.11, abs=0.01)
