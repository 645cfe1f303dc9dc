"""Accepted permissions and teaming of a casebook, as records that the check reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from geo.atlas import Atlas
from geo.casebook.entry import STORE, Details, Entry
from geo.casebook.state import ReviewState, latest_decisions
from geo.errors import ConformError, Fault
from geo.records.record import Record
from geo.verdicts.fingerprints import attack_sha256
from geo.verdicts.rules_arrangements import PERMISSION_COVERS

COVERS: Mapping[str, tuple[str, ...]] = {
    "permission": tuple(PERMISSION_COVERS.split("|")),
    "teaming": (*PERMISSION_COVERS.split("|"), "facade_owner"),
}
"""Rules whose violation each arrangement can explain; a partner’s brand only by teaming."""


def citation(entry: Entry) -> str:
    """How a term names an entry as its source."""
    return f"casebook entry {entry.number}"


def arrangement(kind: str, *, group: str, with_group: str, covers: Iterable[str]) -> Details:
    """Details of a decision of teaming or permission.

    Parameters
    ----------
    kind
        `permission` or `teaming`.
    group
        Group that is named as the attacker.
    with_group
        Group that allowed it or took part.
    covers
        Ids of the rules that it explains.

    Raises
    ------
    ConformError
        When a word is not known, or nothing is explained.
    """
    chosen = list(dict.fromkeys(covers))
    known = COVERS.get(kind, ())
    faults = [
        Fault(0, name, given, problem, remedy)
        for name, given, holds, problem, remedy in (
            ("arrangement", kind, kind in COVERS, "not known", f"One of {', '.join(COVERS)}."),
            (
                "with_group",
                with_group,
                bool(with_group) and with_group != group,
                "no other group",
                "Name the group that allowed it or took part.",
            ),
            (
                "covers",
                "|".join(chosen),
                bool(chosen) and set(chosen) <= set(known),
                "not violations that it can explain",
                f"Some of {', '.join(known)}.",
            ),
        )
        if not holds
    ]
    if faults:
        raise ConformError(STORE, faults)
    details = {
        "arrangement": kind,
        "group": group,
        "with_group": with_group,
        "covers": "|".join(chosen),
    }
    return tuple(sorted(details.items()))


def accepted_arrangements(entries: Iterable[Entry], *, record: Record) -> list[ReviewState]:
    """Accepted decisions of teaming or permission that judged the attack as it now stands."""
    return [
        review_state
        for review_state in latest_decisions(entries).values()
        if review_state.review.detail("arrangement")
        and review_state.review.attack_id in record.attacks.index
        and review_state.review.attack_sha256
        == attack_sha256(record, review_state.review.attack_id)
    ]


def with_decisions(atlas: Atlas, entries: Iterable[Entry], *, record: Record) -> Atlas:
    """Give an atlas whose arrangements hold the accepted ones too; the one given stays as it is.

    Parameters
    ----------
    atlas
        Registries and areas.
    entries
        Of a casebook that was verified.
    record
        The attacks that will be checked: a decision counts for the very row that it judged.
    """
    accepted = accepted_arrangements(entries, record=record)
    if not accepted:
        return atlas
    table = atlas.registry.arrangements
    dated = {name for name, dtype in table.dtypes.items() if dtype.kind == "M"}
    empty = {str(name): pd.NaT if name in dated else "" for name in table.columns}
    rows = pd.DataFrame([{**empty, **_row(review_state, atlas)} for review_state in accepted])
    rows = rows.set_index("arrangement_id").astype(table.dtypes.to_dict())[list(table.columns)]
    made = replace(atlas, registry=replace(atlas.registry, arrangements=pd.concat([table, rows])))
    # Read once: decisions do not change it.
    object.__setattr__(made, "record", atlas.record)
    return made


def _row(review_state: ReviewState, atlas: Atlas) -> dict[str, str]:
    entry = review_state.review
    other = atlas.registry.short_name(entry.detail("with_group"))
    kind = entry.detail("arrangement")
    what = f"Permission by {other}" if kind == "permission" else f"Teaming with {other}"
    note = f": {entry.note}" if entry.note else "."
    return {
        "arrangement_id": f"casebook_{entry.number}",
        "kind": kind,
        "group_id": entry.detail("group"),
        "with_group": entry.detail("with_group"),
        "attack_id": entry.attack_id,
        "explains": entry.detail("covers"),
        "text": f"{what}, decided by {review_state.reviewers()}{note}",
        "source_id": citation(entry),
    }
