"""Which column of a user's table is which of ours: scored, listed, and kept in a small profile."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import ConformError, Fault
from geo.io.encoding import decode
from geo.parsing.toml import toml_text
from geo.schemas.header_match import _DAYS, _MONTHS, _YEARS, FIELDS, Match, header_key, match_header

PROFILE_VERSION = 1
DATE_ORDERS = ("", "day first", "month first")


@dataclass(frozen=True)
class Profile:
    """A person's word on how a file is to be read.

    Parameters
    ----------
    columns
        Column of ours for each header; an empty one leaves the header out.
    defaults
        Cells for columns that the file lacks, such as `target_radius_km`.
    date_order
        `day first` or `month first` for dates such as 03/04/2021; empty when there are none.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""


NO_PROFILE = Profile()
_NOTHING: Mapping[str, str] = {}


def match_columns(
    headers: list[str], *, profile: Profile = NO_PROFILE, parts: Mapping[str, str] = _NOTHING
) -> tuple[Match, ...]:
    """Match every header of a file, each column at most once.

    Parameters
    ----------
    headers
        In the file's order.
    profile
        A person's word, which comes before any score.
    parts
        Headers whose cells went into a column beside, and into which, in words. They want no
        column of their own.

    Returns
    -------
    One match a header. Where two headers want a column, the higher score has it; where they
    are equal, neither, and both say so.
    """
    said = [_said(name, profile, parts.get(name, "")) for name in headers]
    said = _without_lone_days(said, profile)
    return tuple(_settled(match, said, profile) for match in said)


def _said(name: str, profile: Profile, part_of: str) -> Match:
    """What is said of one header by a person, by those beside it, or by its own name."""
    column = profile.columns.get(name, "")
    if part_of and not column:
        return Match(
            name, "", 0.0, "read with the columns beside it", mapped=False, part_of=part_of
        )
    if name in profile.columns:
        return Match(name, column, 100.0, "the profile says so", bool(column))
    return match_header(name)


def _without_lone_days(said: list[Match], profile: Profile) -> list[Match]:
    """Matches in which the day of a date in three columns is not taken for the whole date."""
    keys = {header_key(match.header) for match in said}
    if keys.isdisjoint(_YEARS) or keys.isdisjoint(_MONTHS):
        return said
    reason = "the day of a date whose year and month stand beside it"
    return [
        replace(match, column="", score=0.0, reason=reason, mapped=False)
        if header_key(match.header) in _DAYS and match.header not in profile.columns
        else match
        for match in said
    ]


def _settled(match: Match, said: list[Match], profile: Profile) -> Match:
    def rank(other: Match) -> tuple[bool, bool, float]:
        return other.header in profile.columns, other.header == other.column, other.score

    others = [
        other
        for other in said
        if other.mapped and other.column == match.column and other is not match
    ]
    if not match.mapped or all(rank(match) > rank(other) for other in others):
        return match
    names = ", ".join(f"“{other.header}”" for other in others)
    reason = f"{match.reason}, as is {names}: say in a profile which one it is"
    return Match(match.header, match.column, match.score, reason, mapped=False)


def mapped_cells(
    cells: pd.DataFrame, matches: tuple[Match, ...], *, profile: Profile = NO_PROFILE
) -> pd.DataFrame:
    """Cells under our column names; headers that are not mapped keep theirs.

    A header that is not mapped, but is spelt like a column of ours, is set aside as
    “… (not mapped)”, so that it is not read as that column after all.
    """
    taken = {match.column for match in matches if match.mapped}
    names = {
        match.header: match.column
        if match.mapped
        else f"{match.header} (not mapped)"
        if match.header in FIELDS
        else match.header
        for match in matches
    }
    out = cells.rename(columns=names)
    for column, value in profile.defaults.items():
        if column not in taken:
            out[column] = value
        else:
            out[column] = out[column].where(out[column] != "", value)
    return out


def load_profile(path: Path) -> Profile:
    """Read a profile.

    Raises
    ------
    ConformError
        When it is no TOML, is of another version, or names a column that is none of ours.
    """
    try:
        document = tomllib.loads(decode(path.read_bytes(), file=path.name)[0])
    except OSError as error:
        problem = f"the profile cannot be read: {error.strerror}"
        raise ConformError.for_file(path.name, problem, "Check the path.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConformError.for_file(
            path.name, f"the profile is not TOML: {error}", "Correct it there."
        ) from error
    faults = _profile_faults(document)
    if faults:
        raise ConformError(path.name, faults)
    return Profile(
        document.get("columns", {}), document.get("defaults", {}), document.get("date_order", "")
    )


def _profile_faults(document: dict[str, Any]) -> list[Fault]:
    version = document.get("schema_version")
    if version != PROFILE_VERSION:
        remedy = f"Write schema_version = {PROFILE_VERSION}."
        return [Fault(0, "schema_version", str(version), "not a version that is known", remedy)]
    unknown = sorted(set(document) - {"schema_version", "columns", "defaults", "date_order"})
    faults = [Fault(0, name, "", "not a key of a profile", "Take it out.") for name in unknown]
    if document.get("date_order", "") not in DATE_ORDERS:
        given, remedy = str(document["date_order"]), "Write “day first” or “month first”."
        faults.append(Fault(0, "date_order", given, "not an order of dates", remedy))
    for table, known in (("columns", ("", *FIELDS)), ("defaults", FIELDS)):
        pairs = document.get(table, {})
        if not isinstance(pairs, dict) or not all(isinstance(v, str) for v in pairs.values()):
            faults.append(Fault(0, table, "", "not a table of texts", 'Write "header" = "column".'))
            continue
        named = pairs.values() if table == "columns" else pairs
        faults += [
            Fault(0, table, name, "not a column that is known", f"Use one of {', '.join(FIELDS)}.")
            for name in named
            if name not in known
        ]
    if not faults:
        used = [name for name in document.get("columns", {}).values() if name]
        faults += [
            Fault(0, "columns", name, "two headers are given for it", "Keep one.")
            for name in sorted({name for name in used if used.count(name) > 1})
        ]
    return faults


def profile_of(matches: tuple[Match, ...], *, profile: Profile = NO_PROFILE) -> Profile:
    """Profile that says what was mapped, to be saved and used again."""
    columns = {match.header: match.column if match.mapped else "" for match in matches}
    return Profile(columns, profile.defaults, profile.date_order)


def profile_text(profile: Profile, *, matches: tuple[Match, ...] = ()) -> str:
    """TOML of a profile; what was not mapped stands there with its suggestion as a comment."""
    near = {match.header: match for match in matches if match.column and not match.mapped}
    lines = [f"schema_version = {PROFILE_VERSION}", ""]
    lines += [
        f"date_order = {toml_text(profile.date_order)}  # or {', '.join(DATE_ORDERS[1:])}",
        "",
    ]
    lines += ["[columns]  # header = column; an empty one is kept beside and not used"]
    for header, column in profile.columns.items():
        match = near.get(header)
        hint = f"  # perhaps {match.column} ({match.score:.0f}): {match.reason}" if match else ""
        lines.append(f"{toml_text(header)} = {toml_text(column)}{_one_line(hint)}")
    lines += ["", '[defaults]  # for columns that the file lacks, such as target_radius_km = "5"']
    lines += [f"{toml_text(name)} = {toml_text(value)}" for name, value in profile.defaults.items()]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
