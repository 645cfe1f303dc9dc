"""The bundled ground is the ground that the sources give."""

from __future__ import annotations

import pytest
import shapely

from geo.areas.table import KINDS, area_km2

# Ground that the article of 2021 gives: holder to kinds and confidences, in any order.
GIVEN = {
    "KH": [
        ("corridor", "low"),
        ("ground", "high"),
        # that KH holds the whole of Anbar is ours: the source gives a committee and launch areas
        ("ground", "moderate"),
        ("ground", "moderate"),
        ("launch_ground", "high"),
        ("launch_ground", "high"),
        ("launch_ground", "moderate"),
    ],
    "AAH": [("gap", "low"), ("ground", "high"), ("network", "low")],
    "KSS": [("ground", "low"), ("network", "low")],
    "BADR": [("ground", "high")],
    "PMF16": [("ground", "moderate")],
    "PMF30": [("ground", "moderate")],
    "PMF13": [("ground", "low")],
}

NO_GROUND = ("PMF7", "PMF8", "PMF17", "PMF25", "PMF28", "PMF29", "PMF31", "PMF35", "PMF39",
             "PMF54", "PMF55", "PMF61")  # fmt: skip


@pytest.mark.parametrize("holder", GIVEN)
def test_each_group_has_the_ground_that_the_article_gives(atlas, holder):
    table = atlas.areas.of(holder)
    table = table[table["source_id"] == "ctc-2021"]
    held = sorted(zip(table["kind"], table["confidence"], strict=True))
    assert held == GIVEN[holder]


def test_groups_without_ground_in_the_sources_have_none_and_say_so(atlas):
    for group in NO_GROUND:
        assert atlas.areas.of(group).empty
        assert "none is drawn" in atlas.registry.groups["ground_note"][group]
    table = atlas.areas.table
    article = table[(table["source_id"] == "ctc-2021") & (table["kind"] != "committee")]
    assert set(article["holder"]) == set(GIVEN)
    noted = atlas.registry.groups["ground_note"].str.contains("none is drawn")
    assert not noted[table.loc[table["kind"] != "committee", "holder"].unique()].any()


def test_ground_drawn_from_sightings_rests_on_one_that_confirms_it(atlas):
    table = atlas.areas.table
    since = table.index.get_loc("khamza_al_qaim")
    drawn = table.index[since:]
    assert len(drawn) == 27
    bears = atlas.areas.bears
    confirmed = set(bears.loc[bears["effect"] == "confirms", "area_id"])
    # The border is the article's word; the plain of brigade 50 is a think tank's.
    assert set(drawn) - confirmed == {"kss_al_qaim_border"}
    for ident in set(drawn) & confirmed:
        own = bears[(bears["area_id"] == ident) & (bears["effect"] == "confirms")]
        sources = {*own["source_id"], *"|".join(own["also"]).split("|")}
        assert table["source_id"][ident] in sources or ident == "pmf50_nineveh_plains", ident


def test_a_person_who_overrides_the_count_says_why(atlas):
    table = atlas.areas.table
    over = table["confidence_from"] == "person"
    assert (table.loc[over, "confidence_why"].str.split().str.len() > 3).all()
    assert (table.loc[~over, "confidence_why"] == "").all()
    counted = table.loc[~over]
    assert (counted["confidence"] == counted["counted_confidence"]).all()


def test_three_committees_have_ground_and_the_leadership_has_none(atlas):
    table = atlas.areas.table
    committees = table.loc[table["kind"] == "committee", "holder"]
    assert sorted(committees) == ["central", "northern", "western"]


def test_every_area_is_drawn_cited_and_says_what_is_assumed(atlas):
    table = atlas.areas.table
    shapes = table.geometry.to_numpy()
    assert table.crs == "EPSG:4326"
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert (area_km2(table) > 40).all()
    assert table["source_id"].isin(atlas.registry.sources.index).all()
    for column in ("pointer", "assumption", "title", "author"):
        assert table[column].str.len().gt(0).all(), column
    assert table["kind"].isin(KINDS).all()
    assert (table["border_km"] > 0).all()
    article = table[table["source_id"] == "ctc-2021"]
    assert (article["valid_from"] >= "2020-01-03").all()
    assert table["last_confirmed"].notna().all()


def test_no_area_reaches_out_of_the_region(atlas):
    west, south, east, north = atlas.areas.table.total_bounds
    assert (west > 38, south > 29, east < 49, north < 38) == (True, True, True, True)


