"""How far a file was read: one line on a terminal, which goes away again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TextIO, TypeVar

T = TypeVar("T")

_EVERY_S = 0.5


class Counter:
    """Counts what passes, on `stream` where that is a terminal."""

    def __init__(
        self, what: str, stream: TextIO | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._clock = clock
        self._is_shown = False

    def counting(self, items: Iterable[T], name: str) -> Iterator[T]:
        """The same items, counted; `name` is where they are from."""
        if not self._stream.isatty():
            yield from items
            return
        due = self._clock() + _EVERY_S
        for number, item in enumerate(items, start=1):
            if self._clock() >= due:
                due = self._clock() + _EVERY_S
                self._write(f"\r{name}: {number} {self._what}")
                self._is_shown = True
            yield item
        self.clear()

    def clear(self) -> None:
        """Make room for something else on the terminal."""
        if self._is_shown:
            self._write("\r\x1b[K")
            self._is_shown = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
