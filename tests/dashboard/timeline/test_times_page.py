"""The page Timeline tells the hours of the valley, what has none, and how soon brands claimed."""

from __future__ import annotations

import pytest
import streamlit as st

from dashboard.services import ui_words as ui
from tests.support.apps import assert_sound, run, words
from tests.worlds.timed import timed_folder


@pytest.fixture(scope="module")
def timed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_DATA", str(timed_folder(tmp_path_factory.mktemp("timed"))))
        st.cache_resource.clear()
        st.cache_data.clear()
        yield
    st.cache_resource.clear()
    st.cache_data.clear()


def choose(app, label, value):
    (box,) = (one for one in app.selectbox if one.label == label)
    return box.set_value(value).run()


def tables(app):
    return [one.value for one in app.dataframe]


def test_every_number_says_of_how_many_it_is_and_why_the_others_have_none(timed):
    app = run("timeline")
    assert_sound(app)
    said = words(app)
    assert "n = 6 of 12 attacks (3 to the minute, 3 about the hour)" in said
    assert (
        "No hour for 6: 2 with a part of the day alone (night 1, dawn 1); 3 without any time; "
        "1 with a clock time and no single day."
    ) in said
    # On 24 July the sun sets at 19:06 by the port, after 18:00 and an hour; on 8 May it rises at
    # 05:03, and of the tower the day is not known.
    assert "n = 7 with a clock time: day 3, night 2, cannot tell 2." in said
    assert "no forecast" in said


def test_claims_are_told_by_brand_without_a_rate_of_few(timed):
    app = run("timeline")
    assert "5 claims by brands, 4 of attacks that others report too" in words(app)
    (brands,) = (one for one in tables(app) if "Same day" in one)
    dawn = brands[brands["Brand"] == "Grey Dawn"].iloc[0]
    assert dawn["Same day"] == "2 of 2"
    assert (dawn["Known to minutes (n)"], dawn["Range"]) == (1, "40 min")
    assert brands["Median"].isna().all()
    assert not brands["Same day"].str.contains("%").any()
    (known,) = (one for one in tables(app) if "Minutes, at least" in one)
    assert known["Attack"].tolist() == ["2021-05-01-port"]


def test_the_hours_stand_in_a_table_too(timed):
    app = run("timeline")
    (hours,) = (one for one in tables(app) if "All days" in one)
    assert hours["All days"].sum() == hours["Saturday"].sum() == 6
    assert hours.set_index("Hour")["All days"][12] == 2
    assert ui.HOURS_AS_A_TABLE in [one.label for one in app.expander]


def test_a_brand_keeps_the_attacks_that_it_claims(timed):
    app = choose(run("timeline"), ui.CLAIMED_BY, "red_kite")
    assert_sound(app)
    said = words(app)
    assert "n = 1 of 2 attacks (0 to the minute, 1 about the hour). No hour for 1" in said
    assert "2 claims by brands, 1 of attacks that others report too" in said


def test_a_year_and_a_country_are_those_that_the_record_has(timed):
    app = run("timeline")
    boxes = {one.label: one.options for one in app.selectbox}
    assert boxes[ui.YEAR] == ["all years", "2021"]
    assert boxes[ui.COUNTRY_OF_THE_TARGET] == ["all", "Iraq"]
    app = choose(app, ui.COUNTRY_OF_THE_TARGET, "IQ")
    assert_sound(app)
    assert "of 11 attacks" in words(app), "a road without a place is in no country that is known"


def test_attacks_without_any_hour_are_said_and_drawn_empty(in_valley):
    app = run("timeline")
    assert_sound(app)
    said = words(app)
    assert "n = 0 of 12 attacks. No hour for 12: 12 without any time." in said
    assert "n = 0 with a clock time: none." in said
