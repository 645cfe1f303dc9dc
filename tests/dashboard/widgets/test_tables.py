"""Tables to read: a dash where nothing is known, and thousands separated."""

from __future__ import annotations

import json

from tests.support.apps import app_on


def drawn(path):
    app = app_on(path).run()
    assert not app.exception
    return [one.proto for one in app.dataframe]


def test_tables_of_the_groups_show_a_dash_for_what_is_not_known_and_part_thousands():
    tables = drawn("groups")
    ground = json.loads(tables[0].columns)
    assert ground["km²"]["type_config"]["format"] == "localized"
    assert {one.placeholder for one in tables} == {"–"}


def test_tables_of_the_sources_show_a_dash_for_what_is_not_known():
    assert {one.placeholder for one in drawn("sources")} == {"–"}
