"""Add & edit: claims in their order, and areas tried on verdicts before they are kept."""

from __future__ import annotations

import datetime as dt
import json
import tomllib

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from dashboard.editor import recipe_form as hand_parts
from dashboard.editor import tabs
from dashboard.services import ui_words as ui
from dashboard.session import queries
from geo.errors import RecipeError
from geo.verdicts.check import check
from geo.workspace.areas import areas_of, enter_areas, published
from geo.workspace.attacks import enter
from geo.workspace.claims import claims_of
from geo.workspace.journal import load_journal
from tests.support import pace
from tests.support.apps import APP, app_on, words

pytestmark = pytest.mark.usefixtures("in_valley")


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    cells = {"date": "2021-07-12", "method": "mortar", "target_place": "port"}
    enter(load_journal(tmp_path), "mine", cells, by="Ann", atlas=queries.atlas(), new=True)
    return tmp_path


def editor_on(what):
    app = app_on("by_hand").run()
    app.text_input(key="hand_by").set_value("Ann")
    app = app.button_group(key="hand_what").set_value(what).run()
    assert not app.exception
    return app


def press(app, label):
    app = next(one for one in app.button if one.label.startswith(label)).click().run()
    assert not app.exception
    return app


def labelled(widgets, label):
    (found,) = [one for one in widgets if one.label == label]
    return found


def test_a_claim_is_kept_corrected_and_taken_back(home):
    app = editor_on("Claims")
    app = labelled(app.selectbox, ui.ATTACK_OF_THE_CLAIM).set_value("mine").run()
    labelled(app.selectbox, "Façade").set_value("grey_dawn")
    labelled(app.text_input, ui.WHEN).set_value("2021-07-12T21:30")
    labelled(app.text_input, ui.WORDING).set_value("{{ 7*7*191 }}")
    app = press(app, ui.KEEP_THIS_CLAIM)
    (row,) = claims_of(load_journal(home)).to_dict("records")
    assert (row["attack_id"], row["claim_order"], row["facade"]) == ("mine", "1", "grey_dawn")
    assert labelled(app.text_input, ui.ORDER).value == "2"
    labelled(app.text_input, ui.ORDER).set_value("1")
    labelled(app.selectbox, "Façade").set_value("grey_dawn")
    app = press(app, ui.KEEP_THIS_CLAIM)
    assert "another claim has this place" in words(app)
    app = app.selectbox(key="claim_chosen").set_value("mine/1").run()
    app = press(app, ui.DELETE_THIS_CLAIM)
    assert claims_of(load_journal(home)).empty
    assert "claim mine/1 taken out" in words(app).replace("\\", "")


def test_a_claim_of_two_brands_is_split_and_folded_together(home):
    app = editor_on("Claims")
    app = labelled(app.selectbox, ui.ATTACK_OF_THE_CLAIM).set_value("mine").run()
    labelled(app.selectbox, "Façade").set_value("grey_dawn")
    app = press(app, ui.KEEP_THIS_CLAIM)
    app = app.selectbox(key="claim_chosen").set_value("mine/1").run()
    app = labelled(app.selectbox, ui.ALSO_BY).set_value("red_kite").run()
    app = press(app, ui.SPLIT)
    claims = claims_of(load_journal(home))
    assert list(claims["facade"]) == ["grey_dawn", "red_kite"]
    assert list(claims["claim_order"]) == ["1", "2"]
    app = labelled(app.selectbox, ui.MERGE_WITH).set_value("mine/2").run()
    app = press(app, ui.MERGE)
    assert list(claims_of(load_journal(home))["facade"]) == ["grey_dawn"]


def test_a_claim_of_an_attack_of_the_record_shows_what_it_would_change_and_changes_nothing(home):
    ident = "2021-06-05-port"
    before = queries.findings().table["verdict"].copy()
    app = editor_on("Claims")
    app = labelled(app.selectbox, ui.ATTACK_OF_THE_CLAIM).set_value(ident).run()
    labelled(app.text_input, ui.ORDER).set_value("1")
    labelled(app.selectbox, "Façade").set_value("grey_dawn")
    app = press(app, ui.KEEP_THIS_CLAIM)
    assert "With your claims, the record would say" in words(app)
    (table,) = [one.value for one in app.dataframe if "Record" in one.value]
    assert list(table["Record"]) == [before[ident]]
    app = AppTest.from_file(str(APP), default_timeout=pace.seconds(60))
    app.query_params["attack"] = ident
    app = app.run()
    assert not app.exception
    assert "1. Grey Dawn (yours)" in words(app).replace("\\", "")
    assert queries.findings().table["verdict"].equals(before)


