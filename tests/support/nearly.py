"""Nested lists and numbers that are the same but for what was rounded off."""

from __future__ import annotations

import pytest


def near(given, wanted, where=""):
    """Equal, numbers to what was rounded off: machines differ in a last digit."""
    if isinstance(wanted, dict):
        assert set(given) == set(wanted), where
        for name, one in wanted.items():
            near(given[name], one, f"{where}.{name}")
    elif isinstance(wanted, list):
        assert len(given) == len(wanted), where
        for at, one in enumerate(wanted):
            near(given[at], one, f"{where}[{at}]")
    elif isinstance(wanted, float):
        assert given == pytest.approx(wanted, abs=2e-4), where
    else:
        assert given == wanted, where
