"""The app under test, on any of its pages, as the address bar would open it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests import pace
from tests.dashboard.server import ROOT

APP = ROOT / "dashboard" / "app.py"


def app_on(page="map", /, **query):
    """Give the app on a page, by the page's address, before its first run."""
    app = AppTest.from_file(str(APP), default_timeout=pace.seconds(60))
    # `switch_page` takes a file's name for the address until the app has run once.
    app._page_hash = calc_hash("" if page == "map" else page)
    for name, value in query.items():
        app.query_params[name] = value
    return app
