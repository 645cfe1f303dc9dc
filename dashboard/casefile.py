"""Case files made and verified: both judge and draw from the very data that the file holds."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.rows import assemble, names_of
from geo import casefile
from geo.areas import area_km2
from geo.atlas import Atlas
from geo.casebook.book import Casebook
from geo.casebook.entry import Entry, as_object, digest, from_object
from geo.casebook.evidence import with_decisions
from geo.casefile_data import areas_geojson, data_files, load
from geo.check import Findings, check
from geo.errors import AtlasError, ConformError, Fault
from geo.paths import bundled_dir
from geo.report import findings_objects
from geo.writers.spreadsheet import csv_text
from layers.attack_figure import attack_png
from layers.base import base_layers
from layers.brief.manifest import versions

DATA, FIGURES = "data/", "figures/"
DECISIONS, FINDINGS, TERMS, AREAS, README = (
    "decisions.jsonl", "findings.json", "terms.csv", "areas.geojson", "README.txt",
)  # fmt: skip
_BASE_MAP = ("base/neighbours.geojson", "base/towns.csv", "base/units.geojson",
             "base/water.geojson")  # fmt: skip
_TELLS = """A case file of fasail-atlas: what is known of {many}, and how it was judged.

data/            rows, claims and sources of these attacks; all registries, recipes and outlines
areas.geojson    ground in force on their days, compiled
findings.json    verdict, flags, terms and sources of each attack
terms.csv        the terms alone
decisions.jsonl  what reviewers decided on them, one entry of the casebook a line
figures/         a map of each attack whose place is known
manifest.json    versions, head of the casebook, sha256 of every file

Verify it on any machine, offline: fasail-atlas casefile verify FILE
Areas are assessments; a mismatch is a question, and consistent is no proof.
"""


@dataclass(frozen=True)
class Verified:
    """What came of verifying a case file.

    Parameters
    ----------
    problems
        What does not hold, one sentence each; none when all holds.
    notes
        What a reader should know beside.
    attacks
        How many attacks were judged anew.
    figures
        How many figures were drawn anew.
    """

    problems: tuple[str, ...]
    notes: tuple[str, ...]
    attacks: int
    figures: int


def make(
    atlas: Atlas,
    findings: Findings,
    entries: Sequence[Entry],
    idents: Sequence[str],
    *,
    made: dt.datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Make the case file of some attacks.

    Parameters
    ----------
    atlas
        Data as published, without the casebook’s own evidence.
    findings
        Of its record, with that evidence.
    entries
        Of the casebook, all of them.
    idents
        The attacks.
    made
        When it is made, with a time zone.
    progress
        Called with each attack’s id before it is drawn.

    Raises
    ------
    AtlasError
        When the file’s own data would not give the findings that are shown.
    """
    mine = [entry for entry in entries if entry.attack_id in set(idents)]
    held = {DATA + name: content for name, content in data_files(atlas, idents).items()}
    held[DECISIONS] = "".join(
        json.dumps(as_object(entry), ensure_ascii=False) + "\n" for entry in mine
    ).encode()
    derived, again = _derived(held, mine, progress=progress)
    shown = findings.table.loc[list(again.table.index), "verdict"]
    if set(again.table.index) != set(idents) or list(shown) != list(again.table["verdict"]):
        raise AtlasError(
            "the data of the case file gives other findings than those shown. Load the data "
            "again, then repeat; if it stays so, report it."
        )
    many = "1 attack" if len(idents) == 1 else f"{len(idents)} attacks"
    told = {
        "made": made.isoformat(),
        "attacks": list(again.table.index),
        "casebook": {"entries": len(entries), "head": entries[-1].sha256 if entries else "0" * 64},
        "versions": versions(),
        "base_map": _base_map(),
    }
    readme = {README: _TELLS.format(many=many).encode()}
    return casefile.write({**held, **derived, **readme}, told)


def _base_map() -> dict[str, str]:
    folder = bundled_dir()
    return {name: casefile.sha256((folder / name).read_bytes()) for name in _BASE_MAP}


