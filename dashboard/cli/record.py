"""``fasail-atlas record``: a record kept up to date from files, without a call to anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._casebook import CasebookOption
from dashboard.cli._forms import TableForm
from dashboard.cli._intake import FixesOption, ProfileOption
from dashboard.cli._load import AliasesOption, BoundariesOption, DataOption

if TYPE_CHECKING:
    from geo.casebook.diff import Change
    from geo.casebook.snapshot import Snapshot
    from geo.io.raw import RawTable
    from geo.workspace.record_addition import RecordAddition

_HELP = """A record of one's own, kept up to date from files.

\b
Examples:
  fasail-atlas record add acled.json --country Iraq --dry-run
  fasail-atlas record add mine.csv --to mine --fix-list fix.xlsx
"""
_ADD_HELP = """Add the attacks or sightings of a file to a data folder, and say what that changes.

\b
FILE is any table or layer that `validate` takes for attacks, and:
  ACLED                    an export (.csv), or an answer of its API (.json)
  UCDP                     GED or candidate events (.csv), or an answer of its API (.json)
  Telegram                 a channel that Telegram Desktop exported (result.json)
  Sightings                a table with the headers of sightings.csv

Rows go through the same quarantine as an import. What may be told already by the record waits too.
FOLDER goes on from what it holds; a new one begins with the bundled record, or with --data.

\b
Exit code 0 when every row was added, 1 when some wait, 2 when nothing could be done.

\b
Examples:
  fasail-atlas record add acled.json --country Iraq --dry-run
  fasail-atlas record add mine.csv --to mine --fix-list fix.xlsx
  fasail-atlas record add mine.csv --to mine --fixes fix.xlsx
  fasail-atlas serve --data mine
