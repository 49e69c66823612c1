"""Ending a run before its time: by Ctrl-C, by `timeout`, by a CI job that is cancelled.

An exception that a signal raises may come anywhere, also where a Home Agent is being cleared away.
So a signal raises none: it cancels what runs, which then ends in good order.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Awaitable, Callable
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar, TypeVarTuple

import trio

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """While it is entered, the first SIGINT, SIGTERM or SIGHUP interrupts; another changes nothing.

    A signal that the process ignores, as SIGHUP under nohup, stays ignored. Outside the main
    thread, where no signal can be heard, nothing ever interrupts.
    """

    def __init__(self) -> None:
        self.happened = False
        self._cancel: Callable[[], None] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _NUMBERS:
                before = signal.getsignal(number)
                if before is not signal.SIG_IGN:
                    self._before[number] = before
                    signal.signal(number, self._heed)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._before:
            signal.signal(*self._before.popitem())

    async def until(self, main: Callable[[*Ts], Awaitable[T]], *args: *Ts) -> T | None:
        """The result of `main(*args)`, which is cancelled when a signal comes; then None."""
        token = trio.lowlevel.current_trio_token()
        with trio.CancelScope() as scope:
            self._cancel = lambda: token.run_sync_soon(scope.cancel)
            if self.happened:
                scope.cancel()
            try:
                return await main(*args)
            finally:
                self._cancel = None
        return None

    def _heed(self, number: int, frame: FrameType | None) -> None:
        self.happened = True
        if self._cancel is not None:
            self._cancel()
