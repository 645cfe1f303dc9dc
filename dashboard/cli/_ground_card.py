"""The card of an area or a place as a person reads it in a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._forms import TableForm, day_of
from dashboard.cli._ids import resolved
from dashboard.cli._load import BoundariesOption, DataOption, check_data_folder

if TYPE_CHECKING:
    from rich.table import Table

    from dashboard.services.ground_card import GroundCard
    from geo.analysis import Analysis
    from geo.atlas import Atlas

_WIDE = 30
"""Letters of an attack's id that stand on one line."""

PLACE_HELP = """Show a place: who was seen there, in whose ground it lies, and what happened there.

\\b
Examples:
  fasail-atlas areas place al_qaim --date 2024-02-03
  fasail-atlas areas place al_qaim --known-on 2021-01-01 --format json
"""
DateOption = Annotated[
    str | None,
    typer.Option(
        metavar="D",
        help="YYYY-MM-DD: day whose ground is told; the end of the record without it.",
    ),
]
KnownOnOption = Annotated[
    str | None,
    typer.Option(
        metavar="D",
        help="YYYY-MM-DD: use only what was published, and attacks that had happened, by then.",
    ),
]


def show_place(
    ident: Annotated[
        str, typer.Argument(metavar="ID", help="Id or name of the place.", show_default=False)
    ],
    *,
    date: DateOption = None,
    known_on: KnownOnOption = None,
    fmt: Annotated[TableForm, typer.Option("--format", help="Form of the result.")] = (
        TableForm.table
    ),
    data: DataOption = None,
    boundaries: BoundariesOption = None,
) -> None:
    if data is not None:
        check_data_folder(data)
    (ident,) = resolved("place", [ident], kind="place", data=data)

    from dashboard.cli import _output
    from dashboard.services.ground_card import place_card

    asked, known = day_of(date, option="--date"), day_of(known_on, option="--known-on")
    analysis = analysis_of(_atlas(data, boundaries))
    card = place_card(analysis, ident, day=analysis.latest(asked or known), known_on=known)
    if fmt is TableForm.json:
        _output.emit(_output.json_text(card_object(card)), output=None, what="")
    else:
        _output.show(*head_blocks(card), *card_blocks(card))


def _atlas(data: Path | None, boundaries: Path | None) -> Atlas:
    from dashboard.cli._load import load_atlas

    return load_atlas(data, boundaries=boundaries)


def analysis_of(atlas: Atlas) -> Analysis:
    """Check the record of an atlas, saying so: what happened on ground is told with verdicts."""
    from dashboard.cli._progress import Steps
    from dashboard.services.dataset import Dataset

    with Steps(1) as steps:
        steps.step("Checking the record")
        return Dataset.of(atlas).analysis


def card_object(card: GroundCard) -> dict[str, Any]:
    """Give a card as a JSON object, with its counts."""
    from dataclasses import asdict

    return {
        **asdict(card),
        "facts": dict(card.facts),
        "remarks": dict(card.remarks),
        "counts": [asdict(one) for one in card.counts],
    }


def head_blocks(card: GroundCard) -> list[Any]:
    """Title and facts."""
    from rich.table import Table
    from rich.text import Text

    from dashboard.cli._output import clean

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("Id", clean(card.ident))
    for label, value in card.facts:
        grid.add_row(label, clean(value))
    return [Text(clean(card.title), style="bold"), "", grid]


def card_blocks(card: GroundCard) -> list[Any]:
    """Everything under the facts: age, who shares it, sightings and attacks."""
    cut = f", as known on {card.known_on}" if card.known_on else ""
    blocks: list[Any] = ["", f"Ground on {card.day}{cut}: {card.standing}".rstrip(" :")]
    if card.periods:
        spans = [(one.age, one.first, one.last) for one in card.periods]
        blocks += ["", _table(("Age", 0), ("From", 0), ("To", 0), rows=spans)]
    if card.around:
        head = "Also here" if card.what == "area" else "In ground of"
        rows = [
            (one.area_id, one.holder, one.age, "shared" if one.shares else "", one.how)
            for one in card.around
        ]
        columns = ((head, 0), ("Holder", 1), ("Age", 0), ("", 0), ("How it lies", 1))
        blocks += ["", _table(*columns, rows=rows)]
    else:
        blocks += ["", "Nobody else’s ground is here." if card.what == "area" else "In no ground."]
    return [*blocks, *_words(card), "", *_sightings(card), "", *_attacks(card)]


def _words(card: GroundCard) -> list[Any]:
    """List what sources say of a committee when, the addresses on lines of their own."""
    if not card.words:
        return []
    from rich.text import Text

    from dashboard.cli._output import clean

    blocks: list[Any] = ["", Text("What is said of the committee, newest first", style="bold")]
    for one in card.words:
        blocks.append(clean(f"{one.when}  {one.state} ({one.standing_id})"))
        said = _how_said(one.group, one.strength, one.hedge, one.contradicts)
        blocks.append(Text(clean(f"  {said}"), style="dim"))
        if one.note:
            blocks.append(Text(clean(f"  {one.note}"), style="dim"))
        for source in one.sources:
            grade = f" ({source.grade})" if source.grade else ""
            blocks.append(Text(clean(f"  {source.citation}{grade}  {source.url}"), style="dim"))
    return blocks


def _sightings(card: GroundCard) -> list[Any]:
    """List sightings, the addresses on lines of their own."""
    if not card.sightings:
        return ["No sighting is on record here."]
    from rich.text import Text

    from dashboard.cli._output import clean
    from dashboard.services.ground_lines import effect_words

    blocks: list[Any] = [Text("Sightings, newest first", style="bold")]
    for one in card.sightings:
        said = _how_said(effect_words(one), one.strength, one.hedge, one.contradicts)
        blocks.append(clean(f"{one.when}  {one.group} {one.kind}: {one.place} ({one.sighting_id})"))
        blocks.append(Text(clean(f"  {said}"), style="dim"))
        for source in one.sources:
            grade = f" ({source.grade})" if source.grade else ""
            blocks.append(Text(clean(f"  {source.citation}{grade}  {source.url}"), style="dim"))
    return blocks


def _how_said(effect: str, strength: str, hedge: str, contradicts: tuple[str, ...]) -> str:
    parts = [
        effect,
        strength,
        hedge,
        f"contradicts {', '.join(contradicts)}" if contradicts else "",
    ]
    return "; ".join(one for one in parts if one)


def _attacks(card: GroundCard) -> list[Any]:
    from dashboard.services.ground_lines import count_words, loose_words

    loose = [words] if (words := loose_words(card.loose)) else []
    if not card.attacks:
        return ["No attack on record is known to have been launched here or aimed here.", *loose]
    rows = [
        (
            one.day,
            one.title + ("" if one.counts else " (not counted)") + f"\n{one.attack_id}",
            f"{one.role},\n{one.where}",
            one.group,
            one.verdict,
        )
        for one in card.attacks
    ]
    counts = [f"{head}: {words}." for head, words in count_words(card.counts)]
    columns = (("Day", 0), ("What", _WIDE), ("Here", 1), ("Asserted", 1), ("Verdict", 12))
    return [*counts, *loose, "", _table(*columns, rows=rows)]


def _table(*columns: tuple[str, int], rows: Iterable[tuple[str, ...]]) -> Table:
    """Make a table; a column of no least width is never broken."""
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title, least in columns:
        table.add_column(title, no_wrap=not least, min_width=least or None, overflow="fold")
    for row in rows:
        table.add_row(*map(clean, row))
    return table
