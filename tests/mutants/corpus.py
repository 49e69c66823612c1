"""The captures that a changed judge is tried on, and what it said of them before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mipconf.campaign.outcome import Timelines, outcome_of
from mipconf.judge.judge import Findings
from mipconf.judge.setting import read_setting
from mipconf.judge.trace import RemarkKind, Trace

PATH = Path("build/mutants/corpus.pickle")

Said = tuple[Findings, Timelines]


@dataclass(frozen=True, slots=True)
class Case:
    """One capture: of which Home Agent, what is in it, and every finding with what led to it."""

    home_agent: str
    trace: Trace
    said: Said


def judged(trace: Trace) -> Said:
    """What the judge says of a capture, and in what words."""
    setting = next(r.data for r in trace.remarks if r.kind == RemarkKind.SETTING)
    outcome = outcome_of(trace, read_setting(setting), capture=trace.name, seconds=0)
    return outcome.findings, outcome.timelines
