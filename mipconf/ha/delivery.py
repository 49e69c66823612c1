"""Getting a message to the members that must acknowledge it (docs/protocol.md#5-1,
docs/protocol.md#5-4, docs/protocol.md#5-7).

Binding Updates and the parts of a table are retransmitted alike: to each member that "has not
acknowledged it within the *retransmit interval*", unicast, "*max retransmissions* times", unless
one of the reasons to stop comes first. How it ended for a member is an `Outcome`; what follows from
that is the business of whoever sent the message. Times are nanoseconds.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from mipconf.ha.counters import Counter, Counters
from mipconf.ha.table import Entry
from mipconf.ha.timers import Timers
from mipconf.ha.transmitter import Transmitter
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import BindingUpdate, Code, TableReply

MOST = 65_536
"""How many messages may be on their way at once; beyond that nothing new is accepted that would
have to be told."""


class Outcome(Enum):
    """How the delivery of a message to one member ended."""

    ACCEPTED = "acknowledged with Code 0"
    REFUSED = "acknowledged with another Code"
    UNANSWERED = "not acknowledged after the last retransmission"
    SUPERSEDED = "newer state is known for all bindings in it"
    EXPIRED = "no binding in it has any lifetime left"


@dataclass(slots=True)
class Retries:
    """How one member stands: when it gets the message again, and how often it still may."""

    due: int
    left: int


@dataclass(slots=True)
class Delivery:
    """A message on its way.

    `carried` has the states that the message tells, by home address. `newest` has for each what is
    known by now, without those for which this Home Agent has sent an update of its own since.
    """

    message: BindingUpdate | TableReply
    carried: dict[str, Entry]
    newest: dict[str, Entry] = field(default_factory=dict)
    waiting: dict[str, Retries] = field(default_factory=dict)

    @property
    def is_superseded(self) -> bool:
        """Whether it tells of bindings, and newer state is known for all of them."""
        return bool(self.carried) and all(
            self.newest.get(home) is not entry for home, entry in self.carried.items()
        )


class Deliveries:
    """The messages of one kind that some member has yet to acknowledge."""

    def __init__(
        self,
        *,
        transmitter: Transmitter,
        timers: Timers,
        counters: Counters,
        total: Counter,
        failed: Counter,
        ended: Callable[[Delivery, str, Outcome, int], None],
    ) -> None:
        """`total` counts sendings and `failed` what nobody answered; `ended` hears of the ends."""
        self._transmitter = transmitter
        self._timers = timers
        self._counters = counters
        self._total = total
        self._failed = failed
        self._ended = ended
        self._by_sequence: dict[int, Delivery] = {}
        self._by_home: dict[str, dict[int, Delivery]] = {}
        self._due: list[tuple[int, int, str]] = []

    def begin(
        self,
        message: BindingUpdate | TableReply,
        entries: Iterable[Entry],
        members: Iterable[str],
        now: int,
    ) -> None:
        """Follow a message that was just sent for the first time, to each of `members`."""
        carried = {entry.home_address: entry for entry in entries}
        delivery = Delivery(message, carried, dict(carried))
        self._counters.count(self._total)
        self._by_sequence[message.sequence] = delivery
        for home_address in carried:
            self._by_home.setdefault(home_address, {})[message.sequence] = delivery
        for member in members:
            delivery.waiting[member] = Retries(0, self._timers.max_retransmissions)
            self._wait(delivery, member, now)

    @property
    def is_full(self) -> bool:
        """Whether as many messages are on their way as may be."""
        return len(self._by_sequence) >= MOST

    def acknowledge(self, member: str, sequence: int, code: int, now: int) -> bool:
        """An acknowledgement came; whether it matches anything outstanding (5.2)."""
        delivery = self._by_sequence.get(sequence)
        if delivery is None or member not in delivery.waiting:
            return False
        accepted = code == Code.ACCEPTED
        self.end(delivery, member, Outcome.ACCEPTED if accepted else Outcome.REFUSED, now)
        return True

    def supersede(self, entry: Entry, own: bool, now: int) -> None:
        """Newer state is known; `own`: this Home Agent tells the members of it itself.

        "The HA has since accepted or learned newer state for all bindings in it, whether it keeps
        that or not (then it MUST stop)" (5.4).
        """
        home_address = entry.home_address
        for delivery in list(self._by_home.get(home_address, {}).values()):
            if not is_newer(entry.identification, delivery.carried[home_address].identification):
                continue
            if own:
                delivery.newest.pop(home_address, None)
            else:
                delivery.newest[home_address] = entry
            if delivery.is_superseded:
                self._end_for_all(delivery, Outcome.SUPERSEDED, now)

    def cancel(self, sequence: int) -> None:
        """Follow a message no longer; nobody hears how it ended."""
        if (delivery := self._by_sequence.get(sequence)) is not None:
            delivery.waiting.clear()
            self._forget(delivery)

    def drop_member(self, member: str) -> None:
        """A member left the list: nothing is retransmitted to it any more."""
        for delivery in list(self._by_sequence.values()):
            if delivery.waiting.pop(member, None) is not None and not delivery.waiting:
                self._forget(delivery)

    def wake(self, now: int) -> None:
        """Retransmit what is due, and give up what was retransmitted often enough."""
        while self._due and self._due[0][0] <= now:
            due, sequence, member = heapq.heappop(self._due)
            delivery = self._by_sequence.get(sequence)
            attempt = delivery and delivery.waiting.get(member)
            if delivery and attempt and attempt.due == due:
                self.expire_attempt(delivery, member, attempt, now)

    @property
    def deadline(self) -> int | None:
        """When the next retransmission may be due."""
        return self._due[0][0] if self._due else None

    def expire_attempt(self, delivery: Delivery, member: str, attempt: Retries, now: int) -> None:
        """No acknowledgement came within the retransmit interval."""
        if attempt.left == 0:
            self._counters.count(self._failed)
            self.end(delivery, member, Outcome.UNANSWERED, now)
            return
        message = self.retransmission(delivery, now)
        if message is None:
            self.end(delivery, member, Outcome.EXPIRED, now)
            return
        attempt.left -= 1
        self._counters.count(self._total)
        self.send_again(message, member)
        self._wait(delivery, member, now)

    def send_again(self, message: BindingUpdate | TableReply, member: str) -> None:
        """Retransmit "unicast to each member that has not acknowledged it" (5.4)."""
        self._transmitter.unicast(message, member)

    def retransmission(self, delivery: Delivery, now: int) -> BindingUpdate | TableReply | None:
        """The message once more: R set, a fresh Identification, lifetimes as they are now.

        Bindings with none left are gone; "when none remains, the retransmission ends" (5.1).
        """
        entries = [entry for entry in delivery.carried.values() if not entry.is_over(now)]
        if delivery.carried and not entries:
            return None
        return replace(
            delivery.message,
            retransmission=True,
            identification=self._transmitter.clock.identification(now),
            bindings=tuple(entry.binding(now) for entry in entries),
        )

    def interval(self, delivery: Delivery, member: str) -> int:
        """The time until the next retransmission; it MAY double, and here never does (5.4)."""
        return self._timers.retransmit_interval

    def end(self, delivery: Delivery, member: str, outcome: Outcome, now: int) -> None:
        """The delivery to one member is over."""
        del delivery.waiting[member]
        if not delivery.waiting:
            self._forget(delivery)
        self._ended(delivery, member, outcome, now)

    def _end_for_all(self, delivery: Delivery, outcome: Outcome, now: int) -> None:
        for member in list(delivery.waiting):
            self.end(delivery, member, outcome, now)

    def _wait(self, delivery: Delivery, member: str, now: int) -> None:
        due = now + self.interval(delivery, member)
        delivery.waiting[member].due = due
        heapq.heappush(self._due, (due, delivery.message.sequence, member))

    def _forget(self, delivery: Delivery) -> None:
        sequence = delivery.message.sequence
        self._by_sequence.pop(sequence, None)
        for home_address in delivery.carried:
            sequences = self._by_home.get(home_address, {})
            sequences.pop(sequence, None)
            if not sequences:
                self._by_home.pop(home_address, None)
