"""``record add``: a folder that grows from files, whole or not at all, and what that changes."""

from __future__ import annotations

import json
import threading

import pytest

from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.workspace import folder_files
from geo.workspace.folder_files import put
from geo.workspace.folder_tables import Tables
from tests.support.unprivileged import unprivileged
from tests.worlds.feeds import ACLED, answer, channel, written
from tests.worlds.valley import FOLDER

HEADER = "attack_id,date,method,target_place,launch_place,assessed_group,source"
NEW = "new-1,2021-05-08,rocket,tower,mill,ASH,gazette"


@pytest.fixture
def mine(tmp_path):
    return tmp_path / "mine"


@pytest.fixture
def add(run, mine):
    """Run `record add` on the valley's record, into a folder unless told otherwise."""

    def add(path, *options, to=mine):
        where = ["--to", to] if to is not None else []
        begun = [] if to is not None and to.exists() else ["--data", FOLDER]
        return run("record", "add", path, *where, *begun, *options)

    return add


def state(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_without_a_folder_it_looks_and_writes_nothing(add, table):
    done = add(table(NEW, header=HEADER), to=None)
    assert done.code == 0, done.err
    assert "new-1" in done.out
    assert "Give --to FOLDER to keep it" in done.message


@pytest.mark.parametrize("is_there", [False, True])
def test_a_dry_run_says_the_same_and_writes_nothing(add, table, mine, is_there):
    if is_there:
        add(table("first,2021-08-02,rocket,tower,,,", header=HEADER, name="first.csv"))
    before = state(mine) if is_there else {}
    done = add(table(NEW, header=HEADER), "--dry-run")
    assert done.code == 0, done.err
    assert "new-1" in done.out
    assert "Nothing was written" in done.message
    assert (state(mine) if is_there else {}) == before
    assert mine.exists() == is_there


def test_a_new_folder_is_what_serve_and_check_take(add, run, table, mine):
    done = add(table(NEW, header=HEADER))
    assert done.code == 0, done.err
    assert "attacks +1, reports +1" in done.message
    plain = mine.parent / "plain"
    plain.mkdir()
    assert mine.stat().st_mode == plain.stat().st_mode
    found = json.loads(run("check", "--data", mine, "--id", "new-1", "--format", "json").out)
    assert found[0]["verdict"] in done.out
    assert not list(mine.parent.glob(".mine*"))


def test_the_next_file_goes_on_where_the_first_ended(add, table, mine):
    add(table(NEW, header=HEADER))
    first = state(mine)
    done = add(table("new-2,2021-08-05,rocket,tower,,,gazette", header=HEADER, name="b.csv"))
    assert done.code == 0, done.err
    second = state(mine)
    assert second["attacks.csv"].startswith(first["attacks.csv"])
    assert set(second) - set(first) == {".record.lock"}
    assert list(Atlas.load(mine).record.attacks.index[-2:]) == ["new-1", "new-2"]
    again = add(table("new-2,2021-08-05,rocket,tower,,,gazette", header=HEADER, name="b.csv"))
    assert again.code == 0
    assert "There already, with the same cells: new-2" in again.message
    assert "Nothing was written" in again.message


def test_changes_are_told_old_and_new(add, table, mine):
    row = "2021-05-08-port,2021-05-08,rocket,port,farm,ASH,gazette"
    path = table(row, header=HEADER)
    add(table(NEW, header=HEADER, name="first.csv"))
    held = add(path)
    assert held.code == 2
    assert "has this id, and other cells" in held.message
    done = add(path, "--force", "--format", "json")
    found = json.loads(done.out)
    assert found["changed"] == ["2021-05-08-port"]
    (verdict,) = [one for one in found["changes"] if one["kind"] == "verdict"]
    assert verdict["text"] == "Was mismatch, now consistent."


def test_rows_that_wait_stop_it_unless_a_fix_list_takes_them(add, table, mine, tmp_path):
    path = table(NEW, "bad,2021-13-01,rocket,tower,,,gazette", header=HEADER)
    done = add(path)
    assert done.code == 2
    assert "row 3, column 'date'" in done.message
    assert not mine.exists()
    fixes = tmp_path / "fix.csv"
    done = add(path, "--fix-list", fixes)
    assert done.code == 1
    assert "2 rows read = 1 kept + 1 quarantined" in done.message
    fixes.write_text(fixes.read_text("utf-8-sig").replace("2021-13-01", "2021-12-01"))
    done = add(path, "--fixes", fixes)
    assert done.code == 0, done.err
    assert "There already, with the same cells: new-1" in done.message
    assert list(Atlas.load(mine).record.attacks.index[-2:]) == ["new-1", "bad"]


def test_a_channel_is_added_by_its_fix_list(add, tmp_path, mine):
    path, fixes = written(tmp_path, channel(), name="result.json"), tmp_path / "fix.csv"
    assert add(path).code == 2
    assert not mine.exists()
    assert add(path, "--dry-run", "--fix-list", fixes).code == 1
    lines = fixes.read_text("utf-8-sig").splitlines()
    header = lines[0].split(",")
    row = lines[2].split(",")  # message 3, without commas in its cells but for its reasons
    cells = dict(zip(reversed(header), reversed(row), strict=False))
    assert cells["telegram_id"] == "3"
    lines[2] = lines[2].removesuffix(",") + ",2021-07-03-city"
    fixes.write_text("\n".join(lines) + "\n")
    done = add(path, "--fixes", fixes, "--fix-list", tmp_path / "rest.csv")
    assert done.code == 1, done.err
    assert "claims +1, reports +1, sources +1" in done.message
    claims = Atlas.load(mine).record.claims
    assert claims[claims["attack_id"] == "2021-07-03-city"]["claim_order"].tolist() == [1, 2]


def test_an_answer_of_a_server_is_cut_to_a_country(add, tmp_path):
    path = written(tmp_path, answer({}, {"event_id_cnty": "SYR1", "country": "Syria"}))
    done = add(path, "--country", "Iraq")
    assert done.code == 0, done.err
    assert "1 rows of other countries than Iraq left out" in done.message
    assert ACLED["event_id_cnty"] in done.out


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (None, [], "no such file"),
        ("", [], "the file is empty"),
        ("a,b\n1,2\n", [], "the column is missing"),
        (HEADER + "\n" + NEW + "\n", ["--country", "Iraq"], "no column 'country'"),
        (HEADER + "\n" + NEW + "\n", ["--fix-list", "x.txt"], ".csv or .xlsx"),
        (HEADER + "\n" + NEW + "\n", ["--fix-list", "mine.csv"], "is an input"),
        (HEADER + "\n" + NEW + "\n", ["--to", "mine.csv"], "is no folder"),
        (HEADER + "\n" + NEW + "\n", ["--fixes", "none.csv"], "no such file"),
    ],
)
def test_what_cannot_be_is_one_clear_error(run, tmp_path, content, options, said):
    if content is not None:
        (tmp_path / "mine.csv").write_text(content)
    given = [tmp_path / one if "." in one else one for one in options]
    done = run("record", "add", tmp_path / "mine.csv", "--data", FOLDER, *given)
    assert done.code == 2
    assert said in done.message
    assert "Traceback" not in done.err
    assert {path.name for path in tmp_path.iterdir()} <= {"mine.csv"}


