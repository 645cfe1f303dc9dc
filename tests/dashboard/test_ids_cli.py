"""Ids given as options: any case, any known spelling, and a slip is refused before heavy work."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dashboard.cli._ids import known, resolved
from geo.errors import NameNotFoundError
from tests.dashboard.command import runner
from tests.dashboard.server import ROOT

HEAVY = ("pandas", "numpy", "shapely", "geopandas", "streamlit", "matplotlib", "sqlalchemy")
UNKNOWN = {
    "brief-group": ["brief", "--group", "KHX", "--out", "nowhere"],
    "brief-layer": ["brief", "--layer", "nope", "--out", "nowhere"],
    "brief-view": ["brief", "--view", "place:nope", "--out", "nowhere"],
    "brief-verdict": ["brief", "--verdict", "guilty", "--out", "nowhere"],
    "brief-method": ["brief", "--method", "sling", "--out", "nowhere"],
    "areas-show": ["areas", "show", "nope"],
    "check-id": ["check", "--id", "2021-02-15-erbill"],
    "check-group": ["check", "--target", "balad_ab", "--method", "rocket", "--date", "2021-07-07",
                    "--group", "KHX"],
}  # fmt: skip
# What a command has loaded when it ends tells whether it worked before it refused.
SCRIPT = """
import sys
sys.argv = ["fasail-atlas", *{given!r}]
from dashboard.cli import main
try:
    main()
except SystemExit as error:
    code = error.code
heavy = sorted(set({heavy!r}) & set(sys.modules))
print(code, ",".join(heavy) or "light")
"""


@pytest.mark.parametrize("given", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_id_is_refused_before_anything_heavy_is_loaded(given):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(given=given, heavy=HEAVY)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == ["2", "light"], done.stderr
    assert "is not known. Did you mean" in done.stderr


@pytest.mark.parametrize(
    ("word", "kind", "ident"),
    [
        ("kh", "group", "KH"),
        ("Kataib Hizballah", "group", "KH"),
        ("كتائب حزب الله", "group", "KH"),
        ("ain al-asad", "place", "al_asad_ab"),
        ("KH_JURF", "area", "kh_jurf"),
        ("Rocket", "method", "rocket"),
        ("GROUND", "layer", "ground"),
        ("Baghdad", "view", "baghdad"),
        ("PLACE:balad_ab", "view", "place:balad_ab"),
        ("-", "group", "-"),
    ],
)
def test_an_id_is_known_in_any_case_and_by_its_names(word, kind, ident):
    assert resolved("--x", [word], kind=kind, also=("-",)) == [ident]


def test_ids_that_differ_by_a_letter_are_never_taken_for_each_other():
    with pytest.raises(NameNotFoundError, match="2021-02-15-erbil"):
        resolved("attack", ["2021-02-15-erbill"], kind="attack")


def test_the_tables_of_a_data_folder_come_first(tmp_path):
    (tmp_path / "attacks.csv").write_text(
        "attack_id,date,method,target_place\nmine-1,2021-01-01,rocket,balad_ab\n", encoding="utf-8"
    )
    assert resolved("attack", ["MINE-1"], kind="attack", data=tmp_path) == ["mine-1"]
    assert known("group", tmp_path) is not None, "what the folder lacks is bundled"


def test_a_table_that_cannot_be_read_is_left_to_its_reader(tmp_path):
    (tmp_path / "groups.csv").write_bytes(b"\xff\xfe broken")
    assert resolved("--group", ["KH"], kind="group", data=tmp_path) == ["KH"]


def test_a_group_in_small_letters_makes_the_same_map(monkeypatch, capfd, tmp_path):
    run = runner(monkeypatch, capfd)
    made = ("--made", "2026-11-21T03:00:00", "--format", "geojson", "--to", "2020-12-31")
    small, large = tmp_path / "small", tmp_path / "large"
    assert run("brief", "--group", "kh", *made, "--out", small).code == 0
    assert run("brief", "--group", "KH", *made, "--out", large).code == 0
    assert {p.name: p.read_bytes() for p in small.iterdir()} == {
        p.name: p.read_bytes() for p in large.iterdir()
    }
