"""Each claim, count, place and grade rests on the page that carries it."""

from __future__ import annotations

import re
import shutil
from urllib.parse import urlsplit

import pandas as pd
import pytest

from geo.atlas import Atlas
from geo.parsing.tables import read_table
from geo.settings import data_dir

DATA = data_dir()
ARTICLE = "ctc-2021"

# Pages whose address is known in plain http alone.
PLAIN_HTTP = {
    "wall-street-journal-2018-09-08", "kayhan-2020-09-15", "kayhan-2021-04-04",
    "associated-press-2018-09-08", "sputnik-2023-12-08", "al-arabiya-2024-10-01",
    "reuters-2021-04-15", "kurdistan24-2021-07-24", "newsparliament-2020-03-12",
    "xinhua-2023-11-11", "xinhua-2023-11-18", "xinhua-2023-12-25", "al-mayadeen-2023-11-18",
    "syria-arab-spring-2023-11-01", "syria-arab-spring-2023-11-06", "syria-arab-spring-2023-11-08",
    "xinhua-2023-11-14", "syria-arab-spring-2023-11-21", "hajij-2023-12-09",
    "al-mayadeen-2023-12-14", "al-mayadeen-2023-12-27", "hajij-2024-01-01",
    "al-mayadeen-2024-01-03", "hajij-2024-01-08", "al-mayadeen-2024-01-07", "xinhua-2024-01-02",
    "syria-arab-spring-2023-12-03", "syria-arab-spring-2023-12-22", "draw-media-2023-12-22",
    "sputnik-2024-04-07", "agence-france-presse-2025-06-24", "agence-france-presse-2025-07-03",
    "iraqi-news-agency-2026-03-05", "agence-france-presse-2026-03-01",
    "agence-france-presse-2026-03-15", "xinhua-2026-03-17-2",
    "institute-for-the-study-of-war-2022-08", "agenzia-fides-2023-03-16", "musings-on-iraq-2019-09",
    "sahat-al-tahreer-2019-08-12", "wikipedia-2021-07", "musings-on-iraq-2025-08",
    "al-maalouma-2019-07", "nrt-2022-01-22", "agence-france-presse-2026-03-16", "xinhua-2024-10-01",
    "jerusalem-post-2022-05", "the-new-arab-2024-12-30", "tajdeed-2018", "xinhua-2019-08-21",
    "middle-east-monitor-2021-03-18", "famagusta-gazette-2022-08-26", "xinhua-2024-03-07",
    "xinhua-2024-05-03", "cctv-2025-06-24", "today-news-2020-08-11",
}  # fmt: skip
OTHER_KIND = {
    "2020-07-11-convoy",  # gunmen set fire to trucks
    "2024-05-25-kfc-baghdad",  # a bomb thrown
    "2024-05-27-restaurants-palestine-street",  # a bomb at the door
    "2024-05-30-caterpillar",  # a stun grenade, and so the next two
    "2024-05-30-cambridge-institute",
    "2024-06-05-cambridge-institute-diwaniyah",
}
NO_CLAIM = re.compile(r"\b(no|saw no) claim\b")
COUNTED = re.compile(r"^(\d+) (?!July)[a-z]")
NOTED = "as noted with the row"
"""Marks a value of a page that is not among the sources, in the reason of a conflict."""


@pytest.fixture(scope="module")
def reports(atlas):
    return atlas.record.reports


@pytest.fixture(scope="module")
def claims(atlas):
    return atlas.record.claims


@pytest.fixture(scope="module")
def sources():
    return read_table(DATA / "sources.csv", index="source_id")


def has_claim(says):
    return "claim" in says and not NO_CLAIM.search(says)


def test_a_page_that_saw_no_claim_is_told_apart():
    assert has_claim("2 rockets; claim")
    assert has_claim("the brand’s claim")
    assert not has_claim("1 roadside bomb; no claim at once")
    assert not has_claim("1 drone; saw no claim")


def test_each_claim_is_cited_to_a_page_that_carries_it(reports, claims):
    says = reports.set_index(["attack_id", "source_id"])["says"]
    bad = [
        (row["attack_id"], row["source_id"])
        for row in claims.to_dict("records")
        if not has_claim(says.get((row["attack_id"], row["source_id"]), ""))
    ]
    assert bad == []


def test_a_page_that_has_a_claim_is_of_an_attack_that_has_one(reports, claims):
    having = reports[reports["says"].map(has_claim)]
    assert set(having["attack_id"]) <= set(claims["attack_id"])


def test_no_conflict_contradicts_a_claim(atlas, claims):
    table = atlas.record.conflicts
    table = table[(table["field"] == "claimed_by") & ~table["why"].str.contains(NOTED)]
    cited = set(zip(claims["attack_id"], claims["source_id"], strict=True))
    brands = set(zip(claims["attack_id"], claims["facade_id"], strict=True))
    known = set(atlas.registry.facades.index)
    for row in table.to_dict("records"):
        if row["value"] == "none":
            assert (row["attack_id"], row["source_id"]) not in cited, row
        elif row["value"] in known:
            held = (row["attack_id"], row["value"]) in brands
            assert held == (row["used"] == "yes"), row


def test_a_count_that_a_page_gives_is_the_one_of_the_row_or_a_conflict(atlas, reports):
    counts = atlas.record.attacks["count"].astype("Int64").astype("string").fillna("")
    conflicts = atlas.record.conflicts
    conflicts = conflicts[conflicts["field"] == "count"]
    others = conflicts.groupby("attack_id")["value"].agg(set).to_dict()
    bad = []
    for row in reports.to_dict("records"):
        found = COUNTED.match(row["says"])
        known = {counts[row["attack_id"]]} | others.get(row["attack_id"], set())
        if found and found[1] not in known:
            bad.append((row["attack_id"], row["source_id"], row["says"]))
    assert bad == []


