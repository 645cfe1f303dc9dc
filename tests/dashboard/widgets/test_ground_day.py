"""The ground that is drawn is of the day that the page says, and of several the worst is opened."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.services import ui_words as ui
from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.widgets import ground_day
from dashboard.widgets.map_view import by_urgency
from geo.parsing.days import in_words
from tests.support.apps import assert_sound, run, words

ATTACK = "2021-07-07-al-asad"
OWN = "Ground as of 7 July 2021"


def as_of_the_view():
    return f"Ground as of {in_words(queries.record_end())}"


def drawn_on(app):
    """Note on the map of a page."""
    (note,) = [
        one.value
        for one in app.caption
        if one.value.startswith("Ground as of") and "confirmed" in one.value
    ]
    return note.replace("\\", "")


def press(app, label):
    next(one for one in app.button if one.label.startswith(label)).click()
    app.run()
    assert_sound(app)
    return app


def test_an_open_attack_shows_the_ground_of_its_day_with_a_way_back():
    app = run()
    assert drawn_on(app).startswith(as_of_the_view())
    app = run(attack=ATTACK)
    assert drawn_on(app).startswith(OWN)
    assert f"{OWN}, the day of this attack." in words(app)
    press(app, "Show the ground of")
    assert drawn_on(app).startswith(as_of_the_view())
    assert "not of the day of this attack" in words(app)
    press(app, "Show the ground of 7 July 2021")
    assert drawn_on(app).startswith(OWN)
    press(app, ui.CLOSE)
    assert drawn_on(app).startswith(as_of_the_view())


def test_the_map_is_given_the_ground_that_the_note_names(monkeypatch):
    asked = []
    ground = queries.ground

    def asking(day, known_on=None):
        asked.append(day)
        return ground(day, known_on)

    monkeypatch.setattr(queries, "ground", asking)
    run(attack=ATTACK, layer="ground", density="launch")
    assert set(asked) == {pd.Timestamp("2021-07-07")}


def test_a_last_day_or_a_cut_off_moves_the_ground_of_the_view():
    assert drawn_on(run(date_to="2021-03-01")).startswith("Ground as of 1 March 2021")
    assert drawn_on(run(known_on="2020-06-01")).startswith("Ground as of 1 June 2020")


def areas(*days):
    return pd.DataFrame({"last_confirmed": pd.to_datetime(list(days))})


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2021-03-02", "2020-11-30"], "last confirmed Nov 2020 to Mar 2021, by area"),
        (["2021-07-07"], "last confirmed Jul 2021"),
        (["2021-03-02", "2021-07-08"], "last confirmed Mar 2021; others later"),
        (["2021-10-18", None], "confirmed later, Oct 2021"),
        (["2021-10-18", "2022-07-27"], "confirmed later, Oct 2021 to Jul 2022, by area"),
    ],
)
def test_no_confirmation_after_the_day_is_the_last_before_it(days, said):
    day = pd.Timestamp("2021-07-07")
    assert ground_day.words(day, areas(*days)) == f"{OWN} · {said}"


def test_without_ground_on_the_map_nothing_is_said_of_it():
    assert "Ground as of" not in words(run(layer="targets"))


def test_an_undated_attack_keeps_the_ground_of_the_view():
    table = queries.table()
    undated = table.index[table["judged_on"].isna()]
    days = {ground_day.of(table, Selection(attack=ident)).attack for ident in undated}
    assert days <= {""}
    assert ground_day.of(table, Selection(attack="nobody")).attack == ""


@pytest.mark.parametrize("page", ["groups", "check_attack", "mismatches"])
def test_every_page_that_draws_ground_says_of_which_day(page):
    text = words(run(page))
    assert "Ground as of" in text
    assert "last confirmed" in text


def test_a_mismatch_is_opened_first_where_several_are_clicked():
    table = pd.DataFrame({"urgency": [3, 0, 3, 1]}, index=["a", "b", "c", "d"])
    assert by_urgency(table, ["c", "a", "d", "b", "gone"]) == ("b", "d", "c", "a")
    assert by_urgency(table, []) == ()


@pytest.mark.parametrize("page", ["map", "mismatches", "groups", "timeline"])
def test_the_record_is_called_a_sample_beside_the_official_count(page):
    text = words(run(page))
    assert "The record is a sample" in text
    assert "at least 134" in text


def test_a_group_is_shown_with_both_denominators():
    text = words(run("groups", group="AAH"))
    attacks = queries.table()[queries.table()["counts"]]
    named = int((attacks["asserted_group"] != "").sum())
    aah = int((attacks["asserted_group"] == "AAH").sum())
    assert f"AAH {aah} of {named} attributed, of {len(attacks)} attacks" in text
