"""How findings of cases become the verdicts of a campaign: the tables of docs/claims.md,
"Verdicts".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from mipconf.campaign.outcome import CaseOutcome
from mipconf.campaign.result import Evidence, RequirementResult
from mipconf.campaign.summary import case_result, summarise
from mipconf.judge.finding import Finding
from mipconf.judge.verdict import Verdict
from mipconf.requirements.catalogue import REQUIREMENTS

F, E, INC, P, NA, NE = Verdict
ALL = frozenset(REQUIREMENTS)
LATE, NEVER, ANOTHER, UNKNOWN = REQUIREMENTS["8"].situations
GONE = Finding.unclear("", (9,), "the HUT ended by itself: status 1")
BROKEN = Finding("", E, (), "the tester failed: OSError")


def met(situation: str, *frames: int) -> Finding:
    return Finding.met(situation, *frames)


def missed(situation: str, reason: str = "it did not", *frames: int) -> Finding:
    return Finding.missed(situation, frames, reason, clause="5.4", expected="this", observed="that")


def unclear(situation: str, reason: str = "it is gone") -> Finding:
    return Finding.unclear(situation, (5,), reason)


def case(
    *found: Finding,
    id: str = "test_updates::test_mute",
    exercises: Sequence[str] = ("8",),
    failure: Finding | None = None,
    findings: Mapping[str, tuple[Finding, ...]] | None = None,
) -> CaseOutcome:
    return CaseOutcome(
        id,
        f"captures/{id}.pcapng",
        2.0,
        tuple(exercises),
        {"8": found} if findings is None else findings,
        failure,
        "mipconf run --select 8",
    )


def of_claim(name: str, *cases: CaseOutcome, **more: object) -> RequirementResult:
    results = summarise(cases, more.pop("selected", ALL), **more)  # type: ignore[arg-type]
    return next(result for result in results if result.id == name)


EACH = (met(LATE), met(NEVER), met(ANOTHER), met(UNKNOWN))


@pytest.mark.parametrize(
    ("cases", "verdict", "reason"),
    [
        ([], NE, "its situation never arose"),
        ([case()], NE, "its situation never arose"),
        ([case(*EACH)], P, ""),
        ([case(*EACH[:2]), case(*EACH[2:])], P, ""),
        ([case(met(LATE))], NE, f"never arose: {NEVER}, {ANOTHER}, {UNKNOWN}"),
        ([case(*EACH[:3])], NE, f"never arose: {UNKNOWN}"),
        ([case(*EACH, missed(LATE))], F, "it did not"),
        ([case(*EACH), case(missed(LATE))], F, "it did not"),
        ([case(missed(LATE)), case(*EACH)], F, "it did not"),
        ([case(missed(LATE, "first")), case(missed(LATE, "second"))], F, "first"),
        ([case(met(LATE), missed(LATE, "the only one"))], F, "the only one"),
        ([case(*EACH), case(unclear(LATE))], INC, "it is gone"),
        ([case(unclear(LATE)), case(missed(LATE))], F, "it did not"),
        ([case(unclear(LATE, "first")), case(unclear(LATE, "second"))], INC, "first"),
        ([case(BROKEN), case(unclear(LATE))], E, "the tester failed: OSError"),
        ([case(BROKEN), case(missed(LATE))], F, "it did not"),
        ([case(*EACH, failure=GONE)], INC, "the HUT ended by itself: status 1"),
        ([case(*EACH), case(failure=BROKEN)], E, "the tester failed: OSError"),
        ([case(missed(LATE), failure=GONE)], F, "it did not"),
        ([case(*EACH), case(failure=GONE, exercises=("1",))], P, ""),
    ],
)
def test_the_verdict_of_a_campaign(
    cases: Sequence[CaseOutcome], verdict: Verdict, reason: str
) -> None:
    result = of_claim("8", *cases)
    assert (result.verdict, result.reason) == (verdict, reason)


def test_the_verdicts_are_declared_in_the_order_in_which_they_prevail() -> None:
    assert sorted(Verdict, key=lambda verdict: verdict.rank) == [F, E, INC, P, NA, NE]


@pytest.mark.parametrize(
    ("more", "verdict", "reason"),
    [
        ({"campaign": False}, P, f"never arose: {NEVER}, {ANOTHER}, {UNKNOWN}"),
        ({"unsupported": {"8": "the profile says so"}}, NA, "the profile says so"),
        ({"selected": {"1"}}, NE, "not selected"),
        ({"selected": {"1"}, "unselected": None, "campaign": False}, P, None),
    ],
)
def test_what_a_campaign_is_told_besides(
    more: Mapping[str, object], verdict: Verdict, reason: str | None
) -> None:
    result = of_claim("8", case(met(LATE)), **more)
    assert result.verdict is verdict
    assert reason in (None, result.reason)


def test_every_requirement_is_always_there_and_in_order() -> None:
    results = summarise([], {"8"})
    assert [result.id for result in results] == list(REQUIREMENTS)
    assert [result.id for result in results if result.selected] == ["8"]
    assert {str(number) for number in range(1, 56)} <= {result.id for result in results}


@pytest.mark.parametrize(
    ("name", "judged"),
    [("50", "1"), ("51", "1"), ("52", "1"), ("53", "26"), ("54", "26"), ("55", "26")],
)
def test_a_claim_by_kind_has_the_verdict_of_another(name: str, judged: str) -> None:
    failing = case(findings={judged: (missed("shown", "why", 7),)}, exercises=(judged,))
    result, other = of_claim(name, failing), of_claim(judged, failing)
    assert (result.verdict, other.verdict) == (F, F)
    assert result.reason == f"as claim {judged}: why"
    assert result.evidence == other.evidence


def test_a_failure_is_explained() -> None:
    result = of_claim("8", case(met(LATE, 1), missed(LATE, "why", 12, 13), missed(NEVER, "", 20)))
    assert result.explanation == (
        "clause: 5.4",
        "expected: this",
        "observed: that",
        "frames: 12, 13 of captures/test_updates::test_mute.pcapng",
        "filter: frame.number in {12, 13}",
        "live: mipconf run --select 8",
    )
    assert result.evidence == (Evidence("captures/test_updates::test_mute.pcapng", (12, 13, 20)),)


def test_a_pass_needs_no_explanation_and_keeps_its_evidence() -> None:
    result = of_claim("8", case(met(LATE, 1, 2), met(NEVER, 2, 3), met(ANOTHER), met(UNKNOWN)))
    assert result.explanation == ()
    assert result.evidence == (Evidence("captures/test_updates::test_mute.pcapng", (1, 2, 3)),)


@pytest.mark.parametrize(
    ("cases", "named"),
    [
        ([case(*EACH, id="meant"), case(met(LATE), id="by chance", exercises=())], ["meant"]),
        ([case(*EACH, id="by chance", exercises=())], ["by chance"]),
        (
            [case(*EACH, id="meant"), case(missed(LATE), id="decides", exercises=())],
            ["meant", "decides"],
        ),
    ],
)
def test_the_cases_that_bear_on_it_are_named(
    cases: Sequence[CaseOutcome], named: Sequence[str]
) -> None:
    result = of_claim("8", *cases)
    assert list(result.cases) == named
    assert result.seconds == 2.0 * len(named)


@pytest.mark.parametrize(
    ("outcome", "verdict", "reason"),
    [
        (case(met(LATE)), P, ""),
        (case(met(LATE), missed(LATE)), F, "it did not"),
        (case(), NE, "its situation never arose"),
        (case(met(LATE), failure=GONE), INC, "the HUT ended by itself: status 1"),
        (case(failure=BROKEN), E, "the tester failed: OSError"),
        (case(missed(LATE), exercises=("1",)), NE, "its situation never arose"),
        (case(findings={"26": (missed("x"),)}, exercises=("53",)), F, "it did not"),
    ],
)
def test_the_verdict_of_a_case(outcome: CaseOutcome, verdict: Verdict, reason: str) -> None:
    result = case_result(outcome)
    assert (result.id, result.seconds) == (outcome.id, outcome.seconds)
    assert (result.verdict, result.reason) == (verdict, reason)
