"""``fasail-atlas casefile``: attacks as one file that can be checked on another machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli._casebook import CasebookOption
from dashboard.cli._load import BoundariesOption, DataOption

_HELP = "Put attacks, ground, decisions and figures into one file, or verify such a file."
_VERIFY_HELP = """Compare a case file with its manifest, judge its attacks and draw its figures
anew from its own data: exit 0 when all holds, 1 naming what does not."""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help=_HELP)
    group.command("make", help="Write the case file of some attacks.")(make)
    group.command("verify", help=_VERIFY_HELP)(verify)
    app.add_typer(group, name="casefile")


def make(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ATTACK]...", help="Ids of attacks.")
    ] = None,
    *,
    verdict: Annotated[
        list[str] | None,
        typer.Option("--verdict", metavar="WORD", help="All with this verdict. Repeatable."),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Zip file to write.")
    ] = Path("case.zip"),
    made: Annotated[
        str, typer.Option(metavar="ISO", help="Time made; else SOURCE_DATE_EPOCH, else now.")
    ] = "",
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Make a case file."""
    from dashboard import casefile
    from dashboard.brief_request import made_at
    from dashboard.cli import _output
    from dashboard.cli._casebook import entries_of
    from dashboard.cli._load import load_atlas
    from dashboard.cli._progress import Steps
    from geo.casebook.evidence import with_decisions
    from geo.casefile import sha256
    from geo.check import check
    from geo.errors import NameNotFoundError
    from geo.paths import data_dir
    from geo.verdict import VERDICTS

    unknown = [word for word in verdict or [] if word not in VERDICTS]
    if unknown or not (ids or verdict):
        raise typer.BadParameter(
            f"give attacks, or --verdict with one of {', '.join(VERDICTS)}.",
            param_hint="--verdict",
        )
    _output.check_output(output, inputs=(data, data_dir(), boundaries))
    atlas = load_atlas(data, boundaries=boundaries)
    entries = entries_of(casebook)
    findings = check(atlas.record, atlas=with_decisions(atlas, entries, record=atlas.record))
    table = findings.table
    missing = [ident for ident in ids or [] if ident not in table.index]
    if missing:
        raise NameNotFoundError(
            f"attack {missing[0]!r} is not in this record. `fasail-atlas check` lists all."
        )
    chosen = list(table.index[table.index.isin(ids or []) | table["verdict"].isin(verdict or [])])
    if not chosen:
        raise NameNotFoundError(f"no attack of this record is {' or '.join(verdict or [])}.")
    with Steps(len(chosen)) as steps:
        content = casefile.make(
            atlas, findings, entries, chosen, made=made_at(made), progress=steps.step
        )
    _output.write_whole(output, content)
    many = "1 attack" if len(chosen) == 1 else f"{len(chosen)} attacks"
    _output.note(f"Wrote {many} to {output}")
    _output.note(f"sha256 {sha256(content)}")


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case file.")],
    *,
    casebook: CasebookOption = None,
) -> None:
    """Verify a case file."""
    from dashboard import casefile
    from dashboard.cli import _output
    from dashboard.cli._casebook import address_of
    from geo.casebook.book import Casebook
    from geo.errors import DataNotFoundError

    try:
        content = file.expanduser().read_bytes()
    except OSError as error:
        raise DataNotFoundError(f"{file} cannot be read. Check the path.") from error
    book = Casebook.open(address_of(casebook)) if casebook else None
    found = casefile.verify(content, file=file.name, book=book)
    for note in (*found.notes, *found.problems):
        _output.note(note)
    if found.problems:
        raise typer.Exit(1)
    attacks = "1 attack" if found.attacks == 1 else f"{found.attacks} attacks"
    figures = "1 figure" if found.figures == 1 else f"{found.figures} figures"
    _output.note(f"{attacks} judged anew, {figures} drawn anew: all is as the file says.")
