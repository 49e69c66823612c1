"""The table of exit statuses of design.md, row by row."""

import pytest

from mipconf.campaign.exit import Consequence, Policy, exit_status
from mipconf.campaign.result import CaseResult, RequirementResult, Result
from mipconf.errors import ExitStatus
from mipconf.judge.verdict import Verdict


def requirement(verdict: Verdict, *, selected: bool = True, id: str = "8") -> RequirementResult:
    return RequirementResult(
        id=id, group="CLAIM", title="", verdict=verdict, selected=selected, reason="it did not"
    )


def campaign(*requirements: RequirementResult, **more: object) -> Result:
    return Result(
        driver="builtin",
        address="127.4.0.10",
        network="loopback",
        seed=1,
        seconds=1.0,
        requirements=requirements,
        **{"cases": ()} | more,
    )


RUN = Policy()
KNOWN = Policy({"8": "ticket 123"})
CHECK = Policy(every_failure=True)
PAIR = Policy(exercised_only=True)
F, E, INC, P, NA, NE = Verdict
TABLE = [
    # policy, verdict of claim 8, selected, its standing, exit status
    (RUN, F, True, Consequence.UNMET, 1),
    (RUN, E, True, Consequence.TESTER_FAILED, 3),
    (RUN, INC, True, Consequence.UNMET, 1),
    (RUN, P, True, Consequence.MET, 0),
    (RUN, NA, True, Consequence.MET, 0),
    (RUN, NE, True, Consequence.UNMET, 1),
    (PAIR, F, True, Consequence.UNMET, 1),
    (PAIR, INC, True, Consequence.UNMET, 1),
    (PAIR, E, True, Consequence.TESTER_FAILED, 3),
    (PAIR, NE, True, Consequence.NOT_COUNTED, 0),
    (RUN, F, False, Consequence.NOT_COUNTED, 0),
    (RUN, E, False, Consequence.TESTER_FAILED, 3),
    (RUN, INC, False, Consequence.NOT_COUNTED, 0),
    (RUN, P, False, Consequence.MET, 0),
    (RUN, NA, False, Consequence.MET, 0),
    (RUN, NE, False, Consequence.NOT_COUNTED, 0),
    (KNOWN, F, True, Consequence.KNOWN, 0),
    (KNOWN, E, True, Consequence.TESTER_FAILED, 3),
    (KNOWN, INC, True, Consequence.KNOWN, 0),
    (KNOWN, P, True, Consequence.MENDED, 1),
    (KNOWN, NA, True, Consequence.MENDED, 1),
    (KNOWN, NE, True, Consequence.KNOWN, 0),
    (KNOWN, F, False, Consequence.NOT_COUNTED, 0),
    (KNOWN, P, False, Consequence.MET, 0),
    (CHECK, F, False, Consequence.UNMET, 1),
    (CHECK, E, False, Consequence.TESTER_FAILED, 3),
    (CHECK, INC, False, Consequence.NOT_COUNTED, 0),
    (CHECK, P, False, Consequence.MET, 0),
    (CHECK, NE, False, Consequence.NOT_COUNTED, 0),
    (CHECK, F, True, Consequence.UNMET, 1),
    (CHECK, INC, True, Consequence.UNMET, 1),
    (CHECK, NE, True, Consequence.UNMET, 1),
]


@pytest.mark.parametrize(("policy", "verdict", "selected", "standing", "status"), TABLE)
def test_one_requirement(
    policy: Policy, verdict: Verdict, selected: bool, standing: Consequence, status: int
) -> None:
    one = requirement(verdict, selected=selected)
    assert policy.standing(one) is standing
    assert exit_status(campaign(one), policy) == status


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [((P, P), 0), ((P, F), 1), ((F, P), 1), ((F, E), 3), ((E, P), 3), ((NE, NA), 1)],
)
def test_the_gravest_of_several_prevails(verdicts: tuple[Verdict, Verdict], status: int) -> None:
    both = [requirement(verdict, id=id) for verdict, id in zip(verdicts, "12", strict=True)]
    assert exit_status(campaign(*both), RUN) == status


def test_300_failures_are_no_success() -> None:
    many = [requirement(F, id=str(number)) for number in range(256)]
    assert exit_status(campaign(*many), RUN) == ExitStatus.UNMET


def test_a_case_in_error_is_the_testers_failure_whatever_it_was_run_for() -> None:
    case = CaseResult("test_x::test_y", E, 1.0)
    assert exit_status(campaign(requirement(P), cases=(case,)), RUN) == ExitStatus.TESTER_FAILED


@pytest.mark.parametrize("verdict", Verdict)
def test_an_interrupted_run_says_so_above_all(verdict: Verdict) -> None:
    result = campaign(requirement(verdict), interrupted=True)
    assert exit_status(result, RUN) == ExitStatus.INTERRUPTED


@pytest.mark.parametrize(
    ("policy", "verdict", "selected", "remark"),
    [
        (RUN, F, True, "it did not"),
        (KNOWN, F, True, "known failure (ticket 123): it did not"),
        (KNOWN, P, True, "a known failure that no longer fails: take it out of the baseline"),
        (RUN, NE, False, "it did not"),
    ],
)
def test_the_remark_says_why(policy: Policy, verdict: Verdict, selected: bool, remark: str) -> None:
    assert policy.remark(requirement(verdict, selected=selected)) == remark
