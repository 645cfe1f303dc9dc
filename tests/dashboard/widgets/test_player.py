"""Time moves by steps, and the ground with it."""

from __future__ import annotations

import pytest

from dashboard.services import ui_words as ui
from tests.support.apps import assert_sound, run, words

pytestmark = pytest.mark.usefixtures("in_valley")


def press(app, icon):
    app.button(key=f"time_{icon}").click().run()
    assert_sound(app)
    return app.query_params


def test_a_step_moves_the_days_and_the_ground_that_is_drawn():
    app = run(date_from="2021-05-01", date_to="2021-05-31")
    assert "Ground as of 31 May 2021" in words(app)
    query = press(app, "skip_next")
    assert "Ground as of 30 June 2021" in words(app)
    assert (query["date_from"], query["date_to"]) == ("2021-06-01", "2021-06-30")
    query = press(app, "skip_previous")
    assert (query["date_from"], query["date_to"]) == ("2021-05-01", "2021-05-31")


def test_at_the_end_of_the_record_nothing_moves_on():
    app = run(date_from="2021-08-01", date_to="2021-08-31")
    assert app.button(key="time_skip_next").disabled
    assert app.button(key="time_play_arrow").disabled
    assert not app.button(key="time_skip_previous").disabled


def test_play_moves_on_at_once_and_pause_stays_there():
    app = run(date_from="2021-05-01", date_to="2021-05-31")
    query = press(app, "play_arrow")
    assert query["date_from"] == "2021-06-01"
    assert app.button(key="time_pause").label == ui.PAUSE
    press(app, "pause")
    assert app.button(key="time_play_arrow").label == ui.PLAY
    assert app.query_params["date_from"] == "2021-06-01"
