"""To which Home Agents a claim applies: to those of a group with an FHRP, or that have joined."""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps

from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judges import Judge
from mipconf.judge.verdict import Verdict


def needs_fhrp(judge: Judge) -> Judge:
    """A claim that is not applicable to a group that runs no FHRP."""

    @wraps(judge)
    def judged(history: History) -> Iterator[Finding]:
        if history.setting.fhrp_unknown:
            return
        if history.setting.fhrp.protocol == "none":
            reason = "without an FHRP nobody says whether they are active"
            yield Finding("", Verdict.NOT_APPLICABLE, (), reason)
            return
        yield from judge(history)

    return judged


def once_joined(history: History, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of what came after a complete series had reached the HUT (claim 26)."""
    times = {packet.frame: packet.time for packet in history.trace.packets}
    for finding in findings:
        # Frames of one instant have no order.
        if history.joins.has_joined(times[finding.frames[0]] - 1):
            yield finding
