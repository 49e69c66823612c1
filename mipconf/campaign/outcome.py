"""What became of one case: made from its trace alone, so that a saved capture gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judge import Findings, judge_history, prevailing
from mipconf.judge.narrative import Line, Narrative
from mipconf.judge.verdict import Verdict
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Origin, Trace

Timelines = Mapping[str, tuple[Line, ...]]
"""What led to the verdict that prevails, by the id of the requirement; none for a PASS."""


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """One case, or one capture, after it was judged.

    `exercises` are the requirements that it was run for. `failure` says why it could not show all
    of them. `again` is the command that runs it once more, and `offline` the one that judges what
    was recorded; either is empty where there is none.
    """

    id: str
    capture: str
    seconds: float
    exercises: tuple[str, ...]
    findings: Findings
    failure: Finding | None
    again: str
    offline: str = ""
    timelines: Timelines = field(default_factory=dict)
    origins: Mapping[int, Origin] = field(default_factory=dict)

    def frames_by_capture(self, frames: Iterable[int]) -> dict[str, tuple[int, ...]]:
        """The captures that frames of the trace stand in, and their numbers there."""
        found: dict[str, dict[int, None]] = {}
        for number in frames:
            origin = self.origins.get(number, Origin(self.capture, number))
            found.setdefault(origin.capture, {})[origin.frame] = None
        return {capture: tuple(numbers) for capture, numbers in found.items()}


def outcome_of(
    trace: Trace,
    setting: Setting,
    *,
    capture: str,
    seconds: float,
    again: str = "",
    offline: str = "",
) -> CaseOutcome:
    """Judge a trace by its setting; in a flood nothing FAILs, for not all was recorded."""
    case, exercises = _declared(trace)
    history = History(trace, setting)
    findings = judge_history(history)
    for flood in history.trace.remarked(RemarkKind.FLOODED):
        said = f"{flood.data.get('reason', '')}, so not all was recorded"
        findings = {
            name: tuple(_doubted(finding, said) for finding in found)
            for name, found in findings.items()
        }
    return CaseOutcome(
        case or capture,
        capture,
        seconds,
        exercises,
        findings,
        _failure(trace),
        again,
        offline,
        _timelines(history, findings),
        trace.origins,
    )


def _doubted(finding: Finding, why: str) -> Finding:
    if finding.verdict is not Verdict.FAIL:
        return finding
    return Finding.unclear(finding.situation, finding.frames, f"{why}: {finding.reason}")


def _timelines(history: History, findings: Findings) -> Timelines:
    deciding = {name: prevailing(found) for name, found in findings.items()}
    doubtful = {
        name: finding
        for name, finding in deciding.items()
        if finding is not None and finding.verdict in (Verdict.FAIL, Verdict.INCONCLUSIVE)
    }
    origins = history.trace.origins
    narrative = Narrative(history)
    return {
        name: tuple(_placed(line, origins) for line in narrative.timeline(finding))
        for name, finding in doubtful.items()
    }


def _placed(line: Line, origins: Mapping[int, Origin]) -> Line:
    """The line with the frame's number in its own capture, where there are several."""
    if line.frame is None or line.frame not in origins:
        return line
    origin = origins[line.frame]
    return replace(line, frame=origin.frame, text=f"{line.text} [{origin.capture}]")


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
            case RemarkKind.OVERDUE | RemarkKind.FLOODED:
                return Finding.unclear("", (remark.frame,), reason)
    return None
