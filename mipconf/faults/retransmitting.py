"""Mistakes in sending again what was not acknowledged (docs/protocol.md#5-1, docs/protocol.md#5-4,
docs/protocol.md#5-7).

Updates and the parts of a table are delivered alike, so most mistakes can be made with either:
`updates_by` and `parts_by` say with which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.ha.delivery import Deliveries, Delivery, Outcome, Retries
from mipconf.ha.table import Entry
from mipconf.ha.updates import Updates
from mipconf.protocol.messages import BindingUpdate, TableReply

Message = BindingUpdate | TableReply


def updates_by(deliveries: type[Deliveries]) -> type[Updates]:
    """Updates that are delivered so."""

    class Delivered(Updates):
        deliveries_type = deliveries

    return Delivered


def parts_by(deliveries: type[Deliveries]) -> type[Answering]:
    """Parts of a table that are delivered so."""

    class Delivered(Answering):
        deliveries_type = deliveries

    return Delivered


# How often.


class _SaysOnce(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Retries, now: int) -> None:
        self.end(delivery, member, Outcome.UNANSWERED, now)


@faulty(trips="8 15 18 21 23 31 43 45 48")
class NoRetransmission(HomeAgent):
    """Never sends anything again: no update, no part, no update with X = 1."""

    updates_type = updates_by(_SaysOnce)
    answering_type = parts_by(_SaysOnce)


class _Miscounts(Deliveries):
    more: int

    def begin(
        self, message: Message, entries: Iterable[Entry], members: Iterable[str], now: int
    ) -> None:
        super().begin(message, entries, members, now)
        for attempt in self._by_sequence[message.sequence].waiting.values():
            attempt.left += self.more


class _CountsTheFirst(_Miscounts):
    more = -1


@faulty(trips="8")
class CountsTheFirstSending(HomeAgent):
    """Counts the first sending of an update as a retransmission: one too few."""

    updates_type = updates_by(_CountsTheFirst)


@faulty(trips="18 21 45 48")
class CountsTheFirstSendingOfParts(HomeAgent):
    """Counts the first sending of a part as a retransmission: one too few."""

    answering_type = parts_by(_CountsTheFirst)


class _Insists(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Retries, now: int) -> None:
        attempt.left += 1
        super().expire_attempt(delivery, member, attempt, now)


@faulty(trips="8")
class NeverGivesUp(HomeAgent):
    """Sends an update again until it is acknowledged, more than max retransmissions times."""

    updates_type = updates_by(_Insists)


class _OneMore(_Miscounts):
    more = 1


@faulty(trips="8")
class OneTooMany(HomeAgent):
    """Compares with "more than" where "at least" is meant: one retransmission too many."""

    updates_type = updates_by(_OneMore)


@faulty(trips="18 21 45 48")
class OnePartTooMany(HomeAgent):
    """Retransmits a part one time more than max retransmissions."""

    answering_type = parts_by(_OneMore)


class _NotDeletions(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Retries, now: int) -> None:
        if any(entry.deleted for entry in delivery.carried.values()):
            self.end(delivery, member, Outcome.UNANSWERED, now)
        else:
            super().expire_attempt(delivery, member, attempt, now)


@faulty(trips="23", follows="8")
class NoRetransmissionOfDeletions(HomeAgent):
    """Has no lifetime left in an update with X = 1, so it does not send that again."""

    updates_type = updates_by(_NotDeletions)


class _NotTheList(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Retries, now: int) -> None:
        if delivery.message.home_agents:
            self.end(delivery, member, Outcome.EXPIRED, now)
        else:
            super().expire_attempt(delivery, member, attempt, now)


@faulty(trips="21 48", follows="18 45")
class NoRetransmissionOfTheList(HomeAgent):
    """Does not send again a part that has the Home Agent List."""

    answering_type = parts_by(_NotTheList)


# When.


class _Hurries(Deliveries):
    def interval(self, delivery: Delivery, member: str) -> int:
        return super().interval(delivery, member) // 4


@faulty(trips="8 23")
class HurriesUpdates(HomeAgent):
    """Divides the retransmit interval among the retransmissions: each update comes too early."""

    updates_type = updates_by(_Hurries)


@faulty(trips="18 21 45 48")
class HurriesParts(HomeAgent):
    """Divides the retransmit interval among the retransmissions: each part comes too early."""

    answering_type = parts_by(_Hurries)


class _Backs(Deliveries):
    def interval(self, delivery: Delivery, member: str) -> int:
        sent = self._timers.max_retransmissions - delivery.waiting[member].left
        return super().interval(delivery, member) << 3 * sent


@faulty(trips="8")
class BacksOffTooFast(HomeAgent):
    """Multiplies the interval by eight after each retransmission, where it may double."""

    updates_type = updates_by(_Backs)


class _Late(Deliveries):
    def interval(self, delivery: Delivery, member: str) -> int:
        return 3 * super().interval(delivery, member)


@faulty(trips="18 21 45 48")
class WaitsForPartsTooLong(HomeAgent):
    """Waits three retransmit intervals for the acknowledgement of a part."""

    answering_type = parts_by(_Late)


# What.


class _Altering(Deliveries):
    """Sends something else again than was sent."""

    def altered(self, message: Message, delivery: Delivery, now: int) -> Message:
        return message

    def retransmission(self, delivery: Delivery, now: int) -> Message | None:
        message = super().retransmission(delivery, now)
        return None if message is None else self.altered(message, delivery, now)


class _ForgetsToSayAgain(_Altering):
    def altered(self, message: Message, delivery: Delivery, now: int) -> Message:
        return replace(message, retransmission=False)


@faulty(trips="8 23")
class NoRetransmissionFlag(HomeAgent):
    """Sends updates again with R = 0; the parts of a table are right."""

    updates_type = updates_by(_ForgetsToSayAgain)


@faulty(trips="18 21 45 48")
class NoRetransmissionFlagOfParts(HomeAgent):
    """Sends parts again with R = 0; updates are right."""

    answering_type = parts_by(_ForgetsToSayAgain)


class _Renumbers(_Altering):
    def altered(self, message: Message, delivery: Delivery, now: int) -> Message:
        return replace(message, sequence=self._transmitter.next_header(now)["sequence"])


@faulty(trips="8 23")
class RenumbersUpdates(HomeAgent):
    """Gives an update that is sent again a Sequence Number of its own: no acknowledgement fits."""

    updates_type = updates_by(_Renumbers)


@faulty(trips="18 21 45 48")
class RenumbersParts(HomeAgent):
    """Gives a part that is sent again a Sequence Number of its own: no acknowledgement fits."""

    answering_type = parts_by(_Renumbers)


class _KeepsIdentification(_Altering):
    def altered(self, message: Message, delivery: Delivery, now: int) -> Message:
        return replace(message, identification=delivery.message.identification)


@faulty(trips="8 23")
class KeepsIdentification(HomeAgent):
    """Sends an update again octet for octet, but for R: with the Identification that it had."""

    updates_type = updates_by(_KeepsIdentification)


@faulty(trips="18 21 45 48")
class KeepsIdentificationOfParts(HomeAgent):
    """Sends a part again octet for octet, but for R: with the Identification that it had."""

    answering_type = parts_by(_KeepsIdentification)


class _LosesBindings(_Altering):
    def altered(self, message: Message, delivery: Delivery, now: int) -> Message:
        return replace(message, bindings=message.bindings[1:])


@faulty(trips="8 23", follows="15 31 43")
class SendsEmptyUpdatesAgain(HomeAgent):
    """Frees the binding once the update is sent: what is sent again holds none."""

    updates_type = updates_by(_LosesBindings)


@faulty(trips="18 45", follows="21 48")
class LosesFirstBindingAgain(HomeAgent):
    """Sends a part again without its first binding."""

    answering_type = parts_by(_LosesBindings)


class _Revives(_Altering):
    def altered(self, message: Message, delivery: Delivery, now: int) -> Message:
        alive = tuple(replace(binding, deleted=False) for binding in message.bindings)
        return replace(message, bindings=alive)


@faulty(trips="23", follows="8")
class RevivesBySendingAgain(HomeAgent):
    """Loses X = 1 when it sends an update again: the binding seems to be back."""

    updates_type = updates_by(_Revives)


# To whom.


class _ToAll(Deliveries):
    def send_again(self, message: Message, member: str) -> None:
        self._transmitter.multicast(message)


@faulty(trips="8 23")
class RetransmitsToAll(HomeAgent):
    """Multicasts an update again for one member that was silent."""

    updates_type = updates_by(_ToAll)


class _OneForAll(Deliveries):
    def acknowledge(self, member: str, sequence: int, code: int, now: int) -> bool:
        delivery = self._by_sequence.get(sequence)
        if not super().acknowledge(member, sequence, code, now):
            return False
        if delivery is not None:
            self._end_for_all(delivery, Outcome.ACCEPTED, now)
        return True


@faulty(trips="8 23", follows="15 31 43")
class OneSpeaksForAll(HomeAgent):
    """Takes the first acknowledgement of an update for that of all members."""

    updates_type = updates_by(_OneForAll)


class _AnySequence(Deliveries):
    def acknowledge(self, member: str, sequence: int, code: int, now: int) -> bool:
        theirs = [number for number, d in self._by_sequence.items() if member in d.waiting]
        return super().acknowledge(member, theirs[0] if theirs else sequence, code, now)


@faulty(trips="8")
class AnyAcknowledgementWillDo(HomeAgent):
    """Looks at who acknowledges and not at what: it ends the oldest update that is waiting."""

    updates_type = updates_by(_AnySequence)


@faulty(trips="18 45", follows="21 48")
class AnyPartAcknowledgementWillDo(HomeAgent):
    """Looks at who acknowledges and not at which part: it ends the oldest that is waiting."""

    answering_type = parts_by(_AnySequence)


class _Deaf(Deliveries):
    def acknowledge(self, member: str, sequence: int, code: int, now: int) -> bool:
        delivery = self._by_sequence.get(sequence)
        return delivery is not None and member in delivery.waiting


@faulty(trips="8 23", follows="6")
class DeafToAcknowledgements(HomeAgent):
    """Sends updates again also to those that acknowledged them."""

    updates_type = updates_by(_Deaf)


class _FirstMemberOnly(Deliveries):
    def begin(
        self, message: Message, entries: Iterable[Entry], members: Iterable[str], now: int
    ) -> None:
        super().begin(message, entries, list(members)[:1], now)


@faulty(trips="8 23", follows="15 31 43")
class WaitsForTheFirstMember(HomeAgent):
    """Keeps one timer for an update, that of the first member: the others never get it again."""

    updates_type = updates_by(_FirstMemberOnly)


# Until when.


class _Stubborn(Deliveries):
    def supersede(self, entry: Entry, own: bool, now: int) -> None:
        pass


@faulty(trips="8")
class RepeatsOldState(HomeAgent):
    """Goes on sending an update again after it has told newer state for its binding."""

    updates_type = updates_by(_Stubborn)


class _ForgetsOnAnyUpdate(Deliveries):
    def begin(
        self, message: Message, entries: Iterable[Entry], members: Iterable[str], now: int
    ) -> None:
        for sequence in list(self._by_sequence):
            self.cancel(sequence)
        super().begin(message, entries, members, now)


@faulty(trips="8")
class RemembersTheLastUpdate(HomeAgent):
    """Keeps one update to send again: a new one, of whatever mobile node, replaces it."""

    updates_type = updates_by(_ForgetsOnAnyUpdate)
