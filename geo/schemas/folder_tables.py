"""What each table of a data folder must hold: its columns, their types, words and references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from geo.schemas.attacks import CLAIM_COLUMNS, CONFLICT_COLUMNS, METHODS, REPORT_COLUMNS
from geo.schemas.tokens import (
    MEMBER_SCOPES,
    SIGHTING_KINDS,
    SIGHTING_STRENGTHS,
    STANDING_STATES,
    STRENGTHS,
    UMBRELLA,
    UNIT_SPELLINGS,
)

Kind = Literal["text", "day", "date", "number", "whole"]


@dataclass(frozen=True)
class Column:
    """What a cell of a column may hold.

    Parameters
    ----------
    kind
        `text`, `day` (YYYY-MM-DD), `date` (a day, a month or a year), `number`, or `whole`.
    needed
        The header has to have it; a column that may lack is read as empty.
    filled
        Every cell holds something.
    words
        Words that are allowed; any without.
    of
        Table whose ids these are.
    or_of
        Other tables whose ids these may be as well.
    besides
        Words that are allowed beside those ids.
    many
        Several, joined by `|`.
    least, most
        Bounds of a number; the least is allowed.
    past
        Dates of what has been: one after today is a slip. Spans may yet begin or end.
    """

    kind: Kind = "text"
    needed: bool = True
    filled: bool = False
    words: tuple[str, ...] = ()
    of: str = ""
    or_of: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    many: bool = False
    least: float | None = None
    most: float | None = None
    past: bool = False


@dataclass(frozen=True)
class TableSchema:
    """One table.

    Parameters
    ----------
    columns
        By name; other columns of a file are kept as they are.
    key
        Column whose cells are ids, filled and unique, or an empty text.
    """

    columns: Mapping[str, Column]
    key: str = ""
    together: tuple[str, ...] = field(default=())
    """Columns that are filled or empty together."""
    either: tuple[str, ...] = field(default=())
    """Columns of which one at least is filled."""
    point: tuple[str, str] | None = None
    """Columns of a latitude and a longitude, which lie in `geo.crs.REGION`."""
    follows: tuple[str, ...] = ()
    """Tables whose rows it is about: a folder with one of its own has its own of this, or none."""


ORDERED = (
    ("valid_from", "valid_to"),
    ("start", "end"),
    ("used_from", "used_to"),
    ("date_first", "date_last"),
    ("reach_km_low", "reach_km_high"),
)
"""Columns of which the second is never before the first, in every table that has both."""

RULES_TABLES = ("target_rules", "weapon_rules", "arrangements", "windows")
"""Tables of rules, whose rows have a standing as committees have."""

_TEXT, _FREE, _NAME = Column(), Column(needed=False), Column(filled=True)
_DAY, _METHODS = Column("day"), Column(words=tuple(METHODS), many=True)
_GROUP, _PLACE = Column(of="groups"), Column(of="gazetteer")
_HAS_GROUP = Column(of="groups", filled=True)
_SOURCE = {"source_id": Column(of="sources", filled=True), "pointer": _TEXT}
_NAMES = {"name": _NAME, "name_ar": _TEXT, "aliases": _TEXT}
_IN_FORCE = {"valid_from": _DAY, "valid_to": _DAY}
_CONFIRMED = Column("day", past=True)
_RULE = {**_IN_FORCE, "last_confirmed": _CONFIRMED}
_SEEN_ON = Column("date", filled=True, past=True)
_PRECISION = Column(words=("day", "month", "year"), needed=False)
_YES_NO = Column(words=("yes", "no"), filled=True)
_STRENGTH = Column(words=tuple(one for one in STRENGTHS if one))
_COVERS = Column(
    words=("launch_ground", "target_exclusive", "weapon_monopoly", "facade_owner"), many=True
)

TABLES: Mapping[str, TableSchema] = {
    "groups": TableSchema(
        {
            "group_id": _NAME, **_NAMES, "short_name": _NAME, "leader": _FREE,
            "pmf_brigade": _FREE, "tansiqiya": _FREE, "summary": _TEXT, "ground_note": _TEXT,
            **_SOURCE,
        },
        key="group_id",
    ),
    "people": TableSchema(
        {
            "person_id": _NAME, **_NAMES, "role": _TEXT, "group_id": _GROUP, "tansiqiya": _FREE,
            "note": _FREE, **_SOURCE,
        },
        key="person_id",
    ),
    "cells": TableSchema(
        {"cell_id": _NAME, "name": _NAME, "period": _FREE, "note": _FREE, **_SOURCE},
        key="cell_id",
    ),
    "facades": TableSchema(
        {"facade_id": _NAME, **_NAMES, "methods": _METHODS, "note": _FREE}, key="facade_id"
    ),
    "facade_links": TableSchema(
        {
            "facade_id": Column(of="facades", filled=True),
            "group_id": Column(of="groups", besides=(UMBRELLA,)), "exclusive": _YES_NO,
            "strength": _STRENGTH, **_RULE, **_SOURCE, "note": _TEXT,
            "members": Column(of="groups", many=True, needed=False),
            "members_scope": Column(words=tuple(MEMBER_SCOPES), needed=False),
            "under": Column(of="facades", needed=False),
        }
    ),
    "channels": TableSchema(
        {
            "channel_id": _NAME, **_NAMES, "group_id": _GROUP, "relation": _TEXT, "medium": _FREE,
            "since": Column(needed=False, past=True), "note": _FREE, **_SOURCE,
        },
        key="channel_id",
    ),
    "committees": TableSchema(
        {
            "committee_id": _NAME, "name": _NAME, "name_ar": _FREE, "lead": _GROUP,
            "lead_strength": _TEXT, "participants": Column(of="groups", many=True),
            "predominant": _GROUP, "coverage": _TEXT, "note": _TEXT, **_SOURCE,
        },
        key="committee_id",
    ),
    "targets": TableSchema(
        {
            "place_id": Column(of="gazetteer", filled=True), "us_site": _YES_NO, "used_from": _DAY,
            "used_to": _DAY, "used_precision": _FREE, "note": _TEXT, **_SOURCE,
        },
        key="place_id",
    ),
    "target_rules": TableSchema(
        {
            "rule_id": _NAME,
            "kind": Column(
                words=("exclusive", "usual", "lead", "coordinating", "portion"), filled=True
            ),
            "target_place": Column(of="gazetteer", filled=True),
            "methods": Column(words=tuple(METHODS), many=True, needed=False),
            "group_id": Column(of="groups", besides=(UMBRELLA,), filled=True),
            "facade_id": Column(of="facades", needed=False),
            "across_lines": _YES_NO, **_RULE, "strength": _STRENGTH, "text": _NAME, "ours": _FREE,
            **_SOURCE,
        },
        key="rule_id",
    ),
    "weapon_rules": TableSchema(
        {
            "rule_id": _NAME,
            "kind": Column(words=("monopoly", "primary_user", "lead"), filled=True),
            "methods": Column(words=tuple(METHODS), many=True, filled=True),
            "group_id": _HAS_GROUP, **_RULE, "strength": _STRENGTH, "text": _NAME, "ours": _FREE,
            **_SOURCE,
        },
        key="rule_id",
    ),
    "reaches": TableSchema(
        {
            "method": Column(words=tuple(METHODS), filled=True),
            "reach_km_low": Column("number", filled=True, least=0, most=20_000),
            "reach_km_high": Column("number", filled=True, least=0, most=20_000),
            "says_much": _YES_NO, "text": _TEXT, **_SOURCE, "ours": _FREE,
        },
        key="method",
    ),
    "windows": TableSchema(
        {
            "window_id": _NAME, "title": _NAME,
            "kind": Column(
                words=("ceasefire", "order", "stance", "caution", "pause", "standing_caution"),
                filled=True,
            ),
            "start": Column("day", filled=True), "end": _DAY,
            "last_confirmed": Column("day", needed=False, past=True), "methods": _METHODS,
            "targets": Column(words=("us_sites", "convoys")), "flag": _NAME,
            "flag_label": _FREE, "text": _NAME, "named_attacks": _TEXT, "ours": _FREE, **_SOURCE,
            "blurs": Column(words=("ground", "brand"), many=True, needed=False),
        },
        key="window_id",
    ),
    "arrangements": TableSchema(
        {
            "arrangement_id": _NAME,
            "kind": Column(
                words=(
                    "permission", "teaming", "support", "reported_use", "doubt", "named_holder",
                ),
                filled=True,
            ),
            "group_id": _GROUP, "with_group": _GROUP, "attack_id": _TEXT, "target_place": _PLACE,
            "ground_holder": _GROUP, "methods": _METHODS, **_IN_FORCE, "strength": _STRENGTH,
            "explains": _COVERS, "text": _NAME, "ours": _FREE, **_SOURCE,
        },
        key="arrangement_id",
    ),
    "standings": TableSchema(
        {
            "standing_id": _NAME,
            "subject_id": Column(of="committees", or_of=RULES_TABLES, filled=True),
            "state": Column(words=tuple(STANDING_STATES), filled=True),
            "date_first": _SEEN_ON, "date_last": _SEEN_ON,
            "strength": Column(words=tuple(SIGHTING_STRENGTHS), filled=True), "hedge": _FREE,
            "group_id": Column(of="groups", many=True, needed=False), "contradicts": _FREE,
            "note": _FREE, **_SOURCE, "also": Column(of="sources", many=True, needed=False),
        },
        key="standing_id",
        follows=("committees", *RULES_TABLES),
    ),
    "sources": TableSchema(
        {
            "source_id": _NAME, "title": _NAME, "authors": _FREE, "publisher": _TEXT,
            "date": Column("date", past=True), "date_note": _FREE, "url": _TEXT, "kind": _TEXT,
            "limits": _TEXT,
            "read": _FREE, "read_at": _FREE, "copy": _FREE,
            "reliability": _FREE,
        },
        key="source_id",
    ),
    "publishers": TableSchema(
        {"publisher": _NAME, "reliability": _TEXT, "kind": _TEXT, "reason": _TEXT},
        key="publisher",
    ),
    "context": TableSchema(
        {
            "context_id": _NAME, "title": _NAME, "kind": _TEXT,
            "date": Column("date", filled=True, past=True),
            "date_latest": Column("date", past=True), "place_id": _PLACE,
            "radius_km": Column("number", least=0, most=1_000), "note": _TEXT, **_SOURCE,
        },
        key="context_id",
    ),
    "statements": TableSchema(
        {
            "statement_id": _NAME, "date": Column("day", filled=True, past=True), "title": _NAME,
            "counted_by_source": _TEXT, "note": _TEXT,
            "seen_on": Column("day", needed=False, past=True), "seen_at": _FREE,
            "channel_id": Column(of="channels", needed=False), **_SOURCE,
        },
        key="statement_id",
    ),
    "series": TableSchema(
        {
            "series_id": _NAME, "title": _NAME,
            "period_start": Column("day", filled=True, past=True),
            "period_end": Column("day", filled=True),
            "value": Column("number", filled=True, least=0), "unit": _TEXT, "evidence": _TEXT,
            "as_printed": _TEXT, "note": _TEXT, **_SOURCE,
        }
    ),
    "gazetteer": TableSchema(
        {
            "place_id": _NAME, **_NAMES, "kind": _TEXT, "country": _FREE,
            "lat": Column("number", least=-90, most=90),
            "lon": Column("number", least=-180, most=180),
            "radius_km": Column("number", least=0.001, most=1_000),
            "units": Column(words=tuple(UNIT_SPELLINGS), many=True), "precision": _FREE,
            "confidence": _FREE, "coordinate_source": _FREE, "note": _FREE,
        },
        key="place_id",
        together=("lat", "lon", "radius_km"),
        either=("lat", "units"),
        point=("lat", "lon"),
    ),
}  # fmt: skip
"""Tables that every record shares."""

OF_RECORD: Mapping[str, TableSchema] = {
    "claims": TableSchema(
        {
            **dict.fromkeys(CLAIM_COLUMNS, _TEXT),
            "attack_id": _NAME,
            "claim_order": Column("whole", filled=True, least=1),
            "claimed_at": Column(past=True),
            "claimed_time": _FREE,
            "facade_id": Column(of="facades"),
            "channel_id": Column(of="channels"),
            "source_id": Column(of="sources"),
        }
    ),
    "reports": TableSchema(
        {
            **dict.fromkeys(REPORT_COLUMNS, _FREE),
            "attack_id": _NAME,
            "source_id": Column(of="sources", filled=True),
        }
    ),
    "conflicts": TableSchema(
        {
            **dict.fromkeys(CONFLICT_COLUMNS, _FREE),
            "attack_id": _NAME,
            "field": _NAME,
            "source_id": Column(of="sources"),
        }
    ),
}
"""Tables beside an `attacks.csv`, about its attacks; a folder may do without any of them."""

OF_GROUND: Mapping[str, TableSchema] = {
    "sightings": TableSchema(
        {
            "sighting_id": _NAME, "group_id": _GROUP, "group_text": _FREE,
            "kind": Column(words=tuple(SIGHTING_KINDS), filled=True), "place_id": _PLACE,
            "unit": Column(words=tuple(UNIT_SPELLINGS), many=True),
            "date_first": _SEEN_ON, "date_first_precision": _PRECISION,
            "date_last": _SEEN_ON, "date_last_precision": _PRECISION,
            "strength": Column(words=tuple(SIGHTING_STRENGTHS), filled=True), "hedge": _FREE,
            **_SOURCE, "contradicts": _FREE, "note": _FREE,
            "also": Column(of="sources", many=True, needed=False),
        },
        key="sighting_id",
        either=("place_id", "unit"),
    ),
}  # fmt: skip
"""Tables beside an `areas.toml`, about its ground; a folder may do without any of them."""
