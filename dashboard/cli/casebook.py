"""``fasail-atlas casebook``: people's decisions on attacks, kept, verified, backed up."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli._casebook import CasebookOption, address_of
from dashboard.cli._forms import ForceOption
from dashboard.cli._ids import meant, resolved
from dashboard.cli._load import DataOption, check_data_folder
from geo.errors import NameNotFoundError

if TYPE_CHECKING:
    from geo.casebook.entry import Details, Entry
    from geo.verdicts.check import Findings

_HELP = "Keep people's decisions on attacks: append, list, verify, back up. Nothing is erased."


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help=_HELP)
    group.command("list", help="List the decisions with their answers.")(list_)
    group.command("add", help=_ADD_HELP)(add)
    group.command("verify", help=_VERIFY_HELP)(verify)
    group.command("backup", help="Write every entry to one text file.")(backup)
    group.command("restore", help="Add the entries of a backup that are missing here.")(restore)
    app.add_typer(group, name="casebook")


_ADD_HELP = """Add a decision on an attack, or answer one.

\b
Examples:
  fasail-atlas casebook add 2021-02-15-erbil --decision "false claim" --by Anna --note "…"
  fasail-atlas casebook add 2022-04-30-al-asad --decision "teaming or permission" --by Anna \\
    --arrangement permission --with KH --reliability B --credibility 2 --source "…"
  fasail-atlas casebook add --concur 1 --by Ben
"""
_VERIFY_HELP = """Recompute every hash: exit 0 when the book is whole, 1 naming the first entry that
was changed, taken out or moved."""

ByOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides; your login without it.")
]


def list_(
    *,
    attack: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Only decisions on this attack.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every entry as JSON.")] = False,
    casebook: CasebookOption = None,
) -> None:
    """List decisions."""
    if attack is not None:
        attack = _attack_of_list(attack, casebook)

    from dashboard.cli import _output
    from dashboard.cli._casebook import decisions_table
    from geo.casebook.entry import as_object
    from geo.casebook.log import Casebook

    entries = Casebook.open(address_of(casebook)).entries()
    mine = [entry for entry in entries if attack in (None, entry.attack_id)]
    if as_json:
        _output.emit(_output.json_text(list(map(as_object, mine))), output=None, what="entries")
        return
    if not mine:
        _output.note("No decision is in the casebook.")
        return
    _output.show(decisions_table(mine))


def _attack_of_list(given: str, casebook: str | None) -> str:
    """Id of an attack of the record, or of one that the casebook alone knows."""
    from geo.casebook.address import is_there

    try:
        return resolved("--id", [given], kind="attack")[0]
    except NameNotFoundError:
        # A book may hold decisions on the attacks of another data folder.
        if not is_there(address_of(casebook)):
            raise
        from geo.casebook.log import Casebook
        from geo.parsing.names import Names

        entries = Casebook.open(address_of(casebook)).entries()
        reviewed = {entry.attack_id: entry.attack_id for entry in entries}
        if given.casefold() not in map(str.casefold, reviewed):
            raise
        return meant(
            "--id", [given], Names.build("attack", {one: [] for one in reviewed}, reviewed)
        )[0]


def add(
    attack: Annotated[
        str | None, typer.Argument(metavar="[ATTACK]", help="Id of the attack.")
    ] = None,
    *,
    decision: Annotated[
        str | None, typer.Option("--decision", metavar="WORDS", help="What is decided.")
    ] = None,
    concur: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Agree with entry N.")
    ] = None,
    dissent: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Dissent from entry N.")
    ] = None,
    withdraw: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Take your own entry N back.")
    ] = None,
    by: ByOption = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Reasons.")] = "",
    source: Annotated[str, typer.Option(metavar="TEXT", help="Source it rests on.")] = "",
    reliability: Annotated[
        str, typer.Option(metavar="A-F", help="Reliability of that source.")
    ] = "",
    credibility: Annotated[
        str, typer.Option(metavar="1-6", help="Credibility of what it says, judged apart.")
    ] = "",
    arrangement: Annotated[str, typer.Option(metavar="KIND", help="permission or teaming.")] = "",
    with_group: Annotated[
        str, typer.Option("--with", metavar="GROUP", help="Group that allowed it or took part.")
    ] = "",
    area: Annotated[str, typer.Option(metavar="AREA", help="Area that is out of date.")] = "",
    recipe: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Its block of areas.toml as it should be."),
    ] = None,
    data: DataOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Append one entry."""
    answers = {"concur": concur, "dissent": dissent, "withdraw": withdraw}
    given = {kind: number for kind, number in answers.items() if number is not None}
    if len(given) + (decision is not None) != 1 or (attack is None) != (decision is None):
        raise typer.BadParameter(
            "give an attack with --decision, or one of --concur, --dissent and --withdraw.",
            param_hint="--decision",
        )
    if data is not None:
        check_data_folder(data)
    # Before anything heavy is loaded: a slip of the pen costs no second.
    reliability, credibility, arrangement, decided = (
        resolved(f"--{name}", [word], kind=name, also=("",))[0]
        for name, word in (
            ("reliability", reliability),
            ("credibility", credibility),
            ("arrangement", arrangement),
            ("decision", decision or ""),
        )
    )
    attacks = [] if attack is None else resolved("attack", [attack], kind="attack", data=data)
    with_group = resolved("--with", [with_group], kind="group", data=data, also=("",))[0]
    area = resolved("--area", [area], kind="area", data=data, also=("",))[0]

    from dashboard.cli import _output
    from geo.casebook.log import Casebook

    who = by or getpass.getuser()
    book = Casebook.open(address_of(casebook, made=True))
    if given:
        entry = _answered(book.entries(), *given.popitem(), by=who, note=note)
    else:
        entry = _reviewed(
            attacks[0],
            data,
            by=who,
            decision=decided,
            note=note,
            source=source,
            reliability=reliability,
            credibility=credibility,
            arrangement=arrangement,
            with_group=with_group,
            area=area,
            recipe=recipe,
        )
    kept = book.append(entry)
    _output.note(f"Entry {kept.number} is kept; the head is {kept.sha256}.")


