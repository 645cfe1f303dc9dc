"""Case files forged with every hash written again: refused, or what is open is named."""

from __future__ import annotations

import csv
import io
import json

import pytest

from geo.atlas import Atlas
from geo.casebook.arrangements import with_decisions
from geo.casebook.case_file import MANIFEST, sha256
from geo.casebook.entry import GENESIS, as_object, from_object
from geo.casebook.log import Casebook
from geo.casebook.review import answer, review, together
from geo.errors import ConformError
from geo.verdicts.check import check
from layers.brief import case_file as casefile
from layers.brief import case_file_derive as casefile_derive
from tests.dashboard.cli.test_casefile import CHECKED, HARD, MADE, members
from tests.support.command import runner
from tests.support.forging import (
    AGREEING,
    REFUSED,
    altered_note,
    forged_reviewer,
    sealed,
    with_figure,
)
from tests.support.judged_once import judged_once
from tests.worlds import valley

pytestmark = pytest.mark.slow

BACK = {"by": "Anna", "decision": "needs more", "note": "Which launch place?"}


@pytest.fixture(scope="module", autouse=True)
def once():
    """Judge and draw the same data once: what is compared afterwards is what is tried here."""
    with judged_once():
        yield


@pytest.fixture(scope="module")
def books(atlas, bundled, tmp_path_factory):
    """A book of five entries: 1, 2 and 4 on the attack of the file, 3 and 5 on another."""
    book = Casebook.open(tmp_path_factory.mktemp("book") / "book.sqlite")
    details = together(bundled, HARD, kind="teaming", with_group="KSS")
    words = {"by": "Anna", "decision": "teaming or permission", "note": "Seen."}
    first = book.append(review(atlas, bundled, HARD, details=details, **words))
    book.append(answer(first, "concur", by="Ben"))
    other = book.append(review(atlas, bundled, CHECKED, **BACK))
    book.append(answer(first, "concur", by="Cara"))
    book.append(answer(other, "dissent", by="Ben"))
    return book


def made(atlas, book, **more):
    entries = book.entries()
    known = with_decisions(atlas, entries, record=atlas.record)
    findings = check(atlas.record, atlas=known)
    return casefile.make(atlas, findings, entries, [HARD], made=MADE, **more)


@pytest.fixture(scope="module")
def content(atlas, books):
    return made(atlas, books)


@pytest.fixture(scope="module")
def whole(atlas, books):
    return made(atlas, books, whole_chain=True)


def verified(content, **more):
    found = casefile.verify(content, file="case.zip", **more)
    words = " ".join(one.text for one in (*found.failed, *found.checked, *found.unvouched))
    assert " all " not in f" {words.lower()} ".replace(" at all ", " "), "nothing is said of all"
    return found


def manifest_sha256(content):
    return sha256(members(content)[MANIFEST])


def about(found):
    return {one.about for one in found.unvouched}


def test_the_true_file_holds_and_names_what_is_open(content, books):
    found = verified(content)
    assert found.holds, found.problems
    assert {"manifest", "casebook", "chain"} <= about(found)
    assert not found.vouched, "nobody vouches for the decisions"
    assert not [one for one in found.unvouched if one.content and one.about == "data"]
    assert "compared with those published with this installation" in " ".join(
        o.text for o in found.checked
    )
    text = " ".join(found.notes)
    assert "Entries 3, 5 of the casebook stand there without content" in text
    assert "a second reviewer put in" in text


def test_a_manifest_noted_elsewhere_vouches_for_the_file(content):
    found = verified(content, manifest_sha256=manifest_sha256(content).upper())
    assert found.holds
    assert found.vouched
    assert about(found) == {"data"}
    assert "no file can show" in found.notes[-1]


def test_the_book_vouches_for_the_decisions(content, books):
    found = verified(content, book=books)
    assert found.holds
    assert found.vouched
    assert not {"casebook", "chain"} & about(found)


def test_a_head_vouches_only_for_what_leads_to_it(content, whole, books):
    found = verified(content, head=books.head())
    assert found.holds
    assert "does not vouch for entries 1 to 2, 4" in " ".join(found.notes)
    found = verified(content, head=books.entries()[1].sha256)
    text = " ".join(one.text for one in found.checked)
    assert "it vouches for entries 1 to 2, which lead to it link by link" in text
    assert "does not vouch for entry 4" in " ".join(found.notes)
    found = verified(whole, head=books.head())
    text = " ".join(one.text for one in found.checked)
    assert "it vouches for entries 1 to 5, which lead to it link by link" in text
    assert "chain" not in about(found)


