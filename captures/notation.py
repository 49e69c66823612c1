"""Findings on one line: where each situation arose, by frames.

`a Table Request @2-3 @7-8; shown @2-9` are two findings of one situation, which rest on frames 2
and 3, and 7 and 8, and one of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from mipconf.judge.finding import Finding
from mipconf.judge.verdict import Verdict


def brief(findings: Iterable[Finding]) -> str:
    """The situations of some findings, in order, each with the frames of those findings."""
    return "; ".join(
        " ".join((situation, *map(_frames, alike))).strip()
        for situation, alike in groupby(findings, lambda finding: finding.situation)
    )


def by_verdict(findings: Iterable[Finding]) -> str:
    """The same with verdicts, and with the reason of what is not PASS."""
    found = [*findings]
    parts = []
    for verdict in Verdict:
        having = [finding for finding in found if finding.verdict is verdict]
        if having:
            reasons = dict.fromkeys(finding.reason for finding in having if finding.reason)
            why = f" ({'; '.join(reasons)})" if reasons else ""
            parts.append(f"{verdict.value} {brief(having)}".rstrip() + why)
    return "; ".join(parts)


def _frames(finding: Finding) -> str:
    return f"@{'-'.join(map(str, finding.frames))}" if finding.frames else ""
