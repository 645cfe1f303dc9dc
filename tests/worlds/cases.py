"""Invented cases, and short words for what a test reads from the findings."""

from __future__ import annotations

import pandas as pd

AK_CASE = {
    "attack_id": "ak",
    "date": "2021-07-10",
    "method": "drone_fixed_wing",
    "target_place": "Al-Asad",
    "launch_place": "al_baghdadi",
    "facade": "Ashab al-Kahf",
}
# Bartella lies well inside the ground of KSS and of Liwa al-Shabak alike.
SHARED = {
    "attack_id": "shared",
    "date": "2021-07-10",
    "method": "rocket",
    "target_place": "Erbil Air Base",
    "launch_place": "bartella",
    "launch_radius_km": "1",
}


def terms_of(findings, attack, *effects):
    terms = findings.terms[findings.terms["attack_id"] == attack]
    return terms[terms["effect"].isin(effects)] if effects else terms


def breaking(findings, attack):
    return sorted(terms_of(findings, attack, "breaks")["term_id"])


def verdict(findings, attack):
    return findings.table["verdict"][attack]


def flags(findings, attack):
    return set(findings.table["flags"][attack])


DAY = "2021-06-01"


def places(*rows):
    return pd.DataFrame(rows, columns=["lon", "lat", "radius_km"], dtype=float)


def on_day(frame, day=DAY):
    return pd.Series(pd.Timestamp(day), index=frame.index)
