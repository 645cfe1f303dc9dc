"""docs/points.md tells every indication as the code has it."""

from pathlib import Path

from geo.attribution.indications import INDICATIONS, KINDS
from geo.attribution.points_to import FINDERS

PAGE = (Path(__file__).parents[3] / "docs" / "points.md").read_text(encoding="utf-8")


def test_every_indication_stands_in_the_table():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    ids = [line.split("`")[1] for line in rows]
    assert set(INDICATIONS) <= set(ids)
    for ident, one in INDICATIONS.items():
        about = one.kind or "–"
        row = f"| `{ident}` | {about} | {one.most} | {one.question} | {one.registry} |"
        assert row in rows


def test_every_kind_has_a_name_and_every_finder_says_what_it_does():
    assert {one.kind for one in INDICATIONS.values()} == set(KINDS)
    assert all(find.__doc__ for find in FINDERS)
