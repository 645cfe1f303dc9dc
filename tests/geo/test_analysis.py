"""What a record teaches, by hand for seven launches, and that nobody changes what is shared."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from geo.analysis import LIKELY, Analysis
from geo.areas.overlap import overlaps
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.verdicts.check import check

HEAD = "attack_id,title,date,method,target_place,launch_lat,launch_lon,launch_radius_km"
# One group strikes from 33° N in the first half of 2021 and from 34° N in the second: a degree of
# latitude apart, which is 110.9 km at 33.5° N. The last launch is another group's.
LAUNCHES = [
    ("a1", "2021-01-05", 33.0, "KH"),
    ("a2", "2021-02-05", 33.0, "KH"),
    ("a3", "2021-03-05", 33.0, "KH"),
    ("b1", "2021-07-05", 34.0, "KH"),
    ("b2", "2021-08-05", 34.0, "KH"),
    ("b3", "2021-09-05", 34.0, "KH"),
    ("c1", "2021-09-20", 34.0, "AAH"),
]
END = pd.Timestamp("2021-09-20")


def analysis_of(folder, *launches, title="Rockets"):
    """Analysis of these launches at 44° E, with the bundled ground and nothing said since."""
    lines = [
        f"{ident},{title} {ident},{day},rocket,balad_ab,{lat},44.0,1,{group},Us,high"
        for ident, day, lat, group in launches
    ]
    head = f"{HEAD},assessed_group,assessed_by,assessed_confidence"
    (folder / "attacks.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    header = "statement_id,date,title,counted_by_source,note,source_id,pointer\n"
    (folder / "statements.csv").write_text(header, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ATLAS_BOUNDARIES", raising=False)
        atlas = Atlas.load(folder)
    return Analysis(atlas, check(atlas.record, atlas=atlas))


@pytest.fixture(scope="module")
def seven(tmp_path_factory):
    return analysis_of(tmp_path_factory.mktemp("seven"), *LAUNCHES)


@pytest.fixture(scope="module")
def record(atlas, bundled):
    """The bundled record."""
    return Analysis(atlas, bundled)


def test_the_table_begins_with_the_latest(seven):
    assert list(seven.table().index) == ["c1", "b3", "b2", "b1", "a3", "a2", "a1"]
    assert list(seven.objects()) == list(seven.findings.table.index)
    assert seven.names()["balad_ab"] == "Balad Air Base"


def test_the_record_ends_with_its_last_attack_and_nothing_later_is_used(seven):
    assert seven.record_end() == END
    assert seven.record_span() == (pd.Timestamp("2021-01-01"), END)
    assert seven.latest(None) == END
    # A day is that day, whatever is added to the record after it.
    assert seven.latest(dt.date(2022, 1, 1)) == pd.Timestamp("2022-01-01")
    assert seven.latest(dt.date(2021, 3, 1)) == pd.Timestamp("2021-03-01")


def test_what_is_invented_says_so(seven, tmp_path):
    assert not seven.is_exercise()
    assert analysis_of(tmp_path, *LAUNCHES[:1], title="EXERCISE: rockets").is_exercise()


def test_all_seven_teach_and_no_grade_hears_what_nobody_published(seven):
    assert set(seven.past_launches().ids) == {one[0] for one in LAUNCHES}
    assert seven.scored_on() == len(LAUNCHES)
    assert not len(seven.past_launches("A"))
    assert seven.scored_on("A") == 0


def test_a_group_that_moved_a_degree_moved_111_km(seven):
    moved = seven.drifted("KH", END)
    assert moved["launches"].tolist() == [3, 3]
    assert moved["moved_km"].iloc[1] == pytest.approx(110.9, abs=0.2)
    assert moved["shared"].iloc[1] == pytest.approx(0)
    assert seven.drifted("KH", pd.Timestamp("2021-06-30"))["launches"].tolist() == [3]


def test_ground_is_that_of_its_day(seven):
    now = seven.ground(END)
    assert now.index.equals(seven.atlas.areas.in_force(END).index)
    assert (now["area_km2"] > 0).all()
    pd.testing.assert_frame_equal(
        seven.ground_overlaps(END), overlaps(seven.atlas.areas.in_force(END))
    )


def test_a_ranking_is_taught_by_the_past_alone_and_by_no_more_than_was_known(seven):
    before = seven.event("c1", dt.date(2021, 1, 1))
    after = seven.event("c1", None)
    assert list(before.table.index) == list(after.table.index) == ["c1"]
    assert before.ranking.posterior.loc["c1"].sum() == pytest.approx(1)
    assert after.ranking.posterior.at["c1", "KH"] > before.ranking.posterior.at["c1", "KH"]


def test_a_card_and_the_ranking_of_the_whole_record_say_the_same(record):
    ident = record.table().index[0]
    whole = record.weigh(record.findings, known_on=None)
    one = record.event(ident, None)
    pd.testing.assert_series_equal(
        whole.ranking.posterior.loc[ident], one.ranking.posterior.loc[ident]
    )


def test_likely_groups_are_those_above_the_share_of_a_ranking_worth_telling(record):
    likely = record.likely(None)
    event = record.weigh(record.findings, known_on=None)
    for ident in likely.index[:40]:
        shares = event.ranking.posterior.loc[ident].iloc[:-1]
        wanted = shares.index[shares >= LIKELY] if event.table.at[ident, "firm"] else ()
        assert likely[ident] == tuple(wanted), ident


def test_usual_ground_compares_each_group_with_itself_as_whole(record):
    day = record.record_end()
    shared = record.usual_km2(day)
    cells = record.usual_cells(day)
    assert set(shared.index) == set(cells["group"])
    alike = record.likeness(day)
    for group in alike.index:
        assert alike.at[group, group] == pytest.approx(1)


def test_a_record_too_small_to_be_scored_says_so_each_time(seven):
    for _ in range(2):
        with pytest.raises(AtlasError):
            seven.scorecard()


def asked(analysis):
    """Everything that an analysis keeps, by the question."""
    day, until = analysis.record_end(), dt.date(2021, 6, 1)
    ident = analysis.table().index[0]
    questions = {
        "table": (), "names": (), "objects": (), "context": (), "is_exercise": (),
        "ground": (day,), "ground_overlaps": (day,), "past_launches": ("",),
        "usual_ground": (day,), "usual_cells": (day,), "usual_km2": (day,), "likeness": (day,),
        "drifted": ("KH", day), "event": (ident, until), "likely": (until,),
    }  # fmt: skip
    return {name: getattr(analysis, name)(*given) for name, given in questions.items()}


def test_each_answer_is_one_object_that_nothing_asked_later_changes(seven):
    first = asked(seven)
    copies = {
        name: made.copy(deep=True)
        for name, made in first.items()
        if isinstance(made, pd.DataFrame | pd.Series)
    }
    copies["findings"] = seven.findings.table.copy(deep=True)
    copies["areas"] = seven.atlas.areas.table.copy(deep=True)
    for known_on in (None, dt.date(2021, 2, 1)):
        seven.likely(known_on)
        seven.likely_of(seven.findings, known_on=known_on)
    again = asked(seven)
    assert [name for name in first if again[name] is not first[name]] == []
    now = {**again, "findings": seven.findings.table, "areas": seven.atlas.areas.table}
    for name, before in copies.items():
        assert before.equals(now[name]), name


def test_a_new_analysis_keeps_nothing_of_an_older_one(seven):
    other = Analysis(seven.atlas, seven.findings)
    assert other.table() is not seven.table()
    pd.testing.assert_frame_equal(other.table(), seven.table())
