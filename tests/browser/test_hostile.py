"""Text of the data runs nowhere: not in the server, the page, the map or a downloaded file."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from layers import catalog
from tests.support import hostile, pace
from tests.support.browsing import (
    FRAME,
    VIEW_TITLE,
    WAIT_MS,
    calm,
    card_title,
    choice_words,
    choices,
    choose_row,
    click_mark,
    downloaded,
    map_frame,
    opened,
    settled,
    spot_of,
    titles_in_table,
)
from tests.support.counted import EVERY, apart
from tests.support.server import PAGE_FILES, ROOT, serving

pytestmark = pytest.mark.slow

with (ROOT / "data" / "attacks.csv").open(encoding="utf-8", newline="") as _table:
    _ROWS = list(csv.DictReader(_table))
TITLES = hostile.titles([row["attack_id"] for row in _ROWS], [row["date"] for row in _ROWS])
LATEST = hostile.title(0)
with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as _table:
    SOURCES = [row["source_id"] for row in csv.DictReader(_table)]
CARDS = 7
EMBASSY = "2020-11-17-embassy"
PAGES = sorted(set(PAGE_FILES) - {"map"})
EVERY_LAYER = "~".join(entry.id for entry in catalog.CHOICES)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory):
    return hostile.write(tmp_path_factory.mktemp("hostile") / "data", bundled=ROOT / "data")


@pytest.fixture(scope="module")
def hostile_url(hostile_folder, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("serve"), data=hostile_folder) as url:
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
    assert page.faults == [], page.url
    for frame in page.frames:
        assert frame.evaluate("() => window.pwned") is None, frame.url
        text = frame.evaluate("() => document.body.textContent")
        assert hostile.EVALUATED not in text, frame.url
        assert hostile.LOOPED not in text, frame.url
    # A link of the data's own making, and a picture from elsewhere.
    assert page.locator("a[href^='javascript:'], a[href*='evil.example']").count() == 0, page.url
    assert page.locator("a[href^='mailto:'], a[href*='@']").count() == 0, page.url
    assert page.locator("img[src*='evil.example'], img[src='x']").count() == 0, page.url
    assert page.locator("[data-testid='stException']").count() == 0, page.url


def test_thousands_of_cells_try_something(hostile_folder, record_property):
    many = hostile.payloads(hostile_folder)
    record_property("payloads", many)  # `make bench ARGS="--only surface"` prints it
    assert many > 5_000


def test_the_payloads_would_work_where_they_are_let(page):
    """The other tests would fail if the payloads could run: here they are let."""
    page.set_content(f"<p>{hostile.PAYLOADS[3]}</p>")
    page.wait_for_function("() => window.pwned === 1", timeout=pace.milliseconds(5_000))


def test_each_card_shows_its_title_as_written(watched, hostile_url):
    # Of one verdict the latest stand first, each with another payload.
    opened(watched, f"{hostile_url}/?verdict=insufficient")
    calm(watched)
    seen = set()
    for at, title in enumerate(titles_in_table(watched)):
        assert title == hostile.title(int(title.split()[-1]))
        payload = title.rsplit(" ", 1)[0]
        if payload in seen or len(seen) == CARDS:
            continue
        seen.add(payload)
        choose_row(watched, at)
        expect(card_title(watched)).to_have_text(title, timeout=WAIT_MS)
        expect(watched.get_by_text(ui.CLAIMS_IN_ORDER)).to_be_visible(timeout=WAIT_MS)
        settled(watched)
        assert card_title(watched).inner_text() == title
        unharmed(watched)
    assert len(seen) == CARDS, "each another payload"
    # The address opens a card as a click does.
    opened(watched, f"{hostile_url}/?attack={quote(hostile.ident(EMBASSY), safe='')}")
    expect(watched.get_by_text(ui.CLAIMS_IN_ORDER)).to_be_visible(timeout=WAIT_MS)
    assert card_title(watched).inner_text() == TITLES[EMBASSY]


def test_download_filters_table_and_legend_show_names_as_written(watched, hostile_url):
    opened(watched, hostile_url)
    holds_no_formula(downloaded(watched, f"CSV ({EVERY} rows)"))
    pills = watched.locator("[data-testid='stSidebar'] [data-testid='stButtonGroup']").first
    assert hostile.ALL in pills.inner_text()
    for title in titles_in_table(watched):
        assert title == hostile.title(int(title.split()[-1]))
    pills.get_by_role("button").first.click()
    expect(watched.get_by_role("button", name=ui.RESET_FILTERS)).to_be_enabled(timeout=WAIT_MS)
    chip = watched.locator(".st-key-chips").get_by_role("button").first
    assert hostile.ALL in chip.inner_text()
    watched.get_by_text(ui.MORE_FILTERS).click()
    assert "{{ 7*7*191 }}" in choice_words(watched, "Target")
    watched.keyboard.press("Escape")
    watched.get_by_role("button", name=ui.LEGEND).click()
    expect(watched.locator("[data-testid='stPopoverBody'] img")).to_be_visible()


def test_marks_show_tooltips_as_written_and_open_their_cards(watched, hostile_url):
    opened(watched, hostile_url)
    alone = apart(shared=True)
    ident, title = hostile.ident(alone), TITLES[alone]
    x, y, ids = spot_of(watched, quoted(ident), layer="launches")
    assert ids == [quoted(ident)]
    watched.mouse.move(x, y)
    tip = watched.frame_locator(FRAME).locator(".atlas-tip")
    expect(tip).to_contain_text(title, timeout=WAIT_MS)
    unharmed(watched)
    watched.mouse.click(x, y)
    expect(card_title(watched)).not_to_have_text(VIEW_TITLE, timeout=WAIT_MS)
    settled(watched)
    assert card_title(watched).inner_text() == title
    members = click_mark(watched, quoted(ident))
    assert len(members) > 1
    expect(watched.get_by_text(f"{len(members)} attacks at this place")).to_be_visible(
        timeout=WAIT_MS
    )
    # A long list draws what is in sight alone: the number of the title narrows it.
    assert title in choices(watched, ui.ATTACK, typed=title.split()[-1]).inner_text()


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


def test_every_other_page(watched, hostile_url):
    opened(watched, f"{hostile_url}/{PAGES[0]}")
    for name in PAGES:
        looked_at(watched, name, hostile_url)
        settled(watched)
        watched.wait_for_timeout(pace.pause(300))
        unharmed(watched)


def looked_at(page, name, url):
    """Come to a page by its link, where it has one, and use what is on it."""
    link = page.locator(f"a[data-testid='stTopNavLink'][href$='/{name}']")
    if link.count():
        link.click()
        page.wait_for_url(f"**/{name}*", timeout=WAIT_MS)
        settled(page)
    else:
        opened(page, f"{url}/{name}")
    if name in {"groups", "check_attack"}:
        map_frame(page)
    if name == "check_attack":
        page.get_by_role("button", name=ui.CHECK, exact=True).click()
        expect(page.get_by_text("does not fit").first).to_be_visible(timeout=WAIT_MS)
        launch = page.get_by_role("combobox", name=ui.LAUNCH, exact=False).first
        launch.fill(hostile.ALL)
        launch.press("Enter")
        page.get_by_role("button", name=ui.CHECK, exact=True).click()
        alert = page.get_by_role("alert").first
        expect(alert).to_contain_text("{{ 7*7*191 }}", timeout=WAIT_MS)
    if name == "timeline":
        for tab in page.get_by_role("tab").all():
            tab.click()
        settled(page)
        assert hostile.PAYLOADS[3] in truce_tooltip(page)


def test_a_source_shows_a_bad_address_as_text_and_says_so(watched, hostile_url):
    for at, address in enumerate(hostile.ADDRESSES):
        opened(watched, f"{hostile_url}/sources?source={SOURCES[at]}")
        publication = watched.locator(".st-key-publication")
        expect(publication).to_contain_text("not opened: the address", timeout=WAIT_MS)
        assert address in publication.inner_text()
        # Its heading has one.
        assert publication.locator("a[href]:not([href^='#'])").count() == 0, address
        unharmed(watched)


def holds_no_formula(table):
    """Hold that a downloaded table has every row and no cell that a spreadsheet would run."""
    rows = list(csv.reader(io.StringIO(table.path().read_text(encoding="utf-8-sig"))))
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
