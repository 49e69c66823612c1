"""The recorder: the capture file and the trace say the same, and forgeries are remarked."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.net.host import UDP, VRRP, Datagram, Endpoint
from mipconf.net.network import Direction
from mipconf.profile.security import Keys
from mipconf.trace.recorder import OCTETS, Recorder
from mipconf.trace.remark import RemarkKind
from tests.judge.story import parse, parse_line, said
from tests.judge.wording import ZERO, Speaker

from ..campaign.traces import trace_of

(STORY,) = parse("* all\n0.0 HUT joins MN1/-5\n1.0 MN2 registers #1\n2.0 MN3 > HUT register bad")
CONFIG = STORY.config


def recorder(path: Path, now: int = ZERO) -> Recorder:
    return Recorder(path, Keys.of(CONFIG), CONFIG.port, lambda: now)


def test_capture_and_trace_are_the_same(tmp_path: Path) -> None:
    trace, _ = STORY.record(tmp_path / "all.pcapng")
    assert trace_of(tmp_path / "all.pcapng") == trace
    numbers = sorted(item.frame for item in (*trace.packets, *trace.remarks))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("line", "forged"),
    [
        ("0 MN1 > HUT  register", False),
        ("0 MN1 > HUT  register bad", True),
        ("0 P > all    update #1 MN1/-5", False),
        ("0 P > all    update #1 bad MN1/-5", True),
        ("0 P > all    update #1 bad port=9 MN1/-5", False),
        ("0 HUT > P    took #1 bad", True),
        ("0 P > HUT    junk", False),
        ("0 P > all    hello Active", False),
    ],
)
def test_an_authenticator_that_does_not_hold_is_remarked(
    line: str, forged: bool, tmp_path: Path
) -> None:
    made = recorder(tmp_path / "one.pcapng")
    made.observe(Direction.SENT, said(Speaker(CONFIG), parse_line(line)), ZERO)
    made.close()
    trace = made.trace()
    assert [remark.kind for remark in trace.remarks] == [RemarkKind.UNAUTHENTIC] * forged
    if forged:
        assert trace.remarks[0].data["frame"] == 1
        assert "authenticator" in str(trace.remarks[0].data["reason"])


def test_what_has_no_port_has_no_authenticator(tmp_path: Path) -> None:
    made = recorder(tmp_path / "vrrp.pcapng")
    source, group = Endpoint("10.0.0.21", 0, VRRP), Endpoint("224.0.0.18", 0, VRRP)
    made.observe(Direction.RECEIVED, Datagram(source, group, bytes(8)), ZERO)
    made.close()
    assert made.trace().remarks == ()
    assert UDP != VRRP


@pytest.mark.parametrize(
    ("directions", "latency"),
    [
        ([(Direction.RECEIVED, 3), (Direction.RECEIVED, 5), (Direction.RECEIVED, 1)], 5),
        ([(Direction.SENT, 9), (Direction.RECEIVED, 2)], 2),
        ([], 0),
    ],
)
def test_it_knows_how_late_it_hears(
    directions: list[tuple[Direction, int]], latency: int, tmp_path: Path
) -> None:
    made = recorder(tmp_path / "late.pcapng")
    datagram = said(Speaker(CONFIG), parse_line("0 P > all ask #1"))
    for direction, late in directions:
        made.measure(direction, datagram, ZERO - late)
    made.close()
    assert made.latency_ns == latency
    assert made.trace().packets == ()


def test_it_knows_how_late_it_is_with_what_it_records(tmp_path: Path) -> None:
    made = recorder(tmp_path / "late.pcapng")
    made.observe(
        Direction.RECEIVED, said(Speaker(CONFIG), parse_line("0 P > all ask #1")), ZERO - 5
    )
    made.close()
    assert made.latency_ns == 5


def test_a_closed_recorder_keeps_its_trace(tmp_path: Path) -> None:
    made = recorder(tmp_path / "closed.pcapng")
    made.remark(RemarkKind.GONE, reason="because")
    made.close()
    made.close()
    (remark,) = made.trace().remarks
    assert (remark.frame, remark.time, remark.data) == (1, ZERO, {"reason": "because"})


@pytest.mark.parametrize(("payload", "kept"), [(b"x", 4), (bytes(2 * OCTETS), 2)])
def test_of_a_flood_it_keeps_enough(payload: bytes, kept: int, tmp_path: Path) -> None:
    made = Recorder(tmp_path / "f.pcapng", Keys.of(CONFIG), CONFIG.port, lambda: ZERO, enough=4)
    calls: list[int] = []
    made.when_flooded = lambda: calls.append(len(made.trace().packets))
    source, group = Endpoint("10.0.0.21", 0, VRRP), Endpoint("224.0.0.18", 0, VRRP)
    for _ in range(9):
        made.observe(Direction.RECEIVED, Datagram(source, group, payload), ZERO)
    made.close()
    assert made.flooded
    assert calls == [kept]
    (remark,) = made.trace().remarks
    assert remark.kind == RemarkKind.FLOODED
    assert str(remark.data["reason"]).startswith(f"flood: {kept} datagrams of ")
    assert trace_of(tmp_path / "f.pcapng") == made.trace()


def test_what_it_lost_is_remarked_unless_a_flood_was(tmp_path: Path) -> None:
    made = recorder(tmp_path / "lost.pcapng")
    made.missed(0)
    made.missed(7, 2)
    made.missed(8)
    made.close()
    (remark,) = made.trace().remarks
    assert remark.kind == RemarkKind.FLOODED
    assert remark.data == {
        "reason": "the tester is deaf: 7 datagrams came too fast, 2 could not be sent"
    }
    assert trace_of(tmp_path / "lost.pcapng") == made.trace()
