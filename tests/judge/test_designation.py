"""Claim 17: only a designated responder answers, and each of them does."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.testcases import test_designation as cases

from .freedoms import HEALTHY
from .trial import PROTOCOLS, Protocol, Trial, failed, reasons, unmet

CLAIMS = (17,)
CASES = (cases.test_designated_responder,)


class _AnswersAllAnswering(Answering):
    def is_designated(self, requester: str, now: int) -> bool:
        return True


class AnswersAll(HomeAgent):
    """Answers whatever its role."""

    answering_type = _AnswersAllAnswering


class _OnlyWhileActiveAnswering(Answering):
    def is_designated(self, requester: str, now: int) -> bool:
        return self._fhrp.is_active


class OnlyWhileActive(HomeAgent):
    """Does not answer the only active that it knows."""

    answering_type = _OnlyWhileActiveAnswering


class _CountsRequesterAnswering(Answering):
    def is_designated(self, requester: str, now: int) -> bool:
        return self._fhrp.is_active or not self._fhrp.other_actives(now)


class CountsRequester(HomeAgent):
    """Counts the requester among the active ones."""

    answering_type = _CountsRequesterAnswering


class _OnlyWhilePassiveAnswering(Answering):
    def is_designated(self, requester: str, now: int) -> bool:
        return not self._fhrp.is_active and super().is_designated(requester, now)


class OnlyWhilePassive(HomeAgent):
    """Leaves the answer to others while it is active."""

    answering_type = _OnlyWhilePassiveAnswering


class _RemembersAnswering(Answering):
    was_active = False

    def is_designated(self, requester: str, now: int) -> bool:
        self.was_active |= self._fhrp.is_active
        return self.was_active or super().is_designated(requester, now)


class Remembers(HomeAgent):
    """Answers for ever once it did so as the active one."""

    answering_type = _RemembersAnswering


FAULTY = (AnswersAll, OnlyWhileActive, CountsRequester, OnlyWhilePassive, Remembers)


@PROTOCOLS
@pytest.mark.parametrize("agent", FAULTY)
def test_a_faulty_one_fails(agent: type[HomeAgent], protocol: Protocol, tmp_path: Path) -> None:
    findings = Trial(tmp_path, agent, protocol).findings(CASES, CLAIMS)
    assert failed(findings) == {17}, reasons(findings)


@PROTOCOLS
@pytest.mark.parametrize("agent", HEALTHY)
def test_a_healthy_one_passes(agent: type[HomeAgent], protocol: Protocol, tmp_path: Path) -> None:
    findings = Trial(tmp_path, agent, protocol).findings(CASES, CLAIMS)
    assert unmet(findings) == {}, reasons(findings)


def test_one_without_an_fhrp_passes(tmp_path: Path) -> None:
    findings = Trial(tmp_path, protocol="none").findings(CASES, CLAIMS)
    assert unmet(findings) == {}, reasons(findings)
