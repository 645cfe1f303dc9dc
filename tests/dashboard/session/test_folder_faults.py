"""What is wrong with a data folder is said on the page and by the command, never as a traceback."""

from __future__ import annotations

import shutil
import time

import pytest

from dashboard.session import queries
from geo.schemas.folder_tables import OF_RECORD, TABLES
from geo.settings import DATA_VARIABLE, bundled_dir
from tests.support import pace
from tests.support.apps import assert_sound, run, words
from tests.support.command import runner
from tests.support.server import PAGE_FILES, serving

# Tables that nothing else refers to: a folder may hold them as a header alone.
ALONE = ("people", "cells", "targets", "target_rules", "weapon_rules", "reaches", "windows",
         "arrangements", "publishers", "context", "statements", "series", "facade_links",
         "claims", "reports", "conflicts")  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for name in ("attacks", *OF_RECORD):
        shutil.copy(bundled_dir() / f"{name}.csv", data)
    return data


@pytest.fixture
def shown(folder, monkeypatch):
    """Pages of this folder, read for the first time."""
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    _forget()
    yield run
    monkeypatch.undo()
    _forget()


def _forget():
    import streamlit

    streamlit.cache_resource.clear()
    streamlit.cache_data.clear()
    queries.st.cache_resource.clear()


def lines(name):
    return (bundled_dir() / f"{name}.csv").read_text(encoding="utf-8").splitlines()


def spoil(folder):
    head, *rows = lines("groups")
    (folder / "groups.csv").write_text("\n".join([head.replace("name_ar", "arabic"), *rows]))
    (folder / "windows.csv").write_text(
        "\n".join(lines("windows")).replace(",ceasefire,", ",{{7*7}}**war**,")
    )
    (folder / "attacks.csv").write_text(lines("attacks")[0])


def test_every_fault_stands_on_the_page(folder, shown):
    spoil(folder)
    app = shown("mismatches")
    assert not app.exception
    assert "The data folder has 3 faults" in words(app)
    (table,) = [one.value for one in app.dataframe]
    assert set(table["File"]) == {"groups.csv", "windows.csv", "attacks.csv"}
    (war,) = table.loc[table["File"] == "windows.csv"].to_dict("records")
    assert war["Given"] == "{{7*7}}**war**"
    assert war["Row"] == "2"
    assert war["Column"] == "kind"
    assert "one of ceasefire, order, stance, caution, pause" in war["Expected"]
    assert str(folder) not in words(app)


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("audit",),
        ("casefile", "make", "--verdict", "mismatch"),
        ("brief", "--out", "out"),
    ],
)
def test_every_fault_stands_on_the_command_line(command, folder, tmp_path, monkeypatch, capfd):
    spoil(folder)
    monkeypatch.chdir(tmp_path)
    done = runner(monkeypatch, capfd)(*command, "--data", folder)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert "groups.csv, row 1, column 'name_ar': the column is missing" in done.message
    assert "windows.csv, row 2, column 'kind'" in done.message
    assert "attacks.csv: there is a header and no attack" in done.message


def test_serve_says_it_in_its_log_too(folder, tmp_path):
    spoil(folder)
    log = tmp_path / "serve.log"
    with serving(tmp_path, data=folder):
        end = time.monotonic() + pace.seconds(60)
        while "groups.csv, row 1" not in log.read_text() and time.monotonic() < end:
            time.sleep(0.1)
    text = log.read_text()
    assert "The data cannot be shown" in text
    assert "groups.csv, row 1, column 'name_ar': the column is missing" in text
    assert "Traceback" not in text


def test_tables_that_are_headers_alone_show_on_every_page(folder, shown):
    for name in ALONE:
        (folder / f"{name}.csv").write_text(lines(name)[0] + "\n", encoding="utf-8")
    for page in PAGE_FILES:
        app = shown(page)
        assert not app.exception, page
        assert_sound(app)


def test_what_may_lack_or_be_empty_shows_on_every_page(folder, shown):
    import csv

    for name, schema in {**TABLES, **OF_RECORD}.items():
        with (bundled_dir() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        empty = {
            column
            for column, one in schema.columns.items()
            if not one.filled and column not in {schema.key, *schema.together, *schema.either}
        }
        kept = [at for at, column in enumerate(head) if schema.columns[column].needed]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([head[at] for at in kept])
            writer.writerows(
                [("" if head[at] in empty else row[at]) for at in kept] for row in rows
            )
    for page in PAGE_FILES:
        app = shown(page)
        assert not app.exception, page
        assert_sound(app)
