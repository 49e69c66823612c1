"""The stage of a case: one HUT, the parties that the tester plays around it, and the time."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from random import Random

import trio

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.place import Place
from mipconf.campaign.times import Times
from mipconf.codec import Format
from mipconf.hut.driver import Driver
from mipconf.net.impairment import Impairment
from mipconf.net.network import Network
from mipconf.profile.contract import HutConfig
from mipconf.profile.keys import Tolerances
from mipconf.protocol.durations import SECOND
from mipconf.protocol.fhrp_messages import State
from mipconf.protocol.messages import RedundancyMessage
from mipconf.roles.home_agent import Part, PlayedHomeAgent
from mipconf.roles.mobile_node import MobileNode
from mipconf.roles.router import PlayedRouter
from mipconf.roles.tester import Tester
from mipconf.trace.recorder import Recorder
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import describe_setting

HOST_P, HOST_Q, HOST_R = 21, 22, 23
FIRST_CARE_OF_HOST = 100
ATTEMPTS = 4
"""How often a party asks for what may have been lost."""


class Stage(Times):
    """One HUT and the parties around it: Home Agents P, Q and R, routers, mobile nodes.

    `started` is set when the HUT was started for the first time.
    """

    def __init__(
        self,
        *,
        place: Place,
        name: str,
        declaration: Declaration,
        started: trio.Event,
        latency_ns: int,
        config: HutConfig,
        tolerances: Tolerances,
        network: Network,
        driver: Driver,
        tester: Tester,
        recorder: Recorder,
        random: Random,
        format: Format,
        impairment: Impairment,
        supports: Mapping[str, bool],
    ) -> None:
        super().__init__(config, tolerances)
        self.network = network
        self.started = started
        self._impairment = impairment
        self._attempts = ATTEMPTS if impairment.loss else 1
        self._place = place
        self._driver = driver
        self._tester = tester
        self._recorder = recorder
        self._codec = format.load()
        self.p, self.q, self.r = (
            PlayedHomeAgent(f"{place.prefix}.{host}", config, random, self._codec)
            for host in (HOST_P, HOST_Q, HOST_R)
        )
        self._agents = (self.p, self.q, self.r)
        self._routers: dict[str, PlayedRouter] = {}
        self._nodes: dict[int, MobileNode] = {}
        for agent in self._agents:
            tester.add(agent)

        recorder.remark(
            RemarkKind.SETTING,
            case=name,
            exercises=list(declaration.requirements),
            **describe_setting(
                config,
                tolerances,
                lossy=False,
                latency_ns=latency_ns,
                format=format,
                supports=supports,
            ),
        )

    # Waiting.

    async def wait(self, seconds: float) -> None:
        """Let time pass, listening."""
        await self.network.sleep_until(self.network.now() + int(seconds * SECOND))

    async def wait_since(
        self, agent: PlayedHomeAgent, message: RedundancyMessage, seconds: float
    ) -> None:
        """Let so much time pass since a played Home Agent heard a message."""
        heard = next(heard.time for heard in agent.heard if heard.message is message)
        await self.network.sleep_until(heard + int(seconds * SECOND))

    async def until(self, condition: Callable[[], bool], within: float) -> bool:
        """Wait until the condition holds, or so many seconds have passed."""
        deadline = self.network.now() + int(within * SECOND)
        return await self.network.wait_until(condition, deadline)

    # The HUT.

    def remark(self, kind: RemarkKind, **data: object) -> None:
        """Write a remark into the capture."""
        self._recorder.remark(kind, **data)

    async def start(self) -> None:
        """Start the HUT; raises HutUnavailable where it cannot be."""
        self.remark(RemarkKind.STARTING)
        await self._driver.start(self.config)
        self.started.set()
        self.remark(RemarkKind.READY)

    async def stop(self) -> None:
        """End the HUT in good order."""
        self.remark(RemarkKind.STOPPED)
        await self._driver.stop()

    async def crash(self) -> None:
        """End the HUT at once; its table is lost."""
        self.remark(RemarkKind.KILLED)
        await self._driver.kill()

    async def join(self, table: Sequence[Part] | None = None) -> None:
        """Start the HUT where P is known and answers its request; return when it has joined.

        A HUT that never asks is waited for until it would be initialized anyway.
        """
        self.p.table = (Part(1),) if table is None else table
        parts = len(self.p.table)
        await self.start()

        def complete() -> bool:
            return self.p.accepted_parts >= parts

        await self.until(complete, self.join_s + parts * 0.01)
        await self.initialized()

    async def initialized(self) -> None:
        """Wait until the HUT shows its table: for one reply timeout it may still answer Code 1."""
        await self.wait(self.reply_timeout_s + 0.05)

    async def become_active(self) -> None:
        """Wait until the HUT says that it is active; at once where there is no FHRP."""
        await self.become(State.ACTIVE)

    async def become(self, state: State) -> None:
        """Wait until the HUT tells of a state; at once where nobody who is in it tells.

        That is any but Active with VRRP, and all where there is no FHRP.
        """
        if self.has_fhrp and (state is State.ACTIVE or self.config.fhrp.protocol == "hsrp"):
            await self.until(lambda: self._tester.hut_state is state, self.election_s)

    async def take_over(self) -> None:
        """Wait until the HUT is active, after whoever was active has fallen silent."""
        if self.has_fhrp:
            self._tester.states.clear()  # What it said before may be out of date.
            slack = self.tolerances.retransmit_slack_ms / 1000 + 0.1
            # One hold time to notice it, and three to be active (docs/hut-contract.md).
            await self.until(
                lambda: self._tester.hut_state is State.ACTIVE, 4 * self.hold_s + slack
            )

    def resynchronise(self) -> None:
        """Let the operator tell the HUT to ask for the group's table again."""
        self.remark(RemarkKind.RESYNCHRONISE)
        self._driver.resync()

    async def until_passive(self) -> None:
        """Wait until a HUT that hears a better active can count as active no longer.

        What it said itself is then older than a hold time, and so is what others said before.
        """
        await self.wait(self.hold_s + self.tolerances.crossing_ms / 500)

    # The parties.

    def router(self, agent: PlayedHomeAgent) -> PlayedRouter:
        """The router that a played Home Agent is."""
        router = self._routers.get(agent.address)
        if router is None:
            router = PlayedRouter(agent.address, self.config, self._place.virtual_ip)
            self._routers[agent.address] = router
            self._tester.add(router)
            self.network.flush(self._tester)
        return router

    def play(self, agent: PlayedHomeAgent, state: State, priority: int) -> None:
        """Let a played Home Agent be a router in a state; nothing where there is no FHRP.

        States are named as in HSRP. With VRRP Active is the master, and in any other the router is
        a silent backup. The source of an FHRP message becomes a member (docs/protocol.md#5-3).
        """
        if not self.has_fhrp:
            return
        router = self.router(agent)
        router.play(self.network.now(), state, priority)
        agent.introduced = agent.introduced or bool(router.outbox)
        self.network.flush(self._tester)

    def fall_silent(self, *agents: PlayedHomeAgent) -> None:
        """Let played Home Agents say no hello any more, as if their routers had crashed."""
        for agent in agents:
            if agent.address in self._routers:
                self._routers[agent.address].fall_silent()

    def node(self, number: int) -> MobileNode:
        """Mobile node `number` (1..150); its home address rises with the number."""
        node = self._nodes.get(number)
        if node is None:
            node = self._nodes[number] = MobileNode(
                f"{self._place.prefix}.{FIRST_CARE_OF_HOST + number}",
                self.home_address(number),
                self.config,
                self._codec,
            )
            self._tester.add(node)
            self.network.flush(self._tester)
        return node

    def home_address(self, number: int) -> str:
        """The home address of mobile node `number` (1..)."""
        first = ipaddress.IPv4Address(f"{self._place.home_prefix}.0")
        return str(first + number)
