"""What can be checked of a case file, what does not hold, and what nothing in it vouches for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from geo.areas.sightings import FILE as SIGHTINGS
from geo.casebook import case_file as casefile
from geo.casebook.case_data import BY_ATTACK, table_names
from geo.casebook.links import read_entries
from geo.casebook.log import Casebook
from geo.casebook.published import differences, sha256_of
from layers.brief.case_file_decisions import check_decisions
from layers.brief.case_file_derive import (
    AREAS,
    CHAIN,
    DATA,
    DECISIONS,
    FIGURES,
    FINDINGS,
    README,
    TERMS,
    base_map,
    derived,
    readme,
)
from layers.brief.case_file_ledger import Ledger, VerifiedCaseFile
from layers.brief.manifest import versions

_MOST_CELLS = 12
"""Cells of one table that are listed; more nobody reads."""


def verify(
    content: bytes,
    *,
    file: str,
    book: Casebook | None = None,
    manifest_sha256: str | None = None,
    head: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> VerifiedCaseFile:
    """Check everything that a case file lets be checked, from the file alone and by what is given.

    A file whose hashes were all written again by whoever changed it agrees with itself. What it
    says then hangs on nothing: that is said, item by item, unless something from outside fits.

    Parameters
    ----------
    content
        The file.
    file
        Its name, for messages.
    book
        Casebook that the decisions were taken from, or None.
    manifest_sha256
        Hash of the manifest as it was noted elsewhere, or None.
    head
        Head of the casebook as it was noted elsewhere, or None.
    progress
        Called with each attack’s id before it is drawn.

    Raises
    ------
    ConformError
        When it is no case file, its form is not known, or its data cannot be read at all.
    """
    given = casefile.read(content, file=file)
    ledger = Ledger()
    _manifest(given, ledger, wanted=manifest_sha256)
    entries = read_entries(given.files.get(DECISIONS, b""), file=DECISIONS)
    check_decisions(given, entries, ledger, head=head, book=book)
    files, found = derived(given.files, entries, progress=progress)
    _data(given, ledger)
    if list(found.table.index) != given.manifest["attacks"]:
        ledger.say("data", ["The attacks of the data are not those of the manifest."], "")
    _findings(given, files, ledger)
    _figures(given, files, ledger)
    _names(given, files, ledger)
    ledger.open(
        "data",
        "Whether the sources say what the rows say, and whether the reviewers are who they say "
        "they are, no file can show.",
    )
    return VerifiedCaseFile(
        tuple(ledger.failed),
        tuple(ledger.checked),
        tuple(ledger.unvouched),
        len(found.table),
        sum(name.startswith(FIGURES) for name in files),
        int(given.manifest["form"]),
        given.manifest_sha256,
        given.manifest["casebook"]["head"],
    )


def _manifest(given: casefile.CaseFile, ledger: Ledger, *, wanted: str | None) -> None:
    many = len(given.files)
    ledger.say("manifest", given.problems, f"{many} files have the hashes that the manifest lists.")
    if wanted is None:
        ledger.open(
            "manifest",
            "Nothing from outside vouches for the manifest: whoever changed a file can have "
            "written its hash again. Give the hash that was noted when the file was made: "
            "--manifest-sha256.",
        )
        ledger.open("manifest", "When the file was made, and by which versions, is its own word.")
        return
    ledger.manifest = wanted.strip().lower() == given.manifest_sha256
    ledger.say(
        "manifest",
        []
        if ledger.manifest
        else [f"The manifest has not the hash that was given: it has {given.manifest_sha256}."],
        "The manifest has the hash that was given, so every file is what it was when that was "
        "noted.",
    )


def _data(given: casefile.CaseFile, ledger: Ledger) -> None:
    names = {one.removeprefix(DATA) for one in given.files if one.startswith(DATA)}
    needed = table_names()
    # Ground of one's own may have no sightings; the published ground has those that date it.
    if differences("areas.toml", given.files.get(DATA + "areas.toml"), attacks=()) == ():
        needed |= {SIGHTINGS}
    lacking = sorted(needed - names)
    if lacking:
        ledger.say(
            "data",
            [f"data/{name} is not in the file: that of this machine was read." for name in lacking],
            "",
        )
    attacks, stated = given.manifest["attacks"], given.manifest.get("published")
    origin = stated if isinstance(stated, dict) else {}
    compared = {
        name: differences(name, given.files.get(DATA + name), attacks=attacks)
        for name in sorted({*names, *BY_ATTACK, *({*table_names(), SIGHTINGS} & set(origin))})
    }
    same = [name for name, found in compared.items() if found == () and name in names]
    # Who says of which published table the rows are has them held against it.
    bound = {n for n in compared if compared[n] is not None and origin.get(n) == sha256_of(n)}
    wrong = [
        f"data/{name}, {one}. The manifest says that its rows are those of the published "
        f"{name} with sha256 {origin[name]}, which is the one of this installation."
        for name in sorted(bound)
        for one in _some(compared[name] or ())
    ]
    ledger.say("data", wrong, "")
    if same:
        version = versions()["fasail-atlas"]
        rows = ", ".join(name for name in BY_ATTACK if name in same)
        alike = f"; of {rows} the rows of these attacks, no more and no less" if rows else ""
        ledger.say(
            "data",
            [],
            f"{len(same)} of {len(names)} files of data were compared with those published with "
            f"this installation (fasail-atlas {version}), tables cell by cell, and hold the same"
            f"{alike}.",
        )
    # What another record holds of attacks with the same ids is no part of this one.
    own = "attacks.csv" not in same
    other = {
        name: found
        for name, found in compared.items()
        if found != () and name not in bound and (name in names or not own)
    }
    if other and not ledger.manifest:
        for name, found in other.items():
            listed = "; ".join(_some(found or ()))
            ledger.open(
                "data",
                f"data/{name} is not as published with this installation, and nothing vouches for "
                f"it{f': {listed}' if listed else ''}.",
                content=True,
            )


def _some(found: Sequence[str]) -> list[str]:
    """Give as many as a person reads, and how many there are beside."""
    rest = len(found) - _MOST_CELLS
    return [*found[:_MOST_CELLS], *([f"and {rest} more"] if rest > 0 else [])]


def _findings(given: casefile.CaseFile, files: Mapping[str, bytes], ledger: Ledger) -> None:
    wrong = _verdicts(given.files.get(FINDINGS, b""), files[FINDINGS])
    ledger.say("findings", wrong, f"{FINDINGS} is, byte for byte, what the file’s own data gives.")
    for name in (TERMS, AREAS):
        differs = given.files.get(name) != files[name]
        ledger.say(
            "findings",
            [f"{name} comes out differently when it is made from the file’s data."] * differs,
            f"{name} is, byte for byte, what the file’s own data gives.",
        )


def _verdicts(before: bytes, after: bytes) -> list[str]:
    """Name attacks that are judged or point differently now, or say that anything else differs."""
    if before == after:
        return []
    now: list[dict[str, Any]] = json.loads(after)
    try:
        was = {one["attack_id"]: one for one in json.loads(before)}
        found = [
            f"{one['attack_id']} {verb} {old}, and comes out {new}."
            for one in now
            for verb, said in (("was", _verdict), ("pointed to", _pointed))
            if (old := said(was.get(one["attack_id"], {}))) != (new := said(one))
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return [f"{FINDINGS} cannot be read."]
    return found or [f"{FINDINGS} comes out differently when it is made from the file’s data."]


def _verdict(finding: Mapping[str, Any]) -> str:
    return str(finding.get("verdict"))


def _pointed(finding: Mapping[str, Any]) -> str:
    """Write whom a finding points to, with the claim and without it, as far as that is a change."""
    points = finding.get("points_to") or {}
    left = points.get("without_claim") or {}
    who, alone = (
        f"{' or '.join(map(str, one.get('groups') or ())) or 'nobody'} ({one.get('strength')})"
        for one in (points, left)
    )
    return who if who == alone else f"{who}, without the claim {alone}"


def _figures(given: casefile.CaseFile, files: Mapping[str, bytes], ledger: Ledger) -> None:
    stated, have = given.manifest["versions"], versions()
    other = sorted(name for name in have if stated.get(name) != have[name])
    other += ["base map"] if given.manifest.get("base_map") != base_map() else []
    drawn = {name: png for name, png in files.items() if name.startswith(FIGURES)}
    held = {name for name in given.files if name.startswith(FIGURES)}
    missing, more = sorted(set(drawn) - held), sorted(held - set(drawn))
    ledger.say("figures", [f"{name} is missing." for name in missing], "")
    ledger.say("figures", [f"{name} is of no attack of the file." for name in more], "")
    odd = sorted(name for name in set(drawn) & held if drawn[name] != given.files[name])
    same = len(set(drawn) & held) - len(odd)
    if same:
        figures = "1 figure is" if same == 1 else f"{same} figures are"
        ledger.say(
            "figures", [], f"{figures}, byte for byte, what is drawn from the file’s own data."
        )
    if odd and other and not ledger.manifest:
        ledger.open(
            "figures",
            f"{', '.join(odd)}: not what is drawn here, and by its own word drawn by other "
            f"versions ({', '.join(other)}), so that it cannot be compared. Hold it against "
            f"{FINDINGS}, or verify with the versions that the manifest names.",
            content=True,
        )
    elif odd and not other:
        ledger.say(
            "figures", [f"{n} comes out differently when it is drawn again." for n in odd], ""
        )


def _names(given: casefile.CaseFile, files: Mapping[str, bytes], ledger: Ledger) -> None:
    form, attacks = given.manifest["form"], given.manifest["attacks"]
    known = {DECISIONS, README, *files, *({CHAIN} if form > 1 else ())}
    named = " ".join(given.problems)  # what the manifest does not fit is named already
    stray = sorted(
        name
        for name in given.files
        if name not in known and not name.startswith((DATA, FIGURES)) and name not in named
    )
    ledger.say("manifest", [f"{name} is no part of a case file." for name in stray], "")
    if README not in named:
        differs = given.files.get(README) != readme(len(attacks), form=form)
        ledger.say(
            "manifest",
            [f"{README} is not the text that belongs there."] * differs,
            f"{README} is the text that belongs there.",
        )
