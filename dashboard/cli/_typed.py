"""One attack typed on the command line: its options to a record, its faults by option."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.attacks import Record

_OPTION_OF = {
    "target": "--target",
    "target_place": "--target",
    "launch_place": "--launch",
    "launch_radius_km": "--radius-km",
    "method": "--method",
    "facade": "--facade",
    "assessed_group": "--group",
    "date": "--date",
}


def refuse_mixtures(given: list[str], *, file: Path | None, ids: list[str]) -> None:
    """One attack is typed whole, and beside nothing else."""
    if not given:
        return
    if file is not None or ids:
        other = f"the file {file}" if file is not None else "--id"
        raise typer.BadParameter(
            f"{', '.join(given)} describe one attack typed by hand, and {other} names others. "
            "Give the one or the other."
        )
    missing = [name for name in ("--target", "--method", "--date") if name not in given]
    if missing:
        raise typer.BadParameter(
            f"an attack typed by hand needs {' and '.join(missing)} beside {', '.join(given)}."
        )
    if "--radius-km" in given and "--launch" not in given:
        raise typer.BadParameter("--radius-km says how well --launch is known: give that too.")


def typed_record(
    atlas: Atlas,
    *,
    target: str,
    launch: str,
    radius_km: float | None,
    method: str,
    facade: str,
    group: str,
    date: str,
) -> Record:
    """Make the record of a typed attack; faults are told by option, not by column."""
    from geo.byhand.attack import typed_attack
    from geo.errors import AtlasError, ConformError

    try:
        return typed_attack(
            atlas=atlas,
            target=target,
            launch=launch,
            radius_km=radius_km,
            method=method,
            facade=facade,
            group=group,
            date=date,
        )
    except ConformError as error:
        raise AtlasError(
            "\n".join(
                f"{_OPTION_OF.get(fault.column, fault.column)} {fault.given!r}: {fault.problem}. "
                f"{fault.remedy}"
                for fault in error.faults
            )
        ) from error