def test_what_was_entered_is_judged_again_only_once_it_changed(home, monkeypatch):
    judged = []

    def noted(record, *, atlas):
        judged.append(list(record.attacks.index))
        return check(record, atlas=atlas)

    monkeypatch.setattr(tabs, "check", noted)
    app = editor_on("Claims")
    assert judged == [["mine"]]
    app = labelled(app.selectbox, ui.ATTACK_OF_THE_CLAIM).set_value("mine").run()
    labelled(app.selectbox, "Façade").set_value("grey_dawn")
    assert list(app.dataframe[0].value["verdict"]) == ["insufficient"]
    assert judged == [["mine"]]
    press(app, ui.KEEP_THIS_CLAIM)
    assert judged == [["mine"], ["mine"]]


def area_form(app, *, holder="OAK", **texts):
    app.text_input(key="area_id_A new area").set_value("mine")
    app.selectbox(key="area_holder_A new area").set_value(holder)
    fields = {"title": f"{holder}: a disc", "source_id": "my notes", "pointer": "p. 3",
            "assumption": "a disc", **texts}  # fmt: skip
    for name, text in fields.items():
        app.text_input(key=f"area_{name}_A new area").set_value(text)
    app.date_input(key="area_valid_from_A new area").set_value("2020-01-03")
    app.date_input(key="area_last_confirmed_A new area").set_value("2021-10-18")
    return app


