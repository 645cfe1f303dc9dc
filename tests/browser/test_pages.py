"""Pages one after the other, as fast as a reader clicks: what was chosen stays chosen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.browsing import FRAME, WAIT_MS, counted, map_frame, opened, settled


def test_who_is_quicker_than_a_page_keeps_the_layers_and_the_filters(page, base_url):
    opened(page, base_url)
    map_frame(page)
    links = page.get_by_test_id("stTopNavLink")
    page.get_by_test_id("stSidebar").locator("button", has_text="KH").click()
    page.wait_for_url("**group=KH**", timeout=WAIT_MS)
    before = counted(settled(page))
    for first, second in (("Export", "Sources"), ("Sources", "Export"), ("Sources", "Map")):
        links.filter(has_text=first).first.click()
        links.filter(has_text=second).first.click()
    settled(page)
    expect(page.locator(FRAME)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    page.wait_for_url(lambda url: "layer=" not in url and "group=KH" in url, timeout=WAIT_MS)
    assert counted(page) == before


def test_the_name_of_each_page_shows_whole_in_the_bar(page, base_url):
    opened(page, base_url)
    cut = page.evaluate(
        """() => {
            const isCut = label => {
                const words = document.createRange();
                words.selectNodeContents(label);
                const right = words.getBoundingClientRect().right;
                for (let box = label; box; box = box.parentElement) {
                    if (getComputedStyle(box).overflowX !== 'visible'
                        && right > box.getBoundingClientRect().right + 1) { return true; }
                }
                return false;
            };
            return [...document.querySelectorAll("[data-testid='stTopNavLink']")]
                .filter(isCut).map(one => one.textContent);
        }"""
    )
    assert not cut
