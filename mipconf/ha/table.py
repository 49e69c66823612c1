"""The mobility binding table: bindings, entries marked as deleted, and when they end.

One entry for a home address. "An entry marked as deleted is no binding: it is never used for
traffic" and is purged *deleted entry time* after it was last marked; "bindings expire when their
lifetime ends; no message tells of that" (docs/protocol.md#5-5). Times are nanoseconds since the
Unix epoch, lifetimes seconds.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import INFINITE_LIFETIME, Binding, SubOption

CAPACITY = 500_000
"""The most entries of a Home Agent by default, the bound of the vendor's MIB."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The state of one mobile node, with the time of its expiry in place of a lifetime.

    `deleted` means that the mobile node is no longer registered. `expires` is None when it is, and
    for a binding of infinite lifetime.
    """

    home_address: str
    home_agent: str
    care_of_address: str
    flags: int
    deleted: bool
    lifetime_granted: int
    expires: int | None
    identification: int
    sub_options: tuple[SubOption, ...] = ()

    @classmethod
    def of(cls, binding: Binding, now: int) -> Entry:
        """What a Mobility Binding says that arrived at `now`."""
        endless = binding.deleted or binding.lifetime_remaining == INFINITE_LIFETIME
        return cls(
            home_address=binding.home_address,
            home_agent=binding.home_agent,
            care_of_address=binding.care_of_address,
            flags=binding.flags,
            deleted=binding.deleted,
            lifetime_granted=0 if binding.deleted else binding.lifetime_granted,
            expires=None if endless else now + binding.lifetime_remaining * SECOND,
            identification=binding.identification,
            sub_options=binding.sub_options,
        )

    def is_over(self, now: int) -> bool:
        """Whether its lifetime has ended."""
        return self.expires is not None and self.expires <= now

    def remaining(self, now: int) -> int:
        """Seconds of lifetime left: "rounded up" and "never more than granted" (4.1)."""
        if self.deleted:
            return 0
        if self.expires is None:
            return INFINITE_LIFETIME
        return min(self.lifetime_granted, max(0, -((now - self.expires) // SECOND)))

    def binding(self, now: int) -> Binding:
        """The Mobility Binding that tells of it at `now`."""
        return Binding(
            home_address=self.home_address,
            home_agent=self.home_agent,
            care_of_address=self.care_of_address,
            flags=self.flags,
            deleted=self.deleted,
            lifetime_granted=self.lifetime_granted,
            lifetime_remaining=self.remaining(now),
            identification=self.identification,
            sub_options=self.sub_options,
        )


class BindingTable:
    """The entries of one Home Agent, in the order in which their home addresses came."""

    def __init__(self, deleted_entry_time: int, capacity: int = CAPACITY) -> None:
        """`deleted_entry_time` is nanoseconds; `capacity` counts entries, marked ones too."""
        self.capacity = capacity
        self._deleted_entry_time = deleted_entry_time
        self._entries: dict[str, Entry] = {}
        self._purges: dict[str, int] = {}
        # When entries end, earliest first. What was replaced stays in until it comes up.
        self._ends: list[tuple[int, str]] = []

    def __len__(self) -> int:
        """How many entries there are, marked ones too."""
        return len(self._entries)

    def get(self, home_address: str, now: int) -> Entry | None:
        """The entry, marked or not, of a home address; "an expired one is none" (5.5)."""
        entry = self._entries.get(home_address)
        return None if entry is None or self._is_gone(entry, now) else entry

    def home_addresses(self) -> list[str]:
        """The home addresses that there are entries for."""
        return list(self._entries)

    def bindings(self, now: int) -> Iterator[Entry]:
        """The entries that are bindings."""
        return (
            entry
            for entry in self._entries.values()
            if not entry.deleted and not self._is_gone(entry, now)
        )

    def has_room_for(self, home_addresses: Iterable[str], now: int) -> bool:
        """Whether entries for all these fit, beside what is there."""
        self.wake(now)
        added = {home: None for home in home_addresses if home not in self._entries}
        return len(self._entries) + len(added) <= self.capacity

    def apply(self, binding: Binding, now: int) -> Entry | None:
        """Apply a binding that another Home Agent told (5.5); the new state, if it is one."""
        learned = Entry.of(binding, now)
        known = self.get(learned.home_address, now)
        if known is not None and not self.supersedes(learned, known):
            return None
        self.put(learned, now)
        return learned

    def supersedes(self, learned: Entry, known: Entry) -> bool:
        """Whether a state is newer than the entry (5.5: "newer or equal: nothing changes")."""
        return is_newer(learned.identification, known.identification)

    def put(self, entry: Entry, now: int) -> None:
        """Make `entry` the state of its home address; a deleted one becomes a mark."""
        if entry.deleted:
            self.mark(entry, now)
        else:
            self._purges.pop(entry.home_address, None)
            self._store(entry, entry.expires)

    def mark(self, entry: Entry, now: int) -> None:
        """Keep a de-registered entry, marked as deleted, for the deleted entry time."""
        purge = now + self._deleted_entry_time
        self._purges[entry.home_address] = purge
        self._store(entry, purge)

    def wake(self, now: int) -> None:
        """Drop what has expired, and purge the marks whose time is over."""
        while self._ends and self._ends[0][0] <= now:
            _, home_address = heapq.heappop(self._ends)
            entry = self._entries.get(home_address)
            if entry is not None and self._is_gone(entry, now):
                del self._entries[home_address]
                self._purges.pop(home_address, None)

    @property
    def deadline(self) -> int | None:
        """When the next entry may end."""
        return self._ends[0][0] if self._ends else None

    def _store(self, entry: Entry, end: int | None) -> None:
        self._entries[entry.home_address] = entry
        if end is not None:
            heapq.heappush(self._ends, (end, entry.home_address))
            self._compact()

    def _compact(self) -> None:
        """Refreshed bindings leave their old ends behind: start afresh when most are such."""
        if len(self._ends) > 2 * len(self._entries) + 64:
            ends = ((self._end(entry), home) for home, entry in self._entries.items())
            self._ends = [(end, home) for end, home in ends if end is not None]
            heapq.heapify(self._ends)

    def _end(self, entry: Entry) -> int | None:
        return self._purges.get(entry.home_address) if entry.deleted else entry.expires

    def _is_gone(self, entry: Entry, now: int) -> bool:
        end = self._end(entry)
        return end is not None and end <= now
