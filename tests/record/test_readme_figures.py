"""The figures of the README are those of the bundled record."""

from __future__ import annotations

from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_its_figures_hold(atlas):
    attacks = atlas.record.attacks
    counted = attacks[attacks["counts"]]
    unknown = int(counted["launch_lon"].isna().sum())
    assert f"For {unknown} of the {len(counted)} bundled attacks" in README
