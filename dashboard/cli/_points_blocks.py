"""What attacks point to, as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.cli._output import clean

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from geo.evaluation.points_frozen import Fared
    from geo.evaluation.points_score import PointsScore
    from geo.evaluation.points_shares import Shares

NONE = "–"


def table_of(header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> Table:
    """A plain table of words and numbers, the numbers to the right."""
    from rich import box
    from rich.table import Table

    rows = [list(row) for row in rows]
    shown = Table(box=box.HORIZONTALS, title=title or None, title_justify="left", pad_edge=False)
    for place, name in enumerate(header):
        number = bool(rows) and all(isinstance(row[place], int | float) for row in rows)
        shown.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(clean(_cell(value)) for value in row))
    return shown


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return NONE if value != value else f"{value:.2f}"  # noqa: PLR0124 - NaN alone differs
    return NONE if value == "" else str(value)


def answers_blocks(
    points: Mapping[str, Mapping[str, Any]],
    days: Mapping[str, str],
    *,
    name: Callable[[str], str],
) -> list[Any]:
    """A line an attack, and one of counts; of one attack alone everything behind it."""
    from geo.attribution.indications import INDICATIONS
    from geo.attribution.points_text import says, says_without
    from geo.schemas.tokens import POINTS_STRENGTHS

    if len(points) == 1:
        ((ident, one),) = points.items()
        stated = [ident, "", says(one, name=name), says_without(one, name=name)]
        rows = [
            [
                INDICATIONS[each["id"]].label,
                each["strength"],
                ", ".join(name(group) for group in each["groups"]),
                each["text"],
                each["source"],
            ]
            for each in one["indications"]
        ]
        header = ["Indication", "Strength", "For", "What was observed", "Source"]
        return [*(clean(line) for line in stated), *([table_of(header, rows)] if rows else [])]
    rows = [
        [days[ident] or "undated", ident, says(one, name=name), says_without(one, name=name)]
        for ident, one in points.items()
    ]
    strengths = [str(one["strength"]) for one in points.values()]
    counted = ", ".join(f"{strengths.count(word)} {word}" for word in POINTS_STRENGTHS)
    mixed = sum(bool(one["mixed"]) for one in points.values())
    return [
        table_of(["Date", "Attack", "Points to", "Without the claim"], rows),
        f"{len(points)} attacks: {counted}; {mixed} of them mixed.",
    ]


def score_blocks(scored: PointsScore, *, name: Callable[[str], str]) -> list[Any]:
    """Hits, misses and silences by strength, with the claim and without, and every miss."""
    stated = [
        _outcomes(scored.by_strength(), "On attacks that somebody assessed, assessment hidden"),
        _outcomes(scored.by_strength(without_claim=True), "The same without the claim"),
    ]
    missed = [
        [
            str(ident),
            ", ".join(map(name, row["assessed"])),
            ", ".join(map(name, row["groups"])),
            row["strength"],
            "by leave on record, which is part of the assessment" if row["by_permission"] else "",
        ]
        for ident, row in scored.misses().to_dict("index").items()
    ]
    if missed:
        header = ["Missed", "Assessed", "Points to", "Strength", "Remark"]
        stated.append(table_of(header, missed, title="Answers that leave out who was assessed"))
    return stated


def _outcomes(table: pd.DataFrame, title: str) -> Table:
    header = ["Strength", *(str(one).capitalize() for one in table.columns)]
    rows = [[word, *row] for word, row in zip(table.index, table.to_numpy(object), strict=True)]
    return table_of(header, [[str(row[0]), *row[1:]] for row in rows], title=title)


def fared_blocks(fared: Fared, *, name: Callable[[str], str]) -> list[Any]:
    """How frozen answers fared, and what changed since."""
    counts = fared.cases["state"].value_counts()
    stated = [
        f"Frozen on {fared.made_on}: "
        + ", ".join(f"{number} {state}" for state, number in counts.items())
        + ".",
        "Changed since: " + (", ".join(fared.changed) or "nothing") + ".",
        _outcomes(fared.by_strength(), "Answers that sources assessed since"),
    ]
    since = fared.cases[fared.cases["outcome"] != ""]
    rows = [
        [
            str(ident),
            row["outcome"],
            row["strength"],
            ", ".join(map(name, row["groups"])),
            ", ".join(map(name, row["assessed"])),
        ]
        for ident, row in since.to_dict("index").items()
    ]
    header = ["Attack", "Outcome", "Strength", "Pointed to", "Assessed"]
    return [*stated, *([table_of(header, rows)] if rows else [])]


def shares_blocks(parts: Mapping[str, Shares]) -> list[Any]:
    """How many attacks have a verdict or an answer, and why the rest have neither."""
    labels = {
        "attacks": "Attacks",
        "judged": "Verdict other than insufficient",
        "pointed": "Point to anybody",
        "either": "Either",
        "narrow": "Point to three groups or fewer",
        "neither": "Neither",
    }
    counts = {title: part.counts() for title, part in parts.items()}
    rows = [
        [label, *(_of(held[key], held["attacks"]) for held in counts.values())]
        for key, label in labels.items()
    ]
    stated: list[Any] = [table_of(["", *counts], rows)]
    for title, part in parts.items():
        reasons = [[str(reason), int(many)] for reason, many in part.reasons().items()]
        if reasons:
            stated.append(table_of(["Why neither", "Attacks"], reasons, title=title))
    return stated


def _of(many: int, attacks: int) -> str:
    return f"{many} ({many / attacks:.0%})" if attacks else "0"
