"""The list of members: docs/protocol.md#5-3."""

from __future__ import annotations

import pytest

from mipconf.ha.members import MOST, Members
from mipconf.protocol.messages import TableReply

from .lab import (
    HUT,
    MS,
    SECOND,
    START,
    VIRTUAL_IP,
    WITH_HSRP,
    Lab,
    P,
    Q,
    R,
    binding,
    deletion,
)

HOLD = 500 * MS


def members(hold_time: int | None = HOLD) -> tuple[Members, list[str]]:
    dropped: list[str] = []
    made = Members(
        own_id=HUT,
        virtual_ip=VIRTUAL_IP,
        configured=(P, HUT, VIRTUAL_IP),
        hold_time=hold_time,
        dropped=dropped.append,
        now=START,
    )
    return made, dropped


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "255.255.255.255", "224.0.0.254", "239.1.2.3", VIRTUAL_IP, HUT]
)
def test_addresses_that_are_never_members(address: str) -> None:
    """5.3: "0.0.0.0, broadcast and multicast addresses, the virtual IP and the own id"."""
    made, _ = members()
    made.add(address, START)
    made.heard(address, START)
    assert not made.heard_by_fhrp(address, START)
    assert list(made) == [P]


def test_a_virtual_ip_that_is_learned_leaves_the_list() -> None:
    made, dropped = members()
    made.add(Q, START)
    made.exclude(Q)
    assert (list(made), dropped) == ([P], [Q])


@pytest.mark.parametrize(("hold_time", "patience"), [(HOLD, 10 * HOLD), (None, 60 * SECOND)])
def test_a_silent_member_is_dropped(hold_time: int | None, patience: int) -> None:
    """5.3: "after 10 hold times (60 s without an FHRP) in which nothing came from it"."""
    made, dropped = members(hold_time)
    made.add(Q, START)
    made.add(R, START)
    made.heard(Q, START + SECOND)
    assert made.deadline == START + patience
    made.wake(START + patience)
    assert (list(made), dropped) == ([P, Q], [R])
    assert made.deadline == START + SECOND + patience
    made.wake(START + SECOND + patience - 1)
    assert Q in made
    made.wake(START + SECOND + patience)
    assert (list(made), made.deadline) == ([P], None)  # P was configured.


@pytest.mark.parametrize(("gap", "broken"), [(HOLD - 1, False), (HOLD, True)])
def test_a_silence_of_the_fhrp(gap: int, broken: bool) -> None:
    """5.6: "an FHRP message after none came for a hold time"."""
    made, _ = members()
    assert made.heard_by_fhrp(P, START)
    assert made.heard_by_fhrp(P, START + gap) is broken


@pytest.mark.parametrize(
    ("heard", "listed"),
    [
        pytest.param(lambda lab: lab.hear(lab.request()), [P], id="a Table Request"),
        pytest.param(lambda lab: lab.hear(lab.update(binding())), [P], id="an update"),
        pytest.param(
            lambda lab: lab.hear(lab.update(binding(), home_agents=(P, Q, HUT, "0.0.0.0", R))),
            [P, Q, R],
            id="a Home Agent List; the own id in it is ignored",
        ),
        pytest.param(
            lambda lab: lab.hear(lab.request(home_agents=(P, Q))), [P, Q], id="a list in a request"
        ),
        pytest.param(lambda lab: lab.hello(P), [P], id="the source of an FHRP message"),
        pytest.param(lambda lab: lab.hello(P, group=8), [], id="of another FHRP group"),
        pytest.param(
            lambda lab: lab.hear(lab.update(deletion(), home_agents=(Q,)), spoil=lambda p: p[:-1]),
            [],
            id="5.2: a failed update changes nothing, nor the list of members",
        ),
        pytest.param(
            lambda lab: lab.hear(lab.request(identification=0)),
            [],
            id="5.2: a dropped message does not make its sender a member",
        ),
        pytest.param(lambda lab: lab.registration(), [], id="a mobile node"),
    ],
)
def test_how_a_member_enters(heard: object, listed: list[str]) -> None:
    """5.3, seen in the Home Agent List that a later requester gets."""
    lab = Lab(fhrp=WITH_HSRP)
    assert callable(heard)
    heard(lab)
    assert list(lab.agent.members) == listed
    (reply,) = [m for _, m in lab.hear(lab.request("10.0.0.66")) if isinstance(m, TableReply)]
    assert reply.home_agents == (HUT, *listed, "10.0.0.66")


def hosts(count: int) -> list[str]:
    return [f"10.7.{number >> 8}.{number & 255}" for number in range(count)]


def test_more_than_a_group_can_have_are_not_entered() -> None:
    """A signed list may name 60,000, and hellos need no key: each would be told of everything."""
    made, dropped = members()
    for host in hosts(MOST + 100):
        made.heard_by_fhrp(host, START)
    assert len(made) == MOST + 1  # P is configured
    made.add(Q, START)
    assert Q not in made
    assert dropped == []


def test_one_with_a_key_takes_the_place_of_one_that_never_spoke() -> None:
    made, dropped = members()
    for host in hosts(MOST + 100):
        made.heard_by_fhrp(host, START)
    made.heard(Q, START)
    assert Q in made
    assert dropped == hosts(1)
    assert P in made
