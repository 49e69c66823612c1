"""The judge itself: every requirement's function over one trace."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping

from mipconf.judge.finding import Finding
from mipconf.judge.history.record import Record
from mipconf.judge.requirements import REQUIREMENTS, Requirement
from mipconf.judge.support import with_deeds
from mipconf.judge.verdict import Verdict
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

Findings = Mapping[str, tuple[Finding, ...]]
"""Findings by the id of their requirement; one without findings never arose."""

UNICAST_UNSEEN = "unicast between the Home Agents was not seen, and it needs that"


def judge(trace: Trace, setting: Setting) -> Findings:
    """What a trace shows of each requirement."""
    return judge_record(Record(trace, setting))


def judge_record(record: Record) -> Findings:
    """What a trace that is read already shows; a judge that fails itself gives an ERROR."""
    findings: dict[str, tuple[Finding, ...]] = {}
    for requirement in REQUIREMENTS.values():
        if requirement.judge is None:
            continue
        if not (record.setting.unicast or requirement.by_multicast):
            findings[requirement.id] = (Finding.unclear("", (), UNICAST_UNSEEN),)
            continue
        try:
            found = tuple(requirement.judge(record))
            findings[requirement.id] = with_deeds(record, found, requirement.deed)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            reason = (
                f"the judge of {requirement.id} failed: {type(error).__name__}: {error} "
                f"({where.name}, line {where.lineno})"
            )
            findings[requirement.id] = (Finding("", Verdict.ERROR, (), reason),)
    return findings


def judged_by(requirement: Requirement) -> Requirement:
    """The requirement whose verdict a requirement has: its own, or that of the same claim."""
    return REQUIREMENTS[requirement.same_as] if requirement.same_as else requirement


def prevailing(findings: Iterable[Finding]) -> Finding | None:
    """The finding that decides: the first of the verdict that prevails."""
    return min(findings, key=lambda finding: finding.verdict.rank, default=None)
