"""The table that pages and maps read is as its schema says."""

from __future__ import annotations

from dataclasses import replace

import h3.api.basic_int as h3
import pandas as pd
import pytest

from geo.errors import ConformError
from geo.schemas.tokens import VERDICTS
from geo.verdicts.check import check
from geo.verdicts.table import DRAWN, assemble, check_drawn, names_of
from tests.worlds.valley import with_area, with_tables

NEW = [
    "whose", "date_text", "committees", "facades", "why", "reliability", "urgency",
    "target_cell", "launch_cell",
]  # fmt: skip
URGENCY = {verdict: place for place, verdict in enumerate(VERDICTS)}


def test_what_is_put_together_can_be_drawn(bundled, atlas):
    table = assemble(bundled, atlas=atlas)
    check_drawn(table)
    check_drawn(table.iloc[:0])


@pytest.fixture(scope="module")
def table(valley_found, valley):
    return assemble(valley_found, atlas=valley)


def test_a_row_holds_all_that_a_page_shows_of_an_attack(table, valley_found):
    check_drawn(table)
    assert table.columns.tolist() == [*valley_found.table.columns, *NEW]
    row = table.loc["2021-07-24-port", NEW].to_dict()
    # Of the two cells one holds the port, 33.5 N 44.5 E, and one the farm, 33.5 N 43.5 E.
    cells = {role: row.pop(f"{role}_cell") for role in ("target", "launch")}
    assert cells == {
        "target": h3.latlng_to_cell(33.5, 44.5, 8), "launch": h3.latlng_to_cell(33.5, 43.5, 8)
    }  # fmt: skip
    assert row == {
        "whose": "record", "date_text": "2021-07-24", "committees": (),
        "facades": ("grey_dawn", "red_kite"), "why": "", "reliability": "D",
        "urgency": URGENCY["consistent"],
    }  # fmt: skip
    assert table["date_text"]["2021-08-road"] == "2021-08"
    assert table["launch_cell"]["2021-08-road"] == 0
    assert table["why"]["2021-05-08-port"].startswith("Launch at Mill")
    assert table["urgency"].to_dict() == {
        one: URGENCY[verdict] for one, verdict in table["verdict"].items()
    }


def test_the_latest_attack_comes_first_and_the_undated_last_in_the_order_of_titles(
    valley, valley_judge
):
    row = {"method": "rocket", "target_place": "tower"}
    rows = {
        "b": ("2021-06-01", "Second"), "undated": ("", "A"), "a": ("2021-06-01", "First"),
        "late": ("2021-06-02", "Third"), "same": ("2021-06-01", "First"),
    }  # fmt: skip
    found = valley_judge(
        *(
            {**row, "attack_id": one, "date": day, "title": title}
            for one, (day, title) in rows.items()
        )
    )
    made = assemble(found, atlas=valley)
    assert made.index.tolist() == ["late", "a", "same", "b", "undated"]
    # No report of the record is of these, and none is claimed.
    assert set(made["reliability"]) == {""}
    assert set(made["facades"]) == {()}
    assert made["date_text"].tolist()[-1] == ""


def test_committees_are_those_in_whose_ground_the_target_is_or_may_be(valley, valley_judge):
    committees = valley.registry.committees
    both = pd.concat([committees, committees.rename(index={"northern": "western"})])
    by = with_tables(valley, committees=both)
    by = with_area(by, "west", like="oak_west", kind="committee", holder="western")
    row = {"date": "2021-06-01", "method": "rocket", "launch_place": "tower"}
    places = {
        "tower": {"target_place": "tower"},
        "edge": {"target_place": "35.0, 43.5", "target_radius_km": "2"},
        "port": {"target_place": "port"},
        "mill": {"target_place": "mill"},
    }
    found = valley_judge(*({**row, "attack_id": one, **at} for one, at in places.items()), by=by)
    assert assemble(found, atlas=by)["committees"].to_dict() == {
        "tower": ("northern",),
        "edge": ("northern",),
        "port": (),
        "mill": ("western",),
    }


def test_a_brand_that_claims_twice_is_told_once_and_none_is_no_brand(valley):
    claims = valley.record.claims
    own = claims[claims["attack_id"] == "2021-07-24-port"]
    more = pd.concat(
        [
            own.iloc[[0]].assign(facade_id="", claim_order=1),
            own.assign(claim_order=own["claim_order"] + 1),
            own.iloc[[0]].assign(claim_order=4),
        ],
        ignore_index=True,
    )
    found = check(replace(valley.record, claims=more), atlas=valley)
    facades = assemble(found, atlas=valley)["facades"]
    assert facades["2021-07-24-port"] == ("grey_dawn", "red_kite")
    assert facades["2021-07-03-city"] == ()


def test_the_best_letter_is_that_of_the_reports_of_the_record(table):
    assert table["reliability"]["2021-05-01-port"] == "B"
    assert table["reliability"]["2021-06-05-port"] == "D"


BAD = {
    "time": ["2021-06-01"],
    "text": [1.5],
    "yes or no": ["yes"],
    "number": [True],
}


@pytest.mark.parametrize("column", DRAWN)
def test_a_table_that_lacks_a_column_or_has_another_kind_is_refused(table, column):
    kind = DRAWN[column]
    with pytest.raises(ConformError) as missing:
        check_drawn(table.drop(columns=column))
    (fault,) = missing.value.faults
    assert fault.given == f"{column} is missing, expected {kind}"
    other = table.iloc[:1].assign(**{column: BAD[kind]})
    with pytest.raises(ConformError) as wrong:
        check_drawn(other)
    (fault,) = wrong.value.faults
    assert fault.given == f"{column} is {other[column].dtype}, expected {kind}"


def test_a_number_is_not_written_as_text_nor_a_text_as_a_day(table):
    first = table.iloc[:1]
    for column, cells in (("target_lat", ["33.5"]), ("title", first["date"].tolist())):
        with pytest.raises(ConformError):
            check_drawn(first.assign(**{column: cells}))


def test_all_that_a_table_lacks_is_told_at_once(table):
    with pytest.raises(ConformError) as error:
        check_drawn(table.drop(columns=["title", "launch_lon"]))
    (fault,) = error.value.faults
    assert fault.given == "title is missing, expected text; launch_lon is missing, expected number"
    assert error.value.file == "the attack table"
    assert fault.problem == "not as a map reads it"
    assert fault.remedy == "Give it as geo.verdicts.table.assemble makes it."


def test_every_id_that_a_page_shows_has_its_name(valley):
    names = names_of(valley)
    chosen = {
        "mill": "Mill",
        "grey_dawn": "Grey Dawn",
        "northern": "Northern committee",
        "OAK": "Oak",
        "area:oak_west": "the area “Oak: the west”",
        "governorate:dhi_qar": "Dhi Qar governorate",
    }
    assert {one: names[one] for one in chosen} == chosen
    many = [valley.gazetteer.table, *(getattr(valley.registry, one) for one in
            ("facades", "committees", "groups")), valley.areas.table]  # fmt: skip
    assert len(names) == sum(map(len, many)) + len(valley.units.outlines)
    assert {type(one) for pair in names.items() for one in pair} == {str}