def test_the_bundled_record_is_never_written_to(run, table, atlas):
    done = run("record", "add", table(NEW, header=HEADER), "--to", atlas.folder)
    assert done.code == 2
    assert "stays as it is" in done.message


def test_a_folder_goes_on_from_itself_and_from_nothing_else(add, run, table, mine):
    path = table(NEW, header=HEADER)
    add(path)
    done = run("record", "add", path, "--to", mine, "--data", FOLDER)
    assert (done.code, "goes on from what it holds" in done.message) == (2, True)


def test_tables_that_nothing_reads_are_not_written_over(add, table, mine):
    mine.mkdir()
    (mine / "claims.csv").write_text("mine\n")
    done = add(table(NEW, header=HEADER))
    assert (done.code, "without an attacks.csv" in done.message) == (2, True)
    assert state(mine) == {"claims.csv": b"mine\n"}


def test_outlines_are_no_attacks(add, tmp_path):
    square = [[44.0, 33.0], [45.0, 33.0], [45.0, 34.0], [44.0, 33.0]]
    shape = {"type": "Polygon", "coordinates": [square]}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    path = written(tmp_path, {"type": "FeatureCollection", "features": [feature]})
    done = add(path)
    assert (done.code, "Give them to areas add" in done.message) == (2, True)


