"""``fasail-atlas serve``: the dashboard on this machine, for this machine or a signed-in team."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import platform
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli._casebook import CasebookOption
from dashboard.cli._network import DEFAULT_PORT, choose_port, listen_on, names, reached_at

if TYPE_CHECKING:
    from dashboard.services.signin_policy import Policy

_APP = Path(__file__).resolve().parents[1] / "app.py"
_START_LIMIT_S = 120.0
_POLL_S = 0.1


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("serve")(serve)


def serve(
    *,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="Port to listen on; 0 takes any free one. "
            f"Without it {DEFAULT_PORT}, or another when that is taken.",
            show_default=False,
        ),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            metavar="DIR|URL",
            help="Use this data folder, or the tables at postgresql://…, instead of the bundled "
            "data (sets ATLAS_DATA).",
            show_default=False,
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser window.")
    ] = False,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            "--address",
            metavar="ADDRESS",
            help="Address to listen on. One that other machines reach needs --sign-in.",
        ),
    ] = "127.0.0.1",
    sign_in: Annotated[
        Path | None,
        typer.Option(
            "--sign-in",
            metavar="FILE",
            help="Ask everybody to sign in: provider, roles and who may come in (TOML; sets "
            "ATLAS_SIGN_IN).",
            show_default=False,
        ),
    ] = None,
    open_to_network: Annotated[
        bool,
        typer.Option(
            "--open-to-network-without-sign-in",
            help="Let everybody who reaches --host see and decide everything.",
        ),
    ] = False,
    casebook: CasebookOption = None,
) -> None:
    """Open the dashboard in a browser. Ctrl-C stops it."""
    import click

    from geo.casebook.address import VARIABLE
    from geo.settings import DATA_VARIABLE, data_dir, is_database, most_bytes

    policy = _policy(sign_in)
    listen = listen_on(host, signed_in=policy is not None, opened=open_to_network)
    chosen = choose_port(listen, port=port)
    if data is not None and is_database(data):
        _open_store(data)
    elif data is not None:
        os.environ[DATA_VARIABLE] = str(Path(data).expanduser().resolve())
    if casebook is not None:
        os.environ[VARIABLE] = casebook
    data_dir()  # a missing folder is reported here, not as an empty page later
    most_bytes()  # and so is a limit that is none

    near = reached_at(listen)
    beside = threading.Thread(
        target=_announce,
        args=(near, chosen),
        kwargs={
            "shown": policy.origin.replace("{port}", str(chosen)) if policy else None,
            "open_browser": not no_browser and _has_browser(),
        },
        daemon=True,
    )
    beside.start()
    # Ctrl-C before the server listens comes as itself, or as what click makes of it.
    with contextlib.suppress(KeyboardInterrupt, click.exceptions.Abort):
        _run_streamlit(listen, chosen, allowed=names(listen, policy=policy))
    if beside.is_alive():
        # Still loading: an interpreter that tears down under a half-loaded module may crash.
        sys.stdout.flush()
        os._exit(0)


def _open_store(address: str) -> None:
    """Read the team's server for the first time; what is wrong with it ends the start."""
    from dashboard.cli._load import refuse_password
    from dashboard.session.team_data import open_store

    refuse_password(address, option="--data")
    open_store(address)


def _policy(given: Path | None) -> Policy | None:
    """Read the sign-in file of the option, or of the environment, so that a fault ends it here."""
    from dashboard.services.signin_policy import VARIABLE, load_policy

    named = str(given) if given is not None else os.environ.get(VARIABLE)
    if not named:
        return None
    path = Path(named).expanduser().resolve()
    policy = load_policy(path)
    if importlib.util.find_spec("authlib") is None:
        raise typer.BadParameter(
            "the extra `auth` is not installed. Install it with pip install 'fasail-atlas[auth]'.",
            param_hint="--sign-in",
        )
    os.environ[VARIABLE] = str(path)
    return policy


def _has_browser() -> bool:
    """Tell whether a graphical browser can open: on a bare Linux console none can."""
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _announce(host: str, port: int, *, shown: str | None, open_browser: bool) -> None:
    """Print the address once the server listens, or where a team reaches it, and open it."""
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    deadline = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < deadline:
        # The socket listens before the server can be stopped cleanly; its health comes after.
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1),  # noqa: S310 - loopback
        ):
            break
        time.sleep(_POLL_S)
    else:
        return
    typer.echo(f"The atlas is at {shown or url} (Ctrl-C stops it)")
    sys.stdout.flush()
    if open_browser:
        with contextlib.suppress(webbrowser.Error, OSError):
            webbrowser.open(shown or url)
    _warm_up()


def _warm_up() -> None:
    """Load and check the record while the browser starts, so that the first page finds it done."""
    import gc
    import logging

    from geo.errors import AtlasError

    for name in (
        "runtime.scriptrunner_utils.script_run_context",
        "runtime.state.session_state_proxy",
    ):
        logging.getLogger(f"streamlit.{name}").setLevel(logging.ERROR)  # no page asks for this
    # Loaded for later. Not the modules that declare components: outside a page's run Streamlit
    # does not register them, and the map's frame would be answered with 404.
    import layers.build
    import layers.web.folium_map
    import layers.web.legend_svg  # noqa: F401
    from dashboard.session import queries
    from dashboard.widgets import charts  # noqa: F401

    try:
        queries.warm_up()
        # What was loaded stays: no collection has to walk through millions of cells again, which
        # would stop a page for half a second now and then.
        gc.collect()
        gc.freeze()
    except AtlasError as error:
        typer.echo(f"The data cannot be shown:\n{error}", err=True)


def _run_streamlit(host: str, port: int, *, allowed: list[str]) -> None:
    """Serve ``app.py`` in this process until it is stopped."""
    from streamlit.web.cli import main as streamlit

    from dashboard.services.signin_policy import VARIABLE

    signed_in = os.environ.get(VARIABLE)
    streamlit(
        args=[
            "run",
            str(_APP),
            f"--server.address={host}",
            f"--server.port={port}",
            *(f"--server.allowedHosts={name}" for name in allowed),
            *([f"--secrets.files={signed_in}"] if signed_in else []),
            # Whatever a configuration elsewhere says: no header makes anybody somebody.
            "--server.trustedUserHeaders={}",
            "--server.enableXsrfProtection=true",
            "--server.enableAgentApi=false",
            "--server.headless=true",  # no question for an e-mail address, no second browser
            "--logger.hideWelcomeMessage=true",
            "--logger.level=warning",
        ],
        prog_name="fasail-atlas serve",
        standalone_mode=False,
    )
