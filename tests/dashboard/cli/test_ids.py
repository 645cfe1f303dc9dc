"""Ids given as options: any case, any known spelling, and a slip is refused before heavy work."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
import typer

from dashboard.cli import app
from dashboard.cli._ids import known, listed, resolved
from dashboard.cli._typed import known_words
from geo.errors import NameNotFoundError
from tests.support.command import SQUARE, runner
from tests.support.server import ROOT

HEAVY = {"pandas", "numpy", "shapely", "geopandas", "streamlit", "matplotlib", "sqlalchemy"}
TAKES_IDS = {
    "ID", "ATTACK", "AREA", "GROUP", "FACADE", "PLACE", "LAT,LON|MGRS|PLACE", "PLACE:KM",
    "FILE|GROUND",
    "TOKEN", "WORD",
}  # fmt: skip
"""What the options and arguments are called that take the id of something in the tables."""

TAKES_OTHERS = {
    "SOURCE", "FILE", "OUT", "URL", "DIR|URL", "PATH|URL", "ADDRESS", "LINE",
    "COLUMN", "KM", "ISO", "DAY", "DATE", "D", "FROM:TO", "HEX", "HASH", "HH:MM",
}  # fmt: skip
TAKES_WORDS = {"WORDS", "KIND", "LABEL", "LIST", "A-E", "A-F", "1-6", "known|unknown", "STRENGTH"}
"""What those are called that take a word of a list that stands nowhere but in the code."""

TEXTS = {
    "areas add": {"kind", "confidence", "source_id", "pointer", "assumption", "author"},
    "brief": {"title", "author"},
    "casebook add": {"by", "note", "source"},
    "record add": {"country"},
    "scorecard": {"country"},
    "times": {"country"},
}
"""Parameters that take whatever a person writes."""

TYPED = ["--method", "rocket", "--date", "2021-07-07"]
DECIDED = ["casebook", "add", "2021-02-15-erbil", "--decision", "false claim"]
# By command and parameter, how one is given that does not exist.
UNKNOWN = {
    ("areas add", "holder"): ["areas", "add", "x.geojson", "-o", "x.toml", "--holder", "KHX"],
    ("areas show", "ident"): ["areas", "show", "nope"],
    ("areas place", "ident"): ["areas", "place", "nope"],
    **{
        ("brief", name): ["brief", f"--{name}", word, "--out", "nowhere"]
        for name, word in {
            "group": "KHX", "facade": "nope", "method": "sling", "target": "nope",
            "committee": "nope", "verdict": "guilty", "status": "nope", "layer": "nope",
            "view": "place:nope", "points": "KHX", "near": "nope:20", "within": "area:nope",
        }.items()
    },
    ("casebook add", "attack"): ["casebook", "add", "nope", "--decision", "false claim"],
    ("casebook add", "with_group"): [*DECIDED, "--arrangement", "permission", "--with", "KHX"],
    ("casebook add", "area"): [*DECIDED, "--area", "nope"],
    ("casebook list", "attack"): ["casebook", "list", "--id", "nope"],
    ("casefile make", "ids"): ["casefile", "make", "2021-02-15-erbill"],
    ("casefile make", "verdict"): ["casefile", "make", "--verdict", "guilty"],
    ("check", "ids"): ["check", "--id", "2021-02-15-erbill"],
    ("check", "near"): ["check", "--near", "nope:20"],
    ("check", "within"): ["check", "--within", "governorate:nope"],
    ("check", "target"): ["check", *TYPED, "--target", "nope"],
    ("check", "launch"): ["check", *TYPED, "--target", "balad_ab", "--launch", "nope"],
    ("check", "method"): ["check", *TYPED, "--target", "balad_ab", "--method", "sling"],
    ("check", "facade"): ["check", *TYPED, "--target", "balad_ab", "--facade", "nope"],
    ("check", "group"): ["check", *TYPED, "--target", "balad_ab", "--group", "KHX"],
    ("points", "ids"): ["points", "--id", "2021-02-15-erbill"],
    ("times", "facade"): ["times", "--facade", "nope"],
}  # fmt: skip
# As above, for options that take a word of a closed list.
REVIEWED = [*DECIDED[:-1], "needs more"]
CLOSED = {
    ("areas add", "kind"): ["areas", "add", "x.geojson", "-o", "x.toml", "--kind", "nope"],
    ("areas add", "confidence"): [
        "areas", "add", "x.geojson", "-o", "x.toml", "--confidence", "nope",
    ],
    **{
        ("brief", name): ["brief", f"--{option}", word, "--out", "nowhere"]
        for name, option, word in (
            ("grade", "grade", "Z"), ("launch", "launch", "x"), ("sizes", "size", "huge"),
            ("contents", "contents", "nope"), ("formats", "format", "hd,nope"),
            ("tlp", "tlp", "PINK"), ("marking", "marking", "tlp:pink"),
            ("points_strength", "points-strength", "certain"),
        )
    },
    ("casebook add", "decision"): [*DECIDED[:-1], "nope"],
    ("casebook add", "reliability"): [*REVIEWED, "--reliability", "Q"],
    ("casebook add", "credibility"): [*REVIEWED, "--credibility", "9"],
    ("casebook add", "arrangement"): [*REVIEWED, "--arrangement", "nope"],
}  # fmt: skip
# Ends of names, choices and numbers are told by who reads the command line.
REFUSED_AS_USAGE = {
    ("convert", "out"): ["convert", "mine.csv", "out.docx"],
    ("convert", "fix_list"): ["convert", "mine.csv", "out.csv", "--fix-list", "fix.docx"],
    ("validate", "fix_list"): ["validate", "mine.csv", "--fix-list", "fix.docx"],
}
EVERY = {**UNKNOWN, **CLOSED, **REFUSED_AS_USAGE}

# What a command has loaded when it ends tells whether it worked before it refused. All run in one
# process, one after the other, and each tells what it was the first to load.
SCRIPT = """
import contextlib, io, json, sys
from dashboard.cli import main
ended = []
for given in json.load(sys.stdin):
    sys.argv, code, before = ["fasail-atlas", *given], None, set(sys.modules)
    with contextlib.redirect_stderr(io.StringIO()) as told:
        try:
            main()
        except SystemExit as error:
            code = error.code
    heavy = sorted(({heavy!r} & set(sys.modules)) - before)
    ended.append([code, heavy, told.getvalue()])
