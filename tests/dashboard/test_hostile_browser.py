"""Text of the data runs nowhere: not in the server, the page, the map or a downloaded file."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from layers import catalog
from tests import pace
from tests.dashboard import hostile
from tests.dashboard.browsing import (
    FRAME,
    VIEW_TITLE,
    WAIT_MS,
    card_title,
    choice_words,
    choices,
    click_mark,
    grid,
    map_frame,
    opened,
    settled,
    spot_of,
)
from tests.dashboard.record import EVERY
from tests.dashboard.server import PAGE_FILES, ROOT, serving

# Row of the latest attack, which the table shows first.
with (ROOT / "data" / "attacks.csv").open(encoding="utf-8", newline="") as _table:
    _DAYS = [row["date"] for row in csv.DictReader(_table)]
LATEST = _DAYS.index(max(_DAYS))
with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as _table:
    SOURCES = [row["source_id"] for row in csv.DictReader(_table)]
TITLE_ROWS = {
    "2021-02-15-erbil": 8,
    "2021-02-20-balad": 9,
    "2021-07-07-al-asad": 22,
    "2021-03-kurdistan": 11,
    "2021-09-11-erbil": 23,
    "2020-07-04-baghdad": 2,
    "2020-07-11-convoy": 3,
    "2020-11-17-embassy": 6,
    "2020-12-20-embassy": 7,
}
PAGES = sorted(set(PAGE_FILES) - {"map"})
EVERY_LAYER = "~".join(entry.id for entry in catalog.CHOICES)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory):
    folder = hostile.write(tmp_path_factory.mktemp("hostile") / "data", bundled=ROOT / "data")
    with serving(tmp_path_factory.mktemp("serve"), data=folder) as url:
        yield url


@pytest.fixture
def watched(page):
    """A page that counts what must not happen."""
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: (page.faults.append(dialog.message), dialog.dismiss()))
    yield page
    unharmed(page)


def unharmed(page):
    """Nothing of the data ran: not here, not in a frame, not in the server."""
    assert page.faults == []
    for frame in page.frames:
        assert frame.evaluate("() => window.pwned") is None, frame.url
        text = frame.evaluate("() => document.body.textContent")
        assert hostile.EVALUATED not in text
        assert hostile.LOOPED not in text
    # A link of the data's own making, and a picture from elsewhere.
    assert page.locator("a[href^='javascript:'], a[href*='evil.example']").count() == 0
    assert page.locator("a[href^='mailto:'], a[href*='@']").count() == 0
    assert page.locator("img[src*='evil.example'], img[src='x']").count() == 0
    assert page.locator("[data-testid='stException']").count() == 0


def test_the_payloads_would_work_where_they_are_let(page):
    """The other tests would fail if the payloads could run: here they are let."""
    page.set_content(f"<p>{hostile.PAYLOADS[3]}</p>")
    page.wait_for_function("() => window.pwned === 1", timeout=pace.milliseconds(5_000))


@pytest.mark.parametrize("attack", TITLE_ROWS)
def test_a_card_shows_its_title_as_written(watched, hostile_url, attack):
    opened(watched, f"{hostile_url}/?attack={quote(hostile.ident(attack), safe='')}")
    expect(watched.get_by_text("Claims, in order")).to_be_visible(timeout=WAIT_MS)
    assert card_title(watched).inner_text() == hostile.title(TITLE_ROWS[attack])


def test_filters_table_and_legend_show_names_as_written(watched, hostile_url):
    opened(watched, hostile_url)
    map_frame(watched)
    pills = watched.locator("[data-testid='stSidebar'] [data-testid='stButtonGroup']").first
    assert hostile.ALL in pills.inner_text()
    cells = {cell for row in grid(watched) for cell in row}
    assert hostile.title(LATEST) in cells  # the latest attack stands first
    pills.get_by_role("button").first.click()
    expect(watched.get_by_role("button", name="Reset filters")).to_be_enabled(timeout=WAIT_MS)
    chip = watched.locator(".st-key-chips").get_by_role("button").first
    assert hostile.ALL in chip.inner_text()
    watched.get_by_text("More filters").click()
    assert "{{ 7*7*191 }}" in choice_words(watched, "Target")
    watched.keyboard.press("Escape")
    watched.get_by_role("button", name="Legend").click()
    expect(watched.locator("[data-testid='stPopoverBody'] img")).to_be_visible()


def test_marks_show_tooltips_as_written_and_open_their_cards(watched, hostile_url):
    opened(watched, hostile_url)
    ident = hostile.ident("2021-02-15-erbil")  # alone at its launch place
    x, y, ids = spot_of(watched, quoted(ident), layer="launches")
    assert ids == [quoted(ident)]
    watched.mouse.move(x, y)
    tip = watched.frame_locator(FRAME).locator(".atlas-tip")
    expect(tip).to_contain_text(hostile.title(8), timeout=WAIT_MS)
    unharmed(watched)
    watched.mouse.click(x, y)
    expect(card_title(watched)).not_to_have_text(VIEW_TITLE, timeout=WAIT_MS)
    settled(watched)
    assert card_title(watched).inner_text() == hostile.title(8)
    members = click_mark(watched, quoted(hostile.ident("2021-02-15-erbil")))
    assert len(members) > 1
    expect(watched.get_by_text(f"{len(members)} attacks at this place")).to_be_visible(
        timeout=WAIT_MS
    )
    assert hostile.title(8) in choices(watched, "Attack").inner_text()


def quoted(text):
    """An id as the map's script carries it: escaped once, for HTML."""
    for mark, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
        ("'", "&#39;"),
        ("{", "&#123;"),
        ("}", "&#125;"),
    ):
        text = text.replace(mark, entity)
    return text


