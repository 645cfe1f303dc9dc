"""``fasail-atlas casefile``: attacks as one file that can be checked on another machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli._casebook import CasebookOption
from dashboard.cli._forms import ForceOption, TextForm
from dashboard.cli._ids import resolved
from dashboard.cli._load import BoundariesOption, DataOption, check_data_folder
from geo.schemas.tokens import VERDICTS

if TYPE_CHECKING:
    from layers.brief.case_file_ledger import VerifiedCaseFile

_HELP = "Put attacks, ground, decisions and figures into one file, or verify such a file."
_VERIFY_HELP = """Check a case file: hashes, findings and figures made again from its own data, and
the chain of its decisions. Names each thing that was checked and each that nothing vouches for.

\b
Exit code 0 when it holds and something from outside vouches for what it says of its attacks: the
hash of its manifest; or the data published with this installation and, for decisions, the casebook
or its head. 3 when it holds, and nothing vouches for some of that; 1 when something does not hold.
"""
_UNVOUCHED = 3


def _hash(given: str | None) -> str | None:
    """Refuse what is no SHA-256 before anything is read."""
    if given is None or re.fullmatch(r"\s*[0-9A-Fa-f]{64}\s*", given):
        return given
    raise typer.BadParameter("expected 64 hexadecimal digits.")


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
    whole_chain: Annotated[
        bool,
        typer.Option(
            "--whole-chain",
            help="Carry later decisions on other attacks too, so that every link up to the head of "
            "the casebook can be checked. Without it only their hashes are in the file.",
        ),
    ] = False,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
    force: ForceOption = False,
) -> None:
    """Make a case file."""
    if not (ids or verdict):
        raise typer.BadParameter(
            f"give attacks, or --verdict with one of {', '.join(VERDICTS)}.",
            param_hint="--verdict",
        )
    if data is not None:
        check_data_folder(data)
    ids = resolved("attack", ids or [], kind="attack", data=data)
    verdict = resolved("--verdict", verdict or [], kind="verdict")

    from dashboard.cli import _output
    from dashboard.cli._casebook import entries_of
    from dashboard.cli._load import load_atlas
    from dashboard.cli._progress import Steps
    from dashboard.services.brief_request import made_at
    from geo.casebook.arrangements import with_decisions
    from geo.casebook.case_file import read, sha256
    from geo.errors import NameNotFoundError
    from geo.settings import data_dir
    from geo.verdicts.check import check
    from layers.brief import case_file as casefile

    _output.check_output(output, inputs=(data, data_dir(), boundaries), force=force)
    atlas = load_atlas(data, boundaries=boundaries)
    entries = entries_of(casebook)
    findings = check(atlas.record, atlas=with_decisions(atlas, entries, record=atlas.record))
    table = findings.table
    missing = [ident for ident in ids if ident not in table.index]
    if missing:
        raise NameNotFoundError(
            f"attack {missing[0]!r} is not in this record. `fasail-atlas check` lists all."
        )
    chosen = list(table.index[table.index.isin(ids) | table["verdict"].isin(verdict)])
    if not chosen:
        raise NameNotFoundError(f"no attack of this record is {' or '.join(verdict)}.")
    with Steps(len(chosen)) as steps:
        content = casefile.make(
            atlas,
            findings,
            entries,
            chosen,
            made=made_at(made),
            whole_chain=whole_chain,
            progress=steps.step,
        )
    _output.write_whole(output, content)
    many = "1 attack" if len(chosen) == 1 else f"{len(chosen)} attacks"
    _output.note(f"Wrote {many} to {output}")
    sealed = read(content, file=output.name)
    _output.note(f"sha256 {sha256(content)}")
    _output.note(f"sha256 of the manifest {sealed.manifest_sha256}")
    _output.note(f"head of the casebook {sealed.manifest['casebook']['head']}")
    _output.note("Note the last two elsewhere: verify takes them as --manifest-sha256 and --head.")


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case file.")],
    *,
    manifest_sha256: Annotated[
        str | None,
        typer.Option(
            "--manifest-sha256",
            metavar="HASH",
            callback=_hash,
            help="Hash of the manifest, as it was noted when the file was made.",
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HASH",
            callback=_hash,
            help="Head of the casebook, as it was noted elsewhere.",
        ),
    ] = None,
    casebook: CasebookOption = None,
    fmt: Annotated[TextForm, typer.Option("--format", help="Form of the result.")] = TextForm.text,
) -> None:
    """Verify a case file."""
    from dashboard.cli import _output
    from dashboard.cli._casebook import address_of
    from geo.casebook.log import Casebook
    from geo.errors import DataNotFoundError
    from layers.brief import case_file as casefile

    try:
        content = file.expanduser().read_bytes()
    except OSError as error:
        raise DataNotFoundError(f"{file} cannot be read. Check the path.") from error
    book = Casebook.open(address_of(casebook)) if casebook else None
    found = casefile.verify(
        content, file=file.name, book=book, manifest_sha256=manifest_sha256, head=head
    )
    if fmt is TextForm.json:
        typer.echo(_output.json_text({"file": file.name, **found.as_object()}), nl=False)
    else:
        for title, items in (
            ("Checked, and it holds:", found.checked),
            ("Nothing here vouches for:", found.unvouched),
            ("Does not hold:", found.failed),
        ):
            if items:
                _output.note(title)
            for item in items:
                _output.note(f"- {item.about}: {item.text}")
        _output.note(_sum(found))
    if not found.holds:
        raise typer.Exit(1)
    if not found.vouched:
        raise typer.Exit(_UNVOUCHED)


def _sum(found: VerifiedCaseFile) -> str:
    """Say in one sentence what was made again, and how it stands."""
    attacks = "1 attack" if found.attacks == 1 else f"{found.attacks} attacks"
    figures = "1 figure" if found.figures == 1 else f"{found.figures} figures"
    made = f"{attacks} judged again, {figures} drawn again"
    counts = f"{len(found.checked)} checks hold, {len(found.unvouched)} things are not vouched for"
    failed = len(found.failed)
    if failed:
        return f"{made}: {counts}, {failed} do not hold."
    if found.vouched:
        return f"{made}: {counts}."
    about = ", ".join(dict.fromkeys(one.about for one in found.unvouched if one.content))
    return (
        f"{made}: {counts}. It agrees with itself, but nothing from outside vouches for its "
        f"{about}: this is no proof that it is what was made."
    )
