"""What each term says of a group, in odds that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.attribution.events import UNKNOWN
from geo.attribution.evidence import COLUMNS
from geo.attribution.ranking import rank
from geo.attribution.term_odds import odds_by_term, odds_words, strength_words

CANDIDATES = ["A", "B", UNKNOWN]


def terms(**chances):
    """Terms of one attack: the chance of each observation for A, B and the unknown group."""
    rows = [
        ["x", term, group, np.log(chance), f"saw {term}", "somebody", "judged"]
        for term, three in chances.items()
        for group, chance in zip(CANDIDATES, three, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def ranking(**chances):
    place = pd.DataFrame([[0.25, 0.25, 0.5]], index=["x"], columns=CANDIDATES)
    return rank(place, terms(**chances))


def test_odds_compare_a_group_with_the_mean_of_all_others():
    # Brand: 6 against a mean of (1 + 1) / 2. Weapon: 1 against a mean of (2 + 1) / 2.
    odds = odds_by_term(ranking(brand=(6, 1, 1), weapon=(1, 2, 1)), "x", subject="A")
    assert odds["term_id"].tolist() == ["brand", "weapon"]
    assert odds["odds"].tolist() == pytest.approx([6.0, 1 / 1.5])
    assert odds["favours"].tolist() == [("A",), ("B",)]


def test_the_strongest_term_comes_first_whichever_way_it_points():
    odds = odds_by_term(ranking(weak=(2, 1, 1), strong=(1, 9, 9)), "x", subject="A")
    assert odds["term_id"].tolist() == ["strong", "weak"]


def test_a_term_alike_for_all_favours_nobody():
    odds = odds_by_term(ranking(flag=(1, 1, 1)), "x", subject="A")
    assert odds["odds"].tolist() == [1.0]
    assert odds["favours"].tolist() == [()]


def test_it_says_who_would_lead_without_a_term():
    # With the brand A has .25 x 6 = 1.5 against .5; without it the unknown group leads.
    odds = odds_by_term(ranking(brand=(6, 1, 1), flag=(1, 1, 1)), "x", subject="A")
    assert odds.set_index("term_id")["leads_without"].to_dict() == {"brand": UNKNOWN, "flag": "A"}


def test_the_terms_of_other_attacks_are_left_out():
    one = ranking(brand=(6, 1, 1))
    one.terms.loc[0, "attack_id"] = "y"
    odds = odds_by_term(one, "x", subject="A")
    assert odds["odds"].tolist() == [1.0]


@pytest.mark.parametrize(
    ("odds", "strength", "words"),
    [
        (1.0, "not at all", "1 to 1"),
        (1.5, "slightly", "1.5 to 1"),
        (1 / 3, "moderately", "3 to 1"),
        (6.0, "strongly", "6 to 1"),
        (22.7, "very strongly", "23 to 1"),
        (1e9, "very strongly", "over 50 to 1"),
        (0.0, "very strongly", "over 50 to 1"),
    ],
)
def test_odds_in_words(odds, strength, words):
    assert (strength_words(odds), odds_words(odds)) == (strength, words)
