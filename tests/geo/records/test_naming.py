"""A group among the brands, and a brand among the groups, is told as what it is."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.records.group_names import name_faults

COLUMNS = ("facade", "assessed_group", "permitted_by", "supported_by")


@pytest.fixture
def faults_in(atlas):
    """A function from cells of one column to their faults."""

    def faults_in(column, *cells):
        index = range(2, 2 + len(cells))
        table = pd.DataFrame("", index=index, columns=list(COLUMNS), dtype=object)
        table[column] = list(cells)
        return name_faults(table, atlas.registry)

    return faults_in


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("كتائب حزب الله", "KH"), ("عصائب أهل الحق", "AAH"), ("كتائب سيد الشهداء", "KSS"),
        ("حركة النجباء", "Nujaba"), ("Kata'ib Hizballah", "KH"), ("KH", "KH"),
    ],
)  # fmt: skip
def test_a_group_among_the_brands_is_reported_as_a_group(faults_in, text, group):
    (fault,) = faults_in("facade", text)
    assert fault.problem == f"this is the group {group}, not a brand"
    assert "assessed_group" in fault.remedy
    assert "leave it empty and keep the words in the note" in fault.remedy
    assert not fault.fix


@pytest.mark.parametrize("column", COLUMNS[1:])
def test_a_brand_among_the_groups_is_reported_as_a_brand(faults_in, column):
    (fault,) = faults_in(column, "أصحاب الكهف")
    assert fault.problem == "this is the brand Ashab al-Kahf, not a group"
    assert "under facade" in fault.remedy
    assert not fault.fix


def test_a_spelling_far_nearer_to_a_group_is_reported_and_no_brand_is_named(faults_in):
    (fault,) = faults_in("facade", "كتائب حزب الله العراق")
    assert fault.problem == "the façade is not known, and reads like the group KH"
    assert "raba_allah" not in fault.remedy
    assert not fault.fix


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("Ashab al-Kafh", "ashab_al_kahf"),
        ("المقاومة الاسلامية بالعراق", "islamic_resistance_iraq"),
        ("سرايا أبابيل", ""),
        ("أحرار سنجار", ""),
        ("سرايا الفجر الموعود", ""),
    ],
)
def test_only_what_is_nearly_the_same_is_offered_as_the_fix(faults_in, text, fix):
    (fault,) = faults_in("facade", text)
    assert fault.problem == "the façade is not known"
    assert fault.fix == ((("facade", fix),) if fix else ())
    assert ".csv" not in fault.remedy


def test_every_row_of_a_name_is_reported_and_no_other(faults_in):
    faults = faults_in("facade", "KH", "", "Ashab al-Kahf", "KH", "nobody at all")
    assert [fault.row for fault in faults] == [2, 5, 6]
    assert "under Names on the page Import" in faults[-1].remedy
