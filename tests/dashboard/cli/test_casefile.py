"""A case file is judged and drawn again from itself alone; whatever was changed in it is named."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest

from geo.atlas import Atlas
from geo.casebook.arrangements import with_decisions
from geo.casebook.case_file import MANIFEST, sha256
from geo.casebook.log import Casebook
from geo.casebook.review import answer, review, together
from geo.errors import AtlasError, ConformError
from geo.verdicts.check import check
from layers.brief import case_file as casefile
from tests.support.command import runner
from tests.support.digests import digest
from tests.support.judged_once import judged_once

HARD, CHECKED = "2022-04-30-al-asad", "2022-05-30-al-asad"
MADE = dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def book(atlas, bundled, tmp_path_factory):
    """Teaming of Nujaba with KSS at Al-Asad, accepted."""
    book = Casebook.open(tmp_path_factory.mktemp("book") / "book.sqlite")
    details = together(bundled, HARD, kind="teaming", with_group="KSS")
    words = {"by": "Anna", "decision": "teaming or permission", "note": "Seen."}
    first = book.append(review(atlas, bundled, HARD, details=details, **words))
    book.append(answer(first, "concur", by="Ben"))
    return book


@pytest.fixture(scope="module")
def content(atlas, book):
    return made(atlas, book, [HARD])


def made(atlas, book, idents):
    entries = book.entries()
    known = with_decisions(atlas, entries, record=atlas.record)
    findings = check(atlas.record, atlas=known)
    return casefile.make(atlas, findings, entries, idents, made=MADE)


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    return out.getvalue()


def edited(content, name, edit, *, rehash=True):
    """The file with one member edited; with ``rehash`` its hash in the manifest too."""
    files = members(content)
    files[name] = edit(files[name])
    if rehash:
        document = json.loads(files[MANIFEST])
        for one in document["files"]:
            if one["name"] == name:
                one["sha256"] = sha256(files[name])
        files[MANIFEST] = json.dumps(document).encode()
    return packed(files)


_JUDGED: dict = {}


def problems(content, **more):
    """What does not hold in a file; data that are the same are judged once for all tests."""
    with judged_once(_JUDGED):
        return casefile.verify(content, file="case.zip", **more).problems


def test_it_holds_what_was_shown_and_verifies(content, book):
    files = members(content)
    document = json.loads(files[MANIFEST])
    assert document["attacks"] == [HARD]
    assert document["casebook"] == {"entries": 2, "head": book.head()}
    assert {one["name"] for one in document["files"]} == set(files) - {MANIFEST}
    (finding,) = json.loads(files["findings.json"])
    assert finding["verdict"] == "explained"
    assert files["data/attacks.csv"].count(b"\n") == 2
    assert HARD.encode() in files["terms.csv"]
    assert json.loads(files["areas.geojson"])["features"]
    assert files["figures/001.png"].startswith(b"\x89PNG")
    found = casefile.verify(content, file="case.zip", book=book)
    assert found.holds
    assert (found.attacks, found.figures, found.form) == (1, 1, 2)
    assert found.head == book.head()
    assert {one.about for one in found.checked} == {
        "manifest", "chain", "casebook", "data", "findings", "figures",
    }  # fmt: skip


def test_the_same_input_gives_the_same_bytes(atlas, book, content):
    assert digest(made(atlas, book, [HARD])) == digest(content)


def test_another_machine_with_other_data_verifies_it(content, tmp_path, monkeypatch, capfd):
    run = runner(monkeypatch, capfd)
    own = tmp_path / "own"
    own.mkdir()
    (own / "attacks.csv").write_text("attack_id,date,method,target_place\n")
    monkeypatch.setenv("ATLAS_DATA", str(own))
    monkeypatch.setenv("ATLAS_BOUNDARIES", str(tmp_path / "nowhere"))
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    (tmp_path / "case.zip").write_bytes(content)
    done = run("casefile", "verify", tmp_path / "case.zip")
    assert done.code == 3, done.err
    assert "1 attack judged again, 1 figure drawn again" in done.message
    assert "nothing from outside vouches for its casebook" in done.message


def test_a_member_that_was_changed_lost_or_put_in_is_named(content):
    changed = edited(content, "README.txt", lambda text: text + b".", rehash=False)
    assert problems(changed) == ("README.txt was changed since it was made.",)
    files = members(content)
    del files["README.txt"]
    files["other.txt"] = b"x"
    assert problems(packed(files)) == (
        "README.txt is missing.", "other.txt is not in the manifest.",
    )  # fmt: skip


def test_a_verdict_written_by_hand_is_found_though_every_hash_was_corrected(content):
    forged = edited(
        content, "findings.json", lambda text: text.replace(b"explained", b"consistent")
    )
    assert problems(forged) == (f"{HARD} was consistent, and comes out explained.",)


def test_whom_an_attack_points_to_written_by_hand_is_found_though_every_hash_was_corrected(content):
    def forge(text):
        findings = json.loads(text)
        findings[0]["points_to"]["groups"] = ["KSS"]
        return json.dumps(findings, ensure_ascii=False, indent=2).encode() + b"\n"

    (problem,) = problems(edited(content, "findings.json", forge))
    assert problem.startswith(f"{HARD} pointed to KSS (")
    assert "and comes out " in problem


def test_a_row_written_by_hand_is_found_though_every_hash_was_corrected(content):
    # The decision judged another row, so that it explains nothing any more.
    forged = edited(content, "data/attacks.csv", lambda text: text.replace(b"rocket", b"mortar"))
    assert any("comes out" in one for one in problems(forged))


def test_a_decision_or_a_figure_written_by_hand_is_found(content):
    forged = edited(content, "decisions.jsonl", lambda text: text.replace(b"Ben", b"Eve"))
    assert "Entry 2 of decisions.jsonl was changed." in problems(forged)
    drawn = edited(content, "figures/001.png", lambda png: png[:-1] + b"x")
    assert problems(drawn) == ("figures/001.png comes out differently when it is drawn again.",)


def test_figures_of_other_versions_are_a_note(content):
    drawn = edited(content, "figures/001.png", lambda png: png[:-1] + b"x")
    files = members(drawn)
    document = json.loads(files[MANIFEST])
    document["versions"]["matplotlib"] = "1.0"
    files[MANIFEST] = json.dumps(document).encode()
    found = casefile.verify(packed(files), file="case.zip")
    assert not found.problems
    assert any("drawn by other versions (matplotlib)" in note for note in found.notes)
    assert "figures" not in {one.about for one in found.checked}


def test_a_book_that_lacks_the_head_is_reported(content, tmp_path):
    other = Casebook.open(tmp_path / "other.sqlite")
    assert "no entry has the hash" in problems(content, book=other)[0]


@pytest.mark.parametrize(
    "raw",
    [
        b"no zip",
        packed({"a": b"x"}),
        packed({MANIFEST: b"{}"}),
        packed({MANIFEST: b"[" * 10_000}),
        packed({MANIFEST: b'{"product": "fasail-atlas case file", "form": 1}'}),
        packed({MANIFEST: b"{}", "data/../../evil": b"x"}),
    ],
)
def test_what_is_no_case_file_is_refused(raw):
    with pytest.raises(ConformError):
        casefile.verify(raw, file="case.zip")


def test_a_file_for_gdal_in_the_place_of_outlines_opens_nothing(content):
    vrt = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'  # noqa: E501
    with pytest.raises(AtlasError, match="is not GeoJSON"):
        problems(edited(content, "data/base/units.geojson", lambda _: vrt))


def test_outlines_that_a_user_brought_travel_along(atlas_boundaries, book):
    atlas = Atlas.load(boundaries=atlas_boundaries)
    content = made(atlas, book, [CHECKED])
    assert any(name.startswith("data/boundaries/") for name in members(content))
    assert problems(content) == ()


def test_the_command_makes_what_it_verifies(tmp_path, monkeypatch, capfd):
    run = runner(monkeypatch, capfd)
    out = tmp_path / "case.zip"
    done = run("casefile", "make", CHECKED, "-o", out, "--made", "2026-11-21T03:00:00")
    assert done.code == 0, done.err
    assert run("casefile", "verify", out).code == 0
    broken = edited(out.read_bytes(), "findings.json", lambda text: text + b" ")
    out.write_bytes(broken)
    assert run("casefile", "verify", out).code == 1
    assert run("casefile", "make", "-o", out).code == 2
    assert run("casefile", "make", "none", "-o", out).code == 2
    assert run("casefile", "verify", tmp_path / "none.zip").code == 2
