"""Every page of the dashboard runs without an error and says what it owes the reader."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from dashboard.map import attack_table
from dashboard.services import ui_words as ui
from geo.schemas.attacks import STATUSES
from tests.support.apps import APP, TITLES, assert_sound, run, typed_into, words
from tests.support.counted import AAH, ATTACKS, EVERY, placed, rows
from tests.support.server import PAGE_FILES, ROOT

GROUPS = pd.read_csv(ROOT / "data" / "groups.csv", dtype=str, keep_default_na=False)
DECLARED = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
NO_MORE_LINES = 60
CODE = re.compile(r"\(['\"]|\bnan\b|\bNaT\b|\bNone\b|<\w+ object|\[['\"]")
"""What a value of Python's looks like where a sentence was meant."""


@pytest.mark.parametrize("page", PAGE_FILES)
def test_each_page_runs_and_bears_its_title(page):
    assert page in TITLES, f"{page} is new: give its title here"
    app = run(page)
    assert_sound(app)
    assert [one.value for one in app.title] == ([TITLES[page]] if TITLES[page] else [])
    assert words(app)
    assert not CODE.search(words(app))


@pytest.mark.parametrize("page", PAGE_FILES)
def test_each_page_is_short(page):
    path = APP.parent / PAGE_FILES[page]
    assert len(path.read_text(encoding="utf-8").splitlines()) < NO_MORE_LINES


def test_each_page_is_in_the_navigation():
    folders = {path.parent.name for path in APP.parent.glob("*/page.py")}
    assert {file.removesuffix("/page.py") for file in PAGE_FILES.values()} == folders


def test_what_is_no_attack_is_never_counted():
    app = run()
    text = words(app)
    assert f"{ATTACKS} of {ATTACKS} attacks" in text
    others = rows().loc[~rows()["counts"], "status"].value_counts()
    listed = ", ".join(f"{others[one]} {word}" for one, word in STATUSES.items() if one in others)
    assert f"Not counted: {listed}" in text
    assert f"{EVERY} rows: {ATTACKS} attacks and {EVERY - ATTACKS} not counted as attacks" in text
    assert "rest on a claim or a partisan outlet alone" in text
    assert f"{ATTACKS} attacks" in text
    (table,) = app.dataframe
    assert len(table.value) == EVERY
    assert (table.value["Status"] == "fabricated").sum() >= 1


def test_a_fabricated_report_alone_shows_no_attack():
    app = run(status="fabricated")
    assert_sound(app)
    assert f"0 of {ATTACKS} attacks" in words(app)
    assert set(app.dataframe[0].value["Status"]) == {"fabricated"}


def test_nothing_left_says_how_to_go_on():
    app = run(group="HAN", verdict="consistent", launch="known")
    assert_sound(app)
    assert f"0 of {ATTACKS} attacks" in words(app)
    assert [one.value for one in app.info if "Reset them" in one.value]
    assert app.dataframe[0].value.empty


@pytest.mark.parametrize(
    "query",
    [
        {"layer": "nope"},
        {"density": "zzz", "layer": "heat~hexagons"},
        {"date_from": "1900-01-01", "date_to": "9999-12-31"},
        {"date_from": "2021-09-01", "date_to": "2021-01-01"},
        {"group": "KH~KH~~", "method": "zz~zz", "verdict": "guilty"},
        {"group": "**b**![x](http://evil.example/x.png)", "facade": "<b>"},
        {"attack": "nobody", "view": "nowhere"},
        {"launch": "foo", "favoured": "x", "tiles": "yes", "status": "~"},
    ],
    ids="-".join,
)
def test_no_address_breaks_the_map(query):
    app = run(**query)
    assert_sound(app)
    assert f"of {ATTACKS} attacks" in words(app)
    assert "![x]" not in "".join(one.value for one in (*app.caption, *app.markdown))


def test_reset_brings_every_attack_back():
    app = run(group="AAH", launch="known")
    assert f"{placed(AAH, 'launch')} of {ATTACKS} attacks" in words(app)
    next(one for one in app.button if one.label == ui.RESET_FILTERS).click()
    app.run()
    assert_sound(app)
    assert f"{ATTACKS} of {ATTACKS} attacks" in words(app)
    assert dict(app.query_params) == {}


@pytest.mark.parametrize("button", [ui.RESET_FILTERS, "AAH "], ids=["all", "one"])
def test_a_late_word_of_the_browser_brings_no_filter_back(button):
    """The map tells its window before the browser has heard that a filter was cleared."""
    app = run(group="AAH", launch="known")
    # What the browser sends with every word: the values of its widgets, but of buttons at rest.
    late = app._tree.get_widget_states()
    values = [one for one in late.widgets if one.WhichOneof("value") != "trigger_value"]
    del late.widgets[:]
    late.widgets.extend(values)
    next(one for one in app.button if one.label.startswith(button)).click()
    app.run()
    app._run(late)
    assert_sound(app)
    assert "group" not in app.query_params
    assert ("launch" in app.query_params) == (button != ui.RESET_FILTERS)


