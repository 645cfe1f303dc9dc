"""The registries say what the sources say, at their strength, and every row names its source."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geo.parsing.tables import read_table
from geo.settings import data_dir

DATA = data_dir()

FACADES = {
    "qasem_al_jabbarin": ("KH", "yes", "high", "roadside_bomb"),
    "usbat_al_thaireen": ("KH", "yes", "high", "rocket"),
    "alwiyat_al_waad_al_haq": ("KH", "yes", "high", "drone_unspecified"),
    "muqawama_al_duwaliya": ("HAN", "yes", "high", ""),
    "ashab_al_kahf": ("AAH", "yes", "moderate", "rocket|roadside_bomb"),
    "liwa_khaibar": ("AAH", "yes", "moderate", ""),
    "quwwat_dhu_al_faqar": ("AAH", "yes", "moderate", ""),
    "raba_allah": ("KH", "no", "moderate", ""),
    "saraya_awliya_al_dam": ("", "no", "", ""),
    "awlu_al_azam": ("", "no", "", ""),
    "kareem_darsam": ("", "no", "", ""),
    "saraya_thair_al_shuhada": ("", "no", "", ""),
    "al_aqsa_flood_room": ("", "no", "", "drone_unspecified"),
}
GROUPS = ("KH", "AAH", "HAN", "KSS", "BADR", "PMF13", "PMF16", "PMF18", "PMF19", "PMF30", "PMF50",
          "PMF43", "PMF7", "PMF8", "PMF17", "PMF25", "PMF28", "PMF29", "PMF31", "PMF35",
          "PMF39")  # fmt: skip
CHANNELS = {
    "sabereen": "AAH",
    "kaf": "KH",
    "kh_telegram": "KH",
    "unit_10000": "KH",
    "kyankf": "KH",
    "nj_media": "HAN",
    "alfaqaar": "AAH",
    "cotherion": "",
    "kawtheryoon": "",
    "al_etejah": "KH",
    "al_nujaba_tv": "HAN",
    "al_ahd": "AAH",
    "inews": "KSS",
}
# Series, first day of the period, value, unit: as printed.
SERIES = [
    ("convoys", "2020-07-01", 5, "attacks in the month"),
    ("convoys", "2020-08-01", 12, "attacks in the month"),
    ("convoys", "2020-09-01", 33, "attacks in the month"),
    ("convoys_total", "2020-07-11", 317, "attacks in all"),
    ("convoys_rate", "2021-01-01", 7, "attacks a week"),
    ("convoys_rate", "2021-04-01", 6, "attacks a month"),
    ("convoys_proven", "2021-01-01", 2, "attacks a week, at most"),
    ("convoys_share_kh", "2020-07-11", 70, "per cent"),
    ("convoys_share_outsourced", "2020-07-11", 30, "per cent"),
    ("convoys_aah", "2020-10-01", 1.3, "attacks a month"),
    ("convoys_aah", "2021-01-01", 3.6, "attacks a month"),
    ("convoys_aah", "2021-04-01", 3.3, "attacks a month"),
    ("convoys_aah", "2021-07-01", 5, "attacks a month"),
    ("drones_attacks", "2021-06-01", 6, "attacks in the month"),
    ("drones_used", "2021-06-01", 11, "drones in the month"),
    ("drones_used_alt", "2021-06-01", 10, "drones in a month, at most"),
    ("drones_attacks", "2021-07-01", 4, "attacks in the month"),
    ("drones_attacks", "2021-08-01", 0, "attacks in the month"),
]
# Ten that the research article cites, one of which its count leaves out, and later ones.
STATEMENTS = ["2020-10-10", "2021-02-27", "2021-03-04", "2021-04-06", "2021-05-20", "2021-07-23",
              "2021-07-28", "2021-10-12", "2021-10-17", "2021-10-18"]  # fmt: skip


@pytest.mark.parametrize("facade", FACADES)
def test_a_facade_is_as_strong_as_the_source_has_it(atlas, facade):
    links = atlas.registry.facade_links
    cited = links["source_id"].isin(["ctc-2021", "weeklyblitz-2023-10-21"])
    mine = links[(links["facade_id"] == facade) & cited]
    row = mine[~mine["note"].str.startswith("Our inference")].iloc[0]
    methods = atlas.registry.facades["methods"][facade]
    assert (row["group_id"], row["exclusive"], row["strength"], methods) == FACADES[facade]


def test_every_brand_has_a_link_and_every_link_a_brand_and_a_dated_begin(atlas):
    links = atlas.registry.facade_links
    assert set(links["facade_id"]) == set(atlas.registry.facades.index)
    assert links["valid_from"].notna().all()
    assert links["note"].str.len().gt(0).all()
    assert set(links.loc[links["exclusive"] == "yes", "source_id"]) == {"ctc-2021"}


def test_the_umbrella_points_to_no_single_group(atlas):
    links = atlas.registry.facade_links
    mine = links[links["facade_id"] == "islamic_resistance_iraq"]
    assert set(mine["group_id"]) == {"umbrella"}


def test_every_publisher_is_graded_with_a_reason_and_partisan_ones_low(atlas):
    table = atlas.registry.publishers
    assert set(table["reliability"]) <= set("ABCDEF")
    assert table["reason"].str.len().gt(0).all()
    assert set(atlas.registry.sources["publisher"]) <= set(table.index)
    partisan = table["kind"].isin(["partisan outlet", "party outlet", "group media"])
    assert table.loc[partisan, "reliability"].isin(["D", "E", "F"]).all()
    assert partisan.sum() > 3


def test_groups_and_channels_are_registered(atlas):
    assert set(GROUPS) <= set(atlas.registry.groups.index)
    found = atlas.registry.channels["group_id"]
    assert {channel: found[channel] for channel in CHANNELS} == CHANNELS


def test_figures_are_as_printed(atlas):
    table = atlas.registry.series
    days = pd.to_datetime(table["period_start"]).dt.strftime("%Y-%m-%d")
    found = list(zip(table["series_id"], days, table["value"], table["unit"], strict=True))
    assert [row for row in found if row in SERIES] == SERIES
    assert table["as_printed"].str.len().gt(0).all()


def test_the_average_that_nobody_can_decide_says_so(atlas):
    table = atlas.registry.series
    second = table[(table["series_id"] == "convoys_rate") & (table["value"] == 6)]
    assert second["note"].str.contains("As printed").all()
    assert len(second) == 1


def test_the_ten_statements_of_the_article_are_shipped_and_the_one_of_may_is_flagged(atlas):
    table = atlas.registry.statements
    cited = table[table["source_id"] == "ctc-2021"]
    assert sorted(cited["date"]) == STATEMENTS
    assert cited.index[cited["counted_by_source"] != "yes"].tolist() == ["2021-05-20"]
    later = table[table["source_id"] != "ctc-2021"]
    assert len(later)
    # No source says of the later ones that they belong to its count.
    assert (later["counted_by_source"] == "no").all()


def test_targets_close_when_the_sources_say(atlas):
    closed = atlas.registry.targets["used_to"].dropna().dt.strftime("%Y-%m").to_dict()
    assert closed == {
        "camp_taji": "2020-08",
        "besmaya_brc": "2020-08",
        "qayyarah_west": "2020-03",
        "k1_kirkuk": "2020-03",
        "mosul": "2020-03",
        "al_asad_ab": "2026-01",
    }


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_that_names_a_source_names_one_that_exists_and_where_in_it(path):
    table = read_table(path)
    known = set(read_table(DATA / "sources.csv")["source_id"])
    assert len(table)
    # attacks: by reports.csv; gazetteer: by place; facades: by facade_links.csv; and themselves
    if path.stem in {"attacks", "gazetteer", "sources", "publishers", "facades"}:
        return
    assert set(table["source_id"]) <= known
    if path.stem != "conflicts":  # where in it: reports.csv says; our own rules point at nothing
        cited = table[table["source_id"] != "ours"]
        assert cited["pointer"].str.len().gt(0).all()


def test_every_place_group_and_attack_that_a_table_names_is_known(atlas):
    registry, places = atlas.registry, set(atlas.gazetteer.table.index)
    for table, column in (
        (registry.targets.reset_index(), "place_id"),
        (registry.target_rules, "target_place"),
        (registry.arrangements, "target_place"),
        (registry.context, "place_id"),
    ):
        assert set(table[column]) - {""} <= places
    groups = set(registry.groups.index)
    assert {*registry.arrangements["with_group"], *registry.arrangements["ground_holder"], ""} <= {
        *groups,
        "",
    }
    assert set(registry.arrangements["attack_id"]) - {""} <= set(atlas.record.attacks.index)


CALIBRE = re.compile(r"\b(?:107|122|220|240|333)[\s-]?mm\b|\bkatyusha\b|\bgrad\b", re.IGNORECASE)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_no_calibre_is_assumed(path):
    table = read_table(path)
    # titles and addresses are those of the pages; the two others are checked against each other
    given = {
        "sources": ["title", "url"], "attacks": ["weapon"], "reports": ["says"],
        "conflicts": ["value"],
    }  # fmt: skip
    assert not CALIBRE.search(table.drop(columns=given.get(path.stem, [])).to_csv())


def test_a_calibre_stands_with_its_source_and_in_a_report_of_the_attack():
    weapons = read_table(DATA / "attacks.csv", index="attack_id")["weapon"]
    reports = read_table(DATA / "reports.csv")
    stated = {ident: set(CALIBRE.findall(text)) for ident, text in weapons.items()}
    assert sum(map(bool, stated.values())) == 23
    for ident, calibres in stated.items():
        says = " ".join(reports.loc[reports["attack_id"] == ident, "says"])
        assert calibres <= set(CALIBRE.findall(says)), ident
        assert not calibres or re.search(r"\bby\b", weapons[ident]), ident


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_documented_and_invented_events_never_share_a_file(path):
    assert not re.search(
        r"exercise|simulated|invented attack", path.read_text("utf-8"), re.IGNORECASE
    )
