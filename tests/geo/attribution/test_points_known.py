"""As known on a day: what is published later changes nothing of what an attack pointed to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.attribution.points_text import points_objects
from geo.attribution.points_to import points_to
from geo.reference.known import known_by, published_by
from geo.verdicts.check import check
from tests.worlds.valley import with_tables

DAY = dt.date(2021, 10, 1)
"""The gazette's month, September 2021, is over; nothing later is out."""

GROUPS = st.sampled_from(["OAK", "ASH", "ELM"])
PLACES = st.sampled_from(["mill", "farm", "pit", "ford", "bridge"])
TARGETS = st.sampled_from(["fort", "port", "city", "tower"])


def with_late_source(atlas):
    """The atlas with a source of the next day, and one without a date."""
    sources = atlas.registry.sources
    late = sources.head(1).assign(date="2021-10-02")
    undated = sources.head(1).assign(date="")
    rows = [late.set_axis(["late"]), undated.set_axis(["undated"])]
    return with_tables(atlas, sources=pd.concat([sources, *rows]).rename_axis("source_id"))


def appended(atlas, name, **cells):
    table = getattr(atlas.registry, name)
    row = table.head(1).assign(**cells)
    if table.index.name is not None:
        row = row.set_axis([f"{name}_late"])
    both = pd.concat([table, row], ignore_index=table.index.name is None)
    return with_tables(atlas, **{name: both.rename_axis(table.index.name)})


def later(atlas, draw, source):
    """The atlas with a row more in each table of statements, of a source that came later."""
    group, target = draw(GROUPS), draw(TARGETS)
    stated = {"source_id": source, "group_id": group}
    atlas = appended(atlas, "facade_links", facade_id="red_kite", exclusive="yes", strength="high",
                     **stated)  # fmt: skip
    kind = draw(st.sampled_from(["exclusive", "usual", "lead"]))
    atlas = appended(atlas, "target_rules", target_place=target, kind=kind, **stated)
    kind = draw(st.sampled_from(["monopoly", "primary_user"]))
    atlas = appended(atlas, "weapon_rules", kind=kind, methods="rocket", **stated)
    atlas = appended(atlas, "arrangements", kind="named_holder", attack_id="2021-07-03-city",
                     **stated)  # fmt: skip
    return appended(atlas, "windows", source_id=source, start=pd.Timestamp("2021-01-01"),
                    end=pd.Timestamp("2021-12-31"), blurs="ground|brand")  # fmt: skip


def with_claim(record, source):
    """The record with a first claim told of later, and an attack of another day."""
    claim = record.claims.head(1).assign(
        attack_id="2021-06-05-port", source_id=source, claim_order=1, facade_id="grey_dawn"
    )
    again = record.attacks.head(1).assign(
        date=pd.Timestamp("2021-05-02"), date_latest=pd.Timestamp("2021-05-02"),
        judged_on=pd.Timestamp("2021-05-02"), launch_lon=43.4,
    )  # fmt: skip
    attacks = pd.concat([record.attacks, again.set_axis(["late-attack"])])
    return replace(
        record,
        attacks=attacks.rename_axis(record.attacks.index.name),
        claims=pd.concat([record.claims, claim], ignore_index=True),
    )


@pytest.fixture(scope="module")
def before(valley):
    """Answers as known on the day, before anything is appended."""
    atlas = with_late_source(valley)
    return points_objects(points_to(check(atlas.record, atlas=atlas), atlas=atlas, known_on=DAY))


def test_something_was_known_on_the_day(before):
    assert {one["strength"] for one in before.values()} > {"none"}


@settings(max_examples=12, deadline=None)
@given(data=st.data(), source=st.sampled_from(["late", "undated"]))
def test_what_is_published_later_changes_nothing_earlier(valley, before, data, source):
    atlas = later(with_late_source(valley), data.draw, source)
    record = with_claim(valley.record, source) if source == "late" else valley.record
    found = check(record, atlas=atlas)
    then = points_objects(points_to(found, atlas=atlas, known_on=DAY))
    assert {ident: then[ident] for ident in before} == before


def test_without_a_day_the_same_rows_do_change_it(valley):
    """The test above can fail: today everything counts."""
    atlas = appended(with_late_source(valley), "target_rules", target_place="city", kind="usual",
                     group_id="ELM", source_id="late")  # fmt: skip
    found = check(atlas.record, atlas=atlas)
    usual = [
        points.indications.query("indication_id == 'usual_target'")["groups"].tolist()
        for points in (points_to(found, atlas=atlas), points_to(found, atlas=atlas, known_on=DAY))
    ]
    assert ("ELM",) in usual[0]
    assert ("ELM",) not in usual[1]


def test_an_attack_of_a_later_day_points_to_nobody_yet(valley, valley_found):
    day = dt.date(2021, 5, 20)
    points = points_to(valley_found, atlas=valley, known_on=day).table
    late = valley_found.table["date"] > pd.Timestamp(day)
    assert late.any()
    assert (points.loc[late, "strength"] == "none").all()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-09-03", "2021-09-03"), ("2021-09", "2021-09-30"), ("2021", "2021-12-31"),
        ("", None), ("soon", None),
    ],
)  # fmt: skip
def test_a_source_is_out_by_the_last_day_that_it_can_be(text, day):
    assert published_by(pd.Series([text])).to_list() == [pd.Timestamp(day) if day else pd.NaT]


def test_our_own_bounds_were_always_known(valley):
    ours = with_tables(valley, windows=valley.registry.windows.assign(source_id="ours"))
    assert len(known_by(ours.registry, pd.Timestamp("1990-01-01")).windows)
    assert known_by(valley.registry, pd.Timestamp("1990-01-01")).windows.empty
    assert known_by(valley.registry, None) is valley.registry
