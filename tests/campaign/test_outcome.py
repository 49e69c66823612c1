"""What became of a case, read from its trace alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from mipconf.campaign.outcome import outcome_of
from mipconf.judge import judge as judging
from mipconf.judge.history.history import History
from mipconf.judge.judge import Findings, judge, judge_functions
from mipconf.judge.verdict import Verdict
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.trace import Trace
from tests.judge.story import parse

(STORY,) = parse("* one\n= 1 PASS\n0.0 MN1 registers #1")
TRACE = STORY.record()[0]


def with_remark(kind: str, **data: object) -> Trace:
    last = TRACE.remarks[-1]
    return Trace(TRACE.packets, (*TRACE.remarks, Remark(last.frame + 1, last.time, kind, data)))


def outcome(trace: Trace = TRACE):  # type: ignore[no-untyped-def]
    return outcome_of(trace, STORY.setting, capture="one.pcapng", seconds=1.5, again="again")


@pytest.mark.parametrize(
    ("kind", "data", "verdict", "reason"),
    [
        (RemarkKind.FAILED, {"reason": "OSError"}, Verdict.ERROR, "the tester failed: OSError"),
        (
            RemarkKind.GONE,
            {"reason": "status 1"},
            Verdict.INCONCLUSIVE,
            "the HUT ended by itself: status 1",
        ),
        (RemarkKind.OVERDUE, {"reason": "after 30 s"}, Verdict.INCONCLUSIVE, "after 30 s"),
        (RemarkKind.FLOODED, {"reason": "flood: 9"}, Verdict.INCONCLUSIVE, "flood: 9"),
    ],
)
def test_what_kept_a_case_from_its_end(
    kind: str, data: Mapping[str, object], verdict: Verdict, reason: str
) -> None:
    failure = outcome(with_remark(kind, **data)).failure
    assert failure is not None
    assert (failure.verdict, failure.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("flooded", "verdict"), [(False, Verdict.FAIL), (True, Verdict.INCONCLUSIVE)]
)
def test_in_a_flood_what_is_missing_may_only_not_have_been_recorded(
    flooded: bool, verdict: Verdict
) -> None:
    (story,) = parse("* unacknowledged\n= 36 FAIL\n0.0 P > all update #5 MN1/-5\n")
    trace = story.record()[0]
    if flooded:
        last = trace.remarks[-1]
        flood = Remark(last.frame + 1, last.time, RemarkKind.FLOODED, {"reason": "flood: 9"})
        trace = replace(trace, remarks=(*trace.remarks, flood))
    found = outcome_of(trace, story.setting, capture="one.pcapng", seconds=1.5)
    (finding,) = found.findings["36"]
    assert finding.verdict is verdict
    assert finding.reason.startswith("flood: 9, so not all was recorded: ") is flooded


@pytest.mark.parametrize("kind", [RemarkKind.KILLED, RemarkKind.STOPPED, "of a later version"])
def test_what_is_as_the_tester_wants_is_no_failure(kind: str) -> None:
    assert outcome(with_remark(kind)).failure is None


def test_a_case_says_itself_what_it_is_and_was_run_for() -> None:
    found = outcome()
    assert (found.id, found.exercises, found.capture) == ("one", ("1",), "one.pcapng")
    assert (found.seconds, found.again) == (1.5, "again")


def test_a_capture_of_no_case_goes_by_its_name() -> None:
    found = outcome(Trace(TRACE.packets, ()))
    assert (found.id, found.exercises) == ("one.pcapng", ())


def test_every_requirement_that_has_a_judge_is_judged() -> None:
    assert outcome().findings.keys() == judge_functions().keys()


def fails(history: History) -> object:
    raise ZeroDivisionError("in a claim")


def test_a_judge_that_fails_is_an_error_and_no_other_suffers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    functions = {"2": fails, "1": judge_functions()["1"]}
    monkeypatch.setattr(judging, "judge_functions", lambda: functions)
    findings: Findings = judge(TRACE, STORY.setting)
    (error,) = findings["2"]
    assert error.verdict is Verdict.ERROR
    assert (
        "the judge of 2 failed: ZeroDivisionError: in a claim (mipconf.judge.judge, line"
        in error.reason
    )
    assert findings["1"][0].verdict is Verdict.PASS
