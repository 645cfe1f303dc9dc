"""A decision on an attack as an entry that says what it judged: row, ground, rules and verdict."""

from __future__ import annotations

from collections.abc import Iterable

from geo import __version__
from geo.atlas import Atlas
from geo.casebook.arrangements import COVERS, arrangement
from geo.casebook.entry import STORE, Details, Entry
from geo.errors import ConformError, Fault
from geo.records.record import Record
from geo.verdicts.check import Findings
from geo.verdicts.fingerprints import areas_sha256, attack_sha256, method_sha256

_NEEDS = {"teaming or permission": "arrangement", "area out of date": "area_id"}


def violations(findings: Findings, ident: str) -> tuple[str, ...]:
    """Ids of the rules that an attack breaks and that an arrangement could explain, in order."""
    terms = findings.terms
    mine = terms[(terms["attack_id"] == ident) & (terms["effect"] == "breaks")]
    known = {rule for covered in COVERS.values() for rule in covered}
    return tuple(dict.fromkeys(rule for rule in mine["rule_id"] if rule in known))


def together(
    findings: Findings, ident: str, *, kind: str, with_group: str, covers: Iterable[str] = ()
) -> Details:
    """Details of a decision that two groups acted together, or one let the other act.

    Parameters
    ----------
    findings
        As the attack stands.
    ident
        The attack.
    kind
        `permission` or `teaming`.
    with_group
        The other group.
    covers
        Rules that it explains; without any all that the attack breaks and the kind can explain.

    Raises
    ------
    ConformError
        When nothing is broken that it could explain, or nobody is named.
    """
    group = str(findings.table.at[ident, "asserted_group"])
    open_ = [rule for rule in violations(findings, ident) if rule in COVERS.get(kind, ())]
    chosen = list(covers) or open_
    if not chosen or not group:
        problem = "no violation that an arrangement could explain"
        raise ConformError(STORE, [Fault(0, "covers", ident, problem, "Decide otherwise.")])
    return arrangement(kind, group=group, with_group=with_group, covers=chosen)


def review(
    atlas: Atlas,
    findings: Findings,
    ident: str,
    *,
    by: str,
    decision: str,
    note: str = "",
    source: str = "",
    reliability: str = "",
    credibility: str = "",
    details: Details = (),
    record: Record | None = None,
) -> Entry:
    """Make the entry of a decision on an attack.

    Parameters
    ----------
    atlas
        Registries, areas and record as published, without the casebook’s own evidence.
    findings
        What the check says of the attack.
    ident
        The attack.
    by, decision, note, source, reliability, credibility, details
        See `geo.casebook.entry.Entry`.
    record
        Holds the attack, such as the attacks that a person entered; the atlas's own when None.

    Raises
    ------
    ConformError
        When there is no such attack, or the decision lacks what it needs.
    """
    held = atlas.record if record is None else record
    if ident not in held.attacks.index:
        fault = Fault(
            0, "attack_id", ident, "not in this record", "`fasail-atlas check` lists all."
        )
        raise ConformError(STORE, [fault])
    needed = _NEEDS.get(decision)
    if needed and needed not in dict(details):
        remedy = (
            "Say whether permission or teaming, and with whom."
            if needed == "arrangement"
            else "Name the area, and give its recipe as it should be."
        )
        raise ConformError(STORE, [Fault(0, needed, "", f"“{decision}” needs more", remedy)])
    if details and not needed:
        fault = Fault(0, "details", "", f"“{decision}” takes none", "Leave them out.")
        raise ConformError(STORE, [fault])
    return Entry(
        by=by,
        kind="review",
        attack_id=ident,
        decision=decision,
        note=note,
        source=source,
        reliability=reliability,
        credibility=credibility,
        details=details,
        verdict=str(findings.table.at[ident, "verdict"]),
        attack_sha256=attack_sha256(held, ident),
        areas_sha256=areas_sha256(atlas.areas),
        method_sha256=method_sha256(atlas.registry),
        method_version=__version__,
    )


def answer(meant: Entry, kind: str, *, by: str, note: str = "") -> Entry:
    """Make the entry that agrees with, contradicts or takes back another.

    It carries the hashes of what the other judged: that is what it speaks of.
    """
    return Entry(
        by=by,
        kind=kind,
        attack_id=meant.attack_id,
        note=note,
        about=meant.number,
        verdict=meant.verdict,
        attack_sha256=meant.attack_sha256,
        areas_sha256=meant.areas_sha256,
        method_sha256=meant.method_sha256,
        method_version=meant.method_version,
    )
