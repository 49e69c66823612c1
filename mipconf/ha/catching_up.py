"""Making good, when a member is heard again, what was given up for it (docs/protocol.md#5-6).

"When an HA hears again from a member for which it gave up updates, it sends that member, unicast,
the present state of their bindings in new Binding Updates (R = 0): for one gone by de-registration
X = 1 with its Identification, also after its mark was purged; for an expired one nothing."

What a member is owed is kept as states, not as home addresses to look up: a mark that the table
has purged is still owed. Times are nanoseconds.
"""

from __future__ import annotations

from collections.abc import Mapping

from mipconf.ha.table import Entry
from mipconf.ha.updates import Updates
from mipconf.protocol.identification import is_newer

MOST = 1_000_000
"""How many states may be owed, over all members."""


class CatchingUp:
    """What one Home Agent owes to which members."""

    def __init__(self, interval: int) -> None:
        """`interval` is the least time between two times that one member is caught up."""
        self._interval = interval
        self._owed: dict[str, dict[str, Entry]] = {}
        self._last: dict[str, int] = {}
        self._due: dict[str, int] = {}

    @property
    def is_full(self) -> bool:
        """Whether as much is owed as can be kept: more would be lost to a member for ever."""
        return sum(map(len, self._owed.values())) >= MOST

    def give_up(self, member: str, states: Mapping[str, Entry]) -> None:
        """Updates of these bindings were given up for a member; `states` are their newest."""
        self._owed.setdefault(member, {}).update(states)

    def supersede(self, entry: Entry) -> None:
        """Newer state is known, accepted or learned: it is what is owed now."""
        for owed in self._owed.values():
            known = owed.get(entry.home_address)
            if known is not None and is_newer(entry.identification, known.identification):
                owed[entry.home_address] = entry

    def heard(self, member: str, now: int) -> None:
        """It was heard again: it is caught up "at most once in each retransmit interval"."""
        if member in self._owed:
            last = self._last.get(member)
            earliest = now if last is None else max(now, last + self._interval)
            self._due.setdefault(member, earliest)

    def drop_member(self, member: str) -> None:
        """A member left the list; nothing is owed to it any more."""
        for of_member in (self._owed, self._last, self._due):
            of_member.pop(member, None)

    def wake(self, updates: Updates, now: int) -> None:
        """Catch up the members that are due."""
        for member in [member for member, due in self._due.items() if due <= now]:
            self.catch_up(member, updates, now)

    @property
    def deadline(self) -> int | None:
        """When the next member is to be caught up."""
        return min(self._due.values(), default=None)

    def catch_up(self, member: str, updates: Updates, now: int) -> None:
        """Send a member all that it is owed."""
        del self._due[member]
        self._last[member] = now
        owed = self._owed.pop(member)
        updates.tell(member, owed, lambda home_address, _: owed[home_address], now)
