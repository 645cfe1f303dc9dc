"""``fasail-atlas scorecard``: the method's own record on past attacks, beside two baselines."""

from __future__ import annotations

import math
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._forms import ForceOption, TableForm, day_of
from dashboard.cli._load import DataOption

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from geo.evaluation.labelled_file import Reading
    from geo.evaluation.scorecard import Scorecard

_HELP = """Run the method on past attacks and report how well it does.

FILE is a CSV file of attacks in the project's columns with assessed_group, or with
--adapter ucdp a UCDP Georeferenced Event Dataset file of one country.
"""

_LABELS = {
    "macro_auc": "AUC of swapped claims, mean over groups",
    "pooled_auc": "AUC of swapped claims, all together",
    "top1": "True group comes first",
    "top3": "True group among the first three",
    "macro_f1": "F1, mean over groups",
    "log_loss": "Log loss",
    "ece": "Calibration error",
    "far_burst": "False alarms at 5 %, by burst",
}


_FILES = ("reliability.csv", "precision_recall.csv", "windows.csv")
"""Tables beside the diagrams."""


class Adapter(StrEnum):
    """Layouts that can be read."""

    attacks = "attacks"
    ucdp = "ucdp"


class Mode(StrEnum):
    """What may be known of the past."""

    online = "online"
    frozen = "frozen"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("scorecard", help=_HELP)(scorecard)


def scorecard(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file, UTF-8.")],
    *,
    adapter: Annotated[
        Adapter, typer.Option(help="Layout of the file: attacks (the project's own), or ucdp.")
    ] = Adapter.attacks,
    mode: Annotated[
        Mode,
        typer.Option(
            help="online: labels known after 7 days. frozen: those before each half-year."
        ),
    ] = Mode.online,
    fmt: Annotated[
        TableForm, typer.Option("--format", help="table, or json on stdout.")
    ] = TableForm.table,
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write the diagrams as PNG, and their points and the half-years as CSV, here.",
            show_default=False,
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="Leave out attacks before this day.", show_default=False
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Country to keep of a ucdp file that holds several.",
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
    force: ForceOption = False,
) -> None:
    """Run the protocol on a file."""
    from dashboard.cli import _output
    from geo.evaluation.scorecard import LIMITS, run

    if country is not None and adapter is not Adapter.ucdp:
        raise typer.BadParameter("only a ucdp file has countries.", param_hint="--country")
    if figures is not None:
        from layers.static.diagrams import FIGURES

        names = (*(f"{name}.png" for name in FIGURES), *_FILES)
        _output.check_folder(figures.expanduser(), names, option="--figures", force=force)
    day = day_of(first, option="--from")
    reading = _read(file.expanduser(), adapter, country=country, first=day, data=data)
    card = run(reading.events, mode=mode.value)
    if figures is not None:
        _write_figures(card, figures.expanduser())
    if fmt is TableForm.json:
        _output.emit(_output.json_text(_object(card, reading)), output=None, what="")
    else:
        _output.show(*_blocks(card))
    for remark in (*reading.notes, *LIMITS):
        _output.note(remark)


def _read(
    file: Path,
    adapter: Adapter,
    *,
    country: str | None,
    first: dt.date | None,
    data: Path | None,
) -> Reading:
    import pandas as pd

    since = None if first is None else pd.Timestamp(first)
    if adapter is Adapter.ucdp:
        from geo.evaluation import ucdp

        return ucdp.read(file, country=country, first=since)
    from dashboard.cli._load import load_atlas
    from geo.evaluation import labelled

    atlas = load_atlas(data, boundaries=None)
    return labelled.read(file, registry=atlas.registry, gazetteer=atlas.gazetteer, first=since)


def _write_figures(card: Scorecard, folder: Path) -> None:
    from dashboard.cli import _output
    from layers.static.diagrams import FIGURES, png_bytes

    folder.mkdir(parents=True, exist_ok=True)
    parts = (card.reliability, card.precision_recall, card.windows.reset_index())
    tables = dict(zip(_FILES, parts, strict=True))
    for name, table in tables.items():
        _output.write_whole(folder / name, table.to_csv(index=False))
    pictures = {f"{name}.png": png_bytes(name, card) for name in FIGURES}
    for name, content in pictures.items():
        _output.write_whole(folder / name, content)
    _output.note(f"Wrote {', '.join([*pictures, *tables])} to {folder}")


def _number(value: Any) -> Any:
    """Numbers as JSON has them: six digits, and null for what could not be computed."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): _number(value) for key, value in row.items()}
        for row in table.reset_index().to_dict("records")
    ]


def _object(card: Scorecard, reading: Reading) -> dict[str, Any]:
    from geo.evaluation.scorecard import LIMITS

    return {
        "mode": card.mode,
        "events": card.n_events,
        "tested": card.n_tests,
        "groups": list(card.groups),
        **{
            name: {key: _number(value) for key, value in asdict(score).items()}
            for name, score in card.scores.items()
        },
        "spread": _rows(card.spread().rename_axis("score")),
        "windows": _rows(card.windows),
        "by_group": _rows(card.by_group),
        "by_clarity": _rows(card.by_clarity),
        "notes": list(reading.notes),
        "limits": list(LIMITS),
    }


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.3f}"
    return str(value)


def _range(low: Any, high: Any) -> str:
    return _cell(low) if _cell(low) == _cell(high) else f"{_cell(low)} to {_cell(high)}"


def _blocks(card: Scorecard) -> list[Any]:
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean
    from geo.evaluation.scorecard import METHODS

    def table(title: str, header: list[str], rows: list[list[Any]]) -> Table:
        shown = Table(title=title, box=box.HORIZONTALS, title_justify="left", pad_edge=False)
        for place, name in enumerate(header):
            shown.add_column(name, justify="right" if place else "left")
        for row in rows:
            shown.add_row(*(clean(_cell(value)) for value in row))
        return shown

    spread = card.spread()
    figures = [
        [
            label,
            *(getattr(card.scores[name], key) for name in METHODS),
            _range(spread["min"][key], spread["max"][key]),
        ]
        for key, label in _LABELS.items()
    ]
    head = (
        f"{card.mode}: {card.n_tests} of {card.n_events} events tested in {len(card.windows)} "
        f"half-years, {len(card.groups)} groups"
    )
    groups = [[name, *row] for name, row in card.by_group.astype(object).T.items()]
    clarity = [
        [f"{name} ({row['events']} events)", *(row[key] for key in ("pooled_auc", "top1", "ece"))]
        for name, row in card.by_clarity.astype(object).T.items()
    ]
    return [
        table(head, ["", *METHODS.values(), "The vote by half-year"], figures),
        table("By group", ["", "Events", "AUC", "First", "False alarms"], groups),
        table("By clarity of place", ["", "AUC", "First", "Calibration error"], clarity),
    ]
