"""Answers of a day, frozen with the hashes of what they rest on, and how they fared since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from geo.atlas import Atlas
from geo.attribution.indications import INDICATIONS
from geo.attribution.points_to import Points
from geo.errors import AtlasError
from geo.evaluation.points_score import OUTCOMES, outcome
from geo.schemas.tokens import POINTS_STRENGTHS
from geo.verdicts.check import Findings
from geo.verdicts.fingerprints import areas_sha256, attack_sha256, method_sha256, sha256

FORM, KIND = 1, "fasail-atlas points"
SINCE, BEFORE, OPEN, GONE = "assessed since", "assessed before", "not assessed", "not in the record"
STATES = (SINCE, BEFORE, OPEN, GONE)
"""What became of a frozen answer: only those assessed since are a test."""

_ANSWER = ("groups", "strength", "mixed")
_KEYS = ("attack_id", "sha256", "assessed", *_ANSWER, "without_claim")


def hashes(atlas: Atlas, findings: Findings) -> dict[str, str]:
    """Hashes of what answers rest on: attacks and claims, ground, and the rules with their rows."""
    ids = [str(one) for one in findings.table.index]
    return {
        "attacks": sha256({one: attack_sha256(atlas.record, one) for one in ids}),
        "ground": areas_sha256(atlas.areas),
        "rules": sha256(
            {
                "registries": method_sha256(findings.cases.registry),
                "indications": {ident: asdict(one) for ident, one in INDICATIONS.items()},
            }
        ),
    }


def _assessed(findings: Findings) -> dict[str, str]:
    """Assessed groups by attack id, joined by `|`; empty where nobody assessed it."""
    stated = findings.cases.attacks["assessed_group"]
    return {str(ident): str(cell) for ident, cell in stated.items()}


def freeze(
    atlas: Atlas, findings: Findings, points: Points, *, on: dt.date, version: str
) -> dict[str, Any]:
    """Write down what every attack that counts points to.

    Parameters
    ----------
    atlas
        Whose record the findings are of.
    findings, points
        Of that record.
    on
        Today.
    version
        Of the program.

    Returns
    -------
    Plain JSON: `kind, form, made_on, version, hashes, answers`, see `_KEYS` for the last.
    """
    cells = _assessed(findings)
    rows = points.table[findings.cases.attacks["counts"].astype(bool)]
    return {
        "kind": KIND,
        "form": FORM,
        "made_on": on.isoformat(),
        "version": version,
        "hashes": hashes(atlas, findings),
        "answers": [
            {
                "attack_id": str(ident),
                "sha256": attack_sha256(atlas.record, str(ident)),
                "assessed": cells[str(ident)] != "",
                "groups": list(row["groups"]),
                "strength": row["strength"],
                "mixed": bool(row["mixed"]),
                "without_claim": {
                    "groups": list(row["without_groups"]),
                    "strength": row["without_strength"],
                    "mixed": bool(row["without_mixed"]),
                },
            }
            for ident, row in zip(rows.index, rows.to_dict("records"), strict=True)
        ],
    }


def read_frozen(content: bytes, *, file: str) -> dict[str, Any]:
    """Read what `freeze` gave.

    Raises
    ------
    AtlasError
        For a file that is none of these, or lacks a part.
    """
    remedy = "Give a file that `fasail-atlas points freeze` wrote."
    try:
        stated = json.loads(content)
    except ValueError as error:
        raise AtlasError(f"{file} is no JSON: {error}. {remedy}") from error
    if not isinstance(stated, dict) or stated.get("kind") != KIND:
        raise AtlasError(f"{file} holds no frozen answers. {remedy}")
    if stated.get("form") != FORM:
        raise AtlasError(f"{file} is of form {stated.get('form')}; this version reads {FORM}.")
    faults = [
        f"{key} is missing"
        for key in ("made_on", "version", "hashes", "answers")
        if key not in stated
    ]
    for number, one in enumerate(stated.get("answers", []), start=1):
        faults += [f"answer {number} lacks {key}" for key in _KEYS if key not in one]
        if not faults and one["strength"] not in POINTS_STRENGTHS:
            faults.append(f"answer {number} has the strength {one['strength']!r}")
    if faults:
        raise AtlasError(f"{file} is not whole: {'; '.join(faults[:5])}. {remedy}")
    return stated


@dataclass(frozen=True, eq=False)
class Fared:
    """How frozen answers fared.

    Parameters
    ----------
    cases
        One row an answer, by attack id: `state` (see `STATES`), `groups`, `strength`, `mixed`,
        `assessed` (tuple, now), `outcome` (empty unless assessed since), `now` (groups that the
        attack points to today) and `changed` (whether the attack's own row or claims changed).
    changed
        Names of the hashes that are not those of today.
    made_on
        Day of the frozen answers.
    """

    cases: pd.DataFrame
    changed: tuple[str, ...]
    made_on: str

    def by_strength(self) -> pd.DataFrame:
        """Outcomes of answers assessed since, by strength: `n` and one column an outcome."""
        since = self.cases[self.cases["state"] == SINCE]
        table = pd.crosstab(since["strength"], since["outcome"]).reindex(
            index=list(POINTS_STRENGTHS), columns=list(OUTCOMES), fill_value=0
        )
        out = table.rename_axis(index=None, columns=None)
        out.insert(0, "n", table.sum(axis=1))
        return out


def fared(old: Mapping[str, Any], atlas: Atlas, findings: Findings, points: Points) -> Fared:
    """Hold frozen answers against what sources have assessed since.

    Parameters
    ----------
    old
        As `read_frozen` gives it.
    atlas, findings, points
        Of today.
    """
    cells = _assessed(findings)
    now_named = {str(ident): groups for ident, groups in points.table["groups"].items()}
    rows = []
    for one in old["answers"]:
        ident = str(one["attack_id"])
        there = ident in cells
        cell = cells.get(ident, "")
        assessed = tuple(cell.split("|")) if cell else ()
        state = GONE if not there else BEFORE if one["assessed"] else SINCE if cell else OPEN
        rows.append(
            {
                "attack_id": ident,
                "state": state,
                "groups": tuple(one["groups"]),
                "strength": one["strength"],
                "mixed": bool(one["mixed"]),
                "assessed": assessed,
                "outcome": outcome(one["groups"], assessed, mixed=bool(one["mixed"]))
                if state == SINCE
                else "",
                "now": now_named.get(ident, ()),
                "changed": there and attack_sha256(atlas.record, ident) != one["sha256"],
            }
        )
    columns = ("attack_id", "state", "groups", "strength", "mixed", "assessed", "outcome", "now",
               "changed")  # fmt: skip
    cases = pd.DataFrame(rows, columns=list(columns)).set_index("attack_id")
    now = hashes(atlas, findings)
    changed = tuple(name for name, value in now.items() if old["hashes"].get(name) != value)
    return Fared(cases, changed, str(old["made_on"]))


def fared_object(stated: Fared) -> dict[str, Any]:
    """How frozen answers fared, as plain JSON."""
    table = stated.by_strength()
    return {
        "made_on": stated.made_on,
        "changed": list(stated.changed),
        "since": [
            {"strength": str(word), **{str(name): int(many) for name, many in row.items()}}
            for word, row in zip(table.index, table.to_dict("records"), strict=True)
        ],
        "answers": [
            {
                "attack_id": str(ident),
                "state": row["state"],
                "groups": list(row["groups"]),
                "strength": row["strength"],
                "mixed": bool(row["mixed"]),
                "assessed": list(row["assessed"]),
                "outcome": row["outcome"] or None,
                "now": list(row["now"]),
                "changed": bool(row["changed"]),
            }
            for ident, row in zip(stated.cases.index, stated.cases.to_dict("records"), strict=True)
        ],
    }
