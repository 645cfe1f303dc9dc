"""Helpers for tests that use the dashboard as a reader would, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Error, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.support import pace

FRAME = "iframe[title='streamlit_folium.st_folium']"
WAIT_MS = pace.milliseconds(20_000)
TRIES, _FRAMES = 8, 3
VIEW_TITLE = re.compile("^(All attacks shown|In this map window)$")
"""Heading of the panel while no card is open."""

# How many attacks each mark layer holds; empty until the map has drawn its layers.
COUNTS = """() => Object.fromEntries(Object.values(atlas.map._layers).filter(x => x.atlasData)
    .map(x => [x.atlasData.layer, x.atlasData.n.reduce((sum, n) => sum + n, 0)]))"""
MARK = """([layer, ident]) => {
    const mark = Object.values(atlas.map._layers).find(x => x instanceof atlas.Mark &&
        x.atlasLayer === layer && x.atlasIds.split('\\n').includes(ident));
    if (!mark) { return null; }
    const p = atlas.map.layerPointToContainerPoint(mark._point);
    return {x: p.x, y: p.y, ids: mark.atlasIds.split('\\n')};
}"""
VIEW = "() => [atlas.map.getCenter().lat, atlas.map.getCenter().lng, atlas.map.getZoom()]"

# Notes when the map last told where it stands, and when a run of the page last began or ended.
_NOTED = """() => { window.atlasTold = 0; window.atlasRan = 0;
    addEventListener('message', one => { if ((one.data || {}).type ===
        'streamlit:setComponentValue') { window.atlasTold = performance.now(); } });
    new MutationObserver(() => { window.atlasRan = performance.now(); }).observe(document,
        {subtree: true, attributes: true, attributeFilter: ['data-test-script-state']}); }"""
CALM_MS = 600
_ROW_PX, _CHECKBOX_PX = 35, 18


def settled(page):
    """Wait until the script of the page has run, and give the page."""
    app = page.locator("[data-testid='stApp']")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT_MS)
    return page


def opened(page, url):
    """Open an address and wait until its script has run."""
    if not hasattr(page, "noted"):
        page.noted = True
        page.add_init_script(f"({_NOTED})()")
    page.goto(url)
    return settled(page)


def choices(page, label, typed=""):
    """Open a list of choices and give it; a list that a rerun of the page closes is opened again.

    The list draws the choices in sight alone, so what is ``typed`` narrows it to one wanted.
    """
    box = page.locator("[data-testid='stApp']").get_by_role("combobox", name=label, exact=True)
    options = page.get_by_role("listbox")
    for _ in range(TRIES):
        settled(page)
        if not options.is_visible():
            box.click()
        if typed:
            box.fill(typed)
        try:
            options.get_by_role("option").first.wait_for(timeout=WAIT_MS / TRIES)
        except NotInTime:
            continue
        return options
    raise AssertionError(f"the list {label!r} never stayed open")


def choice_words(page, label):
    """Text of a list of choices, read while it stands open."""
    for _ in range(TRIES):
        options = choices(page, label)
        try:
            return options.inner_text(timeout=WAIT_MS / TRIES)
        except NotInTime:
            continue
    raise AssertionError(f"the list {label!r} was never read")


def map_frame(page):
    """Wait until a map has drawn its layers, and give its frame; a new frame may take its place."""
    for _ in range(_FRAMES):
        try:
            return _drawn_frame(page)
        except (Error, StopIteration) as error:
            passing = "detached" in str(error) or "strict mode violation" in str(error)
            if not passing and not isinstance(error, StopIteration):
                raise
    return _drawn_frame(page)


def _drawn_frame(page):
    # While a run of the page goes on, a map of the one before may still stand beside its own.
    expect(page.locator(FRAME)).to_have_count(1, timeout=WAIT_MS)
    page.locator(FRAME).wait_for(timeout=WAIT_MS)
    page.frame_locator(FRAME).locator(".leaflet-container").wait_for(timeout=WAIT_MS)
    frame = next(one for one in page.frames if "st_folium" in one.url and not one.is_detached())
    frame.wait_for_function(
        "() => window.atlas && atlas.map && (window.feature_group || []).length", timeout=WAIT_MS
    )
    return frame


def calm(page):
    """Wait until the map has told its window and the runs that follow from it are over.

    A map tells it once it is drawn, sometimes twice, and each time the page runs again.
    """
    map_frame(page)
    page.wait_for_function(
        """still => window.atlasTold > 0 && document.querySelector('[data-testid=stApp]').dataset
            .testScriptState === 'notRunning'
            && performance.now() - Math.max(window.atlasTold, window.atlasRan) > still""",
        arg=pace.pause(CALM_MS),
        timeout=WAIT_MS,
    )
    return page


def downloaded(page, name):
    """Press a button of the page with the map that gives a file, and give what came.

    A button gives the file of the run that drew it: pressed while the page runs again, none comes.
    """
    with calm(page).expect_download() as given:
        page.get_by_role("button", name=name).click()
    return given.value


def spot_of(page, ident, *, layer="targets"):
    """Where on the page the mark of an attack stands, and the ids of all attacks in that mark."""
    frame = map_frame(page)
    frame.wait_for_function(f"one => ({MARK})(one) !== null", arg=[layer, ident], timeout=WAIT_MS)
    spot, previous = frame.evaluate(MARK, [layer, ident]), None
    while spot != previous:  # the map may still glide to a new view
        page.wait_for_timeout(pace.pause(120))
        spot, previous = frame.evaluate(MARK, [layer, ident]), spot
    page.locator(FRAME).scroll_into_view_if_needed()
    box = page.locator(FRAME).bounding_box()
    return box["x"] + spot["x"], box["y"] + spot["y"], spot["ids"]


def click_mark(page, ident, *, layer="targets"):
    """Click the mark of an attack; give the ids of all attacks in that mark."""
    x, y, ids = spot_of(page, ident, layer=layer)
    page.mouse.click(x, y)
    return ids


def card_title(page):
    """Heading of the open card."""
    return page.locator("h3").first


def summary(page):
    """Line that says how many attacks are shown."""
    return page.get_by_test_id("stSidebar").get_by_text(re.compile(r"^\d+ of \d+ attacks?$"))


def counted(page):
    """Number of attacks that the summary says are shown."""
    return int(summary(page).inner_text().split()[0])


def grid(page):
    """Text of the table's cells, row by row, as a screen reader finds it."""
    rows = page.locator("[data-testid='stDataFrame'] table tbody tr")
    rows.first.wait_for(state="attached", timeout=WAIT_MS)
    return [row.locator("td").all_inner_texts() for row in rows.all()]


def titles_in_table(page):
    """Titles of the table's rows, whatever the order of its columns."""
    rows = grid(page)
    heads = page.locator("[data-testid='stDataFrame'] table th").all_inner_texts()
    return [row[heads.index("What")] for row in rows]


def choose_row(page, at):
    """Tick a row of the table."""
    table = page.locator("[data-testid='stDataFrame']").first
    table.scroll_into_view_if_needed()
    expect(table.locator("canvas").first).to_be_visible()
    box = table.bounding_box()
    page.mouse.click(box["x"] + _CHECKBOX_PX, box["y"] + _ROW_PX * (at + 1.5))
