"""The Export page shows what it exports, and its files are those of the command it names."""

from __future__ import annotations

import os
import shlex

import pytest

from dashboard.export.form import zipped
from dashboard.services import brief_request
from dashboard.session import queries
from layers.brief.tokens import FORMATS
from tests.support import pace
from tests.support.apps import assert_sound, run, words
from tests.support.command import runner
from tests.support.digests import digest

WAIT_S = pace.seconds(120)


@pytest.fixture(scope="module")
def page():
    return run("export", group="KH", date_from="2021-01-01")


def test_the_selection_carries_over_into_preview_and_command(page):
    assert_sound(page)
    command = page.code[0].value
    assert "--group KH" in command
    assert "--from 2021-01-01" in command
    (picture,) = page.get("image")
    assert "Page 1 of 1" in str(picture.proto)


def test_the_case_file_says_how_many_of_its_rows_are_attacks():
    page = run("export", date_from="2021-01-01", date_to="2021-12-31")
    table = queries.table()
    rows = table[(table["date_latest"] >= "2021-01-01") & (table["date"] <= "2021-12-31")]
    attacks = int(rows["counts"].sum())
    assert attacks < len(rows)
    label = page.button(key="make_export").label
    assert f"({len(rows)} rows: {attacks} attacks and {len(rows) - attacks} not" in label


def test_the_files_are_those_that_the_named_command_writes(page, tmp_path, monkeypatch, capfd):
    page.multiselect(key="export_format").set_value(["png", "geojson"])
    page.selectbox(key="export_marking").set_value("TLP:GREEN")
    page.text_input(key="export_title").set_value("A title; rm -rf 'x' $(y) <b>")
    page.run(timeout=WAIT_S)
    page.button(key="export_make").click().run(timeout=WAIT_S)
    assert_sound(page)
    _, files = page.session_state["export_files"]
    assert [file.format for file in files] == ["png", "geojson", "json"]
    given = shlex.split(page.code[0].value)
    given[given.index("--out") + 1] = str(tmp_path)
    outlines = os.environ.get("ATLAS_BOUNDARIES")
    run = runner(monkeypatch, capfd)
    if outlines:  # which the page used, and which a command under test does not see
        monkeypatch.setenv("ATLAS_BOUNDARIES", outlines)
    done = run(*given[1:])
    assert done.code == 0, done.err
    assert {path.name: digest(path.read_bytes()) for path in tmp_path.iterdir()} == {
        file.name: digest(file.content) for file in files
    }
    assert digest(zipped(files)) == digest(zipped(files))


@pytest.mark.parametrize("kind", ["compare", "group", "pack"])
def test_kinds_with_choices_of_their_own_show_them(page, kind):
    page.selectbox(key="export_kind").set_value(kind)
    page.run(timeout=WAIT_S)
    assert_sound(page)
    assert f"--kind {kind}" in page.code[0].value


def test_nothing_chosen_says_so(page):
    page.selectbox(key="export_kind").set_value("overview")
    page.multiselect(key="export_format").set_value([])
    page.run(timeout=WAIT_S)
    assert_sound(page)
    assert "Choose at least one format" in words(page)


def test_every_format_can_be_chosen(page):
    assert list(page.multiselect(key="export_format").options) == list(FORMATS)
    assert brief_request.AUTHOR in str(page.text_input(key="export_author").proto)
