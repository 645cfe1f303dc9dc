"""A copy says where it was read, and is graded as what it is: a page of its own publisher."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.atlas import Atlas
from geo.copies import own_letters, read_at
from geo.grades import graded

PUBLISHERS = pd.DataFrame(
    {"reliability": ["A", "C", "B"]}, index=["Reuters", "Daily Beast", "The Hindu"]
)


def sources(**limits):
    return pd.DataFrame({"publisher": "Reuters", "limits": pd.Series(limits)})


@pytest.mark.parametrize(
    ("limits", "where"),
    [
        ("Copy on ksaplayers.com. Only the opening of the page was read.", "ksaplayers.com"),
        ("Garbled copy on KDP.info.", "KDP.info"),
        ("IANS copy in Lokmat Times. More.", "Lokmat Times"),
        ("Copy on Sarkhat; the day is that of the item's number.", "Sarkhat"),
        ("Retold by the Daily Beast. Only the opening.", "the Daily Beast"),
        ("Security Media Cell statement on x-y.example. Only the opening.", "x-y.example"),
        ("Quotes Al-Sumaria. Only the opening of the page was read.", ""),
        ("Sputnik copy. Only the opening of the page was read.", ""),
        ("Only the opening of the page was read.", ""),
        ("", ""),
        ("copy on " + "x" * 100_000, ""),
    ],
)
def test_where_a_source_was_read(limits, where):
    assert read_at(sources(a=limits)).to_dict() == {"a": where}


def test_a_copy_has_the_letter_of_where_it_stands_and_never_that_of_its_original():
    read = sources(
        original="Only the opening.",
        unknown="Copy on example.com. Only the opening.",
        listed="Retold by the Daily Beast. Only the opening.",
        article="Copy in Hindu. Only the opening.",
    )
    letters = own_letters(read, PUBLISHERS).to_dict()
    assert letters == {"original": "A", "unknown": "F", "listed": "C", "article": "B"}


def test_sources_without_the_column_are_originals():
    assert read_at(sources(a="").drop(columns="limits")).to_dict() == {"a": ""}


def test_no_copy_in_the_record_carries_the_grade_of_its_original():
    atlas = Atlas.load()
    table = atlas.registry.sources
    copies = table[table["read_at"] != ""]
    letters = atlas.registry.publishers["reliability"]
    assert len(copies) > 50
    own = copies["read_at"].str.removeprefix("the ").map(letters).fillna("F")
    named_with_article = copies["read_at"].str.startswith("The ")
    assert (copies["reliability"] == own)[~named_with_article].all()
    told = graded(atlas.record.reports, atlas.registry).set_index("source_id")["grade"]
    assert set(told[told.index.isin(own.index[own == "F"])].str[0]) == {"F"}
