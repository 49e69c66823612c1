"""The lab of two Home Agents of one group, both under test: nobody else but mobile nodes is played.

A mute observer hears what is multicast, by which the case goes on. What it waits for is always
bounded, as in `mipconf.campaign.lab`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import trio

from mipconf.campaign.lab import CLOSING_NODE
from mipconf.campaign.place import Place
from mipconf.campaign.stage import FIRST_CARE_OF_HOST
from mipconf.campaign.times import Times
from mipconf.codec import Codec
from mipconf.hut.driver import Driver
from mipconf.layers.security import Association
from mipconf.net.network import Network
from mipconf.profile.contract import HutConfig
from mipconf.profile.keys import Tolerances
from mipconf.protocol.durations import SECOND
from mipconf.protocol.fhrp_messages import State
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import TableRequest
from mipconf.roles.home_agent import PlayedHomeAgent
from mipconf.roles.mobile_node import MobileNode
from mipconf.roles.tester import Tester
from mipconf.trace.recorder import Recorder
from mipconf.trace.remark import Intent, RemarkKind

LIFETIME_S = 300
OBSERVER_HOST = 21


@dataclass(frozen=True, slots=True, eq=False)
class Hut:
    """One of the two: what it is called ("A", "B"), how it is run, and what is recorded of it.

    Its recorder has all datagrams, and the remarks on this one alone: a capture as that of any
    other run, to be judged by itself.
    """

    name: str
    config: HutConfig
    driver: Driver
    recorder: Recorder

    @property
    def address(self) -> str:
        """Its Home Agent Identifier."""
        return self.config.ha_id

    async def start(self) -> None:
        """Start it; raises HutUnavailable where it cannot be."""
        self.recorder.remark(RemarkKind.STARTING)
        await self.driver.start(self.config)
        self.recorder.remark(RemarkKind.READY)

    async def crash(self) -> None:
        """End it at once; its table is lost."""
        self.recorder.remark(RemarkKind.KILLED)
        await self.driver.kill()

    def resynchronise(self) -> None:
        """Let the operator tell it to ask for the group's table again."""
        self.recorder.remark(RemarkKind.RESYNCHRONISE)
        self.driver.resync()


