"""The merged record is what was gathered, and every difference of its counts is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from geo.atlas import Atlas
from geo.parsing.tables import read_table
from geo.schemas.attacks import COUNTED
from geo.settings import data_dir

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")

# Counts of the first 200 rows as they were gathered, before any check.
GATHERED = {
    "year": {"2018": 2, "2019": 14, "2020": 55, "2021": 51, "2022": 27, "2023": 27, "2024": 24},
    "status": {"confirmed": 125, "claimed_only": 41, "reported": 33, "fabricated": 1},
    "method": {
        "rocket": 101, "drone_unspecified": 47, "roadside_bomb": 38, "other": 5,
        "drone_fixed_wing": 3, "small_arms": 2, "ballistic_missile": 2, "mortar": 1,
        "drone_small": 1,
    },
    "brand": {
        "islamic_resistance_iraq": 24, "ashab_al_kahf": 15, "liwa_ahrar_al_iraq": 8,
        "muqawama_al_duwaliya": 7, "saraya_awliya_al_dam": 5, "qasem_al_jabbarin": 5,
        "usbat_al_thaireen": 3, "saraya_thawrat_al_ishrin": 2, "alwiyat_al_waad_al_haq": 2,
        "tashkil_al_waritheen": 2, "saraya_al_muntaqim": 1, "liwa_thar_al_muhandis": 1,
        "liwa_khaibar": 1, "liwa_fatih_khaibar": 1,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def record():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ATLAS_BOUNDARIES", raising=False)
        patch.delenv("ATLAS_DATA", raising=False)
        return Atlas.load().record


@pytest.fixture(scope="module")
def sources():
    return read_table(data_dir() / "sources.csv", index="source_id")


def written(heading):
    """Rows of the table of docs/record.md whose first heading is this."""
    lines = PAGE.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} | gathered"))
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        key, gathered, now, why = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
        rows[key] = (int(gathered), int(now), why)
    return rows


def merged(record):
    """Rows that rest on a public page, not on the research article alone."""
    pages = record.reports[record.reports["source_id"] != "ctc-2021"]
    return record.attacks[record.attacks.index.isin(pages["attack_id"])]


def recount(record, heading):
    rows = merged(record)
    if heading == "brand":
        claims = record.claims[record.claims["attack_id"].isin(rows.index)]
        branded = claims[claims["facade_id"] != ""]
        return branded.groupby("facade_id")["attack_id"].nunique().to_dict()
    if heading == "year":
        return rows["date"].dt.strftime("%Y").value_counts().to_dict()
    return rows[heading].replace("", "not given").value_counts().to_dict()


@pytest.mark.parametrize("heading", GATHERED)
def test_each_count_is_the_gathered_one_or_its_difference_is_explained(record, heading):
    page = written(heading)
    assert {key: row[0] for key, row in page.items() if row[0]} == GATHERED[heading]
    assert {key: row[1] for key, row in page.items()} == recount(record, heading)
    for key, (gathered, now, why) in page.items():
        assert (why == "–") == (gathered == now and key != ""), key


@pytest.mark.parametrize("heading", ["status", "method"])
def test_the_steps_of_an_explanation_add_up(heading):
    for key, (gathered, now, why) in written(heading).items():
        steps = [int(step.replace("−", "-")) for step in re.findall(r"[+−]\d+", why)]
        if steps:
            assert gathered + sum(steps) == now, key


def test_all_225_gathered_rows_stand_in_227(record):
    assert len(merged(record)) == 227
    assert len(record.attacks) == 242
    assert int(record.attacks["counts"].sum()) == 227


def test_the_page_counts_apart_what_is_counted_apart(record):
    attacks = record.attacks
    apart = attacks.loc[~attacks["status"].isin(COUNTED), "status"].value_counts().to_dict()
    assert apart == {"fabricated": 6, "thwarted": 5, "discovered": 3, "misreported": 1}
    counted = attacks[attacks["counts"]]
    assert int((counted["status"] == "claimed_only").sum()) == 51
    assert int((attacks["date_precision"] == "month").sum()) == 5
    assert int((counted["attacks_in_row"].fillna(0) != 1).sum()) == 3
    last = counted[counted["date"].between("2023-10-01", "2023-12-31")]
    assert len(last) == 21


def test_every_row_has_a_source_with_an_address_and_a_date(record, sources):
    reports = record.reports
    whole = sources.index[(sources["url"] != "") & (sources["date"] != "")]
    told = set(reports.loc[reports["source_id"].isin(whole), "attack_id"])
    assert set(record.attacks.index) == told
    assert reports["credibility"].isin(list("12346")).all()
    assert not reports.duplicated(["attack_id", "source_id", "pointer"]).any()


def test_no_coordinate_is_without_source_and_radius(record):
    places = read_table(data_dir() / "gazetteer.csv", index="place_id")
    for role in ("target", "launch"):
        rows = record.attacks[record.attacks[f"{role}_lon"].notna()]
        assert (rows[f"{role}_radius_km"] > 0).all()
        assert rows[f"{role}_place_id"].isin(places.index).all()
    assert places["coordinate_source"].str.len().gt(0).all()


def test_each_conflict_is_told_by_a_source_of_the_attack_and_has_its_reason(record):
    table = record.conflicts
    pairs = set(zip(record.reports["attack_id"], record.reports["source_id"], strict=True))
    assert set(zip(table["attack_id"], table["source_id"], strict=True)) <= pairs
    assert table["why"].str.len().gt(0).all()
    assert set(table["used"]) == {"yes", "no"}
    # One value of a field is used; rival claims alone stand side by side in claims.csv.
    used = table[(table["used"] == "yes") & (table["field"] != "claimed_by")]
    assert not used.duplicated(["attack_id", "field"]).any()


def test_a_value_that_a_conflict_says_is_used_is_the_one_of_the_row(record):
    used = record.conflicts[record.conflicts["used"] == "yes"]
    columns = ["count", "killed", "wounded", "method", "status", "assessed_group"]
    for row in used[used["field"].isin(columns)].to_dict("records"):
        held = record.attacks[row["field"]][row["attack_id"]]
        assert row["value"] == ("" if pd.isna(held) else str(held)), row
