"""What came in place of something that was due: messages of the HUT that no receiver accepts.

An HA whose clock is an hour off sends all that it should, and nobody takes it. That nothing came
would be wrong, and send its vendor looking in the wrong place.
"""

from __future__ import annotations

from dataclasses import replace

from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Flaw
from mipconf.judge.history.history import History
from mipconf.judge.narrative import describe
from mipconf.judge.verdict import Verdict


def with_unaccepted(history: History, finding: Finding) -> Finding:
    """The finding; one that something never came names what came instead, and why it was not taken.

    That is the first message in the time in which the other was due.
    """
    if finding.verdict is not Verdict.FAIL or finding.due is None or not finding.frames:
        return finding
    times = [history.times[frame] for frame in finding.frames if frame in history.times]
    first = next(
        (
            flaw
            for flaw in history.traffic.flaws
            if times and times[0] <= flaw.time <= finding.due and flaw.frame not in finding.frames
        ),
        None,
    )
    if first is None:
        return finding
    said = f"{_what(first)} came, which no receiver accepts: {first.reason}"
    return replace(
        finding,
        frames=(*finding.frames, first.frame),
        reason=f"{finding.reason}; {said}",
        observed=f"{finding.observed}; {said}",
    )


def _what(flaw: Flaw) -> str:
    if flaw.event is None:
        return f"frame {flaw.frame}"
    return f"frame {flaw.frame}, {describe(flaw.event.message)},"
