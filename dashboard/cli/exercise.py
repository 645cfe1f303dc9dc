"""``fasail-atlas exercise``: an invented conflict with known truth, marked EXERCISE throughout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli._forms import ForceOption

_HELP = """Invent a conflict with known truth, to train on and to test with.

Writes a data folder that serve and check take by --data: attacks, claims, registries and ground;
beside them truth.csv and bases.csv, which say what really happened. Every row says EXERCISE; the
groups do not exist, and nothing in the files happened.
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("exercise", help=_HELP)(exercise)


def exercise(
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder to write to.")
    ],
    n: Annotated[int, typer.Option("-n", "--attacks", help="Attacks, 100 to 1000000.")] = 3000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same conflict.")] = 1,
    groups: Annotated[int, typer.Option(help="Groups, 2 to 8.")] = 6,
    force: ForceOption = False,
) -> None:
    """Write an invented conflict."""
    from dashboard.cli import _output
    from geo.evaluation.exercise import LABEL, generate
    from geo.evaluation.exercise_folder import folder_files
    from geo.reference.gazetteer import Gazetteer
    from geo.settings import data_dir, find

    folder = output.expanduser()
    _refuse_record(folder, label=LABEL)
    scenario = generate(n, seed=seed, n_groups=groups)
    known = data_dir()
    files = folder_files(
        scenario,
        gazetteer=Gazetteer.load(find("gazetteer.csv", known).parent),
        find=lambda name: find(name, known),
    )
    _output.check_folder(folder, files, option="-o", force=force)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        _output.write_whole(folder / name, text)
    _output.note(f"Wrote {n} invented attacks ({LABEL}, seed {seed}) to {folder}")


def _refuse_record(folder: Path, *, label: str) -> None:
    """Refuse a folder whose tables are no exercise: invented and documented never mix."""
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder.", param_hint="-o")
    for name in ("attacks.csv", "claims.csv", "truth.csv", "bases.csv", "groups.csv"):
        path = folder / name
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as stream:
                stream.readline()
                if label not in stream.readline():
                    raise typer.BadParameter(
                        f"{path} is there and is no exercise. Give an empty folder: invented "
                        "attacks are never mixed with documented ones.",
                        param_hint="-o",
                    )
