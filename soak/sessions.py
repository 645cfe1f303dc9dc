"""Many people at once in real browser sessions: each filters, opens cards and writes reviews."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Error, Locator, Page, async_playwright, expect
from playwright.async_api import TimeoutError as NotInTime

from bench.server import FLAGS, chromium, wait_until_up
from bench.server import serving as served
from geo.atlas import Atlas
from geo.attribution.points_text import points_cells
from geo.attribution.points_to import points_to
from geo.casebook.log import Casebook
from geo.verdicts.check import check
from geo.verdicts.serialize import flat_table
from soak.outcome import Outcome

PATIENCE_MS = 240_000
TRIES = 12
APART_S = 1.5
WINDOW = {"width": 1280, "height": 800}
DECISION = "Confirmed mismatch"
TROUBLE = (
    "[data-testid='stException'], [data-testid='stAlertContentError'], "
    "[data-testid='stConnectionStatus'] :text('Connection')"
)


@dataclass
class Work:
    """What the sessions did together.

    Parameters
    ----------
    url
        Of the dashboard.
    until
        When they stop, on the monotonic clock.
    rows
        Attacks to review, with the group that each is asserted of.
    kept
        Notes of the reviews that the page said are kept.
    waits_s
        From pressing a button to the message, seconds.
    """

    url: str
    until: float
    rows: list[tuple[str, str]]
    kept: list[str] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def _settled(page: Page) -> None:
    app = page.locator("[data-testid='stApp']")
    await expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)


async def _choose(page: Page, box: Locator) -> None:
    """Choose the decision; a list that a rerun of the page closes is opened again."""
    option = page.get_by_role("option", name=DECISION, exact=True)
    for _ in range(TRIES):
        with contextlib.suppress(NotInTime):
            await box.click(timeout=PATIENCE_MS / TRIES)
            await option.click(timeout=PATIENCE_MS / TRIES)
            await _settled(page)
            return
        await page.keyboard.press("Escape")
    raise AssertionError("the list of decisions never stayed open")


async def _cycle(page: Page, work: Work, *, who: str, turn: int) -> str:
    """Filter by a group, open the card of one of its attacks, and keep a review."""
    ident, group = work.rows[turn % len(work.rows)]
    note = f"{who}, turn {turn}"
    await page.goto(f"{work.url}/?group={group}&attack={ident}", timeout=PATIENCE_MS)
    await _settled(page)
    await page.locator(f".st-key-review_card_{ident} button").click(timeout=PATIENCE_MS)
    name = page.locator(f".st-key-card_{ident} input")
    await name.fill(who, timeout=PATIENCE_MS)
    await name.press("Enter")
    await _settled(page)
    await _choose(page, page.locator(f".st-key-decision_card_{ident}").get_by_role("combobox"))
    text = page.locator(f".st-key-note_card_{ident} textarea")
    await text.fill(note, timeout=PATIENCE_MS)
    await text.blur()
    await _settled(page)
    begun = time.monotonic()
    # Kept is what the page shows as a decision of the casebook, not what stands in the form.
    shown = page.locator("[data-testid='stMarkdown']").get_by_text(note, exact=True)
    button = page.locator(f".st-key-keep_card_{ident} button")
    await button.last.click(timeout=PATIENCE_MS)
    await expect(shown.first).to_be_visible(timeout=PATIENCE_MS)
    work.kept.append(note)
    work.waits_s.append(time.monotonic() - begun)


async def _person(page: Page, work: Work, number: int) -> None:
    """One person, at least once and until the time is over; what goes wrong is kept."""
    page.on("pageerror", lambda error: work.faults.append(f"person {number}: {error}"))
    await asyncio.sleep(number * APART_S)  # people do not come at the same second
    for turn in itertools.count():
        if turn and time.monotonic() > work.until:
            return
        try:
            await _cycle(page, work, who=f"Person {number}", turn=number * 7 + turn)
            trouble = await page.locator(TROUBLE).all_inner_texts()
        except (Error, AssertionError) as error:
            trouble = [f"person {number}, turn {turn}: {str(error).splitlines()[0]}"]
        work.faults += trouble


async def _together(work: Work, people: int) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium() or None, args=list(FLAGS)
        )
        pages = [
            await (await browser.new_context(viewport=WINDOW)).new_page()  # type: ignore[arg-type]
            for _ in range(people)
        ]
        await asyncio.gather(*(_person(page, work, n) for n, page in enumerate(pages)))
        await browser.close()


@contextlib.contextmanager
def _home(folder: Path) -> Iterator[None]:
    before = os.environ.get("ATLAS_HOME")
    os.environ["ATLAS_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ATLAS_HOME"]
        else:
            os.environ["ATLAS_HOME"] = before


def run(folder: Path, *, people: int = 20, seconds: float = 300) -> Outcome:
    """Let people work at once, and count what the page said is kept and the casebook has not.

    Parameters
    ----------
    folder
        Of the casebook.
    people
        Browser sessions, each with a page and cookies of its own.
    seconds
        How long they begin new work.
    """
    atlas = Atlas.load()
    found = check(atlas.record, atlas=atlas)
    table = flat_table(found, points=points_cells(points_to(found, atlas=atlas))).reset_index()
    judged = table[table["verdict"].isin(["mismatch", "explained", "consistent"])]
    rows = list(zip(judged["attack_id"], judged["asserted_group"], strict=True))
    with _home(folder), served() as dashboard:
        wait_until_up(dashboard.address)
        begun = time.monotonic()
        work = Work(dashboard.address, begun + seconds, rows)
        asyncio.run(_together(work, people))
        took_s = time.monotonic() - begun
    state = Casebook.open(folder / "casebook.sqlite").read()
    there = {entry.note for entry in state.entries}
    lost = sum(note not in there for note in work.kept)
    broken = [state.verification.sentence()] if state.verification.broken else []
    waits = sorted(work.waits_s) or [0.0]
    done = (
        f"{people} browser sessions in {took_s:.0f} s: {len(work.kept):,} × filtered, card opened, "
        f"review written; from the button to the answer {waits[len(waits) // 2]:.1f} s in the "
        f"middle, {waits[-1]:.1f} s at most"
    )
    return Outcome("sessions", done, len(work.kept), lost, (*work.faults[:20], *broken))
