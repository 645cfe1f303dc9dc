"""Options and words that commands share which read a user's file: profiles and fix lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from geo.ingest.mapping import Profile
    from geo.ingest.quarantine import IngestResult
    from geo.ingest.validate import Validation
    from geo.schemas.header_match import Match

ProfileOption = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="Profile (TOML) that says which column is which; see --save-profile of validate.",
        show_default=False,
    ),
]
FixesOption = Annotated[
    Path | None,
    typer.Option(
        "--fixes",
        metavar="FILE",
        help="Edited fix list of FILE, whose rows take the place of the quarantined ones.",
        show_default=False,
    ),
]
FIX_LISTS = (".csv", ".xlsx")
WRITTEN = (".csv", ".xlsx", ".geojson", ".kml", ".gpkg", ".parquet")
"""Ends of the files that attacks are written to; the writers themselves load what is heavy."""


def profile_at(path: Path | None) -> Profile:
    """Read the profile of an option; without one, nothing is said."""
    from geo.ingest.mapping import NO_PROFILE, load_profile

    return NO_PROFILE if path is None else load_profile(path.expanduser())


def path_of(source: str) -> Path | None:
    """Path that an argument names, or None for the address of a database without a password."""
    from dashboard.cli._load import refuse_password
    from geo.settings import is_database

    if not is_database(source):
        return Path(source)
    refuse_password(source, option="FILE")
    return None


def warm_for(source: str) -> None:
    """Let the process that reads a file load itself while this one loads the ground."""
    from geo.io.apart import warm
    from geo.io.formats import READERS

    form = READERS.get(Path(source).suffix.casefold())
    if form is not None and form.apart:
        warm()


def examined(
    source: str,
    *,
    profile: Profile,
    fixes: Path | None,
    aliases: Path | None,
    data: Path | None,
    boundaries: Path | None,
) -> Validation:
    """Load the atlas and check a file against it, with a bar where that takes long."""
    from dashboard.cli._load import load_atlas, with_aliases
    from dashboard.cli._progress import Steps
    from geo.ingest.validate import validate

    warm_for(source)
    with Steps(2) as steps:
        steps.step("Loading ground and registries")
        atlas = with_aliases(load_atlas(data, boundaries=boundaries), aliases)
        path = path_of(source)
        steps.step(f"Checking {path.name if path else 'the database'}")
        fix_list = fixes.expanduser() if fixes else None
        return validate(source, atlas=atlas, profile=profile, fixes=fix_list)


def write_profile(ingested: IngestResult, *, output: Path | None, profile: Profile) -> None:
    """Write what the columns were taken for, with the suggestions as comments."""
    from dashboard.cli import _output
    from geo.ingest.mapping import profile_of, profile_text

    if output is not None:
        made = profile_of(ingested.matches, profile=profile)
        text = profile_text(made, matches=ingested.matches)
        _output.emit(text, output=output, what="the profile")


def check_fix_list(output: Path | None) -> None:
    """Refuse a fix list that is neither .csv nor .xlsx, before any work."""
    if output is not None and output.suffix.casefold() not in FIX_LISTS:
        raise typer.BadParameter(f"{output}: a fix list is {' or '.join(FIX_LISTS)}.")


def write_fix_list(ingested: IngestResult, *, output: Path | None) -> None:
    """Write the quarantined rows; with none of them, nothing is written."""
    from dashboard.cli import _output
    from geo.ingest.fix_list_writer import fix_list_bytes

    if output is None:
        return
    if not ingested.rows_quarantined:
        _output.note("No row is quarantined: no fix list is written.")
        return
    _output.write_whole(output, fix_list_bytes(ingested, suffix=output.suffix.casefold()))
    _output.note(f"Wrote {ingested.rows_quarantined} rows to correct to {output}")


def column_blocks(matches: tuple[Match, ...]) -> list[Any]:
    """Table of what the columns were taken for; nothing where all are named as ours."""
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean

    if all(match.mapped and match.header == match.column for match in matches):
        return []
    table = Table(box=box.HORIZONTALS, pad_edge=False, expand=True)
    for name, ratio in (("Column of the file", 3), ("Taken for", 3), ("Score", 1), ("Why", 5)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for match in matches:
        near = f"not used (perhaps {match.column})" if match.column else "not used"
        score = f"{match.score:.0f}" if match.column else "–"
        taken = match.column if match.mapped else match.part_of or near
        table.add_row(clean(match.header), taken, score, clean(match.reason))
    return [table]
