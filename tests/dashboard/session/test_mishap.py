"""A callback that fails shows our panel above the page that runs next; none goes past it."""

from __future__ import annotations

import ast
import importlib
import inspect

import pytest
from streamlit.delta_generator import DeltaGenerator

from dashboard.services import ui_words as ui
from geo.errors import ConformError, Fault
from tests.dashboard.session.test_longwork import press
from tests.dashboard.widgets.test_failure import HIDDEN, SECRETS, UnexpectedError
from tests.support.apps import assert_sound, run, words
from tests.support.server import ROOT

SOURCES = sorted((ROOT / "dashboard").rglob("*.py"))
CALLBACKS = {"on_click", "on_change", "on_submit", "on_select"}
WORDS = {"ignore", "rerun"}
NOT_DONE = "What was pressed or chosen last was not done"
TEXT = f"{' and '.join(SECRETS)} {{{{ 7*7 }}}} **b**"


class Switch:
    """Stands in place of a callback: fails until it is repaired, then does what that does."""

    def __init__(self, done, error=None):
        self.done, self.error, self.asked = done, error or UnexpectedError(TEXT), []

    def __call__(self, *args):
        self.asked.append(args)
        if self.error:
            raise self.error
        return self.done(*args)


def switch(monkeypatch, name, error=None):
    module, _, attribute = name.rpartition(".")
    found = Switch(importlib.import_module(module).__dict__[attribute], error)
    monkeypatch.setattr(name, found)
    return found


@pytest.fixture
def filtered(monkeypatch, failures):
    """The map with a filter, after its reset failed, and the switch of that."""
    reset = switch(monkeypatch, "dashboard.widgets.filters.reset")
    app = press(run("map", group="AAH"), ui.RESET_FILTERS)
    assert len(failures) == 1, "the log has it"
    assert "secret-folder" in str(failures[0].exc_info[1])
    failures.clear()
    return app, reset


def test_a_button_that_fails_shows_the_panel_above_the_page(filtered):
    app, _ = filtered
    assert not app.exception, "Streamlit’s own box is never seen"
    (error,) = app.error
    assert NOT_DONE in error.value
    assert "did not expect" in error.value
    assert "Everything that was reported as saved before is on disk" in words(app)
    (message,) = [one.value for one in app.code if "UnexpectedError" in one.value]
    assert "page Map" in message
    assert "dashboard/session/mishap.py, line" in message
    assert "record.csv" in message
    for hidden in HIDDEN:
        assert hidden not in message + words(app)
    assert app.dataframe, "the page itself is there"
    assert app.query_params["group"] == "AAH", "and so is what was chosen"


def test_it_stays_until_it_is_closed(filtered):
    app, _ = filtered
    app = app.run()
    assert NOT_DONE in words(app)
    app = press(app, ui.CLOSE)
    assert_sound(app)
    assert app.query_params["group"] == "AAH"


def test_try_again_does_what_was_pressed(filtered, failures):
    app, reset = filtered
    app = press(app, ui.TRY_AGAIN)
    assert NOT_DONE in words(app), "it fails again"
    failures.clear()
    reset.error = None
    app = press(app, ui.TRY_AGAIN)
    assert_sound(app)
    assert len(reset.asked) == 3
    assert "group" not in app.query_params


def test_doing_it_after_all_takes_the_panel_away(filtered):
    app, reset = filtered
    reset.error = None
    app = press(app, ui.RESET_FILTERS)
    assert_sound(app)
    assert "group" not in app.query_params


def test_it_says_nothing_on_another_page(filtered):
    app, _ = filtered
    app = app.switch_page("sources/page.py").run()
    assert_sound(app)
    assert_sound(app.switch_page("map/page.py").run())


def test_a_choice_that_fails_is_reported_and_made_after_all(monkeypatch, failures):
    go = switch(monkeypatch, "dashboard.map.toolbar._go")
    app = run("map")
    (places,) = [one for one in app.selectbox if one.label == ui.FIND_A_PLACE]
    app = places.select("samarra").run()
    assert not app.exception
    assert NOT_DONE in words(app)
    assert len(failures) == 1
    failures.clear()
    go.error = None
    app = press(app, ui.TRY_AGAIN)
    assert_sound(app)
    assert app.query_params["view"] == "place:samarra"


