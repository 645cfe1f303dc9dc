"""What docs/ledger.md says of the bundled record."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from geo.areas.age import age_on
from geo.areas.editions import edition
from geo.areas.table import OWN_GROUND
from geo.attribution.weighing import weigh
from geo.verdicts.check import check
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE

DAY = dt.date
ARTICLE_HELD_TO = pd.Timestamp("2022-10-18")
DECIDED = {
    "2020-03-11-taji": "consistent",
    "2020-11-17-embassy": "consistent",
    "2020-12-20-embassy": "consistent",
    "2021-02-15-erbil": "consistent",
    "2021-06-06-al-asad": "consistent",
    "2021-07-07-al-asad": "explained",
    "undated-balad-from-ashraf": "explained",
    "2022-04-30-al-asad": "mismatch",
    "2022-05-30-al-asad": "mismatch",
    "2022-05-01-kawergosk": "contested",
    "2020-07-19-international-zone": "insufficient",
    "2021-01-04-convoy-dujail": "insufficient",
}


@pytest.fixture(scope="module")
def found(atlas):
    return check(atlas.record, atlas=atlas)


def test_the_verdicts_are_those_from_before_ground_aged(found):
    verdicts = found.table["verdict"]
    assert {ident: verdicts[ident] for ident in DECIDED} == DECIDED
    decided = verdicts[verdicts != "insufficient"].value_counts().to_dict()
    assert decided == {"consistent": 14, "explained": 2, "mismatch": 2, "contested": 1}


def test_no_attack_after_the_article_s_ground_leaves_insufficient_and_why(found):
    late = found.table[found.table["date"] > ARTICLE_HELD_TO]
    assert (late["verdict"] == "insufficient").all()
    asserted = late[late["asserted_group"] != ""]
    assert len(late) >= 401
    assert len(asserted) >= 12
    assert asserted.index[asserted["launch_place"] != ""].tolist() == ["2023-12-03-kirkuk-thwarted"]
    launches = late[late["launch_place"] != ""]
    assert len(launches) == 19
    launch = found.cases.launch.rows(found.table.index.isin(launches.index))
    own = launch.areas["kind"].isin(OWN_GROUND).to_numpy()[None, :]
    surely, maybe = launch.state == INSIDE, launch.state == CANNOT_TELL
    fresh, ageing = launch.age == 0, launch.age == 1
    assert not (surely & fresh & own).any()
    weak = launch.index[(surely & ageing & own).any(axis=1)]
    assert len(weak) == 5
    assert set(weak) == {ident for ident in launches.index if "al-asad" in ident}
    assert launch.index[(maybe & fresh & own).any(axis=1)].tolist() == [
        "2023-12-03-kirkuk-thwarted", "2024-01-03-babil-found", "2026-03-04-erbil-rocket",
        "2026-03-08-salah-al-din-found",
    ]  # fmt: skip
    half = maybe & ageing & own & (launch.share >= 0.5)
    assert launch.index[half.any(axis=1)].tolist() == ["2023-12-08-embassy", "2024-01-18-erbil"]


def test_the_article_s_ground_is_bridged_and_the_belt_by_balad_is_not(atlas):
    table = atlas.areas.table
    article = table[(table["source_id"] == "ctc-2021") & (table["valid_from"] == "2020-01-03")]
    assert len(article) > 12
    for ident in article.index:
        for day in pd.date_range("2020-01-03", "2022-10-18", freq="30D"):
            assert age_on(table, ident, day.date()) == "fresh", (ident, day)
    days = [DAY(2019, 7, 1), DAY(2019, 7, 2), DAY(2021, 1, 4), DAY(2021, 5, 18), DAY(2021, 5, 19)]
    words = [age_on(table, "aah_balad_belt", day) for day in days]
    assert words == ["fresh", "ageing", "ageing", "ageing", "fresh"]


def test_the_bomb_at_dujail_reads_otherwise_in_the_ranking_alone(atlas, found):
    event = weigh(found, atlas=atlas, chosen=["2021-01-04-convoy-dujail", "2022-04-30-al-asad"])
    words = event.table.loc["2021-01-04-convoy-dujail", "says"]
    assert words.startswith("KH comes first, weakly: by the claim of its brand")
    bare = event.table.loc["2022-04-30-al-asad", "without_claim"]
    assert not bare.startswith("No finding")


def test_rival_ground_stands_side_by_side(atlas):
    shared = edition(atlas.areas, DAY(2023, 12, 31)).ground["shared_with"]
    assert "PMF18" in shared["kh_jurf"]
    plain = edition(atlas.areas, DAY(2022, 6, 30)).ground["shared_with"]
    assert "PMF50" in plain["pmf30_nineveh_plains"]
    suqr = edition(atlas.areas, DAY(2019, 12, 31)).ground["shared_with"]
    assert suqr["kss_suqr"] == ("BADR", "PMF6")


def test_no_post_holds_all_of_anbar(atlas):
    bears = atlas.areas.bears.query("area_id == 'kh_anbar'")
    assert bears.loc[bears["effect"] == "confirms", "sighting_id"].tolist() == [
        "2020-03-kh-syrian-border"
    ]
    assert age_on(atlas.areas.table, "kh_anbar", DAY(2024, 10, 18)) == "ageing"
    assert age_on(atlas.areas.table, "kh_anbar", DAY(2024, 10, 19)) == "old"
    assert age_on(atlas.areas.table, "kh_al_qaim", DAY(2024, 10, 19)) == "fresh"


def test_as_known_before_the_article_its_ground_is_not_known(atlas):
    then = atlas.known_on(DAY(2021, 3, 1)).areas
    assert age_on(then.table, "kh_albu_aitha_doura", DAY(2021, 3, 1)) == "fresh"  # the raid of 2020
    assert age_on(then.table, "aah_balad_east", DAY(2021, 3, 1)) == "never"


def test_every_sighting_names_a_dated_source_or_counts_only_where_nothing_is_cut_off(atlas):
    dated = atlas.registry.sources["date"]
    assert len(atlas.sightings) == 246
    undated = atlas.sightings[atlas.sightings["source_id"].map(dated) == ""]
    assert len(undated) < 5
