"""The sign-in file and who it lets in; the door stays shut when anything is unsure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.services.signin_policy import (
    REVIEWER,
    VARIABLE,
    VIEWER,
    Policy,
    address,
    load_policy,
)
from dashboard.session.signin import judged
from geo.errors import ConformError, DataNotFoundError
from geo.workspace.journal import load_journal
from tests.support import pace
from tests.support.apps import APP, app_on, words
from tests.support.provider import sign_in_file

NOW = 1_800_000_000
POLICY = Policy(
    frozenset({"ann@example.org", "@lead.example"}),
    frozenset({"@example.org", "trainee@lead.example"}),
    unsaid_is_verified=False,
    origin="http://localhost",
)


def claims(email, **more):
    present = {"is_logged_in": True, "email": email, "email_verified": True, "exp": NOW + 60}
    return {**present, **more}


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("ann@example.org", REVIEWER),
        ("ANN@Example.ORG", REVIEWER),
        ("bob@example.org", VIEWER),
        ("boss@lead.example", REVIEWER),
        ("trainee@lead.example", VIEWER),  # the address goes before its domain
        ("eve@sub.example.org", ""),
        ("eve@notexample.org", ""),
        ("ann@example.org@evil.example", ""),
        ("ann@example.org ,eve@evil.example", ""),
        ("an\u212a@example.org", ""),
        ("ann@example.org\n", REVIEWER),
        ("@example.org", ""),
        ("", ""),
        (None, ""),
        (["ann@example.org"], ""),
    ],
)
def test_an_address_or_its_domain_must_be_on_a_list(email, role):
    email = email.strip("\n") if isinstance(email, str) else email
    assert judged(claims(email), policy=POLICY, now=NOW).role == role


@pytest.mark.parametrize(
    "more",
    [
        {"exp": NOW},
        {"exp": None},
        {"exp": "4000000000"},
        {"exp": True},
        {"exp": float("nan")},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"is_logged_in": False},
        {"is_logged_in": "yes"},
    ],
)
def test_what_is_not_sure_shows_nothing(more):
    assert judged(claims("ann@example.org"), policy=POLICY, now=NOW).role == REVIEWER
    assert judged(claims("ann@example.org", **more), policy=POLICY, now=NOW).role == ""


def test_a_provider_that_says_nothing_counts_only_where_the_file_says_so(tmp_path):
    team = '[team]\nreviewers = ["@example.org"]\nemail_verified_may_be_missing = true\n'
    policy = load_policy(sign_in_file(tmp_path, "http://localhost:1", team=team))
    unverified = {"email": "ann@example.org"}
    assert policy.role(unverified) == REVIEWER
    assert policy.role({**unverified, "email_verified": False}) is None


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_address_is_taken_for_another(name, domain):
    found = address({"email": f"{name}@{domain}"})
    if found:
        assert found == f"{name}@{domain}".strip().lower()
        assert found.isascii()
        assert found.count("@") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml", "no TOML"),
        ("", "auth.client_secret"),
        ("secret", "shorter than 32"),
        ('[team]\nreviewers = ["ann"]', "neither an address nor a domain"),
        ('[team]\nreviewers = "ann@example.org"', "not a list"),
        ('[team]\nowners = ["ann@example.org"]', "not known"),
        ("[team]\nreviewers = []", "nobody may come in"),
        ('[team]\nviewers = ["*"]', "neither an address nor a domain"),
        ("http", "keeps what passes secret"),
    ],
)
def test_a_faulty_file_is_reported_without_its_secrets(tmp_path, text, said):
    if text.startswith("[team]"):
        path = sign_in_file(tmp_path, "http://localhost:1", team=text)
    elif text == "secret":
        path = sign_in_file(tmp_path, "http://localhost:1", secret="pssst-too-short")
    elif text == "http":
        path = sign_in_file(tmp_path, "http://login.example.org")
    else:
        path = tmp_path / "team.toml"
        path.write_text(text)
    with pytest.raises(ConformError, match=said) as caught:
        load_policy(path)
    assert "pssst" not in str(caught.value)
    assert "not-a-secret" not in str(caught.value)


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(DataNotFoundError, match="cannot be read"):
        load_policy(tmp_path / "none.toml")


@pytest.mark.parametrize("page", ["map", "by_hand", "export"])
def test_no_page_shows_anything_before_the_door(monkeypatch, tmp_path, page):
    monkeypatch.setenv(VARIABLE, str(sign_in_file(tmp_path, "http://localhost:1")))
    app = app_on(page).run()
    assert [one.label for one in app.button] == ["Sign in"]
    assert words(app) == "fasail-atlas\nThis atlas is for its team. Sign in to see it."
    assert not app.dataframe


def test_a_file_that_breaks_while_it_serves_lets_nobody_in(monkeypatch, tmp_path):
    path = sign_in_file(tmp_path, "http://localhost:1")
    path.write_text("broken")
    monkeypatch.setenv(VARIABLE, str(path))
    app = AppTest.from_file(str(APP), default_timeout=pace.seconds(60)).run()
    assert "nobody is let in" in words(app)
    assert not app.button


def test_a_viewer_s_name_is_refused_by_the_store(tmp_path):
    with pytest.raises(ConformError, match="nobody decides"):
        load_journal(tmp_path).record("attack", "x", "{}", by="")
