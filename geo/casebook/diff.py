"""What changed between two snapshots: attacks, ground, rules and decisions, one line each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo import crs
from geo.areas.age import SEEN, DatedStatement
from geo.casebook.snapshot import Objects, Snapshot

KINDS: Mapping[str, str] = {
    "new attack": "an attack that was not there",
    "attack gone": "an attack that is no longer there",
    "moved": "launch or target lie elsewhere, or are known better or worse",
    "re-attributed": "another group, or other claims",
    "verdict": "another verdict",
    "corrected": "other cells of the row",
    "new area": "ground that was not there",
    "area gone": "ground that is no longer there",
    "area changed": "another recipe, date or citation",
    "rules": "rules or registries are others",
    "decision": "an entry of the casebook",
    "casebook": "the casebook does not go on where it was",
}
"""Kinds of change, in the order of the list."""

_PLACE = ("place", "place_id", "lat", "lon", "radius_km")
_ATTRIBUTION = (
    "assessed_group",
    "assessed_by",
    "assessed_confidence",
    "assessed_wording",
    "claims",
)
_DERIVED = ("found", "attack_id")


@dataclass(frozen=True)
class Change:
    """One change.

    Parameters
    ----------
    kind
        One of `KINDS`.
    subject
        Id of the attack or area, or number of the entry.
    title
        Name of it for people.
    text
        What changed, in one sentence.
    """

    kind: str
    subject: str
    title: str
    text: str


def compare(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """List what changed, in the order of `KINDS`, then by subject."""
    found = [
        *_attacks(before.attacks, after.attacks),
        *_areas(before.areas, after.areas),
        *_rules(before, after),
        *_decisions(before, after),
    ]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda one: (order[one.kind], *_natural(one.subject))))


def _natural(subject: str) -> tuple[int, str]:
    return (int(subject), "") if subject.isascii() and subject.isdigit() else (0, subject)


def _attacks(before: Objects, after: Objects) -> Iterator[Change]:
    for ident in sorted({*before, *after}):
        old, new = before.get(ident), after.get(ident)
        state = new or old or {}
        title = str(state.get("title", ident))
        if old is None or new is None:
            verdict = str(state["found"].get("verdict", ""))
            kind = "new attack" if old is None else "attack gone"
            yield Change(
                kind, ident, title, f"{title} ({state.get('date', 'undated')}): {verdict}."
            )
        elif old != new:
            yield from _changed(ident, title, old, new)


def _changed(
    ident: str, title: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    for role in ("target", "launch"):
        text = _moved(role, old, new)
        if text:
            yield Change("moved", ident, title, text)
    was, is_ = (str(one["found"].get("asserted_group", "nobody")) for one in (old, new))
    if was != is_:
        yield Change("re-attributed", ident, title, f"Named was {was}, now {is_}.")
    else:
        other = [name for name in _ATTRIBUTION if old.get(name) != new.get(name)]
        if other:
            yield Change("re-attributed", ident, title, f"Changed: {_listed(other)}.")
    was, is_ = (str(one["found"].get("verdict", "")) for one in (old, new))
    if was != is_:
        yield Change("verdict", ident, title, f"Was {was}, now {is_}.")
    places = {f"{role}_{part}" for role in ("target", "launch") for part in _PLACE}
    rest = sorted({*old, *new} - places - {*_ATTRIBUTION, *_DERIVED})
    other = [name for name in rest if old.get(name) != new.get(name)]
    if other:
        yield Change("corrected", ident, title, f"Changed: {_listed(other)}.")


def _listed(names: list[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _moved(role: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    was, is_ = ({part: one.get(f"{role}_{part}") for part in _PLACE} for one in (old, new))
    if was == is_:
        return ""
    names = [str(one["place"] or "not known") for one in (was, is_)]
    ends: list[Any] = [one[axis] for one in (was, is_) for axis in ("lon", "lat")]
    text = f"{role.capitalize()} was {names[0]}, now {names[1]}"
    if all(isinstance(end, int | float) and math.isfinite(end) for end in ends):
        lon, lat, to_lon, to_lat = ends
        km = crs.GEOD.inv(lon, lat, to_lon, to_lat)[2] / 1000
        text += f", {km:.1f} km away"
    if was["radius_km"] != is_["radius_km"]:
        known = [
            f"±{x:g} km" if isinstance(x, int | float) else "not known"
            for x in (was["radius_km"], is_["radius_km"])
        ]
        text += f"; known to {known[0]}, now {known[1]}"
    return text + "."


def _areas(before: Objects, after: Objects) -> Iterator[Change]:
    for ident in sorted({*before, *after}):
        old, new = before.get(ident), after.get(ident)
        title = str((new or old or {}).get("title", ident))
        if old is None or new is None:
            yield Change("new area" if old is None else "area gone", ident, title, f"{title}.")
        elif old != new:
            yield Change("area changed", ident, title, _ground_text(old, new))


def _ground_text(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What is other with ground: when it was last seen and how sure that makes it, old and new."""
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    was, is_ = (_last_seen(one) for one in (old, new))
    parts = [f"Last seen {was or 'never'}, now {is_ or 'never'}."] if was != is_ else []
    if "confidence" in names:
        parts.append(f"Confidence was {old.get('confidence')}, now {new.get('confidence')}.")
    rest = [name for name in names if name not in {"confidence", SEEN, "counted_confidence"}]
    if SEEN in names:
        fewer, more = (len(one.get(SEEN, ())) for one in (old, new))
        parts.append(f"Told by {fewer} dated words of sources, now {more}.")
    return " ".join([*parts, f"Changed: {_listed(rest)}."][: len(parts) + bool(rest)])


def _last_seen(area: Mapping[str, Any]) -> str:
    """Last day on which anything confirms ground, its own source or a sighting."""
    words = [DatedStatement(*word) for word in area.get(SEEN, ())]
    days = [str(one.last) for one in words if one.effect == "confirms"]
    return max([*days, str(area.get("last_confirmed", ""))])


def _rules(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    if before.method_sha256 != after.method_sha256:
        text = "Rules or registries are others: verdicts may differ though no attack changed."
        yield Change("rules", "rules", "Rules and registries", text)


def _decisions(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old = [str(entry["sha256"]) for entry in before.entries]
    new = [str(entry["sha256"]) for entry in after.entries]
    common = 0
    while common < min(len(old), len(new)) and old[common] == new[common]:
        common += 1
    if common < len(old):
        text = f"Entry {common + 1} of the earlier state is not in the later one."
        yield Change("casebook", str(common + 1), "Casebook", text)
    for entry in after.entries[common:]:
        verb = {"concur": "agrees with", "dissent": "dissents from", "withdraw": "takes back"}
        kind = str(entry.get("kind", ""))
        what = (
            f"{entry.get('decision')}"
            if kind == "review"
            else f"{verb.get(kind, kind)} entry {entry.get('about')}"
        )
        text = f"{entry.get('by')}: {what}."
        title = str(entry.get("attack_id", ""))
        known = after.attacks.get(title, {}).get("title", title)
        yield Change("decision", str(entry.get("number", "")), str(known), text)
