"""Run a statement as a user without rights: root ignores the rights of files."""

from __future__ import annotations

import os
import subprocess
import sys

_SCRIPT = """
import os, sys
{prepare}
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    {statement}
except Exception as error:
    print(type(error).__name__, error)
"""


def unprivileged(prepare, statement, folder):
    """Give what the statement raised, on one line; ``prepare`` imports while all may be read.

    The folders above ``folder``, which is ``sys.argv[1]``, are opened for reading.
    """
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and "pytest-" in parent.as_posix():
            parent.chmod(0o755)
    script = _SCRIPT.format(prepare=prepare, statement=statement)
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    return " ".join(done.stdout.split())
