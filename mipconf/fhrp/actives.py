"""Which routers of the group are known to be active (docs/protocol.md#5-7).

"It knows an active member while an active hello or master advertisement of it is younger than the
hold time (master down interval) and nothing later from it says otherwise."
"""

from __future__ import annotations

MOST = 64
"""How many routers may be known to be active at once; a group has one."""


class ActiveRouters:
    """The other routers that were heard to be active, each with the time of its last word.

    `hold_time` is nanoseconds.
    """

    def __init__(self, hold_time: int) -> None:
        self._hold_time = hold_time
        self._heard: dict[str, int] = {}

    def heard_active(self, source: str, now: int) -> None:
        """A hello in state Active, or a master's advertisement, came from `source`."""
        self._heard.pop(source, None)
        self._heard[source] = now
        self._forget_old(now)

    def heard_otherwise(self, source: str) -> None:
        """Something came from `source` that says that it is not, or no longer, active."""
        self._heard.pop(source, None)

    def at(self, now: int) -> frozenset[str]:
        """The routers that are known to be active."""
        return frozenset(
            router for router, heard in self._heard.items() if now - heard < self._hold_time
        )

    def _forget_old(self, now: int) -> None:
        # Forged sources must not pile up: what is too old to count is dropped, and the oldest of
        # too many. The last heard is the last here.
        for router, heard in list(self._heard.items()):
            if now - heard < self._hold_time and len(self._heard) <= MOST:
                return
            del self._heard[router]
