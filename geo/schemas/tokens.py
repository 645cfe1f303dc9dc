"""The words that a column may hold, apart from all code: a command reads them in no time."""

from __future__ import annotations

from collections.abc import Mapping

METHODS: Mapping[str, str] = {
    "rocket": "Rockets",
    "mortar": "Mortar fire",
    "ballistic_missile": "Ballistic missile",
    "cruise_missile": "Cruise missile",
    "drone_fixed_wing": "Fixed-wing drone",
    "drone_small": "Small drone",
    "drone_quadcopter": "Quadcopter",
    "drone_unspecified": "Drone, type not stated",
    "roadside_bomb": "Roadside bomb",
    "small_arms": "Small arms",
    "other": "Other",
}
STATUSES: Mapping[str, str] = {
    "confirmed": "confirmed",
    "reported": "reported",
    "claimed_only": "claimed only",
    "duplicate": "duplicate",
    "fabricated": "fabricated",
    "misreported": "misreported",
    "thwarted": "thwarted",
    "discovered": "found before use",
    "criminal": "criminal",
}
COUNTED = ("confirmed", "reported", "claimed_only")
"""Statuses that are counted as attacks."""

VERDICTS: Mapping[str, str] = {
    "mismatch": "ground, an exclusive rule or a weapon rule does not fit; no record explains it",
    "explained": "the same, but a permission, teaming or reported use is on record",
    "contested": "nothing is asserted, and several groups hold the launch place",
    "consistent": "what is asserted fits what is known",
    "insufficient": "too little is known to judge",
}
"""Most urgent first; the order of lists and legends."""
