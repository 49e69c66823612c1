"""Home Agents and a mobile node on one link in virtual time, and what each Home Agent saw of it."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

from mipconf.codec import STANDARD
from mipconf.ha.agent import HomeAgent
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.profile.keys import Tolerances
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import Binding, RegistrationReply, RegistrationRequest
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.setting import describe_setting
from mipconf.trace.trace import Packet, Trace

from .lab import CARE_OF, KEYS, MN_KEY, MS, SECOND, START, VIRTUAL_IP, WITH_HSRP, config

A, B, C = "10.0.0.2", "10.0.0.3", "10.0.0.4"
NODE = Endpoint(CARE_OF, 5434)

Loss = Callable[[Datagram, str], bool]
"""Whether a datagram is lost on its way to a receiver."""


class Port:
    """What was seen at the port of one Home Agent: all that reached it and that it sent."""

    def __init__(self, item: HutConfig) -> None:
        self._packets: list[Packet] = []
        self._remarks: list[Remark] = []
        self._frames = count(1)
        setting = describe_setting(item, Tolerances(), lossy=False)
        self.remark(RemarkKind.SETTING, START, **setting)

    def saw(self, datagram: Datagram, time: int) -> None:
        self._packets.append(Packet(next(self._frames), time, datagram))

    def remark(self, kind: RemarkKind, time: int, **data: object) -> None:
        self._remarks.append(Remark(next(self._frames), time, kind, data))

    def trace(self) -> Trace:
        return Trace(tuple(self._packets), tuple(self._remarks))


class Link:
    """Home Agents and a mobile node joined by a queue of datagrams, each 0.1 ms on its way."""

    def __init__(self, configs: Iterable[HutConfig], seed: int = 1) -> None:
        self.now = START
        self.random = random.Random(seed)
        self.loses: Loss = lambda datagram, receiver: False
        self.to_node: list[tuple[str, RegistrationReply]] = []
        self._queue: list[tuple[int, int, Datagram, str]] = []
        self._serial = count()
        self.agents: dict[str, HomeAgent] = {}
        self.ports: dict[str, Port] = {}
        for item in configs:
            self.start(item)

    def start(self, item: HutConfig) -> HomeAgent:
        chance = random.Random(self.random.getrandbits(32))
        self.agents[item.ha_id] = agent = HomeAgent(item, chance, self.now)
        port = self.ports.setdefault(item.ha_id, Port(item))
        port.remark(RemarkKind.STARTING, self.now)
        port.remark(RemarkKind.READY, self.now)
        return agent

    def crash(self, name: str) -> None:
        del self.agents[name]
        self.ports[name].remark(RemarkKind.KILLED, self.now)

    def end(self) -> None:
        for port in self.ports.values():
            port.remark(RemarkKind.ENDED, self.now)

    def run(self, milliseconds: float) -> None:
        end = self.now + round(milliseconds * MS)
        while True:
            self._collect()
            times = [agent.deadline for agent in self.agents.values()]
            due = [time for time in times if time is not None]
            due += [self._queue[0][0]] if self._queue else []
            if not due or min(due) > end:
                break
            self.now = max(self.now, min(due))
            self._deliver()
            for agent in self.agents.values():
                agent.wake(self.now)
        self.now = max(self.now, end)

    def register(self, home_address: str, at: str, lifetime: int = 300) -> int:
        """Send a request; returns its Identification."""
        request = RegistrationRequest(
            flags=0, lifetime=lifetime, home_address=home_address, home_agent=at,
            care_of_address=CARE_OF, identification=from_time(self.now),
        )  # fmt: skip
        self._send(Datagram(NODE, Endpoint(at, 434), STANDARD.encode(request, MN_KEY)))
        return request.identification

    def tables(self) -> dict[str, dict[str, Binding]]:
        """What each holds, but for lifetimes."""
        return {
            name: {
                item.home_address: replace(item, lifetime_remaining=0)
                for item in agent.bindings(self.now)
            }
            for name, agent in self.agents.items()
        }

    def active(self) -> list[str]:
        return [name for name, agent in self.agents.items() if agent.is_active]

    def _collect(self) -> None:
        for agent in self.agents.values():
            for datagram in agent.outgoing():
                self.ports[agent.address].saw(datagram, self.now)
                self._send(datagram)

    def _send(self, datagram: Datagram) -> None:
        if datagram.destination == NODE:
            message = STANDARD.decode(datagram.payload, KEYS).message
            assert isinstance(message, RegistrationReply)
            self.to_node.append((datagram.source.address, message))
            return
        for name in self._receivers(datagram):
            if name != datagram.source.address and not self.loses(datagram, name):
                due = self.now + SECOND // 10_000
                heapq.heappush(self._queue, (due, next(self._serial), datagram, name))

    def _receivers(self, datagram: Datagram) -> list[str]:
        """All that may hear it; what goes to the virtual IP address reaches one of them only."""
        if datagram.destination.address == VIRTUAL_IP:
            return self.active()[-1:]
        return list(self.agents)

    def _deliver(self) -> None:
        while self._queue and self._queue[0][0] <= self.now:
            _, _, datagram, name = heapq.heappop(self._queue)
            agent = self.agents.get(name)
            if agent is not None and datagram.destination in agent.endpoints:
                self.ports[name].saw(datagram, self.now)
                agent.receive(datagram, self.now)
                self._collect()
                self.now += 1  # ns; what it answers comes before what is heard next


def group(*names: str, **changes: object) -> list[HutConfig]:
    return [
        config(ha_id=name, fhrp=WITH_HSRP.model_copy(update={"priority": 100 + index}), **changes)
        for index, name in enumerate(names)
    ]


def booted(*names: str, **changes: object) -> Link:
    link = Link(group(*names, **changes))
    link.run(5000)
    return link


def apart(*side: str) -> Loss:
    """A partition: this side and the other don't hear each other; the mobile node hears both."""

    def loses(datagram: Datagram, receiver: str) -> bool:
        sender = datagram.source.address
        return sender != NODE.address and (sender in side) != (receiver in side)

    return loses
