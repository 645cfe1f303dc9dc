"""A real OpenID provider on loopback in a process of its own, with users made for the test."""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import subprocess
import sys
import warnings

USERS = {
    "ann": {"email": "Ann@Example.org", "email_verified": True},
    "vic": {"email": "vic@viewers.example", "email_verified": True},
    "eve": {"email": "eve@elsewhere.example", "email_verified": True},
    "unverified": {"email": "ann@example.org", "email_verified": False},
    "unsaid": {"email": "ann@example.org"},
}
TEAM = """\
[team]
reviewers = ["ann@example.org"]
viewers = ["@viewers.example"]
"""
SECRET = "0123456789abcdef0123456789abcdef"


@contextlib.contextmanager
def provider(*, token_s=3600, other_key=False):
    """Start a provider and give its address.

    With ``other_key`` it publishes another key than the one that its tokens are signed with, as
    for one who forges tokens.
    """
    arguments = [sys.executable, __file__, "--token-s", str(token_s)]
    process = subprocess.Popen(
        [*arguments, *(["--other-key"] if other_key else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def sign_in_file(folder, issuer, *, team=TEAM, secret=SECRET):
    """Write the sign-in file that belongs to a provider, and give its path."""
    path = folder / "team.toml"
    path.write_text(
        f"""\
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "{secret}"
client_id = "atlas"
client_secret = "not-a-secret"
server_metadata_url = "{issuer}/.well-known/openid-configuration"

{team}"""
    )
    return path


def main():
    """Serve until killed; the first line of stdout is the address."""
    warnings.simplefilter("ignore")
    import datetime as dt
    import time

    from joserfc.jwk import RSAKey
    from oidc_provider_mock import User, run_server_in_thread

    parser = argparse.ArgumentParser()
    parser.add_argument("--token-s", type=float)
    parser.add_argument("--other-key", action="store_true")
    given = parser.parse_args()
    users = [User(sub=name, claims=claims) for name, claims in USERS.items()]
    age = dt.timedelta(seconds=given.token_s)
    with run_server_in_thread(user_claims=users, access_token_max_age=age) as server:
        # Its pages take their looks from elsewhere, and no test may ask another machine.
        @server.app.after_request
        def plain(response):
            if response.mimetype == "text/html":
                page = response.get_data(as_text=True)
                response.set_data(re.sub(r"<link[^>]*>", "", page))
            return response

        if given.other_key:
            key = RSAKey.generate_key(2048).as_dict(private=False)
            keys = json.dumps({"keys": [key]}).encode()
            inner = server.app

            def forged(environ, start_response):
                if environ["PATH_INFO"] != "/jwks":
                    return inner(environ, start_response)
                start_response("200 OK", [("Content-Type", "application/json")])
                return [keys]

            server.app = forged
        sys.stdout.write(f"http://localhost:{server.server_port}\n")
        sys.stdout.flush()
        time.sleep(3600)


if __name__ == "__main__":
    main()
