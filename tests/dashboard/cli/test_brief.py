"""The command writes every file it names, the same bytes twice, and verify tells what changed."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from dashboard.cli._brief_options import BriefKind
from layers.brief.pack import KINDS
from tests.support.command import runner
from tests.support.digests import digest
from tests.support.server import ROOT
from tests.worlds.valley import FOLDER

MADE = ("--made", "2026-11-21T03:00:00")
EXERCISE = ROOT / "data" / "exercise"


@pytest.fixture
def run(monkeypatch, capfd):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return runner(monkeypatch, capfd)


def manifest_in(folder):
    (path,) = folder.glob("*manifest.json")
    return path, json.loads(path.read_text(encoding="utf-8"))


def test_the_command_knows_every_kind():
    assert [kind.value for kind in BriefKind] == list(KINDS)


def test_verify_passes_untouched_files_and_finds_each_change(run, tmp_path):
    done = run(
        "brief",
        "--data",
        FOLDER,
        "--kind",
        "mismatches",
        "--from",
        "2021-05-10",
        "--format",
        "png,kml",
        *MADE,
        "--tlp",
        "amber+strict",
        "--out",
        tmp_path,
    )
    assert done.code == 0, done.err
    path, manifest = manifest_in(tmp_path)
    assert manifest["marking"] == "TLP:AMBER+STRICT"
    assert manifest["exercise"] is False
    names = [one["name"] for one in manifest["files"]]
    about = "from-20210510_TLP-AMBER+STRICT"
    assert names == [
        f"01_mismatches_{about}_hd_20261121.png",
        f"01_mismatches_{about}_data_20261121.kml",
    ]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    untouched = run("brief", "verify", path, "--data", FOLDER)
    assert untouched.code == 0
    for name in names:
        assert f"{name}: byte for byte what is drawn again" in untouched.message
    assert "attacks.csv" in untouched.message
    assert "give --manifest-sha256" in untouched.message
    assert not re.search(r"\b[Aa]ll\b", untouched.message), "it cannot vouch for all"
    held = run("brief", "verify", path, "--data", FOLDER, "--manifest-sha256", digest.upper())
    assert held.code == 0
    assert "has the sha256 given" in held.message
    assert "give --manifest-sha256" not in held.message
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert (
        "other files beside the manifest: notes.txt"
        in run("brief", "verify", path, "--data", FOLDER).message
    )
    (tmp_path / names[1]).write_bytes(b"<kml/>")
    manifest["data"]["files"]["attacks.csv"] = "0" * 64
    path.write_text(json.dumps(manifest), encoding="utf-8")
    found = run("brief", "verify", path, "--data", FOLDER, "--manifest-sha256", digest)
    assert found.code == 1
    differs = found.message.split("Differs:")[1].split("Nothing here")[0]
    assert f"{names[1]} was changed since it was made." in differs
    assert "attacks.csv is another data file than the one used." in differs
    assert f"{path.name} differs from the manifest that its request makes again." in differs
    assert "and not that of --manifest-sha256" in differs
    assert f"{names[0]} " not in differs


def test_a_forged_file_does_not_pass_with_its_hash_written_anew(run, tmp_path):
    given = ("brief", "--format", "geojson", "--to", "2019-12-31", *MADE, "--out", tmp_path)
    assert run(*given).code == 0
    path, manifest = manifest_in(tmp_path)
    (one,) = manifest["files"]
    forged = (tmp_path / one["name"]).read_bytes().replace(b"mismatch", b"consistent") + b" "
    (tmp_path / one["name"]).write_bytes(forged)
    one |= {"sha256": hashlib.sha256(forged).hexdigest(), "bytes": len(forged)}
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    found = run("brief", "verify", path)
    assert found.code == 1
    assert f"{one['name']} comes out differently when it is drawn again." in found.message
    assert f"{path.name} differs from the manifest" in found.message


def test_another_file_of_the_same_name_is_not_written_over(run, tmp_path):
    given = ("brief", "--format", "geojson", "--to", "2019-12-31", *MADE, "--out", tmp_path)
    assert run(*given).code == 0
    before = {path.name: digest(path.read_bytes()) for path in tmp_path.iterdir()}
    assert run(*given).code == 0, "the same bytes are no other file"
    other = next(path for path in tmp_path.iterdir() if path.suffix == ".geojson")
    other.write_bytes(b"{}")
    refused = run(*given)
    assert refused.code == 2
    assert other.name in refused.message
    assert "--force" in refused.message
    assert other.read_bytes() == b"{}"
    assert run(*given, "--force").code == 0
    assert {path.name: digest(path.read_bytes()) for path in tmp_path.iterdir()} == before


def test_another_format_of_a_briefing_lies_beside_the_first(run, tmp_path):
    given = ("brief", "--data", FOLDER, "--out", tmp_path, *MADE)
    for form in ("geojson", "kml"):
        assert run(*given, "--format", form).code == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        "01_overview_data_20261121.geojson",
        "01_overview_data_20261121.kml",
        "01_overview_hd_20261121.geojson.manifest.json",
        "01_overview_hd_20261121.kml.manifest.json",
    ]
    for path in tmp_path.glob("*.manifest.json"):
        assert run("brief", "verify", path, "--data", FOLDER).code == 0
    other = run(*given, "--format", "kml", "--author", "Anna")
    assert other.code == 2
    assert "01_overview_hd_20261121.kml.manifest.json" in other.message


def test_an_exercise_says_so_and_the_epoch_gives_the_time(run, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    done = run("brief", "--data", EXERCISE, "--format", "geojson,html", "--out", tmp_path)
    assert done.code == 0, done.err
    _, manifest = manifest_in(tmp_path)
    assert manifest["exercise"] is True
    assert manifest["made"] == "2023-11-14T22:13:20+00:00"
    (banner,) = [one for one in manifest["layout"]["hd"][0]["items"] if one["name"] == "exercise"]
    assert "EXERCISE" in banner["text"]
    for path in tmp_path.iterdir():
        assert b"EXERCISE" in path.read_bytes()


def test_an_empty_selection_is_a_map_that_says_so(run, tmp_path):
    done = run("brief", "--group", "KH", "--to", "2018-09-02", "--out", tmp_path)
    assert done.code == 0, done.err
    manifest = manifest_in(tmp_path)[1]
    (count,) = [one for one in manifest["layout"]["hd"][0]["items"] if one["name"] == "count"]
    assert count["text"] == "No attack fits these filters"
    assert manifest["pages"][0]["about"] == "0 attacks"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--group", "KHH"], "--group 'KHH' is not known. Did you mean KH"),
        (["--kind", "group"], "needs exactly one group"),
        (["--kind", "compare", "--period", "2020-01-01:2020-02-01"], "expected two that do not"),
        (["--period", "soon"], "is no period"),
        (["--format", "docx"], "--format 'docx' is not known. Expected one of png"),
        (["--size", ""], "--size names nothing"),
        (["--tlp", "PINK"], "--tlp 'PINK' is not known. Expected one of RED"),
        (["--tlp", "RED", "--marking", "x"], "not both"),
        (["--made", "noon"], "is no time"),
        (["--from", "1.2.21"], "is no day"),
        (
            ["--kind", "pack", "--contents", "pack"],
            "--contents 'pack' is not known. Expected one of overview",
        ),
    ],
)
def test_what_cannot_be_is_reported_in_one_message(run, tmp_path, given, said):
    done = run("brief", *given, "--out", tmp_path / "new")
    assert done.code == 2
    assert said in done.message
    assert not (tmp_path / "new").exists()


def test_a_folder_is_needed_and_a_manifest_is_checked(run, tmp_path):
    assert "--out" in run("brief").message
    (tmp_path / "m.json").write_text("[]", encoding="utf-8")
    assert "is no manifest" in run("brief", "verify", tmp_path / "m.json").message
