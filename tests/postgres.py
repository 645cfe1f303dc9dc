"""A private PostGIS server on loopback, run by a user without rights, for one session of tests."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

BINARIES = Path("/usr/lib/postgresql")
USER = "atlas"
START_LIMIT_S = 60
NEEDED = "PostgreSQL with PostGIS (Debian: apt install postgresql-15-postgis-3)"


def binaries():
    """Folder with initdb and postgres, or None."""
    found = sorted(BINARIES.glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def missing(what):
    """Fail where everything must be there, and skip with the reason elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


def as_nobody():
    """Arguments of subprocess that give up root, which PostgreSQL refuses to run as."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def cluster():
    """Start a cluster of its own and give its address, password and all."""
    found = binaries()
    if found is None:
        missing(NEEDED)
    for module in ("sqlalchemy", "psycopg", "geoalchemy2"):
        if importlib.util.find_spec(module) is None:
            missing(f"{module} (pip install 'fasail-atlas[postgres]')")
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
    password = secrets.token_urlsafe(16)
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        for path in (folder, folder / "password"):
            shutil.chown(path, "nobody", "nogroup")
    data, port, rights = folder / "data", free_port(), as_nobody()
    subprocess.run(
        [found / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", "-E", "UTF8",
         "--locale=C", f"--pwfile={folder / 'password'}", "--no-sync"],
        check=True, stdout=subprocess.DEVNULL, cwd=folder, **rights,
    )  # fmt: skip
    options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [found / "postgres", "-D", data, "-p", str(port), *settings],
            stdout=log, stderr=log, cwd=folder, **rights,
        )  # fmt: skip
    try:
        yield awaited(f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres", server)
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def connect(address):
    """A connection of its own, each statement at once."""
    import psycopg

    return psycopg.connect(address, autocommit=True)


def awaited(address, server):
    """The address, once the server answers and has PostGIS."""
    import psycopg

    deadline = time.monotonic() + START_LIMIT_S
    while True:
        assert server.poll() is None, "the server ended"
        try:
            with connect(address) as connection:
                connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
                return address
        except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile):
            missing(NEEDED)
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)
