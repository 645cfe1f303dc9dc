"""Run the real dashboard in a process of its own and wait until it answers."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.support import pace

ROOT = Path(__file__).resolve().parents[2]
THIS_CHECKOUT = (sys.executable, "-m", "dashboard.cli")
PAGE_FILES = {
    found["address"] or found["folder"]: f"{found['folder']}/page.py"
    for found in re.finditer(
        r'st\.Page\(\s*"(?P<folder>\w+)/page\.py",\s*title="[^"]+",(\s*url_path="(?P<address>\w+)",)?',
        (ROOT / "dashboard" / "app.py").read_text(encoding="utf-8"),
    )
}
"""File of each page by its address, as the app itself names them."""
START_LIMIT_S = pace.seconds(60)
STOP_LIMIT_S = pace.seconds(10)
PAGE_FAILED = re.compile(r"^(page|action|download) .+ failed$", re.MULTILINE)
"""What is logged above the traceback of what failed; see `dashboard.session.mishap`."""


@contextlib.contextmanager
def serving(folder, *, data=None, command=THIS_CHECKOUT, env=None, options=(), fails=False):
    """Start ``command serve`` with ``folder`` as working directory and yield the address.

    ``env`` replaces the environment; without it the checkout is what gets imported. No page may
    have failed by the end, but where one is meant to (``fails``): that it did, its test says, for
    whoever runs another test of it alone.
    """
    arguments = [*map(str, command), "serve", "--no-browser", "--port", "0", *map(str, options)]
    if data is not None:
        arguments += ["--data", str(data)]
    if env is None:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with _running(folder, arguments, env, fails=fails) as url:
        yield url


@contextlib.contextmanager
def script(folder, path, **variables):
    """Run one Streamlit script, with ``variables`` in its environment, and yield the address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    options = (
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
    )
    arguments = [sys.executable, "-m", "streamlit", "run", str(path), *options]
    environment = {name: str(value) for name, value in variables.items()}
    with _running(folder, arguments, {**os.environ, "PYTHONPATH": str(ROOT), **environment}) as url:
        yield url


@contextlib.contextmanager
def _running(folder, arguments, env, *, fails=False):
    log = Path(folder) / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            arguments, cwd=folder, env=env, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield _await_address(process, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    logged = log.read_text(errors="replace")
    assert fails or not PAGE_FAILED.search(logged), logged


def _await_address(process, log):
    """Read the address off the log once the server says that it is healthy."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        text = log.read_text(errors="replace")
        assert process.poll() is None, f"serve ended with {process.returncode}:\n{text}"
        found = re.search(r"http://\S+", text)
        if found and _is_healthy(found.group()):
            return found.group()
        time.sleep(0.1)
    raise AssertionError(f"serve was not healthy after {START_LIMIT_S} s:\n{log.read_text()}")


def _is_healthy(url):
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=pace.seconds(2)) as answer:
            return answer.status == 200
    except OSError:
        return False
