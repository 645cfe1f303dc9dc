"""The command line starts light, and fails with a sentence."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import dashboard.cli
from dashboard.cli import app, main
from geo import __version__
from geo.errors import AtlasError
from tests.support.command import runner
from tests.support.server import ROOT
from tests.worlds import valley


def test_the_version_is_reported():
    done = CliRunner().invoke(app, ["--version"])
    assert done.exit_code == 0
    assert done.stdout == f"fasail-atlas {__version__}\n"


def test_help_imports_nothing_heavy():
    heavy = (
        "folium",
        "geopandas",
        "matplotlib",
        "numpy",
        "pandas",
        "pyproj",
        "shapely",
        "streamlit",
    )
    script = f"import sys, dashboard.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_error_of_ours_is_one_block_on_stderr_and_exit_2(monkeypatch, capsys):
    def fail():
        raise AtlasError("No such ground: 'X'. Known: A, B.")

    monkeypatch.setattr(dashboard.cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "fasail-atlas: No such ground: 'X'. Known: A, B.\n"


def test_any_other_error_is_ours_to_mend_and_keeps_its_traceback(monkeypatch):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr(dashboard.cli, "app", fail)
    with pytest.raises(ZeroDivisionError):
        main()


SHUT = ("streamlit", "streamlit_folium", "altair")
WITHOUT = """
import json, sys

class Shut:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {shut}:
            raise ImportError(name + " is asked for")

sys.meta_path.insert(0, Shut())
from dashboard.cli import main

for line in json.load(sys.stdin):
    sys.argv = ["fasail-atlas", *line]
    try:
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    except ImportError as error:
        code = str(error)
    print("ended", json.dumps([line, code]), flush=True)
"""
ATTACKS = """attack_id,date,method,target_place,launch_lat,launch_lon,launch_radius_km,facade
a1,2021-03-01,rocket,al_asad_ab,33.20,41.80,1,Qasem al-Jabbarin
"""


@pytest.mark.slow
def test_every_command_but_serve_does_its_work_without_streamlit(tmp_path):
    mine, out = tmp_path / "mine", tmp_path / "out"
    mine.mkdir()
    (mine / "attacks.csv").write_text(ATTACKS, encoding="utf-8")
    attacks, data, a1 = str(mine / "attacks.csv"), ("--data", str(mine)), "a1"
    lines = [
        ["areas"],
        ["areas", "build", "-o", f"{out}.geojson"],
        ["audit", *data],
        ["brief", "--format", "png,html,pptx", *data, "--out", f"{out}-brief"],
        [
            "casebook",
            "add",
            a1,
            "--decision",
            "needs more",
            "--by",
            "Anna",
            "--note",
            "Where?",
            "--casebook",
            f"{out}.sqlite",
            *data,
        ],
        ["casebook", "list", "--casebook", f"{out}.sqlite"],
        ["casefile", "make", a1, "-o", f"{out}.zip", *data],
        ["casefile", "verify", f"{out}.zip"],
        ["check", "--ranking", "--format", "json", *data],
        ["convert", attacks, f"{out}.gpkg"],
        ["diff", str(mine), str(mine)],
        ["exercise", "-n", "100", "-o", f"{out}-exercise"],
        ["convert", attacks, f"{out}.parquet"],
        ["join", f"{out}.parquet", "--areas", f"{out}.geojson", "-o", f"{out}-join"],
        ["load", "postgresql://nobody@127.0.0.1:1/none", *data],
        ["points", *data],
        ["record", "add", attacks, "--dry-run"],
        ["scorecard", attacks],
        ["snapshot", f"{out}.json", *data],
        ["times", *data],
        ["validate", attacks],
    ]
    # No server is there; nothing vouches for rows of one's own; one attack is too few.
    fails = {"load": 2, "casefile verify": 3, "scorecard": 2}

    def wanted(line):
        return fails.get(line[0], fails.get(" ".join(line[:2]), 0))

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.replace("{shut}", repr(set(SHUT)))],
        cwd=ROOT,
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    ended = [json.loads(line[6:]) for line in done.stdout.splitlines() if line[:6] == "ended "]
    assert [line for line, _ in ended] == lines, done.stderr
    assert [one for one in ended if one[1] != wanted(one[0])] == [], done.stderr
    assert {line[0] for line in lines} == {*get_command(app).commands} - {"serve"}


def test_streamlit_is_what_serve_cannot_do_without():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.replace("{shut}", repr(set(SHUT)))],
        cwd=ROOT,
        input=json.dumps([["serve", "--no-browser"]]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "streamlit is asked for" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("casefile", "make", "2021-07-07-al-asad", "-o"),
        ("areas", "add", "layer.geojson", "-o"),
        ("areas", "build", "-o"),
        ("check", "-o"),
        ("convert", "mine.csv"),
        ("convert", "mine.csv", "out.csv", "--fix-list"),
        ("casebook", "backup"),
        ("diff", str(valley.FOLDER), str(valley.FOLDER), "-o"),
        ("snapshot",),
        ("validate", "mine.csv", "--fix-list"),
        ("validate", "mine.csv", "--save-profile"),
    ],
    ids="-".join,
)
def test_a_file_that_is_there_is_not_written_over(words, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("date,method,target_place\n", encoding="utf-8")
    (tmp_path / "layer.geojson").write_text("{}", encoding="utf-8")
    kept = tmp_path / "kept.csv"
    kept.write_text("first", encoding="utf-8")
    done = runner(monkeypatch, capfd)(*words, kept)
    assert done.code == 2
    assert "is there already. Give another name, or --force to write over it." in done.message
    assert kept.read_text(encoding="utf-8") == "first"
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("exercise", "-n", "100", "-o"), "areas.toml"),
        (("scorecard", "mine.csv", "--figures"), "windows.csv"),
    ],
    ids=lambda part: part if isinstance(part, str) else part[0],
)
def test_a_file_in_a_folder_is_not_written_over(words, name, tmp_path, monkeypatch, capfd):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("first", encoding="utf-8")
    done = runner(monkeypatch, capfd)(*words, folder)
    assert done.code == 2
    assert "is there already. Give another name, or --force to write over it." in done.message
    assert [path.name for path in folder.iterdir()] == [name]


def test_what_is_there_is_written_over_when_told_to(tmp_path, monkeypatch, capfd):
    run = runner(monkeypatch, capfd)
    out = tmp_path / "kept.json"
    out.write_text("first", encoding="utf-8")
    given = ("diff", valley.FOLDER, valley.FOLDER, "--format", "json", "-o", out)
    assert run(*given, "--force").code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == []


def test_every_command_that_writes_a_file_asks_before_it_writes_over_one():
    writes = {"output", "out", "fix_list", "save_profile", "figures"}
    unasked = [
        name
        for name, one in commands(get_command(app))
        if writes & {parameter.name for parameter in one.params}
        and "force" not in {parameter.name for parameter in one.params}
    ]
    assert unasked == ["join"], "a join goes on in its own folder, and in no other"


def commands(command, name=""):
    """Give name and command of each under one."""
    for inner, one in getattr(command, "commands", {}).items():
        yield from commands(one, f"{name} {inner}".strip())
    yield name, command
