"""Claims 15, 31, 43 and 47: who asked, or is in a list, is a member; and nobody else is blamed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.ha.delivery import Deliveries, Delivery, Outcome, Retries
from mipconf.ha.receiving import Receiving
from mipconf.ha.updates import Updates
from mipconf.protocol.messages import RedundancyMessage, TableReply, TableRequest
from mipconf.testcases import test_membership as cases

from .freedoms import HEALTHY
from .trial import PROTOCOLS, Protocol, Trial, failed, reasons, unmet

CLAIMS = (8, 15, 20, 31, 43, 47)
JUDGED = (15, 31, 43, 47)
CASES = (
    cases.test_silent_requester,
    cases.test_silent_requester_of_no_responder,
    cases.test_silent_requester_of_passive,
    cases.test_named_in_a_reply,
)


class _ForgetsRequestersReceiving(Receiving):
    def hear(self, message: RedundancyMessage, now: int) -> None:
        if not isinstance(message, TableRequest):
            super().hear(message, now)


class ForgetsRequesters(HomeAgent):
    """A requester does not become a member."""

    receiving_type = _ForgetsRequestersReceiving


class _KnowsWhomItAnswersReceiving(Receiving):
    def take_request(self, request: TableRequest, now: int) -> None:
        if self._answering.is_designated(request.home_agent_id, now):
            super().take_request(request, now)


class KnowsWhomItAnswers(HomeAgent):
    """A requester becomes a member only of a designated responder."""

    receiving_type = _KnowsWhomItAnswersReceiving


class _IgnoresListsReceiving(Receiving):
    def add_members(self, message: RedundancyMessage, now: int) -> None:
        pass


class IgnoresLists(HomeAgent):
    """Takes no members from a Home Agent List."""

    receiving_type = _IgnoresListsReceiving


class _IgnoresReplyListsReceiving(Receiving):
    def add_members(self, message: RedundancyMessage, now: int) -> None:
        if not isinstance(message, TableReply):
            super().add_members(message, now)


class IgnoresReplyLists(HomeAgent):
    """Takes no members from the list of a Table Reply."""

    receiving_type = _IgnoresReplyListsReceiving


class _NoListAnswering(Answering):
    def home_agent_list(self) -> list[str]:
        return []


class NoList(HomeAgent):
    """Puts no Home Agent List into its Table Replies."""

    answering_type = _NoListAnswering


class _ListsConfiguredAnswering(Answering):
    def home_agent_list(self) -> list[str]:
        return [self._own_id, *(m for m in self._members if self._members._members[m].configured)]


class ListsConfigured(HomeAgent):
    """Lists the members of its configuration alone."""

    answering_type = _ListsConfiguredAnswering


class _OmitsRequesterAnswering(Answering):
    requester = ""

    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        self.requester = request.home_agent_id
        super().request(request, initialized, now)

    def home_agent_list(self) -> list[str]:
        return [each for each in super().home_agent_list() if each != self.requester]


class OmitsRequester(HomeAgent):
    """Leaves the requester out of the list."""

    answering_type = _OmitsRequesterAnswering


class _NeverAgain(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Retries, now: int) -> None:
        self.end(delivery, member, Outcome.UNANSWERED, now)


class _NeverAgainUpdates(Updates):
    deliveries_type = _NeverAgain


class NoRetransmission(HomeAgent):
    """Never sends an update again."""

    updates_type = _NeverAgainUpdates


FAULTY = {
    ForgetsRequesters: {15, 20, 43, 47},
    KnowsWhomItAnswers: {15, 20, 43},
    IgnoresLists: {31, 47},
    IgnoresReplyLists: {31, 47},
    NoList: {15, 20, 31, 43, 47},
    ListsConfigured: {15, 20, 31, 43, 47},
    OmitsRequester: {20, 47},
    NoRetransmission: {15, 31, 43},
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
    findings = Trial(tmp_path, agent, protocol).findings(CASES, JUDGED)
    assert unmet(findings) == {}, reasons(findings)


def test_one_without_an_fhrp_passes(tmp_path: Path) -> None:
    findings = Trial(tmp_path, protocol="none").findings(CASES, JUDGED)
    assert unmet(findings) == {}, reasons(findings)


@pytest.mark.parametrize(("protocol", "version"), [("hsrp", 1), ("vrrp", 3)])
def test_one_of_another_version_passes(
    protocol: Protocol, version: Literal[1, 3], tmp_path: Path
) -> None:
    findings = Trial(tmp_path, protocol=protocol, version=version).findings(CASES, JUDGED)
    assert unmet(findings) == {}, reasons(findings)
