"""A bar on stderr for work that takes longer than a second, and only where a person looks."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE_S = 1.0


class Steps:
    """Named steps of a command.

    Parameters
    ----------
    total
        How many steps there will be.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._name = ""
        self._lock = threading.Lock()
        self._bar: Progress | None = None
        self._timer = threading.Timer(_PATIENCE_S, self._appear)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            # The timer may be about to act: without steps left it stays hidden.
            self._total = 0
            if self._bar is not None:
                self._bar.stop()

    def step(self, name: str) -> None:
        """Say what comes now; what came before is done."""
        with self._lock:
            self._done += bool(self._name)
            self._name = name
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], description=name, completed=self._done)

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if not self._total:
                return
            self._bar = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.add_task(self._name, total=self._total, completed=self._done)
            self._bar.start()
