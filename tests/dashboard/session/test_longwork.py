"""With no patience at all every page that works long draws its bar and Cancel, and still works."""

from __future__ import annotations

import ast
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.services import ui_words as ui
from dashboard.session import imports as importing
from dashboard.session import progress as longwork
from dashboard.session import user_data as overlay
from geo.progress import report_progress
from geo.workspace.attacks import attacks_of
from geo.workspace.journal import load_journal
from tests.dashboard.importer.test_import_page import HEADERS, ROWS, uploaded, workbook
from tests.support import pace
from tests.support.apps import assert_sound, run, typed_into, words
from tests.support.server import PAGE_FILES, ROOT

MINE = (
    "date,method,target_lat,target_lon,target_radius_km\n"
    "2021-07-10,rocket,33.94,44.36,4\n2021-07-11,rocket,33.3,44.4,4\n"
)
PAGES_S = pace.seconds(120)


pytestmark = pytest.mark.usefixtures("in_valley")


@pytest.fixture
def hasty(monkeypatch, tmp_path):
    """No patience; gives the keys of the work whose bar was drawn."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(longwork, "PATIENCE_S", 0.0)
    monkeypatch.setattr(longwork, "_BETWEEN_S", 0.0)
    drawn, shown = [], longwork.shown

    @contextmanager
    def watched(what, *, key):
        with shown(what, key=key):
            drawn.append(key)
            yield

    monkeypatch.setattr(longwork, "shown", watched)
    overlay._views.clear()
    return drawn


def press(app, label):
    button = next(one for one in app.button if one.label.startswith(label))
    app = button.click().run(timeout=PAGES_S)
    assert not app.exception
    return app


def mine(app):
    app = app.switch_page("importer/page.py").run()
    return press(uploaded(app, "mine.csv", MINE.encode()), ui.USE_THESE_COLUMNS)


@pytest.mark.parametrize("page", PAGE_FILES)
def test_each_page_runs_without_patience(page, hasty):
    assert_sound(run(page))


def test_import_reads_confirms_corrects_and_judges(hasty):
    app = run("import_data")
    app = uploaded(app, "mine.xlsx", workbook(HEADERS, *ROWS))
    app = press(app, ui.USE_THESE_COLUMNS)
    assert "3 rows read = 1 kept + 2 quarantined" in words(app)
    waiting = app.dataframe[0].value
    waiting["التاريخ"] = ["2021-04-03", "2021-07-12"]
    waiting["الإحداثيات"] = ["38S MB 40 80", "33°18'45\"N 44°22'E"]
    app = uploaded(
        app, "fix.xlsx", workbook(list(waiting.columns), *waiting.to_numpy()), key="fix_lists"
    )
    assert "3 rows read = 3 kept + 0 quarantined" in words(app)
    app = press(app, "Check them")
    assert "insufficient] 3" in words(app)
    assert {"confirm", "judge"} < set(hasty)
    assert any(key.startswith("fixes_") and len(key) > 40 for key in hasty)


def test_a_profile_is_used(hasty):
    app = uploaded(run("import_data"), "mine.csv", MINE.encode())
    profile = 'schema_version = 1\n[columns]\ndate = "date"\n'
    app = uploaded(app, "profile.toml", profile.encode(), key="profile_file")
    assert not app.exception
    assert "confirm" in hasty
    assert app.session_state["imported"].profile is not None


def test_by_hand_keeps_and_checks(hasty):
    app = run("by_hand")
    app = app.text_input(key="hand_by").set_value("Ann").run()
    for label, text in (("Id", "x1"), ("Date", "2021-07-10")):
        next(one for one in app.text_input if one.label.strip(" *") == label).set_value(text)
    (place,) = (one for one in app.selectbox if one.label.strip(" *") == "Target place")
    typed_into(place, "port")
    app = press(app, ui.KEEP)
    assert list(attacks_of(load_journal(importing.home())).index) == ["x1"]
    assert "hand" in hasty


def test_a_typed_attack_is_checked(hasty):
    assert_sound(press(run("check_attack"), ui.CHECK))
    assert "tryout" in hasty


def test_export_makes_files_and_a_case_file(hasty):
    app = run("export", attack="2021-05-08-port", date_from="2021-05-07", date_to="2021-05-09")
    app = app.multiselect(key="export_format").set_value(["geojson"]).run(timeout=PAGES_S)
    app = press(app, ui.MAKE_THE_FILES)
    assert app.session_state["export_files"][1]
    app = press(app, "Make a case file")
    assert_sound(app)
    assert app.session_state["case_export"][1].startswith(b"PK")
    assert {"export", "case_export"} <= set(hasty)


def test_the_map_checks_the_readers_own_attacks(hasty):
    app = mine(run("import_data"))
    app = app.switch_page("map/page.py").run()
    assert_sound(app)
    assert "overlay" in hasty
    again = app.run()
    assert_sound(again)
    assert hasty.count("overlay") == 1, "the same attacks are checked once"


def cancel(app, key, what):
    """Put the session into the state that the button leaves: Streamlit ends the run that works."""
    app.session_state["cancelled_work"] = (key, what)
    return app.run()


def test_own_attacks_that_were_cancelled_can_be_checked_after_all(hasty):
    app = mine(run("import_data"))
    app.session_state["cancelled_work"] = ("overlay", "Checking your own attacks")
    app = app.switch_page("map/page.py").run()
    assert "Checking your own attacks was cancelled. Nothing was changed." in words(app)
    assert "overlay" not in hasty
    app = press(app, "Check them after all")
    assert_sound(app)
    assert "overlay" in hasty
    assert "was cancelled" not in words(app)


def test_a_fix_list_that_was_cancelled_is_not_read_by_itself(hasty):
    app = mine(run("import_data"))
    fixes = (MINE + "2021-07-12,rocket,33.3,44.4,4\n").encode()
    app.file_uploader(key="fix_lists").set_value([("fix.csv", fixes, "text/csv")])
    digest = importing.digest_of(_Upload("fix.csv", fixes))
    app = cancel(app, f"fixes_{digest}", "Reading the fix list")
    assert "Reading the fix list was cancelled" in words(app)
    assert f"fixes_{digest}" not in hasty
    press(app, "Read it after all")
    assert f"fixes_{digest}" in hasty


def test_a_check_that_was_cancelled_says_so_once(hasty):
    app = cancel(mine(run("import_data")), "judge", "Checking against the ground")
    assert "Checking against the ground was cancelled. Nothing was changed." in words(app)
    assert "was cancelled" not in words(app.run())


class _Upload:
    def __init__(self, name, content):
        self.name, self._content = name, content

    def getvalue(self):
        return self._content


def test_the_text_of_a_bar_is_no_markup(hasty):
    def page():
        from dashboard.session import progress as work
        from geo.progress import report_progress as say

        with work.shown("Reading **x**", key="k"):
            say("![a](http://evil.example/a.png)", 0.5)
            import streamlit

            streamlit.stop()

    app = AppTest.from_function(page, default_timeout=PAGES_S).run()
    assert not app.exception
    (bar,) = app.get("progress")
    assert bar.proto.text.startswith("Reading \\*\\*x\\*\\*")
    assert "![" not in bar.proto.text
    assert [one.label for one in app.button] == ["Cancel"]
    report_progress("nobody listens")


def test_no_work_is_written_inside_a_form():
    """The shape itself: a form in a page never holds a block that works long."""
    inside = []
    for path in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.With) and _calls(node.items, "form"):
                held = ast.Module(node.body, [])
                inside += [
                    f"{path.name}:{one.lineno}"
                    for one in ast.walk(held)
                    if isinstance(one, ast.With) and _calls(one.items, "shown")
                ]
    assert inside == []


def _calls(items, name):
    return any(
        isinstance(one.context_expr, ast.Call)
        and getattr(one.context_expr.func, "attr", "") == name
        for one in items
    )
