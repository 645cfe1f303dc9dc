"""A process apart that reads files of strangers, with limits of memory and CPU time.

Run by `geo.io.apart`; it is no command of its own. It reads what it is asked for on a socket:
a template, in which everything is loaded already, splits off a worker for each file. The worker
limits itself, reads, and answers in frames of plain data: nothing in an answer is ever run.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

PROGRESS, RESULT, FAULT, MEMORY, FAILED, ENDED = b"P", b"R", b"F", b"M", b"E", b"X"
"""Kinds of frames: how far the work is, the content, an error that was foreseen, no memory left,
an error that was not, and how the worker ended."""

HEAD = struct.Struct("<cQ")
"""What a frame begins with: its kind and how many bytes follow."""

_MOST_REQUEST = 1 << 16


def send(stream: IO[bytes], kind: bytes, body: bytes) -> None:
    """Write one frame."""
    stream.write(HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def limit(*, memory: int, seconds: int) -> None:
    """Limit this process, where the system knows such limits, beyond what it has used so far."""
    from geo.settings import address_space  # noqa: PLC0415

    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    used = address_space()
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    begun = resource.getrusage(resource.RUSAGE_SELF)
    most = int(begun.ru_utime + begun.ru_stime) + seconds
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request: Mapping[str, Any], stream: IO[bytes]) -> None:
    """Read the file of a request, and write what came of it as frames."""
    from geo.errors import ConformError, DataNotFoundError  # noqa: PLC0415
    from geo.io.formats import read_here  # noqa: PLC0415
    from geo.io.packing import packed  # noqa: PLC0415
    from geo.progress import listening  # noqa: PLC0415

    def on_progress(what: str, share: float | None) -> None:
        send(stream, PROGRESS, json.dumps([what, share]).encode())

    os.environ.update(request["environment"])
    limit(memory=int(request["memory"]), seconds=int(request["seconds"]))
    try:
        with listening(on_progress):
            body = packed(read_here(Path(request["path"])))
    except Exception as error:  # noqa: BLE001 -- whoever asked has to hear of it
        if _is_of_memory(error):
            send(stream, MEMORY, b"")
        elif isinstance(error, ConformError):
            said = {"file": error.file, "faults": [asdict(fault) for fault in error.faults]}
            send(stream, FAULT, json.dumps(said).encode())
        elif isinstance(error, DataNotFoundError):
            send(stream, FAULT, json.dumps({"missing": str(error)}).encode())
        else:
            send(stream, FAILED, f"{type(error).__name__}: {error}"[:500].encode())
    else:
        send(stream, RESULT, body)


def _is_of_memory(error: BaseException | None) -> bool:
    """Tell whether a lack of memory is behind an error, whatever a reader made of it."""
    while error is not None:
        if isinstance(error, MemoryError) or "bad_alloc" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def serve(channel: socket.socket) -> None:
    """Split off a worker for each request, until whoever asks closes the channel.

    Each request comes with two file descriptors: where its frames go, and one whose other end is
    closed when nobody waits for them any more.
    """
    _load()
    gc.freeze()  # what is loaded stays shared with the workers
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while True:
        body, handles, _, _ = socket.recv_fds(channel, _MOST_REQUEST, 2)
        if not body:
            return
        channel.send(b"+")
        if os.fork() == 0:
            channel.close()
            _supervise(json.loads(body), *handles)
            os._exit(0)
        for handle in handles:
            os.close(handle)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _supervise(request: Mapping[str, Any], out: int, wanted: int) -> None:
    """Let a worker of its own read, end it once nobody waits, and say how it ended."""
    import select  # noqa: PLC0415

    alive, held = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(alive)
        os.close(wanted)
        code = 1
        try:
            with os.fdopen(out, "wb", closefd=False) as stream:
                answer(request, stream)
            code = 0
        finally:
            os._exit(code)
    os.close(held)
    ready, _, _ = select.select([alive, wanted], [], [])
    if alive not in ready:
        os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    with contextlib.suppress(OSError), os.fdopen(out, "wb") as stream:
        send(stream, ENDED, str(code).encode())


def _load() -> None:
    """Load what readers need, so that no worker has to."""
    import pyproj  # noqa: PLC0415

    import geo.io.formats  # noqa: PLC0415
    import geo.io.packing  # noqa: F401, PLC0415

    pyproj.CRS.from_epsg(4326)


def main() -> None:
    """Serve the socket whose number is the argument, or answer one request on standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        serve(socket.socket(fileno=int(sys.argv[1])))
        return
    answer(json.loads(sys.stdin.buffer.readline()), sys.stdout.buffer)
