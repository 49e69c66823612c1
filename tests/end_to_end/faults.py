"""Home Agents that each neglect one duty: the reference one with one method changed.

A vendor's mistake is no exception but a wrong datagram, or none, so that is what these do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from mipconf.codec import Codec, Defect
from mipconf.contract import HutConfig
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering, Series
from mipconf.ha.delivery import Attempt, Deliveries, Delivery, Outcome
from mipconf.ha.joining import Joining, Round
from mipconf.ha.receiving import Memory, Receiving
from mipconf.ha.registration import Registration
from mipconf.ha.table import BindingTable, Entry
from mipconf.ha.transmitter import GroupMessage, Transmitter
from mipconf.ha.updates import Updates
from mipconf.layers.security import Association
from mipconf.messages import (
    Binding,
    BindingUpdate,
    Code,
    RedundancyMessage,
    RegistrationRequest,
    TableReply,
    TableRequest,
)
from mipconf.net.host import Datagram


class _NeverTells(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        pass


class NoUpdate(HomeAgent):
    """Never multicasts an update: every duty to tell of a registration or its end is missed."""

    updates_type = _NeverTells


class _TellsOnce(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Attempt, now: int) -> None:
        self.end(delivery, member, Outcome.UNANSWERED, now)


class _TellsOnceUpdates(Updates):
    deliveries_type = _TellsOnce


class _TellsOnceAnswering(Answering):
    deliveries_type = _TellsOnce


class NoRetransmission(HomeAgent):
    """Never sends anything again: no update, no part, no update with X = 1."""

    updates_type = _TellsOnceUpdates
    answering_type = _TellsOnceAnswering


class _NoMarks(BindingTable):
    def mark(self, entry: Entry, now: int) -> None:
        self._entries.pop(entry.home_address, None)


class NoMark(HomeAgent):
    """Removes what is de-registered without a mark: an older binding comes back at once."""

    table_type = _NoMarks


class _Miscounts(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        following = (message.sequence + 1) % (1 << 32)
        super().acknowledge(replace(message, sequence=following), code, now)


class WrongSequence(HomeAgent):
    """Acknowledges with the next Sequence Number: no update and no part of P is acknowledged."""

    receiving_type = _Miscounts


class _TellsOneByOne(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        for member in self._members:
            self.tell(member, [entry.home_address], lambda _home, _now: entry, now)


class UnicastUpdates(HomeAgent):
    """Sends updates to each member alone; the duty, also of claim 6, is one to the group."""

    updates_type = _TellsOneByOne


class _TellsOfRefusals(Registration):
    def receive(
        self, datagram: Datagram, request: RegistrationRequest, defect: Defect | None, now: int
    ) -> None:
        attempt = self.attempt(datagram.payload, request, defect)
        super().receive(datagram, request, defect, now)
        if attempt is not None and not self.check(attempt, now).accepts and request.lifetime:
            entry = self._table.get(request.home_address, now)
            if entry is None:
                self._registered(self.entry(request, now), now)


class TellsOfRefusals(HomeAgent):
    """Multicasts an update for a registration that it refuses: claim 1 forbids it."""

    registration_type = _TellsOfRefusals


class _AnswersFromItself(Registration):
    def receive(
        self, datagram: Datagram, request: RegistrationRequest, defect: Defect | None, now: int
    ) -> None:
        own = replace(datagram.destination, address=self._own_id)
        super().receive(replace(datagram, destination=own), request, defect, now)


class WrongSource(HomeAgent):
    """Answers at the virtual IP from its own address: claim 4 alone asks where from."""

    registration_type = _AnswersFromItself


class _ForgetsToSayAgain(Deliveries):
    def retransmission(self, delivery: Delivery, now: int) -> BindingUpdate | TableReply | None:
        message = super().retransmission(delivery, now)
        return None if message is None else replace(message, retransmission=False)


class _ForgetsToSayAgainUpdates(Updates):
    deliveries_type = _ForgetsToSayAgain


class NoRetransmissionFlag(HomeAgent):
    """Sends updates again with R = 0; the parts of a table are right."""

    updates_type = _ForgetsToSayAgainUpdates


class _Insists(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Attempt, now: int) -> None:
        attempt.left += 1
        super().expire_attempt(delivery, member, attempt, now)


class _InsistsOnUpdates(Updates):
    deliveries_type = _Insists


class NeverGivesUp(HomeAgent):
    """Sends an update again until it is acknowledged: one time more than max retransmissions."""

    updates_type = _InsistsOnUpdates


class _TakesSilently(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        if not isinstance(message, TableReply):
            super().acknowledge(message, code, now)


class NoReplyAck(HomeAgent):
    """Takes the parts of P's table, and does not acknowledge them."""

    receiving_type = _TakesSilently


class _AsksOneAlone(Joining):
    def ask(self, current: Round, now: int) -> None:
        one = next(iter(self._members))
        transmitter = self._transmitter
        multicast = transmitter.multicast
        transmitter.multicast = lambda message: transmitter.unicast(message, one)  # type: ignore[method-assign]
        try:
            super().ask(current, now)
        finally:
            transmitter.multicast = multicast  # type: ignore[method-assign]


