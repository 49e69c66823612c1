"""What became of one case: made from its trace alone, so that a saved capture gives the same."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.judge.finding import Finding
from mipconf.judge.judge import Findings, judge
from mipconf.judge.setting import Setting
from mipconf.judge.trace import RemarkKind, Trace
from mipconf.judge.verdict import Verdict


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """One case, or one capture, after it was judged.

    `exercises` are the requirements that it was run for. `failure` says why it could not show all
    of them. `again` is the command that runs or judges it once more.
    """

    id: str
    capture: str
    seconds: float
    exercises: tuple[str, ...]
    findings: Findings
    failure: Finding | None
    again: str


def outcome_of(
    trace: Trace, setting: Setting, *, capture: str, seconds: float, again: str
) -> CaseOutcome:
    """Judge a trace by its setting."""
    case, exercises = _declared(trace)
    return CaseOutcome(
        case or capture,
        capture,
        seconds,
        exercises,
        judge(trace, setting),
        _failure(trace),
        again,
    )


def _declared(trace: Trace) -> tuple[str, tuple[str, ...]]:
    """The case that a trace is of, and what it was run for; neither where it is of none."""
    for remark in trace.remarks:
        if remark.kind == RemarkKind.SETTING:
            exercises = remark.data.get("exercises")
            names = exercises if isinstance(exercises, list) else []
            return str(remark.data.get("case", "")), tuple(str(name) for name in names)
    return "", ()


def _failure(trace: Trace) -> Finding | None:
    """What kept the case from its end, by the tester's remarks."""
    for remark in trace.remarks:
        reason = str(remark.data.get("reason", ""))
        match remark.kind:
            case RemarkKind.FAILED:
                return Finding("", Verdict.ERROR, (), f"the tester failed: {reason}")
            case RemarkKind.GONE:
                return Finding.unclear("", (remark.frame,), f"the HUT ended by itself: {reason}")
            case RemarkKind.OVERDUE:
                return Finding.unclear("", (remark.frame,), reason)
    return None
