"""What holds of every finding, whatever the attacks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.schemas.attacks import METHODS
from geo.schemas.tokens import VERDICTS
from geo.verdicts.rules import RULES
from geo.verdicts.terms import EFFECTS
from tests.worlds.cases import terms_of

some = st.fixed_dictionaries(
    {
        "date": st.sampled_from(
            ["", "2020-05-01", "2020-12-01", "2021-07", "2021-07-10", "2023-06-01"]
        ),
        "method": st.sampled_from(["", *METHODS]),
        "target_place": st.sampled_from(
            ["", "al_asad_ab", "balad_ab", "erbil_ab", "bdsc", "us_embassy_baghdad", "33.3, 44.4"]
        ),
        "launch_place": st.sampled_from(
            ["", "al_baghdadi", "camp_ashraf", "bartella", "sadr_city", "basra", "34.0, 44.45"]
        ),
        "launch_radius_km": st.sampled_from(["", "0.5", "25"]),
        "facade": st.sampled_from(["", "AK", "QJ", "Raba Allah", "Kareem Darsam"]),
        "assessed_group": st.sampled_from(["", "KH", "AAH", "KSS", "HAN", "PMF13"]),
        "assessed_confidence": st.sampled_from(["", "low", "high"]),
        "permitted_by": st.sampled_from(["", "KH"]),
        "supported_by": st.sampled_from(["", "KSS"]),
        "status": st.sampled_from(["", "fabricated", "confirmed"]),
    }
)  # fmt: skip


def known(row):
    return {**row, "launch_radius_km": row["launch_radius_km"] if row["launch_place"] else ""}


def finding(findings, attack):
    terms = terms_of(findings, attack).sort_values(["rule_id", "term_id", "text"])
    row = findings.table.loc[attack, ["verdict", "flags", "distance_km", "breaks"]]
    return row.astype(str).to_dict(), terms.astype(str).to_numpy().tolist()


# A check of thirty attacks costs hardly more than one of three: few lists, and long ones.
@settings(max_examples=3, deadline=None)
@given(rows=st.lists(some, min_size=1, max_size=40), data=st.data())
def test_neither_row_order_nor_an_unrelated_attack_changes_a_finding(rows, data, judge):
    rows = [{"attack_id": f"a{n}", **known(row)} for n, row in enumerate(rows)]
    together = judge(*rows)
    turned = judge(*data.draw(st.permutations(rows)))
    alone = judge(rows[0])
    assert finding(alone, "a0") == finding(together, "a0")
    assert together.table.index.tolist() == [row["attack_id"] for row in rows]
    for row in rows:
        assert finding(together, row["attack_id"]) == finding(turned, row["attack_id"])


@settings(max_examples=4, deadline=None)
@given(rows=st.lists(some, min_size=15, max_size=40))
def test_every_finding_obeys_the_decision_table(rows, judge):
    findings = judge(*[{"attack_id": f"a{n}", **known(row)} for n, row in enumerate(rows)])
    table, terms = findings.table, findings.terms
    assert table["verdict"].isin(VERDICTS).all()
    assert terms["effect"].isin(EFFECTS).all()
    spoken = terms[terms["effect"].isin(["breaks", "explains", "flag"])]
    assert spoken["text"].str.len().gt(0).all()
    broken = terms["attack_id"][terms["effect"] == "breaks"]
    for attack, row in table.iterrows():
        asserted = row["asserted_group"] != ""
        if row["verdict"] in {"mismatch", "explained", "consistent"}:
            assert asserted
        assert (row["verdict"] in {"mismatch", "explained"}) == (attack in set(broken))
        assert (row["verdict"] == "mismatch") == (row["breaks"] > 0)
        raised = terms[(terms["attack_id"] == attack) & (terms["effect"] == "flag")]
        assert set(row["flags"]) == set(raised["term_id"])


def test_rules_have_their_own_ids_titles_and_registries():
    ids = [rule.rule_id for rule in RULES]
    assert len(ids) == len(set(ids)) == 25
    assert all(rule.question.endswith("?") for rule in RULES)
    assert {rule.effect for rule in RULES} == {"breaks", "explains", "supports", "says", "flag"}
