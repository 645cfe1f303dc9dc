"""How long a test waits at most: limits grow with how slow and busy the machine is at the start.

A limit is there to end a test that hangs; none is a verdict on speed. Every limit of a test goes
through `seconds` or `milliseconds`, given as it would do on an idle machine.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time

VARIABLE = "ATLAS_TEST_PATIENCE"
"""Environment variable that sets the factor by hand."""

_IDLE_S = 0.05  # for `_work` on one idle core of 2023
_MOST = 12.0


def _work():
    """Work in pure Python and in C that takes as long on every run of an idle machine."""
    block, total = b"x" * 65_536, 0
    for number in range(400):
        total += hashlib.sha256(block).digest()[0] + sum(range(number))
    return total


def _measured():
    """Give how many times longer work takes here and now than on an idle machine, at least 1.

    Two threads compete for the interpreter as a test and its server do for the cores, and what
    waits for a core at this moment counts too: it slows the browser as much as the test.
    """
    begin = time.perf_counter()
    other = threading.Thread(target=_work)
    other.start()
    _work()
    other.join()
    slow = (time.perf_counter() - begin) / (2 * _IDLE_S)
    busy = 1.0
    if hasattr(os, "getloadavg"):
        busy += os.getloadavg()[0] / (os.cpu_count() or 1)
    return min(_MOST, max(1.0, slow) * busy)


FACTOR = float(os.environ.get(VARIABLE) or _measured())


def seconds(idle):
    """Give a limit in seconds, from what it would be on an idle machine."""
    return idle * FACTOR


def milliseconds(idle):
    """Give a limit in milliseconds, from what it would be on an idle machine."""
    return idle * FACTOR


def pause(idle_ms):
    """Give a rest in milliseconds, between two looks at something or before it cannot happen.

    It grows less than a limit does: a limit is rarely waited out, a rest always.
    """
    return idle_ms * min(FACTOR, 4.0)


def until(page, ready, *, idle_ms=20_000, look_ms=50):
    """Wait until ``ready()`` holds, letting the page run meanwhile; give what it said last."""
    end = time.monotonic() + milliseconds(idle_ms) / 1000
    while not (found := ready()) and time.monotonic() < end:
        page.wait_for_timeout(pause(look_ms))
    return found
