"""The page Casebook, the card, and the flag beside a link say what is decided and what follows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.services import ui_words as ui
from dashboard.session import queries
from dashboard.widgets import since
from geo.casebook.entry import GENESIS
from geo.casebook.kept_snapshots import folder_of, keep, kept
from geo.casebook.log import Casebook
from geo.casebook.review import answer, review
from geo.casebook.snapshot import read, take, to_bytes
from tests.support import pace
from tests.support.apps import assert_sound, run, words

HARD, CHECKED = "2021-05-08-port", "2021-07-03-city"
pytestmark = pytest.mark.usefixtures("in_valley")


@pytest.fixture(scope="module")
def atlas(valley):
    return valley


@pytest.fixture(scope="module")
def findings(valley_found):
    return valley_found


@pytest.fixture
def book(atlas, findings, tmp_path, monkeypatch):
    """Two decisions: one accepted, one that nobody has answered."""
    monkeypatch.setenv("ATLAS_CASEBOOK", str(tmp_path / "book.sqlite"))
    book = Casebook.open()
    words_ = {"by": "Anna", "reliability": "B", "credibility": "2"}
    first = book.append(review(atlas, findings, HARD, decision="false claim", **words_))
    book.append(answer(first, "concur", by="Ben"))
    book.append(review(atlas, findings, HARD, by="Ben", decision="needs more", note="Where?"))
    return book


def test_an_empty_book_says_how_to_begin():
    app = run("casebook")
    assert_sound(app)
    assert "Review this attack" in words(app)
    assert app.code[0].value == GENESIS


def test_decisions_are_listed_filtered_and_verified(book):
    app = run("casebook")
    assert_sound(app)
    table = app.dataframe[0].value
    assert table["Decision"].tolist() == ["Needs more", "False claim"]
    assert table["Stands"].tolist() == ["open", "accepted"]
    assert table["Source grade"].tolist() == ["", "B2"]
    assert app.code[0].value == book.head()
    app.selectbox(key="book_state").select("accepted").run()
    assert app.dataframe[0].value["Entry"].tolist() == [1]
    app.text_input(key="book_head").input(book.entries()[0].sha256).run()
    assert "2 of them after the head given" in app.success[0].value
    app.text_input(key="book_head").input("f" * 64).run()
    assert "no entry has the hash" in app.error[0].value


def test_the_card_says_at_its_top_what_was_decided(book):
    app = run(attack=HARD)
    assert_sound(app)
    assert "Reviewed: **needs more**" in words(app)
    assert "Agree" in [one.label for one in app.button]


def test_a_selection_becomes_a_case_file():
    def page():
        from dashboard.attack import case_file as case_download

        case_download.offer(["2021-07-03-city"], key="t")

    app = AppTest.from_function(page, default_timeout=pace.seconds(60)).run()
    app.button(key="make_t").click().run()
    assert not app.exception
    kept = app.session_state["case_t"]
    assert kept[0] == (CHECKED,)
    assert kept[1].startswith(b"PK")


def test_what_changed_is_reported_in_sentences(atlas, findings):
    now = since.now()
    attacks = {ident: row for ident, row in now.attacks.items() if ident != HARD}
    earlier = read(to_bytes(take(atlas, findings)), file="a")
    object.__setattr__(earlier, "attacks", attacks)
    assert since.lines(earlier, name="a.json") == (
        "a.json", "New attack: Rockets on the port from the mill (2021-05-08): mismatch.",
    )  # fmt: skip


@pytest.fixture
def states(atlas, findings, monkeypatch, tmp_path):
    """Folder with the state of 1 November, which lacked one attack."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    st.cache_resource.clear()
    folder = folder_of(atlas.folder)
    now = take(atlas, findings)
    attacks = {ident: row for ident, row in now.attacks.items() if ident != HARD}
    at = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)
    keep(replace(now, attacks=attacks), folder, at=at)
    return folder


def test_a_start_keeps_the_state_once(states):
    for _ in range(2):
        assert_sound(run())
    assert len(kept(states)) == 2


def test_a_day_lists_what_changed_since(states):
    app = run("casebook")
    app.date_input(key="since_day").set_value(dt.date(2025, 12, 24)).run()
    assert_sound(app)
    table = app.dataframe[-1].value
    assert table["What"].tolist() == ["Rockets on the port from the mill (2021-05-08): mismatch."]
    assert "1 November 2025, 12:00 UTC" in words(app)
    next(one for one in app.button if one.label == ui.FORGET_IT).click()
    app.run()
    assert_sound(app)
    assert app.date_input(key="since_day").value is None
    assert "1 November 2025" not in words(app)


def test_a_broken_state_is_told(states):
    kept(states)[0].path.write_bytes(b"nothing")
    app = run("casebook")
    app.date_input(key="since_day").set_value(dt.date(2025, 12, 24)).run()
    assert not app.exception
    assert "cannot be read" in app.error[0].value


DRIFTING = """attack_id,date,method,target_place,launch_lat,launch_lon,launch_radius_km,facade
a1,2021-03-01,rocket,al_asad_ab,33.20,41.80,1,Qasem al-Jabbarin
a2,2021-04-01,rocket,balad_ab,34.063,44.57,0.5,Qasem al-Jabbarin
a3,2021-05-01,rocket,balad_ab,34.063,44.57,0.5,Qasem al-Jabbarin
"""


@pytest.fixture
def drifting(tmp_path, monkeypatch):
    (tmp_path / "attacks.csv").write_text(DRIFTING, encoding="utf-8")
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    monkeypatch.undo()
    st.cache_resource.clear()
    st.cache_data.clear()


def test_a_drifting_brand_is_flagged_beside_its_link_with_the_claims(drifting):
    app = run("groups", group="KH")
    assert_sound(app)
    (message,) = [one.value for one in app.warning if "drifts from" in one.value]
    assert "its last 2 campaigns of claims point to the ground of **Badr**" in message
    tables = [one.value for one in app.dataframe]
    (links,) = [one for one in tables if "Drift" in one]
    assert set(links.loc[links["Brand"] == "Qasem al-Jabbarin", "Drift"]) == {
        "to the ground of Badr"
    }
    assert set(links.loc[links["Brand"] != "Qasem al-Jabbarin", "Drift"]) == {""}
    (runs,) = [one for one in tables if "Points to" in one]
    assert runs["Points to"].tolist() == ["Badr", "KH"]
    assert len(queries.table()) == 3
