"""What can be checked of a case file, what does not hold, and what nothing in it vouches for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from geo.casebook import case_file as casefile
from geo.casebook.case_data import is_published, table_names
from geo.casebook.links import read_entries
from geo.casebook.log import Casebook
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
    told = Ledger()
    _manifest(given, told, wanted=manifest_sha256)
    entries = read_entries(given.files.get(DECISIONS, b""), file=DECISIONS)
    check_decisions(given, entries, told, head=head, book=book)
    files, found = derived(given.files, entries, progress=progress)
    _data(given, told)
    if list(found.table.index) != given.manifest["attacks"]:
        told.say("data", ["The attacks of the data are not those of the manifest."], "")
    _findings(given, files, told)
    _figures(given, files, told)
    _names(given, files, told)
    told.open(
        "data",
        "Whether the sources say what the rows say, and whether the reviewers are who they say "
        "they are, no file can show.",
    )
    return VerifiedCaseFile(
        tuple(told.failed),
        tuple(told.checked),
        tuple(told.unvouched),
        len(found.table),
        sum(name.startswith(FIGURES) for name in files),
        int(given.manifest["form"]),
        given.manifest_sha256,
        given.manifest["casebook"]["head"],
    )


def _manifest(given: casefile.CaseFile, told: Ledger, *, wanted: str | None) -> None:
    many = len(given.files)
    told.say("manifest", given.problems, f"{many} files have the hashes that the manifest lists.")
    if wanted is None:
        told.open(
            "manifest",
            "Nothing from outside vouches for the manifest: whoever changed a file can have "
            "written its hash again. Give the hash that was noted when the file was made: "
            "--manifest-sha256.",
        )
        told.open("manifest", "When the file was made, and by which versions, is its own word.")
        return
    told.manifest = wanted.strip().lower() == given.manifest_sha256
    told.say(
        "manifest",
        []
        if told.manifest
        else [f"The manifest has not the hash that was given: it has {given.manifest_sha256}."],
        "The manifest has the hash that was given, so every file is what it was when that was "
        "noted.",
    )


def _data(given: casefile.CaseFile, told: Ledger) -> None:
    names = {one.removeprefix(DATA) for one in given.files if one.startswith(DATA)}
    lacking = sorted(table_names() - names)
    if lacking:
        told.say(
            "data",
            [f"data/{name} is not in the file: that of this machine was read." for name in lacking],
            "",
        )
    other = sorted(one for one in names if not is_published(one, given.files[DATA + one]))
    same = len(names) - len(other)
    if same:
        told.say(
            "data",
            [],
            f"{same} of {len(names)} files of data are those published with this installation, or "
            "hold rows of them.",
        )
    if other and not told.manifest:
        listed = ", ".join(f"data/{name}" for name in other)
        told.open(
            "data",
            f"Not as published with this installation, and vouched for by nothing: {listed}.",
        )


def _findings(given: casefile.CaseFile, files: Mapping[str, bytes], told: Ledger) -> None:
    wrong = _verdicts(given.files.get(FINDINGS, b""), files[FINDINGS])
    told.say("findings", wrong, f"{FINDINGS} is, byte for byte, what the file’s own data gives.")
    for name in (TERMS, AREAS):
        differs = given.files.get(name) != files[name]
        told.say(
            "findings",
            [f"{name} comes out differently when it is made from the file’s data."] * differs,
            f"{name} is, byte for byte, what the file’s own data gives.",
        )


def _verdicts(before: bytes, after: bytes) -> list[str]:
    """Name attacks that are judged differently now, or that anything else differs."""
    if before == after:
        return []
    now: list[dict[str, Any]] = json.loads(after)
    try:
        was = {one["attack_id"]: one.get("verdict") for one in json.loads(before)}
        found = [
            f"{one['attack_id']} was {was.get(one['attack_id'])}, and comes out {one['verdict']}."
            for one in now
            if was.get(one["attack_id"]) != one["verdict"]
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return [f"{FINDINGS} cannot be read."]
    return found or [f"{FINDINGS} comes out differently when it is made from the file’s data."]


def _figures(given: casefile.CaseFile, files: Mapping[str, bytes], told: Ledger) -> None:
    stated, have = given.manifest["versions"], versions()
    other = sorted(name for name in have if stated.get(name) != have[name])
    other += ["base map"] if given.manifest.get("base_map") != base_map() else []
    drawn = {name: png for name, png in files.items() if name.startswith(FIGURES)}
    held = {name for name in given.files if name.startswith(FIGURES)}
    missing, more = sorted(set(drawn) - held), sorted(held - set(drawn))
    told.say("figures", [f"{name} is missing." for name in missing], "")
    told.say("figures", [f"{name} is of no attack of the file." for name in more], "")
    odd = sorted(name for name in set(drawn) & held if drawn[name] != given.files[name])
    same = len(set(drawn) & held) - len(odd)
    if same:
        figures = "1 figure is" if same == 1 else f"{same} figures are"
        told.say(
            "figures", [], f"{figures}, byte for byte, what is drawn from the file’s own data."
        )
    if odd and other and not told.manifest:
        told.open(
            "figures",
            f"{', '.join(odd)}: not what is drawn here, and by its own word drawn by other "
            f"versions ({', '.join(other)}), so that it cannot be compared. Hold it against "
            f"{FINDINGS}, or verify with the versions that the manifest names.",
        )
    elif odd and not other:
        told.say("figures", [f"{n} comes out differently when it is drawn again." for n in odd], "")


def _names(given: casefile.CaseFile, files: Mapping[str, bytes], told: Ledger) -> None:
    form, attacks = given.manifest["form"], given.manifest["attacks"]
    known = {DECISIONS, README, *files, *({CHAIN} if form > 1 else ())}
    named = " ".join(given.problems)  # what the manifest does not fit is named already
    stray = sorted(
        name
        for name in given.files
        if name not in known and not name.startswith((DATA, FIGURES)) and name not in named
    )
    told.say("manifest", [f"{name} is no part of a case file." for name in stray], "")
    if README not in named:
        differs = given.files.get(README) != readme(len(attacks), form=form)
        told.say(
            "manifest",
            [f"{README} is not the text that belongs there."] * differs,
            f"{README} is the text that belongs there.",
        )