def test_each_launch_place_is_in_a_report(atlas, reports):
    placed = atlas.record.attacks.index[atlas.record.attacks["launch_place_id"] != ""]
    reporting = reports[
        reports["says"].str.contains("launch|fired from|from the area")
        | (reports["source_id"] == ARTICLE)
    ]
    assert set(placed) <= set(reporting["attack_id"])


def test_each_assessment_is_in_a_report(atlas, reports):
    assessed = atlas.record.attacks.index[atlas.record.attacks["assessed_group"] != ""]
    reporting = reports[reports["says"].str.contains("assess") | (reports["source_id"] == ARTICLE)]
    assert set(assessed) <= set(reporting["attack_id"])


def test_other_is_a_third_kind_and_not_a_method_that_nobody_gives(atlas):
    attacks = atlas.record.attacks
    assert set(attacks.index[attacks["method"] == "other"]) == OTHER_KIND
    without_method = attacks[(attacks["method"] == "") & attacks["counts"]]
    assert without_method["note"].str.contains("Method not (?:given|settled)", regex=True).all()
    # and where the note says so, no method is filled in
    unsettled = attacks["note"].str.contains("Method not (?:given|settled)", regex=True)
    assert (attacks.loc[unsettled, "method"] == "").all()


def test_an_assumed_first_day_of_a_link_says_so(atlas):
    links = atlas.registry.facade_links
    opening = links["valid_from"] == pd.Timestamp("2020-01-03")
    month = links["valid_from"].dt.day == 1
    assert links.loc[opening | month, "note"].str.contains("assumed").all()
    assert (opening | month).sum() > 15


def test_an_estimate_without_a_period_says_that_its_period_is_ours(atlas):
    series = atlas.registry.series.set_index("series_id")["note"]
    assert series[["convoys_share_kh", "convoys_share_outsourced"]].str.contains("ours|our ").all()
    assert "our reading" in series["drones_used_alt"]


def test_addresses_open_and_are_plain(sources):
    for ident, url in sources["url"].items():
        if ident == "ours":
            assert url == ""
            continue
        parts = urlsplit(url)
        assert parts.scheme == ("http" if ident in PLAIN_HTTP else "https"), ident
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.netloc), ident
        assert re.fullmatch(r"[!-~]+", url), ident
        # a page, not the front page of its publisher
        assert parts.path.strip("/") or parts.query, ident


def test_the_article_that_carries_the_ground_has_its_title_and_address(sources):
    row = sources.loc[ARTICLE]
    assert row["title"].startswith("Discordance in the Iran Threat Network in Iraq")
    assert row["url"].startswith("https://ctc.westpoint.edu/discordance-in-the-iran-threat")
    assert row["read"] == "whole"


def test_how_much_was_read_and_where_agrees_with_the_limits(sources):
    assert set(sources["read"]) <= {"whole", "opening", "abstract", "front matter", ""}
    assert sources.index[sources["read"] == ""].tolist() == ["ours"]
    opening = sources["limits"].str.contains("Only the opening")
    assert opening[sources["read"] == "opening"].all()
    assert not opening[sources["read"] == "whole"].any()
    copied = sources["copy"] != ""
    assert (copied == (sources["read_at"] != "")).all()
    assert set(sources["copy"]) == {"", "outlet", "repost", "retold", "altered"}
    pattern = r"[Cc]opy (?:on|in)|[Rr]etold by|Quoted (?:by the blog|on)|Digest|Abstract"
    reprint = sources["publisher"] == "Channel reprint"
    assert (copied == (sources["limits"].str.contains(pattern) | reprint)).all()
    for name, limits in zip(
        sources.loc[copied, "read_at"], sources.loc[copied, "limits"], strict=True
    ):
        assert name.removeprefix("The ").casefold() in limits.casefold()


def test_a_copy_is_not_graded_as_its_original(atlas, sources):
    letters = atlas.registry.publishers["reliability"]
    original = sources["publisher"].map(letters)
    own = atlas.registry.sources["reliability"]
    most = {"outlet": "B", "repost": "D", "retold": "C", "altered": "E"}
    for ident, row in sources[sources["copy"] != ""].iterrows():
        assert own[ident] >= most[row["copy"]], ident
        assert own[ident] > original[ident] or original[ident] in "DE", ident
        carrier = letters.get(row["read_at"], letters.get(row["read_at"].removeprefix("The "), ""))
        assert own[ident] >= carrier, ident
    plain = sources.index[sources["copy"] == ""]
    assert (sources.loc[plain, "reliability"] == "").all()
    assert (own[plain] == original[plain]).all()


def test_the_page_tells_how_many_sources_were_read_in_a_copy(sources):
    page = " ".join((DATA.parent / "docs" / "record.md").read_text(encoding="utf-8").split())
    copies = int((sources["copy"] != "").sum())
    assert f"{copies} of the {len(sources)} sources were read in a copy" in page


def test_a_folder_without_the_columns_of_how_it_was_read_still_loads(tmp_path):
    new = ["read", "read_at", "copy", "reliability"]
    old = read_table(DATA / "sources.csv").drop(columns=new)
    old.to_csv(tmp_path / "sources.csv", index=False)
    shutil.copy(DATA / "publishers.csv", tmp_path)
    sources = Atlas.load(tmp_path).registry.sources
    assert (sources[new[:3]] == "").all(axis=None)
    letters = read_table(DATA / "publishers.csv", index="publisher")["reliability"]
    assert (sources["reliability"] == sources["publisher"].map(letters)).all()
