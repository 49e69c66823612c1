"""Telling the members what was registered here (docs/protocol.md#5-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from mipconf.ha.counters import Counter, Counters
from mipconf.ha.delivery import Deliveries, Delivery, Outcome
from mipconf.ha.members import Members
from mipconf.ha.packing import Lookup, Packing
from mipconf.ha.table import Entry
from mipconf.ha.timers import Timers
from mipconf.ha.transmitter import Transmitter
from mipconf.protocol.messages import BindingUpdate

GivenUp = Callable[[str, Mapping[str, Entry]], None]
"""Hears of a member for which an update was given up, and of the newest states of its bindings."""


class Updates:
    """The Binding Updates that one Home Agent sends."""

    deliveries_type = Deliveries

    def __init__(
        self,
        transmitter: Transmitter,
        members: Members,
        timers: Timers,
        counters: Counters,
        given_up: GivenUp,
    ) -> None:
        self._transmitter = transmitter
        self._members = members
        self._counters = counters
        self._given_up = given_up
        self.deliveries = self.deliveries_type(
            transmitter=transmitter,
            timers=timers,
            counters=counters,
            total=Counter.TOTAL_SENT_UPDATES,
            failed=Counter.FAILED_UPDATES,
            ended=self._ended,
        )

    def announce(self, entry: Entry, now: int) -> None:
        """Multicast a registration or de-registration, "if its list has other members"."""
        if len(self._members):
            message = self.update([entry], now)
            self._transmitter.multicast(message)
            self._follow(message, [entry], self._members, now)

    def tell(self, member: str, home_addresses: Iterable[str], lookup: Lookup, now: int) -> None:
        """Send a member, unicast, the present states of these home addresses (5.6)."""
        packing = Packing(home_addresses, lookup, lambda entry: self.size(entry, now))
        while entries := packing.fill(self._transmitter.update_room, now):
            message = self.update(entries, now)
            self._transmitter.unicast(message, member)
            self._follow(message, entries, [member], now)

    def update(self, entries: Sequence[Entry], now: int) -> BindingUpdate:
        """A new Binding Update that carries these states."""
        return BindingUpdate(
            **self._transmitter.next_header(now),
            bindings=tuple(entry.binding(now) for entry in entries),
        )

    def size(self, entry: Entry, now: int) -> int:
        """How many octets a state takes in an update."""
        return self._transmitter.codec.binding_size(entry.binding(now))

    def _follow(
        self, message: BindingUpdate, entries: Iterable[Entry], members: Iterable[str], now: int
    ) -> None:
        self._counters.count(Counter.SENT_UPDATES)
        self.deliveries.begin(message, entries, members, now)

    def _ended(self, delivery: Delivery, member: str, outcome: Outcome, now: int) -> None:
        """ "An update that some member did not accept is *given up* for that member." """
        if outcome is not Outcome.ACCEPTED and delivery.newest:
            self._given_up(member, delivery.newest)
