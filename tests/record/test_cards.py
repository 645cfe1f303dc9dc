"""What the cards of documented attacks say."""

from __future__ import annotations

from tests.support.apps import assert_sound, run, words


def test_the_card_says_in_plain_words_that_the_record_is_thin():
    app = run(attack="2021-07-07-al-asad")
    assert_sound(app)
    text = words(app)
    assert "**Groups ranked**" in text
    assert "Confidence is low" in text
    assert "too few for event evidence" in text
    assert "a group not on the list" in text
    assert "**What would change this**" in text
    assert "By what was known on 7 July 2021" in text
    # Beside the verdict, never over it.
    assert "explained" in text


def test_the_card_stands_with_and_without_the_claim_and_reconciles_the_verdict():
    text = words(run(attack="2022-04-30-al-asad"))
    assert "Without the claim: KH leads" in text
    assert "without it KH leads" in text
    # Few launches teach: no percentage of the ranking, and no launch by permission told as ground.
    assert "of KSS ground" not in text
    assert "100%" not in text


def test_a_report_that_is_no_attack_points_to_nobody():
    assert "Groups ranked" not in words(run(attack="natanz-fakes"))
