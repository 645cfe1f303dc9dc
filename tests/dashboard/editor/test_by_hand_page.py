"""Add & edit: an attack is kept, corrected, split, merged, deleted, and all of it undone."""

from __future__ import annotations

from functools import partial

import pytest

from dashboard.editor.attacks import COPY, NEW
from dashboard.services import ui_words as ui
from dashboard.session import queries
from geo.workspace.attacks import attacks_of
from geo.workspace.journal import load_journal
from tests.support.apps import app_on, typed_into, words


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def page(home):
    app = app_on("by_hand").run()
    return app.text_input(key="hand_by").set_value("Ann").run()


def press(app, label):
    app = next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def fill(app, **cells):
    for label, text in cells.items():
        boxes = (*app.text_input, *app.selectbox)
        box = next(one for one in boxes if one.label.strip(" *") == label.replace("_", " "))
        (box.set_value if box.type == "text_input" else partial(typed_into, box))(text)
    return app


def entered(app, ident):
    app.selectbox(key="hand_chosen").set_value(NEW)
    app = fill(app.run(), Id=ident, Date="2021-07-10", Target_place="balad_ab")
    return press(app, ui.KEEP)


def kept(home):
    return list(attacks_of(load_journal(home)).index)


def test_an_attack_is_kept_and_judged(page, home):
    app = entered(page, "x1")
    assert kept(home) == ["x1"]
    assert "Verdicts" in words(app)
    assert "Ann: x1 entered" in words(app)
    assert list(app.dataframe[0].value["verdict"]) == ["insufficient"]


def test_a_faulty_attack_is_reported_and_not_kept(page, home):
    app = press(fill(page, Id="x", Date="someday", Target_place="Nowhereville"), ui.KEEP)
    assert [one.value.split("\\")[0] for one in app.error] == ["Date", "Target place"]
    assert kept(home) == []


def test_an_attack_typed_as_people_write_gets_an_id_and_is_read(page, home):
    app = fill(page, Date="10 تموز 2021", Target_place="38S MB 44 85")
    app = press(app, ui.KEEP)
    (ident,) = kept(home)
    assert attacks_of(load_journal(home)).at[ident, "date"] == "2021-07-10"
    assert app.selectbox(key="hand_chosen").value == ident
    app.selectbox(key="hand_chosen").set_value(NEW)
    app = fill(app.run(), Date="10 تموز 2021", Target_place="38S MB 44 85")
    press(app, ui.KEEP)
    assert kept(home) == [ident, f"{ident}-2"]


def test_an_attack_of_the_record_is_corrected_as_a_copy_and_the_log_says_what_changed(page, home):
    origin = "2021-07-07-al-asad"
    app = page.selectbox(key="hand_chosen").set_value(COPY).run()
    app = app.selectbox(key="hand_copy").set_value(origin).run()
    app = press(fill(app, Count="15"), ui.KEEP)
    assert kept(home) == [f"{origin}-mine"]
    assert attacks_of(load_journal(home)).at[f"{origin}-mine", "launch_place"]
    app = press(fill(app, Count="16"), ui.KEEP)
    assert "changed: Count 15 → 16" in words(app)
    assert origin in queries.atlas().record.attacks.index


def test_split_merge_delete_and_undo(page, home):
    app = entered(page, "x")
    app = app.selectbox(key="hand_chosen").set_value("x").run()
    app = press(app, ui.SPLIT)
    assert kept(home) == ["x", "x-b"]
    app = next(one for one in app.selectbox if one.label == ui.MERGE_WITH).set_value("x-b").run()
    app = press(app, ui.MERGE)
    assert kept(home) == ["x"]
    app = press(app, ui.DELETE)
    assert kept(home) == []
    app = press(app, ui.UNDO)
    assert kept(home) == ["x"]
    assert "taking back" in words(app)
