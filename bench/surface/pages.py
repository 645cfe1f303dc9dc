"""Pages of the dashboard, run as the address bar would open them, and what they say."""

from __future__ import annotations

import logging
import re
from functools import cache

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.settings import bundled_dir

PATIENCE_S = 120.0
APP = bundled_dir().parent / "dashboard" / "app.py"

# Streamlit's own driver of pages asks for the context of a run before there is one, and says so.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(
    lambda entry: "missing ScriptRunContext" not in entry.getMessage()
)


def app_on(address: str = "map", **query: str) -> AppTest:
    """Give the dashboard on a page with a query, before its first run."""
    app = AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
    # `switch_page` takes a file's name for the address until the app has run once.
    app._page_hash = calc_hash("" if address == "map" else address)  # noqa: SLF001
    for name, value in query.items():
        app.query_params[name] = value
    return app


@cache
def page(address: str = "map", **query: str) -> AppTest:
    """Open a page once."""
    app = app_on(address, **query).run()
    assert not app.exception, [one.value for one in app.exception]
    return app


def words(app: AppTest) -> str:
    """Everything that a page says in running text, without Markdown's backslashes."""
    blocks = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info)
    blocks = (*blocks, *app.warning, *app.error)
    return re.sub(r"\\(.)", r"\1", "\n".join(one.value for one in blocks))
