"""The page Import: columns are confirmed, rows wait with reasons, a corrected list returns."""

from __future__ import annotations

import io

import openpyxl
import pytest

from dashboard.services import ui_words as ui
from dashboard.session import queries
from geo.ingest.sightings import sighting_rows
from geo.io.formats import as_table, read_content
from geo.workspace.attacks import attacks_of
from geo.workspace.journal import load_journal
from geo.workspace.sightings import sightings_of
from tests.corpus.traps import VRT
from tests.support.apps import app_on, words

HEADERS = ["التاريخ", "نوع الهجوم", "الإحداثيات", "المجموعة", "ملاحظات"]
ROWS = [
    ["2021-07-10", "صواريخ", "38S MB 44 85", "كتائب حزب الله", "{{ 7*7*191 }} **bold**"],
    ["03/04/2021", "عبوة ناسفة", "38S MB 40 80", "", "which month?"],
    ["2021-07-12", "طائرة مسيرة", "nowhere at all", "", "no such place"],
]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def uploaded(app, name, content, *, key=""):
    box = app.file_uploader(key=key) if key else app.file_uploader[0]
    box.set_value([(name, content, "application/octet-stream")])
    return app.run()


@pytest.fixture
def page(monkeypatch, tmp_path):
    """The page with a sheet of three rows uploaded."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    app = app_on("import_data").run()
    app = uploaded(app, "mine.xlsx", workbook(HEADERS, *ROWS))
    assert not app.exception
    return app


def confirmed(app):
    (button,) = [one for one in app.button if one.label == ui.USE_THESE_COLUMNS]
    return button.click().run()


def test_nothing_is_used_before_the_columns_are_confirmed(page):
    assert "rows read" not in words(page)
    taken = [box.value for box in page.selectbox][:5]
    assert taken == ["date", "method", "target_coordinates", "", "note"]
    assert "perhaps assessed_group, score 80" in words(page)
    assert "3 rows read = 1 kept + 2 quarantined" in words(confirmed(page))


def test_what_a_person_says_of_the_columns_holds(page):
    page.selectbox[3].set_value("assessed_group")
    page.selectbox[5].set_value("day first")
    app = confirmed(page)
    assert "3 rows read = 2 kept + 1 quarantined" in words(app)
    assert list(app.dataframe[1].value["assessed_group"]) == ["كتائب حزب الله", ""]


def test_a_column_chosen_twice_is_reported(page):
    page.selectbox[4].set_value("date")
    app = confirmed(page)
    assert "Two columns are chosen for date" in words(app)
    assert "rows read" not in words(app)


def test_a_corrected_fix_list_brings_its_rows_back_and_they_are_judged(page, tmp_path):
    app = confirmed(page)
    waiting = app.dataframe[0].value
    assert list(waiting["quarantine_row"]) == ["3", "4"]
    waiting["التاريخ"] = ["2021-04-03", "2021-07-12"]
    waiting["الإحداثيات"] = ["38S MB 40 80", "33°18'45\"N 44°22'E"]
    app = uploaded(
        app, "fix.xlsx", workbook(list(waiting.columns), *waiting.to_numpy()), key="fix_lists"
    )
    assert "3 rows read = 3 kept + 0 quarantined" in words(app)
    (check,) = [one for one in app.button if one.label.startswith("Check them")]
    app = check.click().run()
    assert not app.exception
    assert "insufficient] 3" in words(app)
    app = confirmed(app)
    assert "3 rows read = 3 kept + 0 quarantined" in words(app)


def test_an_unknown_name_is_accepted_by_a_person_and_taken_back(page):
    row = ["2021-07-20", "صواريخ", "38S MB 44 85", "Kataeb Hizbolah Brigade X", ""]
    app = uploaded(page, "more.csv", "\n".join(map(",".join, [HEADERS, row])).encode())
    app.selectbox[3].set_value("assessed_group")
    app = confirmed(app)
    assert "1 rows read = 0 kept + 1 quarantined" in words(app)
    (box,) = [one for one in app.selectbox if one.label.startswith("What Kataeb")]
    app = box.select_index(0).run()
    accept = next(one for one in app.button if one.label == ui.ACCEPT)
    app = accept.click().run()
    assert "nobody decides" in words(app)
    app = app.text_input(key="alias_by").set_value("Ann").run()
    app = next(one for one in app.button if one.label == ui.ACCEPT).click().run()
    assert "1 rows read = 1 kept + 0 quarantined" in words(app)
    assert "Ann: “Kataeb" in words(app)
    app = next(one for one in app.button if one.label == ui.UNDO).click().run()
    assert not app.exception
    assert "1 rows read = 0 kept + 1 quarantined" in words(app)


def test_another_page_and_back_loses_nothing(page):
    app = confirmed(page)
    app = app.switch_page("sources/page.py").run().switch_page("importer/page.py").run()
    assert "Going on with mine.xlsx" in words(app).replace("**", "")
    assert "3 rows read = 1 kept + 2 quarantined" in words(app)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mine.csv", VRT, "virtual dataset"),
        ("mine.kml", VRT, "virtual dataset"),
        ("../../mine.gpkg", b"SQLite format 3\x00", "GeoPackage"),
        ("**mine**.json", b"[" * 100_000, "nested too deep"),
        ("mine.xlsx", b"PK\x03\x04", "archive is damaged"),
    ],
)
def test_a_hostile_upload_is_one_error_and_nothing_else(page, name, content, said):
    app = uploaded(page, name, content)
    assert not app.exception
    (error,) = app.error
    assert said in error.value
    assert "rows read" not in words(app)


def test_the_readers_never_see_the_name_of_an_upload(page, monkeypatch):
    seen = []

    def watched(path):
        seen.append(path.name)
        return read_content(path)

    monkeypatch.setattr("dashboard.session.imports.read_content", watched)
    uploaded(page, "../../etc/x\u202e.csv", b"date,method,target_place\n2021,rocket,Balad\n")
    assert seen == ["upload.csv"]


def test_what_the_whole_file_lacks_is_said_once_and_leads_to_the_columns(page):
    for number, header in ((2, "الإحداثيات"),):
        page.selectbox(key=f"column_{number}_{header}").set_value("")
    app = confirmed(page)
    assert [one.value for one in app.error if "where it struck" in one.value]
    assert words(app).count("where it struck. Choose one below") == 1
    assert "the column is missing" not in words(app)
    app.selectbox(key="column_2_الإحداثيات").set_value("target_coordinates")
    assert "3 rows read = 1 kept + 2 quarantined" in words(confirmed(app))


def test_the_nearest_columns_are_chosen_at_a_press_and_a_profile_is_given_back(page):
    assert "38S MB 44 85 · 38S MB 40 80" in words(page)
    app = next(
        one for one in page.button if one.label.startswith("Accept suggested columns")
    ).click()
    app = app.run()
    box = app.selectbox(key="column_3_المجموعة")
    assert box.value == "assessed_group"
    assert "rows read" not in words(app), "nothing is used before it is confirmed"
    profile = """schema_version = 1
