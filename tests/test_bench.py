"""The figures of the performance goals: how they are measured, and that each is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.bench import allowed_s, figures, starting_s
from mipconf.campaign.result import CaseResult, Result
from mipconf.judge.verdict import Verdict
from mipconf.profile.profile import Profile
from mipconf.trace.pcapng import CaptureWriter
from mipconf.trace.remark import RemarkKind

SECOND = 1_000_000_000
STARTING, READY, KILLED = RemarkKind.STARTING, RemarkKind.READY, RemarkKind.KILLED


def capture(out: Path, name: str, *remarks: tuple[RemarkKind, float]) -> None:
    (out / "captures").mkdir(exist_ok=True)
    writer = CaptureWriter(out / "captures" / name)
    for kind, seconds in remarks:
        writer.remark(kind, {}, int(seconds * SECOND))
    writer.close()


def test_a_campaign_may_take_as_long_as_its_longest_case_and_its_starts_make_it(
    tmp_path: Path,
) -> None:
    capture(
        tmp_path, "a.pcapng", (STARTING, 1), (READY, 1.5), (KILLED, 2), (STARTING, 3), (READY, 4)
    )
    capture(tmp_path, "b.pcapng", (STARTING, 1), (READY, 1.25))
    capture(tmp_path, "never-ready.pcapng", (STARTING, 1))
    assert starting_s(tmp_path) == pytest.approx(1.75)
    cases = tuple(CaseResult(str(seconds), Verdict.PASS, seconds) for seconds in (2.0, 10.0, 4.0))
    result = Result("process", "127.4.1.10", "loopback", 1, 12.0, (), cases)
    assert allowed_s(result, tmp_path) == pytest.approx(1.3 * 10 + 5 + 1.75)


@pytest.mark.live
def test_every_figure_is_measured_and_meets_its_goal() -> None:
    measured = {figure.name: figure for figure in figures(Profile())}
    side_by_side, simulated, building, reading = measured.values()
    assert side_by_side.ratio <= 1, side_by_side.measured
    for figure in (simulated, building, reading):
        assert figure.ratio > 1, figure.name
