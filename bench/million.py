"""The dashboard with a million invented attacks: the first map, each repaint, and the memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page

from bench.page import browser_page, map_frame
from bench.server import serving, wait_until_up

LOADING_MS = 1_200_000
PATIENCE_MS = 60_000
# What the heat layer shows: how many warm places, their positions and weights in one number.
HEAT_SHOWN = """() => {
  if (typeof atlas === "undefined" || !atlas.map) { return null; }
  let sum = null;
  atlas.map.eachLayer(l => {
    if (l._latlngs && l._heat) {
      sum = l._latlngs.reduce((all, p) => all + p[0] * 7 + p[1] * 3 + p[2], l._latlngs.length);
    }
  });
  return sum;
}"""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"


@dataclass(frozen=True)
class AtSize:
    """What people wait for with so many attacks loaded.

    Parameters
    ----------
    loading_s
        From the server's start to the first map of all, reading and judging included.
    first_s
        From the address to the map with its heat, in a browser that was never there, the attacks
        being loaded.
    repaint_s
        From a click on a filter to the repainted heat.
    resident_mb, peak_mb
        Memory of the server's process at the end, and at most.
    """

    loading_s: float
    first_s: list[float]
    repaint_s: list[float]
    resident_mb: float
    peak_mb: float


def measure(n: int, *, rounds: int, clicks: int) -> AtSize:
    """Serve ``n`` attacks of the exercise generator and look at them with Chromium."""
    with _exercise(n) as folder, serving(folder) as served:
        groups = pd.read_csv(folder / "groups.csv")["short_name"].tolist()
        begin = time.perf_counter()
        wait_until_up(served.address)
        with browser_page() as page:
            page.goto(served.address)
            _wait_for_heat(page, but=None, patience_ms=LOADING_MS)
        loading_s = time.perf_counter() - begin
        first_s = list(_first(served.address, rounds))
        with browser_page() as page:
            page.goto(served.address)
            before = _wait_for_heat(page, but=None)
            # The first pair compiles the page's scripts and is not counted.
            repaint_s = list(_repaints(page, before, groups=groups, clicks=clicks + 1))[2:]
        return AtSize(loading_s, first_s, repaint_s, *_memory_mb(served.pid))


@contextmanager
def _exercise(n: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "dashboard.cli", "exercise", "-o", folder]
        subprocess.run([*line, "--attacks", str(n)], check=True, capture_output=True)
        yield Path(folder)


def _wait_for_heat(page: Page, *, but: float | None, patience_ms: int = PATIENCE_MS) -> float:
    """Wait until heat other than ``but`` is on the map and a frame was painted after."""
    page.wait_for_selector("iframe[title='streamlit_folium.st_folium']", timeout=patience_ms)
    frame = map_frame(page)
    other = f"before => {{ const now = ({HEAT_SHOWN})(); return now !== null && now !== before; }}"
    frame.wait_for_function(other, arg=but, timeout=patience_ms, polling="raf")
    frame.evaluate(PAINTED)
    return float(frame.evaluate(HEAT_SHOWN))


def _first(address: str, rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        with browser_page() as page:
            begin = time.perf_counter()
            page.goto(address)
            _wait_for_heat(page, but=None)
            yield time.perf_counter() - begin


def _repaints(page: Page, before: float, *, groups: list[str], clicks: int) -> Iterator[float]:
    """Seconds of each click: a group alone, then all again; then the next group."""
    pills = page.get_by_test_id("stSidebar").get_by_role("button")
    for at in range(clicks):
        for _ in range(2):
            begin = time.perf_counter()
            pills.filter(has_text=f"{groups[at % len(groups)]} ").first.click()
            before = _wait_for_heat(page, but=before)
            yield time.perf_counter() - begin
            page.wait_for_timeout(300)


def _memory_mb(pid: int) -> tuple[float, float]:
    """Resident and largest resident memory of a process, MB; Linux alone tells it."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return float("nan"), float("nan")
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    now, most = (int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, most
