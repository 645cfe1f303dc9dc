"""How the bundled committees and rules stand, and that docs/ledger.md says so."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.services import ui_words as ui
from geo.reference.standings import SUBJECTS, disputes, standing_on, standing_words, words_of
from tests.support.apps import assert_sound, run, words

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"
END = pd.Timestamp("2026-05-19")
"""The last attack on record: the page says so."""
ARTICLE = ("2020-10-10", "2021-10-18")


def test_every_committee_and_rule_has_a_state_with_dates_and_a_source(atlas):
    registry = atlas.registry
    for name in SUBJECTS:
        for ident in getattr(registry, name).index:
            found = words_of(registry, ident)
            assert found, ident
            assert all(one.first and {*one.sources} <= {*registry.sources.index} for one in found)
            now = standing_on(registry, ident, END)
            assert now.state in {"active", "dormant", "ended"}, ident
            assert now.first, ident


def test_no_page_since_the_article_names_a_committee_and_the_tansiqiya_speaks_on(atlas):
    for ident in ("western", "central", "northern", "leadership"):
        found = standing_on(atlas.registry, ident, END)
        assert ((found.first, found.last), found.quiet) == (ARTICLE, 36), ident
    body = standing_on(atlas.registry, "tansiqiya", END)
    assert (body.state, body.first, body.last) == ("active", "2020-10-10", "2026-03-06")
    assert body.quiet == 0
    assert [(one.state, one.group_id, one.first) for one in body.remarks] == [
        ("split", "", "2025-12-20"), ("disavowed", "AAH", "2026-01-06"),
    ]  # fmt: skip


def test_the_silence_that_other_pages_contradict_is_told_and_decides_nothing(atlas):
    (dormant,) = [w for w in words_of(atlas.registry, "tansiqiya") if w.state == "dormant"]
    assert not dormant.counts
    assert len(dormant.contradicts) == 3
    assert standing_on(atlas.registry, "tansiqiya", pd.Timestamp("2025-01-01")).state == "active"


def test_each_statement_after_the_article_is_a_word_of_its_day(atlas):
    statements = atlas.registry.statements
    later = set(statements.loc[statements["source_id"] != "ctc-2021", "date"])
    rows = atlas.registry.standings
    mine = rows[(rows["subject_id"] == "tansiqiya") & (rows["state"] == "active")]
    assert later == set(mine.loc[mine.index != "tansiqiya_article", "date_first"])


def test_what_contradicts_is_on_record_and_of_the_same_subject(atlas):
    rows = atlas.registry.standings
    for ident, against in rows["contradicts"].str.split("|").items():
        for one in filter(None, against):
            assert rows.at[one, "subject_id"] == rows.at[ident, "subject_id"]


@pytest.mark.parametrize(
    ("rule", "since"),
    [
        ("kh_fixed_wing", ["2023"]),  # older pages on a parade are told alone
        ("kh_drones", ["2023", "2024-10"]),
        ("kh_small_drones", ["2021-12-06"]),
        ("kh_convoys", ["2023-01-12"]),
        ("kss_keeps_pause", ["2024-08-20"]),
    ],
)
def test_a_rule_is_disputed_from_the_day_of_a_later_source(atlas, rule, since):
    found = disputes(atlas.registry)
    assert [word.first for word in found[rule]] == since
    assert "pause_2024" not in found  # both pages are older than that on the pause


def test_the_exclusive_rule_of_al_asad_is_disputed_by_nobody(atlas):
    assert "al_asad_western" not in disputes(atlas.registry)


def test_no_attack_lies_in_the_suspension_of_2023(bundled):
    raised = {flag for flags in bundled.table["flags"] for flag in flags}
    assert "suspension_breach" not in raised


def test_the_page_says_how_each_stands(atlas):
    written = {
        cells[0].strip(" `"): cells[1].strip()
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `") and len(cells := line.strip("|").split("|")) == 2
    }
    registry = atlas.registry
    named = {*registry.committees.index, *registry.standings["subject_id"]}
    assert {ident: written[ident] for ident in named} == {
        ident: standing_words(registry, ident, END) for ident in named
    }


def test_the_page_shows_how_a_committee_stands_and_its_words():
    app = run("map", area="committee_western")
    assert_sound(app)
    shown = words(app)
    assert ui.SAID_OF_THE_COMMITTEE in shown
    assert "told of from 2020-10-10 to 2021-10-18" in shown


def test_a_group_s_page_says_how_its_committees_and_rules_stand():
    app = run("groups", group="KH")
    assert_sound(app)
    stated = [table for one in app.dataframe if "Standing" in (table := one.value)]
    assert len(stated) == 2
    assert all((table["Standing"] != "").all() for table in stated)
