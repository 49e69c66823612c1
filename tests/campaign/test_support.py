"""What is not supported is NOT APPLICABLE, and whether the HUT does it all the same is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mipconf.campaign.exit import Policy, exit_status
from mipconf.campaign.options import Unseen
from mipconf.campaign.result import Result
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import select
from mipconf.campaign.summary import case_result, summarise
from mipconf.campaign.support import unsupported
from mipconf.check.check import check_captures
from mipconf.codec import STANDARD, KeyRing
from mipconf.errors import ExitStatus
from mipconf.faults.marking import NoMark
from mipconf.faults.retransmitting import NoRetransmission
from mipconf.faults.telling import NoUpdate
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.judge.finding import Finding
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram
from mipconf.profile.profile import Profile
from mipconf.protocol.messages import TableRequest
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.support import Support

from .simulated import options
from .test_summary import case, met, missed, unclear

pytestmark = pytest.mark.slow

LATE, NEVER, *_ = REQUIREMENTS["8"].situations
LISTED, RESENT, UNDESIGNATED = REQUIREMENTS["15"].situations
NO_8 = {"8": False}
SAYS = "the profile says that the HUT does not support it"


def done(situation: str, *frames: int) -> Finding:
    """A duty met by what the HUT did."""
    return replace(met(situation, 1, *frames), deeds=frames)


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ([], ""),
        ([met(LATE, 3)], ""),
        ([unclear(LATE)], ""),
        (
            [missed(LATE), missed(NEVER), met(LATE)],
            ", and indeed it does not do it (2 probes, in test_updates::test_mute)",
        ),
        (
            [missed(LATE), done(NEVER, 12, 14), done(LATE, 20)],
            ", yet the HUT did it: frame 12 of captures/test_updates::test_mute.pcapng, "
            "and once more: the profile is out of date",
        ),
    ],
)
def test_the_reason_says_whether_it_does(findings: Sequence[Finding], words: str) -> None:
    results = summarise([case(*findings)], {"8"}, unsupported(Support(NO_8)))
    result = next(result for result in results if result.id == "8")
    assert (result.verdict, result.reason) == (Verdict.NOT_APPLICABLE, SAYS + words)
    assert bool(result.evidence) is any(finding.deeds for finding in findings)


@pytest.mark.parametrize(
    ("supports", "findings", "verdict"),
    [
        ({}, [missed(LISTED), met(RESENT), met(UNDESIGNATED)], Verdict.FAIL),
        ({"19": False}, [missed(LISTED), met(RESENT), met(UNDESIGNATED)], Verdict.PASS),
        ({"19": False}, [missed(LISTED), missed(RESENT)], Verdict.FAIL),
        ({"19": False}, [missed(LISTED)], Verdict.NOT_EXERCISED),
        ({"8": False}, [met(LISTED), missed(RESENT)], Verdict.PASS),
        ({"8": False, "19": False}, [missed(LISTED), missed(RESENT)], Verdict.NOT_APPLICABLE),
        ({"15": False}, [missed(LISTED)], Verdict.NOT_APPLICABLE),
    ],
)
def test_a_situation_hangs_on_a_claim(
    supports: Mapping[str, bool], findings: Sequence[Finding], verdict: Verdict
) -> None:
    outcome = case(findings={"15": tuple(findings)}, exercises=("15",))
    results = summarise([outcome], {"15"}, unsupported(Support(supports)))
    assert next(result for result in results if result.id == "15").verdict is verdict


def test_a_case_is_not_failed_for_what_is_not_supported() -> None:
    failing = case(missed(LATE))
    assert case_result(failing).verdict is Verdict.FAIL
    assert case_result(failing, unsupported(Support(NO_8))).verdict is Verdict.NOT_APPLICABLE


class _AnswersNobody(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        """See `Answering`."""


class KeepsItsTable(HomeAgent):
    """Answers no Table Request."""

    answering_type = _AnswersNobody


class _ListsNobody(Answering):
    def home_agent_list(self) -> list[str]:
        """See `Answering`."""
        return []


class NoList(HomeAgent):
    """Sends no Home Agent List."""

    answering_type = _ListsNobody


class NoRequest(HomeAgent):
    """Never asks for the table."""

    def outgoing(self) -> list[Datagram]:
        """See `HomeAgent`."""
        return [d for d in super().outgoing() if not isinstance(said(d), TableRequest)]


class NoRouter(HomeAgent):
    """Says nothing to other routers."""

    def outgoing(self) -> list[Datagram]:
        """See `HomeAgent`."""
        return [d for d in super().outgoing() if d.destination.port == self.config.port]


def said(datagram: Datagram) -> object:
    return STANDARD.decode(datagram.payload, KeyRing(())).message


def campaign(out: Path, agent: type[HomeAgent], expression: str | None, **supports: bool) -> Result:
    selection = select(expression, known_cases(), REQUIREMENTS)
    return run_campaign(
        replace(
            options(out, agent, "hsrp"),
            profile=Profile(supports=supports),
            cases=tuple(plan.id for plan in selection.cases),
            requirements=selection.requirements,
        ),
        Unseen(),
    )


def test_a_hut_that_does_it_all_the_same_is_noted(tmp_path: Path) -> None:
    result = campaign(tmp_path, HomeAgent, "8,18,38", retransmission=False, deletion_marks=False)
    found = {requirement.id: requirement for requirement in result.requirements}
    assert found["8"].verdict is found["18"].verdict is Verdict.NOT_APPLICABLE
    assert "(supports.retransmission = false), yet the HUT did it: frame " in found["8"].reason
    assert found["38"].reason == f"{SAYS} (supports.deletion_marks = false)"
    assert [note.split()[0] for note in result.notes] == ["8", "18"]
    assert exit_status(result, Policy()) is ExitStatus.MET
    # The captures say what the profile said.
    captures = tuple((tmp_path / "captures").iterdir())
    again = check_captures(captures, None, None, frozenset())
    verdicts = [requirement.verdict for requirement in again.requirements]
    assert verdicts[7] is verdicts[17] is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("agent", "feature", "indeed"),
    [
        (NoRetransmission, "retransmission", {"8", "18", "45", "21", "48"}),
        (NoMark, "deletion_marks", {"38", "39"}),
        (NoUpdate, "binding_updates", {"1", "2", "4", "5", "6", "7", "23"}),
        (NoList, "home_agent_lists", {"19", "20", "46", "47"}),
        (NoRequest, "joining", {"13", "26", "27", "28", "29", "53"}),
        (NoRouter, "router_redundancy", {"24", "40"}),
        (KeepsItsTable, "table_replies", {"14", "16", "22", "42", "44"}),
    ],
)
def test_a_hut_that_lacks_what_it_is_said_to_lack_fails_nothing(
    agent: type[HomeAgent], feature: str, indeed: set[str], tmp_path: Path
) -> None:
    result = campaign(tmp_path, agent, None, **{feature: False})
    bad = (Verdict.FAIL, Verdict.ERROR)
    assert [(r.id, r.reason) for r in result.requirements if r.verdict in bad] == []
    assert [(c.id, c.reason) for c in result.cases if c.verdict in bad] == []
    if agent is not KeepsItsTable:  # whose probes all get no answer
        never = [r.id for r in result.requirements if r.verdict is Verdict.NOT_EXERCISED]
        assert never in ([], ["LOAD-1", "LOAD-2"])
    told = {r.id for r in result.requirements if "and indeed it does not do it" in r.reason}
    assert indeed <= told
