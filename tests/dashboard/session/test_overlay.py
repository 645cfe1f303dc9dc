"""The reader's own attacks on the page Map: shown, marked as theirs, counted right, taken off."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.services import ui_words as ui
from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.session import user_data as overlay
from geo.workspace.attacks import enter
from geo.workspace.journal import load_journal
from layers.builders.user_layers import CREDIT
from tests.support import pace
from tests.support.apps import APP, app_on, words

MINE = b"""attack_id,date,method,target_lat,target_lon,target_radius_km,launch_place,facade,note
2021-05-08-port,2021-07-10,rocket,33.94,44.36,4,pit,Grey Dawn,{{ 7*7*191 }}
b,2021-07-11,rocket,33.3,44.3,2,,,
"""


pytestmark = pytest.mark.usefixtures("in_valley")


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def by_hand(home):
    """One attack that was entered by hand."""
    cells = {"date": "2021-07-12", "method": "mortar", "target_place": "port"}
    enter(load_journal(home), "mine", cells, by="Ann", atlas=queries.atlas(), new=True)


def map_page(app):
    app = app.switch_page("map/page.py").run()
    assert not app.exception
    return app


def imported():
    app = app_on("import_data").run()
    app.file_uploader[0].set_value([("mine.csv", MINE, "text/csv")])
    app = next(one for one in app.run().button if one.label == ui.USE_THESE_COLUMNS).click().run()
    assert not app.exception
    return app


def drawn(app):
    """Script of the map's layers."""
    (element,) = app.get("component_instance")
    return json.loads(element.proto.json_args)["feature_group"]


def total(app):
    return next(one.value for one in app.sidebar.markdown if "attacks**" in one.value)


def test_without_own_attacks_there_is_nothing_to_switch(home):
    app = map_page(AppTest.from_file(str(APP), default_timeout=pace.seconds(60)))
    assert "Whose" not in {one.label for one in app.get("button_group")}
    assert CREDIT not in str(drawn(app))
    assert overlay.public().table["whose"].eq("record").all()


def test_imported_rows_join_the_map_as_the_readers_own(home):
    app = map_page(imported())
    every = int(queries.table()["counts"].sum())
    assert total(app) == f"**{every + 2:,} of {every + 2:,} attacks**"
    assert "2 of them yours, no part of the public record" in words(app)
    script = str(drawn(app))
    assert CREDIT in script
    assert "import:2021-05-08-port" in script
    assert "7*7*191" not in script
    (table,) = (one.value for one in app.dataframe if "Whose" in one.value)
    assert table["Whose"].value_counts().to_dict() == {
        "public record": len(queries.table()),
        "yours": 2,
    }


def test_the_switch_takes_them_off_and_shows_them_alone(home):
    app = map_page(imported())
    every = int(queries.table()["counts"].sum())
    for chosen, shown in (("record", every), ("yours", 2)):
        app.button_group(key="choose_whose").set_value(chosen)
        app = app.run()
        assert not app.exception
        assert total(app) == f"**{shown:,} of {every + 2:,} attacks**"
        assert app.query_params["whose"] in (chosen, [chosen])
        assert (CREDIT in str(drawn(app))) == (chosen == "yours")


def test_a_card_of_ones_own_says_so(by_hand):
    app = AppTest.from_file(str(APP), default_timeout=pace.seconds(60))
    app.query_params["attack"] = "hand:mine"
    app = map_page(app)
    assert "Your own: entered by hand on this machine" in words(app)
    assert "Mortar fire on Port" in words(app)


def test_a_link_to_attacks_that_are_not_here_shows_none_and_says_what_to_do(home):
    app = AppTest.from_file(str(APP), default_timeout=pace.seconds(60))
    app.query_params["whose"] = "yours"
    app = map_page(app)
    assert "**0 of " in total(app)
    assert "You have no attacks of your own here" in words(app)


def test_products_and_other_pages_keep_to_the_public_record(by_hand):
    every = len(queries.table())
    assert len(queries.shown(Selection(whose="yours"))) == every
    app = app_on("export", whose="yours").run()
    assert not app.exception
    assert "**0 of" not in total(app)
    assert "This page keeps to the public record" in words(app)


def test_downloads_hold_what_is_shown_and_say_whose_it_is(by_hand):
    view = overlay.current()
    rows = view.shown(Selection())
    flat = view.flat(rows)
    assert len(flat) == len(rows) == len(queries.table()) + 1
    assert flat.index[flat["whose"] == "yours"].tolist() == ["hand:mine"]
    assert "whose" not in overlay.public().flat(queries.table()).columns


def test_what_the_ranking_favours_is_shown_beside_what_is_said(shown_record, home):
    cells = {"date": "2021-07-12", "method": "mortar", "target_place": "balad_ab"}
    enter(load_journal(home), "mine", cells, by="Ann", atlas=queries.atlas(), new=True)
    view = overlay.current()
    favoured = view.shown(Selection(group=("KH",), favoured=True))
    assert set(view.shown(Selection(group=("KH",))).index) <= set(favoured.index)


def test_an_unreadable_journal_leaves_the_map_as_it_is(home):
    (home / "journal.jsonl").write_text("not json\n")
    app = map_page(AppTest.from_file(str(APP), default_timeout=pace.seconds(60)))
    assert "Your own attacks cannot be read" in words(app)


def test_too_many_rows_stay_on_the_page_import(home, monkeypatch):
    monkeypatch.setattr(overlay, "MOST_OWN", 1)
    app = map_page(imported())
    assert "imported attacks are shown on the page Import alone" in words(app)
    assert CREDIT not in str(drawn(app))
