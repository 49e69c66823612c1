"""Mistakes in taking registrations (RFC 5944, 3.8; docs/protocol.md#5-4)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.codec import Defect
from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.registration import Registrar
from mipconf.ha.table import Entry
from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.messages import (
    RegistrationRequest,
)


class _AnswersFromItself(Registrar):
    def receive(
        self, datagram: Datagram, request: RegistrationRequest, defect: Defect | None, now: int
    ) -> None:
        own = replace(datagram.destination, address=self._own_id)
        super().receive(replace(datagram, destination=own), request, defect, now)


@faulty(trips="4")
class WrongSource(HomeAgent):
    """Answers at the virtual IP from its own address: claim 4 alone asks where from."""

    registration_type = _AnswersFromItself


class _KeepsDeregistered(Registrar):
    def accept(self, request: RegistrationRequest, now: int) -> Entry | None:
        if request.lifetime:
            return super().accept(request, now)
        known = self._table.get(request.home_address, now)
        entry = super().accept(request, now)
        if entry is not None and known is not None:
            self._table.put(known, now)
        return entry


@faulty(trips="23")
class KeepsDeregistered(HomeAgent):
    """Tells of a de-registration, and keeps the binding itself until its lifetime ends."""

    registration_type = _KeepsDeregistered


class _RemovesAll(Registrar):
    def accept(self, request: RegistrationRequest, now: int) -> Entry | None:
        entry = super().accept(request, now)
        if entry is not None and entry.deleted:
            for other in list(self._table.bindings(now)):
                self._table.put(replace(other, deleted=True), now)
        return entry


@faulty(trips="23", follows="1 16 44")
class DeregistersEverybody(HomeAgent):
    """Removes all bindings when one mobile node de-registers."""

    registration_type = _RemovesAll


class _RemovesFirst(Registrar):
    def accept(self, request: RegistrationRequest, now: int) -> Entry | None:
        entry = super().accept(request, now)
        if entry is not None and entry.deleted:
            for other in list(self._table.bindings(now))[:1]:
                self._table.put(replace(other, deleted=True), now)
        return entry


@faulty(trips="23", follows="1 16 44")
class DeregistersTheFirstToo(HomeAgent):
    """Removes the first binding of the table besides the one that is de-registered."""

    registration_type = _RemovesFirst


class _CareOfHome(Registrar):
    def removes(self, request: RegistrationRequest, now: int) -> bool:
        bound = self._table.get(request.home_address, now)
        at_home = request.care_of_address == request.home_address
        return bound is not None and not bound.deleted and at_home


@faulty(trips="23")
class DeregistersAtHomeOnly(HomeAgent):
    """Removes a binding only where the mobile node is at home, not by its care-of address."""

    registration_type = _CareOfHome


class _NotAtHome(Registrar):
    def removes(self, request: RegistrationRequest, now: int) -> bool:
        bound = self._table.get(request.home_address, now)
        same = bound is not None and request.care_of_address == bound.care_of_address
        return same and bound is not None and not bound.deleted


@faulty(trips="23")
class DeregistersAwayOnly(HomeAgent):
    """Removes a binding by its care-of address only, not where the mobile node is at home."""

    registration_type = _NotAtHome


class _TellsTheWish(Registrar):
    def entry(self, request: RegistrationRequest, now: int) -> Entry:
        entry = super().entry(request, now)
        return replace(entry, lifetime_granted=request.lifetime)


@faulty(trips="1")
class KeepsTheLifetimeAskedFor(HomeAgent):
    """Grants no more than the longest lifetime, and keeps and tells the one that was asked for."""

    registration_type = _TellsTheWish


class _LosesFlags(Registrar):
    def entry(self, request: RegistrationRequest, now: int) -> Entry:
        return replace(super().entry(request, now), flags=0)


@faulty(trips="1", follows="2 3 4 5")
class LosesFlags(HomeAgent):
    """Forgets the flags of a registration: the co-located care-of address is one no more."""

    registration_type = _LosesFlags


class _LosesName(Registrar):
    def entry(self, request: RegistrationRequest, now: int) -> Entry:
        return replace(super().entry(request, now), home_agent=request.care_of_address)


@faulty(trips="1", follows="2 3 4 5")
class CopiesTheWrongAddress(HomeAgent):
    """Puts the care-of address where the home agent of a binding belongs."""

    registration_type = _LosesName


class _Stale(Registrar):
    def entry(self, request: RegistrationRequest, now: int) -> Entry:
        entry = super().entry(request, now)
        known = self._table.get(request.home_address, now)
        if known is None or known.deleted or entry.deleted:
            return entry
        return replace(entry, care_of_address=known.care_of_address)


@faulty(trips="1")
class KeepsTheOldCareOfAddress(HomeAgent):
    """Refreshes a binding without its new care-of address when the mobile node has moved."""

    registration_type = _Stale


class _OldNumber(Registrar):
    def entry(self, request: RegistrationRequest, now: int) -> Entry:
        entry = super().entry(request, now)
        known = self._table.get(request.home_address, now)
        return entry if known is None else replace(entry, identification=known.identification)


@faulty(trips="1 23", follows="8")
class KeepsTheFirstIdentification(HomeAgent):
    """Keeps the Identification of the first registration through refreshes."""

    registration_type = _OldNumber


class NoRegistrations(HomeAgent):
    """One that takes registrations only at times."""

    def takes(self, destination: Endpoint) -> bool:
        return True

    def takes_registrations_at(self, destination: Endpoint) -> bool:
        return self.takes(destination) and super().takes_registrations_at(destination)


@faulty(trips="4", follows="1")
class SilentAtTheVirtualIp(NoRegistrations):
    """Serves its own address alone: no answer at the virtual IP address, active or not."""

    def takes(self, destination: Endpoint) -> bool:
        return destination.address != self.fhrp.virtual_ip


@faulty(trips="2 3 5")
class SilentWhilePassive(NoRegistrations):
    """Takes registrations only while it is active."""

    def takes(self, destination: Endpoint) -> bool:
        return self.is_active


@faulty(trips="1")
class SilentAtItsOwnAddressWhileActive(NoRegistrations):
    """Moves to the virtual IP address once it is active: nobody answers at its own."""

    def takes(self, destination: Endpoint) -> bool:
        return not self.is_active or destination.address == self.fhrp.virtual_ip


class _Refuses(Registrar):
    def is_home_agent(self, request: RegistrationRequest) -> bool:
        return request.home_agent == self._own_id


@faulty(trips="4", follows="1")
class RefusesTheVirtualIp(HomeAgent):
    """Knows itself by its own address alone: Code 136 for a request to the virtual IP."""

    registration_type = _Refuses


class _AsksForVirtual(Registrar):
    def is_home_agent(self, request: RegistrationRequest) -> bool:
        return request.home_agent == self._virtual_ip()


@faulty(trips="1 2 3 5")
class RefusesItsOwnAddress(HomeAgent):
    """Knows itself by the virtual IP address alone: Code 136 for a request to its own."""

    registration_type = _AsksForVirtual
