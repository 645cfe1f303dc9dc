"""The bars of the method on real attacks, and the printed table that says so."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from geo.evaluation import ucdp
from geo.evaluation.scorecard import run

BARS = {
    "online": {"macro_auc": 0.82, "pooled_auc": 0.97, "top1": 0.90, "top3": 0.98, "macro_f1": 0.42},
    "frozen": {
        "macro_auc": 0.79,
        "pooled_auc": 0.95,
        "top1": 0.83,
        "top3": 0.955,
        "macro_f1": 0.30,
    },
}
CEILINGS = {"online": {"log_loss": 0.36, "ece": 0.05}, "frozen": {"log_loss": 0.56, "ece": 0.06}}


DOCUMENTED = {
    "AUC of swapped claims, mean over groups": "macro_auc",
    "the same, all together": "pooled_auc",
    "true group first": "top1",
    "among the first three": "top3",
    "F1, mean over groups": "macro_f1",
    "log loss": "log_loss",
    "calibration error": "ece",
    "false alarms at 5 %, by burst": "far_burst",
}
COLUMNS = {"online": slice(0, 3), "frozen": slice(4, 7)}
WIDTH = 8


def documented(mode):
    """Figures of the table in docs/method.md: by name those of method and rivals, as printed."""
    page = Path(__file__).parents[2] / "docs" / "method.md"
    rows = [line.strip("| ").split(" | ") for line in page.read_text("utf-8").splitlines()]
    return {
        DOCUMENTED[row[0]]: [cell.strip() for cell in row[1:][COLUMNS[mode]]]
        for row in rows
        if row[0] in DOCUMENTED and len(row) == WIDTH
    }


def printed(value):
    return "–" if value != value else f"{value:.3f}".removeprefix("0")  # noqa: PLR0124 -- NaN


@pytest.mark.parametrize("first", [None, "2002-01-01"])
@pytest.mark.parametrize("mode", ["online", "frozen"])
def test_the_bars_hold_on_real_attacks(atlas_ged, mode, first):
    events = ucdp.read(atlas_ged, first=first and pd.Timestamp(first)).events
    card = run(events, mode=mode)
    assert len(card.windows) == 22
    scores = dataclasses.asdict(card.scores["method"])
    if first:
        all_three = [dataclasses.asdict(one) for one in card.scores.values()]
        figures = {name: [printed(one[name]) for one in all_three] for name in scores}
        assert {name: figures[name] for name in DOCUMENTED.values()} == documented(mode)
    short = {name: scores[name] for name, bar in BARS[mode].items() if scores[name] < bar}
    over = {name: scores[name] for name, bar in CEILINGS[mode].items() if scores[name] > bar}
    assert not short | over
    if mode == "online":
        assert 0.02 <= scores["far_burst"] <= 0.07
    for baseline in ("nearest_previous", "activity_only"):
        other = dataclasses.asdict(card.scores[baseline])
        # F1 online is the one figure that the nearest previous attack ties.
        assert all(scores[name] > other[name] for name in BARS[mode] if name != "macro_f1")
        assert all(scores[name] < other[name] for name in CEILINGS[mode])


def test_row_order_of_the_file_does_not_matter(atlas_ged, tmp_path):
    lines = pd.read_csv(atlas_ged, dtype=str, keep_default_na=False)
    path = tmp_path / "shuffled.csv"
    lines.sample(frac=1, random_state=1).to_csv(path, index=False)
    one, other = (run(ucdp.read(file).events) for file in (atlas_ged, path))
    assert one.scores["method"] == other.scores["method"]