"""


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    record = typer.Typer(no_args_is_help=True, help=_HELP, rich_markup_mode=None)
    # A lone command would take the place of the group.
    record.callback()(_group)
    record.command("add", help=_ADD_HELP)(add)
    app.add_typer(record, name="record")


def _group() -> None:
    """Keep ``record`` a group of commands."""


def add(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Attacks or sightings to add.", show_default=False),
    ],
    *,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FOLDER",
            help="Data folder to add to; without it nothing is written.",
            show_default=False,
        ),
    ] = None,
    country: Annotated[
        str, typer.Option("--country", metavar="NAME", help="Only rows of this `country`.")
    ] = "",
    profile: ProfileOption = None,
    fixes: FixesOption = None,
    fix_list: Annotated[
        Path | None,
        typer.Option(
            "--fix-list",
            metavar="FILE",
            help="Write the rows that wait here, .csv or .xlsx, and add the others.",
            show_default=False,
        ),
    ] = None,
    aliases: AliasesOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and add nothing.")
    ] = False,
    fmt: Annotated[
        TableForm, typer.Option("--format", help="Form of the result.")
    ] = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Let a row take the place of one of FOLDER with its id; write over a fix list.",
        ),
    ] = False,
) -> None:
    """Add a file; see `_ADD_HELP`."""
    from dashboard.cli import _output
    from dashboard.cli._intake import check_fix_list, profile_at, write_fix_list
    from dashboard.cli._load import load_atlas, with_aliases
    from dashboard.cli._progress import Steps
    from geo.errors import ConformError
    from geo.workspace.folder_files import put, staged
    from geo.workspace.record_addition import addition_of

    base = _base(to, data)
    inputs = (file, profile, fixes, aliases, boundaries)
    _output.check_output(fix_list, inputs=inputs, option="--fix-list", force=force)
    check_fix_list(fix_list)
    said = profile_at(profile)
    raw, mark, fixed_rows = _read(file, country=country, fixes=fixes)
    with Steps(4) as steps:
        steps.step("Loading ground and registries")
        atlas = with_aliases(load_atlas(base, boundaries=boundaries), aliases)
        steps.step(f"Reading {raw.file}")
        made = addition_of(
            raw, atlas=atlas, mark=mark, profile=said, fixes=fixed_rows, replace_same=force
        )
        waits = made.ingested.faults
        is_stopped = bool(waits) and fix_list is None and not (dry_run or to is None)
        if is_stopped or any(fault.row < raw.first_row for fault in waits):
            raise ConformError(raw.file, waits)
        steps.step("Checking against the ground")
        with staged(atlas.folder, made.after) as folder:
            changes = _changes(atlas.folder, folder, boundaries=boundaries, casebook=casebook)
        steps.step("Writing")
        written = []
        if to is not None and not dry_run and made.before.texts != made.after.texts:
            folder = to.expanduser()
            written = put(folder, made.after, before=made.before, base=atlas.folder)
    for remark in (*made.ingested.notes, *made.additions.notes):
        _output.note(remark)
    _tell(made, changes, written=written, to=to, fmt=fmt)
    write_fix_list(made.ingested, output=fix_list)
    if waits:
        raise typer.Exit(1)


def _base(to: Path | None, data: Path | None) -> Path | None:
    """Folder that is gone on from: the one to write to, else that of `--data`."""
    from geo.settings import is_bundled
    from geo.workspace.folder_files import is_started, refuse_loose_tables

    if to is None:
        return data
    folder = to.expanduser().resolve()
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{to} is no folder.", param_hint="--to")
    if is_bundled(folder / "attacks.csv"):
        raise typer.BadParameter(
            f"{to} is the bundled record, which stays as it is. Give a folder of your own.",
            param_hint="--to",
        )
    if not is_started(folder):
        return data
    if data is not None:
        raise typer.BadParameter(
            f"{to} goes on from what it holds; --data is what a new folder begins with. Leave "
            "--data out, or give a new folder.",
            param_hint="--data",
        )
    refuse_loose_tables(folder)
    return folder


def _read(file: Path, *, country: str, fixes: Path | None) -> tuple[RawTable, str, RawTable | None]:
    """Rows of the file, a mark for those without an id, and the fix list."""
    import hashlib

    from dashboard.cli._intake import warm_for
    from geo.errors import ConformError
    from geo.io.files import refuse_no_file
    from geo.io.formats import as_outlines, as_table, read_content
    from geo.workspace.record_addition import of_country

    path = file.expanduser()
    refuse_no_file(path)
    warm_for(path.name)
    content = read_content(path)
    if as_outlines(content) is not None:
        raise ConformError.for_file(
            path.name, "it holds outlines, not attacks", "Give them to areas add."
        )
    raw = as_table(content)
    raw = of_country(raw, country) if country else raw
    fixed_rows = None if fixes is None else as_table(read_content(fixes.expanduser()))
    return raw, hashlib.sha256(path.read_bytes()).hexdigest()[:6], fixed_rows


def _changes(
    before: Path, after: Path, *, boundaries: Path | None, casebook: str | None
) -> tuple[Change, ...]:
    """What another state of the record changes; that a source is new is no change of a rule."""
    from geo.casebook.diff import compare

    was, is_ = (_taken(one, boundaries=boundaries, casebook=casebook) for one in (before, after))
    return tuple(change for change in compare(was, is_) if change.kind != "rules")


def _taken(folder: Path, *, boundaries: Path | None, casebook: str | None) -> Snapshot:
    from dashboard.cli._state import taken

    return taken(folder, boundaries=boundaries, casebook=casebook)


def _tell(
    made: RecordAddition,
    changes: tuple[Change, ...],
    *,
    written: list[str],
    to: Path | None,
    fmt: TableForm,
) -> None:
    """Say what was read, added and changed: on stdout the changes, the rest beside."""
    from dashboard.cli import _output
    from dashboard.cli._changes import changes_table

    added = made.additions
    names = ("attacks", "claims", "reports", "sources", "sightings")
    counts = {name: len(getattr(added, name)) for name in names}
    if fmt is TableForm.json:
        _output.emit(_output.json_text(_object(made, changes, written)), output=None, what="")
    else:
        _output.show(*_waiting(made), *changes_table(changes))
    _output.note(f"{made.ingested.raw.file}: {made.ingested.counts}.")
    if added.there:
        _output.note(f"There already, with the same cells: {_listed(added.there)}.")
    summary = ", ".join(f"{name} +{count}" for name, count in counts.items() if count) or "no rows"
    if written:
        _output.note(f"Wrote {', '.join(written)} to {to}: {summary}.")
    else:
        where = "" if to is not None else " Give --to FOLDER to keep it."
        _output.note(f"Nothing was written: {summary}.{where}")


def _waiting(made: RecordAddition) -> list[Any]:
    from dashboard.cli.validate import faults_blocks

    return faults_blocks(made.ingested.faults) if made.ingested.faults else []


def _listed(idents: tuple[str, ...], *, most: int = 20) -> str:
    more = f" and {len(idents) - most:,} more" if len(idents) > most else ""
    return ", ".join(idents[:most]) + more


def _object(
    made: RecordAddition, changes: tuple[Change, ...], written: list[str]
) -> dict[str, Any]:
    from dataclasses import asdict

    ingested, added = made.ingested, made.additions
    return {
        "file": ingested.raw.file,
        "rows_read": ingested.rows_read,
        "rows_kept": ingested.rows_kept,
        "rows_quarantined": ingested.rows_quarantined,
        "attacks": list(added.attacks.get("attack_id", [])),
        "changed": list(added.changed),
        "there": list(added.there),
        "claims": len(added.claims),
        "reports": len(added.reports),
        "sources": len(added.sources),
        "sightings": list(added.sightings.get("sighting_id", [])),
        "changes": [asdict(change) for change in changes],
        "faults": [{**asdict(fault), "fix": dict(fault.fix)} for fault in ingested.faults],
        "notes": [*ingested.notes, *added.notes],
        "written": written,
    }
