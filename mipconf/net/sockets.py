"""A network of real sockets, in real time, on whatever interfaces the hosts' addresses are.

**Two clocks.** The time is CLOCK_REALTIME, because the kernel stamps datagrams by it and Home
Agents put it into Identifications. Trio's timers run by a monotonic clock of its own. They are
never mixed: a time is turned into a delay from now at the moment that a task begins to wait, and
looked at again when the wait ends. So should the wall clock be set while a task waits, the task
returns no earlier than its time, and the next wait is right again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import trio

from mipconf.errors import NetworkError
from mipconf.net.host import Datagram, Endpoint, Host, PatientHost
from mipconf.net.network import TURN, Direction, Network, Observer, wake
from mipconf.net.port import Port


@dataclass(slots=True, eq=False)
class _Member:
    """A host that has joined."""

    host: Host
    observer: Observer | None
    ports: dict[Endpoint, Port] = field(default_factory=dict)
    timekeeping: trio.CancelScope = field(default_factory=trio.CancelScope)
    nap: trio.CancelScope = field(default_factory=trio.CancelScope)
    """Ends when the host's deadline comes; inside `timekeeping`, which ends when it leaves."""


class SocketNetwork(Network):
    """Drives hosts over UDP sockets, and raw ones for protocols without ports.

    Each endpoint of a host is a socket of its own. Those that a host has when it joins must be
    free; one that it opens later may be shared, for the virtual address of a group can be held by
    two Home Agents while one takes over from the other.
    """

    def __init__(self, complain: Callable[[str], None] = lambda reason: None) -> None:
        """`complain` is told why a socket could not be opened that a host can do without."""
        self._complain = complain
        self._members: dict[int, _Member] = {}
        self._happened = trio.lowlevel.ParkingLot()
        self._dropped_at_closed = 0
        self._unsent = 0

    @property
    def dropped(self) -> int:
        """How many datagrams the kernel dropped because we did not take them in time."""
        open_ports = (port for member in self._members.values() for port in member.ports.values())
        return self._dropped_at_closed + sum(port.dropped for port in open_ports)

    @property
    def unsent(self) -> int:
        """How many datagrams the kernel refused to send (EPERM, ENOBUFS, EMSGSIZE, ...)."""
        return self._unsent

    def now(self) -> int:
        """The time of the wall clock, which the kernel's stamps have too, in ns."""
        return time.time_ns()

    async def join(self, host: Host, observer: Observer | None = None) -> None:
        """See `Network.join`."""
        member = _Member(host, observer)
        try:
            # The host's own addresses first: where they are wrong, so is everything else.
            for endpoint in sorted(host.endpoints, key=lambda each: (each.is_multicast, str(each))):
                self._open(member, endpoint, exclusive=True)
        except BaseException:
            self._close(member, list(member.ports))
            raise
        self._members[id(host)] = member
        self._nursery.start_soon(self._keep_time, member)
        self._settle(member)
        await trio.lowlevel.checkpoint()

    async def leave(self, host: Host) -> None:
        """See `Network.leave`."""
        member = self._members.pop(id(host), None)
        if member is not None:
            self._close(member, list(member.ports))
            member.timekeeping.cancel()
        await trio.lowlevel.checkpoint()

    def flush(self, host: Host) -> None:
        """See `Network.flush`."""
        member = self._members.get(id(host))
        if member is not None:
            self._settle(member)

    async def sleep_until(self, time: int) -> None:
        """See `Network.sleep_until`."""
        await trio.lowlevel.checkpoint()
        while time > self.now():  # noqa: ASYNC110 - twice only when the wall clock was set back
            await trio.sleep_until(self._by_trio(time))

    async def wait_until(self, condition: Callable[[], bool], deadline: int) -> bool:
        """See `Network.wait_until`."""
        await trio.lowlevel.checkpoint()
        while not condition():
            if self.now() >= deadline:
                return False
            with trio.move_on_at(self._by_trio(deadline)):
                await self._happened.park()
        return True

    def _end(self) -> None:
        for member in self._members.values():
            self._close(member, list(member.ports))
        self._members.clear()

    def _tell_time(self, host: Host) -> None:
        """Tell `host` how far the wall clock is from `now`; here they are one."""

    def _permit(self, host: Host, endpoint: Endpoint) -> None:
        """Raise if `host` may not listen at, or send to, `endpoint`."""

    def _by_trio(self, time: int | None) -> float:
        return math.inf if time is None else trio.current_time() + (time - self.now()) / 1e9

    def _open(self, member: _Member, endpoint: Endpoint, *, exclusive: bool) -> None:
        self._permit(member.host, endpoint)
        port = Port(endpoint, member.host.address, exclusive=exclusive)
        member.ports[endpoint] = port
        self._nursery.start_soon(self._listen, member, port)

    def _open_later(self, member: _Member, endpoint: Endpoint) -> None:
        try:
            self._open(member, endpoint, exclusive=False)
        except NetworkError as error:
            if not isinstance(member.host, PatientHost):
                raise
            self._complain(str(error))
            member.host.refused(endpoint, self.now())

    def _close(self, member: _Member, endpoints: list[Endpoint]) -> None:
        for endpoint in endpoints:
            port = member.ports.pop(endpoint)
            self._dropped_at_closed += port.dropped
            trio.lowlevel.notify_closing(port)
            port.close()

    def _settle(self, member: _Member) -> None:
        """Take up what the host has come to want, and wake who waited for it."""
        for endpoint in member.host.endpoints - member.ports.keys():
            self._open_later(member, endpoint)
        wanted = member.host.endpoints
        for datagram in member.host.outgoing():
            self._send(member, datagram)
        self._close(member, [endpoint for endpoint in member.ports if endpoint not in wanted])
        member.nap.deadline = self._by_trio(member.host.deadline)
        self._happened.unpark_all()

    def _send(self, member: _Member, datagram: Datagram) -> None:
        self._permit(member.host, datagram.destination)
        port = member.ports.get(datagram.source)
        if port is None:
            raise ValueError(f"{member.host!r} sends from {datagram.source}, which it has not open")
        # Taken before, so that an answer never bears an earlier stamp than what it answers.
        now = self.now()
        try:
            port.send(datagram)
        except OSError:
            self._unsent += 1
            return
        if member.observer is not None:
            member.observer(Direction.SENT, datagram, now)

    async def _listen(self, member: _Member, port: Port) -> None:
        while member.ports.get(port.endpoint) is port:
            try:
                await trio.lowlevel.wait_readable(port)
            except trio.ClosedResourceError:
                return
            for _ in range(TURN):
                try:
                    arrival = port.receive()
                except OSError:  # what became of a datagram sent earlier (ECONNREFUSED, ...)
                    continue
                if arrival is None:
                    break
                self._receive(member, *arrival)
                if member.ports.get(port.endpoint) is not port:
                    return

    def _receive(self, member: _Member, datagram: Datagram, stamp: int) -> None:
        # A multicast datagram comes back to its sender: IP_MULTICAST_LOOP does nothing on `lo`.
        if datagram.destination.is_multicast and datagram.source in member.ports:
            return
        if member.observer is not None:
            member.observer(Direction.RECEIVED, datagram, stamp)
        self._tell_time(member.host)
        # Not the stamp: after its deadline at 2 was served, a host must not be told that it is 1.
        member.host.receive(datagram, self.now())
        self._settle(member)

    async def _keep_time(self, member: _Member) -> None:
        with member.timekeeping:
            while True:
                with trio.CancelScope(deadline=self._by_trio(member.host.deadline)) as member.nap:
                    await trio.sleep_forever()
                self._tell_time(member.host)
                wake(member.host, self.now())
                self._settle(member)
