"""An invented conflict as a data folder: every registry it needs, and nothing of the real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from geo import crs
from geo.evaluation.exercise import BEGIN, DAYS, LABEL, Scenario
from geo.parsing.tables import read_table
from geo.parsing.toml import toml_table
from geo.reference.gazetteer import Gazetteer
from geo.schemas.attacks import CLAIM_COLUMNS

EMPTIED = (
    "arrangements", "cells", "channels", "committees", "context", "people", "series", "statements",
    "target_rules", "weapon_rules", "windows",
)  # fmt: skip
"""Registries that speak of real groups: of an invented conflict they say nothing."""

BORDER_KM = 10
SPREADS = 2.0
"""Ground drawn about a town reaches so many spreads beyond the base as it first was."""

MOST_KM = 60
"""A base far from any town is drawn wrong: some ground of every map is."""

_STEP_KM = 5

_LINKS = ("facade_links", "facades")
_END = BEGIN + pd.Timedelta(days=DAYS)
_SOURCE = "ours"


def folder_files(
    scenario: Scenario, *, gazetteer: Gazetteer, find: Callable[[str], Path]
) -> Mapping[str, str]:
    """Texts of all files of the folder, by name.

    Parameters
    ----------
    scenario
        The invented conflict.
    gazetteer
        Real places: ground is drawn about the town nearest to each base.
    find
        Path of a bundled data file by name, for the columns of the registries.

    Returns
    -------
    `attacks.csv`, `claims.csv`, `groups.csv`, `facades.csv`, `areas.toml` and the registries that
    the atlas reads; `truth.csv` and `bases.csv` beside them, which it does not. Every row says
    EXERCISE.
    """
    names = list(dict.fromkeys(scenario.groups["group"]))
    note = str(scenario.groups["note"].iloc[0])
    tables = {
        # Who claims stands in claims.csv, with the order of the claims.
        "attacks.csv": scenario.attacks.drop(columns="facade"),
        "claims.csv": _claims(scenario),
        "truth.csv": scenario.truth,
        "bases.csv": scenario.groups,
        "groups.csv": _like(
            find("groups.csv"),
            group_id=names,
            name=[f"{name} (invented)" for name in names],
            short_name=names,
            summary=f"{note}.",
            source_id=_SOURCE,
        ),
    }
    owners = scenario.groups.drop_duplicates("group")
    link = {
        "facade_id": [_ident(facade) for facade in owners["facade"]],
        "name": list(owners["facade"]),
        "group_id": list(owners["group"]),
        "exclusive": "yes",
        "strength": "high",
        "valid_from": f"{BEGIN:%Y-%m-%d}",
        "last_confirmed": f"{_END:%Y-%m-%d}",
        "note": f"{note}.",
        "source_id": _SOURCE,
    }
    tables |= {f"{name}.csv": _like(find(f"{name}.csv"), **link) for name in _LINKS}
    tables |= {f"{name}.csv": read_table(find(f"{name}.csv")).iloc[:0] for name in EMPTIED}
    texts = {name: table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}
    return texts | {"areas.toml": _areas(scenario, gazetteer, note=note)}


def _ident(text: str) -> str:
    return text.lower().replace(" ", "_")


def _like(path: Path, **columns: object) -> pd.DataFrame:
    """A table with the columns of a bundled one, empty where nothing is given."""
    known = list(read_table(path).columns)
    table = pd.DataFrame({name: value for name, value in columns.items() if name in known})
    return table.reindex(columns=known, fill_value="")


def _claims(scenario: Scenario) -> pd.DataFrame:
    claims = scenario.claims
    table = pd.DataFrame(
        {
            "attack_id": claims["attack_id"],
            "claim_order": claims["claim_order"],
            "facade_id": claims["facade"].map(_ident),
            "wording": claims["note"],
            "source_id": _SOURCE,
        }
    )
    return table.reindex(columns=list(CLAIM_COLUMNS), fill_value="")


def _title(group: str, town: object) -> str:
    return f"{LABEL}: {group} about {town}"


def _areas(scenario: Scenario, gazetteer: Gazetteer, *, note: str) -> str:
    """Ground about the town nearest to each base, as an analyst might draw it, right or wrong."""
    bases, towns = scenario.groups, gazetteer.table.drop(gazetteer.without_point)
    far = crs.distance_km(
        bases["base_lon"].to_numpy(float)[:, None],
        bases["base_lat"].to_numpy(float)[:, None],
        towns["lon"].to_numpy(float)[None, :],
        towns["lat"].to_numpy(float)[None, :],
    )
    nearest = towns.index.to_numpy(dtype=object)[np.argmin(far, axis=1)]
    wide = np.minimum(far.min(axis=1) + SPREADS * bases["spread_km"].to_numpy(float), MOST_KM)
    drawn = pd.DataFrame({"group": bases["group"], "place": nearest, "km": wide})
    drawn["km"] = np.ceil(drawn["km"] / _STEP_KM).astype(int) * _STEP_KM
    defaults = {
        "author": LABEL,
        "source_id": _SOURCE,
        "valid_from": BEGIN.date(),
        "last_confirmed": _END.date(),
    }
    parts = [f"# {note}.\n\nschema = 1\n", toml_table("[defaults]", defaults)]
    largest = drawn.groupby(["group", "place"])["km"].max().reset_index()
    for group, place, km in largest.itertuples(index=False):
        entry = {
            "id": f"{_ident(group)}_{place}",
            "holder": group,
            "kind": "ground",
            "title": _title(group, towns.at[place, "name"]),
            "pointer": "",
            "confidence": "moderate",
            "border_km": BORDER_KM,
            "assumption": f"{note}.",
            "recipe": {"around": {"place": place, "km": km}},
        }
        parts.append(toml_table("[[area]]", entry))
    return "\n".join(parts)
