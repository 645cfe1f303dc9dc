"""A PostgreSQL cluster of its own for measuring, run as an unprivileged user and removed after."""

from __future__ import annotations

import atexit
import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

_USER = "postgres"


class Server:
    """A private cluster that listens on a socket in a folder of its own, and on no network.

    Raises
    ------
    FileNotFoundError
        When PostgreSQL is not installed.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="atlas-pg-"))
        atexit.register(self.stop)
        self._bin = _binaries()
        # PostgreSQL refuses to run as root.
        self._as = _USER if os.geteuid() == 0 else None
        if self._as:
            os.chown(self._folder, pwd.getpwnam(_USER).pw_uid, -1)
        user = self._as or getpass.getuser()
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-A", "trust", "-U", user, "--no-sync", "-E", "UTF8")
        settings = f"-k {self._folder} -c listen_addresses= -c fsync=off -c work_mem=256MB"
        log = self._folder / "log"
        self._run("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", settings)
        self.address = f"host={self._folder} user={user} dbname=postgres"

    def stop(self) -> None:
        """Stop the cluster and remove its folder."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._folder / "data")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, name: str, *arguments: object) -> None:
        line = [str(self._bin / name), *map(str, arguments)]
        subprocess.run(line, check=True, cwd=self._folder, user=self._as, stdout=subprocess.DEVNULL)


def _binaries() -> Path:
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("pg_ctl")
    if found:
        known.insert(0, Path(found).parent)
    if not known:
        raise FileNotFoundError("no PostgreSQL")
    return known[0]
