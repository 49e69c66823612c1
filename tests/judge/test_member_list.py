"""Whom the HUT must, and may, have in its list of members at a moment (docs/protocol.md#5-3)."""

from __future__ import annotations

import pytest

from mipconf.judge.history.member_list import NEVER, How, MemberList

from .places import history_of
from .wording import PARTIES, at

NS = 1e-9
P, Q, R = PARTIES["P"], PARTIES["Q"], PARTIES["R"]
SECOND = 1_000_000_000


def members_of(lines: str) -> MemberList:
    return history_of(lines).members


TELLS = "0.0 Q > all update #5 MN1/-5\n"
LISTS = "0.0 P > all update #5 list=P,Q MN1/-5\n"
LOSSY = ": lossy=yes peers=-\n"
FOUR = "".join(f"{n}.0 Q > all update #{n} MN1/-5\n" for n in range(4))

CERTAIN = [
    ("0.0 P tells #5 MN1/-5", 0.0, {P}),
    # Within the time of an answer, or by its answer.
    (TELLS, 1 - NS, {P}),
    (TELLS, 1.0, {P, Q}),
    (f"{TELLS}0.0 HUT > Q ack #5", 0.0, {P, Q}),
    (f"{TELLS}0.3 HUT > Q ack #5", 0.3 - NS, {P}),
    (f"{TELLS}0.3 HUT > Q ack #5", 0.3, {P, Q}),
    (f"{TELLS}0.3 HUT > P ack #5", 0.3, {P}),
    # For ten hold times, or a minute where there is no FHRP.
    (TELLS, 60 - NS, {P, Q}),
    (TELLS, 60.0, {P}),
    (f": fhrp=hsrp\n{TELLS}", 5 - NS, {P, Q}),
    (f": fhrp=hsrp\n{TELLS}", 5.0, {P}),
    # Who is in a list; that a list names it again proves nothing, but in another incarnation it
    # does.
    (LISTS, 1.0, {P, Q}),
    (f"{LISTS}30.0 P > all update #6 list=P,Q MN1/-5", 60 - NS, {P, Q}),
    (f"{LISTS}30.0 P > all update #6 list=P,Q MN1/-5", 60.0, {P}),
    (f"{LISTS}30.0 Q > all update #6 MN1/-5", 60.0, {P, Q}),
    (f"{LISTS}10.0 -- hut-killed\n20.0 -- hut-starting\n20.0 -- hut-ready", 25.0, {P}),
    (
        f"{LISTS}10.0 -- hut-killed\n20.0 -- hut-starting\n20.0 -- hut-ready\n"
        "30.0 P > all update #6 list=P,Q MN1/-5",
        31.0,
        {P, Q},
    ),
    ("0.0 P > all update #5 list=P,HUT,VIP MN1/-5", 5.0, {P}),
    # What is dropped makes nobody a member.
    ("0.0 Q > HUT ack #77", 5.0, {P}),
    ("0.0 Q > HUT part 1/1 #20 ask=99", 5.0, {P}),
    ("-0.1 HUT > all ask #99\n0.0 Q > HUT part 1/1 #20 ask=99", 5.0, {P, Q}),
    ("0.0 Q > all ask #9", 5.0, {P, Q}),
    (": fhrp=hsrp\n0.0 Q > all hello Active", 1 - NS, {P}),
    (": fhrp=hsrp\n0.0 Q > all hello Active", 1.0, {P, Q}),
    # Where datagrams may be lost: by an answer, or by four.
    (f"{LOSSY}{TELLS}", 5.0, set()),
    (f"{LOSSY}{TELLS}1.0 HUT > Q ack #5", 5.0, {Q}),
    (f"{LOSSY}{TELLS}1.000000001 HUT > Q ack #5", 5.0, set()),
    (f"{LOSSY}{FOUR}", 4.0, {Q}),
    (f"{LOSSY}{FOUR}", 4 - NS, set()),
]


@pytest.mark.parametrize(("lines", "moment", "members"), CERTAIN)
def test_who_is_surely_a_member(lines: str, moment: float, members: set[str]) -> None:
    assert members_of(lines).certain(at(moment)) == members


def test_who_is_a_member_by_some_ways_alone() -> None:
    members = members_of(f"{LISTS}2.0 R > all ask #9")
    assert members.certain(at(4), {How.LIST}) == {P, Q}
    assert members.certain(at(4), {How.REQUEST}) == {P, R}
    assert members.certain(at(4), {How.HELLO}) == {P}


@pytest.mark.parametrize(
    ("address", "moment", "may"),
    [(P, -9.0, True), (Q, -NS, False), (Q, 0.0, True), (R, 9.0, False)],
)
def test_who_may_be_a_member(address: str, moment: float, may: bool) -> None:
    assert members_of(LISTS).may_have(address, at(moment)) is may


@pytest.mark.parametrize(
    ("lines", "moment", "may"),
    [(TELLS, -9.0, True), (f": peers=-\n{TELLS}", -NS, False), (f": peers=-\n{TELLS}", 0.0, True)],
)
def test_whether_there_may_be_a_member(lines: str, moment: float, may: bool) -> None:
    assert members_of(lines).may_have_any(at(moment)) is may


@pytest.mark.parametrize(
    ("address", "moment", "until"),
    [
        (P, 0.0, NEVER),
        (R, 9.0, 0),
        (Q, 1 - NS, 0),
        (Q, 1.0, at(60)),
        (Q, 3 - NS, at(60)),
        (Q, 3.0, at(62)),
    ],
)
def test_until_when_a_member_must_be_kept(address: str, moment: float, until: int) -> None:
    lines = f"{TELLS}2.0 Q > all update #6 MN1/-5"
    assert members_of(lines).kept_until(address, at(moment)) == until


@pytest.mark.parametrize(
    ("address", "how", "until", "only"),
    [
        (Q, How.LIST, 2 - NS, True),
        (Q, How.LIST, 2.0, False),
        (Q, How.UPDATE, 5.0, False),
        (R, How.LIST, 5.0, True),
        (P, How.UPDATE, 0.0, False),
    ],
)
def test_who_is_known_in_one_way_alone(address: str, how: How, until: float, only: bool) -> None:
    history = history_of(f"{LISTS}2.0 Q > all update #6 MN1/-5")
    (incarnation,) = history.incarnations
    assert history.members.known_only(address, how, incarnation, at(until)) is only
