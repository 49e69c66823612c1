"""The lab that a case works in: one HUT, and the parties that the tester plays around it.

A case drives and waits; it judges nothing. What it waits for is always bounded, and where
something does not come the case goes on: the judge will say what that means.

On a network that loses datagrams the parties do as real ones do: a mobile node registers again, a
Home Agent sends updates and parts again with R = 1 and asks again with a new Sequence Number. Where
none are lost they don't, for there an answer that does not come will not come.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from mipconf.campaign.stage import Stage
from mipconf.layers.security import Association
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    Flags,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableRequest,
)
from mipconf.roles.home_agent import Part, PlayedHomeAgent, ignore
from mipconf.roles.mobile_node import MobileNode
from mipconf.trace.remark import Intent, RemarkKind

REQUESTS_PER_REPLY_TIMEOUT = 6
CLOSING_NODE = 140
"""The mobile node that registers last in each case, to show that the HUT is alive."""


class Lab(Stage):
    """The stage, and what the parties on it do to the HUT."""

    @property
    def lifetime_s(self) -> int:
        """The lifetime that mobile nodes ask for: no more than the HUT grants."""
        return min(300, self.config.max_lifetime_s)

    async def register(
        self,
        node: MobileNode,
        *,
        at: str | None = None,
        lifetime: int | None = None,
        care_of_address: str | None = None,
        flags: int = Flags.D,
        nai: bytes | None = None,
    ) -> None:
        """Register at the HUT's own address, or at `at`, until reply and update were seen.

        Without a `lifetime`, for as long as any mobile node does here.
        """

        def request(node: MobileNode, now: int) -> RegistrationRequest:
            return node.request(
                now,
                at or self.config.ha_id,
                lifetime=self.lifetime_s if lifetime is None else lifetime,
                care_of_address=care_of_address,
                flags=flags,
                nai=nai,
            )

        await self._register([node], request)

    async def register_all(self, nodes: Sequence[MobileNode]) -> None:
        """Register many at once at the HUT's own address, until all replies and updates came."""
        await self._register(
            nodes,
            lambda node, now: node.request(now, self.config.ha_id, lifetime=self.lifetime_s),
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
            request = node.request(
                now, self.config.ha_id, lifetime=self.lifetime_s, association=wrong
            )
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
        """Ask for the table, and wait until the part concerned came as often as it may.

        A list may be spread over several parts: then it is the first of them that came.
        """
        request = await self.ask(agent)

        def sendings() -> list[int]:
            came = [
                (heard.message.part, heard.time)
                for heard in agent.parts_of(request)
                if isinstance(heard.message, TableReply) and concerns(heard.message)
            ]
            return [time for part, time in came if part == came[0][0]]

        await self._given_up(sendings, at_most)

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


Case = Callable[[Lab], Awaitable[None]]
"""What drives a HUT through a situation; it asserts nothing."""