@pytest.mark.parametrize("name", AGREEING)
def test_a_forgery_that_agrees_with_itself_is_named_as_unvouched(name, content, books):
    forged = AGREEING[name](content)
    found = verified(forged)
    assert {"manifest", "casebook"} <= about(found), "that nothing vouches for it is said"
    if name in {"sources", "row"}:
        (message,) = [one.text for one in found.unvouched if "not as published" in one.text]
        assert {"sources": "data/sources.csv", "row": "data/attacks.csv"}[name] in message
        assert {"sources": "url: “HTTP", "row": "Al-Assd"}[name] in message, "each cell is named"
    if name != "made at another time":
        assert not found.vouched
    assert not verified(forged, manifest_sha256=manifest_sha256(content)).holds
    if name == "end cut off":  # which is what the book was once: it can only say what came since
        message = " ".join(verified(forged, book=books).notes)
        assert "has 1 later entry on these attacks" in message
    elif name not in {"sources", "row", "made at another time"}:
        assert not verified(forged, book=books).holds, "the book knows better"


def test_a_head_refuses_a_forgery_of_what_leads_to_it(whole, books):
    for change in (altered_note, forged_reviewer):
        files = members(whole)
        true = {
            json.loads(line)["number"]: json.loads(line)
            for line in files["chain.jsonl"].splitlines()
        }
        mine = change([from_object(true[n]) for n in (1, 2, 4)])
        for one in mine:
            last = true[one.number - 1]["sha256"] if one.number > 1 else GENESIS
            true[one.number] = as_object(one.sealed(number=one.number, at=one.at, before=last))
        lines = [json.dumps(true[number]) + "\n" for number in sorted(true)]
        files["chain.jsonl"] = "".join(lines).encode()
        files["decisions.jsonl"] = "".join(
            line for line in lines if json.loads(line)["attack_id"] == HARD
        ).encode()
        forged = sealed(files)
        found = verified(forged, head=books.head())
        assert any("does not follow the entry before it" in one for one in found.problems)


def rows_of(text):
    return list(csv.reader(io.StringIO(text.decode())))


def with_cell(content, name, column, cell, stated=None):
    """The file with one cell of its data altered and every hash written again, nothing else."""
    files = members(content)
    header, *rows = rows_of(files[f"data/{name}"])
    rows[0][header.index(column)] = cell
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    files[f"data/{name}"] = out.getvalue().encode()
    return sealed(files, stated)


@pytest.mark.parametrize(
    ("name", "column"),
    [("attacks.csv", "note"), ("claims.csv", "wording"), ("reports.csv", "says")],
)
def test_any_cell_that_is_altered_is_found_or_named(name, column, content):
    found = verified(with_cell(content, name, column, "7"))
    assert not found.holds
    assert any(f"{column}: “7”, published as" in one for one in found.problems), found.problems
    unsaid = verified(with_cell(content, name, column, "7", {"published": {}}))
    assert not (unsaid.holds and unsaid.vouched)
    assert any(f"{column}: “7”" in one for one in unsaid.notes)


def test_a_row_left_out_is_found_though_the_others_are_published(content):
    files = members(content)
    lines = files["data/reports.csv"].splitlines(keepends=True)
    files["data/reports.csv"] = b"".join(lines[:-1])
    found = verified(sealed(files))
    assert any("a row is left out" in one for one in found.problems)
    del files["data/reports.csv"]
    assert any("a row is left out" in one for one in verified(sealed(files)).problems)


def test_the_words_that_date_published_ground_are_not_left_out(content):
    files = members(content)
    del files["data/sightings.csv"]
    found = verified(sealed(files))
    assert any("data/sightings.csv is not in the file" in one for one in found.problems)


