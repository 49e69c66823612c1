"""What the HUT heard, and which replies are its own."""

from __future__ import annotations

import pytest

from mipconf.protocol.messages import BindingUpdate, RegistrationReply

from .places import history_of


@pytest.mark.parametrize(
    ("identification", "heard"),
    [("7", True), ("-7", True), ("7.000001", False), ("-7.000001", False)],
)
def test_what_is_outside_the_replay_window_is_not_heard(identification: str, heard: bool) -> None:
    history = history_of(f"0.0 P > all update #5 id={identification} MN1/-5")
    assert bool(history.traffic.heard(BindingUpdate)) is heard


@pytest.mark.parametrize(("identification", "heard"), [("9", True), ("-3", True), ("-5", False)])
def test_the_window_is_that_of_the_huts_clock(identification: str, heard: bool) -> None:
    """The HUT of somebody else's capture, whose clock is three seconds ahead."""
    lines = f"""
      -1.0  HUT > all  update #1 id=2 MN9
       0.0  P > all    update #5 id={identification} MN1/-5
       0.1  HUT > P    ack #5 id=3.1
       0.2  HUT > all  update #2 id=3.2 MN9
    """
    assert bool(history_of(lines, elsewhere=True).traffic.heard(BindingUpdate)) is heard


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
    history = history_of(f"{REPLY}{more}", elsewhere=True)
    assert bool(history.traffic.sent(RegistrationReply)) is own
    assert history_of(f"{REPLY}{more}").traffic.sent(RegistrationReply)
