"""A text that tries to be an MGRS square and is none says why; a sound square says nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import PlaceNotFoundError
from geo.ingest.quarantine import partition_rows
from geo.io.raw import RawTable
from geo.parsing.mgrs import BANDS, ZONES, square_fault
from geo.reference.gazetteer import from_mgrs, to_mgrs
from geo.workspace.aliases import unknown_names


def test_the_region_has_these_zones_and_bands():
    assert (ZONES, BANDS) == ((36, 41), "RS")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("37S FU 866 06", "differ in length: 3 and 2 digits"),
        ("38S MB 8660 06", "differ in length: 4 and 2 digits"),
        ("38SMB123", "an odd number of digits (3)"),
        ("38SMB123456789012", "12 digits"),
        ("38IMB2837", "does not use the letter I"),
        ("38S MO 44 85", "does not use the letter O"),
        ("33S MB 44 85", "outside the region: zone 33S"),
        ("38T MB 44 85", "outside the region: zone 38T"),
        ("38S ZZ 1234 5678", "there is no square ZZ in zone 38S"),
        ("MC408 38S 55", "in another order"),
    ],
)
def test_a_square_that_is_none_says_why_and_is_not_guessed(text, expected):
    fault = square_fault(text)
    assert expected in fault.problem
    assert fault.remedy
    assert fault.likely == ""


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("MC408 38S 556", "38S MC 408 556"),
        ("408556 38SMC", "38S MC 408 556"),
        ("S38 MC 408 556", "38S MC 408 556"),
        ("38S 408 556 MC", "38S MC 408 556"),
        ("٤٤ ٨٥ MB 38S", "38S MB 44 85"),
        ("38S-MB-44-85", "38S MB 44 85"),
    ],
)
def test_parts_in_another_order_are_reported_with_the_likely_square(text, likely):
    fault = square_fault(text)
    assert fault.likely == likely
    assert likely in fault.remedy
    assert from_mgrs(likely) is not None


@pytest.mark.parametrize(
    "text",
    ["38S MB 44 85", "38smb4485", "٣٨S MB ٤٤ ٨٥", "38SMB", "38S MB 44 27 89 13", "", "Mosul",
     "K-99", "K-38", "Tower 22", "PMF 38", "9 May 2021", "91,200", "33.9, 44.4", "قاعدة 38S",
     "00SMB44"],
)  # fmt: skip
def test_a_square_and_what_is_no_attempt_at_one_have_no_fault(text):
    assert square_fault(text) is None


@settings(max_examples=150, deadline=None)
@given(lon=st.floats(34.01, 53.99), lat=st.floats(24.01, 38.99), digits=st.integers(0, 5))
def test_no_square_of_the_region_has_a_fault(lon, lat, digits):
    assert square_fault(to_mgrs(lon, lat, digits=digits)) is None


@given(st.text(max_size=16) | st.from_regex(r"[0-9A-Z ]{0,16}"))
def test_any_text_is_looked_at_without_a_crash(text):
    fault = square_fault(text)
    assert fault is None or (fault.problem and fault.remedy)


def test_numbers_of_different_length_are_no_square_however_many_digits_they_have():
    assert from_mgrs("38S MB 8660 06") is None
    assert from_mgrs("38S MB ٤٤ ٨٥") == from_mgrs("38S MB 44 85")


def test_a_place_that_is_asked_for_says_why_it_is_no_square(atlas):
    with pytest.raises(PlaceNotFoundError, match="differ in length"):
        atlas.gazetteer.lookup("37S FU 866 06")


@pytest.fixture
def ingested(atlas):
    """What became of a row whose place is known and whose coordinates are these."""

    def ingested(text):
        cells = pd.DataFrame(
            {
                "date": ["2021"],
                "method": ["rocket"],
                "مكان الاستهداف": ["التاجي"],
                "احداثي الهدف MGRS": [text],
            },
            index=[2],
            dtype=object,
        )
        return partition_rows(RawTable("mine.csv", cells, first_row=2), atlas=atlas)

    return ingested


@pytest.mark.parametrize("text", ["MC408 38S 556", "37S FU 866 06", "38IMB2837", "33S MB 44 85"])
def test_a_faulty_square_waits_under_its_own_column_and_is_no_name(ingested, atlas, text):
    found = ingested(text)
    (fault,) = found.faults
    assert (fault.column, fault.header) == ("target_coordinates", "احداثي الهدف MGRS")
    assert fault.given == text
    assert unknown_names(found.faults, atlas=atlas) == []
    assert "is not known" not in fault.problem + fault.remedy


def test_the_likely_square_is_suggested_and_not_used(ingested):
    found = ingested("MC408 38S 556")
    assert found.counts == "1 rows read = 0 kept + 1 quarantined"
    assert found.fix_list()["suggested_fix"][0] == "احداثي الهدف MGRS = 38S MC 408 556"


def test_a_name_among_the_coordinates_is_still_a_name(ingested, atlas):
    assert unknown_names(ingested("Nowhere at all").faults, atlas=atlas) == [
        ("place", "Nowhere at all")
    ]


def test_a_text_beside_a_place_is_not_told_as_a_column_that_nobody_used(ingested):
    assert not [note for note in ingested("MC408 38S 556").notes if "columns not used" in note]