# Sites that the sources name, and areas that they lie or do not lie in.
@pytest.mark.parametrize(
    ("area", "inside", "outside"),
    [
        ("kh_anbar", ["al_asad_ab", "al_baghdadi", "ramadi"], ["baghdad", "bdsc", "karbala"]),
        ("kh_al_asad_east", ["al_asad_east_bank"], ["al_asad_ab", "al_baghdadi"]),
        ("kh_jurf", ["jurf_al_sakhar"], ["karbala", "doura"]),
        ("kh_albu_aitha_doura", ["albu_aitha_baghdad", "doura"], ["us_embassy_baghdad"]),
        ("kh_east_baghdad", ["sadr_city"], ["bdsc", "doura"]),
        ("kh_martyrs_camp", ["amerli"], ["tuz_khurmatu"]),
        ("aah_balad_east", [], ["camp_ashraf", "balad", "dujail"]),
        ("aah_mosul", ["mosul"], ["erbil", "bartella"]),
        ("kss_mosul_nineveh", ["bartella", "qaraqosh"], ["erbil", "al_asad_ab"]),
        ("badr_camp_ashraf", ["camp_ashraf"], ["balad_ab", "baqubah"]),
        ("pmf16_tuz_kirkuk", ["tuz_khurmatu", "kirkuk"], ["amerli", "erbil"]),
        ("pmf30_nineveh_plains", ["bartella", "tilkaif"], ["sinjar", "erbil"]),
        ("pmf13_west_anbar", ["al_qaim"], ["al_asad_ab", "albu_kamal"]),
        ("aah_baghdad_unknown", ["sadr_city", "doura", "camp_taji"], ["balad_ab", "camp_ashraf"]),
        ("committee_western", ["al_asad_ab"], ["bdsc", "balad_ab", "erbil_ab"]),
        ("committee_central", ["bdsc", "us_embassy_baghdad", "kut"], ["al_asad_ab", "balad_ab"]),
        ("committee_northern", ["mosul", "erbil_ab", "tuz_khurmatu"], ["balad_ab", "tikrit"]),
    ],
)
def test_ground_covers_what_the_sources_name_and_not_its_neighbours(atlas, area, inside, outside):
    ground = atlas.areas.table.geometry[area]
    for name in [*inside, *outside]:
        place = atlas.gazetteer.place(name)
        assert shapely.intersects_xy(ground, place.lon, place.lat) == (name in inside), name


def test_lines_of_supply_are_lines_with_a_source(atlas):
    lines = atlas.areas.lines
    assert len(lines) == 6
    assert (lines.geometry.geom_type == "LineString").all()
    assert (shapely.length(lines.geometry.to_numpy()) > 0.1).all()
    assert lines["source_id"].isin(atlas.registry.sources.index).all()
    assert lines["assumption"].str.len().gt(0).all()


def test_a_line_from_abroad_ends_at_the_border(atlas):
    ahvaz = atlas.gazetteer.place("ahvaz")
    line = atlas.areas.lines.geometry["ahvaz_iraq"]
    assert line.coords[0] == pytest.approx((ahvaz.lon, ahvaz.lat), abs=1e-6)
    assert shapely.distance(shapely.Point(line.coords[-1]), atlas.units.country()) < 0.001


def test_in_force_picks_the_day_and_tells_stale_ground(atlas):
    areas = atlas.areas
    assert "committee_western" not in areas.in_force("2020-10-09").index
    assert "committee_western" in areas.in_force("2020-10-10").index
    article = areas.table.index[areas.table["source_id"] == "ctc-2021"]
    assert not article.intersection(areas.in_force("2020-01-02").index).size
    # What nobody but the article confirmed ages a year after its last day.
    bears = areas.bears[areas.bears["effect"] == "confirms"]
    begun = article[areas.table.loc[article, "last_confirmed"] == "2021-10-18"]
    alone = begun.difference(bears.loc[bears["date_last"] > "2021-10-18", "area_id"])
    assert len(alone) > 8
    assert (areas.in_force("2022-10-18").loc[alone, "age"] == "fresh").all()
    assert (areas.in_force("2022-10-19").loc[alone, "age"] == "ageing").all()
    assert (areas.in_force("2024-10-19").loc[alone, "age"] == "old").all()
    assert areas.in_force("2024-01-01").loc["kh_jurf", "age"] == "fresh"
    assert areas.in_force("2023-06-01").loc["kh_jurf", "age"] == "ageing"
    assert "confirmed" not in areas.table


def test_ground_reported_again_later_does_not_doubt_the_wider_ground_that_holds_it(atlas):
    table = atlas.areas.table
    for inner, outer in (("kh_al_qaim", "kh_anbar"), ("pmf30_bartella", "pmf30_nineveh_plains")):
        shapes = table.geometry[[inner, outer]].to_numpy()
        assert shapely.area(shapely.difference(*shapes)) < 1e-6
    early = table.loc["pmf30_bartella", "valid_to"]
    assert early == table["valid_from"]["pmf30_nineveh_plains"]
