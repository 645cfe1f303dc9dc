"""The app under test, on any of its pages, and what a page says."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.support import pace
from tests.support.markup import read
from tests.support.server import ROOT

APP = ROOT / "dashboard" / "app.py"
TITLES = {
    "account": "Account",
    "map": "",
    "mismatches": "Mismatches",
    "casebook": "Casebook",
    "groups": "Groups",
    "timeline": "Timeline",
    "by_hand": "Add & edit",
    "check_attack": "Check an attack",
    "import_data": "Import",
    "method": "Method",
    "export": "Export",
    "sources": "Sources",
}
"""What stands on top of each page, by its address."""


def app_on(page="map", /, **query):
    """Give the app on a page, by the page's address, before its first run."""
    app = AppTest.from_file(str(APP), default_timeout=pace.seconds(60))
    # `switch_page` takes a file's name for the address until the app has run once.
    app._page_hash = calc_hash("" if page == "map" else page)
    for name, value in query.items():
        app.query_params[name] = value
    return app


def run(page="map", /, **query):
    """Run a page through the app, as the address bar would open it."""
    return app_on(page, **query).run()


def words(app):
    """Everything the page says in running text."""
    blocks = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info)
    return read("\n".join(one.value for one in (*blocks, *app.warning, *app.error)))


def assert_sound(app):
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error, [one.value for one in app.error]


def press(app, label):
    """Press the first button of a label and run the page again."""
    return next(one for one in app.button if one.label == label).click().run()


def typed_into(field, text):
    """Type into a field of a choice what is none of its options, as a browser would send it."""
    if text not in field.options:
        field.options.append(text)
    return field.set_value(text)
