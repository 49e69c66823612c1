"""LOAD-1 and LOAD-2: tables of the size that is met in practice are replicated whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mipconf.judge.duties.applicability import once_joined
from mipconf.judge.duties.taken_table import table_taken
from mipconf.judge.duties.whole_table import whole_tables
from mipconf.judge.finding import Finding
from mipconf.judge.history.facts import Via
from mipconf.judge.history.history import History
from mipconf.judge.judges import judges
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.load import FEW, MANY

TAKEN, GIVEN = REQUIREMENTS["LOAD-1"].situations
BOTH_WAYS = (TAKEN, GIVEN)


@judges("LOAD-1")
def few(history: History) -> Iterator[Finding]:
    """100 bindings: every part acknowledged, every binding shown, once."""
    return _replicated(history, FEW, MANY)


@judges("LOAD-2")
def many(history: History) -> Iterator[Finding]:
    """20,000 bindings: every part acknowledged, every binding shown, once."""
    return _replicated(history, MANY, None)


def _replicated(history: History, least: int, below: int | None) -> Iterator[Finding]:
    """Claims 12 and 44 of a trace in which the HUT was told a table of such a size."""
    told = max((len(series.bindings) for series in history.learned), default=0)
    if told < least or (below is not None and told >= below):
        return
    yield from _as(TAKEN, table_taken(history))
    yield from _as(GIVEN, once_joined(history, whole_tables(history, frozenset(Via))))


def _as(situation: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The worst finding of a direction, or one that shows that it went well."""
    worst = min(findings, key=lambda finding: finding.verdict.rank, default=None)
    if worst is not None:
        yield replace(worst, situation=situation)
