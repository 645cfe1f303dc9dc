"""Lowest versions that pyproject.toml declares, as constraints: `make lowest` tests with them."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

EXTRAS = ("fast", "postgres", "scale")
PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def lowest(requirement):
    """A requirement that allows the first version alone that it names, or the one it pins."""
    bounds = [one.version for one in requirement.specifier if one.operator in {">=", "=="}]
    if len(bounds) != 1:
        sys.exit(f"pyproject.toml gives no lowest version of {requirement.name}: write >=.")
    return f"{requirement.name}=={bounds[0]}"


def constraints():
    """Constraints of what the project runs on, and of the group that tests need."""
    declared = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    extras = declared["project"]["optional-dependencies"]
    needed = [
        *declared["project"]["dependencies"],
        *(one for extra in EXTRAS for one in extras[extra]),
        *declared["dependency-groups"]["test"],
    ]
    return sorted({lowest(Requirement(one)) for one in needed}, key=str.casefold)


if __name__ == "__main__":
    sys.stdout.write("\n".join(constraints()) + "\n")
