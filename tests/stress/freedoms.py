"""Healthy Home Agents, each of which does otherwise what docs/protocol.md leaves to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering, ServedSeries
from mipconf.ha.delivery import Deliveries, Delivery
from mipconf.ha.members import Members
from mipconf.ha.packing import Packing
from mipconf.ha.receiving import Receiving
from mipconf.ha.table import BindingTable, Entry
from mipconf.ha.transmitter import Transmitter
from mipconf.ha.updates import Updates
from mipconf.net.host import Datagram
from mipconf.profile.profile import Profile
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import (
    BindingUpdate,
    Code,
    RedundancyMessage,
    TableReply,
    TableRequest,
)
from tests.end_to_end import hsrp_agents
from tests.judge import freedoms as joining

MILLISECOND = 1_000_000
YEARS = 10**18


class TellsFirst(HomeAgent):
    """Its reply follows the update: they come "in either order" (5.4)."""

    def outgoing(self) -> list[Datagram]:
        return sorted(super().outgoing(), key=_is_registration_reply)


def _is_registration_reply(datagram: Datagram) -> bool:
    return datagram.payload[:1] == bytes((3,))


class SharesUpdates(HomeAgent):
    """ "One update MAY carry several MNs" (5.4): those of some milliseconds."""

    gathering = 5 * MILLISECOND

    def __init__(self, *words: object, **names: object) -> None:
        self.gathered: dict[str, Entry] = {}
        self.due: int | None = None
        super().__init__(*words, **names)  # type: ignore[arg-type]

    def registered(self, entry: Entry, now: int) -> None:
        if entry.home_address in self.gathered:
            self.tell(now)
        self.superseded(entry, own=True, now=now)
        self.gathered[entry.home_address] = entry
        self.due = self.due or now + self.gathering

    def tell(self, now: int) -> None:
        gathered, self.gathered, self.due = self.gathered, {}, None
        if not len(self.members):
            return
        packing = Packing(
            gathered, lambda home, _: gathered[home], lambda e: self.updates.size(e, now)
        )
        while entries := packing.fill(self.transmitter.update_room, now):
            message = self.updates.update(entries, now)
            self.transmitter.multicast(message)
            self.updates._follow(message, entries, self.members, now)

    def wake(self, now: int) -> None:
        if self.due is not None and self.due <= now:
            self.tell(now)
        super().wake(now)

    @property
    def deadline(self) -> int | None:
        deadlines = (super().deadline, self.due)
        return min((time for time in deadlines if time is not None), default=None)


class _Doubling(Deliveries):
    def interval(self, delivery: Delivery, member: str) -> int:
        sent = self._timers.max_retransmissions - delivery.waiting[member].left
        return super().interval(delivery, member) << sent


class _DoublingUpdates(Updates):
    deliveries_type = _Doubling


class _DoublingAnswering(Answering):
    deliveries_type = _Doubling


class DoublesIntervals(HomeAgent):
    """ "It MAY double the interval each time" (5.4)."""

    updates_type = _DoublingUpdates
    answering_type = _DoublingAnswering


class _Unchanged(Deliveries):
    def retransmission(self, delivery: Delivery, now: int) -> BindingUpdate | TableReply | None:
        if super().retransmission(delivery, now) is None:
            return None
        return replace(delivery.message, retransmission=True, identification=from_time(now))


class _UnchangedUpdates(Updates):
    deliveries_type = _Unchanged


class _UnchangedAnswering(Answering):
    deliveries_type = _Unchanged


class RepeatsLifetimes(HomeAgent):
    """Remaining lifetimes "MAY shrink" in a retransmission (5.1), and need not."""

    updates_type = _UnchangedUpdates
    answering_type = _UnchangedAnswering


class _Splitting(Transmitter):
    """Four bindings a part, one id a list: "a message may hold several" lists (4.2)."""

    def reply_room(self, home_agents: object) -> int:
        return min(super().reply_room(home_agents), 4 * 28)  # type: ignore[arg-type]

    def home_agents_that_fit(self, home_agents: object) -> int:
        return min(super().home_agents_that_fit(home_agents), 1)  # type: ignore[arg-type]


class SmallParts(HomeAgent):
    """Many small parts, and the list of Home Agents in several of them."""

    transmitter_type = _Splitting


class _Backwards(Answering):
    """Five bindings a part, the last part first."""

    def begin(self, request: TableRequest, code: Code, now: int) -> None:
        homes = self._table.home_addresses() if code == Code.ACCEPTED else []
        chunks = [homes[i : i + 5] for i in range(0, len(homes), 5)] or [[]]
        self._chunks = getattr(self, "_chunks", {}) | {request.home_agent_id: chunks}
        self._counts = getattr(self, "_counts", {}) | {request.home_agent_id: len(chunks)}
        super().begin(request, code, now)

    def send_part(self, series: ServedSeries, now: int) -> None:
        requester = series.request.home_agent_id
        chunks, count = self._chunks[requester], self._counts[requester]
        number = len(chunks)
        told = (self.told(home, now) for home in chunks.pop())
        entries = [entry for entry in told if entry is not None and not entry.is_over(now)]
        series.is_sent = not chunks
        message = TableReply(
            **self._transmitter.next_header(now),
            code=series.code,
            request_sequence=series.request.sequence,
            part=number,
            more=number < count,
            home_agents=tuple(series.home_agents) if number == count else (),
            bindings=tuple(entry.binding(now) for entry in entries),
        )
        self._transmitter.unicast(message, requester)
        series.in_flight[message.sequence] = None
        self.deliveries.begin(message, entries, [requester], now)


class Backwards(HomeAgent):
    """Parts in reverse order, the list in the last one alone ("in any of them", 5.7)."""

    answering_type = _Backwards


class _MarksOfMust(BindingTable):
    def mark(self, entry: Entry, now: int) -> None:
        known = self.get(entry.home_address, now)
        if known is None or known.deleted:
            super().mark(entry, now)
        else:
            del self._entries[entry.home_address]
            self._purges.pop(entry.home_address, None)


class KeepsFewMarks(HomeAgent):
    """Removes a binding without a mark: that is a SHOULD (5.4, 5.5)."""

    table_type = _MarksOfMust


class _TellsNoMarks(Answering):
    def told(self, home_address: str, now: int) -> Entry | None:
        entry = super().told(home_address, now)
        return None if entry is None or entry.deleted else entry


class TellsNoMarks(HomeAgent):
    """Puts no entry marked as deleted into a Table Reply: "if it is put" there (5.5)."""

    answering_type = _TellsNoMarks


class _NeverComplains(Receiving):
    def may_complain(self, message: RedundancyMessage, now: int) -> bool:
        return False


class DropsSilently(HomeAgent):
    """ "131 (a receiver MAY drop instead)" (5.2)."""

    receiving_type = _NeverComplains


class _Faithful(Members):
    @property
    def patience(self) -> int:
        return YEARS


class ForgetsNobody(HomeAgent):
    """A member "MAY be dropped" after 10 hold times (5.3); here none is."""

    members_type = _Faithful


class Thrifty(
    TellsFirst,
    SharesUpdates,
):
    """Much at once: as the other vendor of these tests does it."""

    updates_type = _DoublingUpdates
    table_type = _MarksOfMust
    receiving_type = _NeverComplains
    answering_type = _Backwards


@dataclass(frozen=True)
class Freedom:
    """A healthy Home Agent, and what its profile says otherwise; keys are those of a profile."""

    agent: type[HomeAgent]
    changes: Mapping[str, object] = field(default_factory=dict)
    called: str = ""

    def __str__(self) -> str:
        return self.called or self.agent.__name__

    @cached_property
    def profile(self) -> Profile:
        return Profile.model_validate(self.changes, strict=False)


def _keys(algorithm: str) -> Mapping[str, object]:
    return {"group_security": [{"spi": 77, "algorithm": algorithm, "key": "5a" * 16}]}


FREEDOMS = (
    Freedom(HomeAgent),
    Freedom(HomeAgent, {"fhrp": {"version": 1}}, "HSRP version 1"),
    Freedom(HomeAgent, {"fhrp": {"protocol": "vrrp", "version": 2}}, "VRRP version 2"),
    Freedom(HomeAgent, {"fhrp": {"protocol": "vrrp", "version": 3}}, "VRRP version 3"),
    Freedom(HomeAgent, {"fhrp": {"protocol": "none"}}, "no FHRP"),
    Freedom(HomeAgent, {"fhrp": {"preempt": False}}, "no preemption"),
    Freedom(HomeAgent, {"fhrp": {"priority": 255}}, "highest priority"),
    Freedom(HomeAgent, {"fhrp": {"priority": 0}}, "lowest priority"),
    Freedom(HomeAgent, _keys("hmac-md5"), "hmac-md5"),
    Freedom(HomeAgent, _keys("hmac-sha1"), "hmac-sha1"),
    *map(
        Freedom,
        (
            TellsFirst,
            SharesUpdates,
            DoublesIntervals,
            RepeatsLifetimes,
            SmallParts,
            Backwards,
            KeepsFewMarks,
            TellsNoMarks,
            DropsSilently,
            ForgetsNobody,
            Thrifty,
            joining.AsksAgain,
            joining.ContentWithRefusals,
            joining.DeniesWhileJoining,
            hsrp_agents.Unhurried,
            hsrp_agents.SpacedOut,
            hsrp_agents.Talkative,
            hsrp_agents.Modest,
            hsrp_agents.Unauthenticated,
            hsrp_agents.NoStandbyBeforeTheTable,
        ),
    ),
)