date_order = "day first"
[columns]
"المجموعة" = "assessed_group"
"""
    app = uploaded(app, "mine.toml", profile.encode(), key="profile_file")
    assert not app.exception
    assert "3 rows read = 2 kept + 1 quarantined" in words(app)
    app = uploaded(app, "mine.toml", b"schema_version = 9", key="profile_file")
    assert "not a version that is known" in words(app)


def test_kept_rows_move_to_the_users_own_folder_and_stay(page, tmp_path):
    app = confirmed(page)
    app = next(one for one in app.button if one.label == "Keep 1 attacks").click().run()
    assert "nobody decides" in words(app)
    app.text_input(key="keep_by").set_value("Ann").run()
    app = next(one for one in app.button if one.label == "Keep 1 attacks").click().run()
    assert not app.exception
    assert "1 attacks are kept" in app.success[0].value
    (row,) = attacks_of(load_journal(tmp_path / "home")).to_dict("records")
    assert row["attack_id"].endswith("-row-2")
    assert row["note"] == ROWS[0][4]
    assert "rows read" not in words(app)


SIGHTING = {
    "Group": "KH", "Kind": "base", "Place": "balad_ab", "First seen": "2021-06-01",
    "Strength": "states", "Source": "https://example.org/exercise", "Note": "EXERCISE",
}  # fmt: skip


def sightings(*changes):
    rows = [{**SIGHTING, **change} for change in changes]
    lines = [",".join(SIGHTING), *(",".join(row.values()) for row in rows)]
    return "\n".join(lines).encode()


def test_sightings_go_through_the_same_quarantine_and_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    content = sightings({}, {"Place": "nowhere at all"})
    app = uploaded(app_on("import_data").run(), "seen.csv", content)
    assert not app.exception
    said = words(app)
    assert "2 rows read = 1 kept + 1 quarantined" in said
    assert "1 kept sighting" in said
    assert ui.WHAT_THEY_WOULD_CHANGE in said
    assert not [one for one in app.button if one.label == ui.USE_THESE_COLUMNS]
    app.text_input(key="keep_by").set_value("Ann").run()
    keep = next(one for one in app.button if one.label == "Keep 1 sighting")
    app = keep.click().run()
    assert "1 sighting is kept" in " ".join(one.value for one in app.success)
    held = sightings_of(load_journal(tmp_path / "home"))
    assert held["place_id"].tolist() == ["balad_ab"]


def test_a_fix_list_of_sightings_returns(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    content = sightings({}, {"Place": "nowhere at all"})
    app = uploaded(app_on("import_data").run(), "seen.csv", content)
    path = tmp_path / "seen.csv"
    path.write_bytes(content)
    fix_list = sighting_rows(as_table(read_content(path)), atlas=queries.atlas()).fix_list()
    fixes = fix_list.assign(Place="erbil").to_csv(index=False).encode()
    app = uploaded(app, "fix.csv", fixes, key="fix_lists")
    assert "2 rows read = 2 kept + 0 quarantined" in words(app)
