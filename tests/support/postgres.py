"""A private PostGIS server on loopback, run by a user without rights, for one session of tests."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.support import pace

BINARIES = Path("/usr/lib/postgresql")
USER = "atlas"
START_LIMIT_S = pace.seconds(60)
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


class Server:
    """A cluster of its own that can be stopped and started."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        password = secrets.token_urlsafe(16)
        (folder / "password").write_text(password)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, "nobody", "nogroup")
        self.password = password
        self.address = f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/postgres"
        subprocess.run(
            [
                binaries() / "initdb",
                "-D",
                folder / "data",
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C",
                f"--pwfile={folder / 'password'}",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **as_nobody(),
        )

    def start(self):
        """Start it, and wait until it answers."""
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    binaries() / "postgres",
                    "-D",
                    self.folder / "data",
                    "-p",
                    str(self.port),
                    *settings,
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **as_nobody(),
            )
        return awaited(self.address, self.process)

    def stop(self, how=signal.SIGINT):
        """Stop it at once; open connections break. SIGQUIT is a crash."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(pace.seconds(30))


@contextlib.contextmanager
def running():
    """Start a cluster of its own, and give it."""
    if binaries() is None:
        missing(NEEDED)
    for module in ("sqlalchemy", "psycopg", "geoalchemy2"):
        if importlib.util.find_spec(module) is None:
            missing(f"{module} (pip install 'fasail-atlas[postgres]')")
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def cluster():
    """Start a cluster of its own and give its address, password and all."""
    with running() as server:
        yield server.address


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
