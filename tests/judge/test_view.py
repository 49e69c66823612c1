"""What a trace tells of the HUT: when it ran, what it heard, and what its silence proves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.judge.history.view import Incarnation, View
from mipconf.protocol.messages import BindingUpdate, BindingUpdateAck, RegistrationReply
from mipconf.trace.trace import RemarkKind

from .vantages import view_of
from .wording import at

NS = 1e-9
UPDATES = "{} HUT > all update #{} MN9"


def numbers(*told: tuple[float, int]) -> str:
    return "\n".join(UPDATES.format(time, number) for time, number in told)


LAST = (1 << 32) - 1
LIVES = [
    ("0 P > all update #5 MN1/-5\n0.5 -- case-ended", [Incarnation(None, None, None)]),
    (
        numbers((1, 7), (2, 8)),
        [Incarnation(None, None, at(1) - 1), Incarnation(None, None, None, since=at(1))],
    ),
    (
        numbers((1, 7), (2, 8), (3, 50_000), (4, 50_001)),
        [
            Incarnation(None, None, at(1) - 1),
            Incarnation(None, None, at(2), since=at(1)),
            Incarnation(None, None, None, since=at(3)),
        ],
    ),
    (
        numbers((1, 7), (2, 50_000), (3, 9)),
        [
            Incarnation(None, None, at(1) - 1),
            Incarnation(None, None, at(1), since=at(1)),
            Incarnation(None, None, at(2), since=at(2)),
            Incarnation(None, None, None, since=at(3)),
        ],
    ),
    # Over its end the counter goes on, and a few may be missing, or late.
    (
        numbers((1, LAST), (2, 0)),
        [Incarnation(None, None, at(1) - 1), Incarnation(None, None, None, since=at(1))],
    ),
    (
        numbers((1, 0), (2, LAST)),
        [Incarnation(None, None, at(1) - 1), Incarnation(None, None, None, since=at(1))],
    ),
]


@pytest.mark.parametrize(("lines", "incarnations"), LIVES)
def test_the_lives_that_numbers_tell_of(lines: str, incarnations: list[Incarnation]) -> None:
    assert view_of(lines, elsewhere=True).incarnations == tuple(incarnations)


@pytest.mark.parametrize(
    ("number", "incarnations"), [(30_000, 2), (30_001, 3), (10_000, 2), (9_999, 3)]
)
def test_how_many_numbers_may_be_missing(number: int, incarnations: int) -> None:
    found = view_of(numbers((1, 20_000), (2, number)), elsewhere=True).incarnations
    assert len(found) == incarnations


@pytest.mark.parametrize(
    ("start", "end", "ran"),
    [(1, 2, True), (1, 3, True), (0.9, 2, False), (1, 3.1, False), (5, 6, False)],
)
def test_a_hut_surely_ran_between_its_numbers(start: float, end: float, ran: bool) -> None:
    lines = numbers((1, 7), (2, 8), (3, 9), (4, 90_000))
    assert view_of(lines, elsewhere=True).surely_ran(at(start), at(end)) is ran
    assert view_of(lines).surely_ran(at(start), at(end))


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
    assert view_of(lines).judgeable(at(stimulus), at(deadline)) is judgeable


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
    view = view_of(f": latency={setting}\n{RUNS}")
    if ended is not None:
        remarks = [
            replace(remark, data={"latency_ns": ended * 1_000_000})
            if remark.kind == RemarkKind.ENDED
            else remark
            for remark in view.trace.remarks
        ]
        view = View(replace(view.trace, remarks=tuple(remarks)), view.setting)
    said = view.too_slow_for(tolerance * 1_000_000)
    assert said == (None if slow is None else f"the tester's host took {slow}")


@pytest.mark.parametrize(
    ("identification", "heard"),
    [("7", True), ("-7", True), ("7.000001", False), ("-7.000001", False)],
)
def test_what_is_outside_the_replay_window_is_not_heard(identification: str, heard: bool) -> None:
    view = view_of(f"0.0 P > all update #5 id={identification} MN1/-5")
    assert bool(view.heard(BindingUpdate)) is heard


@pytest.mark.parametrize(("identification", "heard"), [("9", True), ("-3", True), ("-5", False)])
def test_the_window_is_that_of_the_huts_clock(identification: str, heard: bool) -> None:
    """The HUT of somebody else's capture, whose clock is three seconds ahead."""
    lines = f"""
      -1.0  HUT > all  update #1 id=2 MN9
       0.0  P > all    update #5 id={identification} MN1/-5
       0.1  HUT > P    ack #5 id=3.1
       0.2  HUT > all  update #2 id=3.2 MN9
    """
    assert bool(view_of(lines, elsewhere=True).heard(BindingUpdate)) is heard


