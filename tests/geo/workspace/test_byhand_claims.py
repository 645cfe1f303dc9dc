"""Claims by hand: rival claims stand in their order, and every change is taken back."""

from __future__ import annotations

import pytest

from geo.errors import ConformError
from geo.verdicts.cases import assert_groups
from geo.workspace.attacks import delete, enter, first_claims, merge, record_of
from geo.workspace.claim_overlay import overlay_claims
from geo.workspace.claims import claims_of, delete_claim, enter_claim, merge_claims, split_claim
from geo.workspace.journal import Journal, load_journal

CELLS = {"date": "2021-07-10", "method": "rocket", "target_place": "balad_ab"}
FIRST = {"attack_id": "x", "claim_order": "1", "facade": "Ashab al-Kahf", "channel": "sabereen",
         "claimed_at": "2021-07-10T21:30", "wording": "=thirty rockets"}  # fmt: skip
SECOND = {"attack_id": "x", "claim_order": "2", "facade": "Saraya Awliya al-Dam"}


@pytest.fixture
def journal(tmp_path, atlas):
    journal = enter(Journal(tmp_path), "x", CELLS, by="Ann", atlas=atlas)
    return enter(journal, "y", CELLS | {"facade": "Ashab al-Kahf"}, by="Ann", atlas=atlas)


@pytest.fixture
def claim(atlas):
    def claim(journal, cells, key=""):
        taken = first_claims(journal)
        return enter_claim(journal, key, cells, by="Ann", atlas=atlas, taken=taken)

    return claim


def test_rival_claims_stand_in_their_order_and_the_first_asserts(journal, claim, atlas):
    journal = claim(claim(journal, SECOND), FIRST)
    record = record_of(load_journal(journal.folder), atlas=atlas)
    mine = record.claims[record.claims["attack_id"] == "x"]
    assert list(mine["claim_order"]) == [1, 2]
    assert list(mine["facade_id"]) == ["ashab_al_kahf", "saraya_awliya_al_dam"]
    assert list(mine["channel_id"]) == ["sabereen", ""]
    assert mine["wording"].iloc[0] == "=thirty rockets"
    asserted = assert_groups(record, atlas.registry)
    assert asserted.loc["x", "first_facade"] == "ashab_al_kahf"


def test_a_claim_is_corrected_deleted_and_brought_back(journal, claim):
    journal = claim(journal, FIRST)
    (key,) = claims_of(journal).index
    journal = claim(journal, FIRST | {"wording": "two rockets"}, key)
    assert claims_of(journal)["wording"].tolist() == ["two rockets"]
    journal = delete_claim(journal, key, by="Bo")
    assert claims_of(journal).empty
    journal = journal.undo(journal.entries[-1].number, by="Bo")
    assert claims_of(journal)["wording"].tolist() == ["two rockets"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (FIRST | {"attack_id": "nobody"}, "attack_id"),
        (FIRST | {"claim_order": "0"}, "claim_order"),
        (FIRST | {"claim_order": "first"}, "claim_order"),
        (FIRST | {"attack_id": "y"}, "claim_order"),
        (FIRST | {"facade": "", "channel": ""}, "facade"),
        (FIRST | {"facade": "Ashab al-Kahff Brigade"}, "facade"),
        (FIRST | {"channel": "nowhere"}, "channel"),
        (FIRST | {"claimed_at": "2021-02-30"}, "claimed_at"),
        (FIRST | {"claimed_at": "yesterday"}, "claimed_at"),
        (FIRST | {"claimed_at": "2097-01-01T10:00"}, "claimed_at"),
    ],
)
def test_a_faulty_claim_is_reported_and_not_kept(journal, claim, cells, column):
    with pytest.raises(ConformError) as caught:
        claim(journal, cells)
    assert column in {fault.column for fault in caught.value.faults}
    assert load_journal(journal.folder).entries == journal.entries


def test_two_claims_never_have_one_place(journal, claim):
    journal = claim(journal, FIRST)
    with pytest.raises(ConformError, match="another claim has this place"):
        claim(journal, FIRST)


