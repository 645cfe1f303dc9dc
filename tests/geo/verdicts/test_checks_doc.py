"""Every rule, flag and explanation that the check can give is written down in docs/checks.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.schemas.tokens import VERDICTS
from geo.verdicts.rules import RULES
from geo.verdicts.rules_arrangements import EXPLAINING
from geo.verdicts.terms import EFFECTS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "checks.md"


def tables():
    """Cells of every table row, under the heading that it stands below."""
    rows, heading = {}, ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.strip("# ")
        elif line.startswith("| `"):
            cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
            rows.setdefault(heading, {})[cells[0]] = cells[1:]
    return rows


def test_each_rule_has_its_row_and_each_row_its_rule():
    written = tables()["Rules"]
    assert written == {rule.rule_id: [rule.question, rule.effect, rule.registry] for rule in RULES}


def test_each_verdict_effect_and_explanation_has_its_row():
    written = tables()
    assert set(written["Verdicts: the first that holds"]) == set(VERDICTS)
    assert set(written["The checks"]) == set(EFFECTS)
    assert set(written["Records that explain"]) == set(EXPLAINING)


def test_each_flag_has_its_row(atlas):
    alone = {rule.rule_id for rule in RULES if rule.effect == "flag"} - {"window"}
    windows = set(atlas.registry.windows["flag"])
    assert set(tables()["Flags"]) == alone | windows | {"facade_owner", "target_lead"}


def test_no_flag_of_the_bundled_record_is_missing(bundled):
    raised = {flag for flags in bundled.table["flags"] for flag in flags}
    assert raised
    assert raised <= set(tables()["Flags"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_the_rows_of_a_rule_are_in_a_bundled_file(rule, atlas):
    assert (atlas.folder / rule.registry).is_file()
