"""Rows added to the valley's record: each once, with its sources, and nothing of it lost."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas import Atlas
from geo.crs import GEOD
from geo.errors import ConformError
from geo.ingest.fix_list_writer import fix_list_bytes
from geo.io.formats import as_table, read_content
from geo.parsing.tables import read_table
from geo.workspace.doubles import double_faults
from geo.workspace.folder_files import staged
from geo.workspace.folder_tables import ORDER, Tables
from geo.workspace.record_addition import addition_of, of_country
from tests.worlds.feeds import GED, answer, channel, written

HEADER = "attack_id,date,method,target_place,launch_place,facade,assessed_group,source"
NEW = "new-1,2021-08-02,rocket,Tower,Farm,Grey Dawn,Ash Company,https://example.org/a?b=1"


@pytest.fixture
def add(valley, tmp_path):
    """A function from a file to what adding it to the valley's record makes."""

    def add(content, *, fixes=None, name="mine.csv", **options):
        if isinstance(content, str):
            path = tmp_path / name
            path.write_text(content, encoding="utf-8")
        else:
            path = written(tmp_path, content)
        fix_table = None
        if fixes is not None:
            listed = tmp_path / "fix.csv"
            listed.write_bytes(fixes)
            fix_table = as_table(read_content(listed))
        raw = as_table(read_content(path))
        return addition_of(raw, atlas=valley, mark="abc123", fixes=fix_table, **options)

    return add


@pytest.fixture
def loaded(valley, tmp_path):
    """A function from an addition to the atlas of a folder that has it."""

    def load(made):
        with staged(valley.folder, made.after) as folder:
            atlas = Atlas.load(folder)
            assert atlas.record.attacks is not None
            return atlas

    return load


def edited(made, **cells):
    """The fix list of an addition with cells by row, as somebody mends it."""
    listed = made.ingested.fix_list()
    for row, change in cells.items():
        for column, cell in change.items():
            listed.loc[listed["quarantine_row"] == row.removeprefix("r"), column] = cell
    return listed.to_csv(index=False).encode()


def rows(*lines, header=HEADER):
    return "\n".join([header, *lines]) + "\n"


def test_a_new_attack_stands_in_every_table_it_belongs_to(add, loaded):
    made = add(rows(NEW))
    assert not made.ingested.faults
    record = loaded(made).record
    attack = record.attacks.loc["new-1"]
    assert (attack["target_place_id"], attack["launch_place_id"]) == ("tower", "farm")
    assert (attack["assessed_group"], attack["attacks_in_row"]) == ("ASH", 1)
    claim = record.claims[record.claims["attack_id"] == "new-1"]
    assert claim["facade_id"].tolist() == ["grey_dawn"]
    report = record.reports[record.reports["attack_id"] == "new-1"]
    assert report["source_id"].tolist() == claim["source_id"].tolist()


def test_what_was_there_stays_letter_for_letter(add):
    made = add(rows(NEW))
    for name, text in made.before.texts.items():
        assert made.after.texts[name].startswith(text), name
    assert made.after.changed(made.before) == ["sources", "attacks", "claims", "reports"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("gazette", {"source_id": "gazette"}),
        ("https://example.org/gazette", {"source_id": "gazette"}),
        ("https://example.org/a?b=1", {"url": "https://example.org/a?b=1", "publisher": ""}),
        ("A page (https://example.org/a)", {"url": "https://example.org/a", "title": "A page"}),
        ("صحيفة", {"source_id": "صحيفة", "title": "صحيفة", "url": ""}),
        ("javascript:alert(1)", {"url": "", "title": "javascript:alert(1)"}),
        ("=1+1", {"title": "'=1+1", "url": ""}),
        ("", {"title": "mine.csv", "url": ""}),
    ],
)
def test_a_source_stands_once_and_no_address_is_made_up(add, loaded, source, expected):
    one, two = (f"n-{n},2021-08-0{n},rocket,Tower,,,,{source}" for n in (1, 2))
    made = add(rows(one, two))
    atlas = loaded(made)
    reports = atlas.record.reports
    (ident,) = reports[reports["attack_id"].isin(["n-1", "n-2"])]["source_id"].unique()
    found = {"source_id": ident, **atlas.registry.sources.loc[ident].to_dict()}
    assert {name: found[name] for name in expected} == expected
    assert len(made.additions.sources) <= 1


