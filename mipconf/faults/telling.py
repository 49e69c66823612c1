"""Mistakes in telling the group of registrations and their ends (wire-format.md, 5.4)."""

from __future__ import annotations

from mipconf.codec import Defect
from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.registration import Registration
from mipconf.ha.table import Entry
from mipconf.ha.updates import Updates
from mipconf.messages import (
    RegistrationRequest,
)
from mipconf.net.host import Datagram


class _NeverTells(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        pass


@faulty(trips="1 4 6 23")
class NoUpdate(HomeAgent):
    """Never multicasts an update: every duty to tell of a registration or its end is missed."""

    updates_type = _NeverTells


class _TellsOneByOne(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        for member in self._members:
            self.tell(member, [entry.home_address], lambda _home, _now: entry, now)


@faulty(trips="1 4 6 23")
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


@faulty(trips="6")
class Gossips(HomeAgent):
    """Multicasts what it learned from others: updates that no request caused."""

    def learned(self, entry: Entry, now: int) -> None:
        super().learned(entry, now)
        self.updates.announce(entry, now)


class _SaysTwice(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        super().announce(entry, now)
        super().announce(entry, now)


@faulty(trips="1 4 23")
class SaysTwice(HomeAgent):
    """Multicasts each update twice, each time as a new one; there must be one."""

    updates_type = _SaysTwice
