"""A file imported again and again with no patience: progress and Cancel are drawn each time."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bench.surface.pages import app_on, words
from bench.surface.row import Row
from dashboard.session import progress

PRESSES = 13
MINE = (
    "date,method,target_lat,target_lon,target_radius_km\n"
    "2021-07-10,rocket,33.94,44.36,4\n2021-07-11,rocket,33.3,44.4,4\n"
)
BUTTONS = ("Use these columns", "Check them")


def rows() -> list[Row]:
    """Press the buttons of an import as often as they once crashed."""
    with _hasty() as drawn:
        crashes = sum(not _is_imported() for _ in range(PRESSES))
        bars = len(drawn)
    return [
        Row(
            f"of {PRESSES} imports, each button pressed with no patience, those that crash",
            "9 of 13",
            f"{crashes} of {PRESSES}; {bars} bars with Cancel drawn",
            crashes == 0 and bars >= PRESSES,
        )
    ]


@contextmanager
def _hasty() -> Iterator[list[str]]:
    """Draw a bar for all work, however short, in a home of its own; give the keys of the work."""
    before, shown = vars(progress).copy(), progress.shown
    drawn: list[str] = []

    @contextmanager
    def watched(what: str, *, key: str) -> Iterator[None]:
        drawn.append(key)
        with shown(what, key=key):
            yield

    home = os.environ.get("ATLAS_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ATLAS_HOME"] = folder
        progress.PATIENCE_S, progress._BETWEEN_S = 0.0, 0.0  # noqa: SLF001
        progress.shown = watched
        try:
            yield drawn
        finally:
            vars(progress).update(before)
            del os.environ["ATLAS_HOME"]
            if home is not None:
                os.environ["ATLAS_HOME"] = home


def _is_imported() -> bool:
    """Upload a file, use its columns and check its rows; tell whether its verdicts are shown."""
    app = app_on("import_data").run()
    app.file_uploader[0].set_value([("mine.csv", MINE.encode(), "text/csv")])
    app.run()
    for label in BUTTONS:
        if app.exception or app.error:
            return False
        pressed = [one for one in app.button if one.label.startswith(label)]
        if not pressed:
            return False
        pressed[0].click().run()
    return not app.exception and not app.error and bool(re.search(r"\] 2", words(app)))