@pytest.mark.parametrize("attack", ["2021-07-07-al-asad", "undated-balad-from-ashraf"])
def test_a_card_tells_claims_terms_ground_and_sources(attack):
    app = run(attack=attack)
    assert_sound(app)
    text = words(app)
    for heading in ("Why", "Claims, in order", "Assessment", "Ground", "Sources"):
        assert f"**{heading}**" in text
    assert "does not fit" in text
    assert "explains" in text
    assert "no hard and fast rules" in text


def test_the_card_of_a_report_that_is_no_attack_says_so():
    app = run(attack="natanz-fakes")
    assert_sound(app)
    assert [one for one in app.warning if "Not counted as an attack" in one.value]


def test_a_queue_entry_opens_on_the_map():
    app = run("mismatches")
    app.button(key="open_2021-07-07-al-asad").click().run()
    assert_sound(app)
    assert app.session_state["selection"].attack == "2021-07-07-al-asad"


@pytest.mark.parametrize("ident", GROUPS["group_id"])
def test_every_group_has_a_page_that_says_whether_it_has_ground(ident):
    app = run("groups", group=ident)
    assert_sound(app)
    row = GROUPS.set_index("group_id").loc[ident]
    assert row["name"] in app.header[0].value.replace("\\", "")
    note = row["ground_note"].rstrip(".")
    has_ground = "Ground" in [one.value for one in app.subheader]
    if note:
        assert note in words(app)
    assert has_ground or app.info, f"{ident}: neither ground nor a word on why there is none"


def test_an_unknown_group_in_the_address_opens_a_known_one():
    app = run("groups", group="NOBODY")
    assert_sound(app)
    assert app.header[0].value


def test_the_example_of_the_check_page_is_a_mismatch_with_three_reasons():
    app = run("check_attack")
    assert [one for one in app.info if "Press Check" in one.value]
    next(one for one in app.button if one.label == ui.CHECK).click()
    app.run()
    assert_sound(app)
    texts = [one.value for one in app.markdown]
    assert any("-badge[" in text and "mismatch" in text for text in texts)
    assert sum("close: does not fit" in text for text in texts) == 3
    assert "Mismatch: AAH, named by its first claim, does not fit" in words(app)


@pytest.mark.parametrize(
    ("launch", "said"),
    [
        ("Atlantis", ("Atlantis", "not a place")),
        ("95, 200", ("95, 200",)),
        ("{{ 7*7 }} ![x](http://evil.example/x.png)", ("{{ 7*7 }}",)),
        ("48.85, 2.35", ("48.85",)),
    ],
)
def test_a_launch_that_cannot_be_read_is_reported_with_a_way_on(launch, said):
    app = run("check_attack")
    typed_into(next(one for one in app.selectbox if one.label == ui.LAUNCH), launch)
    next(one for one in app.button if one.label == ui.CHECK).click()
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    text = app.error[0].value
    assert "![" not in text
    plain = text.replace("\\", "")
    for part in said:
        assert part in plain
    # The way on: what would be read instead.
    assert any(word in plain for word in ("Expected", "Give", "give", "Write", "Use", "use"))


def test_an_empty_launch_is_an_unknown_launch_and_no_error():
    app = run("check_attack")
    next(one for one in app.selectbox if one.label == ui.LAUNCH).set_value(None)
    next(one for one in app.button if one.label == ui.CHECK).click()
    app.run()
    assert_sound(app)
    assert "**Launch** not known" in words(app)


def test_the_sources_page_lists_every_data_file_and_all_are_intact():
    app = run("sources")
    files = next(one.value for one in app.dataframe if "Intact" in one.value.columns)
    assert sorted(files["File"]) == sorted(one["path"] for one in DECLARED["resources"])
    changed = files.loc[files["Intact"] != "yes", "File"]
    assert changed.empty, f"not as published: {list(changed)}"


def test_of_very_many_rows_the_table_holds_the_latest_and_says_so(monkeypatch):
    monkeypatch.setattr(attack_table, "TABLE_ROWS", 20)
    app = run()
    assert_sound(app)
    assert len(app.dataframe[0].value) == 20
    assert f"The latest 20 of {EVERY} rows." in words(app)


def test_the_map_asks_the_browser_for_its_window():
    # Numbers and legend speak of the window, however many attacks there are.
    assert "bounds" in asked_of_the_map(run())
    assert "bounds" not in asked_of_the_map(run("groups"))


def asked_of_the_map(app):
    """What the map's component is asked to tell."""
    (drawn,) = app.get("component_instance")
    return json.loads(drawn.proto.json_args)["returned_objects"]
