"""The exported web page opens in a real browser from one file, marked, and asks nobody."""

from __future__ import annotations

from dashboard.services import ui_words as ui
from layers.brief.webpage import html
from tests.worlds import briefs as views


def test_it_draws_its_map_between_its_markings(page, tmp_path):
    made = views.made("compare", exercise=True)
    path = tmp_path / "map.html"
    path.write_bytes(html(made, made.maps[0]))
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(path.read_text(encoding="utf-8"))
    page.wait_for_function("() => window.atlas && atlas.map")
    marks = page.evaluate(
        "() => Object.values(atlas.map._layers).filter(x => x instanceof atlas.Mark).length"
    )
    assert marks > 0
    assert page.get_by_text("TLP:AMBER+STRICT", exact=True).count() >= 2
    assert page.get_by_text("nothing of it happened").first.is_visible()
    assert page.get_by_text("never borders").first.is_visible()
    page.get_by_text("About this map").click()
    assert page.get_by_text("A. Briefer").is_visible()
    page.get_by_text("About this map").click()
    page.get_by_text(ui.LEGEND, exact=True).first.click()
    assert page.locator(".brief-about svg").is_visible()
    assert errors == []
    assert asked == []
    page.screenshot(path=str(tmp_path / "map.png"))


def test_one_period_shows_at_a_time_and_keys_move_between_them(page, tmp_path):
    made = views.made("series")
    page.set_content(html(made, made.maps[0]).decode())
    page.wait_for_function("() => window.atlas && atlas.map")
    radios = page.get_by_role("radio")
    headings = made.maps[0].seen().headings
    assert [one.strip() for one in page.locator(".atlas-choices label").all_inner_texts()] == [
        *headings
    ]
    lines = "() => Object.values(atlas.map._layers).filter(x => x instanceof atlas.Mark).length"
    marks = []
    for at in range(len(headings)):
        if at == 0:
            radios.nth(0).focus()
        else:
            page.keyboard.press("ArrowDown")
        assert radios.nth(at).is_checked()
        marks.append(page.evaluate(lines))
        year = made.maps[0].panels[at].ground_day.year
        assert str(year) in page.locator("#atlas-choice-note").inner_text()
    # March, June, July and August have attacks, April and May none.
    assert [many > 0 for many in marks] == [True, False, False, True, True, True]
    assert page.get_by_role("group", name="Period shown").is_visible()
    page.screenshot(path=str(tmp_path / "series.png"))
