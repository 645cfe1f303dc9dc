"""The page Mismatches lists what does not fit, most urgent first, and opens it on the map."""

from __future__ import annotations

import pytest

from tests.support.apps import assert_sound, run, words

pytestmark = pytest.mark.usefixtures("in_valley")


def test_what_does_not_fit_is_in_the_queue_with_what_is_explained_or_contested_and_no_more():
    app = run("mismatches")
    assert_sound(app)
    opened = [one.key for one in app.button if (one.key or "").startswith("open_")]
    assert sorted(opened) == [
        "open_2021-05-08-port",
        "open_2021-05-15-fort",
        "open_2021-05-22-fort",
        "open_2021-06-05-port",
    ]
    text = words(app)
    assert "Rockets on the fort with leave" in text
    assert "15 May 2021" in text
    assert "a question, not an answer" in text


def test_an_entry_opens_on_the_map():
    app = run("mismatches")
    app.button(key="open_2021-05-15-fort").click().run()
    assert_sound(app)
    assert app.session_state["selection"].attack == "2021-05-15-fort"
