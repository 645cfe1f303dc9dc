"""Write the figures of docs/points.md anew, between its two marks: ``python docs/points.py``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.atlas import Atlas
from geo.attribution.points_to import points_to
from geo.evaluation.points_score import OUTCOMES, PointsScore, score
from geo.evaluation.points_shares import SINCE, Shares, shares
from geo.settings import bundled_dir
from geo.verdicts.check import check

PAGE = Path(__file__).with_name("points.md")
BEGIN, END = "<!-- figures: made by docs/points.py -->", "<!-- end of figures -->"


def _row(cells: list[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(head: list[str], rows: list[list[object]]) -> list[str]:
    return [_row(list(head)), _row(["---"] * len(head)), *map(_row, rows)]


def _outcomes(scored: PointsScore, *, without_claim: bool) -> list[str]:
    table = scored.by_strength(without_claim=without_claim)
    rows = [
        [
            word,
            *(int(row[name]) for name in ("n", *OUTCOMES)),
            "–" if pd.isna(row["groups"]) else f"{row['groups']:.1f}",
        ]
        for word, row in zip(table.index, table.to_dict("records"), strict=True)
    ]
    return _table(["strength", "n", *OUTCOMES, "groups in a hit"], rows)


def _shares(parts: dict[str, Shares]) -> list[str]:
    labels = {
        "attacks": "attacks that count",
        "judged": "verdict other than *insufficient*",
        "pointed": "point to anybody",
        "either": "either",
        "narrow": "point to three groups or fewer",
        "neither": "neither",
    }
    counts = [part.counts() for part in parts.values()]
    rows: list[list[object]] = [
        [label, *(f"{held[key]} ({held[key] / max(1, held['attacks']):.0%})" for held in counts)]
        for key, label in labels.items()
    ]
    return _table(["", *parts], rows)


def figures() -> str:
    """Figures of the bundled record, as Markdown."""
    # Whatever outlines a user brought: the page is about the data as bundled.
    folder = bundled_dir()
    atlas = Atlas.load(folder, boundaries=folder / "base" / "units.geojson")
    found = check(atlas.record, atlas=atlas)
    points = points_to(found, atlas=atlas)
    scored, all_of = score(found, points), shares(found, points)
    by_officials = points.indications["indication_id"] == "umbrella_most"
    resting = set(points.indications.loc[by_officials, "attack_id"])
    late = all_of.since(SINCE)
    narrow = late.cases[late.cases["narrow"]]
    resting_on = int(narrow.index.isin(resting).sum())
    reasons: list[list[object]] = [
        [reason, many, int(late.reasons().get(reason, 0))]
        for reason, many in all_of.reasons().items()
    ]
    misses = [
        f"- `{ident}`: points to {', '.join(row['groups'])} ({row['strength']}), assessed is "
        f"{', '.join(row['assessed'])}."
        for ident, row in scored.misses().to_dict("index").items()
    ]
    lines = [
        f"{len(scored.cases)} attacks that count were assessed by somebody. With the claim:",
        "",
        *_outcomes(scored, without_claim=False),
        "",
        "Without it:",
        "",
        *_outcomes(scored, without_claim=True),
        "",
        "Misses with the claim:",
        "",
        *(misses or ["- none"]),
        "",
        "How much of the record says anything:",
        "",
        *_shares({"all": all_of, f"after {SINCE:%Y-%m-%d}": late}),
        "",
        f"Of the {len(narrow)} narrowed after that day, {resting_on} rest on what officials said of "
        "most attacks of the umbrella brand.",
        "",
        "Why the rest have neither, all and after that day:",
        "",
        *_table(["reason", "all", "after"], reasons),
    ]
    return "\n".join(lines)


def renewed(text: str) -> str:
    """The page with its figures made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{figures()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