class PairLab(Times):
    """Two Home Agents beside each other; `first` has the better priority, if both are not alike.

    Nobody knows of the observer, which never says anything.
    """

    def __init__(
        self,
        *,
        place: Place,
        huts: tuple[Hut, Hut],
        tolerances: Tolerances,
        network: Network,
        tester: Tester,
        random: Random,
        codec: Codec,
    ) -> None:
        super().__init__(huts[0].config, tolerances)
        self.first, self.second = huts
        self.network = network
        self._place = place
        self._tester = tester
        self._codec = codec
        self._observer = PlayedHomeAgent(place.address(OBSERVER_HOST), self.config, random, codec)
        self._nodes: dict[int, MobileNode] = {}
        tester.add(self._observer)
        network.flush(tester)

    @property
    def virtual_ip(self) -> str:
        """The group's virtual IP address."""
        return self._place.virtual_ip

    def remark(self, kind: RemarkKind, **data: object) -> None:
        """Write a remark on both into their captures."""
        for hut in (self.first, self.second):
            hut.recorder.remark(kind, **data)

    # Waiting.

    async def wait(self, seconds: float) -> None:
        """Let time pass, listening."""
        await self.network.sleep_until(self.network.now() + int(seconds * SECOND))

    async def until(self, condition: Callable[[], bool], within: float) -> bool:
        """Wait until the condition holds, or so many seconds have passed."""
        return await self.network.wait_until(condition, self.network.now() + int(within * SECOND))

    # The Home Agents.

    async def start(self, hut: Hut) -> None:
        """Start a Home Agent alone in the group, until it should be initialized and active."""
        await hut.start()
        await self.wait(self.config.timers.listen_ms / 1000)
        await self.become_active(hut)
        await self.initialized()

    async def join(self, hut: Hut) -> None:
        """Start a Home Agent beside the other, until it asked for the table and has it."""
        before = self._requests(hut)
        await hut.start()
        await self.until(lambda: self._requests(hut) > before, self.join_s)
        await self.initialized()

    async def start_both(self) -> None:
        """Start both at once, until they can do without an answer from the other.

        Raises HutUnavailable where one of them cannot be started.
        """
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self.first.start)
                nursery.start_soon(self.second.start)
        except ExceptionGroup as group:  # That there is a nursery is our own affair.
            raise group.exceptions[0] from None
        await self.wait(self.join_s)

    async def initialized(self) -> None:
        """Wait until who asked has the table; for one reply timeout it may still say it has not."""
        await self.wait(self.reply_timeout_s + 0.05)

    async def become_active(self, hut: Hut) -> None:
        """Wait until a Home Agent's hellos say that it is active; at once without an FHRP."""
        if self.has_fhrp:
            active = self.until(
                lambda: self._tester.states.get(hut.address) is State.ACTIVE,
                self.election_s + self.hold_s,
            )
            await active

    async def until_settled(self) -> None:
        """Let 3 hold times and more pass, after which who is active has been so for long."""
        if self.has_fhrp:
            await self.wait(3 * self.hold_s + self.tolerances.crossing_ms / 500)

    async def until_given_up(self) -> None:
        """Wait until an update that is not acknowledged is sent no more.

        Should its interval double, the gaps are 1, 2, 4 and so on; in one more nothing may come.
        """
        gaps = 2 ** (1 + self.config.timers.max_retransmissions) - 1
        await self.wait(gaps * self.retransmit_s + self.tolerances.retransmit_slack_ms / 1000 + 0.1)

    # The mobile nodes.

    async def register(
        self,
        number: int,
        at: str,
        *,
        lifetime: int = LIFETIME_S,
        care_of_address: str | None = None,
    ) -> None:
        """Let a mobile node register at an address, until the reply and the update were seen."""
        node = self._node(number)
        request = node.request(
            self.network.now(), at, lifetime=lifetime, care_of_address=care_of_address
        )
        self.network.flush(self._tester)
        await self.until(lambda: node.answer_to(request) is not None, self.answer_s)
        await self.until(
            lambda: self._observer.has_update(request.identification), self.retransmit_s / 2
        )

    async def register_badly(self, number: int, at: str) -> None:
        """Let a mobile node register with a wrong authenticator, until nothing can come of it."""
        node = self._node(number)
        right = node.association
        wrong = Association(right.spi, right.algorithm, bytes(len(right.key)))
        now = self.network.now()
        self.remark(
            RemarkKind.INTENT,
            home_address=node.home_address,
            identification=from_time(now),
            expect=Intent.REFUSAL.value,
        )
        node.request(now, at, lifetime=LIFETIME_S, association=wrong)
        self.network.flush(self._tester)
        await self.wait(self.answer_s + 0.05)

    async def close(self) -> None:
        """End the case: registrations show that both are alive, and what is due has its time."""
        for offset, hut in enumerate((self.first, self.second)):
            if hut.driver.alive:
                await self.register(CLOSING_NODE + offset, hut.address)
        await self.wait(self.answer_s + 0.05)
        for hut in (self.first, self.second):
            hut.recorder.remark(RemarkKind.ENDED, latency_ns=hut.recorder.latency_ns)

    def _node(self, number: int) -> MobileNode:
        node = self._nodes.get(number)
        if node is None:
            address = self._place.address(FIRST_CARE_OF_HOST + number)
            home = ipaddress.IPv4Address(f"{self._place.home_prefix}.0") + number
            node = MobileNode(address, str(home), self.config, self._codec)
            self._nodes[number] = node
            self._tester.add(node)
            self.network.flush(self._tester)
        return node

    def _requests(self, hut: Hut) -> int:
        return sum(
            isinstance(heard.message, TableRequest) and heard.message.home_agent_id == hut.address
            for heard in self._observer.heard
        )
