"""The card as a screen: the answer at its head, a tab a question, the way on, what can be done."""

from __future__ import annotations

import pytest

from dashboard.services import ui_words as ui
from dashboard.session import queries
from geo.casebook.log import Casebook
from geo.casebook.review import answer, review
from tests.support.apps import assert_sound, run, words

pytestmark = pytest.mark.usefixtures("in_valley")

HARD = "2021-05-08-port"


def tab(app, title):
    """Everything that a tab of the card says."""
    (found,) = (one for one in app.tabs if one.label == title)
    return "\n".join(str(one.value) for one in (*found.markdown, *found.caption))


def order(app):
    return list(app.dataframe[0].value.index)


def test_each_question_has_its_tab():
    app = run(attack=HARD)
    assert_sound(app)
    titles = [ui.REASONS, ui.WHO_ELSE, ui.SOURCES, ui.REVIEWS, ui.HISTORY]
    assert [one.label for one in app.tabs] == titles
    assert f"**{ui.WHY}**" in tab(app, ui.REASONS)
    assert f"**{ui.GROUND}**" in tab(app, ui.REASONS)
    assert f"**{ui.GROUPS_RANKED}**" in tab(app, ui.WHO_ELSE)
    assert f"**{ui.POINTS_TO}**" in tab(app, ui.WHO_ELSE)
    assert "**Sources**" in tab(app, ui.SOURCES)
    assert "Nobody has reviewed this attack yet" in tab(app, ui.REVIEWS)


def test_the_head_answers_before_any_tab():
    app = run(attack=HARD)
    said = [str(one.value) for one in app.caption]
    reason = next(one for one in said if one.startswith(f"**{ui.REASON}**"))
    terms = queries.findings().terms
    first = terms[(terms["attack_id"] == HARD) & (terms["effect"] == "breaks")].iloc[0]
    assert first["text"].split()[0] in reason
    assert any(one.startswith(f"**{ui.WOULD_CHANGE_IT}**") for one in said)
    # What would change it is one of those that the tab lists.
    change = next(one for one in said if one.startswith(f"**{ui.WOULD_CHANGE_IT}**"))
    assert change.removeprefix(f"**{ui.WOULD_CHANGE_IT}** ") in tab(app, ui.WHO_ELSE)


def test_steps_go_through_the_table_in_its_order_and_end_with_it():
    listed = order(run())
    app = run(attack=listed[0])
    assert f"1 of {len(listed)}" in words(app)
    assert app.button(key="step_chevron_left").disabled
    app.button(key="step_chevron_right").click().run()
    assert_sound(app)
    assert app.session_state["selection"].attack == listed[1]
    assert f"2 of {len(listed)}" in words(app)
    app.button(key="step_chevron_left").click().run()
    assert app.session_state["selection"].attack == listed[0]
    assert run(attack=listed[-1]).button(key="step_chevron_right").disabled


def test_a_step_flies_to_the_target_of_the_attack_that_it_opens():
    listed = order(run())
    app = run(attack=listed[0])
    app.button(key="step_chevron_right").click().run()
    place = queries.table().at[listed[1], "target_place_id"]
    assert app.session_state["selection"].view == f"place:{place}"


def test_an_attack_that_a_filter_hides_is_counted_nowhere_and_leads_into_the_list():
    listed = order(run(verdict="consistent"))
    app = run(attack=HARD, verdict="consistent")
    assert HARD not in listed
    assert f"– of {len(listed)}" in words(app)
    assert app.button(key="step_chevron_left").disabled
    app.button(key="step_chevron_right").click().run()
    assert app.session_state["selection"].attack == listed[0]


def test_a_review_is_asked_for_at_the_lower_edge_and_its_tab_opens():
    app = run(attack=HARD)
    labels = [one.label for one in app.button]
    assert labels.count(ui.REVIEW_THIS_ATTACK) == 1
    app.button(key=f"review_card_{HARD}").click().run()
    assert_sound(app)
    (found,) = (one for one in app.tabs if one.label == ui.REVIEWS)
    assert ui.SAVE_REVIEW in [one.label for one in found.button]


def test_history_has_claims_reports_and_decisions_in_order(
    valley, valley_found, tmp_path, monkeypatch
):
    monkeypatch.setenv("ATLAS_CASEBOOK", str(tmp_path / "book.sqlite"))
    book = Casebook.open()
    first = book.append(review(valley, valley_found, HARD, by="Anna", decision="false claim"))
    book.append(answer(first, "concur", by="Ben"))
    lines = tab(run(attack=HARD), ui.HISTORY).splitlines()
    assert "8 May 2021" in lines[0]
    at = [next(i for i, line in enumerate(lines) if part in line)
          for part in ("Rockets", "Anna decides", "Ben agrees")]  # fmt: skip
    assert at == sorted(at)


def test_history_ends_with_similar_earlier_attacks_that_open_their_cards():
    app = run(attack="2021-07-24-port")
    assert "same target; same method; same brand" in tab(app, ui.HISTORY)
    app.button(key="similar_card_2021-05-01-port").click().run()
    assert_sound(app)
    assert app.session_state["selection"].attack == "2021-05-01-port"