def truce_tooltip(page):
    """Move over the chart of attacks until the tooltip of a truce shows; give its text."""
    chart = page.locator("[data-testid='stVegaLiteChart']").first
    chart.scroll_into_view_if_needed()
    box, tip = chart.bounding_box(), page.locator("#vg-tooltip-element")
    for percent in range(95, 40, -5):
        page.mouse.move(box["x"] + percent / 100 * box["width"], box["y"] + 40)
        page.wait_for_timeout(pace.pause(60))
        if tip.is_visible() and tip.inner_text().startswith(hostile.PAYLOADS[0]):
            return tip.inner_text()
    return ""


def test_every_layer_and_every_area_s_tooltip(watched, hostile_url):
    opened(watched, f"{hostile_url}/?layer={EVERY_LAYER}")
    frame = map_frame(watched)
    shown = frame.evaluate(
        """() => {
            const seen = [];
            Object.values(atlas.map._layers).filter(x => x.atlasTip).forEach(x => {
                const at = x.getLatLng ? x.getLatLng() : x.getBounds().getCenter();
                Object.values(atlas.map._layers)
                    .filter(g => g.hasLayer && g.getTooltip && g.getTooltip() && g.hasLayer(x))
                    .forEach(g => { g.openTooltip(at); });
                seen.push(x.atlasTip);
                const box = document.createElement('div');
                box.innerHTML = x.atlasTip;
                document.body.appendChild(box);
                x.fire('mouseover', {latlng: at});
            });
            return seen.length;
        }"""
    )
    assert shown > 40
    watched.wait_for_timeout(pace.pause(500))  # an image that failed to load would have run by now


@pytest.mark.parametrize("name", PAGES)
def test_every_other_page(watched, hostile_url, name):
    opened(watched, f"{hostile_url}/{name}")
    if name in {"groups", "check_attack"}:
        map_frame(watched)
    if name == "check_attack":
        watched.get_by_role("button", name="Check", exact=True).click()
        expect(watched.get_by_text("does not fit").first).to_be_visible(timeout=WAIT_MS)
        watched.get_by_role("textbox", name="Launch").fill(hostile.ALL)
        watched.get_by_role("button", name="Check", exact=True).click()
        alert = watched.get_by_role("alert").first
        expect(alert).to_contain_text("{{ 7*7*191 }}", timeout=WAIT_MS)
    if name == "timeline":
        for tab in watched.get_by_role("tab").all():
            tab.click()
        settled(watched)
        assert hostile.PAYLOADS[3] in truce_tooltip(watched)
    settled(watched)
    watched.wait_for_timeout(pace.pause(300))


@pytest.mark.parametrize("at", range(len(hostile.ADDRESSES)))
def test_a_source_shows_a_bad_address_as_text_and_says_so(watched, hostile_url, at):
    opened(watched, f"{hostile_url}/sources?source={SOURCES[at]}")
    publication = watched.locator(".st-key-publication")
    expect(publication).to_contain_text("not opened: the address", timeout=WAIT_MS)
    assert hostile.ADDRESSES[at] in publication.inner_text()
    assert publication.locator("a[href]:not([href^='#'])").count() == 0  # its heading has one


def test_the_download_holds_no_formula(watched, hostile_url):
    opened(watched, hostile_url)
    map_frame(watched)
    settled(watched)  # a run of the page drops the file that it was asked for just before
    with watched.expect_download() as given:
        watched.get_by_role("button", name=f"CSV ({EVERY} rows)").click()
    rows = list(csv.reader(io.StringIO(given.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == EVERY + 1
    texts = [cell for row in rows for cell in row if cell and not is_number(cell)]
    assert any("=cmd()" in cell for cell in texts)
    assert [cell for cell in texts if cell.startswith(FORMULA_STARTS)] == []


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
