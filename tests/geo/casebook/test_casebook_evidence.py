"""What two reviewers accept becomes evidence of the very row that they judged, and no more."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from geo.casebook.area_change import area_block, blocks, proposal, unified
from geo.casebook.arrangements import arrangement, with_decisions
from geo.casebook.backup import backup, read_backup
from geo.casebook.log import Casebook
from geo.casebook.review import answer, review, together, violations
from geo.casebook.state import latest_decisions, review_states
from geo.errors import CasebookError, ConformError
from geo.verdicts.check import check
from geo.verdicts.fingerprints import areas_sha256, attack_sha256, filled, sha256
from tests.worlds.books import N
from tests.worlds.books import filled as filled_book

HARD = "2021-05-08-port"
"""Said to be Ash’s, from ground that is Oak’s alone: a mismatch of the valley."""


@pytest.fixture(scope="module")
def atlas(valley):
    return valley


@pytest.fixture(scope="module")
def findings(valley_found):
    return valley_found


@pytest.fixture
def book(tmp_path):
    return Casebook.open(tmp_path / "book.sqlite")


def teaming(atlas, findings, *, by="Anna", kind="teaming", **more):
    details = together(findings, HARD, kind=kind, with_group="OAK")
    decision = "teaming or permission"
    return review(atlas, findings, HARD, by=by, decision=decision, details=details, **more)


def judged(atlas, book):
    return check(atlas.record, atlas=with_decisions(atlas, book.entries(), record=atlas.record))


def verdict_of_hard(atlas, book, *, record=None):
    """Verdict of that attack by the decisions of a book; it hangs on no other attack."""
    record = record or atlas.record
    alone = replace(
        record,
        attacks=record.attacks.loc[[HARD]],
        claims=record.claims[record.claims["attack_id"] == HARD],
    )
    reviewed = with_decisions(atlas, book.entries(), record=record)
    return check(alone, atlas=reviewed).table.at[HARD, "verdict"]


def test_a_decision_of_one_person_is_no_evidence(atlas, findings, book):
    assert findings.table.at[HARD, "verdict"] == "mismatch"
    book.append(teaming(atlas, findings))
    assert verdict_of_hard(atlas, book) == "mismatch"


def test_teaming_that_a_second_person_agrees_with_explains_the_violation(atlas, findings, book):
    first = book.append(teaming(atlas, findings, note="Seen at Oak's sites."))
    book.append(answer(first, "concur", by="Ben"))
    found = judged(atlas, book)
    assert found.table.at[HARD, "verdict"] == "explained"
    mine = found.terms[(found.terms["attack_id"] == HARD) & (found.terms["effect"] == "explains")]
    assert mine["source"].tolist() == ["casebook entry 1"]
    assert mine["term_id"].tolist() == ["teaming"]
    assert mine["covers"].tolist() == ["launch_ground"]
    assert "Anna and Ben: Seen at Oak's sites." in mine["text"].iloc[0]
    others = found.table.drop(index=HARD)["verdict"]
    assert others.equals(findings.table.drop(index=HARD)["verdict"])


def test_a_dissent_or_a_withdrawal_ends_it(atlas, findings, book):
    first = book.append(teaming(atlas, findings))
    book.append(answer(first, "concur", by="Ben"))
    no = book.append(answer(first, "dissent", by="Cleo", note="no"))
    assert verdict_of_hard(atlas, book) == "mismatch"
    book.append(answer(no, "withdraw", by="Cleo"))
    assert verdict_of_hard(atlas, book) == "explained"
    book.append(answer(first, "withdraw", by="Anna"))
    assert verdict_of_hard(atlas, book) == "mismatch"


def test_the_last_word_of_a_person_counts(atlas, findings, book):
    first = book.append(teaming(atlas, findings))
    book.append(answer(first, "dissent", by="Ben"))
    assert review_states(book.entries())[0].state == "disputed"
    book.append(answer(first, "concur", by="ben"))
    (review_state,) = review_states(book.entries())
    assert review_state.state == "accepted"
    assert review_state.by("concur") == ("ben",)


def test_the_last_accepted_decision_stands(atlas, findings, book):
    first = book.append(teaming(atlas, findings))
    book.append(answer(first, "concur", by="Ben"))
    later = book.append(review(atlas, findings, HARD, by="Ben", decision="confirmed mismatch"))
    assert verdict_of_hard(atlas, book) == "explained"
    book.append(answer(later, "concur", by="Anna"))
    assert latest_decisions(book.entries())[HARD].review.decision == "confirmed mismatch"
    assert verdict_of_hard(atlas, book) == "mismatch"


def test_a_row_that_changed_since_is_not_the_one_that_was_judged(atlas, findings, book):
    first = book.append(teaming(atlas, findings))
    book.append(answer(first, "concur", by="Ben"))
    attacks = atlas.record.attacks.copy()
    attacks.loc[HARD, "target_radius_km"] += 1
    changed = replace(atlas.record, attacks=attacks)
    assert verdict_of_hard(atlas, book, record=changed) == "mismatch"
    assert verdict_of_hard(atlas, book) == "explained"


def test_other_decisions_change_no_verdict(atlas, findings, book):
    for decision in ("confirmed mismatch", "false claim", "record wrong", "needs more"):
        words = {"by": "Anna", "decision": decision, "note": "why"}
        first = book.append(review(atlas, findings, HARD, **words))
        book.append(answer(first, "concur", by="Ben"))
    assert len([one for one in review_states(book.entries()) if one.state == "accepted"]) == 4
    assert judged(atlas, book).table["verdict"].equals(findings.table["verdict"])


def test_each_violation_needs_its_own_explanation(atlas, findings):
    assert violations(findings, "2021-05-15-fort") == ("launch_ground", "target_exclusive")
    details = together(findings, "2021-05-15-fort", kind="permission", with_group="OAK")
    assert dict(details)["covers"] == "launch_ground|target_exclusive"


@pytest.mark.parametrize(
    ("kind", "other", "covers", "words"),
    [
        ("alliance", "KH", ["launch_ground"], "not known"),
        ("teaming", "AAH", ["launch_ground"], "no other group"),
        ("teaming", "KH", [], "not violations"),
        ("permission", "KH", ["facade_owner"], "not violations"),
    ],
)
def test_an_arrangement_that_explains_nothing_is_refused(kind, other, covers, words):
    with pytest.raises(ConformError, match=words):
        arrangement(kind, group="AAH", with_group=other, covers=covers)


def test_a_decision_says_what_it_judged(atlas, findings):
    entry = review(atlas, findings, HARD, by="Anna", decision="false claim")
    assert entry.verdict == "mismatch"
    assert entry.attack_sha256 == attack_sha256(atlas.record, HARD)
    assert entry.areas_sha256 == areas_sha256(atlas.areas)
    assert len(entry.method_sha256) == 64
    attacks = atlas.record.attacks.assign(new_column="")
    assert attack_sha256(replace(atlas.record, attacks=attacks), HARD) == entry.attack_sha256
    attacks.loc[HARD, "note"] = "x"
    assert attack_sha256(replace(atlas.record, attacks=attacks), HARD) != entry.attack_sha256
    assert filled({"a": "", "b": 0, "c": None}) == {"b": 0}
    assert sha256(filled({"a": 8.0})) == sha256(filled({"a": 8}))  # other rows decide the dtype


def test_an_attack_and_details_have_to_fit_the_decision(atlas, findings):
    with pytest.raises(ConformError, match="not in this record"):
        review(atlas, findings, "none", by="A", decision="false claim")
    with pytest.raises(ConformError, match="needs more"):
        review(atlas, findings, HARD, by="A", decision="area out of date")
    with pytest.raises(ConformError, match="takes none"):
        review(atlas, findings, HARD, by="A", decision="false claim", details=(("a", "b"),))


def test_a_recipe_change_is_a_diff_that_applies(atlas, tmp_path):
    block = area_block(atlas, "oak_west")
    assert block.startswith("[[area]]")
    assert "# ---" not in block
    details = proposal(atlas, "oak_west", block.replace("border_km = 1", "border_km = 7"))
    diff = unified(atlas, details)
    assert "-border_km = 1\n+border_km = 7\n" in diff
    (tmp_path / "data").mkdir()
    text = (atlas.folder / "areas.toml").read_text(encoding="utf-8")
    (tmp_path / "data" / "areas.toml").write_text(text, encoding="utf-8")
    subprocess.run(["git", "apply", "-"], input=diff, text=True, cwd=tmp_path, check=True)
    made = (tmp_path / "data" / "areas.toml").read_text(encoding="utf-8")
    assert blocks(made)["oak_west"] == dict(details)["after"]
    assert {k: v for k, v in blocks(made).items() if k != "oak_west"} == {
        k: v for k, v in blocks(text).items() if k != "oak_west"
    }


@pytest.mark.parametrize(
    ("area", "edit", "words"),
    [
        ("none", ("a", "b"), "no such area"),
        ("oak_west", ("zzz", "b"), "as it was"),
        ("oak_west", ("border_km = 1", "border_km = -1"), "not a distance"),
        ("oak_west", ("recipe =", "recipee ="), "not a known key"),
        ("oak_west", ("border_km = 1", "border_km ="), "not TOML"),
    ],
)
def test_a_recipe_that_does_not_compile_is_refused(atlas, area, edit, words):
    block = area_block(atlas, "oak_west").replace(*edit)
    with pytest.raises(ConformError, match=words):
        proposal(atlas, area, block)


def test_a_proposal_for_a_recipe_that_changed_since_no_longer_applies(atlas):
    assert unified(atlas, (("after", "x\n"), ("area_id", "oak_west"), ("before", "y\n"))) == ""


def test_a_backup_restores_the_same_book_and_only_adds(tmp_path, book):
    filled_book(book)
    content = backup(book.entries())
    copy = Casebook.open(tmp_path / "copy.sqlite")
    assert copy.restore(read_backup(content, file="b")) == N
    assert copy.entries() == book.entries()
    assert copy.restore(read_backup(content, file="b")) == 0
    book.append(replace(book.entries()[0], key="new"))
    assert copy.restore(read_backup(backup(book.entries()), file="b")) == 1
    assert copy.verify(head=book.head()).whole
    with pytest.raises(CasebookError, match="entries that the backup has not"):
        copy.restore(read_backup(content, file="b"))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda t: t.replace("the launch place", "the place"), "entry 2 was changed"),
        (lambda t: t[: t.rindex("\n", 0, -1) + 1], "ends after 5 entries and says 6"),
        (lambda t: "\n".join(t.splitlines()[1:]), "not a backup"),
        (lambda t: t + "nonsense\n", "not an entry"),
        (lambda t: t.replace('"version": 1', '"version": 9'), "not known"),
    ],
)
def test_a_backup_that_was_changed_is_refused(book, edit, words):
    text = backup(filled_book(book).entries()).decode()
    with pytest.raises(ConformError, match=words):
        read_backup(edit(text).encode(), file="b")
