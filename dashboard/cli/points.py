"""``fasail-atlas points``: to whom attacks point, how well that does, and answers frozen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._casebook import CasebookOption
from dashboard.cli._forms import ForceOption, OutputOption, RowsForm, TableForm, day_of
from dashboard.cli._ids import resolved
from dashboard.cli._load import BoundariesOption, DataOption, check_data_folder

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.verdicts.check import Findings

_HELP = """To whom attacks point: what everything on record but the assessment indicates, strong,
moderate or weak, mixed, or nobody. Beside the verdict and never in it; past attacks only.

\b
Examples:
  fasail-atlas points
  fasail-atlas points --id 2021-07-07-al-asad
  fasail-atlas points --known-on 2021-12-31 --format csv -o points.csv
  fasail-atlas points assessed
  fasail-atlas points shares
  fasail-atlas points freeze -o today.json
  fasail-atlas points score today.json
"""
_ASSESSED_HELP = """How it fares on attacks that somebody assessed, with the assessment hidden:
hits, misses and silences by strength, with the claim and without."""
_SHARES_HELP = """How many attacks have a verdict or point to anybody, and why the rest do
neither."""
_FREEZE_HELP = """Write today's answers to one file, with hashes of the data and the rules that
they rest on."""
_SCORE_HELP = """How the answers of a frozen file fared once sources assessed their attacks.

OLD is a file that "fasail-atlas points freeze" wrote. Only attacks that nobody had assessed then
are a test; the others are counted and left aside.
"""

FormatOption = Annotated[TableForm, typer.Option("--format", help="Form of the result.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    points = typer.Typer(invoke_without_command=True, help=_HELP, rich_markup_mode=None)
    points.callback()(_alone)
    points.command("assessed", help=_ASSESSED_HELP)(assessed)
    points.command("shares", help=_SHARES_HELP)(count_shares)
    points.command("freeze", help=_FREEZE_HELP)(freeze_answers)
    points.command("score", help=_SCORE_HELP)(score_old)
    app.add_typer(points, name="points")


def _alone(
    ctx: typer.Context,
    *,
    ids: Annotated[
        list[str] | None,
        typer.Option(
            "--id", metavar="ID", help="Only this attack; repeatable.", show_default=False
        ),
    ] = None,
    known_on: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Use nothing that was published after this day.",
            show_default=False,
        ),
    ] = None,
    fmt: Annotated[RowsForm, typer.Option("--format", help="Form of the result.")] = RowsForm.table,
    output: OutputOption = None,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
    force: ForceOption = False,
) -> None:
    """Tell to whom attacks point when no subcommand is named."""
    if ctx.invoked_subcommand is not None:
        if ids or known_on or output or data or boundaries or casebook or force:
            raise typer.BadParameter(
                f"options stand after the subcommand: fasail-atlas points {ctx.invoked_subcommand}"
                " …"
            )
        return
    if data is not None:
        check_data_folder(data)
    wanted = resolved("attack", ids or [], kind="attack", data=data)

    from dashboard.cli import _output
    from dashboard.cli._points_blocks import answers_blocks
    from geo.attribution.points_text import points_cells, points_objects
    from geo.attribution.points_to import points_to
    from geo.io.spreadsheet_escape import csv_text
    from geo.settings import data_dir
    from geo.verdicts.serialize import day_texts

    day = day_of(known_on, option="--known-on")
    _output.check_output(output, inputs=(data, data_dir(), boundaries), force=force)
    atlas, found = _judged(data, boundaries, casebook)
    points = points_to(found, atlas=atlas, known_on=day)
    chosen = [str(one) for one in found.table.index if not wanted or one in wanted]
    what = f"{len(chosen)} answers"
    if fmt is RowsForm.csv:
        _output.emit(csv_text(points_cells(points).loc[chosen]), output=output, what=what)
        return
    objects = points_objects(points)
    if fmt is RowsForm.json:
        stated = [{"attack_id": ident, **objects[ident]} for ident in chosen]
        _output.emit(_output.json_text(stated), output=output, what=what)
        return
    days = day_texts(found.table["date"], found.table["date_precision"])
    blocks = answers_blocks(
        {ident: objects[ident] for ident in chosen},
        {str(ident): text for ident, text in days.items()},
        name=atlas.registry.short_name,
    )
    _tell(blocks, output=output, what=what)


def assessed(
    *,
    fmt: FormatOption = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Hold what attacks point to against who was assessed."""
    from dashboard.cli import _output
    from dashboard.cli._points_blocks import score_blocks
    from geo.attribution.points_to import points_to
    from geo.evaluation.points_score import LIMITS, score, score_object

    atlas, found = _judged(data, boundaries, casebook)
    scored = score(found, points_to(found, atlas=atlas))
    if fmt is TableForm.json:
        _output.emit(_output.json_text(score_object(scored)), output=None, what="")
    else:
        _output.show(*score_blocks(scored, name=atlas.registry.short_name))
    for remark in LIMITS:
        _output.note(remark)


