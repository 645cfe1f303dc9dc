"""Findings as the JSON objects, table rows and GeoJSON that the command line promises."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geo.areas.age import AGES
from geo.areas.table import OWN_GROUND
from geo.records.grades import graded
from geo.reference.facade_links import owners_on
from geo.schemas.attacks import ATTRIBUTION, ROLES
from geo.verdicts.check import Findings
from geo.verdicts.ground_join import ABSENT, CANNOT_TELL, INSIDE, OUTSIDE, STATE_NAMES, Joined

LISTED_KINDS = (*OWN_GROUND, "corridor", "gap")

TIMES = ("time_local", "time_precision", "time_source")

KEYS = (
    "attack_id", "date", "date_precision", *TIMES, "method", "asserted_group", "asserted_from",
    "claims", "verdict", "flags", "launch", "target", "committees", "distance_km", "points_to",
    "terms", "sources",
)  # fmt: skip
"""Keys of one finding, in order; `attribution` stands behind them where any attack has one."""


def _round(value: Any, digits: int) -> float | None:
    number = float(value)
    return None if math.isnan(number) else round(number, digits)


def day_text(day: Any, precision: str) -> str:
    """ISO text of a date no finer than it is known: `2021-07-07`, `2021-03`, `2021`, or empty."""
    if pd.isna(day):
        return ""
    return str(day.strftime({"month": "%Y-%m", "year": "%Y"}.get(precision, "%Y-%m-%d")))


def day_texts(days: pd.Series, precision: pd.Series) -> pd.Series:
    """ISO texts of dates, each no finer than it is known; see `day_text`."""
    text = days.dt.strftime("%Y-%m-%d")
    text = text.mask(precision == "month", text.str[:7]).mask(precision == "year", text.str[:4])
    full: pd.Series = text.fillna("")
    return full


_NEAREST: Mapping[int, int] = {INSIDE: 0, CANNOT_TELL: 1, OUTSIDE: 2}


class _AreaObjects:
    """Areas of some kinds as the contract lists them for a place, read from a join once."""

    def __init__(self, joined: Joined, *, kinds: tuple[str, ...]) -> None:
        chosen = joined.areas[joined.areas["kind"].isin(kinds).to_numpy()].sort_index()
        columns = joined.areas.index.get_indexer(chosen.index)
        self._names = list(zip(chosen.index.astype(str), chosen["holder"].astype(str), strict=True))
        # Old ground decides nothing: where it was drawn clear of a place it is not listed either.
        far = joined.stale & (joined.drawn == OUTSIDE)
        self._state = np.where(far, ABSENT, joined.state)[:, columns]
        self._share = joined.share[:, columns]
        self._age = joined.age[:, columns]

    def of(self, position: int) -> list[dict[str, Any]]:
        """Areas in force for one place: `id, holder, state, share, age`; inside first, then by id.

        Ground that is too old is listed only where it was drawn about the place: it cannot tell.
        """
        state, share, age = self._state[position], self._share[position], self._age[position]
        order = sorted(
            (column for column in range(len(self._names)) if state[column] != ABSENT),
            key=lambda column: _NEAREST[int(state[column])],
        )
        return [
            {
                "id": self._names[column][0],
                "holder": self._names[column][1],
                "state": STATE_NAMES[int(state[column])],
                "share": _round(share[column], 3),
                "age": AGES[int(age[column])].value,
            }
            for column in order
        ]


def _place(row: Mapping[Any, Any], role: str, areas: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not row[f"{role}_place"]:
        return None
    return {
        "place_id": row[f"{role}_place_id"] or None,
        "name": row[f"{role}_place"],
        "lat": _round(row[f"{role}_lat"], 5),
        "lon": _round(row[f"{role}_lon"], 5),
        "radius_km": _round(row[f"{role}_radius_km"], 3),
        "areas": areas,
    }


def _committees(
    areas: Mapping[str, list[dict[str, Any]]], leads: pd.Series
) -> list[dict[str, Any]]:
    return [
        {
            "id": area["holder"],
            "lead": str(leads[area["holder"]]),
            "of": role,
            "state": area["state"],
            "share": area["share"],
            "age": area["age"],
        }
        for role, listed in areas.items()
        for area in listed
        if area["state"] != "outside"
    ]


def _term(term: dict[Any, Any]) -> dict[str, Any]:
    return {
        "id": term["term_id"],
        "favours": list(term["favours"]),
        "against": list(term["against"]),
        "text": term["text"],
        "source": term["source"],
    }


def _grouped(frame: pd.DataFrame, key: str = "attack_id") -> dict[str, list[dict[Any, Any]]]:
    # All rows at once: a frame a group takes ten times as long.
    groups: dict[str, list[dict[Any, Any]]] = {}
    for row in frame.to_dict("records"):
        groups.setdefault(str(row[key]), []).append(row)
    return groups


def _of(frame: pd.DataFrame, wanted: Collection[str] | None) -> pd.DataFrame:
    """Rows of some attacks; all of them when None."""
    return frame if wanted is None else frame[frame["attack_id"].isin(list(wanted))]


def _owned_claims(findings: Findings) -> pd.DataFrame:
    """Claims with the `owner` of each façade on the day of its attack."""
    claims = findings.cases.claims
    day = claims["attack_id"].map(findings.cases.attacks["judged_on"])
    return claims.assign(
        owner=owners_on(claims["facade_id"], day, findings.cases.registry)["owner"]
    )


def claim_objects(rows: list[dict[Any, Any]], findings: Findings) -> list[dict[str, Any]]:
    """Claims in order: `order, facade, facade_id, owner, channel, claimed_at, wording`."""
    registry = findings.cases.registry
    return [
        {
            "order": int(row["claim_order"]),
            "facade_id": row["facade_id"] or None,
            "facade": registry.facades["name"].get(row["facade_id"]),
            "owner": row["owner"] or None,
            "channel": registry.channels["name"].get(row["channel_id"]),
            "claimed_at": row["claimed_at"] or None,
            "wording": row["wording"] or None,
        }
        for row in rows
    ]


def findings_objects(
    findings: Findings,
    *,
    reports: pd.DataFrame,
    points: Mapping[str, Mapping[str, Any]],
    chosen: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """Findings as the contract of `fasail-atlas check --format json` has them.

    Parameters
    ----------
    findings
        As `geo.verdicts.check.check` gives them.
    reports
        `attack_id, source_id, pointer` of each report.
    points
        What each attack points to, by its id; see `geo.attribution.points_text.points_objects`.
    chosen
        Ids of the attacks to tell of; all of them when None.

    Returns
    -------
    One dict an attack with exactly the keys `KEYS`, in the record's order; where any attack of
    the record has an attribution, each has the key `attribution` too, None without one.
    """
    owed = attributions(findings)
    wanted = None if chosen is None else set(chosen)
    terms = _grouped(_of(findings.terms, wanted))
    claims = _grouped(_of(_owned_claims(findings), wanted))
    registry = findings.cases.registry
    graded_reports, sources = _grouped(graded(_of(reports, wanted), registry)), registry.sources
    joins = {"target": findings.cases.target, "launch": findings.cases.launch}
    ground = {role: _AreaObjects(joined, kinds=LISTED_KINDS) for role, joined in joins.items()}
    regions = {role: _AreaObjects(joined, kinds=("committee",)) for role, joined in joins.items()}
    leads = registry.committees["lead"]
    out = []
    asked = np.ones(len(findings.table), dtype=bool)
    if wanted is not None:
        asked = findings.table.index.isin(list(wanted))
    rows = findings.table[asked]
    for position, attack_id, row in zip(
        np.flatnonzero(asked).tolist(), rows.index, rows.to_dict("records"), strict=True
    ):
        out.append(
            {
                "attack_id": attack_id,
                "date": day_text(row["date"], row["date_precision"]) or None,
                "date_precision": row["date_precision"],
                **{name: row[name] or None for name in TIMES},
                "method": row["method"] or None,
                "asserted_group": row["asserted_group"] or None,
                "asserted_from": row["asserted_from"] or None,
                "claims": claim_objects(claims.get(attack_id, []), findings),
                "verdict": row["verdict"],
                "flags": list(row["flags"]),
                "launch": _place(row, "launch", ground["launch"].of(position)),
                "target": _place(row, "target", ground["target"].of(position)),
                "committees": _committees(
                    {role: listed.of(position) for role, listed in regions.items()}, leads
                ),
                "distance_km": _round(row["distance_km"], 1),
                "points_to": dict(points[str(attack_id)]),
                "terms": [_term(term) for term in terms.get(attack_id, [])],
                "sources": [
                    {
                        "id": report["source_id"],
                        "title": sources["title"].get(report["source_id"], report["source_id"]),
                        "date": sources["date"].get(report["source_id"]) or None,
                        "url": sources["url"].get(report["source_id"]) or None,
                        "pointer": report["pointer"] or None,
                        "grade": report["grade"] or None,
                    }
                    for report in graded_reports.get(attack_id, [])
                ],
                **({} if owed is None else {ATTRIBUTION: owed[attack_id] or None}),
            }
        )
    return out


def attributions(findings: Findings) -> pd.Series | None:
    """Words that providers of attacks want shown with them, empty where none; None for no attack.

    A column that nobody needs is not there, so that results of the public record stay as they
    are.
    """
    if ATTRIBUTION not in findings.table:
        return None
    words: pd.Series = findings.table[ATTRIBUTION].fillna("")
    return words if (words != "").any() else None


def reasons(findings: Findings) -> pd.Series:
    """What does not fit an attack and what explains it, in sentences; empty where nothing does."""
    stated = findings.terms[findings.terms["effect"].isin(["breaks", "explains"])]
    why = stated.groupby("attack_id")["text"].agg(" ".join)
    return why.reindex(findings.table.index).fillna("")


def flat_table(findings: Findings, *, points: pd.DataFrame) -> pd.DataFrame:
    """Findings as flat rows for tables, CSV and downloads, one row an attack.

    Parameters
    ----------
    findings
        As `geo.verdicts.check.check` gives them.
    points
        Cells on what each attack points to, on the same index; see
        `geo.attribution.points_text.points_cells`.
    """
    table = findings.table
    out = pd.DataFrame(index=table.index)
    out["date"] = day_texts(table["date"], table["date_precision"])
    for name in TIMES:
        out[name] = table[name]
    out["title"] = table["title"]
    out["status"] = table["status"]
    out["method"] = table["method"]
    out["attacks_in_row"] = table["attacks_in_row"]
    out["first_claim"] = table["first_facade"]
    out["asserted_group"] = table["asserted_group"]
    out["asserted_from"] = table["asserted_from"]
    for role in ("launch", "target"):
        out[f"{role}_place"] = table[f"{role}_place"]
        out[f"{role}_lat"] = table[f"{role}_lat"].round(5)
        out[f"{role}_lon"] = table[f"{role}_lon"].round(5)
        out[f"{role}_radius_km"] = table[f"{role}_radius_km"]
    out["verdict"] = table["verdict"]
    out["flags"] = table["flags"].map("|".join)
    out["distance_km"] = table["distance_km"].round(1)
    out["why"] = reasons(findings)
    out = out.join(points)
    owed = attributions(findings)
    return out if owed is None else out.assign(attribution=owed)


def _point(place: Mapping[str, Any]) -> dict[str, Any] | None:
    """GeoJSON point of a place, or None where only its outline is known."""
    if place["lon"] is None:
        return None
    return {"type": "Point", "coordinates": [place["lon"], place["lat"]]}


def feature_collection(
    findings: Findings,
    *,
    reports: pd.DataFrame,
    points: Mapping[str, Mapping[str, Any]],
    chosen: Collection[str] | None = None,
) -> dict[str, Any]:
    """Findings as GeoJSON (RFC 7946, WGS84): a point for each launch and each target known.

    Parameters as of `findings_objects`. Attacks with no place at all come as features without
    geometry, so that none is lost.
    """
    features: list[dict[str, Any]] = []
    for item in findings_objects(findings, reports=reports, points=points, chosen=chosen):
        properties = {key: value for key, value in item.items() if key not in ROLES}
        known = [role for role in ROLES if item[role] is not None]
        features += [
            {
                "type": "Feature",
                "id": f"{item['attack_id']}/{role}",
                "geometry": _point(item[role]),
                "properties": {"role": role, **item[role], **properties},
            }
            for role in known
        ]
        if not known:
            features.append(
                {
                    "type": "Feature",
                    "id": item["attack_id"],
                    "geometry": None,
                    "properties": {"role": None, **properties},
                }
            )
    return {"type": "FeatureCollection", "features": features}