def test_several_sources_of_a_cell_are_several(add):
    made = add(rows("n-1,2021-08-01,rocket,Tower,,,,gazette|https://example.org/x|A paper"))
    assert len(made.additions.reports) == 3
    assert len(made.additions.sources) == 2


def test_the_same_file_twice_adds_nothing_the_second_time(add, loaded, valley, tmp_path):
    first = add(rows(NEW, ",2021-08-03,rocket,Tower,,,,=1+1"))
    with staged(valley.folder, first.after) as folder:
        again = addition_of(
            as_table(read_content(tmp_path / "mine.csv")), atlas=Atlas.load(folder), mark="abc123"
        )
    assert again.additions.there == ("new-1", "abc123-row-3")
    assert again.after.texts == again.before.texts
    assert not again.ingested.faults


def test_an_id_that_is_there_waits_and_by_force_takes_the_row(add, loaded):
    other = rows("2021-05-01-port,2021-05-02,rocket,port,,,,")
    held = add(other)
    (fault,) = held.ingested.faults
    assert "has this id" in fault.problem
    assert held.after.texts == held.before.texts
    made = add(other, replace_same=True)
    assert made.additions.changed == ("2021-05-01-port",)
    attacks = loaded(made).record.attacks
    assert attacks.loc["2021-05-01-port", "date"] == pd.Timestamp("2021-05-02")
    assert list(attacks.index) == list(read_table_ids(made.before))


def read_table_ids(tables):
    return tables.cells("attacks")["attack_id"]


@pytest.mark.parametrize(
    ("row", "doubted"),
    [
        ("n,2021-07-24,rocket,Port,,,,", True),
        ("n,2021-07-24,,Port,,,,", True),
        ("n,2021-07-24,mortar,Port,,,,", True),
        ("n,2021-07-24,drone_small,Port,,,,", False),
        ("n,2021-07-25,rocket,Port,,,,", False),
        ("n,2021-07-24,rocket,Tower,,,,", False),
        ("n,2021-07,rocket,Port,,,,", False),
        ("n,2021-07-24,rocket,,,,,", False),
    ],
)
def test_what_the_record_may_tell_already_waits_with_its_name(add, row, doubted):
    made = add(rows(row))
    assert made.ingested.rows_kept == (not doubted)
    if doubted:
        assert "2021-07-24-port" in made.ingested.faults[0].problem
        again = add(rows(row), fixes=edited(made, r2={"confirmed": "yes"}))
        assert again.additions.attacks["attack_id"].tolist() == ["n"]


def test_messages_go_through_the_fix_list_to_attacks_and_claims(add, loaded):
    made = add(channel())
    assert made.ingested.rows_kept == 0
    assert made.after.texts == made.before.texts
    filled = {"date": "2021-07-31", "method": "rocket", "target_place": "fort"}
    fixes = edited(
        made,
        r2={**filled, "facade": "Red Kite"},
        r3={"telegram_claim_of": "2021-07-03-city", "facade": "Grey Dawn"},
    )
    again = add(channel(), fixes=fixes)
    assert again.ingested.rows_kept == 2
    record = loaded(again).record
    assert set(record.attacks.index) - set(read_table_ids(again.before)) == {"telegram-ash-wire-2"}
    claims = record.claims.set_index(["attack_id", "claim_order"])
    own = claims.loc[("telegram-ash-wire-2", 1)]
    assert (own["facade_id"], own["claimed_at"], own["claimed_time"]) == (
        "red_kite",
        "2021-07-31",
        "21:05",
    )
    assert own["wording"] == "EXERCISE: the fort was struck"
    behind = claims.loc[("2021-07-03-city", 2)]
    assert (behind["facade_id"], behind["claimed_time"]) == ("grey_dawn", "11:00")
    source = loaded(again).registry.sources.loc[own["source_id"]]
    assert source["url"] == "https://t.me/ash_wire/2"
    assert source["date"] == "2021-07-31"


