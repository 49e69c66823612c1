"""What can be judged, and when the tester's host is too slow for that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.judge.history.history import History
from mipconf.trace.remark import RemarkKind

from .places import history_of
from .wording import at

NS = 1e-9

GONE = "0.0 -- hut-starting\n0.1 -- hut-ready\n3.0 -- hut-gone reason=status=1"

KILLED = "0.0 -- hut-starting\n0.1 -- hut-ready\n3.0 -- hut-killed\n9.0 -- case-ended"

RUNS = "0.0 P > all update #5 MN1/-5\n9.0 -- case-ended"


@pytest.mark.parametrize(
    ("lines", "stimulus", "deadline", "judgeable"),
    [
        (RUNS, 1.0, 9.0, True),
        (RUNS, 1.0, 9 + NS, False),
        (KILLED, 1.0, 3.0, True),
        (KILLED, 1.0, 3 + NS, False),
        (KILLED, 3 + NS, 4.0, False),
        # By itself it may not end: what was due then is judged.
        (f"{GONE}\n9.0 -- case-ended", 1.0, 4.0, True),
    ],
)
def test_what_can_be_judged(lines: str, stimulus: float, deadline: float, judgeable: bool) -> None:
    assert history_of(lines).silence.is_judgeable(at(stimulus), at(deadline)) is judgeable


@pytest.mark.parametrize(
    ("setting", "ended", "tolerance", "slow"),
    [
        (0, None, 1000, None),
        (0, None, 0, "0 ms to hear a datagram, too slow for a tolerance of 0 ms"),
        (500, None, 1000, "500 ms to hear a datagram, too slow for a tolerance of 1000 ms"),
        (499, None, 1000, None),
        (10, 600, 1000, "600 ms to hear a datagram, too slow for a tolerance of 1000 ms"),
        (600, 10, 1000, "600 ms to hear a datagram, too slow for a tolerance of 1000 ms"),
    ],
)
def test_a_host_may_be_too_slow(
    setting: int, ended: int | None, tolerance: int, slow: str | None
) -> None:
    history = history_of(f": latency={setting}\n{RUNS}")
    if ended is not None:
        remarks = [
            replace(remark, data={"latency_ns": ended * 1_000_000})
            if remark.kind == RemarkKind.ENDED
            else remark
            for remark in history.trace.remarks
        ]
        history = History(replace(history.trace, remarks=tuple(remarks)), history.setting)
    said = history.why_too_slow(tolerance * 1_000_000)
    assert said == (None if slow is None else f"the tester's host took {slow}")


def test_an_empty_trace_ends_at_once() -> None:
    history = history_of("0.0 P > all update #5 MN1/-5")
    assert (
        History(
            replace(history.trace, packets=(), remarks=()), history.setting
        ).silence.watched_until
        == 0
    )
