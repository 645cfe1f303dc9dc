"""In a real browser: a long import shows a bar, and cancelling it loses nothing."""

from __future__ import annotations

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import WAIT_MS, opened, settled
from tests.support.server import serving
from tests.worlds.valley import FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEADER = ["date", "method", "target_lat", "target_lon", "target_radius_km", "note"]
ROWS = 30_000


@pytest.fixture
def files(tmp_path):
    """A small table, and a sheet that takes seconds to read."""
    small, large = tmp_path / "small.csv", tmp_path / "large.xlsx"
    small.write_text(",".join(HEADER) + "\n2021-07-10,rocket,33.94,44.36,4,mine\n")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    for number in range(ROWS):
        sheet.append(["2021-07-10", "rocket", 33.0 + number / ROWS, 44.36, 4, f"n {number}"])
    book.save(large)
    return small, large


def test_cancelling_a_long_import_keeps_what_was_there(files, tmp_path, monkeypatch, page):
    small, large = files
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    with serving(tmp_path, data=FOLDER) as url:
        opened(page, f"{url}/import_data")
        upload = page.locator("input[type=file]").first
        upload.set_input_files(str(small))
        page.get_by_role("button", name=ui.USE_THESE_COLUMNS).click()
        kept = page.get_by_text("1 rows read = 1 kept + 0 quarantined")
        expect(kept).to_be_visible(timeout=WAIT_MS)
        upload.set_input_files(str(large))
        bar = page.get_by_text("rows read", exact=False).filter(has_text="Reading large.xlsx")
        expect(bar.first).to_be_visible(timeout=WAIT_MS)
        page.get_by_role("button", name=ui.CANCEL).click()
        expect(page.get_by_text("was cancelled. Nothing was changed.")).to_be_visible(
            timeout=WAIT_MS
        )
        settled(page)
        expect(page.get_by_text("Going on with small.csv")).to_be_visible()
        expect(kept).to_be_visible()
        page.get_by_role("button", name="Read it after all").click()
        expect(page.get_by_text(ui.USE_THESE_COLUMNS)).to_be_visible(timeout=3 * WAIT_MS)
