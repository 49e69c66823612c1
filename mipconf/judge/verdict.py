"""Verdicts, in the words of ISO/IEC 9646, and how several become one (claims.md, "Verdicts")."""

from __future__ import annotations

from collections.abc import Iterable
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

    @classmethod
    def combine(cls, verdicts: Iterable[Verdict]) -> Verdict:
        """The verdict over several cases or captures; of none at all, NOT EXERCISED."""
        return min(verdicts, key=lambda verdict: verdict.rank, default=cls.NOT_EXERCISED)


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}
