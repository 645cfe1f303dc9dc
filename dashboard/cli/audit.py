"""``fasail-atlas audit``: random rows of the record with all their sources, to check by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._load import DataOption

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas

_HELP = """Print random rows of the record with all their sources, for a reader to check.

The same seed draws the same rows. Each source comes with its grade and address, each conflict
with the value used and why.
"""

_SHOWN = (
    "date", "date_precision", "date_latest", "time_local", "time_precision", "time_source",
    "status", "method", "count", "attacks_in_row", "weapon", "target_place", "target_radius_km",
    "target_note", "launch_place", "launch_radius_km", "launch_note", "assessed_group",
    "assessed_by", "assessed_confidence", "assessed_wording", "permitted_by", "supported_by",
    "killed", "wounded", "author_open", "note",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("audit", help=_HELP)(audit)


def audit(
    *,
    n: Annotated[int, typer.Option("-n", "--rows", min=1, help="Rows to draw.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same rows.")] = 1,
    data: DataOption = None,
) -> None:
    """Print random rows of the record."""
    from dashboard.cli import _output
    from dashboard.cli._load import load_atlas

    atlas = load_atlas(data, boundaries=None)
    rows = atlas.record.attacks
    drawn = rows.sample(min(n, len(rows)), random_state=seed).sort_index()
    blocks = [_block(atlas, str(ident), row) for ident, row in drawn.to_dict("index").items()]
    _output.emit(_output.clean("\n".join(blocks)), output=None, what="")
    _output.note(f"{len(drawn)} of {len(rows)} rows, seed {seed}.")


def _block(atlas: Atlas, ident: str, row: dict[Any, Any]) -> str:
    record = atlas.record
    lines = [f"{ident}: {row['title']}"]
    lines += [f"  {name}: {text}" for name in _SHOWN if (text := _cell(row[name]))]
    lines += _claims(record.claims[record.claims["attack_id"] == ident], atlas)
    lines += _sources(record.reports[record.reports["attack_id"] == ident], atlas)
    lines += _conflicts(record.conflicts[record.conflicts["attack_id"] == ident])
    return "\n".join([*lines, ""])


def _cell(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _claims(claims: pd.DataFrame, atlas: Atlas) -> list[str]:
    names = atlas.registry.facades["name"]
    return [
        (
            f"  claim {one['claim_order']}: {names.get(one['facade_id'], 'no brand')}, "
            f"{one['wording']} ({one['source_id']}, {one['pointer']})"
        )
        for one in claims.to_dict("records")
    ]


def _sources(reports: pd.DataFrame, atlas: Atlas) -> list[str]:
    from geo.records.grades import graded

    table = atlas.registry.sources
    lines: list[str] = []
    for one in graded(reports, atlas.registry).to_dict("records"):
        source = table.loc[one["source_id"]] if one["source_id"] in table.index else {}
        citation = f"{source.get('date') or 'no date'}, {one['pointer']}: {one.get('says', '')}"
        lines += [
            f"  source {one['grade'] or 'ungraded'}: {source.get('title') or one['source_id']}",
            f"    {source.get('publisher', '')}, {citation}",
            f"    {source.get('url') or 'no address'}",
        ]
    return lines


def _conflicts(conflicts: pd.DataFrame) -> list[str]:
    return [
        f"  {'used' if one['used'] == 'yes' else 'not used'}: {one['field']} = "
        f"{one['value'] or 'none'} ({one['source_id']}): {one['why']}"
        for one in conflicts.to_dict("records")
    ]
