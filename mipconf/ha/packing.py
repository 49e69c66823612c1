"""Filling messages with bindings, one after another, as many as there is room for.

The state of a home address is looked up when its turn comes, so that a long table sends what it
holds then, not what it held when it was asked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from mipconf.ha.table import Entry

Lookup = Callable[[str, int], Entry | None]
"""The state of a home address at a time (nanoseconds), or None where there is none to tell."""


class Packing:
    """Home addresses whose states are still to be sent."""

    def __init__(
        self, home_addresses: Iterable[str], lookup: Lookup, size: Callable[[Entry], int]
    ) -> None:
        """`size` is how many octets a state takes in a message."""
        self._waiting = deque(home_addresses)
        self._lookup = lookup
        self._size = size

    @property
    def is_done(self) -> bool:
        """Whether every home address had its turn."""
        return not self._waiting

    def fill(self, room: int, now: int) -> list[Entry]:
        """The next states that fit into `room` octets; those with nothing left are skipped."""
        entries: list[Entry] = []
        while self._waiting:
            entry = self._lookup(self._waiting[0], now)
            if entry is not None and not entry.is_over(now):
                room -= self._size(entry)
                if room < 0 and entries:
                    break
                entries.append(entry)
            self._waiting.popleft()
        return entries