def test_arguments_are_given_and_an_error_that_we_know_says_its_own_sentence(monkeypatch, failures):
    error = ConformError("groups.csv", [Fault(3, "name", "x", "no good", "Write better.")])
    change = switch(monkeypatch, "dashboard.editor.recipe_form._change", error)
    app = run("by_hand")
    (what,) = [one for one in app.segmented_control if "Areas" in one.options]
    app = press(what.set_value("Areas").run(), ui.ADD_A_PART)
    assert "groups.csv, row 3, column 'name': no good" in words(app)
    assert change.asked == [(1,)]
    failures.clear()


def test_a_page_that_fails_after_its_callback_shows_both(monkeypatch, failures):
    switch(monkeypatch, "dashboard.widgets.filters.reset")
    app = run("map", group="AAH")
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.map.panels.strip", Switch(None))
        app = press(app, ui.RESET_FILTERS)
    assert [NOT_DONE in one.value for one in app.error] == [True, False]
    assert len(failures) == 2
    failures.clear()


def test_the_door_has_the_panel_too(monkeypatch, failures):
    monkeypatch.setattr("dashboard.session.signin.role", lambda: "")
    monkeypatch.setattr("dashboard.session.signin.door", Switch(None))
    app = run()
    assert not app.exception
    assert "The page Sign in stopped" in words(app)
    assert "The other pages work" not in words(app)
    assert not app.dataframe, "nothing of the data is shown"
    failures.clear()


def places_of_callbacks():
    """Give, for every method of Streamlit, how many arguments come before its callback."""
    found = {}
    for name, method in inspect.getmembers(DeltaGenerator, callable):
        if name.startswith("_"):
            continue
        names = [
            one.name
            for one in inspect.signature(method).parameters.values()
            if one.kind is one.POSITIONAL_OR_KEYWORD
        ][1:]
        callbacks = [names.index(one) for one in names if one in CALLBACKS]
        if callbacks:
            found[name] = min(callbacks)
    return found


BEFORE = places_of_callbacks()


def bare(source):
    """Lines of a source where a callback or a download goes past `guarded` and `download`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        found += [
            node.lineno
            for given in node.keywords
            if given.arg in CALLBACKS and not _is_safe(given.value)
        ]
        if not isinstance(node.func, ast.Attribute):
            continue
        name, before = node.func.attr, BEFORE.get(node.func.attr, len(node.args))
        starred = any(isinstance(one, ast.Starred) for one in node.args)
        if name == "download_button" or len(node.args) > before or (name in BEFORE and starred):
            found.append(node.lineno)
    return found


def _is_safe(value):
    if isinstance(value, ast.Constant):
        return value.value in WORDS
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "guarded"
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda one: str(one.relative_to(ROOT)))
def test_no_callback_and_no_download_goes_past_the_panel(path):
    found = bare(path.read_text(encoding="utf-8"))
    if path == ROOT / "dashboard" / "widgets" / "download.py":
        assert len(found) == 1, "the one place"
    else:
        assert not found, f"lines {found}: use mishap.guarded and download.button"


@pytest.mark.parametrize(
    "source",
    [
        "st.button('x', on_click=act)",
        "st.button('x', on_click=lambda: 1)",
        "st.button('x', 'key', 'help', act)",
        "st.button(*all_of_it)",
        "left.selectbox('x', [], on_change=partial(act, 1))",
        "st_folium(one, on_change=act)",
        "st.download_button('x', make)",
        "st.dataframe(rows, on_select=act)",
    ],
)
def test_what_goes_past_is_seen(source):
    assert bare(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "st.button('x', 'key', on_click=guarded(act), args=(1,))",
        "st.dataframe(rows, on_select='rerun')",
        "download.button('x', make, file_name='a')",
    ],
)
def test_what_goes_through_is_let_be(source):
    assert bare(source) == []