class UnicastRequest(HomeAgent):
    """Asks one member alone: the claim of joining wants a multicast Table Request."""

    joining_type = _AsksOneAlone


class _SendsOnePart(Answering):
    def send_part(self, series: Series, now: int) -> None:
        room = self._transmitter.reply_room(series.home_agents)
        rest = series.packing
        first = rest.fill(room, now)
        homes = [entry.home_address for entry in first]
        series.packing = type(rest)(homes, self.told, lambda entry: self.size(entry, now))
        super().send_part(series, now)


class OnePart(HomeAgent):
    """Shows what fits into one part: bindings are missing, also those that registered."""

    answering_type = _SendsOnePart


class _OmitsRequester(Answering):
    def begin(self, request: TableRequest, code: Code, now: int) -> None:
        self._requester = request.home_agent_id
        super().begin(request, code, now)

    def home_agent_list(self) -> list[str]:
        return [each for each in super().home_agent_list() if each != self._requester]


class OmitsRequester(HomeAgent):
    """Leaves the requester out of its Home Agent List."""

    answering_type = _OmitsRequester


class _AlwaysReady(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        super().request(request, True, now)


class AnswersTooEarly(HomeAgent):
    """Answers with Code 0 before its table is initialized."""

    answering_type = _AlwaysReady


class _KeepsDeregistrations(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        if not entry.deleted:
            super().announce(entry, now)


class NoDeletionUpdate(HomeAgent):
    """Accepts de-registrations and tells nobody."""

    updates_type = _KeepsDeregistrations


class _LatestWins(BindingTable):
    def supersedes(self, learned: Entry, known: Entry) -> bool:
        return True


class LatestWins(HomeAgent):
    """Takes what came last for the newest: an older binding replaces a newer, or a mark."""

    table_type = _LatestWins


class _Forgetful(Memory):
    def has(self, message: RedundancyMessage, now: int) -> bool:
        return False


class _NoMemory(Receiving):
    memory_type = _Forgetful


class NoMemory(HomeAgent):
    """Knows no duplicates: the other binding under a known Sequence Number is applied."""

    receiving_type = _NoMemory


class _IgnoresDeletions(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        if not binding.deleted:
            super().apply(binding, now)


class IgnoresDeletions(HomeAgent):
    """Takes no X = 1 of other Home Agents: no binding ends, and no mark is made."""

    receiving_type = _IgnoresDeletions


class _NeverPurges(BindingTable):
    def __init__(self, deleted_entry_time: int, capacity: int) -> None:
        super().__init__(1_000 * deleted_entry_time, capacity)


class NeverPurges(HomeAgent):
    """Keeps marks a thousand times too long: only what comes after the purge shows it."""

    table_type = _NeverPurges


class _DropsOptions(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        super().apply(replace(binding, sub_options=()), now)


class DropsOptions(HomeAgent):
    """Learns bindings without their sub-options: those in P's table are told with some."""

    receiving_type = _DropsOptions


class Gossips(HomeAgent):
    """Multicasts what it learned from others: updates that no request caused."""

    def learned(self, entry: Entry, now: int) -> None:
        super().learned(entry, now)
        self.updates.announce(entry, now)


class _SaysTwice(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        super().announce(entry, now)
        super().announce(entry, now)


class SaysTwice(HomeAgent):
    """Multicasts each update twice, each time as a new one; there must be one."""

    updates_type = _SaysTwice


class _UnderTheVirtualIp(Transmitter):
    def multicast(self, message: GroupMessage) -> None:
        if isinstance(message, TableRequest):
            message = replace(message, home_agent_id=self.virtual_ip)
        super().multicast(message)

    def __init__(
        self, config: HutConfig, codec: Codec, association: Association, random: Random
    ) -> None:
        super().__init__(config, codec, association, random)
        assert config.group.virtual_ip is not None
        self.virtual_ip = config.group.virtual_ip


class WrongName(HomeAgent):
    """Asks under the virtual IP: not its id, so no receiver accepts it as a request."""

    transmitter_type = _UnderTheVirtualIp


class _SilentOnDuplicates(Receiving):
    def learn(self, message: BindingUpdate | TableReply, now: int) -> bool:
        return not self._memory.has(message, now) and super().learn(message, now)


class SilentOnDuplicates(HomeAgent):
    """Does not acknowledge again: a part or an update that comes again goes unanswered."""

    receiving_type = _SilentOnDuplicates


FAULTS: Mapping[str, type[HomeAgent]] = {
    fault.__name__: fault
    for fault in (
        HomeAgent,
        NoUpdate,
        NoRetransmission,
        NoMark,
        WrongSequence,
        UnicastUpdates,
        TellsOfRefusals,
        WrongSource,
        NoRetransmissionFlag,
        NeverGivesUp,
        NoReplyAck,
        UnicastRequest,
        OnePart,
        OmitsRequester,
        AnswersTooEarly,
        NoDeletionUpdate,
        LatestWins,
        NoMemory,
        IgnoresDeletions,
        NeverPurges,
        DropsOptions,
        Gossips,
        SaysTwice,
        WrongName,
        SilentOnDuplicates,
    )
}
