"""The same data are the same ground in every process, whatever order its sets are in."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
from geo.atlas import Atlas
from geo.verdicts.fingerprints import areas_sha256, method_sha256
atlas = Atlas.load()
print(areas_sha256(atlas.areas), method_sha256(atlas.registry))
"""


def test_hashes_of_ground_and_rules_are_the_same_in_every_process():
    found = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
