"""What the page says beside the map follows the map, as a reader sees and clicks it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.session import user_data as overlay
from tests.support.browsing import (
    WAIT_MS,
    calm,
    card_title,
    click_mark,
    map_frame,
    opened,
    settled,
    summary,
)
from tests.worlds.valley import FOLDER

BOUNDS = """() => { const b = atlas.map.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; }"""
ATTACK = "2021-07-07-al-asad"


def in_window(page):
    bounds = tuple(map_frame(page).evaluate(BOUNDS))
    return overlay.public().counts(Selection(), window=bounds)


def test_the_panel_counts_what_the_map_shows(page, base_url):
    opened(page, f"{base_url}/?view=al_asad")
    calm(page).get_by_role("button", name=ui.SHOW_THE_PANEL).click()
    expect(card_title(page)).to_have_text("In this map window", timeout=WAIT_MS)
    calm(page)
    held = in_window(page)
    number = page.get_by_text(re.compile(rf"^{held.in_window} of {held.attacks} attacks"))
    expect(number).to_be_visible(timeout=WAIT_MS)
    views = page.locator("[data-testid='stMainBlockContainer'] [data-testid='stButtonGroup']")
    views.get_by_text("Baghdad", exact=True).click()
    expect(number).to_have_count(0, timeout=WAIT_MS)
    calm(page)
    there = in_window(page)
    assert there.in_window != held.in_window
    expect(
        page.get_by_text(re.compile(rf"^{there.in_window} of {there.attacks} attacks"))
    ).to_be_visible(timeout=WAIT_MS)


def test_a_click_on_a_cluster_opens_what_fits_worst(page, serve_data):
    opened(page, serve_data(FOLDER))
    settled(page)
    ids = click_mark(page, "2021-07-10-fort")
    # That one fits, another is explained; of the three the mismatch is opened.
    assert set(ids) == {"2021-05-15-fort", "2021-05-22-fort", "2021-07-10-fort"}
    expect(page.get_by_text("3 attacks at this place")).to_be_visible(timeout=WAIT_MS)
    settled(page)
    assert re.search(r"attack=([^&]+)", page.url)[1] == "2021-05-22-fort"


def test_the_note_on_the_map_follows_the_open_attack_and_back(page, base_url):
    opened(page, f"{base_url}/?attack={ATTACK}")
    map_frame(page)
    note = page.locator("[class*='st-key-map_note']")
    expect(note).to_contain_text("Ground as of 7 July 2021", timeout=WAIT_MS)
    frame, box = page.locator("iframe[title='streamlit_folium.st_folium']"), note.bounding_box()
    drawn = frame.bounding_box()
    # On the map itself, in its corner, under the row of tools.
    assert drawn["y"] <= box["y"] < drawn["y"] + 70
    assert drawn["x"] < box["x"]
    assert box["x"] + box["width"] <= drawn["x"] + drawn["width"]
    sources_are_links(page)
    page.get_by_role("button", name="Show the ground of").click()
    expect(note).not_to_contain_text("7 July 2021", timeout=WAIT_MS)


def sources_are_links(page):
    """Hold that each source is a real link, and its address is as the data have it."""
    sources = [one for one in queries.objects()[ATTACK]["sources"] if one["url"]]
    links = page.locator(".st-key-side_panel a[target='_blank']")
    expect(links).to_have_count(len(sources), timeout=WAIT_MS)
    assert [link.get_attribute("href") for link in links.all()] == [one["url"] for one in sources]
    for link, source in zip(links.all(), sources, strict=True):
        assert link.inner_text().split()[0] in source["url"]
        assert link.get_attribute("rel") == "noopener noreferrer"
    assert "\u2060" not in page.locator("body").inner_text()


def test_a_chip_takes_its_filter_away(page, base_url):
    opened(page, f"{base_url}/?group=KH~AAH")
    both = summary(page).inner_text()
    for name, other in (("AAH", "KH"), ("KH", "AAH")):
        expect(summary(page)).to_have_text(both, timeout=WAIT_MS)
        calm(page)  # a press while the page runs again is lost
        page.locator(".st-key-chips").get_by_role("button", name=name).click()
        expect(summary(page)).not_to_have_text(both, timeout=WAIT_MS)
        settled(page)
        # The address is written again after the run that it says.
        page.wait_for_url(re.compile(rf"group={other}(&|$)"), timeout=WAIT_MS)
        page.locator("[data-testid='stSidebar'] button", has_text=name).first.click()


def test_what_an_address_gets_wrong_is_named_until_dismissed(page, base_url):
    opened(page, f"{base_url}/?date_from=2035-01-01&attack=nonsense&view=nowhere")
    alert = page.get_by_role("alert").first
    for given in ("date_from=2035-01-01", "attack=nonsense", "view=nowhere"):
        expect(alert).to_contain_text(given, timeout=WAIT_MS)
    calm(page).get_by_role("link", name=ui.TIMELINE).click()
    expect(page.get_by_role("heading", name=ui.TIMELINE)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("alert").first).to_contain_text("attack=nonsense", timeout=WAIT_MS)
    settled(page).get_by_role("button", name=ui.DISMISS).click()
    expect(page.get_by_role("alert")).to_have_count(0, timeout=WAIT_MS)
