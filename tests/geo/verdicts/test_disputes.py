"""A rule that a later source disputes breaks nothing from that day on, and says so."""

from __future__ import annotations

import pandas as pd

from geo.reference.standings import disputes, standing_words
from tests.worlds.cases import breaking, terms_of
from tests.worlds.standing_words import FORT, with_words, word
from tests.worlds.valley import with_tables

DAY = pd.Timestamp


def test_a_rule_that_a_later_source_disputes_breaks_nothing_from_that_day(valley, valley_judge):
    dispute = word("x", "disputed", "2021-06-10", subject_id=FORT)
    row = {"method": "rocket", "target_place": "fort", "assessed_group": "ASH"}
    # The gazette, whose rule it is, is of September 2021: the courier came before it.
    early = valley_judge({**row, "attack_id": "a", "date": "2021-06-20"},
                         by=with_words(valley, dispute))  # fmt: skip
    assert breaking(early, "a") == ["target_exclusive"]
    dated = valley.registry.sources.assign(
        date=valley.registry.sources["date"].where(
            valley.registry.sources.index != "courier", "2021-10-01"
        )
    )
    atlas = with_tables(with_words(valley, dispute), sources=dated)
    found = valley_judge(
        {**row, "attack_id": "before", "date": "2021-06-09"},
        {**row, "attack_id": "after", "date": "2021-06-10"},
        {**row, "attack_id": "mine", "date": "2021-06-10", "assessed_group": "OAK"},
        by=atlas,
    )
    assert breaking(found, "before") == ["target_exclusive"]
    assert breaking(found, "after") == []
    (term,) = (
        terms_of(found, "after", "silent").query("term_id == 'target_exclusive'").to_dict("records")
    )
    assert term["text"] == (
        "Oak alone strikes the fort. Told of from 2020-01-01 to 2021-06-30. "
        "Disputed since 2021-06-10: Hill Courier (2021)."
    )
    assert "target_exclusive" in set(terms_of(found, "mine", "supports")["term_id"])
    assert list(disputes(atlas.registry)) == [FORT]
    assert standing_words(atlas.registry, FORT, DAY("2021-06-10")).endswith(
        "; disputed since 2021-06-10, Hill Courier (2021)"
    )


def test_a_disputed_truce_says_so_on_its_flag(valley, valley_judge):
    row = {"method": "drone_fixed_wing", "target_place": "fort"}
    dispute = word("x", "disputed", "2021-05-25", subject_id="harvest", source_id="gazette")
    found = valley_judge(
        {**row, "attack_id": "before", "date": "2021-05-24"},
        {**row, "attack_id": "after", "date": "2021-05-25"},
        by=with_words(valley, dispute),
    )
    flagged = {
        one: terms_of(found, one).query("term_id == 'truce_breach'")["text"].iloc[0]
        for one in ("before", "after")
    }
    assert (
        flagged["after"] == flagged["before"] + " Disputed since 2021-05-25: Valley Gazette (2021)."
    )
