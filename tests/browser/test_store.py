"""A dashboard on a team's server: it serves its tables, sees changes, and outlives a restart."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import WAIT_MS, choices, counted, opened
from tests.support.command import runner
from tests.support.postgres import USER, connect, running
from tests.support.server import ROOT, serving

ATTACKS = """attack_id,title,date,method,target_place
a1,Rockets on Balad,2021-07-10,rocket,balad_ab
a2,Mortars on Taji,2021-07-11,mortar,taji
a3,Rockets on Balad again,2021-07-12,rocket,balad_ab
"""


@pytest.fixture(scope="module")
def server():
    with running() as one:
        yield one


@pytest.fixture
def run(monkeypatch, capfd):
    return runner(monkeypatch, capfd)


@pytest.fixture
def plain(server, monkeypatch):
    """The address without the password, which comes by the environment."""
    monkeypatch.setenv("PGPASSWORD", server.password)
    return f"postgresql://{USER}@127.0.0.1:{server.port}/postgres"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "data"
    made.mkdir()
    (made / "attacks.csv").write_text(ATTACKS, encoding="utf-8")
    return made


@pytest.mark.slow
def test_a_team_starts_with_a_folder_and_works_from_the_server(server, plain, run, folder, page):
    tmp_path = folder.parent
    done = run("load", plain, "--data", folder)
    assert (done.code, "Checked 3 attacks" in done.message) == (0, True), done.err
    assert run("load", plain, "--data", folder).code == 2
    checked = run("check", "--data", plain, "--format", "json")
    assert checked.code == 0, checked.err
    assert re.findall(r'"attack_id": "(a\d)"', checked.out) == ["a1", "a2", "a3"]

    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with serving(tmp_path, data=plain, env=env) as url:
        opened(page, url)
        assert counted(page) == 3
        with connect(server.address) as connection:
            connection.execute("DELETE FROM attacks WHERE attack_id = 'a3'")
            connection.execute(
                "CREATE TABLE ground (name text, holder text, geom geometry(Polygon, 4326));"
                "INSERT INTO ground VALUES ('Box', 'KSS', "
                "ST_GeomFromText('POLYGON((42 33, 43 33, 43 34, 42 34, 42 33))', 4326))"
            )
        opened(page, url)
        assert counted(page) == 2

        opened(page, f"{url}/by_hand")
        page.get_by_test_id("stMain").get_by_text("Areas", exact=True).click()
        choices(page, ui.AREA, typed="table").get_by_role("option").first.click()
        choices(page, ui.TABLE).get_by_text("ground", exact=True).click()
        summary = page.get_by_text("1 outline read = 1 kept + 0 with a fault")
        expect(summary).to_be_visible(timeout=WAIT_MS)

        server.stop()
        opened(page, url)
        expect(page.get_by_text("the server does not answer")).to_be_visible(timeout=WAIT_MS)
        assert counted(page) == 2
        seen = page.locator("body").inner_text() + (tmp_path / "serve.log").read_text()
        assert server.password not in seen
        server.start()
        with connect(server.address) as connection:
            connection.execute("DELETE FROM attacks WHERE attack_id = 'a2'")
        opened(page, url)
        assert counted(page) == 1
        expect(page.get_by_text("the server does not answer")).to_have_count(0)


def test_a_server_that_cannot_serve_ends_the_start_with_one_message(
    server, plain, run, monkeypatch
):
    cases = {
        server.address: "the address holds a password",
        plain.replace(str(server.port), "1"): "does not answer",
        plain.replace("/postgres", "/nowhere"): "no such database",
        f"{plain}?schema=nowhere": "there is no such table",
    }
    for command in ("serve", "check"):
        for address, said in cases.items():
            done = run(command, "--data", address)
            assert (done.code, said in done.message) == (2, True), (command, done.err)
            assert server.password not in done.err + done.out
    monkeypatch.setenv("PGPASSWORD", "wrong-pw")
    done = run("check", "--data", plain)
    assert (done.code, "refused user or password" in done.message) == (2, True)
    assert "wrong-pw" not in done.err