def count_shares(
    *,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Tell of attacks after this day apart.")
    ] = "2022-10-18",
    fmt: FormatOption = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Count attacks of which something is said, and tell why nothing is said of the others."""
    import pandas as pd

    from dashboard.cli import _output
    from dashboard.cli._points_blocks import shares_blocks
    from geo.attribution.points_to import points_to
    from geo.evaluation.points_shares import shares

    day = pd.Timestamp(day_of(since, option="--since"))
    atlas, found = _judged(data, boundaries, casebook)
    all_of = shares(found, points_to(found, atlas=atlas))
    parts = {"All": all_of, f"After {day:%Y-%m-%d}": all_of.since(day)}
    if fmt is TableForm.json:
        rows = all_of.cases["reason"]
        stated = {title: part.counts() for title, part in parts.items()}
        neither = {str(ident): text for ident, text in rows[rows != ""].items()}
        _output.emit(
            _output.json_text({"counts": stated, "neither": neither}), output=None, what=""
        )
    else:
        _output.show(*shares_blocks(parts))


def freeze_answers(
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")],
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
    force: ForceOption = False,
) -> None:
    """Freeze today's answers."""
    from dashboard.cli import _output
    from geo import __version__
    from geo.attribution.points_to import points_to
    from geo.evaluation.points_frozen import freeze
    from geo.parsing.days import today
    from geo.settings import data_dir

    _output.check_output(output, inputs=(data, data_dir(), boundaries), force=force)
    atlas, found = _judged(data, boundaries, casebook)
    points = points_to(found, atlas=atlas)
    stated = freeze(atlas, found, points, on=today(), version=__version__)
    _output.emit(_output.json_text(stated), output=output, what=f"{len(stated['answers'])} answers")


def score_old(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Frozen answers.")],
    *,
    fmt: FormatOption = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Score frozen answers."""
    from dashboard.cli import _output
    from dashboard.cli._points_blocks import fared_blocks
    from geo.attribution.points_to import points_to
    from geo.errors import DataNotFoundError
    from geo.evaluation.points_frozen import fared, fared_object, read_frozen

    try:
        content = old.expanduser().read_bytes()
    except OSError as error:
        raise DataNotFoundError(f"{old} cannot be read. Check the path.") from error
    frozen = read_frozen(content, file=old.name)
    atlas, found = _judged(data, boundaries, casebook)
    stated = fared(frozen, atlas, found, points_to(found, atlas=atlas))
    if fmt is TableForm.json:
        _output.emit(_output.json_text(fared_object(stated)), output=None, what="")
    else:
        _output.show(*fared_blocks(stated, name=atlas.registry.short_name))


def _judged(
    data: Path | None, boundaries: Path | None, casebook: str | None
) -> tuple[Atlas, Findings]:
    """The atlas and the findings of its record."""
    from dashboard.cli._casebook import with_casebook
    from dashboard.cli._load import load_atlas
    from dashboard.cli._progress import Steps
    from geo.verdicts.check import check

    with Steps(2) as steps:
        steps.step("Loading ground and registries")
        atlas = load_atlas(data, boundaries=boundaries)
        steps.step("Checking")
        found = check(atlas.record, atlas=with_casebook(atlas, atlas.record, casebook))
    return atlas, found


def _tell(blocks: list[Any], *, output: Path | None, what: str) -> None:
    from dashboard.cli import _output

    if output is None:
        _output.show(*blocks)
    else:
        _output.emit(_output.plain(*blocks), output=output, what=what)
