"""What a person waits for: the first map after a start, and the repaint after a filter."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Frame, Page, sync_playwright

from bench.server import FLAGS, chromium, serving, wait_until_up
from bench.synthetic import attacks

GROUPS = ("KH", "AAH", "KSS")
FRAME = "streamlit_folium.st_folium"
PATIENCE_MS = 60_000
# How many attacks the marks of the targets layer stand for, once Leaflet holds them.
COUNT_SHOWN = """() => {
  if (typeof atlas === "undefined" || !atlas.map) { return -1; }
  let n = 0;
  atlas.map.eachLayer(l => {
    if (l.atlasLayer === "targets" && l.atlasIds) { n += l.atlasIds.split("\\n").length; }
  });
  return n;
}"""


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page of a headless Chromium at 1440 × 900."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium() or None, args=FLAGS)
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def map_frame(page: Page) -> Frame:
    """The frame that holds the map."""
    page.wait_for_selector(f"iframe[title='{FRAME}']", timeout=PATIENCE_MS)
    frame = page.query_selector(f"iframe[title='{FRAME}']").content_frame()
    assert frame is not None
    return frame


def wait_for_marks(page: Page, shown: int) -> None:
    """Wait until the map's marks stand for so many attacks and a frame was painted after."""
    frame = map_frame(page)
    frame.wait_for_function(f"({COUNT_SHOWN})() === {shown}", timeout=PATIENCE_MS, polling="raf")
    frame.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")


def first_map(rounds: int, *, shown: int) -> list[float]:
    """Seconds from starting the server's process to the first map with all its marks."""
    seconds = []
    for _ in range(rounds):
        with browser_page() as page:
            begin = time.perf_counter()
            with serving() as served:
                wait_until_up(served.address)
                page.goto(served.address)
                wait_for_marks(page, shown)
                seconds.append(time.perf_counter() - begin)
    return seconds


def repaint(n: int, rounds: int) -> list[float]:
    """Seconds from a click on a group filter to the repainted map, with n invented attacks."""
    invented = attacks(n, seed=1)
    counts = invented["assessed_group"].value_counts()
    with tempfile.TemporaryDirectory() as folder, browser_page() as page:
        invented.to_csv(Path(folder) / "attacks.csv", index=False)
        with serving(Path(folder)) as served:
            wait_until_up(served.address)
            page.goto(served.address)
            wait_for_marks(page, n)
            # The first change compiles the page's scripts: one pair of clicks is not counted.
            return list(_clicks(page, counts, rounds=rounds + 1, n=n))[2:]


def _clicks(page: Page, counts: pd.Series, *, rounds: int, n: int) -> Iterator[float]:
    for at in range(rounds):
        group = GROUPS[at % len(GROUPS)]
        pill = page.get_by_test_id("stSidebar").get_by_role("button").filter(has_text=f"{group} ")
        for shown in (int(counts[group]), n):
            begin = time.perf_counter()
            pill.first.click()
            wait_for_marks(page, shown)
            yield time.perf_counter() - begin
            page.wait_for_timeout(150)


def summary(seconds: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum."""
    values = np.asarray(seconds)
    return float(np.median(values)), float(np.quantile(values, 0.95)), float(values.max())
