"""What a method gave for its latest arguments: kept in its object, made once for all threads."""

from __future__ import annotations

import functools
import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

Owner = TypeVar("Owner")
Asked = ParamSpec("Asked")
Made = TypeVar("Made")
Method = Callable[Concatenate[Owner, Asked], Made]


class Memo(Generic[Made]):
    """The latest few values by key; who asks for one that is being made waits for it.

    Parameters
    ----------
    most
        How many are kept; the one that was longest not asked for goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Made] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Give the value of a key, made where it is not kept; an error of making is not kept.

        Parameters
        ----------
        key
            What it is asked by.
        make
            Makes it. It may ask for other keys, and not for this one.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            making = self._making.setdefault(key, threading.Lock())
        # A lock a key: a slow answer holds up those who want the same, and nobody else.
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            try:
                made = make()
                with self._lock:
                    self._values[key] = made
                    while len(self._values) > self._most:
                        self._values.popitem(last=False)
                return made
            finally:
                with self._lock:
                    self._making.pop(key, None)


def kept(most: int = 1) -> Callable[[Method[Owner, Asked, Made]], Method[Owner, Asked, Made]]:
    """Keep what a method gives, in its object: it goes with the object, and no other sees it.

    Parameters
    ----------
    most
        For how many of the latest arguments; they have to be hashable.
    """

    def of(method: Method[Owner, Asked, Made]) -> Method[Owner, Asked, Made]:
        name, signature = f"_kept_{method.__name__}", inspect.signature(method)

        @functools.wraps(method)
        def asked(self: Owner, /, *args: Asked.args, **named: Asked.kwargs) -> Made:
            # One key however a call is written: by place, by name, with a default or without.
            bound = signature.bind(self, *args, **named)
            bound.apply_defaults()
            key = (*bound.args[1:], *bound.kwargs.items())
            # Threads that meet here get the same one: this is one step of the interpreter.
            memo: Memo[Any] = vars(self).setdefault(name, Memo(most))
            found: Made = memo.get(key, lambda: method(self, *args, **named))
            return found

        return asked

    return of
