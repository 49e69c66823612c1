"""Claim 22 with a codec that lets bindings pass in a Table Reply of Code 1."""

from __future__ import annotations

from dataclasses import replace

from mipconf.judge.claims.table_replies import _with_code
from mipconf.protocol.messages import Binding, Code

from .places import history_of

BOUND = Binding("10.64.0.1", "10.0.0.10", "192.0.2.1", 0, False, 300, 300, 1)
LINES = """
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > all    ask #6
    0.04  HUT > P    part 1/1 #20 ask=6 code={code}
    0.05  P > HUT    took #20
"""


def found(bindings: tuple[Binding, ...], code: int = 1) -> tuple[str, str]:
    """The verdict, and what was observed."""
    history = history_of(LINES.format(code=code))
    (series,) = history.served
    part = series.parts[0]
    told = replace(part, message=replace(part.message, bindings=bindings))
    assert series.request is not None
    finding = _with_code(
        history, series.request, replace(series, parts=(told,)), Code.NOT_INITIALIZED, "before"
    )
    return finding.verdict.value, finding.observed


def test_code_1_comes_without_bindings() -> None:
    assert found(()) == ("PASS", "")
    assert found((BOUND,)) == ("FAIL", "bindings with Code 1")
    assert found((), code=0) == ("FAIL", "Code 0")
