"""Ground is chosen by its name or comes with a link, and stands where other filters do."""

from __future__ import annotations

import pytest

from dashboard.session import queries
from tests.support.apps import assert_sound, run, words
from tests.support.markup import read


def field(app):
    return next(one for one in app.selectbox if one.key.startswith("choose_within"))


def chip(app, begin):
    return next(one for one in app.button if read(one.label).startswith(begin))


def test_every_governorate_and_every_area_can_be_chosen_by_name():
    app = run()
    assert_sound(app)
    atlas = queries.atlas()
    assert len(field(app).options) == len(atlas.units.outlines) + len(atlas.areas.table)
    assert {"Anbar governorate", "Salah al-Din governorate"} <= set(field(app).options)
    assert "Area “KH: Jurf as-Sakr”" in field(app).options


@pytest.mark.parametrize(
    ("given", "kept", "said"),
    [
        ("governorate:babil", "governorate:babil", "in Babil governorate"),
        ("area:kh_jurf", "area:kh_jurf", "in the area “KH: Jurf as-Sakr”"),
    ],
)
def test_what_is_chosen_is_kept_in_the_link_and_named(given, kept, said):
    app = run()
    field(app).set_value(given).run()
    assert_sound(app)
    assert app.query_params["within"] == kept
    assert said in words(app)
    chip(app, said).click()
    app.run()
    assert_sound(app)
    assert "within" not in app.query_params
    assert field(app).value is None


def test_a_link_with_drawn_ground_opens_with_it_and_one_that_draws_none_is_refused():
    app = run(within="drawn:44,33;45,33;45,34")
    assert_sound(app)
    assert field(app).value == "drawn:44,33;45,33;45,34"
    assert "in the ground drawn about 33.50 N, 44.50 E" in words(app)
    app = run(within="drawn:44,33;45,34;45,33;44,34")
    assert not app.exception
    assert "Self-intersection" in words(app)
    assert "within" not in app.query_params
