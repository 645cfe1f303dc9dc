"""A team signs in at a real provider: who is let in, who is not, and what a forger gets."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard.services import ui_words as ui
from geo.workspace.journal import load_journal
from tests.support import pace
from tests.support.browsing import WAIT_MS, card_title, settled, summary
from tests.support.provider import SECRET, provider, sign_in_file
from tests.support.server import serving
from tests.worlds.valley import FOLDER

pytestmark = pytest.mark.slow

COOKIE = "_streamlit_user"
DATA = re.compile(
    r"attacks|Grey Dawn|Red Kite|Oak|the port|Map|Mismatches|stDataFrame|leaflet", re.IGNORECASE
)

PLACES = re.compile(r"Grey Dawn|Red Kite|Oak Brigade|the port|the fort|rocket|\d+ attacks")


@pytest.fixture(scope="module")
def issuer():
    with provider() as address:
        yield address


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("decisions")


@pytest.fixture(scope="module")
def team(issuer, tmp_path_factory, home):
    folder = tmp_path_factory.mktemp("team")
    options = ("--sign-in", sign_in_file(folder, issuer))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_HOME", str(home))
        with serving(folder, data=FOLDER, options=options) as url:
            yield url


def sign_in(page, url, user):
    """Come to the door, go to the provider as one of its users, and come back."""
    page.goto(url)
    page.get_by_role("button", name=ui.SIGN_IN).click()
    page.get_by_role("button", name=user, exact=True).click()
    page.wait_for_url(f"{url}/**", timeout=WAIT_MS)
    return settled(page)


def sees_nothing(page):
    """Hold that neither the page nor anything sent to it says a word of the data."""
    settled(page)
    text = page.locator("body").inner_text()
    assert not DATA.search(text), text
    assert page.locator("iframe").count() == 0


def test_a_reviewer_comes_in_and_decides_under_the_address(page, team, home):
    sent = []
    page.on("websocket", lambda s: s.on("framereceived", lambda frame: sent.extend([frame])))
    page.goto(team)
    expect(page.get_by_role("button", name=ui.SIGN_IN)).to_be_visible(timeout=WAIT_MS)
    sees_nothing(page)
    frames = b"".join(one if isinstance(one, bytes) else one.encode() for one in sent)
    assert frames
    assert not PLACES.search(frames.decode("utf-8", "replace"))

    sign_in(page, team, "ann")
    expect(summary(page)).to_be_visible(timeout=WAIT_MS)
    page.goto(f"{team}/by_hand")
    expect(page.get_by_text("Decisions are kept under ann@example.org.")).to_be_visible(
        timeout=WAIT_MS
    )
    assert page.get_by_label(ui.YOUR_NAME).count() == 0
    page.get_by_label("Id", exact=True).fill("x1")
    page.get_by_label("Date *", exact=True).fill("2021-07-10")
    place = page.get_by_label("Target place *", exact=True)
    place.fill("port")
    place.press("Tab")
    page.get_by_role("button", name=ui.KEEP).click()
    expect(page.get_by_text("x1 entered")).to_be_visible(timeout=WAIT_MS)
    (kept,) = load_journal(home).entries
    assert (kept.by, kept.key) == ("ann@example.org", "x1")

    page.goto(f"{team}/account")
    expect(page.get_by_text("Signed in as ann@example.org")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name=ui.SIGN_OUT).click()
    page.wait_for_url(re.compile("end_session"), timeout=WAIT_MS)
    page.goto(team)
    expect(page.get_by_role("button", name=ui.SIGN_IN)).to_be_visible(timeout=WAIT_MS)
    sees_nothing(page)


def test_a_viewer_sees_and_cannot_decide(page, team, home):
    before = len(load_journal(home).entries)
    sign_in(page, team, "vic")
    expect(summary(page)).to_be_visible(timeout=WAIT_MS)
    page.goto(f"{team}/by_hand")
    expect(page.get_by_text("You are signed in as a viewer")).to_be_visible(timeout=WAIT_MS)
    settled(page)
    assert page.get_by_role("button", name=ui.KEEP).count() == 0
    for button in page.get_by_role("button", name=ui.UNDO).all():
        expect(button).to_be_disabled()
    assert len(load_journal(home).entries) == before
    page.goto(f"{team}/?attack=2021-05-08-port")
    expect(card_title(page)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    expect(page.get_by_text(ui.REVIEWS, exact=True)).to_be_visible(timeout=WAIT_MS)
    assert page.get_by_role("button", name=ui.REVIEW_THIS_ATTACK).count() == 0


@pytest.mark.parametrize("user", ["eve", "unverified", "unsaid"])
def test_who_is_not_on_the_list_sees_nothing(page, team, user):
    sign_in(page, team, user)
    expect(page.get_by_text("is not on the list of this atlas")).to_be_visible(timeout=WAIT_MS)
    sees_nothing(page)
    page.goto(f"{team}/export")
    sees_nothing(page)
    expect(page.get_by_role("button", name=ui.SIGN_OUT)).to_be_visible(timeout=WAIT_MS)


def cookie(url, secret, **claims):
    payload = {
        "email": "ann@example.org",
        "email_verified": True,
        "is_logged_in": True,
        "origin": url,
        "provider": "default",
        "exp": 4_000_000_000,
        **claims,
    }
    value = create_signed_value(secret, COOKIE, json.dumps(payload)).decode()
    return {"name": COOKIE, "value": value, "url": url}


@pytest.mark.parametrize(
    ("secret", "claims", "comes_in"),
    [
        (SECRET, {}, True),  # the forger below differs from this in the secret alone
        ("another secret of thirty-two letters", {}, False),
        (SECRET, {"exp": 1_000_000_000}, False),
        (SECRET, {"exp": None}, False),
        (SECRET, {"origin": "http://evil.example"}, False),
    ],
)
def test_a_cookie_counts_only_with_our_secret_and_within_its_time(
    page, team, secret, claims, comes_in
):
    page.context.add_cookies([cookie(team, secret, **claims)])
    page.goto(team)
    if comes_in:
        expect(summary(page)).to_be_visible(timeout=WAIT_MS)
    else:
        expect(page.get_by_role("button", name=ui.SIGN_IN)).to_be_visible(timeout=WAIT_MS)
        sees_nothing(page)


def test_a_sign_in_ends_with_its_token_though_the_cookie_lives_on(page, tmp_path):
    token_s = round(min(60.0, pace.seconds(12)))  # long enough to sign in and look about
    with provider(token_s=token_s) as short:
        options = ("--sign-in", sign_in_file(tmp_path, short))
        with serving(tmp_path, data=FOLDER, options=options) as url:
            sign_in(page, url, "ann")
            page.goto(f"{url}/account")
            expect(page.get_by_text("Signed in as")).to_be_visible(timeout=WAIT_MS)
            page.wait_for_timeout(1000 * (token_s + 1))
            page.get_by_role("link", name=ui.ADD_AND_EDIT).click()
            expect(page.get_by_text("Your sign-in has ended")).to_be_visible(timeout=WAIT_MS)
            sees_nothing(page)
            assert [one for one in page.context.cookies() if one["name"] == COOKIE]


def test_a_token_signed_with_another_key_opens_nothing(page, tmp_path):
    with provider(other_key=True) as forger:
        options = ("--sign-in", sign_in_file(tmp_path, forger))
        with serving(tmp_path, data=FOLDER, options=options) as url:
            sign_in(page, url, "ann")
            expect(page.get_by_role("button", name=ui.SIGN_IN)).to_be_visible(timeout=WAIT_MS)
            sees_nothing(page)
            assert not [one for one in page.context.cookies() if one["name"] == COOKIE]


def test_nothing_of_the_data_is_served_beside_the_door(team):
    for path in ("media/", "app/static/attacks.csv", "_stcore/agent/interact", "_stcore/metrics"):
        try:
            with urllib.request.urlopen(f"{team}/{path}", timeout=pace.seconds(10)) as answer:
                content = answer.read().decode("utf-8", "replace")
        except OSError as refused:
            content = str(refused)
        assert "Grey Dawn" not in content
        assert "the port" not in content
