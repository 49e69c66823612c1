"""The list of the other Home Agents of the group (docs/protocol.md#5-3).

"A member enters it from configuration, as the sender of a message that passed the checks, from a
Home Agent List, or as the source of an FHRP message of the group." Times are nanoseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mipconf.net.host import is_host
from mipconf.protocol.durations import SECOND

HOLD_TIMES = 10
"""A member that was not configured is dropped after this many hold times of silence."""

SILENCE_WITHOUT_FHRP = 60 * SECOND
"""The same without an FHRP."""

MOST = 256
"""The most members besides those configured: lists and hellos, which need no key, can name more."""


@dataclass(slots=True)
class Member:
    """Another Home Agent: when it was last heard at all, and when by an FHRP message.

    `has_spoken`: a message of section 3 that passed the checks came from it. Without one it may be
    a router that is no Home Agent.
    """

    configured: bool
    heard: int
    heard_by_fhrp: int | None = None
    has_spoken: bool = False


class Members:
    """The members that one Home Agent knows, in the order in which they entered."""

    def __init__(
        self,
        *,
        own_id: str,
        virtual_ip: str | None,
        configured: Iterable[str],
        hold_time: int | None,
        dropped: Callable[[str], None],
        now: int,
        silence_tells: bool = True,
    ) -> None:
        """`hold_time` is None without an FHRP; `dropped` is told of each member that leaves.

        `silence_tells` is False where a member may be silent though it lives, as VRRP's backups
        are while nobody registers: dropped for that, the next registration would not reach it.
        """
        self._own_id = own_id
        self._virtual_ip = virtual_ip
        self._hold_time = hold_time
        self._silence_tells = silence_tells
        self._dropped = dropped
        self._members: dict[str, Member] = {}
        self._most = MOST
        self._deadline: int | None = None
        for address in configured:
            self.add(address, now, configured=True)

    def __contains__(self, address: str) -> bool:
        return address in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def add(self, address: str, now: int, configured: bool = False) -> None:
        """Enter a member, unless it is one, never can be one, or there are too many."""
        if address in self._members or not self.may_be_member(address):
            return
        if configured:
            self._most += 1
        elif len(self._members) >= self._most:
            return
        self._members[address] = Member(configured, now)
        if self._silence_tells:
            self._expect(now + self.patience)

    def may_be_member(self, address: str) -> bool:
        """Not "0.0.0.0, broadcast and multicast addresses, the virtual IP and the own id"."""
        return address not in (self._own_id, self._virtual_ip) and is_host(address)

    def heard(self, address: str, now: int) -> None:
        """A message of section 3 that passed the checks came from it; enter it if need be.

        It has a key: where there are too many, it takes the place of one that never spoke.
        """
        if address not in self._members and len(self._members) >= self._most:
            self._drop_a_silent_one()
        if (member := self._heard(address, now)) is not None:
            member.has_spoken = True

    def _drop_a_silent_one(self) -> None:
        for address, member in self._members.items():
            if not (member.configured or member.has_spoken):
                self.drop(address)
                return

    def heard_by_fhrp(self, address: str, now: int) -> bool:
        """An FHRP message came from it; whether "none came for a hold time" before (5.6)."""
        member = self._heard(address, now)
        if member is None:
            return False
        before, member.heard_by_fhrp = member.heard_by_fhrp, now
        return before is None or self._hold_time is None or now - before >= self._hold_time

    def has_spoken(self, address: str) -> bool:
        """Whether it ever said a message of section 3: "a router that never said one is no HA"."""
        member = self._members.get(address)
        return member is not None and member.has_spoken

    def _heard(self, address: str, now: int) -> Member | None:
        self.add(address, now)
        if (member := self._members.get(address)) is not None:
            member.heard = now
        return member

    def exclude(self, virtual_ip: str | None) -> None:
        """The virtual IP address became known (or another): it is no member."""
        self._virtual_ip = virtual_ip
        if virtual_ip is not None and virtual_ip in self._members:
            self.drop(virtual_ip)

    def drop(self, address: str) -> None:
        """A member leaves the list."""
        del self._members[address]
        self._dropped(address)

    @property
    def patience(self) -> int:
        """How long a member that was not configured may be silent."""
        return SILENCE_WITHOUT_FHRP if self._hold_time is None else HOLD_TIMES * self._hold_time

    @property
    def deadline(self) -> int | None:
        """When a member may have been silent for too long."""
        return self._deadline

    def wake(self, now: int) -> None:
        """Drop the members that were silent for too long."""
        if self._deadline is None or now < self._deadline:
            return
        self._deadline = None
        learned = [(a, member) for a, member in self._members.items() if not member.configured]
        for address, member in learned:
            if now - member.heard >= self.patience:
                self.drop(address)
            else:
                self._expect(member.heard + self.patience)

    def _expect(self, time: int) -> None:
        self._deadline = time if self._deadline is None else min(self._deadline, time)
