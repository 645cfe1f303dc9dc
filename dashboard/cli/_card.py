"""Findings as a person reads them in a terminal: a table of many, a card of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.cli._output import clean

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from dashboard.services.card import Card, ClaimLine, PlaceLine
    from dashboard.services.points_line import PointsLine
    from dashboard.services.similar_lines import SimilarLine
    from geo.attribution.assess import Event
    from geo.verdicts.check import Findings

NONE = "–"


def _grid(rows: Iterable[tuple[str, Any]]) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", min_width=11, no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(label, clean(value) if isinstance(value, str) else value)
    return grid


def _ruled() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.HORIZONTALS, show_lines=True, pad_edge=False, expand=True)


def _verdict(word: str) -> Text:
    from rich.text import Text

    from layers.style import verdict_style

    return Text(word, style=verdict_style(word).terminal)


def _why(terms: Sequence[Mapping[Any, Any]]) -> str:
    """The terms that made the verdict, else what speaks, else what cannot."""
    for effects in (("breaks", "explains"), ("supports",), ("says", "asserts"), ("silent",)):
        texts = [term["text"] for term in terms if term["effect"] in effects]
        if texts:
            return " ".join(texts if effects[0] == "breaks" else texts[:1])
    return NONE


def _asserted(row: Mapping[Any, Any], findings: Findings) -> str:
    group = row["asserted_group"]
    if not group:
        return NONE
    name = findings.cases.registry.short_name(group)
    return f"{name} (claim)" if row["asserted_from"] == "claim" else name


def _pointed(points: Mapping[str, Any], findings: Findings) -> str:
    if not points["groups"]:
        return NONE
    names = ", ".join(findings.cases.registry.short_name(one) for one in points["groups"])
    return f"{names} ({'mixed, ' if points['mixed'] else ''}{points['strength']})"


def findings_table(
    findings: Findings, ids: Sequence[str], points: Mapping[str, Mapping[str, Any]]
) -> list[Any]:
    """Findings as a table with what each points to, and one line of counts under it."""
    from geo.schemas.attacks import STATUSES
    from geo.verdicts.serialize import day_text

    terms = {str(i): part.to_dict("records") for i, part in findings.terms.groupby("attack_id")}
    table = _ruled()
    table.add_column("Date", no_wrap=True)
    table.add_column("What", ratio=1, min_width=29, overflow="fold")
    table.add_column("Asserted", max_width=10, overflow="fold")
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Points to", max_width=10, overflow="fold")
    table.add_column("Why", ratio=1, overflow="fold")
    rows = findings.table.loc[list(ids)]
    for ident, row in zip(rows.index, rows.to_dict("records"), strict=True):
        aside = "" if row["counts"] else f" ({STATUSES.get(row['status'], row['status'])})"
        table.add_row(
            day_text(row["date"], row["date_precision"]) or "undated",
            clean(f"{row['title']}{aside}\n{ident}"),
            clean(_asserted(row, findings)),
            _verdict(row["verdict"]),
            clean(_pointed(points[str(ident)], findings)),
            clean(_why(terms.get(str(ident), []))),
        )
    return [table, summary(findings, ids), *owed_words(findings, ids)]


def owed_words(findings: Findings, ids: Sequence[str]) -> list[str]:
    """Words that the providers of some attacks want shown with them, each once."""
    from geo.verdicts.serialize import attributions

    owed = attributions(findings)
    if owed is None:
        return []
    return [clean(text) for text in owed.loc[list(ids)].unique() if text]


def summary(findings: Findings, ids: Sequence[str]) -> str:
    """How many attacks, how many of each verdict, and what is not counted."""
    from geo.schemas.attacks import STATUSES
    from geo.schemas.tokens import VERDICTS

    table = findings.table.loc[list(ids)]
    counted = table[table["counts"]]
    by = counted["verdict"].value_counts()
    counts = ", ".join(f"{by[word]} {word}" for word in VERDICTS if word in by.index)
    noun = "attack" if len(counted) == 1 else "attacks"
    line = f"{len(counted)} {noun}" + (f": {counts}." if counts else ".")
    aside = table.loc[~table["counts"], "status"].map(STATUSES).value_counts(sort=False)
    if len(aside):
        rest = ", ".join(f"{n} {word}" for word, n in aside.items())
        line += f" Not counted: {rest}."
    return line


def card_blocks(card: Card, findings: Findings, event: Event | None = None) -> list[Any]:
    """One finding in full, under its title.

    Parameters
    ----------
    card
        What it says.
    findings
        All findings, for names in the ranking and words that providers want shown.
    event
        Its ranking, shown beside the verdict.
    """
    verdict = _verdict(card.verdict)
    verdict.append(f": {card.meaning}", style="default")
    return [
        _grid(
            [
                ("Id", card.attack_id),
                ("Date", card.day),
                *([("Time", card.time)] if card.time else []),
                ("Status", card.status),
                ("Method", card.method),
                *([("Toll", card.toll)] if card.toll else []),
                *([("Rows", card.several)] if card.several else []),
                ("Target", _place(card.target)),
                ("Launch", _place(card.launch)),
                ("Claims", "\n".join(map(_claim, card.claims)) or "none on record"),
                ("Assessed", _assessment(card)),
                ("Asserted", card.asserted + " (claim)" * (card.asserted_from == "claim") or NONE),
                ("Verdict", verdict),
                ("Flags", ", ".join(dict.fromkeys(line.label for line in card.flags)) or NONE),
                ("Points to", _points(card.points)),
                *_ranking(card.attack_id, event, findings),
                ("Ground", _ground(card)),
                ("Committees", _committees(card)),
                ("Note", card.note or NONE),
                ("Sources", _sources(card.sources)),
            ]
        ),
        "",
        _terms(card),
        *owed_words(findings, [card.attack_id]),
    ]


def answer_blocks(card: Card, sentences: Sequence[str]) -> list[Any]:
    """Say in one paragraph what the card says at length, under its title."""
    from rich.text import Text

    return [Text(clean(card.title), style="bold"), "", clean(" ".join(sentences)), ""]


def similar_blocks(lines: Sequence[SimilarLine], *, without: str) -> list[Any]:
    """List the earlier attacks that are most like one; `without` says why there are none."""
    rows = [
        (
            line.day,
            f"{line.title}\n{line.attack_id}\n{line.shares}"
            + (f"\ndiffers: {line.differs}" if line.differs else "")
            + f"\n{line.likeness}",
        )
        for line in lines
    ]
    return ["", "Similar earlier attacks", _grid(rows) if rows else without]


def _place(place: PlaceLine) -> str:
    if not place.known:
        return f"not known. {place.note}" if place.note else "not known"
    lines = [
        f"{place.name}, {place.precision}",
        f"{place.degrees}; MGRS {place.mgrs}" if place.degrees else "",
        place.note,
    ]
    return "\n".join(line for line in lines if line)


def _claim(line: ClaimLine) -> str:
    via = line.channel if line.channel != line.who else ""
    return (
        f"{line.order}. {line.who}"
        + (f", brand of {line.owner}" if line.owner else "")
        + (f", on {via}" if via else "")
        + (f", {line.claimed_at}" if line.claimed_at else "")
        + (f": {line.wording}" if line.wording else "")
    )


def _assessment(card: Card) -> str:
    line = card.assessment
    if line is None:
        return "by nobody on record"
    text = f"{line.who}, by {line.by}"
    text += f"; confidence {line.confidence} (our reading)" if line.confidence else ""
    return text + (f" (“{line.wording}”)" if line.wording else "")


def _points(line: PointsLine) -> str:
    """To whom it points, with the claim and without, and each indication behind it."""
    lines = [line.says, *([line.without] if line.without else [])]
    for one in line.indications:
        who = f" → {', '.join(one.groups)}" if one.groups else ""
        source = f" ({one.source})" if one.source else ""
        lines.append(f"- {one.label}, {one.strength}{who}: {one.text}{source}")
    return "\n".join(lines)


def _ranking(ident: str, event: Event | None, findings: Findings) -> list[tuple[str, str]]:
    """What everything but the assessment points to, with the claim heard and without it."""
    if event is None:
        return []
    from geo.attribution.ranking_text import named

    row = event.table.loc[ident].to_dict()
    rows = [
        ("Ranked", "says"),
        ("No claim", "without_claim"),
        ("Both", "reconciles"),
    ]
    name = findings.cases.registry.short_name
    return [(label, named(row[key], event.ranking, name=name)) for label, key in rows if row[key]]


def _ground(card: Card) -> str:
    from dashboard.services.card import NOWHERE, TOO_OLD

    lines = []
    for place in card.places:
        facts = [f"inside {area}" for area in place.inside]
        facts += [f"cannot tell {area}" for area in place.undecided]
        facts += [f"{place.old}; {TOO_OLD}"] * bool(place.old) + [NOWHERE] * place.nowhere
        lines += [f"{place.role}: {one}" for one in facts]
    return "\n".join([*lines, *([card.distance] if card.distance else [])]) or NONE


def _committees(card: Card) -> str:
    lines = [f"{place.role}: {one}" for place in card.places for one in place.committees]
    return "\n".join(lines) or NONE


def _sources(sources: Sequence[Mapping[str, Any]]) -> str:
    return (
        "\n".join(" ".join(str(s[k]) for k in ("title", "pointer", "url") if s[k]) for s in sources)
        or NONE
    )


def _terms(card: Card) -> Table:
    from dashboard.services.card import EFFECT_LABELS

    table = _ruled()
    table.add_column("Term", max_width=20, overflow="fold")
    table.add_column("What was observed", ratio=5, overflow="fold")
    table.add_column("For", max_width=9, overflow="fold")
    table.add_column("Against", max_width=9, overflow="fold")
    table.add_column("Source", ratio=2, overflow="fold")
    for line in (*card.terms, *card.flags):
        table.add_row(
            clean(f"{line.label}\n({EFFECT_LABELS[line.effect]})"),
            clean(line.text),
            clean(", ".join(line.favours) or NONE),
            clean(", ".join(line.against) or NONE),
            clean(line.source),
        )
    return table
