"""Hashes that say which attack, which ground and which rules a decision or a file rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from geo.areas.table import Areas
from geo.records.record import Record
from geo.reference.registry import Registry
from geo.verdicts.rules import RULES, Rule

_DIGITS = 6
"""Decimals of a coordinate that count; 0.1 m."""


def plain(value: Any) -> Any:
    """Cell as plain JSON; None for what is empty or unknown."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return None if pd.isna(value) or value == "" else _scalar(value)


def _scalar(value: Any) -> bool | int | float | str:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        # A column is whole or not by its other rows, which must not change this row's hash.
        number = round(float(value), _DIGITS)
        return int(number) if number.is_integer() else number
    return value.strftime("%Y-%m-%d") if isinstance(value, pd.Timestamp) else str(value)


def filled(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Cells of a row that say something, as plain JSON, by column.

    A column that a later version adds is empty for older rows and does not change their hash.
    """
    cells = {str(name): plain(value) for name, value in row.items()}
    return {name: value for name, value in cells.items() if value not in (None, [], {})}


def sha256(value: Any) -> str:
    """Hash of plain JSON, keys sorted, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def attack_objects(record: Record, idents: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Rows of attacks with their claims in order, as plain JSON, by attack id.

    Raises
    ------
    KeyError
        When the record has no such attack.
    """
    rows = record.attacks.loc[list(idents)].to_dict("records")
    claims = record.claims[record.claims["attack_id"].isin(idents)].sort_values("claim_order")
    claimed: dict[str, list[dict[str, Any]]] = {ident: [] for ident in idents}
    for claim in claims.to_dict("records"):
        claimed[claim["attack_id"]].append(filled(claim))
    return {
        ident: {"attack_id": ident, **filled(row), "claims": claimed[ident]}
        for ident, row in zip(idents, rows, strict=True)
    }


def attack_sha256(record: Record, ident: str) -> str:
    """Hash of an attack's row and claims; see `attack_objects`."""
    return sha256(attack_objects(record, [ident])[ident])


def area_objects(areas: Areas) -> dict[str, dict[str, Any]]:
    """Definition of each area as plain JSON, by area id: recipe, dates, citation; no geometry."""
    table = pd.DataFrame(areas.table.drop(columns="geometry"))
    rows = zip(table.index.astype(str), table.to_dict("records"), strict=True)
    return {ident: filled(row) for ident, row in rows}


def areas_sha256(areas: Areas) -> str:
    """Hash of all areas and of the outlines that their recipes were compiled against."""
    return sha256({"outlines": areas.source, "areas": area_objects(areas)})


def method_sha256(registry: Registry, rules: tuple[Rule, ...] = RULES) -> str:
    """Hash of the rules and of the registries that hold their rows."""
    rule_rows = [[rule.rule_id, rule.question, rule.effect, rule.registry] for rule in rules]
    frames = {
        one.name: [
            filled(row) for row in getattr(registry, one.name).reset_index().to_dict("records")
        ]
        for one in fields(Registry)
    }
    return sha256({"rules": rule_rows, "registries": frames})
