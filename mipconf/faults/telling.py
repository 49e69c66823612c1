"""Mistakes in telling the group of registrations and their ends (docs/protocol.md#5-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mipconf.codec import Defect
from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.registration import Registrar
from mipconf.ha.table import Entry
from mipconf.ha.transmitter import GroupMessage, Transmitter
from mipconf.ha.updates import Updates
from mipconf.net.host import Datagram
from mipconf.protocol.messages import (
    BindingUpdate,
    RegistrationRequest,
)


class _NeverTells(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        pass


@faulty(trips="1 2 3 4 5 6 7 23")
class NoUpdate(HomeAgent):
    """Never multicasts an update: every duty to tell of a registration or its end is missed."""

    updates_type = _NeverTells


class _TellsOneByOne(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        for member in self._members:
            self.tell(member, [entry.home_address], lambda _home, _now: entry, now)


@faulty(trips="1 2 3 4 5 6 7 23")
class UnicastUpdates(HomeAgent):
    """Sends updates to each member alone; the duty, also of claim 6, is one to the group."""

    updates_type = _TellsOneByOne


class _TellsAsIfAgain(Transmitter):
    def multicast(self, message: GroupMessage) -> None:
        if isinstance(message, BindingUpdate):
            message = replace(message, retransmission=True)
        super().multicast(message)


@faulty(trips="1 2 3 4 5 23")
class TellsAsIfAgain(HomeAgent):
    """Sets R in the first sending of an update, as in a retransmission."""

    transmitter_type = _TellsAsIfAgain


class _TellsOfRefusals(Registrar):
    def receive(
        self, datagram: Datagram, request: RegistrationRequest, defect: Defect | None, now: int
    ) -> None:
        attempt = self.attempt(datagram.payload, request, defect)
        super().receive(datagram, request, defect, now)
        if attempt is not None and not self.check(attempt, now).accepts and request.lifetime:
            entry = self._table.get(request.home_address, now)
            if entry is None:
                self._registered(self.entry(request, now), now)


@faulty(trips="1")
class TellsOfRefusals(HomeAgent):
    """Multicasts an update for a registration that it refuses: claim 1 forbids it."""

    registration_type = _TellsOfRefusals


class _KeepsDeregistrations(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        if not entry.deleted:
            super().announce(entry, now)


@faulty(trips="23")
class NoDeletionUpdate(HomeAgent):
    """Accepts de-registrations and tells nobody."""

    updates_type = _KeepsDeregistrations


@faulty(trips="6", follows="31")
class Gossips(HomeAgent):
    """Multicasts what it learned from others: updates that no request caused."""

    def learned(self, entry: Entry, now: int) -> None:
        super().learned(entry, now)
        self.updates.announce(entry, now)


class _SaysTwice(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        super().announce(entry, now)
        super().announce(entry, now)


@faulty(trips="1 2 3 4 5 23")
class SaysTwice(HomeAgent):
    """Multicasts each update twice, each time as a new one; there must be one."""

    updates_type = _SaysTwice


class _TellsWhenAlone(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        if len(self._members):
            super().announce(entry, now)
        else:
            self._transmitter.multicast(self.update([entry], now))


@faulty(trips="7")
class TellsWhenAlone(HomeAgent):
    """Multicasts updates though it has never heard of another Home Agent."""

    updates_type = _TellsWhenAlone


class _NeedsTwo(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        if len(self._members) > 1:
            super().announce(entry, now)


@faulty(trips="1 2 3 4 5 6 7", follows="23")
class CountsItselfAsMember(HomeAgent):
    """Counts itself when it asks whether there is anybody to tell: one other is too few."""

    updates_type = _NeedsTwo


class _Changing(Updates):
    def change(self, entry: Entry) -> Entry:
        return entry

    def announce(self, entry: Entry, now: int) -> None:
        super().announce(self.change(entry), now)


class _OwnClock(_Changing):
    def change(self, entry: Entry) -> Entry:
        return replace(entry, identification=entry.identification + 1)


@faulty(trips="1 2 3 4 5 23", follows="6")
class TellsAnotherIdentification(HomeAgent):
    """Tells the Identification that the mobile node will use next."""

    updates_type = _OwnClock


class _CareOfHome(_Changing):
    def change(self, entry: Entry) -> Entry:
        return entry if entry.deleted else replace(entry, care_of_address=entry.home_agent)


@faulty(trips="1 2 3 4 5")
class TellsItselfAsCareOf(HomeAgent):
    """Tells its own end of the tunnel as the care-of address."""

    updates_type = _CareOfHome


class _Wishes(_Changing):
    def change(self, entry: Entry) -> Entry:
        return replace(entry, lifetime_granted=min(65_534, entry.lifetime_granted + 1))


@faulty(trips="1 2 3 4 5", follows="23")
class TellsALongerLifetime(HomeAgent):
    """Rounds the granted lifetime up before it tells it: a second more than was granted."""

    updates_type = _Wishes


class _Undead(_Changing):
    def change(self, entry: Entry) -> Entry:
        if not entry.deleted:
            return entry
        return replace(entry, deleted=False, lifetime_granted=1, expires=None)


@faulty(trips="23")
class TellsDeletionsAsBindings(HomeAgent):
    """Tells a de-registration with X = 0."""

    updates_type = _Undead


class _ForgetsRefreshes(Updates):
    def __init__(self, *words: Any, **names: Any) -> None:
        super().__init__(*words, **names)
        self._told: dict[str, str] = {}

    def announce(self, entry: Entry, now: int) -> None:
        known = self._told.get(entry.home_address)
        self._told[entry.home_address] = "" if entry.deleted else entry.care_of_address
        if known != self._told[entry.home_address]:
            super().announce(entry, now)


@faulty(trips="1")
class TellsNoRefreshes(HomeAgent):
    """Tells nobody of a refresh, since the care-of address is still the same."""

    updates_type = _ForgetsRefreshes


class _ForgetsMoves(_ForgetsRefreshes):
    def announce(self, entry: Entry, now: int) -> None:
        known = self._told.get(entry.home_address)
        self._told[entry.home_address] = entry.care_of_address
        if known in (None, entry.care_of_address) or entry.deleted:
            Updates.announce(self, entry, now)


@faulty(trips="1")
class TellsNoMoves(HomeAgent):
    """Tells of who comes and goes, and not of who has moved on."""

    updates_type = _ForgetsMoves


class _SaysAgainAtOnce(Updates):
    def update(self, entries: Sequence[Entry], now: int) -> BindingUpdate:
        return replace(super().update(entries, now), retransmission=True)


@faulty(trips="1 23", follows="2 3 4 5")
class SaysAgainAtOnce(HomeAgent):
    """Sets R in the first sending of an update."""

    updates_type = _SaysAgainAtOnce


class _OtherGroup(Updates):
    def update(self, entries: Sequence[Entry], now: int) -> BindingUpdate:
        message = super().update(entries, now)
        return replace(message, group=message.group + 1)


@faulty(trips="1 2 3 4 5 6 7 23")
class TellsAnotherGroup(HomeAgent):
    """Tells updates to the group number after its own."""

    updates_type = _OtherGroup


class _AsVirtual(Updates):
    def update(self, entries: Sequence[Entry], now: int) -> BindingUpdate:
        message = super().update(entries, now)
        return replace(message, home_agent_id=message.home_agent_id.rpartition(".")[0] + ".1")


@faulty(trips="1 2 3 4 5 6 7 23")
class TellsUnderTheVirtualIp(HomeAgent):
    """Tells updates under the virtual IP address instead of its own id."""

    updates_type = _AsVirtual


class TellsByState(HomeAgent):
    """One whose FHRP decides whether it tells of what registered."""

    def tells(self) -> bool:
        return True

    def registered(self, entry: Entry, now: int) -> None:
        if self.tells():
            super().registered(entry, now)
        else:
            self.superseded(entry, own=True, now=now)


@faulty(trips="2 3 5", follows="1 6 7")
class TellsWhileActiveOnly(TellsByState):
    """Tells of registrations only while it is active: the active one is who has bindings."""

    def tells(self) -> bool:
        return self.is_active


@faulty(trips="1 4", follows="6 7 23")
class TellsWhilePassiveOnly(TellsByState):
    """Tells of registrations only while it is passive: the active one need not be told."""

    def tells(self) -> bool:
        return not self.is_active


@faulty(trips="6", follows="1 2 3")
class TellsAllWhenItTakesOver(HomeAgent):
    """Multicasts all that it has registered when it becomes active: no request caused that."""

    def wake(self, now: int) -> None:
        before = self.is_active
        super().wake(now)
        if self.is_active and not before:
            for entry in list(self.table.bindings(now)):
                self.updates.announce(entry, now)
