"""``fasail-atlas serve``: the dashboard on this machine, for this machine alone."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import platform
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli._casebook import CasebookOption

_APP = Path(__file__).resolve().parents[1] / "app.py"
_DEFAULT_PORT = 8501
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
            f"Without it {_DEFAULT_PORT}, or another when that is taken.",
            show_default=False,
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Use this data folder instead of the bundled one (sets ATLAS_DATA).",
            show_default=False,
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser window.")
    ] = False,
    address: Annotated[
        str, typer.Option(help="Loopback address to listen on; any other is refused.")
    ] = "127.0.0.1",
    casebook: CasebookOption = None,
) -> None:
    """Open the dashboard in a browser. Ctrl-C stops it."""
    import click

    from geo.casebook_address import VARIABLE
    from geo.paths import DATA_VARIABLE, data_dir

    host = _loopback(address)
    chosen = _choose_port(host, port=port)
    if data is not None:
        os.environ[DATA_VARIABLE] = str(data.expanduser().resolve())
    if casebook is not None:
        os.environ[VARIABLE] = casebook
    data_dir()  # a missing folder is told here, not as an empty page later

    beside = threading.Thread(
        target=_announce,
        args=(host, chosen),
        kwargs={"open_browser": not no_browser and _has_browser()},
        daemon=True,
    )
    beside.start()
    # Ctrl-C before the server listens comes as itself, or as what click makes of it.
    with contextlib.suppress(KeyboardInterrupt, click.exceptions.Abort):
        _run_streamlit(host, chosen)
    if beside.is_alive():
        # Still loading: an interpreter that tears down under a half-loaded module may crash.
        sys.stdout.flush()
        os._exit(0)


def _loopback(address: str) -> str:
    """Turn ``address`` into a loopback IP, or refuse it."""
    if address == "localhost":
        return "127.0.0.1"
    try:
        safe = ipaddress.ip_address(address).is_loopback
    except ValueError:
        safe = False
    if not safe:
        raise typer.BadParameter(
            f"{address!r} is reachable from other machines, and the dashboard has no sign-in. "
            "Use 127.0.0.1 (the default) or ::1; to share the page, forward the port over SSH.",
            param_hint="--address",
        )
    return address


def _choose_port(host: str, *, port: int | None) -> int:
    """Give a free port: the one asked for, else the default one, else any."""
    if port is not None:
        free = _free_port(host, port)
        if free is None:
            raise typer.BadParameter(
                f"port {port} is taken on {host}. Give another one, or none for any free port.",
                param_hint="--port",
            )
        return free
    free = _free_port(host, _DEFAULT_PORT)
    if free is None:
        free = _free_port(host, 0)
        typer.echo(f"Port {_DEFAULT_PORT} is taken; using {free} instead.", err=True)
    assert free is not None, "the system has no free port"
    return free


def _free_port(host: str, port: int) -> int | None:
    """Bind once to learn whether ``port`` is free; 0 lets the system choose."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # a port in TIME_WAIT is free; on Windows the flag means more
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return None
        return int(probe.getsockname()[1])


def _has_browser() -> bool:
    """Tell whether a graphical browser can open: on a bare Linux console none can."""
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _announce(host: str, port: int, *, open_browser: bool) -> None:
    """Print the address once the server listens, and open it."""
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
    typer.echo(f"The atlas is at {url} (Ctrl-C stops it)")
    sys.stdout.flush()
    if open_browser:
        with contextlib.suppress(webbrowser.Error, OSError):
            webbrowser.open(url)
    _warm_up()


def _warm_up() -> None:
    """Load and check the record while the browser starts, so that the first page finds it done."""
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
    import layers.folium_map
    import layers.legend_svg  # noqa: F401
    from dashboard import charts, queries  # noqa: F401

    try:
        queries.warm_up()
    except AtlasError as error:
        typer.echo(f"The data cannot be shown:\n{error}", err=True)


def _run_streamlit(host: str, port: int) -> None:
    """Serve ``app.py`` in this process until it is stopped."""
    from streamlit.web.cli import main as streamlit

    streamlit(
        args=[
            "run",
            str(_APP),
            f"--server.address={host}",
            f"--server.port={port}",
            f"--server.allowedHosts={host}",
            "--server.allowedHosts=localhost",
            "--server.headless=true",  # no question for an e-mail address, no second browser
            "--logger.hideWelcomeMessage=true",
            "--logger.level=warning",
        ],
        prog_name="fasail-atlas serve",
        standalone_mode=False,
    )
