"""Who may use the dashboard of a team, and as what: read from the sign-in file, checked whole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geo.errors import ConformError, DataNotFoundError, Fault

VARIABLE = "ATLAS_SIGN_IN"
"""Names the sign-in file of a process; an option of `serve` sets it."""

REVIEWER, VIEWER = "reviewer", "viewer"
ROLES: Mapping[str, str] = {
    REVIEWER: "sees everything and decides: names, attacks by hand, reviews",
    VIEWER: "sees everything and decides nothing",
}
_LEAST_SECRET = 32
_CALLBACK = "/oauth2callback"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_TEAM = ("reviewers", "viewers", "email_verified_may_be_missing")


@dataclass(frozen=True)
class Policy:
    """What a sign-in file says.

    Parameters
    ----------
    reviewers, viewers
        E-mail addresses, or domains as `@example.org`; in lower case.
    unsaid_is_verified
        Whether an address counts as verified when the provider does not say whether it is.
    origin
        Where browsers reach the dashboard, such as `https://atlas.example.org`.
    """

    reviewers: frozenset[str]
    viewers: frozenset[str]
    unsaid_is_verified: bool
    origin: str

    @property
    def host(self) -> str:
        """Host name of `origin`."""
        return urlsplit(self.origin).hostname or ""

    def role(self, claims: Mapping[str, Any]) -> str | None:
        """Role of the holder of an identity token, or None for who is not on a list.

        Parameters
        ----------
        claims
            Claims of the token; the address counts only when the provider verified it.
        """
        email = address(claims)
        verified = claims.get("email_verified")
        if verified is not True and not (verified is None and self.unsaid_is_verified):
            return None
        if not email:
            return None
        # What is said of the person goes before what is said of everybody at the domain.
        for name in (email, email[email.rfind("@") :]):
            for role, listed in ((REVIEWER, self.reviewers), (VIEWER, self.viewers)):
                if name in listed:
                    return role
        return None


def address(claims: Mapping[str, Any]) -> str:
    """E-mail address of a token in lower case; empty where there is none that can be compared."""
    email = claims.get("email")
    # Letters beyond ASCII may fold into ASCII ones, so an address with them is nobody's.
    if not isinstance(email, str) or not email.isascii() or not email.isprintable():
        return ""
    name, at, domain = email.strip().lower().partition("@")
    sound = name and at and domain and not {"@", " "} & {*name, *domain}
    return f"{name}@{domain}" if sound else ""


def load_policy(path: Path) -> Policy:
    """Read a sign-in file (TOML) with the tables `[auth]`, which is Streamlit's, and `[team]`.

    Raises
    ------
    DataNotFoundError
        When it cannot be read.
    ConformError
        With every fault; no value of `[auth]` is shown, for it may be a secret.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise DataNotFoundError(
            f"The sign-in file {path} cannot be read. Check the path and its permissions."
        ) from None
    except ValueError:
        remedy = "Correct it, after the example in docs/team.md."
        raise ConformError(path.name, [Fault(0, "", "", "it is no TOML", remedy)]) from None
    auth, team = _part(document, "auth"), _part(document, "team")
    faults = [*_auth_faults(auth), *_team_faults(team)]
    if faults:
        raise ConformError(path.name, faults)
    return Policy(
        frozenset(one.lower() for one in team.get("reviewers", ())),
        frozenset(one.lower() for one in team.get("viewers", ())),
        unsaid_is_verified=team.get("email_verified_may_be_missing", False),
        origin=auth["redirect_uri"].removesuffix(_CALLBACK),
    )


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _auth_faults(auth: Mapping[str, Any]) -> list[Fault]:
    faults = [
        Fault(0, f"auth.{name}", "", "missing or not a text", "Give it, as your provider names it.")
        for name in _AUTH
        if not isinstance(auth.get(name), str) or not auth[name].strip()
    ]
    if faults:
        return faults
    if len(auth["cookie_secret"]) < _LEAST_SECRET:
        remedy = "Make one: python -c 'import secrets; print(secrets.token_hex(32))'."
        problem = f"shorter than {_LEAST_SECRET} characters, so that it can be guessed"
        faults.append(Fault(0, "auth.cookie_secret", "", problem, remedy))
    for name in ("redirect_uri", "server_metadata_url"):
        try:
            parts = urlsplit(auth[name].replace("{port}", "1"))
            host, scheme = parts.hostname, parts.scheme
        except ValueError:
            host, scheme = None, ""
        secure = scheme == "https" or (scheme == "http" and host in _LOOPBACK)
        if not host or not secure:
            remedy = "Write https://…; http only for this machine itself."
            problem = "not an address that keeps what passes secret"
            faults.append(Fault(0, f"auth.{name}", "", problem, remedy))
    if not auth["redirect_uri"].endswith(_CALLBACK):
        remedy = "Write https://HOST/oauth2callback, and tell the provider the same."
        faults.append(Fault(0, "auth.redirect_uri", "", f"does not end in {_CALLBACK}", remedy))
    return faults


def _team_faults(team: Mapping[str, Any]) -> list[Fault]:
    faults = [
        Fault(0, f"team.{name}", "", "not known", f"Known are {', '.join(_TEAM)}.")
        for name in team
        if name not in _TEAM
    ]
    for name in ("reviewers", "viewers"):
        listed = team.get(name, [])
        if not isinstance(listed, list):
            faults.append(Fault(0, f"team.{name}", "", "not a list", 'Write ["ann@example.org"].'))
            continue
        faults += [
            Fault(0, f"team.{name}", str(one)[:60], "neither an address nor a domain", remedy)
            for remedy in ("Write ann@example.org, or @example.org for everyone there.",)
            for one in listed
            if not isinstance(one, str) or not _listable(one)
        ]
    if not faults and not (team.get("reviewers") or team.get("viewers")):
        remedy = 'Write [team] with reviewers = ["ann@example.org"].'
        faults.append(Fault(0, "team", "", "nobody may come in", remedy))
    if not isinstance(team.get("email_verified_may_be_missing", False), bool):
        name = "team.email_verified_may_be_missing"
        faults.append(Fault(0, name, "", "neither true nor false", "Write true or false."))
    return faults


def _listable(text: str) -> bool:
    whole = f"x{text}" if text.startswith("@") else text
    return text == text.strip() and address({"email": whole}) == whole.lower()
