"""Sightings entered by hand or added to a folder, and what they do to the valley's ground."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from geo.atlas import Atlas
from geo.errors import ConformError
from geo.io.formats import as_table, read_content
from geo.io.raw import RawTable
from geo.settings import find
from geo.workspace.areas import changed_verdicts
from geo.workspace.folder_files import put, staged
from geo.workspace.folder_tables import Tables
from geo.workspace.journal import Journal, load_journal
from geo.workspace.record_addition import addition_of
from geo.workspace.sightings import (
    MOST_AT_ONCE,
    delete_sighting,
    enter_sighting,
    enter_sightings,
    ground_changes,
    sightings_csv,
    sightings_of,
    with_sightings,
)
from tests.support.findings import conformer

PIT = {
    "group_id": "ELM", "kind": "base", "place_id": "pit", "date_first": "2021-03-01",
    "date_last": "2021-06-01", "strength": "states", "source_id": "https://example.org/pit",
    "source_publisher": "Valley Gazette", "source_date": "2021-06-02", "note": "EXERCISE",
}  # fmt: skip
"""Elm's ground in the east is silent by June 2021 in the valley; this one saw it there."""


@pytest.fixture
def enter(valley, tmp_path):
    """Enter a sighting by hand: `enter(**changes)`."""

    def enter(journal=None, key="", **changes):
        journal = Journal(tmp_path) if journal is None else journal
        return enter_sighting(journal, key, {**PIT, **changes}, by="Ann", atlas=valley)

    return enter


@pytest.fixture
def added(valley, tmp_path):
    """What a table of sightings adds to the valley's folder."""

    def added(rows, *, atlas=valley, **options):
        path = tmp_path / "sightings.csv"
        path.write_bytes(rows if isinstance(rows, bytes) else pd.DataFrame(rows).to_csv().encode())
        return addition_of(as_table(read_content(path)), atlas=atlas, mark="m", **options)

    return added


def test_a_sighting_is_kept_corrected_deleted_and_undone(enter, tmp_path):
    journal = enter()
    (ident,) = sightings_of(journal).index
    assert ident == "2021-03-01-elm-pit"
    journal = enter(journal, ident, kind="depot")
    assert sightings_of(load_journal(tmp_path)).at[ident, "kind"] == "depot"
    journal = delete_sighting(journal, ident, by="Ben")
    assert sightings_of(journal).empty
    assert list(sightings_of(journal.undo(3, by="Ann")).index) == [ident]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"group_id": "Nobody Known"}, "group_id"),
        ({"kind": ""}, "kind"),
        ({"place_id": "", "unit": ""}, "place_id"),
        ({"date_first": "soon"}, "date_first"),
        ({"source_id": ""}, "source_id"),
    ],
)
def test_a_faulty_sighting_is_told_and_not_kept(enter, tmp_path, cells, column):
    with pytest.raises(ConformError) as caught:
        enter(**cells)
    assert column in {fault.column for fault in caught.value.faults}
    assert {fault.row for fault in caught.value.faults} == {0}
    assert sightings_of(load_journal(tmp_path)).empty


def test_the_same_sighting_twice_is_one(enter):
    with pytest.raises(ConformError, match="has this id already"):
        enter(enter())


def test_nobody_deletes_what_is_not_there(enter):
    with pytest.raises(ConformError, match="no such sighting"):
        delete_sighting(enter(), "other", by="Ann")


def test_many_are_kept_all_or_none(valley, tmp_path):
    rows = pd.DataFrame([PIT, {**PIT, "place_id": "mill", "group_id": "OAK"}])
    journal = enter_sightings(Journal(tmp_path), rows, by="Ann", atlas=valley)
    assert len(sightings_of(journal)) == 2
    more = pd.concat([rows.assign(kind="depot"), rows.assign(kind="castle")], ignore_index=True)
    with pytest.raises(ConformError):
        enter_sightings(journal, more, by="Ann", atlas=valley)
    assert len(sightings_of(load_journal(tmp_path))) == 2
    many = pd.concat([rows] * MOST_AT_ONCE)
    with pytest.raises(ConformError, match="at once"):
        enter_sightings(journal, many, by="Ann", atlas=valley)


def test_a_sighting_wakes_ground_that_was_silent(valley, enter):
    after = with_sightings(valley, sightings_of(enter()))
    changes = ground_changes(valley.areas, after.areas)
    (area,) = changes.index
    assert changes.loc[area, "holder"] == "ELM"
    assert changes.loc[area, ["seen_before", "seen_after"]].tolist() == ["2018-06-01", "2021-06-01"]
    verdicts = changed_verdicts(valley.record, before=valley, after=after)
    assert verdicts.loc["2021-06-12-city", ["before", "after"]].tolist() == [
        "insufficient",
        "consistent",
    ]


