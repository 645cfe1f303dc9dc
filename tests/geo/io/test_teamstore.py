"""A data folder goes to a real server and comes back the same, and changes there are seen."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from geo.atlas import Atlas
from geo.errors import ConformError
from geo.io.formats import as_table, read_content
from geo.io.team_database import AREAS, fetch, file_of, load, stamp, tables
from geo.settings import bundled_dir
from geo.verdicts.check import check
from geo.verdicts.serialize import flat_table
from geo.workspace.folder_files import staged
from geo.workspace.record_addition import addition_of
from geo.workspace.sightings import ground_changes
from tests.support.findings import point_cells
from tests.support.postgres import cluster, connect

OWN = """attack_id,date,method,target_place,target_lat,target_lon,target_radius_km,note,source
a1,2021-07-10,rocket,,33.5,44.25,2,"قصف, ""quoted"" {{ 7 }}",s1
a2,2021-07-11,mortar,balad_ab,,,,,s1
"""


@pytest.fixture(scope="module")
def server():
    with cluster() as address:
        yield address


@pytest.fixture
def schema(server, request):
    """A schema of its own for each test, and the address that names it."""
    name = f"s{abs(hash(request.node.name))}"
    with connect(server) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{server}?schema={name}", name


def test_the_bundled_data_comes_back_with_the_same_verdicts(schema, tmp_path, atlas, monkeypatch):
    monkeypatch.delenv("ATLAS_BOUNDARIES", raising=False)  # as the fixture has it
    address, _ = schema
    loaded = load(bundled_dir(), address)
    assert set(loaded.rows) == set(tables())
    fetch(address, tmp_path)
    for name in tables():
        path = tmp_path / file_of(name)
        if name == AREAS:
            given, found = (one / file_of(name) for one in (bundled_dir(), tmp_path))
            assert tomllib.loads(found.read_text()) == tomllib.loads(given.read_text())
        else:
            given, found = (
                pd.read_csv(one, dtype=str, keep_default_na=False)
                for one in (bundled_dir() / path.name, path)
            )
            pd.testing.assert_frame_equal(found, given)
    back = Atlas.load(tmp_path)
    forms = [
        flat_table(found, points=point_cells(found, one))
        for one in (back, atlas)
        for found in [check(one.record, atlas=one)]
    ]
    pd.testing.assert_frame_equal(*forms)


def test_attacks_with_coordinates_are_a_layer_of_points(schema, server, tmp_path, atlas):
    address, name = schema
    folder, back = tmp_path / "own", tmp_path / "back"
    folder.mkdir(), back.mkdir()
    (folder / "attacks.csv").write_text(OWN, encoding="utf-8")
    assert load(folder, address).rows == {"attacks": 2}
    with connect(server) as connection:
        query = f"SELECT type, srid FROM geometry_columns WHERE f_table_schema = '{name}'"
        assert connection.execute(query).fetchall() == [("POINT", 4326)]
    fetch(address, back)
    first, second = (atlas.read(one / "attacks.csv").attacks for one in (folder, back))
    pd.testing.assert_frame_equal(first, second)


def test_a_change_is_seen_by_the_stamp_and_by_the_next_reading(schema, server, tmp_path):
    address, name = schema
    (tmp_path / "attacks.csv").write_text(OWN, encoding="utf-8")
    load(tmp_path, address)
    before = fetch(address, tmp_path)
    assert stamp(address) == before
    with connect(server) as connection:
        connection.execute(f"UPDATE {name}.attacks SET note = 'new' WHERE attack_id = 'a2'")
    assert stamp(address) != before
    assert fetch(address, tmp_path) == stamp(address)
    assert "new" in (tmp_path / "attacks.csv").read_text(encoding="utf-8")


def test_what_is_there_is_replaced_only_when_told_so(schema, tmp_path):
    address, _ = schema
    (tmp_path / "attacks.csv").write_text(OWN, encoding="utf-8")
    load(tmp_path, address)
    before = stamp(address)
    (tmp_path / "attacks.csv").write_text(OWN.replace("a2", "a3"), encoding="utf-8")
    with pytest.raises(ConformError, match="there already"):
        load(tmp_path, address)
    assert stamp(address) == before
    load(tmp_path, address, replace=True)
    assert stamp(address) != before
    (tmp_path / "attacks.csv").write_text("attack_id,date\nx,2021\n", encoding="utf-8")
    after = stamp(address)
    with pytest.raises(ConformError, match="other columns"):
        load(tmp_path, address, replace=True)
    assert stamp(address) == after


def test_a_load_that_fails_half_way_leaves_nothing(schema, server, tmp_path):
    address, name = schema
    (tmp_path / "attacks.csv").write_text(OWN, encoding="utf-8")
    (tmp_path / "claims.csv").write_text("attack_id,claim_order\na1,1\n", encoding="utf-8")
    with connect(server) as connection:
        connection.execute(f"CREATE TABLE {name}.claims (other text)")
        with pytest.raises(ConformError, match="there already"):
            load(tmp_path, address)
        query = f"SELECT count(*) FROM pg_tables WHERE schemaname = '{name}'"
        assert connection.execute(query).fetchone() == (1,)


def test_a_server_that_cannot_serve_is_reported_and_no_password(server, schema, tmp_path):
    secret = server.split(":")[2].split("@")[0]
    port = server.rsplit(":", 1)[1].split("/")[0]
    address, _ = schema
    cases = {
        address: "there is no such table",
        server.replace(secret, "wrong-pw"): "refused user or password",
        server.replace("/postgres", "/nowhere"): "no such database",
        server.replace(port, "1"): "does not answer",
        server.replace(f":{secret}", ""): "asks for a password",
    }
    for given, said in cases.items():
        with pytest.raises(ConformError, match=said) as caught:
            fetch(given, tmp_path)
        assert secret not in str(caught.value)
        assert "wrong-pw" not in str(caught.value)


def test_sightings_are_kept_on_the_server_and_a_new_one_is_heard(schema, server, tmp_path, valley):
    address, name = schema
    row = {
        "sighting_id": "seen-1", "group_id": "ELM", "kind": "base", "place_id": "pit",
        "date_first": "2021-03-01", "date_last": "2021-06-01", "strength": "states",
        "source_id": "gazette", "note": "EXERCISE, “quoted” =1+1",
    }  # fmt: skip
    rows = pd.DataFrame([row, {**row, "sighting_id": "seen-2", "place_id": "mill"}])
    rows.to_csv(tmp_path / "seen.csv", index=False)
    raw = as_table(read_content(tmp_path / "seen.csv"))
    made = addition_of(raw, atlas=valley, mark="m")
    with staged(valley.folder, made.after) as folder:
        given = Atlas.load(folder)
        assert load(folder, address).rows["sightings"] == 2
    before, back = stamp(address), tmp_path / "back"
    back.mkdir()
    fetch(address, back)
    found = Atlas.load(back)
    pd.testing.assert_frame_equal(found.sightings, given.sightings)
    assert found.areas.table["seen"].equals(given.areas.table["seen"])
    with connect(server) as connection:
        connection.execute(
            f"INSERT INTO {name}.sightings (sighting_id, group_id, kind, place_id, date_first,"
            " date_last, strength, source_id) VALUES ('seen-3', 'OAK', 'base', 'mill', '2023-05',"
            " '2023-05', 'states', 'gazette')"
        )
    assert stamp(address) != before
    fetch(address, back)
    changed = ground_changes(found.areas, Atlas.load(back).areas)
    assert changed["seen_after"].tolist() == ["2023-05-31"]