def test_a_claim_older_than_those_on_record_is_told_and_not_put_first(add):
    old = {"date_unixtime": "1625039999", "date": "2021-06-30T10:59:59"}
    made = add(channel({"id": 9, "type": "message", "text": "EXERCISE", **old}))
    fixes = edited(made, r1={"telegram_claim_of": "2021-07-03-city"})
    again = add(channel({"id": 9, "type": "message", "text": "EXERCISE", **old}), fixes=fixes)
    assert again.additions.claims["claim_order"].tolist() == ["2"]
    assert any("2021-07-03-city: a claim is dated before" in note for note in again.additions.notes)
    assert any("no brand that claims" in note for note in again.additions.notes)


def test_a_time_of_no_zone_is_told_by_the_source_alone(add, loaded):
    old = {"id": 9, "type": "message", "text": "EXERCISE", "date": "2021-07-04T23:59:59"}
    made = add(channel(old))
    again = add(channel(old), fixes=edited(made, r1={"telegram_claim_of": "2021-07-03-city"}))
    claim = again.additions.claims.iloc[0]
    assert (claim["claimed_at"], claim["claimed_time"]) == ("2021-07-04", "")
    note = loaded(again).registry.sources.loc[claim["source_id"], "date_note"]
    assert note == "posted 23:59, clock of the machine that exported it"


def test_a_claim_of_a_row_that_waits_waits_too(add):
    made = add(channel())
    fixes = edited(
        made,
        r2={"date": "2021-07-31", "target_place": "nowhere"},
        r3={"telegram_claim_of": "telegram-ash-wire-2"},
    )
    again = add(channel(), fixes=fixes)
    assert again.ingested.rows_kept == 0
    assert any("waits itself" in fault.problem for fault in again.ingested.faults)


def test_events_of_others_are_cited_and_their_other_kinds_wait(add):
    made = add(answer({}, {"event_id_cnty": "IRQ2", "event_date": "2021-08-04",
                           "event_type": "Protests"}))  # fmt: skip
    assert made.additions.attacks["attack_id"].tolist() == ["IRQ1"]
    assert "must not be passed on" in made.additions.attacks["attribution"].iloc[0]
    assert made.additions.sources["publisher"].tolist() == ["ACLED"]
    (fault,) = made.ingested.faults
    assert (fault.column, fault.given) == ("event_type", "Protests")


@pytest.mark.parametrize(
    ("status", "title"),
    [("Clear", "UCDP GED"), ("Check deaths", "UCDP Candidate Events Dataset"), ("", "UCDP GED")],
)
def test_candidate_events_say_that_they_are_preliminary(add, status, title):
    made = add(answer({"code_status": status}, row=GED, key="Result"))
    assert made.additions.sources["title"].tolist() == [title]
    assert made.additions.reports["pointer"].iloc[0].startswith("event 900001; Invented Agency")
    assert ("UCDP has not finished" in made.additions.attacks["note"].iloc[0]) == (
        title != "UCDP GED"
    )


@pytest.mark.parametrize(
    ("country", "error"), [("iraq", ""), ("Nowhere", "no row is of this country")]
)
def test_a_file_of_the_world_is_cut_to_a_country(country, error, tmp_path):
    raw = as_table(read_content(written(tmp_path, answer({}, {"country": "Elsewhere"}))))
    if error:
        with pytest.raises(ConformError, match=error):
            of_country(raw, country)
        return
    mine = of_country(raw, country)
    assert list(mine.cells.index) == [1]
    assert "1 rows of other countries" in mine.notes[-1]


