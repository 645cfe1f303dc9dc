"""One field goes to every page, attack, place, area and group, and does a few deeds."""

from __future__ import annotations

import pytest

from dashboard.services.palette import DEEDS
from dashboard.session import queries
from dashboard.widgets import palette
from tests.support.apps import assert_sound, run

pytestmark = pytest.mark.usefixtures("in_valley")


def opened(**query):
    app = run(**query)
    app.button(key="find_anything").click().run()
    assert_sound(app)
    return app


def choose(app, label):
    app.selectbox(key="palette_goal").select(label).run()
    assert_sound(app)
    return app.session_state["selection"]


def test_it_knows_everything_that_has_a_name():
    found = opened().selectbox(key="palette_goal").options
    atlas = queries.atlas()
    for kind, names in {
        "Attack": queries.table()["title"],
        "Ground": atlas.areas.table["title"],
        "Place": atlas.gazetteer.table["name"],
        "Group": atlas.registry.groups["name"],
        "Do": DEEDS.values(),
    }.items():
        mine = [one for one in found if one.startswith(f"{kind}: ")]
        assert len(mine) == len(names)
        assert all(any(str(name) in one for one in mine) for name in names)
    assert "Page: Mismatches" in found
    assert "Page: Account" not in found, "hidden without a sign-in"


def fields(app):
    return [one for one in app.selectbox if one.key == "palette_goal"]


def test_it_is_there_once_it_is_asked_for_until_something_is_chosen():
    assert not fields(run())
    app = opened()
    assert fields(app.run()), "the map, too, lets the page run"
    choose(app, "Page: Mismatches")
    assert not fields(app)


def test_an_attack_opens_its_card_and_the_map_flies_to_its_target():
    row = queries.table().loc["2021-05-08-port"]
    selection = choose(opened(), f"Attack: {row['title']} · 8 May 2021")
    assert (selection.attack, selection.view) == (row.name, f"place:{row['target_place_id']}")


def test_a_place_and_ground_open_their_cards():
    places = queries.atlas().gazetteer.table
    label = " · ".join(one for one in places.loc["bridge", ["name", "name_ar"]] if one)
    selection = choose(opened(attack="2021-05-08-port"), f"Place: {label}")
    assert (selection.place, selection.attack) == ("bridge", "")
    assert selection.view == "place:bridge"
    area = queries.atlas().areas.table.loc["oak_west"]
    selection = choose(opened(), f"Ground: {area['title']} · {area['holder']}")
    assert selection.area == "oak_west"


def test_deeds_are_done():
    assert choose(opened(group="OAK"), f"Do: {DEEDS['reset']}").group == ()
    assert choose(opened(), f"Do: {DEEDS['mismatches']}").verdict == ("mismatch",)
    assert choose(opened(attack="2021-05-08-port"), f"Do: {DEEDS['close']}").attack == ""


def test_a_span_of_the_record_is_kept():
    options = opened().selectbox(key="palette_goal").options
    (label,) = (one for one in options if one.startswith("Days: Last 12 months"))
    selection = choose(opened(), label)
    assert selection.date_to == queries.record_end().date()
    assert selection.date_from.year == selection.date_to.year - 1


def test_it_says_its_keys():
    app = opened()
    assert any(palette.SHORTCUT in one.value for one in app.caption)
