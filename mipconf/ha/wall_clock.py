"""The wall clock of a Home Agent: what it stamps its messages with, and checks others' by.

Everything else in a Home Agent runs by the steady time that it is told at each call, so that a wall
clock that is set moves no timer. Times are nanoseconds.
"""

from __future__ import annotations

from mipconf.protocol.identification import from_time, offset


class WallClock:
    """How far the wall clock is ahead of the steady time, and what follows from it."""

    def __init__(self) -> None:
        self.ahead = 0

    def identification(self, now: int) -> int:
        """The Identification of a message that is sent `now`."""
        return from_time(now + self.ahead)

    def offset(self, identification: int, now: int) -> int:
        """How far an Identification is ahead of `now`; negative: behind."""
        return offset(identification, now + self.ahead)