def test_a_file_without_countries_cannot_be_cut(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(rows(NEW))
    with pytest.raises(ConformError, match="no column 'country'"):
        of_country(as_table(read_content(path)), "Iraq")


def test_hostile_texts_are_kept_as_texts_on_one_line(add, loaded):
    text = '"=HYPERLINK(""http://evil"")\n\u0000<script>alert(1)</script>"'
    header = "attack_id,date,method,target_place,note"
    made = add(rows(f"n-1,2021-08-01,rocket,Tower,{text}", header=header))
    (note,) = made.additions.attacks["note"]
    assert note == '=HYPERLINK("http://evil") <script>alert(1)</script>'
    assert read_back(made, "attacks")["note"].iloc[-1] == f"'{note}"
    assert loaded(made).record.attacks.loc["n-1", "note"] == f"'{note}"


def read_back(made, name):
    return made.after.cells(name)


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


@given(cells=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4), ends=st.sampled_from("\n\r"))
def test_rows_more_are_read_again_as_they_were_and_the_old_ones_too(cells, ends):
    end = "\r\n" if ends == "\r" else "\n"
    before = end.join(["attack_id,title", "a,x", "b,y"])  # the last line has no end
    tables = Tables({"attacks": before})
    new = pd.DataFrame(
        [{"attack_id": f"n{n}", "title": t.strip(), "more": m.strip()}
         for n, (t, m) in enumerate(cells)], dtype=object,
    )  # fmt: skip
    after = tables.with_rows("attacks", new)
    found = after.cells("attacks")
    assert found["attack_id"].tolist() == ["a", "b", *new["attack_id"]]
    assert found["title"].tolist()[:2] == ["x", "y"]
    if not any(new["more"]):
        assert after.texts["attacks"].startswith(before)


ATTACK = st.tuples(
    st.integers(1, 3), st.floats(43.0, 44.0), st.floats(33.0, 34.0), st.integers(1, 60),
    st.sampled_from(["rocket", "mortar", "drone_small", "roadside_bomb", ""]),
)  # fmt: skip
FIRED = ("rocket", "mortar")


def attacks_of(rows_, prefix):
    return pd.DataFrame(
        [
            {"date": pd.Timestamp(2021, 8, day), "date_precision": "day", "target_lon": lon,
             "target_lat": lat, "target_radius_km": float(km), "method": method,
             "status": "reported"}
            for day, lon, lat, km, method in rows_
        ],
        index=[f"{prefix}{n}" if prefix else n for n in range(len(rows_))],
    )  # fmt: skip


@given(new=st.lists(ATTACK, min_size=1, max_size=6), old=st.lists(ATTACK, min_size=1, max_size=6))
def test_doubles_are_those_that_a_slow_look_finds(new, old):
    class OldRecord:
        attacks = attacks_of(old, "old-")

    found = {fault.row: fault.problem for fault in double_faults(attacks_of(new, ""), OldRecord)}
    for n, (day, lon, lat, km, method) in enumerate(new):
        met = set()
        for m, (other, lon_, lat_, km_, method_) in enumerate(old):
            metres = GEOD.inv(lon, lat, lon_, lat_)[2]
            alike = "" in {method, method_} or method == method_ or {method, method_} <= {*FIRED}
            if day == other and alike and metres / 1000 <= km + km_:
                met.add(f"old-{m}")
        assert (n in found) == bool(met)
        assert all(f"{ident}, " in found[n] for ident in met)


def test_the_fix_list_of_messages_is_a_table_to_fill(add):
    made = add(channel())
    listed = read_listed(fix_list_bytes(made.ingested, suffix=".csv"))
    assert {"date", "target_place", "facade", "telegram_claim_of", "telegram_text"} <= set(listed)


def read_listed(content):
    return content.decode("utf-8-sig").splitlines()[0].split(",")


def test_bundled_tables_are_the_beginning_of_a_new_folder(atlas):
    tables = Tables.of(atlas.folder)
    assert set(tables.texts) == set(ORDER)
    assert len(tables.cells("attacks")) == len(read_table(atlas.folder / "attacks.csv"))
