"""A page that fails shows one panel of ours: what failed, what was kept, a way on; no secrets."""

from __future__ import annotations

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services import ui_words as ui
from dashboard.widgets import failure
from geo.errors import ConformError, Fault, FolderError
from tests.dashboard.session.test_longwork import mine, press
from tests.support.apps import run, words
from tests.support.server import PAGE_FILES

PARTS = {
    "account": ("session.signin", "account"),
    "map": ("map.panels", "strip"),
    "mismatches": ("mismatches.queue", "choose"),
    "casebook": ("casebook.entries", "show"),
    "groups": ("groups.profile", "show"),
    "timeline": ("timeline.published", "attacks_over_time"),
    "by_hand": ("editor.tabs", "show"),
    "check_attack": ("check.form", "show"),
    "import_data": ("importer.upload", "uploaded"),
    "method": ("method.sections", "in_words"),
    "export": ("export.form", "choose"),
    "sources": ("sources.provenance", "publications"),
}
SECRETS = (
    "/home/someone/secret-folder/record.csv",
    "C:\\Users\\someone\\record.csv",
    "postgresql://ann:hunter2@db.internal:5432/atlas",
    "password=hunter2",
    "'client_secret': 'abc123xyz'",
    "Authorization: Bearer abc.def",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
)
HIDDEN = (
    "someone", "secret-folder", "hunter2", "db.internal", "abc123xyz", "abc.def", "eyJhbGci",
    "from-the-environment",
)  # fmt: skip


class UnexpectedError(Exception):
    pass


def fails(error):
    def part(*_, **__):
        raise error

    return part


@pytest.mark.parametrize("page", PAGE_FILES)
def test_a_page_that_fails_shows_the_panel_and_comes_back(page, monkeypatch, failures):
    module, name = PARTS[page]
    monkeypatch.setenv("ATLAS_DB_PASSWORD", "from-the-environment")
    text = f"{' and '.join(SECRETS)}, from-the-environment {{{{ 7*7 }}}} **b**"
    with monkeypatch.context() as patch:
        patch.setattr(
            importlib.import_module(f"dashboard.{module}"), name, fails(UnexpectedError(text))
        )
        app = run(page)
    assert not app.exception, "Streamlit’s own box is never seen"
    (error,) = app.error
    assert "did not expect" in error.value
    assert "Everything that was reported as saved before is on disk" in words(app)
    (message,) = [one.value for one in app.code if "UnexpectedError" in one.value]
    assert f"{PAGE_FILES[page]}, line" in message
    assert "in part" in message
    assert "record.csv" in message, "the name of the file alone helps and tells of nobody"
    for hidden in HIDDEN:
        assert hidden not in message + words(app)
    assert len(failures) == 1, "the log has it"
    assert "secret-folder" in str(failures[0].exc_info[1])
    failures.clear()
    app = press(app, ui.TRY_AGAIN)
    assert not app.error


def test_what_was_imported_is_still_there_and_can_be_dropped(monkeypatch, failures):
    app = mine(run("import_data"))
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.importer.names.show", fails(KeyError("group_id")))
        app = app.run()
    assert "The import of mine.csv is still open, with 2 kept rows" in words(app)
    failures.clear()
    app = press(app, ui.TRY_AGAIN)
    assert "2 rows read = 2 kept + 0 quarantined" in words(app)
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.importer.names.show", fails(KeyError("group_id")))
        app = app.run()
        app = press(app, "Forget the file")
    failures.clear()
    assert not app.error
    assert "imported" not in app.session_state
    assert app.session_state["imported_files"] == 1, "another uploader, that stands empty"


def test_work_that_breaks_off_is_named_and_nothing_of_it_is_kept(monkeypatch, failures):
    app = mine(run("import_data"))
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.session.imports.check", fails(UnexpectedError("x")))
        app = press(app, "Check them")
    assert "“Checking against the ground” did not finish" in words(app)
    assert "Nothing of “Checking against the ground” was kept." in words(app)
    failures.clear()
    app = press(app, ui.TRY_AGAIN)
    assert app.session_state["imported"].findings is None


def test_an_error_that_we_know_says_its_own_sentence(monkeypatch, failures):
    error = ConformError("groups.csv", [Fault(3, "name", "x", "no good", "Write better.")])
    monkeypatch.setattr("dashboard.check.form.show", fails(error))
    assert "groups.csv, row 3, column 'name': no good" in words(run("check_attack"))
    failures.clear()


def test_a_start_that_fails_shows_the_panel_too(monkeypatch, failures):
    monkeypatch.setattr("dashboard.session.queries.table", fails(UnexpectedError("x")))
    app = run("sources")
    assert not app.exception
    assert "The page Start stopped" in words(app)
    failures.clear()


def test_every_fault_of_a_data_folder_stands_in_one_table(monkeypatch):
    errors = [
        ConformError("groups.csv", [Fault(2, "name", "", "empty", "Give a name.")]),
        ConformError("targets.csv", [Fault(1, "lead", "", "missing", "Add it.")] * 2),
    ]
    monkeypatch.setattr("dashboard.session.queries.table", fails(FolderError(errors)))
    app = run()
    assert not app.exception
    assert "The data folder has 3 faults" in words(app)
    (table,) = [one.value for one in app.dataframe]
    assert list(table["File"]) == ["groups.csv", "targets.csv", "targets.csv"]
    assert list(table["Row"]) == ["2", "1", "1"]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_left_out(secret):
    text = failure.scrubbed(f"cannot open {secret!r}: no such thing, {secret}")
    assert not any(hidden in text for hidden in HIDDEN)


@given(st.text(max_size=3_000))
def test_whatever_is_scrubbed_is_short_and_has_no_folder(text):
    scrubbed = failure.scrubbed(f"/srv/atlas/private/data.csv {text}")
    assert len(scrubbed) < 500
    assert "private" not in scrubbed.split(" ")[0]
