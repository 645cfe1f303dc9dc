"""A state of data, findings and decisions in one file, to be compared with another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from geo import __version__
from geo.atlas import Atlas
from geo.casebook.entry import GENESIS, Entry, as_object
from geo.errors import ConformError, Fault
from geo.verdicts.check import Findings
from geo.verdicts.fingerprints import (
    area_objects,
    areas_sha256,
    attack_objects,
    filled,
    method_sha256,
)

FORM = 1
LARGEST_BYTES = 200_000_000

Objects = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Snapshot:
    """What stood at one moment.

    Parameters
    ----------
    form
        Version of the file’s form.
    version
        Of fasail-atlas.
    areas_sha256, method_sha256
        Hashes of the areas, and of rules and registries; see `geo.verdicts.fingerprints`.
    head
        Hash of the casebook’s last entry.
    attacks
        Row and claims of each attack, with `found`: `asserted_group`, `asserted_from`, `verdict`
        and `distance_km`, by attack id.
    areas
        Definition of each area, by area id.
    entries
        The casebook’s entries in their order.
    """

    form: int
    version: str
    areas_sha256: str
    method_sha256: str
    head: str
    attacks: Objects
    areas: Objects
    entries: tuple[Mapping[str, Any], ...]


def take(atlas: Atlas, findings: Findings, entries: Iterable[Entry] = ()) -> Snapshot:
    """Take a snapshot of an atlas whose record was checked.

    Parameters
    ----------
    atlas
        Data as published, without the casebook’s own evidence.
    findings
        Of its record, with that evidence.
    entries
        Of the casebook.
    """
    decisions = [as_object(entry) for entry in entries]
    found = findings.table[["asserted_group", "asserted_from", "verdict", "distance_km"]]
    found = found.assign(distance_km=found["distance_km"].round(1))
    rows = dict(zip(found.index.astype(str), found.to_dict("records"), strict=True))
    attacks = attack_objects(atlas.record, list(rows))
    return Snapshot(
        FORM,
        __version__,
        areas_sha256(atlas.areas),
        method_sha256(atlas.registry),
        decisions[-1]["sha256"] if decisions else GENESIS,
        {ident: {**attacks[ident], "found": filled(row)} for ident, row in rows.items()},
        area_objects(atlas.areas),
        tuple(decisions),
    )


def to_bytes(snapshot: Snapshot) -> bytes:
    """Write a snapshot as JSON in UTF-8; the same state gives the same bytes."""
    text = json.dumps(asdict(snapshot), ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")


def read(content: bytes, *, file: str) -> Snapshot:
    """Read what `to_bytes` wrote.

    Raises
    ------
    ConformError
        When it is no snapshot, or one of a later form.
    """
    remedy = "Give a file that `fasail-atlas snapshot` wrote."
    if len(content) > LARGEST_BYTES:
        problem = f"larger than {LARGEST_BYTES // 1_000_000} MB"
        raise ConformError(file, [Fault(0, "", "", problem, remedy)])
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        document = None
    names = {one.name for one in fields(Snapshot)}
    if not isinstance(document, dict) or set(document) != names or not _sound(document):
        raise ConformError(file, [Fault(0, "", "", "not a snapshot", remedy)])
    if document["form"] != FORM:
        later = "Use a newer fasail-atlas."
        raise ConformError(file, [Fault(0, "form", str(document["form"]), "not known", later)])
    return Snapshot(**{**document, "entries": tuple(document["entries"])})


def _sound(document: Mapping[str, Any]) -> bool:
    texts = all(isinstance(document[name], str) for name in ("version", "head", "method_sha256"))
    tables = all(
        isinstance(document[name], dict)
        and all(isinstance(row, dict) for row in document[name].values())
        for name in ("attacks", "areas")
    )
    if not (texts and tables and isinstance(document["entries"], list)):
        return False
    entries = all(
        isinstance(one, dict) and isinstance(one.get("sha256"), str) for one in document["entries"]
    )
    return entries and all(
        isinstance(row.get("found"), dict)
        and isinstance(row.get("claims"), list)
        and all(isinstance(claim, dict) for claim in row["claims"])
        for row in document["attacks"].values()
    )