def _answered(entries: list[Entry], kind: str, number: int, *, by: str, note: str) -> Entry:
    from geo.casebook.review import answer

    meant = next((entry for entry in entries if entry.number == number), None)
    if meant is None:
        raise typer.BadParameter(f"there is no entry {number}.", param_hint=f"--{kind}")
    return answer(meant, kind, by=by, note=note)


def _reviewed(
    ident: str,
    data: Path | None,
    *,
    arrangement: str,
    with_group: str,
    area: str,
    recipe: Path | None,
    **words: str,
) -> Entry:
    from dashboard.cli._load import load_atlas
    from geo.casebook.area_change import proposal
    from geo.casebook.review import review, together
    from geo.parsing.csv_rows import read_text
    from geo.verdicts.check import check

    atlas = load_atlas(data, boundaries=None)
    findings: Findings = check(atlas.record, atlas=atlas)
    if ident not in findings.table.index:
        raise NameNotFoundError(
            f"attack {ident!r} is not in this record. `fasail-atlas check` lists all."
        )
    details: Details = ()
    if arrangement or with_group:
        details = together(findings, ident, kind=arrangement, with_group=with_group)
    if area or recipe:
        details = proposal(atlas, area, read_text(recipe.expanduser()) if recipe else "")
    return review(atlas, findings, ident, details=details, record=None, **words)


def verify(
    *,
    head: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="Head of a brief or case file: it must be in the book."),
    ] = None,
    casebook: CasebookOption = None,
) -> None:
    """Verify the chain."""
    from dashboard.cli import _output
    from geo.casebook.log import Casebook

    book = Casebook.open(address_of(casebook))
    found = book.verify(head)
    _output.note(f"The casebook {book.name}: {found.sentence()}")
    if not found.whole:
        raise typer.Exit(1)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write.")],
    *,
    casebook: CasebookOption = None,
    force: ForceOption = False,
) -> None:
    """Write a backup."""
    from dashboard.cli import _output
    from geo.casebook.backup import backup as lines
    from geo.casebook.backup import grown_from
    from geo.casebook.log import Casebook

    book = Casebook.open(address_of(casebook))
    if file.expanduser().resolve() == Path(book.name).resolve():
        raise typer.BadParameter("that is the casebook itself.", param_hint="FILE")
    entries = book.entries()
    content = lines(entries)
    # A book only grows: over an earlier backup of it nothing is lost.
    target = file.expanduser()
    grown = target.is_file() and grown_from(content, target.read_bytes())
    _output.check_output(file, inputs=(), option="FILE", force=force or grown)
    _output.write_whole(file, content)
    _output.note(f"Wrote {len(entries)} entries to {file}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    *,
    casebook: CasebookOption = None,
) -> None:
    """Restore a backup."""
    from dashboard.cli import _output
    from geo.casebook.backup import read_backup
    from geo.casebook.log import Casebook
    from geo.errors import DataNotFoundError

    try:
        content = file.expanduser().read_bytes()
    except OSError as error:
        raise DataNotFoundError(f"{file} cannot be read. Check the path.") from error
    entries = read_backup(content, file=file.name)
    book = Casebook.open(address_of(casebook, made=True))
    added = book.restore(entries)
    _output.note(f"Added {added} of {len(entries)} entries to {book.name}.")
