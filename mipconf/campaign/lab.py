"""The lab that a case works in: one HUT, and the parties that the tester plays around it.

A case drives and waits; it judges nothing. What it waits for is always bounded, and where
something does not come the case goes on: the judge will say what that means.

On a network that loses datagrams the parties do as real ones do: a mobile node registers again, a
Home Agent sends updates and parts again with R = 1 and asks again with a new Sequence Number. Where
none are lost they don't, for there an answer that does not come will not come.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

import trio

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.recorder import Recorder
from mipconf.campaign.times import Times
from mipconf.codec import Format
from mipconf.contract import HutConfig
from mipconf.fhrp.messages import State
from mipconf.hut.driver import Driver
from mipconf.identification import from_time
from mipconf.judge.registrations import Intent
from mipconf.judge.setting import MILLISECOND, SECOND, describe_setting
from mipconf.judge.trace import RemarkKind
from mipconf.layers.security import Association
from mipconf.messages import (
    Binding,
    BindingUpdate,
    Flags,
    RedundancyMessage,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableRequest,
)
from mipconf.net.impairment import Impairment
from mipconf.net.network import Network
from mipconf.profile import Tolerances
from mipconf.roles.home_agent import Part, PlayedHomeAgent, ignore
from mipconf.roles.mobile_node import MobileNode
from mipconf.roles.router import PlayedRouter
from mipconf.roles.tester import Tester

HOST_P, HOST_Q, HOST_R = 21, 22, 23
FIRST_CARE_OF_HOST = 100
REQUESTS_PER_REPLY_TIMEOUT = 6
ATTEMPTS = 4
"""How often a party asks for what may have been lost."""

CLOSING_NODE = 140
"""The mobile node that registers last in each case, to show that the HUT is alive."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case happens: the first three octets of its addresses, and of its home addresses.

    `virtual_ip` is the group's virtual IP address, also where the HUT is not told of it.
    """

    prefix: str
    home_prefix: str
    virtual_ip: str


class Lab(Times):
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
            self._tester.hut_state = None  # What it said before may be out of date.
            slack = self.tolerances.retransmit_slack_ms / 1000 + 0.1
            # One hold time to notice it, and three to be active (hut-contract.md).
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
        a silent backup. The source of an FHRP message becomes a member (wire-format.md 5.3).
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

    # What they do.

    async def register(
        self,
        node: MobileNode,
        *,
        at: str | None = None,
        lifetime: int = 300,
        care_of_address: str | None = None,
        flags: int = Flags.D,
        nai: bytes | None = None,
    ) -> None:
        """Register at the HUT's own address, or at `at`, until reply and update were seen."""

        def request(node: MobileNode, now: int) -> RegistrationRequest:
            return node.request(
                now,
                at or self.config.ha_id,
                lifetime=lifetime,
                care_of_address=care_of_address,
                flags=flags,
                nai=nai,
            )

        await self._register([node], request)

    async def register_all(self, nodes: Sequence[MobileNode]) -> None:
        """Register many at once at the HUT's own address, until all replies and updates came."""
        await self._register(
            nodes, lambda node, now: node.request(now, self.config.ha_id, lifetime=300)
        )

    async def _register(
        self,
        nodes: Sequence[MobileNode],
        request: Callable[[MobileNode, int], RegistrationRequest],
    ) -> None:
        """Let nodes request until reply and update were seen; those without a reply, again."""
        for _ in range(self._attempts):
            now = self.network.now()
            pairs = [(node, request(node, now)) for node in nodes]
            self.network.flush(self._tester)
            await self.until(partial(self._all_settled, pairs), self.answer_s)
            nodes = [node for node, requested in pairs if node.answer_to(requested) is None]
            if not nodes:
                return

    async def register_badly(self, node: MobileNode) -> None:
        """Register with a wrong authenticator, and listen until nothing more can come of it."""
        right = node.association
        wrong = Association(right.spi, right.algorithm, bytes(len(right.key)))
        for _ in range(self._attempts):
            now = self.network.now()
            self.intend(node, Intent.REFUSAL, from_time(now))
            request = node.request(now, self.config.ha_id, lifetime=300, association=wrong)
            self.network.flush(self._tester)
            await self.wait(self.answer_s + 0.05)
            if node.answer_to(request) is not None:
                return

    def intend(self, node: MobileNode, intent: Intent, identification: int) -> None:
        """Say in the capture what a request is meant for, before it is sent."""
        self.remark(
            RemarkKind.INTENT,
            home_address=node.home_address,
            identification=identification,
            expect=intent.value,
        )

    def insist(self, node: MobileNode, *, at: str | None = None) -> None:
        """Let a mobile node register every sixth of the reply timeout until it is accepted.

        It begins now, whether the HUT runs or not, and nobody can know whether it must succeed.
        """
        timeout = self.config.timers.reply_timeout_ms * MILLISECOND
        node.insist(
            self.network.now(),
            at or self.config.ha_id,
            timeout // REQUESTS_PER_REPLY_TIMEOUT,
            partial(self.intend, node, Intent.EITHER),
        )
        self.network.flush(self._tester)

    async def accepted(self, node: MobileNode) -> None:
        """Wait until a mobile node's insisting had success, or the HUT should be active long."""
        await self.until(lambda: node.accepted, self.join_s + self.election_s)

    async def update(
        self,
        agent: PlayedHomeAgent,
        bindings: Sequence[Binding],
        *,
        sequence: int | None = None,
        retransmission: bool = False,
    ) -> BindingUpdate:
        """Multicast an update, and wait for its acknowledgement."""
        before = len(agent.heard)
        message = agent.update(
            self.network.now(), bindings, sequence=sequence, retransmission=retransmission
        )
        await self._acknowledged(agent, message, before, agent.send_again)
        return message

    def binding(
        self,
        number: int,
        *,
        agent: PlayedHomeAgent | None = None,
        age: float = 0.0,
        lifetime: int = 600,
        host: int = 9,
        deleted: bool = False,
        flags: int = Flags.D,
        sub_options: tuple[SubOption, ...] = (),
    ) -> Binding:
        """The binding of mobile node `number` as another Home Agent took it `age` seconds ago."""
        now = self.network.now()
        granted = 0 if deleted else lifetime
        return Binding(
            home_address=self.home_address(number),
            home_agent=(agent or self.p).address,
            care_of_address=f"192.0.2.{host}",
            flags=flags,
            deleted=deleted,
            lifetime_granted=granted,
            lifetime_remaining=max(0, granted - int(age)),
            identification=from_time(now - int(age * SECOND)),
            sub_options=sub_options,
        )

    def more_than(self, parts: int) -> int:
        """So many bindings that the HUT's table is more than so many parts, whatever its format."""
        return parts * (self.config.max_datagram // self._codec.binding_size(self.binding(1))) + 1

    async def probe(self, agent: PlayedHomeAgent) -> None:
        """Ask for the HUT's table, until all of it came or nothing new came in time."""
        for _ in range(self._attempts):
            request = self.request(agent)
            coming = True
            while coming and not agent.has_series(request):
                count = len(agent.parts_of(request))
                coming = await self.until(
                    partial(_longer, partial(agent.parts_of, request), count), self.answer_s
                )
            if coming:
                break
        await self._deliver()

    async def request_heard(self) -> TableRequest | None:
        """Wait for a Table Request of the HUT; the newest one, or None."""
        await self.until(lambda: bool(self.p.requests()), self.join_s)
        return self.p.requests()[-1] if self.p.requests() else None

    async def all_requests_heard(self) -> TableRequest | None:
        """Wait for the last repeat of the HUT's Table Request; None if fewer came in time."""
        sendings = 1 + self.config.timers.max_retransmissions
        await self.until(lambda: len(self.p.requests()) >= sendings, self.join_s)
        requests = self.p.requests()
        return requests[sendings - 1] if len(requests) >= sendings else None

    def mute(self, agent: PlayedHomeAgent, until: str) -> None:
        """Let a played Home Agent acknowledge nothing at all from now on."""
        agent.withhold = ignore
        self.remark(RemarkKind.MUTE, address=agent.address, until=until)

    async def send_part(
        self,
        agent: PlayedHomeAgent,
        request: TableRequest,
        part: Part,
        *,
        sequence: int | None = None,
        retransmission: bool = False,
    ) -> TableReply:
        """Send one part, and wait for its acknowledgement."""
        before = len(agent.heard)
        message = agent.send_part(
            self.network.now(), request, part, sequence=sequence, retransmission=retransmission
        )
        await self._acknowledged(agent, message, before, agent.send_again)
        return message

    def acknowledge(self, agent: PlayedHomeAgent, sequence: int) -> None:
        """Let a played Home Agent acknowledge an update, heard or not."""
        for _ in range(self._attempts):
            agent.acknowledge(self.network.now(), sequence)
        self.network.flush(self._tester)

    def request(self, agent: PlayedHomeAgent) -> TableRequest:
        """Let a played Home Agent ask for the table, and go on at once."""
        request = agent.request(self.network.now())
        self.network.flush(self._tester)
        return request

    async def ask(self, agent: PlayedHomeAgent) -> TableRequest:
        """Ask for the table and go on at once, or where that may be lost, once something came."""
        request = self.request(agent)
        for _ in range(self._attempts - 1):
            if await self.until(
                partial(_longer, partial(agent.parts_of, request), 0), self.reply_timeout_s
            ):
                break
            request = self.request(agent)
        return request

    async def repeat(self, agent: PlayedHomeAgent, update: BindingUpdate) -> None:
        """Send the very datagram of an update once more, and wait for its acknowledgement."""
        before = len(agent.heard)
        agent.transmit(update, agent.group)
        await self._acknowledged(
            agent, update, before, lambda _, same: agent.transmit(same, agent.group)
        )

    async def _acknowledged(
        self,
        agent: PlayedHomeAgent,
        message: BindingUpdate | TableReply,
        before: int,
        send_again: Callable[[int, BindingUpdate | TableReply], None],
    ) -> None:
        """Wait until what an agent sends now is acknowledged, after the first `before` messages
        that it heard.
        """
        self.network.flush(self._tester)
        for left in reversed(range(self._attempts)):
            within = self.retransmit_s if left else self.answer_s
            if await self.until(lambda: agent.acknowledged(message, since=before), within):
                return
            if left:
                send_again(self.network.now(), message)
                self.network.flush(self._tester)

    def unused_sequence(self) -> int:
        """A Sequence Number far from any that the HUT sent."""
        used = [heard.message.sequence for heard in self.p.heard]
        return (max(used, default=0) + (1 << 31)) % (1 << 32)

    async def resent(self, agent: PlayedHomeAgent, node: MobileNode, times: int) -> None:
        """Wait until a mobile node's last update came to an agent so many times again."""
        await self.until(
            lambda: len(agent.sendings(node.home_address, node.identification)) > times,
            times * 2 * self.retransmit_s * self.tolerances.retransmit_late + self.answer_s,
        )

    async def sent_again(
        self, agent: PlayedHomeAgent, node: MobileNode, at_most: int | None = None
    ) -> None:
        """Wait until a mobile node's last update came to an agent as often as it may."""
        await self._given_up(
            lambda: agent.sendings(node.home_address, node.identification), at_most
        )

    async def probe_muted(
        self,
        agent: PlayedHomeAgent,
        concerns: Callable[[TableReply], bool],
        at_most: int | None = None,
    ) -> None:
        """Ask for the table, and wait until the parts concerned came as often as they may."""
        request = await self.ask(agent)
        await self._given_up(
            lambda: [
                heard.time
                for heard in agent.parts_of(request)
                if isinstance(heard.message, TableReply) and concerns(heard.message)
            ],
            at_most,
        )

    async def _given_up(self, sendings: Callable[[], Sequence[int]], at_most: int | None) -> None:
        """Wait until something was sent as often as it may be, and would have been once more.

        `sendings` gives the times of the sendings so far; the interval may double each time.
        """
        most = at_most or 1 + self.config.timers.max_retransmissions
        slack = self.tolerances.retransmit_slack_ms / 1000 + 0.1
        gap = self.retransmit_s
        await self.until(lambda: bool(sendings()), self.answer_s)
        while (count := len(sendings())) <= most:
            times = sendings()
            if count > 1:
                gap = max(gap, 2 * (times[-1] - times[-2]) / SECOND)
            waited = gap * self.tolerances.retransmit_late + slack
            came = await self.until(partial(_longer, sendings, count), waited)
            if not came:
                return

    async def close(self) -> None:
        """End the case: one more registration, which shows that the HUT is alive, and a probe."""
        if self._driver.alive:
            await self.register(self.node(CLOSING_NODE))
            await self.probe(self.p)
        self.remark(RemarkKind.ENDED, latency_ns=self._recorder.latency_ns)

    def _all_settled(self, pairs: Sequence[tuple[MobileNode, RegistrationRequest]]) -> bool:
        return all(self._settled(*pair) for pair in pairs)

    def _settled(self, node: MobileNode, request: RegistrationRequest) -> bool:
        answer = node.answer_to(request)
        if answer is None:
            return False
        if answer.message.code > 1 or not self._members_known():
            return True
        return any(agent.has_update(request.identification) for agent in self._agents)

    def _members_known(self) -> bool:
        return any(agent.is_known for agent in self._agents)

    async def _deliver(self) -> None:
        """Let what the parties sent last reach the HUT."""
        await self.wait(0.002 + self._impairment.latest / SECOND)


def _longer(items: Callable[[], Sequence[object]], count: int) -> bool:
    return len(items()) > count
