"""Claims 9, 10, 13 and 32: a HUT that starts is blamed for what it may not do yet, and for nothing
that it may.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from mipconf.ha.agent import HomeAgent
from mipconf.ha.joining import Joining, Round
from mipconf.ha.members import Members
from mipconf.ha.receiving import Receiving
from mipconf.net.host import Endpoint
from mipconf.protocol.messages import BindingUpdate, RedundancyMessage, TableRequest
from mipconf.testcases import test_initializing as cases

from .freedoms import HEALTHY
from .trial import PROTOCOLS, Protocol, Trial, failed, reasons, unmet

CLAIMS = (9, 10, 13, 32)
CASES = (
    cases.test_last_repeat_answered,
    cases.test_never_answered,
    cases.test_silent_group,
    cases.test_heard_by_hello,
    cases.test_heard_by_update,
)


class AcceptsAtOnce(HomeAgent):
    """Registers mobile nodes before its table is initialized."""

    def takes_registrations_at(self, destination: Endpoint) -> bool:
        return destination == self._own or super().takes_registrations_at(destination)


class AnswersAtVirtualIp(HomeAgent):
    """Has the virtual IP address from the start, whoever is active."""

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        virtual_ip = self.fhrp.virtual_ip
        assert virtual_ip is not None
        return super().endpoints | {Endpoint(virtual_ip, self.config.port)}

    def takes_registrations_at(self, destination: Endpoint) -> bool:
        at_virtual_ip = destination.address == self.fhrp.virtual_ip
        return at_virtual_ip or super().takes_registrations_at(destination)


class ActiveAtOnce(HomeAgent):
    """Becomes active whether its table is initialized or not."""

    def wake(self, now: int) -> None:
        self.fhrp.allow_active(now)
        super().wake(now)


class _ImpatientJoining(Joining):
    def expire(self, current: Round, now: int) -> None:
        current.repeats_left = 0
        super().expire(current, now)


class Impatient(HomeAgent):
    """Is initialized when the first request got no answer."""

    joining_type = _ImpatientJoining


class _HastyJoining(Joining):
    def ask(self, current: Round, now: int) -> None:
        super().ask(current, now)
        current.due = now + self._timers.reply_timeout // 2


class Hasty(HomeAgent):
    """Repeats its request too soon, and is initialized after the last repeat at once."""

    joining_type = _HastyJoining


class _NeverAsksJoining(Joining):
    def ask(self, current: Round, now: int) -> None:
        current.due = now + self._timers.reply_timeout


class NeverAsks(HomeAgent):
    """Waits as if it had asked."""

    joining_type = _NeverAsksJoining


class _AsksOneJoining(Joining):
    def ask(self, current: Round, now: int) -> None:
        message = TableRequest(**self._transmitter.next_header(now))
        self._requests[message.sequence] = now
        current.sequences.append(message.sequence)
        current.due = now + self._timers.reply_timeout
        self._transmitter.unicast(message, next(iter(self._members)))


class AsksOne(HomeAgent):
    """Asks by unicast."""

    joining_type = _AsksOneJoining


class _AsksAtOnceJoining(Joining):
    def wake(self, now: int) -> None:
        if not self.initialized and self._round is None:
            self.request(now)
        super().wake(now)


class AsksAtOnce(HomeAgent):
    """Asks before it knows anybody."""

    joining_type = _AsksAtOnceJoining


class _DeafToHellosMembers(Members):
    def heard_by_fhrp(self, address: str, now: int) -> bool:
        return False


class DeafToHellos(HomeAgent):
    """The source of an FHRP message does not become a member."""

    members_type = _DeafToHellosMembers


class _DeafToUpdatesReceiving(Receiving):
    def hear(self, message: RedundancyMessage, now: int) -> None:
        if not isinstance(message, BindingUpdate):
            super().hear(message, now)


class DeafToUpdates(HomeAgent):
    """The sender of an update does not become a member."""

    receiving_type = _DeafToUpdatesReceiving


class _DeafToItsConfigurationJoining(Joining):
    def wake(self, now: int) -> None:
        if self._round is not None or self.initialized or now >= self._listen_until + 10**9:
            super().wake(now)

    @property
    def deadline(self) -> int | None:
        waits = self._round is None and not self.initialized
        return self._listen_until + 10**9 if waits else super().deadline


class DeafToItsConfiguration(HomeAgent):
    """Members that are configured are known, and not asked before the listen time is over."""

    joining_type = _DeafToItsConfigurationJoining


FAULTY = {
    AcceptsAtOnce: {9},
    AnswersAtVirtualIp: {9, 10},
    ActiveAtOnce: {10},
    Impatient: {9, 10},
    Hasty: {9, 10},
    NeverAsks: {9, 10, 13, 32},
    AsksOne: {9, 10},
    AsksAtOnce: {13, 32},
    DeafToHellos: {13, 32},
    DeafToUpdates: {13, 32},
    DeafToItsConfiguration: {13, 32},
}


@PROTOCOLS
@pytest.mark.parametrize("agent", FAULTY)
def test_a_fault_fails_its_claims_and_no_other(
    agent: type[HomeAgent], protocol: Protocol, tmp_path: Path
) -> None:
    findings = Trial(tmp_path, agent, protocol).findings(CASES, CLAIMS)
    assert failed(findings) == FAULTY[agent], reasons(findings)


@PROTOCOLS
@pytest.mark.parametrize("agent", HEALTHY)
def test_a_healthy_one_passes(agent: type[HomeAgent], protocol: Protocol, tmp_path: Path) -> None:
    findings = Trial(tmp_path, agent, protocol).findings(CASES, CLAIMS)
    assert unmet(findings) == {}, reasons(findings)


def test_one_without_an_fhrp_passes(tmp_path: Path) -> None:
    findings = Trial(tmp_path, protocol="none").findings(CASES, CLAIMS)
    assert unmet(findings) == {}, reasons(findings)


@pytest.mark.parametrize(("protocol", "version"), [("hsrp", 1), ("vrrp", 3)])
def test_one_of_another_version_passes(
    protocol: Protocol, version: Literal[1, 3], tmp_path: Path
) -> None:
    findings = Trial(tmp_path, protocol=protocol, version=version).findings(CASES, CLAIMS)
    assert unmet(findings) == {}, reasons(findings)


@pytest.mark.parametrize("agent", [AcceptsAtOnce, AnswersAtVirtualIp])
def test_without_an_fhrp_an_early_answer_tells(agent: type[HomeAgent], tmp_path: Path) -> None:
    findings = Trial(tmp_path, agent, "none").findings(CASES[:2], CLAIMS)
    assert failed(findings) == FAULTY[agent], reasons(findings)
