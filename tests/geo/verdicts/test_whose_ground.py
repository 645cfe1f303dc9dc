"""In whose ground a launch lies, in words, where nobody is said to have launched it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from shapely.geometry import box

from geo.areas.age import DatedStatement
from geo.attribution.as_of import candidates
from geo.verdicts.whose_ground import share_words, whose_ground
from tests.worlds.cases import terms_of
from tests.worlds.valley import with_area

ROW = {"attack_id": "x", "date": "2021-06-01", "method": "rocket", "target_place": "port"}


def with_kinds(atlas, **kinds):
    """The valley with areas of other kinds."""
    table = atlas.areas.table.copy()
    for area, kind in kinds.items():
        table.loc[area, "kind"] = kind
    return replace(atlas, areas=replace(atlas.areas, table=table))


def at(lon, lat, radius_km):
    """A row whose launch is known to so many km."""
    return {**ROW, "launch_lon": lon, "launch_lat": lat, "launch_radius_km": radius_km}


def said(found):
    (text,) = terms_of(found, "x").query("term_id == 'launch_ground'")["text"]
    return text


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((0.0,), "by its unsure edge alone"),
        ((0.001, 0.0), "under 1% of the place"),
        ((0.005,), "under 1% of the place"),
        ((0.017,), "2% of the place"),
        ((0.995,), "over 99% of the place"),
        ((0.4, 0.6), "60% and 40% of the place"),
        ((0.004, 0.5), "50% of the place"),
        ((0.998,), "over 99% of the place"),
        ((0.3, 1.0), "all of the place, yet near its edge"),
    ],
)
def test_how_much_of_a_place_lies_in_ground_is_never_rounded_to_none_or_all(shares, words):
    assert share_words(shares) == words


def test_a_place_that_may_lie_in_ground_says_how_much_of_it_does(valley_judge):
    # Half of a disc about the east side of Oak's square lies in it.
    assert "may lie inside Oak ground (50% of the place); cannot tell." in said(
        valley_judge(at(42.0, 33.5, 3))
    )
    # 600 m off the side, known to 100 m: only the doubt of the edge, which is 1 km, reaches it.
    assert "Oak ground (by its unsure edge alone)" in said(
        valley_judge(at(42.0 + 0.6 / 92.9, 33.5, 0.1))
    )


def test_two_holders_are_told_each_with_its_share(valley_judge):
    text = said(valley_judge(at(43.0, 32.0, 3)))
    assert "may lie inside ground of Ash (50% of the place) or Oak (50% of the place)" in text


def test_where_a_group_launches_from_unknown_places_is_said_of_every_other_ground(
    valley_judge, valley
):
    gap = with_kinds(valley, ash_middle="gap")
    unknown = "where Ash launches from here is not known"
    assert unknown in said(valley_judge({**ROW, "launch_place": "farm"}, by=gap))
    # 1 km inside the side, known to 3 km: whether it lies there cannot be told.
    edge = at(43.0 + 1 / 92.9, 33.5, 3)
    text = said(valley_judge(edge, by=gap))
    assert "it may lie where Ash launches from places that are not known" in text
    assert unknown not in text


def test_that_nobody_knows_where_a_group_launches_from_does_not_age(valley_judge, valley):
    gap = with_kinds(valley, ash_middle="gap")
    later = {**ROW, "date": "2023-06-01", "launch_place": "farm"}
    assert "where Ash launches from here is not known" in said(valley_judge(later, by=gap))
    elsewhere = said(valley_judge({**later, "launch_place": "ford"}, by=gap))
    assert "Ash" not in elsewhere


def test_a_road_too_old_to_decide_is_named_of_no_place(valley_judge, valley):
    road = with_kinds(valley, ash_middle="corridor")
    row = {**ROW, "launch_place": "ford"}
    assert "may lie on a road" not in said(valley_judge({**row, "date": "2023-06-01"}, by=road))
    edge = at(43.0, 33.5, 3)
    assert "it may lie on a road of Ash’s campaign" in said(valley_judge(edge, by=road))


def test_the_committee_speaks_where_nobody_is_named_and_no_rule_says_more(valley_judge, valley):
    free = {**ROW, "target_place": "tower"}
    (term,) = terms_of(valley_judge(free), "x").query("term_id == 'committee_ground'").itertuples()
    assert term.text == (
        "The target lies in the northern committee’s ground, led by Oak (stated plainly)."
    )
    assert (term.effect, term.favours) == ("says", ("OAK",))
    named = valley_judge({**free, "assessed_group": "ASH"})
    assert "committee_ground" not in set(terms_of(named, "x")["term_id"])
    old = valley_judge({**free, "date": "2023-06-01"})
    assert "committee_ground" not in set(terms_of(old, "x")["term_id"])
    table = valley.registry.committees.assign(predominant="ELM", lead_strength="nominal")
    other = replace(valley, registry=replace(valley.registry, committees=table))
    (term,) = (
        terms_of(valley_judge(free, by=other), "x")
        .query("term_id == 'committee_ground'")
        .itertuples()
    )
    assert term.text.endswith("led by Oak (nominal); Elm is predominant in it.")
    assert term.favours == ("OAK", "ELM")


def test_a_rule_on_the_target_is_told_in_place_of_its_committee(valley_judge, valley):
    rules = valley.registry.target_rules.copy()
    rules.loc["fort_oak", "target_place"] = "tower"
    ruled = replace(valley, registry=replace(valley.registry, target_rules=rules))
    found = terms_of(valley_judge({**ROW, "target_place": "tower"}, by=ruled), "x")
    assert {"target_exclusive"} == set(found["term_id"]) - {"launch_ground"}


def test_a_portion_speaks_of_its_brand_alone_and_for_no_group(valley_judge, valley):
    rules = valley.registry.target_rules
    portion = rules.loc[["fort_oak"]].assign(
        kind="portion", target_place="port", group_id="umbrella", facade_id="red_kite",
        text="The kite’s eastern portion.",
    ).rename(index={"fort_oak": "portion"})  # fmt: skip
    rules = pd.concat([rules.assign(facade_id=""), portion])
    atlas = replace(valley, registry=replace(valley.registry, target_rules=rules))
    claimed = valley_judge({**ROW, "facade": "Red Kite"}, by=atlas)
    (term,) = terms_of(claimed, "x").query("term_id == 'target_portion'").itertuples()
    text = "The kite’s eastern portion. Told of from 2020-01-01 to 2021-06-30."
    assert (term.effect, term.favours, term.text) == ("says", (), text)
    ranked = candidates(claimed, areas=atlas.areas, registry=atlas.registry)
    assert ranked == candidates(claimed, areas=valley.areas, registry=valley.registry)
    for other in ({**ROW, "facade": "Grey Dawn"}, ROW):
        found = valley_judge(other, by=atlas)
        assert "target_portion" not in set(terms_of(found, "x")["term_id"])


def test_a_stance_flags_attacks_of_nobody_too(valley_judge, valley):
    table = valley.registry.windows.assign(kind="stance", methods="", flag="stance")
    atlas = replace(valley, registry=replace(valley.registry, windows=table))
    row = {**ROW, "date": "2021-05-25", "target_place": "fort"}
    assert "stance" in set(terms_of(valley_judge(row, by=atlas), "x", "flag")["term_id"])


def test_an_attack_that_may_be_another_party_s_says_so(valley_judge):
    free = valley_judge({**ROW, "author_open": "yes"})
    assert "author_open" in set(terms_of(free, "x", "flag")["term_id"])
    assert "author_open" not in set(terms_of(valley_judge(ROW), "x")["term_id"])


FEBRUARY, APRIL = pd.Timestamp("2020-02-15"), pd.Timestamp("2020-04-15")
OLD = {"like": "elm_east"}
AGEING = {"like": "ash_middle", "last_confirmed": FEBRUARY}
# Squares south of the valley, where a degree east is 97 km at 29.5 N and 99 km at 27.5 N.
DRAWN = {
    (41, 29): {"OAK": {"like": "oak_west"}, "ELM": AGEING, "ASH": OLD},
    (43, 29): {"ASH": {**AGEING, "last_confirmed": APRIL}, "ASH_": AGEING, "ELM": AGEING,
               "OAK": OLD},
    (45, 29): {"ASH": {"like": "ash_middle"}, "ELM": AGEING, "OAK": {"like": "oak_west"}},
    (41, 27): {"ASH": AGEING, "OAK": OLD},
    (43, 27): {"OAK": {"like": "oak_west", "kind": "corridor"},
               "ELM": {"like": "oak_west", "kind": "gap"}},
    (45, 27): {"OAK": {"like": "oak_west"}, "ELM": OLD},
}  # fmt: skip


@pytest.fixture(scope="module")
def squares(valley):
    """The valley with squares that several groups hold, one degree by one, by their south-west."""
    for (lon, lat), held in DRAWN.items():
        for holder, cells in held.items():
            valley = with_area(
                valley, f"{holder}_{lon}_{lat}", geometry=box(lon, lat, lon + 1, lat + 1),
                **{"holder": holder.strip("_"), **cells},
            )  # fmt: skip
    return valley


def all_said(found):
    """What is said of each launch, asked for backwards, and given in that order."""
    rows = found.table.index[::-1]
    words = whose_ground(found.cases.launch, found.cases, rows=rows)
    assert words.index.equals(rows)
    return words.to_dict()


def test_of_each_place_all_is_told_that_is_known_of_its_ground(squares, valley_judge):
    # 0.3 km inside of a side 60 % of a disc of 2 km lies in the square, as far outside 40 %.
    within, short = 45 + 0.3 / 97, 45 - 0.3 / 97
    launches = {
        "all three": (41.5, 29.5), "two ageing": (43.5, 29.5), "edge": (within, 29.5),
        "short": (short, 29.5), "one edge": (within - 4, 27.5), "one short": (short - 4, 27.5),
        "road": (43.5, 27.5), "by road": (43, 27.5), "fresh": (45.5, 27.5), "nobody": (42.5, 27.5),
    }  # fmt: skip
    day = {"date": "2021-06-10"}
    found = valley_judge(
        *({**at(*place, 2), **day, "attack_id": one} for one, place in launches.items()), by=squares
    )
    more, less = "(60% of the place)", "(40% of the place)"
    road = "lies in nobody’s recorded ground; it may lie on a road of Oak’s campaign"
    assert all_said(found) == {
        "all three": (
            "lies inside Oak ground and inside ageing Elm ground, last confirmed in February 2020; "
            "last seen as Ash’s, June 2018, too old to decide"
        ),
        "two ageing": (
            "lies inside ageing Ash ground, last confirmed in April 2020 and ageing Elm ground, "
            "last confirmed in February 2020: weak; last seen as Oak’s, June 2018, too old to "
            "decide"
        ),
        "edge": (
            f"may lie inside ground of Ash {more}, ageing Elm {more} or Oak {more}; cannot tell"
        ),
        # Less than half of a place in ground that is ageing is not worth a word.
        "short": f"may lie inside ground of Ash {less} or Oak {less}; cannot tell",
        "one edge": (
            f"may lie inside ageing Ash ground {more}; cannot tell; in or by ground last seen as "
            "Oak’s, June 2018, too old to decide"
        ),
        "one short": "was in or by ground last seen as Oak’s, June 2018; too old to decide",
        "road": f"{road}; where Elm launches from here is not known",
        "by road": f"{road}; it may lie where Elm launches from places that are not known",
        "fresh": "lies inside Oak ground; last seen as Elm’s, June 2018, too old to decide",
        "nobody": "lies in nobody’s recorded ground",
    }


def some_areas(atlas, *ids):
    return replace(atlas, areas=replace(atlas.areas, table=atlas.areas.table.loc[list(ids)]))


def test_in_nobody_s_ground_it_is_told_what_that_is_worth_on_the_day(valley, valley_judge):
    later = with_area(valley, "elm_more", like="elm_east")
    half = some_areas(valley, "oak_west", "elm_east")
    most = some_areas(later, "oak_west", "elm_east", "elm_more")
    rows = [
        {**ROW, "attack_id": day, "date": day, "launch_place": "ford"}
        for day in ("2017-12-31", "2018-01-01", "2021-06-01", "2021-06-10")
    ]
    nobody = "lies in nobody’s recorded ground"
    # Until 2021-06-01 Elm's ground is ageing; of two areas one is half and not most.
    assert all_said(valley_judge(*rows[2:], by=half)) == {
        "2021-06-01": nobody,
        "2021-06-10": nobody,
    }
    assert all_said(valley_judge(*rows, by=most)) == {
        "2017-12-31": "lies in none of the little ground that is drawn for 2017; most begins on "
        "2018-01-01",
        "2018-01-01": nobody,
        "2021-06-01": nobody,
        "2021-06-10": f"{nobody}, most of which is too old to decide",
    }
    assert set(all_said(valley_judge(*rows, by=some_areas(valley))).values()) == {nobody}
    undated = {**rows[0], "date": ""}
    (words,) = all_said(valley_judge(undated, by=some_areas(valley))).values()
    assert words == "has no day, so no ground can be looked up"


def test_when_ageing_ground_was_confirmed_is_no_finer_than_its_source_knows(valley, valley_judge):
    day = pd.Timestamp
    year = DatedStatement(day("2020-01-01").date(), day("2020-12-31").date(), sighting_id="s")
    seen = pd.Series([(year,)], index=["ash_middle"], dtype=object)
    known = with_area(valley, "ash_middle", like="ash_middle", last_confirmed=pd.NaT, seen=seen)
    row = {**ROW, "attack_id": "x", "date": "2021-06-10", "launch_place": "farm"}
    (words,) = all_said(valley_judge(row, by=known)).values()
    assert words == "lies inside ageing Ash ground, last confirmed in 2020: weak"
    found = valley_judge({**row, "assessed_group": "ASH"}, by=known)
    assert said(found).endswith("inside ageing Ash ground, last confirmed in 2020: weak.")
    late = valley_judge({**row, "date": "2024-06-10"}, by=known)
    assert set(all_said(late).values()) == {"was last seen as Ash’s, 2020; too old to decide"}