def test_a_verdict_that_ground_was_too_old_for_is_told_old_and_new(valley, enter):
    attack = {
        "date": "2022-07-01", "method": "rocket", "target_place": "city", "launch_place": "pit",
        "assessed_group": "ELM",
    }  # fmt: skip
    record = conformer(valley)(attack)
    seen = enter(date_first="2022-05", date_last="2022-06-30", source_date="2022-07")
    after = with_sightings(valley, sightings_of(seen))
    changes = changed_verdicts(record, before=valley, after=after)
    assert changes[["before", "after"]].to_numpy().tolist() == [["insufficient", "consistent"]]


@pytest.mark.parametrize(
    "change",
    [{"kind": "influence"}, {"strength": "infers"}, {"place_id": "mill"}, {"group_id": "OAK"}],
    ids=["supports only", "inferred", "elsewhere", "another group's"],
)
def test_what_confirms_nothing_changes_no_ground(valley, enter, change):
    after = with_sightings(valley, sightings_of(enter(**change)))
    assert ground_changes(valley.areas, after.areas).empty
    assert changed_verdicts(valley.record, before=valley, after=after).empty


def test_by_hand_and_by_a_folder_ground_is_the_same(valley, enter, added):
    rows = sightings_of(enter())
    tried = with_sightings(valley, rows)
    made = added(sightings_csv(rows))
    assert made.additions.sightings["sighting_id"].tolist() == ["2021-03-01-elm-pit"]
    assert made.after.changed(made.before) == ["sources", "sightings"]
    with staged(valley.folder, made.after) as folder:
        loaded = Atlas.load(folder)
    cells = ["seen", "confidence", "counted_confidence"]
    assert loaded.areas.table[cells].equals(tried.areas.table[cells])
    source = loaded.registry.sources.loc["example-org-pit"]
    assert (source["reliability"], source["date"]) == ("B", "2021-06-02")


def test_what_was_published_later_is_not_known_before(valley, enter):
    late = with_sightings(valley, sightings_of(enter(source_date="2023-01-01")))
    day = dt.date(2022, 12, 31)
    assert ground_changes(valley.known_on(day).areas, late.known_on(day).areas).empty
    assert not ground_changes(valley.areas, late.areas).empty


def test_a_folder_takes_sightings_alone_and_leaves_the_rest_to_the_bundled(valley, enter, added,
                                                                           tmp_path):  # fmt: skip
    made = added(sightings_csv(sightings_of(enter())))
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "areas.toml").write_bytes(find("areas.toml", valley.folder).read_bytes())
    before = Tables({**made.before.texts})
    with pytest.raises(Exception, match="changed meanwhile"):  # another folder's tables
        put(folder, made.after, before=before, base=folder)
    fresh = tmp_path / "fresh"
    names = put(fresh, made.after, before=made.before, base=valley.folder)
    assert names == ["sources.csv", "sightings.csv"]


def test_the_same_sightings_twice_add_nothing(valley, enter, added):
    rows = sightings_csv(sightings_of(enter()))
    made = added(rows)
    with staged(valley.folder, made.after) as folder:
        again = added(rows, atlas=Atlas.load(folder))
    assert again.additions.there == ("2021-03-01-elm-pit",)
    assert again.after.texts == again.before.texts


def test_an_id_that_is_there_waits_and_by_force_takes_the_row(valley, added):
    one = {**PIT, "sighting_id": "mine-1"}
    made = added([one])
    with staged(valley.folder, made.after) as folder:
        atlas = Atlas.load(folder)
        held = added([{**one, "kind": "depot"}], atlas=atlas)
        forced = added([{**one, "kind": "depot"}], atlas=atlas, replace_same=True)
    assert "has this id" in held.ingested.faults[0].problem
    assert held.after.texts == held.before.texts
    assert forced.additions.changed == ("mine-1",)
    assert forced.after.cells("sightings")["kind"].tolist() == ["depot"]


def test_the_bundled_sightings_are_read_as_a_users_file(atlas):
    path = find("sightings.csv", atlas.folder)
    raw = as_table(read_content(path))
    assert isinstance(raw, RawTable)
    made = addition_of(raw, atlas=atlas, mark="m")
    assert not made.ingested.faults
    assert len(made.additions.there) == len(atlas.sightings)
    assert made.after.texts == made.before.texts
