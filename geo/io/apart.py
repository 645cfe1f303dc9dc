"""Files of strangers read in a process apart, so that no file takes this process down with it."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from geo.errors import AtlasError, ConformError, DataNotFoundError
from geo.io import child
from geo.io.files import refuse_no_file
from geo.io.packing import Content, fault_of, unpacked
from geo.progress import report_progress
from geo.settings import MEMORY_SETTING, SECONDS_SETTING, SETTING, reading_limits, size_words

_AT_ONCE = 2
"""Files read at a time: each may take as much memory as the limits say."""

_LOOK_S = 0.2
"""How often somebody who waits is asked whether to go on."""

_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_KEPT_BEGINS = ("LC_", "PYTHON", "PROJ_", "DYLD_")
_LEAN = {
    # Threads and pools take address space by the gigabyte, which is what is limited.
    "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
_CODE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from geo.io.child import main; main()"
_MEMORY_REMEDY = f"Split it, save it as CSV, or set {MEMORY_SETTING}."
_TIME_REMEDY = f"Split it, save it as CSV, or set {SECONDS_SETTING}."

_turn = threading.BoundedSemaphore(_AT_ONCE)


def read_apart(path: Path) -> Content:
    """Read a file in a process of its own, with limits of memory and CPU time.

    Whoever listens hears of its progress as if it were read here, and may raise to stop it.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it cannot be read, or reading it takes more than the limits or breaks the reader.
    """
    refuse_no_file(path)
    memory, seconds = reading_limits(path.stat().st_size)
    request = {
        "path": str(path.absolute()),
        "memory": memory,
        "seconds": seconds,
        "environment": {SETTING: os.environ.get(SETTING, "")},
    }
    while not _turn.acquire(timeout=_LOOK_S):
        report_progress("waiting for other files to be read")
    try:
        asked = _asked_template if _has_fork() else _asked_alone
        with asked(json.dumps(request).encode()) as answer:
            return _content(answer, path.name, memory=memory, seconds=seconds)
    finally:
        _turn.release()


def warm() -> None:
    """Begin to load the process that reads, for whoever will soon ask it."""
    if _has_fork():
        with _template_lock:
            _template()


def _content(answer: _Answer, file: str, *, memory: int, seconds: int) -> Content:
    """What came back, or the one error that says why nothing did."""
    code = 0
    for kind, body in answer:
        if kind == child.RESULT:
            return unpacked(body)
        if kind == child.FAULT:
            raise _error(json.loads(body))
        if kind == child.FAILED:
            problem = f"reading failed ({body.decode(errors='replace')})"
            raise ConformError.for_file(file, problem, "Re-export it, or as CSV.")
        if kind == child.MEMORY:
            raise _too_large(file, memory)
        code = int(body)
    if code == -getattr(signal, "SIGXCPU", 0):
        problem = f"reading stopped: it takes more than {seconds:,} s of CPU time"
        raise ConformError.for_file(file, problem, _TIME_REMEDY)
    if code in {-signal.SIGTERM, -getattr(signal, "SIGKILL", 9), 1}:
        raise _too_large(file, memory)
    problem = (
        f"reading stopped: the file broke what read it, or needs more than {size_words(memory)}"
    )
    raise ConformError.for_file(file, problem, _MEMORY_REMEDY, given=f"ended by {_ending(code)}")


def _too_large(file: str, memory: int) -> ConformError:
    problem = f"reading stopped: it needs more than {size_words(memory)} of memory"
    return ConformError.for_file(file, problem, _MEMORY_REMEDY)


def _ending(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"


def _error(said: dict[str, object]) -> AtlasError:
    if "missing" in said:
        return DataNotFoundError(str(said["missing"]))
    faults = said["faults"]
    assert isinstance(faults, list)
    return ConformError(str(said["file"]), [fault_of(one) for one in faults])


class _Answer:
    """Frames that a worker sends, progress among them passed on at once."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._latest: tuple[str, float | None] = ("reading", None)

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        buffer = bytearray()
        size = child.HEAD.size
        while self._more(buffer, size):
            kind, length = child.HEAD.unpack_from(buffer)
            if not self._more(buffer, size + length):
                return
            body = bytes(memoryview(buffer)[size : size + length])
            del buffer[: size + length]
            if kind == child.PROGRESS:
                what, share = json.loads(body)
                self._latest = (str(what), share)
                report_progress(*self._latest)
            else:
                yield kind, body

    def _more(self, buffer: bytearray, needed: int) -> bool:
        """Wait for so many bytes; False when they never come."""
        while len(buffer) < needed:
            while not _ready(self._handle):
                report_progress(
                    *self._latest
                )  # whoever listens may stop what says nothing for long
            chunk = os.read(self._handle, 1 << 20)
            if not chunk:
                return False
            buffer += chunk
        return True


def _ready(handle: int) -> bool:
    if not _has_fork():
        return True  # pipes of Windows cannot be asked
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        return bool(selector.select(_LOOK_S))


def _has_fork() -> bool:
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def _command(*arguments: str) -> list[str]:
    root = str(Path(__file__).resolve().parents[2])
    # -P: what lies in the folder in which somebody works is never imported.
    return [sys.executable, "-P", "-c", _CODE, root, *arguments]


def _environment() -> dict[str, str]:
    """Variables that a reader needs: passwords of databases are none of them."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _KEPT or name.upper().startswith(_KEPT_BEGINS)
    }
    return kept | _LEAN


_template_lock = threading.Lock()
_running: tuple[int, subprocess.Popen[bytes], socket.socket] | None = None


def _template() -> socket.socket:
    """Channel to the template of this process, which is begun where there is none."""
    global _running  # noqa: PLW0603 -- one for all sessions
    if _running is not None:
        owner, process, channel = _running
        if owner == os.getpid() and process.poll() is None:
            return channel
        channel.close()
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            _command(str(theirs.fileno())),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
    _running = (os.getpid(), process, ours)
    return ours


@atexit.register
def _end() -> None:
    if _running is None or _running[0] != os.getpid():
        return
    _, process, channel = _running
    channel.close()
    try:
        process.wait(1.0)
    except subprocess.TimeoutExpired:  # it is still loading
        process.kill()
        process.wait()


@contextlib.contextmanager
def _asked_template(request: bytes) -> Iterator[_Answer]:
    """Answer of a worker that the template splits off; it ends with the block."""
    answer, out = os.pipe()
    wanted, held = os.pipe()
    try:
        try:
            _ask(request, [out, wanted])
        finally:
            os.close(out)
            os.close(wanted)
        yield _Answer(answer)
    finally:
        os.close(held)
        os.close(answer)


def _ask(request: bytes, handles: list[int]) -> None:
    with _template_lock:
        for _ in range(2):  # a template that was ended from outside is begun once more
            channel = _template()
            with contextlib.suppress(OSError):
                socket.send_fds(channel, [request], handles)
                if channel.recv(1):
                    return
            _end()
    raise AtlasError("the process that reads files cannot be started. Try again.")


@contextlib.contextmanager
def _asked_alone(request: bytes) -> Iterator[_Answer]:
    """Answer of a process for this request alone, where none can be split off."""
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(request + b"\n")
            process.stdin.flush()
            yield _Answer(process.stdout.fileno())
        finally:
            process.kill()
