"""The card's evidence: who it points to, what speaks for it, and how little is known."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.attack.evidence import ranking_rows
from dashboard.attack.usual_place import baseline_words, vote_rows
from dashboard.services import ui_words as ui
from dashboard.session import queries
from geo.attribution.events import UNKNOWN
from tests.support.apps import assert_sound, run, words

pytestmark = pytest.mark.usefixtures("in_valley")


def baseline(**given):
    row = {"events": 9, "campaigns": 6, "abstained": False, "p": 0.04}
    return row | given


def test_a_judgement_says_on_how_much_it_rests():
    text = baseline_words(baseline(), "KH")
    assert "about 4 in 100" in text
    assert "p = 0.04, based on 9 earlier attacks in 6 campaigns" in text
    assert "Few known attacks" not in text


def test_a_baseline_of_few_attacks_says_so():
    assert "Few known attacks: the figure" in baseline_words(baseline(campaigns=1, events=3), "KH")
    assert "3 earlier attacks in 1 campaign)" in baseline_words(
        baseline(campaigns=1, events=3), "KH"
    )


def test_too_few_attacks_give_no_p():
    text = baseline_words(baseline(events=2, campaigns=2, abstained=True), "KH")
    assert "2 launches of KH are known" in text
    assert "abstains" in text
    assert "p =" not in text


def test_a_district_gives_no_p_and_nobody_named_no_claim():
    assert "district" in baseline_words(baseline(abstained=True), "KH")
    assert "Nobody is named" in baseline_words(baseline(), "")


def test_the_ranking_keeps_the_unknown_group_and_sums_the_rest():
    names = ["A", "B", "C", "D", "E", "F", UNKNOWN]
    posterior = pd.Series([0.5, 0.2, 0.1, 0.06, 0.05, 0.05, 0.04], index=names)
    rows = ranking_rows(posterior)
    assert [name for name, _, _ in rows[:4]] == ["A", "B", "C", "D"]
    assert rows[4] == ("2 other groups together", "10 %", "very unlikely")
    assert rows[5] == ("a group not on the list", "4 %", "almost no chance")
    assert rows[0][1:] == ("50 %", "roughly even chance")


def test_votes_are_told_from_coarse_to_fine_and_silent_levels_left_out():
    votes = pd.DataFrame(
        {"level": [2, 3], "edge_km": [183.0, 69.0], "all": [5.1, 0.0], "A": [4.2, 0], "B": [0.9, 0]}
    )
    assert vote_rows(votes) == [("366 km cell", "5.1", "4.2 A, 0.9 B")]


def test_the_card_says_in_plain_words_that_the_record_is_thin():
    app = run(attack="2021-05-15-fort")
    assert_sound(app)
    text = words(app)
    assert "**Groups ranked**" in text
    assert "Confidence is low" in text
    assert "too few for event evidence" in text
    assert "a group not on the list" in text
    assert "**What would change this**" in text
    assert "By what was known on 15 May 2021" in text
    # Beside the verdict, never over it.
    assert "explained" in text


def test_the_card_stands_with_and_without_the_claim_and_reconciles_the_verdict():
    text = words(run(attack="2021-07-24-port"))
    assert "Ash leads (almost certain)" in text
    assert "Without the claim: No finding: past attacks are too few" in text
    assert "would put Ash first, then Elm" in text
    text = words(run(attack="2021-07-17-city"))
    assert "Without the claim: No finding" in text
    assert "Oak comes first, weakly: by the claim of a brand alone" in text
    # Few launches teach: no percentage of the ranking.
    assert "100%" not in text


def test_an_unknown_launch_says_what_would_help():
    rows = queries.table()
    unknown = rows.index[rows["counts"] & rows["launch_lon"].isna()][0]
    text = words(run(attack=unknown))
    assert "The launch is not known, so no place can be called usual or unusual" in text
    assert "A launch place: with it the ground could speak" in text


def test_the_past_is_judged_by_what_was_known_then():
    before = words(run(attack="2021-07-24-port", known_on="2021-05-08"))
    assert "By what was known on 8 May 2021" in before


def test_a_report_that_is_no_attack_points_to_nobody():
    assert "Groups ranked" not in words(run(attack="2021-08-07-rumour"))


@pytest.mark.parametrize("known_on", ["9999-12-31", "1900-01-01", "soon"])
def test_no_day_breaks_the_card(known_on):
    app = run(attack="2021-05-15-fort", known_on=known_on)
    assert_sound(app)
    assert "Groups ranked" in words(app)


def test_likely_in_the_ranking_adds_attacks_and_takes_none():
    plain, wider = run(group="OAK"), run(group="OAK", favoured="1")
    assert_sound(wider)
    few, many = (set(app.dataframe[0].value.index) for app in (plain, wider))
    assert len(few) < len(many)


def test_a_hand_typed_attack_is_weighed_too():
    app = run("check_attack")
    next(one for one in app.button if one.label == ui.CHECK).click()
    app.run()
    assert_sound(app)
    assert "**Groups ranked**" in words(app)
