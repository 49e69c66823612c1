"""A network in memory, in virtual time, the same every time for one seed.

Deliveries, host deadlines and waiting tasks are events in one queue. Trio's autojump clock moves
only when every task is blocked, so all that an event sets off is done before the next one; and
events never share an instant (a later one is put off by 1 ns), so trio, which shuffles what it
could run at one time, has nothing to shuffle. Nobody inside may wait for anything but the network:
no `trio.sleep`, thread, file or process.

What tasks ask for at one instant is ordered by who started whom (`_Lineage`): tasks started
together do run in any order until they first wait, so what they do to *shared* state before that
is theirs to order.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Self, TypeVar, TypeVarTuple

import outcome
import trio
import trio.testing

from mipconf.errors import AddressInUseError
from mipconf.net.host import Datagram, Endpoint, Host
from mipconf.net.impairment import Impairment
from mipconf.net.network import Direction, Network, Observer, wake

EPOCH = 1_767_225_600_000_000_000
"""When simulated runs begin: 2026-01-01T00:00:00Z, in nanoseconds."""

_BASE_DELAY = (50_000, 150_000)  # ns; about what loopback takes between two Python programs

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Path = tuple[int, ...]


def run_simulated(main: Callable[[*Ts], Awaitable[T]], *args: *Ts) -> T:
    """Run `main(*args)` in virtual time, which jumps ahead whenever nothing is left to do."""
    return trio.run(main, *args, clock=trio.testing.MockClock(autojump_threshold=0))


class _Lineage(trio.abc.Instrument):
    """Orders tasks by who started whom: (2, 0) is the first that the third child started."""

    def __init__(self) -> None:
        self._paths: dict[trio.lowlevel.Task, Path] = {}
        self._children: dict[Path, int] = {}

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        parent = self.current()
        number = self._children.get(parent, 0)
        self._children[parent] = number + 1
        self._paths[task] = (*parent, number)

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        path = self._paths.pop(task, None)
        if path is not None:
            self._children.pop(path, None)

    def current(self) -> Path:
        """The path of the running task; () for those older than the network."""
        return self._paths.get(trio.lowlevel.current_task(), ())


@dataclass(slots=True, eq=False)
class _Member:
    """A host that has joined."""

    host: Host
    observer: Observer | None
    number: int
    endpoints: frozenset[Endpoint] = frozenset()
    alarm: int | None = None
    """The time of the one event in the queue that looks at the host's deadline."""
    joined: bool = True

    def observe(self, direction: Direction, datagram: Datagram, time: int) -> None:
        if self.observer is not None:
            self.observer(direction, datagram, time)


@dataclass(slots=True, eq=False)
class _Waiter:
    """A task in `wait_until`."""

    condition: Callable[[], bool]
    path: Path
    woken: trio.Event = field(default_factory=trio.Event)
    result: outcome.Value[bool] | outcome.Error | None = None

    def look(self) -> bool:
        """Whether the wait is over: the condition holds, or raised."""
        result = outcome.capture(self.condition)
        if isinstance(result, outcome.Value) and not result.value:
            return False
        self.result = result
        return True


