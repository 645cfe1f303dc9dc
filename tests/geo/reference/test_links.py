"""Whose brand it is on a day: the strongest link in force; rivals are told, never overwritten."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.errors import ConformError
from geo.reference.facade_links import check_links, owners_on

# brand  group     exclusive strength  from        to          confirmed   source
# x      KH        yes       high      2020-01-01  -           2021-10-18  old
# x      KH        no        moderate  2020-01-01  -           2022-12-31  new
# y      AAH       yes       moderate  2020-01-01  -           2021-10-18  old
# y      KSS       no        low       2021-03-01  2021-06-01  2021-04-01  new
# z      umbrella  no        high      2023-10-17  -           2024-01-01  new
# w      (none)    no        low       2020-01-01  -           2021-01-01  new
# v      AAH       no        moderate  2020-01-01  -           2021-01-01  old
# v      KSS       no        moderate  2020-01-01  -           2021-01-01  new
LINKS = [
    ("x", "KH", "yes", "high", "2020-01-01", None, "2021-10-18", "old"),
    ("x", "KH", "no", "moderate", "2020-01-01", None, "2022-12-31", "new"),
    ("y", "AAH", "yes", "moderate", "2020-01-01", None, "2021-10-18", "old"),
    ("y", "KSS", "no", "low", "2021-03-01", "2021-06-01", "2021-04-01", "new"),
    ("z", "umbrella", "no", "high", "2023-10-17", None, "2024-01-01", "new"),
    ("w", "", "no", "low", "2020-01-01", None, "2021-01-01", "new"),
    ("v", "AAH", "no", "moderate", "2020-01-01", None, "2021-01-01", "old"),
    ("v", "KSS", "no", "moderate", "2020-01-01", None, "2021-01-01", "new"),
]
COLUMNS = ["facade_id", "group_id", "exclusive", "strength", "valid_from", "valid_to",
           "last_confirmed", "source_id"]  # fmt: skip


@pytest.fixture(scope="module")
def world(atlas):
    links = pd.DataFrame(LINKS, columns=COLUMNS).assign(pointer="p", note="n")
    for column in ("valid_from", "valid_to", "last_confirmed"):
        links[column] = pd.to_datetime(links[column])
    sources = pd.DataFrame({"date": ["2021-10", "2023-01"]}, index=["old", "new"])
    return replace(atlas.registry, facade_links=links, sources=sources)


def owner_on(world, facade, day):
    one = owners_on(pd.Series([facade]), pd.Series([pd.Timestamp(day)]), world)
    return one.iloc[0]


@pytest.mark.parametrize(
    ("facade", "day", "expected"),
    [
        ("x", "2021-06-01", ("KH", True, True, False)),
        ("x", "2019-06-01", ("", False, False, False)),
        # The strong link has gone stale, the weaker one keeps the owner fresh.
        ("x", "2023-06-01", ("KH", False, True, False)),
        ("x", "2024-06-01", ("KH", True, False, False)),
        ("y", "2021-02-28", ("AAH", True, True, False)),
        ("y", "2021-03-01", ("AAH", False, True, True)),
        ("y", "2021-06-01", ("AAH", True, True, False)),
        ("z", "2023-12-01", ("", False, True, False)),
        ("w", "2020-12-01", ("", False, False, False)),
        ("v", "2020-12-01", ("KSS", False, True, True)),
        ("", "2020-12-01", ("", False, False, False)),
        ("nobody", "2020-12-01", ("", False, False, False)),
    ],
)
def test_the_strongest_link_in_force_is_used(world, facade, day, expected):
    row = owner_on(world, facade, day)
    assert (row["owner"], row["exclusive"], row["fresh"], row["disputed"]) == expected


def test_rivals_are_named_and_an_umbrella_is_no_owner(world):
    assert owner_on(world, "y", "2021-04-01")["other_owners"] == ("KSS",)
    assert owner_on(world, "z", "2023-12-01")["umbrella"]
    assert not owner_on(world, "x", "2023-12-01")["umbrella"]


def test_the_strength_shown_is_that_of_the_strongest_fresh_link(world):
    assert owner_on(world, "x", "2021-06-01")["strength"] == "high"
    row = owner_on(world, "x", "2023-06-01")
    assert (row["strength"], row["source_id"]) == ("moderate", "new")
    assert owner_on(world, "w", "2020-12-01")["strength"] == ""


def test_rows_keep_the_callers_index_and_order(world):
    facade = pd.Series(["y", "x", "y", ""], index=[7, 3, 5, 1])
    day = pd.Series(
        pd.to_datetime(["2021-04-01", "2021-04-01", "2021-07-01", None]), index=[7, 3, 5, 1]
    )
    found = owners_on(facade, day, world)
    assert found.index.tolist() == [7, 3, 5, 1]
    assert found["owner"].tolist() == ["AAH", "KH", "AAH", ""]
    assert found["disputed"].tolist() == [True, False, False, False]


def test_an_undated_attack_is_judged_as_if_the_link_were_confirmed(world):
    assert owner_on(world, "v", None)["fresh"]


def test_faulty_links_are_all_named(atlas):
    frames = {
        "facades": atlas.registry.facades,
        "groups": atlas.registry.groups,
        "facade_links": atlas.registry.facade_links.head(2).assign(
            group_id=["NOBODY", "KH"], strength=["high", "iron"]
        ),
    }
    with pytest.raises(ConformError) as caught:
        check_links(frames)
    assert [fault.given for fault in caught.value.faults] == ["NOBODY", "iron"]


def test_links_in_the_file_of_brands_are_refused(atlas):
    frames = {
        "facades": atlas.registry.facades.assign(group_id="KH"),
        "groups": atlas.registry.groups,
        "facade_links": atlas.registry.facade_links,
    }
    with pytest.raises(ConformError, match=r"facade_links\.csv"):
        check_links(frames)
