"""Attacks go to a real PostGIS server and come back, and nothing else on it is touched."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.database import address_of, database
from geo.errors import ConformError
from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_outlines, as_table
from geo.io.postgis_reader import polygon_tables, read_postgis
from geo.io.postgis_writer import write_postgis
from geo.settings import is_database
from tests.corpus.cells import rows
from tests.corpus.writing import as_csv
from tests.support.command import runner
from tests.support.postgres import cluster, connect


@pytest.fixture(scope="module")
def server():
    with cluster() as address:
        yield address


def table(cells):
    frame = pd.DataFrame(rows(cells), dtype=object)
    frame.index = pd.RangeIndex(2, 2 + len(frame))
    return frame


def test_a_round_trip_loses_nothing(server, atlas):
    odd = {"note": '=x\' "quoted"\r\n; عربي {{ 7 }} %s :name', "target_lon": "44.123457"}
    cells = table(odd).assign(**{'ملاحظة: "x"': ["", "b", "c"], "count": ["", "3", "4"]})
    address = f"{server}?table=round trip"
    assert write_postgis(cells, address) == (3, ())
    back = as_table(read_postgis(address))
    assert not back.faults
    found = back.cells.reindex(columns=cells.columns)
    for column in cells.columns:
        given, got = list(cells[column]), list(found[column])
        if column in {"target_lat", "target_lon", "target_radius_km", "count"}:
            given, got = ([float(c) if c else None for c in part] for part in (given, got))
        assert got == given, column
    assert partition_rows(back, atlas=atlas).counts == "3 rows read = 3 kept + 0 quarantined"


def test_the_table_is_a_layer_of_points(server):
    address = f"{server}?table=layer"
    write_postgis(table({}), address)
    with connect(server) as connection:
        found = connection.execute(
            "SELECT type, srid FROM geometry_columns WHERE f_table_name = 'layer'"
        ).fetchall()
    assert found == [("POINT", 4326)]


def test_a_table_that_is_there_is_never_touched(server):
    address = f"{server}?table=mine"
    write_postgis(table({}), address)
    with pytest.raises(ConformError, match="there already"):
        write_postgis(table({"note": "other"}), address)
    assert "other" not in set(as_table(read_postgis(address)).cells["note"])


def test_a_nul_goes_to_quarantine(server):
    cells = table({"note": "a\x00b"})
    written, (fault,) = write_postgis(cells, f"{server}?table=nul")
    assert (written, fault.row, fault.column) == (2, 4, "note")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("CREATE TABLE {t} (g geometry(Point, 3857))", "not declared as WGS84"),
        ("CREATE TABLE {t} (g geometry)", "not declared as WGS84"),
        ("CREATE TABLE {t} (a geometry(Point, 4326), b geometry(Point, 4326))", "two geometries"),
        ("SELECT 1", "no such table"),
    ],
)
def test_a_table_that_cannot_be_read_is_reported(server, made, said):
    name = f"t{abs(hash(made))}"
    with connect(server) as connection:
        connection.execute(made.format(t=name))
    with pytest.raises(ConformError, match=said):
        read_postgis(f"{server}?table={name}")


def test_a_view_that_writes_is_stopped(server):
    with connect(server) as connection:
        connection.execute("CREATE TABLE bait (x int)")
        connection.execute(
            "CREATE FUNCTION bite() RETURNS text LANGUAGE sql VOLATILE AS "
            "$$ INSERT INTO bait VALUES (1); SELECT 'x' $$"
        )
        connection.execute("CREATE VIEW trap AS SELECT bite() AS note")
        with pytest.raises(ConformError, match="ReadOnlySqlTransaction"):
            read_postgis(f"{server}?table=trap")
        assert connection.execute("SELECT count(*) FROM bait").fetchone() == (0,)


def test_no_password_is_ever_shown(server):
    secret = server.split(":")[2].split("@")[0]
    wrong = server.replace(secret, "wrong-password-1")
    for address in (wrong, server.replace("/postgres", "/nowhere"), "postgresql://u:pw-2@[bad"):
        with pytest.raises(ConformError) as caught:
            read_postgis(address)
        assert not any(word in str(caught.value) for word in (secret, "wrong-password-1", "pw-2"))
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


def test_addresses_are_told_from_paths(server):
    assert is_database("postgresql://h/d")
    assert not is_database("postgresql.csv")
    found = database("postgresql://ann:pw@host:5432/base?schema=s&table=t")
    assert (found.name, found.schema, found.table) == ("host/base, s.t", "s", "t")


def test_the_command_line_goes_there_and_back(server, monkeypatch, capfd, tmp_path):
    run = runner(monkeypatch, capfd)
    source, out = tmp_path / "mine.csv", tmp_path / "out.csv"
    source.write_bytes(as_csv(rows({"note": "قصف"})))
    secret = server.split(":")[2].split("@")[0]
    for refusal in (run("convert", source, server), run("convert", server, out)):
        assert (refusal.code, secret not in refusal.err) == (2, True)
        assert "the address holds a password" in refusal.message
    monkeypatch.setenv("PGPASSWORD", secret)
    address = f"{server}?table=cli".replace(f":{secret}", "")
    done = run("convert", source, address)
    assert (done.code, server not in done.err) == (0, True)
    assert "3 rows read = 3 kept + 0 quarantined" in done.message
    assert "3 rows read = 3 kept" in run("validate", address).out
    assert run("convert", address, out, "--force").code == 0
    assert "قصف" in out.read_text(encoding="utf-8")
    assert run("convert", source, address).code == 2


def test_polygons_of_a_table_are_listed_read_and_added(server, monkeypatch, capfd, tmp_path):
    box = "ST_GeomFromText('POLYGON((42 33, 43 33, 43 34, 42 34, 42 33))', 4326)"
    with connect(server) as connection:
        connection.execute(
            "CREATE TABLE ground (name text, holder text, geom geometry(Polygon, 4326));"
            f"INSERT INTO ground VALUES ('First', 'KSS', {box}), ('Second', 'KH', {box});"
            "CREATE TABLE elsewhere (geom geometry(Polygon, 32638));"
            "CREATE VIEW part AS SELECT holder, geom FROM ground WHERE holder = 'KH'"
        )
    names = polygon_tables(server)
    assert {"ground", "part"} <= set(names)
    assert not {"elsewhere", "layer", "mine"} & set(names)
    collection = as_outlines(read_postgis(address_of(server, table="ground")))
    assert [one.properties["holder"] for one in collection.features] == ["KSS", "KH"]
    password = server.split(":")[2].split("@")[0]
    monkeypatch.setenv("PGPASSWORD", password)
    said = ("--kind", "ground", "--confidence", "low", "--border-km", "5", "--source-id", "mine",
            "--pointer", "p", "--assumption", "a", "--valid-from", "2020-01-03",
            "--last-confirmed", "2021-10-18")  # fmt: skip
    address = address_of(server, table="ground").replace(f":{password}", "")
    run = runner(monkeypatch, capfd)
    made = run("areas", "add", address, *said, "-o", tmp_path / "areas.toml")
    assert made.code == 0, made.err
    assert '"first"' in (tmp_path / "areas.toml").read_text()


def test_empty_points_and_curves_are_held_back_row_by_row(server):
    with connect(server) as connection:
        connection.execute("CREATE TABLE odd (note text, g geometry(Geometry, 4326))")
        connection.execute(
            "INSERT INTO odd VALUES ('kept', 'SRID=4326;POINT(44 33)'),"
            " ('empty', 'SRID=4326;POINT EMPTY'), ('nothing', NULL),"
            " ('arc', 'SRID=4326;CIRCULARSTRING(44 33, 45 34, 46 33)')"
        )
    read = as_table(read_postgis(f"{server}?table=odd"))
    assert list(read.cells["note"]) == ["kept", "nothing"]
    assert list(read.malformed_rows.values()) == ["empty", "arc"]
    assert {fault.problem for fault in read.faults} == {"the point is empty", "curves are not read"}
