"""An assessment of several groups together: each is known, and none is asserted alone."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import ConformError
from geo.records.record import conform_attacks
from geo.verdicts.cases import assert_groups
from geo.verdicts.check import check


def conformed(atlas, *, index=2, **cells):
    row = {"date": "2021-06-01", "method": "rocket", "target_place": "balad_ab"} | cells
    raw = pd.DataFrame([row], index=[index])
    return conform_attacks(raw, file="mine.csv", registry=atlas.registry, gazetteer=atlas.gazetteer)


@pytest.mark.parametrize("text", ["AAH|KH", "Asa'ib Ahl al-Haq | Kata'ib Hizballah"])
@pytest.mark.parametrize("column", ["assessed_group", "supported_by"])
def test_each_group_of_a_cell_becomes_its_id(atlas, column, text):
    record = conformed(atlas, **{column: text})
    assert record.attacks[column].tolist() == ["AAH|KH"]


@pytest.mark.parametrize("text", ["AAH|Nobody Known", "AAH|", "|KH"])
def test_a_cell_with_one_unknown_group_is_a_fault(atlas, text):
    with pytest.raises(ConformError) as raised:
        conformed(atlas, assessed_group=text)
    (fault,) = raised.value.faults
    assert (fault.row, fault.column, fault.given) == (2, "assessed_group", text)


def test_only_an_assessment_and_support_may_join_groups(atlas):
    with pytest.raises(ConformError):
        conformed(atlas, permitted_by="AAH|KH")


@pytest.mark.parametrize("facade", ["", "ashab_al_kahf"])
def test_several_groups_assert_no_single_one_and_a_brand_does_not_step_in(atlas, facade):
    record = conformed(atlas, assessed_group="AAH|KH", facade=facade)
    asserted = assert_groups(record, atlas.registry)
    assert asserted[["asserted_group", "asserted_from"]].to_numpy().tolist() == [["", ""]]


def test_a_brand_of_one_of_them_supports_and_never_breaks(atlas):
    record = conformed(atlas, assessed_group="AAH|KH", facade="ashab_al_kahf")
    terms = check(record, atlas=atlas).terms
    (term,) = terms[terms["term_id"] == "facade_owner"].to_dict("records")
    assert term["effect"] == "supports"


def test_the_names_of_several_groups_are_joined_by_and(atlas):
    first, second = atlas.registry.short_name("AAH"), atlas.registry.short_name("KH")
    assert atlas.registry.short_name("AAH|KH") == f"{first} and {second}"
