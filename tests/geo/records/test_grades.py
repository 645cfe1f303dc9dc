"""Grades are letter and digit side by side; a limit keeps what a good publisher told."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.records.grades import at_least, best_letter, graded


def test_a_grade_is_the_publisher_s_letter_and_the_report_s_digit(atlas):
    reports = pd.DataFrame(
        {
            "attack_id": ["a", "a", "b"],
            "source_id": ["ctc-2021", "weeklyblitz-2023-10-21", "typed by hand"],
            "pointer": "",
            "credibility": ["2", "6", ""],
        }
    )
    assert graded(reports, atlas.registry)["grade"].tolist() == ["B2", "D6", ""]
    assert best_letter(reports, atlas.registry).to_dict() == {"a": "B", "b": ""}


def test_reports_without_digits_keep_their_letter(atlas):
    reports = pd.DataFrame({"attack_id": ["a"], "source_id": ["ctc-2021"], "pointer": [""]})
    assert graded(reports, atlas.registry)["grade"].tolist() == ["B"]


def test_a_record_limited_to_a_letter_shrinks_with_it_and_keeps_its_tables_together(atlas):
    sizes = []
    for worst in "ABCDEF":
        kept = at_least(atlas.record, worst=worst, registry=atlas.registry)
        sizes.append(len(kept.attacks))
        for table in (kept.claims, kept.reports, kept.conflicts):
            assert table["attack_id"].isin(kept.attacks.index).all()
        letters = best_letter(kept.reports, atlas.registry)
        assert (letters <= worst).all()
    assert sizes == sorted(sizes)
    assert 0 < sizes[0] < sizes[-1] == len(atlas.record.attacks)


def test_a_letter_that_is_none_is_refused(atlas):
    with pytest.raises(ValueError, match="'G' is no letter"):
        at_least(atlas.record, worst="G", registry=atlas.registry)
