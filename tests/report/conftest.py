"""One campaign with a requirement of each verdict, selected and not, for every report."""

import pytest

from mipconf.campaign.exit import Policy
from mipconf.campaign.result import CaseResult, Evidence, RequirementResult, Result
from mipconf.judge.verdict import Verdict

MUTE = "test_updates::test_mute_peer"
LONG = "127.4.34.13 did not acknowledge update 41 and was not sent it again within 0.2 s"


def _requirement(
    id: str, verdict: Verdict, reason: str = "", selected: bool = True, **more: object
) -> RequirementResult:
    group, dash, _ = id.partition("-")
    return RequirementResult(
        id, group if dash else "CLAIM", f"title of {id}", verdict, selected, reason, **more
    )


@pytest.fixture
def campaign() -> Result:
    return Result(
        driver="process",
        address="127.4.34.10",
        network="loopback",
        seed=7,
        seconds=6.1234,
        requirements=(
            _requirement("1", Verdict.PASS, cases=("test_updates::test_simple",), seconds=1.5),
            _requirement("2", Verdict.NOT_EXERCISED, "no case exercises this claim yet", False),
            _requirement("3", Verdict.NOT_EXERCISED, "its situation never arose"),
            _requirement("4", Verdict.NOT_APPLICABLE, "the profile says so"),
            _requirement("5", Verdict.INCONCLUSIVE, "the HUT is gone"),
            _requirement(
                "8",
                Verdict.FAIL,
                LONG,
                explanation=("expected: R = 1", "observed: <nothing> & \x1b[31m\x00"),
                cases=(MUTE,),
                evidence=(Evidence("captures/test_updates.test_mute_peer.pcapng", (12, 13)),),
                seconds=1.9,
            ),
            _requirement("9", Verdict.FAIL, "known to fail"),
            _requirement("10", Verdict.PASS),
            _requirement("11", Verdict.FAIL, "seen in passing", False),
            _requirement("BASE-1", Verdict.ERROR, "the tester fell over"),
            _requirement("BASE-2", Verdict.PASS, selected=False),
        ),
        cases=(
            CaseResult("test_updates::test_simple", Verdict.PASS, 1.5),
            CaseResult(MUTE, Verdict.FAIL, 1.9001, LONG),
        ),
        notes=("this host answers itself in 0.2 ms",),
    )


@pytest.fixture
def policy() -> Policy:
    return Policy({"9": "ticket 9", "10": "ticket 10"})