json.dump(ended, sys.stdout)
"""


def parameters(command, name=""):
    """Give command, name and parameter of each that takes a word, of all commands under one."""
    for inner, one in getattr(command, "commands", {}).items():
        yield from parameters(one, f"{name} {inner}".strip())
    for parameter in command.params:
        text = str(parameter.type_descriptor.annotation)
        if text in {"<class 'str'>", "list[str]"}:
            yield name, parameter.name, (parameter.metavar or "").strip("[].")


def test_every_option_that_takes_an_id_is_tried_below():
    takes = list(parameters(typer.main.get_command(app)))
    unsaid = [
        (command, name, metavar)
        for command, name, metavar in takes
        if metavar not in TAKES_IDS | TAKES_OTHERS | TAKES_WORDS
        and name not in TEXTS.get(command, ())
    ]
    assert unsaid == [], "say in this module whether it takes ids"
    assert {one[:2] for one in takes if one[2] in TAKES_IDS} == set(UNKNOWN)
    closed = {one[:2] for one in takes if one[2] in TAKES_WORDS}
    # A line of one's own is free but for what begins with TLP; a kind of area is told in its help.
    also = {("brief", "marking"), ("areas add", "kind"), ("areas add", "confidence")}
    assert closed | also == set(CLOSED)


def assert_helpful(message):
    """A message suggests nothing empty and shows nothing as a program would write it."""
    assert not re.search(r"(?:mean|of|is:) ?,|, ?[,?.]|''|[\[\]]", message), message
    assert re.search(
        r"Did you mean \S|Expected (?:one|some) of \S|Some of what there is: \S", message
    )


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """How each of the commands above ends: code, what it loaded, and what it says."""
    book = tmp_path_factory.mktemp("none") / "none.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(heavy=HEAVY)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        input=json.dumps(list(EVERY.values())),
        env={**os.environ, "ATLAS_CASEBOOK": str(book)},
    )
    return dict(zip(EVERY, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("which", CLOSED, ids=["-".join(one) for one in CLOSED])
def test_a_word_that_is_in_no_list_is_refused_before_anything_heavy_is_loaded(which, refused):
    code, heavy, message = refused[which]
    assert (code, heavy) == (2, []), message
    option = next(word for word in EVERY[which][::-1] if word.startswith("--") and word != "--out")
    assert message.startswith(f"fasail-atlas: {option} '")
    assert_helpful(message)


@pytest.mark.parametrize("which", REFUSED_AS_USAGE, ids=["-".join(o) for o in REFUSED_AS_USAGE])
def test_an_end_that_no_writer_has_is_refused_before_anything_heavy_is_loaded(which, refused):
    code, heavy, message = refused[which]
    assert (code, heavy) == (2, []), message
    assert ".docx: " in message


def test_the_lists_of_the_command_line_are_those_of_the_code():
    from dashboard.cli._brief_options import CONTENTS
    from dashboard.cli._intake import WRITTEN
    from geo.casebook.arrangements import COVERS
    from geo.io.formats import WRITERS
    from geo.schemas.tokens import TOGETHER
    from layers.brief.pack import MAPS

    assert list(CONTENTS) == list(MAPS)
    assert list(WRITTEN) == list(WRITERS)
    assert set(TOGETHER) == set(COVERS)


def test_a_word_of_a_list_is_known_in_any_case():
    assert listed("--format", "PNG, pdf,png", kind="format") == ("png", "pdf")
    assert resolved("--decision", ["False Claim"], kind="decision") == ["false claim"]
    assert resolved("--grade", ["b"], kind="grade") == ["B"]


def test_a_holder_that_is_none_brings_up_what_may_hold_ground_of_its_kind(monkeypatch, capfd):
    run = runner(monkeypatch, capfd)
    given = ("areas", "add", "x.geojson", "-o", "x.toml", "--holder", "nort")
    assert "northern" not in run(*given, "--kind", "ground").message
    assert "Did you mean northern" in run(*given, "--kind", "committee").message
    assert "northern" not in run(*given[:-1], "NOPE").message


@pytest.mark.parametrize("which", UNKNOWN, ids=["-".join(one) for one in UNKNOWN])
def test_an_unknown_id_is_refused_before_anything_heavy_is_loaded(which, refused):
    code, heavy, message = refused[which]
    assert (code, heavy) == (2, []), message
    assert "is not known. " in message
    assert_helpful(message)


@pytest.mark.parametrize(
    ("word", "kind", "ident"),
    [
        ("kh", "group", "KH"),
        ("Kataib Hizballah", "group", "KH"),
        ("كتائب حزب الله", "group", "KH"),
        ("ain al-asad", "place", "al_asad_ab"),
        ("KH_JURF", "area", "kh_jurf"),
        ("salah ad-din", "governorate", "salah_al_din"),
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


@pytest.mark.parametrize(
    ("option", "word", "means"),
    [
        ("target", "BALAD_AB", "balad_ab"),
        ("target", "قاعدة بلد", "balad_ab"),
        ("launch", "33.9,42.9", "33.9,42.9"),
        ("launch", "38S KC 7332 4822", "38S KC 7332 4822"),
        ("launch", "33°54'N 42°54'E", "33°54'N 42°54'E"),
        ("method", "ROCKET", "rocket"),
        ("method", "107mm rockets", "107mm rockets"),
        ("method", "عبوة ناسفة", "عبوة ناسفة"),
        ("method", "unknown", "unknown"),
        ("facade", "unclaimed", "unclaimed"),
        ("group", "kh|aah", "KH|AAH"),
    ],
)
def test_words_that_only_the_reader_of_files_knows_are_left_to_it(option, word, means):
    assert known_words({option: word}, data=None, aliases=None) == {option: means}


def test_all_words_that_are_not_known_are_reported_at_once():
    typed = {"target": "nope", "method": "sling", "group": "KHX", "date": "soon"}
    with pytest.raises(NameNotFoundError) as caught:
        known_words(typed, data=None, aliases=None)
    lines = str(caught.value).splitlines()
    assert [line.split()[0] for line in lines] == ["--target", "--method", "--group"]


def test_an_attack_without_an_id_is_left_to_the_reader_that_names_it(tmp_path):
    (tmp_path / "attacks.csv").write_text(
        "attack_id,date,method,target_place\n,2021-01-01,rocket,balad_ab\n", encoding="utf-8"
    )
    assert resolved("attack", ["row-2"], kind="attack", data=tmp_path) == ["row-2"]


def test_ids_of_decisions_and_areas_are_known_in_any_case(monkeypatch, capfd, tmp_path):
    run = runner(monkeypatch, capfd)
    book = ("--casebook", tmp_path / "book.sqlite")
    decided = ("--decision", "teaming or permission", "--arrangement", "permission")
    hard = "2022-04-30-al-asad"
    kept = run("casebook", "add", hard.upper(), *decided, "--with", "kss", "--by", "Anna", *book)
    assert kept.code == 0, kept.err
    (entry,) = json.loads(run("casebook", "list", "--id", hard.upper(), "--json", *book).out)
    assert (entry["attack_id"], entry["details"]["with_group"]) == (hard, "KSS")
    drawn = {"type": "Polygon", "coordinates": [SQUARE]}
    layer = {"type": "Feature", "properties": {"name": "mine"}, "geometry": drawn}
    (tmp_path / "layer.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [layer]}), encoding="utf-8"
    )
    said = ("--kind", "ground", "--confidence", "low", "--border-km", "5", "--source-id", "x",
            "--pointer", "p. 3", "--assumption", "as drawn", "--valid-from", "2020-01-03",
            "--last-confirmed", "2021-10-18")  # fmt: skip
    out = tmp_path / "areas.toml"
    done = run("areas", "add", tmp_path / "layer.geojson", "--holder", "kss", *said, "-o", out)
    assert done.code == 0, done.err
    made = tomllib.loads(out.read_text(encoding="utf-8"))["area"]
    assert {area["id"]: area["holder"] for area in made}["mine"] == "KSS"


def test_an_attack_of_another_folder_is_found_where_the_casebook_knows_it(
    monkeypatch, capfd, tmp_path
):
    run = runner(monkeypatch, capfd)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "attacks.csv").write_text(
        "attack_id,date,method,target_place\nmine-1,2021-01-01,rocket,balad_ab\n", encoding="utf-8"
    )
    book = ("--casebook", tmp_path / "book.sqlite")
    decided = ("--decision", "record wrong", "--by", "Anna", "--data", tmp_path / "mine")
    kept = run("casebook", "add", "MINE-1", *decided, *book)
    assert kept.code == 0, kept.err
    assert "mine-1" in run("casebook", "list", "--id", "Mine-1", *book).out
    assert run("casebook", "list", "--id", "mine-2", *book).code == 2


def test_an_id_of_a_file_is_known_in_any_case_too(monkeypatch, capfd, tmp_path):
    run = runner(monkeypatch, capfd)
    (tmp_path / "mine.csv").write_text(
        "attack_id,date,method,target_place\nA-1,2021-01-01,rocket,balad_ab\n", encoding="utf-8"
    )
    found = run("check", tmp_path / "mine.csv", "--id", "a-1", "--format", "json")
    assert [one["attack_id"] for one in json.loads(found.out)] == ["A-1"]
    refused = run("check", tmp_path / "mine.csv", "--id", "b-1")
    assert refused.code == 2
    assert "attack 'b-1' is not known. Did you mean A-1" in refused.message


def test_a_group_in_small_letters_makes_the_same_map(monkeypatch, capfd, tmp_path):
    run = runner(monkeypatch, capfd)
    made = ("--made", "2026-11-21T03:00:00", "--format", "geojson", "--to", "2020-12-31")
    small, large = tmp_path / "small", tmp_path / "large"
    assert run("brief", "--group", "kh", *made, "--out", small).code == 0
    assert run("brief", "--group", "KH", *made, "--out", large).code == 0
    assert {p.name: p.read_bytes() for p in small.iterdir()} == {
        p.name: p.read_bytes() for p in large.iterdir()
    }
