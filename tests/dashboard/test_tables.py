"""Tables to read: a dash where nothing is known, and thousands parted."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from tests import pace
from tests.dashboard.test_pages import APP


def drawn(path):
    app = (
        AppTest.from_file(str(APP), default_timeout=pace.seconds(60))
        .switch_page(f"views/{path}.py")
        .run()
    )
    assert not app.exception
    return [one.proto for one in app.dataframe]


def test_tables_of_the_groups_show_a_dash_for_what_is_not_known_and_part_thousands():
    tables = drawn("groups")
    ground = json.loads(tables[0].columns)
    assert ground["km²"]["type_config"]["format"] == "localized"
    assert {one.placeholder for one in tables} == {"–"}


def test_tables_of_the_sources_show_a_dash_for_what_is_not_known():
    assert {one.placeholder for one in drawn("sources")} == {"–"}
