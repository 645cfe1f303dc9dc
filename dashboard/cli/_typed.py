"""One attack typed on the command line: its options to a record, its faults by option."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from dashboard.cli._ids import resolved
from geo.errors import DataNotFoundError, NameNotFoundError

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.records.record import Record

_OPTION_OF = {
    "target": "--target",
    "target_place": "--target",
    "launch_place": "--launch",
    "launch_radius_km": "--radius-km",
    "method": "--method",
    "facade": "--facade",
    "assessed_group": "--group",
    "date": "--date",
    "time_local": "--time",
}

_KIND_OF: Final = {
    "target": "place",
    "launch": "place",
    "method": "method",
    "facade": "facade",
    "group": "group",
}
_NAMED: Final = ("governorate", "area")
_SHAPES: Final = ("box", "drawn", "file")
_SHOWN: Final = 60
_PLACE_HINT = "A `lat,lon` pair in degrees or an MGRS string works too."


def known_words(
    typed: Mapping[str, str | None], *, data: Path | None, aliases: Path | None
) -> dict[str, str | None]:
    """Refuse words of a typed attack that no table knows, before anything heavy is loaded.

    Parameters
    ----------
    typed
        What was given, by option without its hyphens; None for nothing.
    data
        The user's data folder.
    aliases
        Accepted spellings, which are not in the tables: with them names are left to the reader.

    Returns
    -------
    What was given, with ids for the names that the tables know.

    Raises
    ------
    NameNotFoundError
        For every word that means nothing or more than one thing.
    """
    found, problems = dict(typed), list[str]()
    for name, kind in _KIND_OF.items():
        word = typed.get(name)
        if not word or (aliases is not None and kind != "method"):
            continue
        try:
            parts = [part.strip() for part in word.split("|")] if name == "group" else [word]
            found[name] = "|".join(resolved(f"--{name}", parts, kind=kind, data=data))
        except NameNotFoundError as error:
            if not _only_reader_can_tell(word, kind=kind):
                problems.append(f"{error} {_PLACE_HINT}" if kind == "place" else str(error))
    if problems:
        raise NameNotFoundError("\n".join(problems))
    return found


def _only_reader_can_tell(word: str, *, kind: str) -> bool:
    """Tell whether a word may mean something that is no id and no name: a coordinate, nobody."""
    from geo.parsing.names import bare
    from geo.parsing.plain import plain
    from geo.schemas.vocabulary import METHOD_WORDS, NOBODY_WORDS, UNKNOWN_WORDS, without_calibre

    if kind == "place":
        return any(letter.isdigit() for letter in plain(word))
    if kind == "method":
        words = {bare(one) for names in METHOD_WORDS.values() for one in names}
        words |= {bare(one) for one in (*METHOD_WORDS, *UNKNOWN_WORDS)}
        return bool({bare(word), without_calibre(word)} & words)
    return bare(word) in map(bare, NOBODY_WORDS)


def known_circle(text: str, *, data: Path | None) -> str:
    """Give an area of interest, ``PLACE:KM``, with the id of the place that its words mean.

    Raises
    ------
    NameNotFoundError
        For a place that is not known.
    """
    where, mark, radius_km = text.rpartition(":")
    where, end = (where, f":{radius_km}") if mark else (text, "")
    if not text:
        return ""
    try:
        (place,) = resolved("--near", [where], kind="place", data=data)
    except NameNotFoundError as error:
        if _only_reader_can_tell(where, kind="place"):
            return text
        raise NameNotFoundError(f"{error} {_PLACE_HINT}") from None
    return f"{place}{end}"


def known_ground(text: str, *, data: Path | None) -> str:
    """Give an area of interest with the id of the governorate or the area that its words mean.

    Parameters
    ----------
    text
        A file, or ground as `geo.records.named_ground.NamedGround.outline` reads it.
    data
        The user's data folder.

    Raises
    ------
    NameNotFoundError
        For a governorate or an area that is not known.
    DataNotFoundError
        For what is neither a file nor ground.
    """
    if not text or Path(text).expanduser().is_file():
        return text
    kind, mark, ident = text.partition(":")
    if mark and kind in _NAMED:
        (found,) = resolved("--within", [ident], kind=kind, data=data)
        return f"{kind}:{found}"
    if mark and kind in _SHAPES:
        return text
    raise DataNotFoundError(
        f"--within {text[:_SHOWN]!r}: no such file. Give a file of polygons, governorate:ID, "
        "area:ID or box:WEST,SOUTH,EAST,NORTH in degrees."
    )


def refuse_mixtures(
    given: list[str], *, file: Path | None, ids: list[str], near: str = "", within: str = ""
) -> None:
    """One attack is typed whole, and beside nothing else."""
    if not given:
        return
    others = {
        f"the file {file}": file is not None,
        "--id": bool(ids),
        "--near": bool(near),
        "--within": bool(within),
    }
    if any(others.values()):
        other = next(name for name, there in others.items() if there)
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
    time: str,
) -> Record:
    """Make the record of a typed attack; faults name the option, not the column."""
    from geo.errors import AtlasError, ConformError
    from geo.workspace.typed_attack import typed_attack

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
            time=time,
        )
    except ConformError as error:
        raise AtlasError(
            "\n".join(
                f"{_OPTION_OF.get(fault.column, fault.column)} {fault.given!r}: {fault.problem}. "
                f"{fault.remedy}"
                for fault in error.faults
            )
        ) from error
