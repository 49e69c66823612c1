"""Which messages a receiver accepts, and what is wrong with the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.judge.history.history import History
from mipconf.protocol.messages import BindingUpdateAck
from mipconf.trace.remark import RemarkKind

from .places import history_of
from .wording import at


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
        (
            "HUT > P    ack #5 id=3600",
            [
                "its Identification eeaf35e000000000 is 3600.0 s ahead of the time of sending, "
                "more than the replay window of 7 s (docs/protocol.md#5-2)"
            ],
        ),
        ("HUT > P    ack #5 id=7", []),
        ("HUT > P    ack #5 id=-7", []),
        (
            "HUT > P    ack #5 id=-7.5",
            [
                "its Identification eeaf27c880000000 is 7.5 s behind the time of sending, "
                "more than the replay window of 7 s (docs/protocol.md#5-2)"
            ],
        ),
        # What others say wrongly is not the HUT's.
        ("P > HUT    ack #5 id=3600", []),
        ("P > HUT    ack #5 bad", []),
        ("P > HUT    junk", []),
    ],
)
def test_what_is_wrong_with_what_the_hut_says(line: str, reasons: list[str]) -> None:
    flaws = history_of(f"0.0 {line}").traffic.flaws
    assert [(flaw.frame, flaw.reason) for flaw in flaws] == [(2, reason) for reason in reasons]


def test_what_has_no_authenticator_is_not_accepted_where_nobody_remarked_it() -> None:
    history = history_of("0.0 HUT > P ack #5 bare", elsewhere=True)
    assert [flaw.reason for flaw in history.traffic.flaws] == [
        "there is no HA-HA Authentication extension"
    ]
    assert history.traffic.sent(BindingUpdateAck) == ()


def test_what_cannot_be_read_is_no_event_and_what_can_is_one() -> None:
    junk, forged = history_of("0.0 HUT > P junk\n0.1 HUT > P ack #5 bad").traffic.flaws
    assert junk.event is None
    assert forged.event is not None
    assert forged.event.time == at(0.1)


def test_a_remark_need_not_say_why() -> None:
    history = history_of("0.0 HUT > P ack #5 bad")
    unexplained = [
        replace(remark, data={"frame": 2}) if remark.kind == RemarkKind.UNAUTHENTIC else remark
        for remark in history.trace.remarks
    ]
    history = History(replace(history.trace, remarks=tuple(unexplained)), history.setting)
    assert [flaw.reason for flaw in history.traffic.flaws] == [""]


@pytest.mark.parametrize(
    ("reply", "flaws"),
    [
        ("reply", 0),
        ("reply half", 1),
        ("reply code=1 half", 1),
        ("reply code=133 half", 0),
        ("reply code=136 half", 0),
    ],
)
def test_a_reply_that_accepts_returns_the_whole_identification(reply: str, flaws: int) -> None:
    """RFC 5944, section 5.7.1; a denial returns the low half, 133 the own time in the other."""
    history = history_of(f"0.0 MN1 > HUT register\n0.1 HUT > MN1 {reply}")
    assert len(history.traffic.flaws) == flaws


def test_in_a_capture_of_others_their_clocks_are_their_own() -> None:
    assert history_of("0.0 HUT > P ack #5 id=3600", elsewhere=True).traffic.flaws == ()