@pytest.fixture
def empty_home(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    return tmp_path


def test_an_area_from_parts_is_tried_kept_and_taken_back(empty_home):
    app = editor_on("Areas")
    assert "Part 1 needs a place" in words(app)
    app.selectbox(key="part_0_place").set_value("pit")
    app = area_form(app, holder="ELM").run()
    assert not app.exception
    # What Elm held about the pit was too old to decide; now it is confirmed.
    assert "1 verdict would change: 1 insufficient → consistent" in words(app)
    (element,) = app.get("component_instance")
    assert "2021-06-12-city" in json.loads(element.proto.json_args)["feature_group"]
    assert areas_of(load_journal(empty_home)) == {}
    app = press(app, "Keep this area")
    entry = areas_of(load_journal(empty_home))["mine"]
    assert entry["recipe"] == {"around": {"place": "pit", "km": 15.0}}
    assert entry["author"] == "Ann"
    assert "areas.toml with these" in {one.label for one in app.get("download_button")}
    app = press(app, ui.UNDO)
    assert areas_of(load_journal(empty_home)) == {}


def test_parts_are_joined_and_cut_out(home):
    app = editor_on("Areas")
    app.selectbox(key="part_0_place").set_value("ford")
    app = press(app, ui.ADD_A_PART)
    app.selectbox(key="part_1_does").set_value("cut out")
    app = app.selectbox(key="part_1_shape").set_value("outline").run()
    assert "An outline needs at least three corners" in words(app)
    app.text_area(key="part_1_corners").set_value("33.5, 42.5\n33.5, 42.6\n38S KC 7332 5822")
    app = press(area_form(app).run(), "Keep this area")
    recipe = areas_of(load_journal(home))["mine"]["recipe"]
    assert set(recipe) == {"around", "minus"}
    assert recipe["minus"][0]["outline"][0] == [42.5, 33.5]


def test_a_published_area_is_changed_as_text_and_stands_in_its_place(home):
    app = editor_on("Areas")
    app = app.selectbox(key="area_chosen").set_value("oak_west").run()
    assert "No verdict would change" in words(app)
    app.text_area(key="area_recipe_oak_west").set_value("around = { place = 'nowhere', km = 3 }")
    assert "nowhere" in words(app.run())
    text = "around = { place = 'mill', km = 25 }"
    app.text_area(key="area_recipe_oak_west").set_value(text)
    app = press(app.run(), "Keep this area")
    assert areas_of(load_journal(home))["oak_west"]["recipe"]["around"]["km"] == 25
    assert set(queries.atlas().areas.table.at["oak_west", "recipe"]) == {"outline"}


def test_a_day_that_is_cleared_stays_cleared(home):
    ident, atlas = "oak_west", queries.atlas()
    ended = {**published(atlas)[ident], "valid_to": dt.date(2022, 1, 1)}
    enter_areas(load_journal(home), [ended], by="Ann", atlas=atlas)
    assert "valid_to" in areas_of(load_journal(home))[ident]
    app = editor_on("Areas")
    app = app.selectbox(key="area_chosen").set_value(ident).run()
    app = app.date_input(key=f"area_valid_to_{ident}").set_value(None).run()
    press(app, "Keep this area")
    assert "valid_to" not in areas_of(load_journal(home))[ident]


@pytest.mark.parametrize(
    "faulty", [{"pointer": ""}, {"title": " "}], ids=["no pointer", "no title"]
)
def test_an_area_with_a_fault_cannot_be_kept(home, faulty):
    app = editor_on("Areas")
    app.selectbox(key="part_0_place").set_value("ford")
    app = area_form(app, **faulty).run()
    assert "Say it in a few words" in words(app)
    assert next(one for one in app.button if one.label == "Keep this area").disabled


def test_outlines_of_a_file_become_ground(home):
    ring = [[42.4, 33.7], [42.7, 33.7], [42.7, 34.0], [42.4, 34.0], [42.4, 33.7]]
    bow = [[44.0, 33.0], [45.0, 34.0], [45.0, 33.0], [44.0, 34.0], [44.0, 33.0]]
    hole = [[42.5, 33.8], [42.6, 33.8], [42.6, 33.9], [42.5, 33.9], [42.5, 33.8]]
    features = [
        {
            "type": "Feature",
            "properties": {"area_id": f"a{n}", "holder": "ELM", "Sort": "x"},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for n, rings in enumerate([[ring, hole], [bow]])
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    app = editor_on("Areas")
    app = app.selectbox(key="area_chosen").set_value("Outlines of a file").run()
    for name in ("source_id", "pointer", "assumption"):
        app.text_input(key=f"area_{name}_Outlines of a file").set_value("said")
    for name in ("valid_from", "last_confirmed"):
        app.date_input(key=f"area_{name}_Outlines of a file").set_value("2021-01-01")
    app.file_uploader[0].set_value([("mine.geojson", content, "application/json")])
    app = app.run()
    assert not app.exception
    assert "2 outlines read = 1 kept + 1 with a fault" in words(app)
    assert "44.50000 E, 33.50000 N" in words(app).replace("\\", "")
    repair = next(one for one in app.toggle if one.label.startswith("Repair"))
    repaired = repair.set_value(True).run()
    assert "2 outlines read = 2 kept + 0 with a fault" in words(repaired)
    assert "outline 2 was repaired" in words(repaired)
    repair = next(one for one in repaired.toggle if one.label.startswith("Repair"))
    app = press(repair.set_value(False).run(), "Keep this area")
    (entry,) = areas_of(load_journal(home)).values()
    assert (entry["id"], entry["holder"], entry["kind"]) == ("a0", "ELM", "ground")
    assert entry["recipe"]["minus"] == [{"outline": hole}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("33.8, 42.5\n33.8, 42.6", "at least three"), ("here\n1\n2", "Corner 1"),
     ("port\n1\n2", "is a place")],
)  # fmt: skip
def test_corners_that_are_none_say_which(text, expected):
    with pytest.raises(RecipeError, match=expected):
        hand_parts.corners(text)


def test_corners_in_any_way_of_writing_are_longitude_and_latitude():
    text = "33.85, 42.55\n33°48'N 42°40'E\n٣٣.٩، ٤٢٫٦\n"
    made = hand_parts.corners(text.replace("٣٣.٩، ٤٢٫٦", "38S KC 7332 4822"))
    assert made[:2] == [[42.55, 33.85], [42.66667, 33.8]]
    assert shapely.Polygon(made).area > 0
    assert hand_parts.from_text(hand_parts.as_text({"outline": made})) == {"outline": made}
    assert tomllib.loads(hand_parts.as_text({"unit": "anbar"})) == {"unit": "anbar"}


def test_the_shape_shows_before_the_form_is_whole(home):
    app = editor_on("Areas")
    part = app.selectbox(key="part_0_place").set_value("port").run()
    assert not part.exception
    assert "Its outline alone" in words(part)
    assert "Title: it is empty" in words(part).replace("\\", "")
    assert "No verdict would change" not in words(part)
