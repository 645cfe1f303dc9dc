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

# Counts of the first 200 rows as they were gathered for the first record, before any check.
COLLECTED = {
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


def table_under(head):
    """Cells of the rows of the table of docs/record.md whose head begins so, by the first cell."""
    lines = PAGE.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {head}"))
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        key, *cells = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
        rows[key] = cells
    return rows


def written(heading):
    """What was gathered, the first record, why, what came since, and now, by what is counted."""
    return {
        key: (int(collected), int(first), why, since, int(now))
        for key, (collected, first, why, since, now) in table_under(f"{heading} | gathered").items()
    }


def steps(text):
    """Numbers that a cell adds and takes away."""
    return [int(step.replace("−", "-")) for step in re.findall(r"[+−]\d+", text)]


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


@pytest.mark.parametrize("heading", COLLECTED)
def test_each_count_is_the_gathered_one_or_its_difference_is_explained(record, heading):
    page = written(heading)
    assert {key: row[0] for key, row in page.items() if row[0]} == COLLECTED[heading]
    assert {key: row[4] for key, row in page.items()} == recount(record, heading)
    for key, (collected, first, why, since, now) in page.items():
        assert (why == "–") == (collected == first), key
        assert first + sum(steps(since)) == now, key


@pytest.mark.parametrize("heading", ["status", "method"])
def test_the_steps_of_an_explanation_add_up(heading):
    for key, (collected, first, why, _since, _now) in written(heading).items():
        if steps(why):
            assert collected + sum(steps(why)) == first, key


def test_every_gathered_row_went_somewhere_and_the_new_attacks_are_those(record):
    parts = table_under("part | rows read")
    counts = {part: list(map(int, cells)) for part, cells in parts.items()}
    for part, (read, *went, _attacks) in counts.items():
        assert read == sum(went), part
    new = sum(cells[-1] for cells in counts.values())
    assert len(record.attacks) == 242 + new
    # and four that rested on the article alone have a page of the day since three later readings
    assert len(merged(record)) == 227 + new + 4


def test_the_page_counts_apart_what_is_counted_apart(record):
    attacks = record.attacks
    apart = attacks["status"].value_counts()[lambda n: ~n.index.isin(COUNTED)].to_dict()
    counted = attacks[attacks["counts"]]
    assert f"{len(attacks)} rows: {len(counted)} attacks from September 2018 to May 2026" in PAGE
    kinds = {"fabricated": "fabricated", "discovered": "found before use", "thwarted": "thwarted"}
    aside = ", ".join(f"{apart[word]} {message}" for word, message in kinds.items())
    message = (
        f"{sum(apart.values())} that are shown and never counted: {aside}, {apart['misreported']}"
    )
    assert message in " ".join(PAGE.split())
    assert str(record.attacks["date"].max())[:7] == "2026-05"
    last = counted[counted["date"].between("2023-10-01", "2023-12-31")]
    assert f"where this record has {len(last)}." in " ".join(PAGE.split())
    message = [int(cells[0]) for cells in table_under("what is counted apart").values()]
    country = places().reindex(counted["target_place_id"])["country"].to_numpy()
    assert message == [
        int((counted["status"] == "claimed_only").sum()),
        int((counted["author_open"] == "yes").sum()),
        int((attacks["date_precision"] == "month").sum()),
        int((counted["attacks_in_row"].fillna(0) != 1).sum()),
        int(counted["note"].str.contains("Outside Iraq").sum()),
        int((country == "SY").sum()),
        int((country == "IL").sum()),
        int((attacks["time_local"] != "").sum()),
    ]


def places():
    return read_table(data_dir() / "gazetteer.csv", index="place_id")


def test_every_row_has_a_source_with_an_address_and_a_date(record, sources):
    reports = record.reports
    whole = sources.index[(sources["url"] != "") & (sources["date"] != "")]
    sourced = set(reports.loc[reports["source_id"].isin(whole), "attack_id"])
    assert set(record.attacks.index) == sourced
    assert reports["credibility"].isin(list("12346")).all()
    assert not reports.duplicated(["attack_id", "source_id", "pointer"]).any()


def test_no_coordinate_is_without_source_and_radius(record):
    known = places()
    for role in ("target", "launch"):
        rows = record.attacks[record.attacks[f"{role}_lon"].notna()]
        assert (rows[f"{role}_radius_km"] > 0).all()
        assert rows[f"{role}_place_id"].isin(known.index).all()
    assert known["coordinate_source"].str.len().gt(0).all()


def test_each_conflict_is_reported_by_a_source_of_the_attack_and_has_its_reason(record):
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
