"""A network of sockets whose time no one can set: for a Home Agent that serves for weeks.

The wall clock may be set, by an operator or by NTP. Timers must not notice: a Home Agent whose
clock is set back by five seconds would be silent for as long, and the group has two actives. What
it stamps and checks (Identifications, RFC 5944, section 5.7.1) must follow, for the others' clocks
were set, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from mipconf.net.host import ClockedHost, Host
from mipconf.net.sockets import SocketNetwork
from mipconf.protocol.durations import MILLISECOND

PRECISION = MILLISECOND
"""By how much the wall clock may run away before a host is told: NTP slews it all the time."""

_Clock = Callable[[], int]


class SteadyNetwork(SocketNetwork):
    """`SocketNetwork`, where `now` begins at the wall clock's time and then runs by a steady one.

    A `ClockedHost` is told how far the wall clock has got ahead of it, or, negative, behind.
    """

    def __init__(
        self,
        complain: Callable[[str], None] = lambda reason: None,
        wall: _Clock = time.time_ns,
        steady: _Clock = time.monotonic_ns,
    ) -> None:
        super().__init__(complain)
        self._wall = wall
        self._steady = steady
        self._began = wall() - steady()
        self._told: dict[int, int] = {}

    def now(self) -> int:
        """The time in nanoseconds since the Unix epoch, by the wall clock of the beginning."""
        return self._began + self._steady()

    def _tell_time(self, host: Host) -> None:
        if not isinstance(host, ClockedHost):
            return
        ahead = self._wall() - self.now()
        if abs(ahead - self._told.get(id(host), 0)) >= PRECISION:
            self._told[id(host)] = ahead
            host.set_clock(ahead)
