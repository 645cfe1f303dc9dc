"""What the cards of documented attacks say."""

from __future__ import annotations

from tests.support.apps import assert_sound, run, words


def test_the_card_says_in_plain_words_that_the_record_is_thin():
    app = run(attack="2021-07-07-al-asad")
    assert_sound(app)
    told = words(app)
    assert "**Who it points to**" in told
    assert "Confidence is low" in told
    assert "too few for event evidence" in told
    assert "a group not on the list" in told
    assert "**What would change this**" in told
    assert "By what was known on 7 July 2021" in told
    # Beside the verdict, never over it.
    assert "explained" in told


def test_the_card_stands_with_and_without_the_claim_and_reconciles_the_verdict():
    told = words(run(attack="2022-04-30-al-asad"))
    assert "Without the claim: KH leads" in told
    assert "without it KH leads" in told
    # Few launches teach: no percentage of the ranking, and no launch by permission told as ground.
    assert "of KSS ground" not in told
    assert "100%" not in told


def test_a_report_that_is_no_attack_points_to_nobody():
    assert "Who it points to" not in words(run(attack="natanz-fakes"))
