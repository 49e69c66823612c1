"""Verdicts, in the words of ISO/IEC 9646, and which of several prevails (docs/claims.md,
"Verdicts").
"""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    """The judgement of one requirement; declared in the order in which they prevail."""

    FAIL = "FAIL"
    ERROR = "ERROR"
    INCONCLUSIVE = "INCONCLUSIVE"
    PASS = "PASS"
    NOT_APPLICABLE = "NOT APPLICABLE"
    NOT_EXERCISED = "NOT EXERCISED"

    @property
    def rank(self) -> int:
        """0 for the verdict that prevails over all others."""
        return _RANKS[self]


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}