def test_rows_of_ones_own_are_vouched_for_by_the_hash_of_the_manifest_alone(tmp_path):
    atlas = Atlas.load(valley.FOLDER)
    findings = check(atlas.record, atlas=atlas)
    content = casefile.make(atlas, findings, [], ["2021-05-08-port"], made=MADE)
    assert "attacks.csv" not in json.loads(members(content)[MANIFEST])["published"]
    found = verified(content)
    assert found.holds
    assert not found.vouched
    assert "data/attacks.csv is not as published with this installation" in " ".join(found.notes)
    assert verified(content, manifest_sha256=manifest_sha256(content)).vouched
    altered = verified(with_cell(content, "attacks.csv", "note", "nothing"))
    assert not (altered.holds and altered.vouched)


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_file_gives_away_is_refused(name, content):
    forge, message = REFUSED[name]
    found = verified(forge(content))
    assert not found.holds
    assert any(message in one for one in found.problems), found.problems


def test_a_figure_said_to_be_of_other_versions_is_not_vouched_for(content):
    stated = json.loads(members(content)[MANIFEST])["versions"]
    forged = with_figure(content, {"versions": {**stated, "matplotlib": "1.0"}})
    found = verified(forged)
    (message,) = [one.text for one in found.unvouched if one.about == "figures"]
    assert "figures/001.png: not what is drawn here" in message
    assert not [one for one in found.checked if one.about == "figures"]


def older(content, **stated):
    """The file as the first form had it: without a chain."""
    files = members(content)
    del files["chain.jsonl"]
    files["README.txt"] = casefile_derive.readme(1, form=1)
    return sealed(files, {"form": 1, **stated})


def test_the_first_form_is_read_and_what_it_lacks_is_named(content, books):
    assert b"chain.jsonl" not in members(older(content))["README.txt"]
    found = verified(older(content))
    assert found.holds, found.problems
    assert found.form == 1
    assert "Entries 3, 5 of the casebook stand there without content" in " ".join(found.notes)
    assert verified(older(content), book=books).holds
    zeros = {"entries": 5, "head": GENESIS}
    assert not verified(older(content, casebook=zeros)).holds
    assert not verified(older(content, casebook={"entries": 4, "head": books.head()})).holds


@pytest.mark.parametrize("form", [0, 3, True, "2", None, 1.0])
def test_a_form_that_is_not_known_is_refused_by_its_name(content, form):
    with pytest.raises(ConformError, match="form is none that is known here, which are 1 and 2"):
        verified(sealed(members(content), {"form": form}))


@pytest.mark.parametrize(
    "line",
    [
        b"[1," * 300,
        b"{}",
        b'{"number": 1, "sha256": "x"}',
        b'{"number": "1", "sha256": "' + b"0" * 64 + b'"}',
        b'{"number": 1, "sha256": "' + b"0" * 64 + b'"}\n' * 2,
        b"\xff",
    ],
)
def test_a_chain_that_cannot_be_read_is_one_error(content, line):
    with pytest.raises(ConformError, match="not an entry"):
        verified(sealed({**members(content), "chain.jsonl": line}))


def test_a_book_without_entries_is_stated_so(atlas, tmp_path):
    empty = Casebook.open(tmp_path / "none.sqlite")
    content = made(atlas, empty)
    found = verified(content)
    assert found.holds
    assert "Nothing from outside vouches for the head" in " ".join(found.notes)
    assert verified(content, head=GENESIS).holds
    assert not verified(content, head="1" * 64).holds


def test_the_command_says_it_in_words_and_in_json(content, books, tmp_path, monkeypatch, capfd):
    run = runner(monkeypatch, capfd)
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    done = run("casefile", "verify", path)
    assert done.code == 3
    assert "nothing from outside vouches for its casebook" in done.message
    assert "Nothing here vouches for:" in done.err
    assert "all is" not in done.err
    assert done.out == ""
    done = run(
        "casefile",
        "verify",
        path,
        "--format",
        "json",
        "--head",
        books.head(),
        "--manifest-sha256",
        manifest_sha256(content),
    )
    document = json.loads(done.out)
    assert done.code == 0
    assert done.err == ""
    assert document["holds"] is True
    assert document["vouched"] is True
    assert document["casebook_head"] == books.head()
    assert document["manifest_sha256"] == manifest_sha256(content)
    assert {one["about"] for one in document["checked"]} >= {
        "manifest",
        "chain",
        "findings",
        "figures",
    }
    done = run("casefile", "verify", path, "--format", "json", "--manifest-sha256", "0" * 64)
    assert done.code == 1
    assert json.loads(done.out)["failed"][0]["about"] == "manifest"
    assert run("casefile", "verify", path, "--head", "short").code == 2