@pytest.fixture
def grown(mine, valley):
    """A folder with the valley's tables, and the same with a row more."""
    before = Tables.of(valley.folder)
    put(mine, before, before=before, base=valley.folder)
    row = before.cells("attacks").iloc[[0]].assign(attack_id="one-more")
    return Tables.of(mine), before.with_rows("attacks", row)


def test_a_folder_that_somebody_changed_meanwhile_is_left_alone(mine, grown):
    before, after = grown
    (mine / "attacks.csv").write_text(before.texts["attacks"] + "theirs" + "," * 30 + "\n")
    was = state(mine)
    with pytest.raises(AtlasError, match="changed meanwhile"):
        put(mine, after, before=before, base=mine)
    assert {name: text for name, text in state(mine).items() if name != ".record.lock"} == was


def test_one_of_two_writers_at_once_is_told_to_repeat(mine, grown):
    before, after = grown
    found = []

    def write():
        try:
            found.append(put(mine, after, before=before, base=mine))
        except AtlasError as error:
            found.append(str(error))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(one == ["attacks.csv"] for one in found) == 1
    assert sum("changed meanwhile" in one for one in found) == 3
    assert Tables.of(mine).texts == after.texts


def test_a_write_that_fails_leaves_everything_as_it_was(mine, grown, monkeypatch):
    before, after = grown
    was = state(mine)

    def fails(path, text):
        path.write_text(text[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_files, "_write", fails)
    with pytest.raises(AtlasError, match=r"No space left on device\. Nothing was added"):
        put(mine, after, before=before, base=mine)
    assert {name: text for name, text in state(mine).items() if name != ".record.lock"} == was
    with pytest.raises(AtlasError, match="Nothing was added"):
        put(mine.parent / "other", after, before=before, base=mine)
    assert sorted(path.name for path in mine.parent.iterdir()) == ["mine"]


def test_a_folder_without_rights_is_told(mine, grown):
    mine.chmod(0o755)
    found = unprivileged(
        "from dataclasses import replace; from pathlib import Path; "
        "from geo.workspace.folder_files import put; "
        "from geo.workspace.folder_tables import Tables; mine = Path(sys.argv[1]); "
        "was = Tables.of(mine); is_ = Tables({**was.texts, 'claims': was.texts['claims'] + ' '})",
        "put(mine, is_, before=was, base=mine)",
        mine,
    )
    assert found.startswith("AtlasError")
    assert "cannot be written: Permission denied. Nothing was added" in found


SEEN = (
    "group_id,kind,place_id,date_first,date_last,strength,source_id,note\n"
    "ELM,base,pit,2021-03-01,2021-06-01,states,gazette,EXERCISE\n"
    "ELM,castle,pit,2021-03-01,2021-06-01,states,gazette,EXERCISE\n"
)


def test_sightings_go_the_same_way_and_say_what_they_change(add, run, mine, tmp_path):
    path, fixes = tmp_path / "seen.csv", tmp_path / "fix.csv"
    path.write_text(SEEN)
    done = run("validate", path, "--data", FOLDER, "--fix-list", fixes)
    assert done.code == 1
    assert "(sightings): 2 rows read = 1 kept + 1 quarantined" in done.out
    fixes.write_text(fixes.read_text("utf-8-sig").replace("castle", "depot"))
    done = add(path, "--fixes", fixes, "--format", "json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["sightings"] == ["2021-03-01-elm-pit", "2021-03-01-elm-pit-2"]
    assert found["written"] == ["sightings.csv"]
    texts = {one["subject"]: one["text"] for one in found["changes"]}
    assert texts["2021-06-12-city"] == "Was insufficient, now consistent."
    assert "Last seen 2018-06-01, now 2021-06-01." in texts["elm_east"]
    assert "row-" not in (mine / "sightings.csv").read_text()


def test_convert_takes_attacks_and_no_sightings(run, tmp_path):
    path = tmp_path / "seen.csv"
    path.write_text(SEEN)
    done = run("convert", path, tmp_path / "out.gpkg", "--data", FOLDER)
    assert (done.code, "it holds sightings, not attacks" in done.message) == (2, True)
