"""Check an attack: a pasted text fills the form, the answer comes first, and what follows it."""

from __future__ import annotations

import pytest

from dashboard.check.keep import NO_CASE_FILE
from dashboard.services import ui_words as ui
from dashboard.session import decisions
from geo.workspace.attacks import attacks_of
from geo.workspace.journal import load_journal
from tests.support.apps import assert_sound, press, run, typed_into, words

pytestmark = pytest.mark.usefixtures("in_valley")

CLAIM = (
    "Grey Dawn says that its rockets struck the Port on 1 September 2021 at 21:30, fired from the "
    "Farm."
)
ARABIC = "الفجر الرمادي: استهداف الميناء بصواريخ كاتيوشا يوم ١ أيلول ٢٠٢١ الساعة ٩:٣٠ مساءً"


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    monkeypatch.setenv("ATLAS_CASEBOOK", str(tmp_path / "book.sqlite"))
    return tmp_path


def read(text):
    app = run("check_attack")
    app.text_area(key="check_text").set_value(text)
    app = press(app, ui.READ_IT)
    assert not app.exception
    return app


def form(app):
    names = ("target", "launch", "method", "facade", "group", "date", "time")
    return {name: app.session_state[f"check_{name}"] for name in names}


@pytest.mark.parametrize(("text", "launch"), [(CLAIM, "farm"), (ARABIC, None)])
def test_a_pasted_text_fills_the_form_and_says_from_which_words(text, launch):
    app = read(text)
    assert form(app) == {
        "target": "port", "launch": launch, "method": "rocket", "facade": "grey_dawn", "group": "",
        "date": "2021-09-01", "time": "21:30",
    }  # fmt: skip
    said = words(app)
    assert said.count("read from:") == (6 if launch else 5)
    assert "Not found in the text:" in said
    # It was read and not judged: a person presses Check.
    assert ui.SIMILAR_EARLIER_ATTACKS not in said


def test_what_the_example_had_does_not_stay_beside_a_text():
    app = read("rockets")
    assert form(app) == {
        "target": None, "launch": None, "method": "rocket", "facade": "", "group": "", "date": "",
        "time": "",
    }  # fmt: skip
    assert app.number_input(key="check_launch_km").value is None


def test_nothing_found_is_said_and_nothing_guessed():
    app = read("Nothing of the kind happened.")
    assert "Nothing that this program knows was found" in words(app)
    assert not any(form(app).values())


def test_of_several_places_a_person_chooses_and_the_choice_stands_in_the_form():
    app = read("Rockets on the Fort and the Port on 1 September 2021")
    assert form(app)["target"] is None
    choices = [one for one in app.button if one.key.startswith("choose_target_")]
    assert [one.key for one in choices] == ["choose_target_fort", "choose_target_port"]
    app = choices[1].click().run()
    assert form(app)["target"] == "port"
    app = press(app, ui.CHECK)
    assert_sound(app)
    assert "### Rockets on Port" in words(app)


def test_markup_in_a_text_stays_text():
    app = read("![x](http://evil.example/x.png) {{ 7*7 }} <b>Port</b> $x$ :material/home:")
    assert form(app)["target"] == "port"
    assert not [one for one in app.markdown if "evil" in one.value]


def test_the_answer_comes_first_then_similar_attacks_then_the_details():
    app = press(read(CLAIM), ui.CHECK)
    assert_sound(app)
    said = words(app)
    first = said.index("Consistent: what is known fits Ash, named by its first claim.")
    similar = said.index(ui.SIMILAR_EARLIER_ATTACKS)
    details = said.index(ui.IN_DETAIL)
    assert first < similar < details < said.index(ui.CLAIMS_IN_ORDER)
    assert (
        "At 21:30 local time it was night at the target by the sun; no rule reads the hour." in said
    )
    assert "Local time: 21:30 (to the minute)" in said
    assert "same target; same method; same brand (Grey Dawn); 39 days before" in said


def test_a_similar_attack_opens_its_card():
    app = press(read(CLAIM), ui.CHECK)
    button = next(one for one in app.button if one.key == "similar_check_2021-07-24-port")
    app = button.click().run()
    assert not app.exception
    assert app.session_state["selection"].attack == "2021-07-24-port"


def test_a_typed_place_may_be_a_coordinate_a_square_or_an_arabic_name():
    for text, said in (
        ("33.5, 44.5", "MGRS 38S"), ("38S MC 5357 0689", "38S"), ("الميناء", "Port"),
    ):  # fmt: skip
        app = run("check_attack")
        typed_into(app.selectbox(key="check_target"), text)
        app = press(app, ui.CHECK)
        assert not app.exception
        assert not app.error, [one.value for one in app.error]
        assert said.replace("MGRS ", "") in words(app) + str([one.value for one in app.code])


def test_a_place_is_found_by_its_arabic_name_and_by_an_alias():
    options = run("check_attack").selectbox(key="check_target").options
    assert "Mill الطاحونة · Old Mill" in options


def test_near_a_place_widens_it():
    app = run("check_attack")
    app.number_input(key="check_target_km").set_value(25.0)
    app = press(app, ui.CHECK)
    assert_sound(app)
    assert "known to ±25 km" in words(app)


def test_faults_are_told_by_the_names_of_the_fields():
    app = run("check_attack")
    app.text_input(key="check_date").set_value("someday")
    app.text_input(key="check_time").set_value("25:99")
    app.selectbox(key="check_method").set_value("rocket")
    app = press(app, ui.CHECK)
    assert not app.exception
    assert [one.value.split("\\")[0] for one in app.error] == ["Date", "Local time"]


def test_a_typed_attack_is_kept_and_then_reviewed(home):
    app = press(read(CLAIM), ui.CHECK)
    app = app.text_input(key="check_by").set_value("Ann").run()
    app = app.button(key="check_keep").click().run()
    assert not app.exception
    kept = attacks_of(load_journal(home))
    (ident,) = kept.index
    row = kept.loc[ident]
    assert row["target_place"] == "port"
    assert (row["date"], row["time_local"], row["facade"]) == ("2021-09-01", "21:30", "grey_dawn")
    assert NO_CASE_FILE in words(app)
    app.selectbox(key="check_decision").set_value("false claim")
    app = app.run().button(key="check_review").click().run()
    assert not app.exception
    (one,) = decisions.by_attack()[f"hand:{ident}"]
    assert (one.review.decision, one.review.by) == ("false claim", "Ann")
    assert "false claim, by Ann" in words(app)


def test_nothing_of_the_text_is_kept(home):
    app = press(read(CLAIM), ui.CHECK)
    app = app.text_input(key="check_by").set_value("Ann").run()
    app.button(key="check_keep").click().run()
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert not [
        path for path in files if "says that its rockets" in path.read_text("utf-8", "ignore")
    ]