def test_claims_wait_for_an_attack_that_was_deleted(journal, claim, atlas):
    journal = delete(claim(journal, FIRST), "x", by="Ann")
    assert "x" not in set(record_of(journal, atlas=atlas).claims["attack_id"])
    journal = journal.undo(journal.entries[-1].number, by="Ann")
    assert "x" in set(record_of(journal, atlas=atlas).claims["attack_id"])


def test_merging_puts_the_claims_behind_those_that_are_there(journal, claim, atlas):
    journal = merge(claim(claim(journal, FIRST), SECOND), "y", "x", by="Ann", atlas=atlas)
    claims = record_of(journal, atlas=atlas).claims
    assert list(claims["attack_id"]) == ["y"] * 3
    assert list(claims["claim_order"]) == [1, 2, 3]


def test_a_journal_that_holds_no_claim_says_which_line(journal):
    broken = journal.record("claim", "x/1", "{}", by="Ann")
    with pytest.raises(ConformError, match="holds no claim"):
        claims_of(broken)


def test_split_makes_room_behind_the_claim_and_merge_fills_what_is_empty(journal, claim, atlas):
    journal = claim(claim(journal, FIRST), SECOND)
    taken = first_claims(journal)
    journal = split_claim(
        journal, "x/1", {"facade": "Qassem al-Jabarin"}, by="Ann", atlas=atlas, taken=taken
    )
    claims = claims_of(load_journal(journal.folder))
    brands = ["Ashab al-Kahf", "Qassem al-Jabarin", "Saraya Awliya al-Dam"]
    assert list(claims["facade"]) == brands
    assert list(claims["claim_order"]) == ["1", "2", "3"]
    assert list(claims["channel"]) == ["sabereen", "sabereen", ""]
    journal = merge_claims(journal, "x/2", "x/1", by="Bo")
    rest = claims_of(journal)
    assert list(rest["facade"]) == ["Saraya Awliya al-Dam", "Qassem al-Jabarin"][::-1]
    assert rest.at["x/2", "channel"] == "sabereen"


def test_a_faulty_part_splits_nothing(journal, claim, atlas):
    journal = claim(claim(journal, FIRST), SECOND)
    with pytest.raises(ConformError, match="is not known"):
        split_claim(journal, "x/1", {"facade": "Nobody of These"}, by="Ann", atlas=atlas, taken={})
    with pytest.raises(ConformError, match="no such claim"):
        split_claim(journal, "x/9", {}, by="Ann", atlas=atlas, taken={})
    with pytest.raises(ConformError, match="not two claims of one attack"):
        merge_claims(journal, "x/1", "x/1", by="Ann")
    assert load_journal(journal.folder).entries == journal.entries


@pytest.mark.parametrize(
    ("orders", "places"),
    [(("1",), [True, False, False]), (("2",), [False, True, False]),
     (("9",), [False, False, True]), (("1", "3"), [True, False, True, False])],
)  # fmt: skip
def test_claims_of_the_record_fill_the_places_that_claims_by_hand_leave(
    tmp_path, atlas, orders, places
):
    ident = atlas.record.claims["attack_id"].value_counts().loc[lambda n: n == 2].index[0]
    theirs = atlas.record.claims.query("attack_id == @ident")["facade_id"].tolist()
    journal, taken = Journal(tmp_path), {ident: False}
    assert overlay_claims(journal, atlas=atlas) is None
    for order in orders:
        cells = SECOND | {"attack_id": ident, "claim_order": order}
        journal = enter_claim(journal, "", cells, by="Ann", atlas=atlas, taken=taken)
    record = overlay_claims(journal, atlas=atlas)
    mine = record.claims[record.claims["attack_id"] == ident]
    assert list(mine["by_hand"]) == places
    assert list(mine["claim_order"]) == [*range(1, 1 + len(places))]
    assert list(mine.loc[~mine["by_hand"], "facade_id"]) == theirs
    assert len(record.claims) == len(atlas.record.claims) + len(orders)
    assert record.attacks is atlas.record.attacks