REPLY = """
  : fhrp=hsrp
  0.0  MN1 > VIP   register
  0.1  VIP > MN1   reply
"""


@pytest.mark.parametrize(
    ("more", "own"),
    [
        ("", False),
        ("0.0  HUT > all  hello Active", True),
        ("0.0  P > all    hello Active", False),
        ("0.2  HUT > all  update #1 MN1", True),
        ("1.1  HUT > all  update #1 MN1", True),
        ("1.100000001  HUT > all  update #1 MN1", False),
        ("0.2  HUT > all  update #1 MN2,ha=HUT", False),
        ("0.2  P > all    update #1 MN1,ha=P", False),
        ("0.0  HUT > all  hello Active \n 0.01 P > all hello Active", False),
        (
            "0.0 HUT > all hello Active\n0.0 P > all hello Active\n0.2 HUT > all update #1 MN1",
            True,
        ),
    ],
)
def test_whose_reply_from_the_virtual_ip_address_it_is(more: str, own: bool) -> None:
    view = view_of(f"{REPLY}{more}", elsewhere=True)
    assert bool(view.sent(RegistrationReply)) is own
    assert view_of(f"{REPLY}{more}").sent(RegistrationReply)


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("HUT > P    ack #5", []),
        ("HUT > P    ack #5 bad", ["the authenticator at octet 32 is not that of the message"]),
        ("HUT > P    ack #5 bare", ["there is no HA-HA Authentication extension"]),
        ("HUT > P    junk", ["the message ends at octet 6, its fixed part takes 24"]),
        ("HUT > P    ack #5 group=9", ["group 9, not 7"]),
        (
            "VIP > P    ack #5 as=VIP",
            ["sent from the virtual IP address 10.0.0.1, which is no Home Agent's id"],
        ),
        # What others say wrongly is their affair.
        ("P > HUT    ack #5 bad", []),
        ("P > HUT    junk", []),
    ],
)
def test_what_is_wrong_with_what_the_hut_says(line: str, reasons: list[str]) -> None:
    flaws = view_of(f"0.0 {line}").flaws
    assert [(flaw.frame, flaw.reason) for flaw in flaws] == [(2, reason) for reason in reasons]


def test_what_has_no_authenticator_is_not_accepted_where_nobody_remarked_it() -> None:
    view = view_of("0.0 HUT > P ack #5 bare", elsewhere=True)
    assert [flaw.reason for flaw in view.flaws] == ["there is no HA-HA Authentication extension"]
    assert view.sent(BindingUpdateAck) == []


def test_what_cannot_be_read_is_no_event_and_what_can_is_one() -> None:
    junk, forged = view_of("0.0 HUT > P junk\n0.1 HUT > P ack #5 bad").flaws
    assert junk.event is None
    assert forged.event is not None
    assert forged.event.time == at(0.1)


def test_a_remark_need_not_say_why() -> None:
    view = view_of("0.0 HUT > P ack #5 bad\n1.0 -- hut-gone")
    unexplained = [
        replace(remark, data={"frame": 2}) if remark.kind == RemarkKind.UNAUTHENTIC else remark
        for remark in view.trace.remarks
    ]
    view = View(replace(view.trace, remarks=tuple(unexplained)), view.setting)
    assert [flaw.reason for flaw in view.flaws] == [""]
    assert [incarnation.gone for incarnation in view.incarnations] == [""]


def test_what_ended_before_a_start_is_no_life() -> None:
    view = view_of("-1.0 -- hut-killed\n0.0 -- hut-starting\n0.1 -- hut-ready\n9.0 -- case-ended")
    assert view.incarnations == (Incarnation(at(0), at(0.1), None),)


def test_an_empty_trace_ends_at_once() -> None:
    view = view_of("0.0 P > all update #5 MN1/-5")
    assert View(replace(view.trace, packets=(), remarks=()), view.setting).end == 0
