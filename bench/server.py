"""A dashboard of its own for measuring, in a process that is stopped at the end."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Served:
    """A dashboard: its address, and its process."""

    address: str
    pid: int


def chromium() -> str:
    """Path of a Chromium: of the environment, of the system, or empty for Playwright's own."""
    given = os.environ.get("CHROMIUM", "")
    names = ("chromium", "chromium-browser", "google-chrome")
    folders = os.environ.get("PATH", "").split(os.pathsep)
    found = (str(Path(f) / n) for n in names for f in folders if (Path(f) / n).exists())
    return given or next(found, "")


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextlib.contextmanager
def serving(data: Path | None = None) -> Iterator[Served]:
    """Serve the dashboard on a free port; say where, not waiting for it."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--no-browser", "--port", str(port)]
    environment = {**os.environ, **({"ATLAS_DATA": str(data)} if data else {})}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Served(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def wait_until_up(address: str) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
            return
        time.sleep(0.02)
    raise TimeoutError(f"no dashboard at {address} after {PATIENCE_S:g} s")
