"""How far long work is, reported to whoever listens; a listener that raises stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Listener = Callable[[str, float | None], None]
"""Called with what is done now and, where it is known, the share that is done, 0 to 1."""

Item = TypeVar("Item")
_EVERY = 1_000

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Report all work to a listener in the block, in this thread alone.

    Work changes nothing before its end, so that a listener may raise to stop it at any step.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report_progress(what: str, share: float | None = None) -> None:
    """Report what is done now; without a listener this costs nothing."""
    listener = _listener.get()
    if listener is not None:
        listener(what, None if share is None else min(1.0, max(0.0, share)))


def counted(items: Iterable[Item], what: str, *, total: int | None = None) -> Iterator[Item]:
    """Give items on, reporting now and then how many there were.

    Parameters
    ----------
    items
        What is worked on.
    what
        What they are, such as “rows read”.
    total
        How many there will be, where that is known.
    """
    for number, item in enumerate(items, start=1):
        if number % _EVERY == 0:
            report_progress(f"{number:,} {what}", number / total if total else None)
        yield item