class MemoryNetwork(Network):
    """Carries datagrams between its hosts by way of a queue; needs trio's autojump clock.

    A multicast datagram reaches every host that listens to the group but its sender, a unicast one
    the host that opened the endpoint last; none listening, it is lost. Datagrams from one endpoint
    to another keep their order unless an impairment with jitter changes it.

    `impairments` are suffered at the port of each observed host, on the way it RECEIVED or SENT:
    its observer is told what arrived after impairment, and what it sent before. Between hosts that
    nobody observes nothing is impaired. `epoch` is when the run begins, in ns.
    """

    def __init__(
        self,
        seed: int,
        *,
        impairments: Mapping[Direction, Impairment] | None = None,
        epoch: int = EPOCH,
    ) -> None:
        self._random = random.Random(seed)
        self._impairments = {direction: Impairment() for direction in Direction}
        self._impairments |= impairments or {}
        self._epoch = epoch
        self._lineage = _Lineage()
        self._queue: list[tuple[int, Path, int, Callable[[], None]]] = []
        self._serial = 0
        self._instant = epoch - 1
        self._nap = trio.CancelScope()
        self._members: dict[int, _Member] = {}
        self._joins = 0
        self._listeners: dict[Endpoint, list[_Member]] = {}
        self._delays: dict[tuple[Endpoint, Endpoint, int], int] = {}
        self._waiters: dict[_Waiter, None] = {}
        self._leaving: dict[trio.Event, Host] = {}
        self._ended = False

    async def __aenter__(self) -> Self:
        if not isinstance(trio.lowlevel.current_clock(), trio.testing.MockClock):
            raise RuntimeError("a network in memory needs virtual time; use run_simulated")
        self._start = trio.current_time()
        trio.lowlevel.add_instrument(self._lineage)
        await super().__aenter__()
        self._nursery.start_soon(self._pump)
        return self

    def _end(self) -> None:
        trio.lowlevel.remove_instrument(self._lineage)

    def now(self) -> int:
        """The time, in nanoseconds since the Unix epoch; a whole one after each event."""
        return self._epoch + round((trio.current_time() - self._start) * 1e9)

    def impair(self, direction: Direction, impairment: Impairment) -> None:
        """Change what observed hosts suffer from now on; what is on its way is left alone."""
        self._impairments[direction] = impairment

    async def join(self, host: Host, observer: Observer | None = None) -> None:
        """See `Network.join`."""
        await self.sleep_until(self.now())
        for endpoint in sorted(host.endpoints, key=str):
            if not endpoint.is_multicast and self._listeners.get(endpoint):
                raise AddressInUseError(f"{endpoint} is held by another host")
        self._joins += 1
        member = self._members[id(host)] = _Member(host, observer, self._joins)
        self._settle(member)

    async def leave(self, host: Host) -> None:
        """See `Network.leave`."""
        # Queued rather than done after a wait: a task that is being cancelled cannot wait.
        left = trio.Event()
        if self._ended:
            self._remove(host, left)
        else:
            self._leaving[left] = host
            self._put(self.now(), partial(self._remove, host, left), self._lineage.current())
        await left.wait()

    def flush(self, host: Host) -> None:
        """See `Network.flush`; done one event later, in an order that the seed alone decides."""
        self._put(self.now(), partial(self._flush, host), self._lineage.current())

    async def sleep_until(self, time: int) -> None:
        """See `Network.sleep_until`."""
        woken = trio.Event()
        self._put(time, woken.set, self._lineage.current())
        await woken.wait()

    async def wait_until(self, condition: Callable[[], bool], deadline: int) -> bool:
        """See `Network.wait_until`."""
        waiter = _Waiter(condition, self._lineage.current())
        self._put(self.now(), partial(self._look, waiter), waiter.path)
        self._put(deadline, partial(self._expire, waiter), waiter.path)
        self._waiters[waiter] = None
        try:
            await waiter.woken.wait()
        finally:
            self._waiters.pop(waiter, None)
        assert waiter.result is not None
        return waiter.result.unwrap()

    # The queue.

    def _put(self, time: int, action: Callable[[], None], path: Path = ()) -> None:
        """Have `action` done at `time`, or at the first free instant after it and after now."""
        self._serial += 1
        entry = (max(time, self.now() + 1), path, self._serial, action)
        heapq.heappush(self._queue, entry)
        if self._queue[0] is entry:
            self._nap.deadline = self._due()

    def _due(self) -> float:
        """When the next event is due, by trio's clock."""
        if not self._queue:
            return math.inf
        return self._start + (max(self._queue[0][0], self._instant + 1) - self._epoch) / 1e9

    async def _pump(self) -> None:
        try:
            while True:
                with trio.CancelScope(deadline=self._due()) as self._nap:
                    await trio.sleep_forever()
                self._instant = self.now()
                heapq.heappop(self._queue)[3]()
        finally:
            # Who leaves is perhaps shielded from being cancelled, and nothing happens any more.
            self._ended = True
            for left, host in list(self._leaving.items()):
                self._remove(host, left)

    # The events.

    def _remove(self, host: Host, left: trio.Event) -> None:
        self._leaving.pop(left, None)
        member = self._members.pop(id(host), None)
        if member is not None:
            member.joined = False
            self._close(member, member.endpoints)
        left.set()

    def _flush(self, host: Host) -> None:
        member = self._members.get(id(host))
        if member is not None:
            self._settle(member)

    def _deliver(self, member: _Member, datagram: Datagram) -> None:
        if not member.joined or datagram.destination not in member.endpoints:
            return
        now = self.now()
        member.observe(Direction.RECEIVED, datagram, now)
        member.host.receive(datagram, now)
        self._settle(member)

    def _alarm(self, member: _Member, alarm: int) -> None:
        if member.joined and member.alarm == alarm:
            member.alarm = None
            wake(member.host, self.now())
            self._settle(member)

    def _look(self, waiter: _Waiter) -> None:
        if waiter in self._waiters and waiter.look():
            del self._waiters[waiter]
            self._put(self.now(), waiter.woken.set, waiter.path)

    def _expire(self, waiter: _Waiter) -> None:
        if waiter in self._waiters:
            del self._waiters[waiter]
            if not waiter.look():
                waiter.result = outcome.Value(False)
            waiter.woken.set()

    # What an event sets off.

    def _settle(self, member: _Member) -> None:
        """Take up what the host has come to want, and wake who waited for it."""
        wanted, before = member.host.endpoints, member.endpoints
        member.endpoints = wanted | before
        for endpoint in wanted - before:
            self._listeners.setdefault(endpoint, []).append(member)
        for datagram in member.host.outgoing():
            self._send(member, datagram)
        self._close(member, before - wanted)

        deadline = member.host.deadline
        if deadline is not None and (member.alarm is None or deadline < member.alarm):
            member.alarm = deadline
            self._put(deadline, partial(self._alarm, member, deadline))
        for waiter in list(self._waiters):
            self._look(waiter)

    def _close(self, member: _Member, endpoints: frozenset[Endpoint]) -> None:
        member.endpoints -= endpoints
        for endpoint in endpoints:
            self._listeners[endpoint].remove(member)

    def _send(self, sender: _Member, datagram: Datagram) -> None:
        if datagram.source not in sender.endpoints:
            raise ValueError(f"{sender.host!r} sends from {datagram.source}, which it has not open")
        now = self.now()
        sender.observe(Direction.SENT, datagram, now)
        listeners = self._listeners.get(datagram.destination, [])
        if datagram.destination.is_multicast:
            receivers = [member for member in listeners if member is not sender]
        else:
            receivers = listeners[-1:]
        for receiver in receivers:
            copies = [self._base_delay(datagram, receiver)]
            for member, direction in ((sender, Direction.SENT), (receiver, Direction.RECEIVED)):
                if member.observer is not None:
                    more = self._impairments[direction].delays
                    copies = [copy + extra for copy in copies for extra in more(self._random)]
            for delay in copies:
                self._put(now + delay, partial(self._deliver, receiver, datagram))

    def _base_delay(self, datagram: Datagram, receiver: _Member) -> int:
        """One a flow, so that its datagrams keep their order."""
        flow = (datagram.source, datagram.destination, receiver.number)
        if flow not in self._delays:
            self._delays[flow] = self._random.randint(*_BASE_DELAY)
        return self._delays[flow]