def _derived(
    held: Mapping[str, bytes], entries: Sequence[Entry], *, progress: Callable[[str], None]
) -> tuple[dict[str, bytes], Findings]:
    """Judge and draw from the data of a case file alone."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in held.items():
            if name.startswith(DATA):
                path = root / name.removeprefix(DATA)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        atlas = load(root)
        record = atlas.record
    found = check(record, atlas=with_decisions(atlas, entries, record=record))
    objects = findings_objects(found, reports=record.reports)
    days = found.table["judged_on"].dropna().unique()
    text = json.dumps(objects, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    files = {
        FINDINGS: text.encode(),
        TERMS: csv_text(_terms(found.terms)).encode(),
        AREAS: areas_geojson(atlas.areas, list(days)),
        **_figures(atlas, found, progress=progress),
    }
    return files, found


def _terms(terms: pd.DataFrame) -> pd.DataFrame:
    joined = {name: terms[name].map("|".join) for name in ("favours", "against")}
    return terms.assign(**joined).set_index("attack_id")


def _figures(atlas: Atlas, found: Findings, *, progress: Callable[[str], None]) -> dict[str, bytes]:
    rows = assemble(found, atlas=atlas)
    rows = rows.assign(date=rows["when"])
    # The base map is never read from a file of others: GDAL would open what it names.
    base, names = base_layers(bundled_dir(), places=atlas.gazetteer.table), names_of(atlas)
    # An attack of no day at all is drawn on the ground of the last day of the others.
    days = found.table["judged_on"].fillna(found.table["date_latest"].max()).dropna()
    drawn: dict[str, bytes] = {}
    for number, (ident, on) in enumerate(days.items(), start=1):
        progress(str(ident))
        ground = atlas.areas.in_force(on)
        png = attack_png(
            rows.loc[[ident]],
            ground=ground.assign(area_km2=area_km2(ground)),
            extents=atlas.areas.extents,
            base=base,
            names=names,
            theme="light",
        )
        if png is not None:
            drawn[f"{FIGURES}{number:03d}.png"] = png
    return drawn


def verify(
    content: bytes,
    *,
    file: str,
    book: Casebook | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Verified:
    """Compare a case file with its manifest, judge its attacks and draw its figures anew.

    Parameters
    ----------
    content
        The file.
    file
        Its name, for messages.
    book
        Casebook that must have the file’s head, or None.
    progress
        Called with each attack’s id before it is drawn.

    Raises
    ------
    ConformError
        When it is no case file, or its data cannot be read at all.
    """
    given = casefile.read(content, file=file)
    problems, notes = list(given.problems), []
    entries = _entries(given.files.get(DECISIONS, b""), problems)
    if book is not None:
        seen = book.verify(given.manifest["casebook"]["head"])
        problems += [] if seen.whole else [f"The casebook {book.name}: {seen.sentence()}"]
    told, have = given.manifest["versions"], versions()
    other = sorted(name for name in have if told.get(name) != have[name])
    other += ["base map"] if given.manifest.get("base_map") != _base_map() else []
    derived, found = _derived(given.files, entries, progress=progress)
    if list(found.table.index) != given.manifest["attacks"]:
        problems.append("The attacks of the data are not those of the manifest.")
    problems += _verdicts(given.files.get(FINDINGS, b""), derived[FINDINGS])
    for name in (TERMS, AREAS):
        if given.files.get(name) != derived[name]:
            problems.append(f"{name} comes out differently when it is made anew.")
    figures = {name: png for name, png in derived.items() if name.startswith(FIGURES)}
    held = {name for name in given.files if name.startswith(FIGURES)}
    odd = sorted(name for name in {*figures, *held} if figures.get(name) != given.files.get(name))
    if odd and other:
        notes.append(
            f"{len(odd)} figures come out differently, drawn by other versions than the file’s: "
            f"{', '.join(other)}."
        )
    elif odd:
        problems += [f"{name} comes out differently when it is drawn anew." for name in odd]
    return Verified(tuple(problems), tuple(notes), len(found.table), len(figures))


def _entries(content: bytes, problems: list[str]) -> list[Entry]:
    entries = []
    try:
        for line in content.decode("utf-8").splitlines():
            entry = from_object(json.loads(line))
            if digest(entry) != entry.sha256:
                problems.append(f"Entry {entry.number} of {DECISIONS} was changed.")
            entries.append(entry)
    except (ValueError, TypeError, RecursionError) as error:
        fault = Fault(len(entries) + 1, "", "", "not an entry", "Ask for the file anew.")
        raise ConformError(DECISIONS, [fault]) from error
    return entries


def _verdicts(before: bytes, after: bytes) -> list[str]:
    """Tell which attacks are judged differently now, or that anything else differs."""
    if before == after:
        return []
    now: list[dict[str, Any]] = json.loads(after)
    try:
        was = {one["attack_id"]: one.get("verdict") for one in json.loads(before)}
    except (ValueError, TypeError, KeyError, RecursionError):
        return [f"{FINDINGS} cannot be read."]
    found = [
        f"{one['attack_id']} was {was.get(one['attack_id'])}, and comes out {one['verdict']}."
        for one in now
        if was.get(one["attack_id"]) != one["verdict"]
    ]
    return found or [f"{FINDINGS} comes out differently when it is made anew."]
