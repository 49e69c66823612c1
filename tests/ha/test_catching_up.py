"""Catching up a member for which updates were given up: docs/protocol.md#5-6."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.codec import STANDARD
from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.fhrp_messages import State
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import Binding, BindingUpdate

from .lab import GROUP, GROUP_KEY, HUT, MN, WITH_HSRP, Lab, P, Q, Sent, binding, deletion

OTHER = "10.64.0.10"


def told(sent: list[Sent]) -> list[Binding]:
    """The bindings of the updates sent to P, unicast with R = 0."""
    return [
        item
        for to, message in sent
        if isinstance(message, BindingUpdate) and to == P and not message.retransmission
        for item in message.bindings
    ]


def given_up(lifetime: int = 300, **changes: object) -> Lab:
    """A lab that has given up the update of one registration for P."""
    lab = Lab(**changes)
    lab.become_member(P)
    lab.answer_its_request(lab.sent())
    lab.run(3000)
    lab.registration(lifetime)
    lab.run(900)
    assert lab.agent.counters["FailedBUs"] == 1
    return lab


def hear_again(lab: Lab) -> list[Sent]:
    """P sends an update of another mobile node."""
    return lab.hear(lab.update(binding("10.64.0.99", identification=from_time(lab.now))))


def test_when_heard_again_it_gets_the_present_state() -> None:
    """5.6: "unicast, the present state of their bindings in new Binding Updates (R = 0)"."""
    lab = given_up()
    registered = lab.held()[MN]
    assert told(hear_again(lab)) == [registered]
    lab.run(500)
    assert told(hear_again(lab)) == []  # It is on its way already.


@pytest.mark.parametrize(
    ("age", "state"),
    [
        pytest.param(-5, binding(age=-5), id="learned since"),
        pytest.param(-5, deletion(age=-5), id="learned to be de-registered since"),
    ],
)
def test_newer_state(age: float, state: Binding) -> None:
    lab = given_up()
    lab.hear(lab.update(state, sender=Q))
    caught_up = told(hear_again(lab))
    assert [replace(item, lifetime_remaining=state.lifetime_remaining) for item in caught_up] == [
        state
    ]


def test_a_de_registration_even_after_its_mark_was_purged() -> None:
    """5.6: "X = 1 with its Identification, also after its mark was purged"."""
    lab = given_up()
    lab.registration(0)
    gone = from_time(lab.now)
    lab.run(5000)  # the deleted entry time is 1200 ms
    assert lab.agent.table.get(MN, lab.now) is None
    (state,) = told(hear_again(lab))
    assert state == deletion(home_agent=HUT, identification=gone)


def test_an_expired_binding_is_not_told() -> None:
    """5.6: "for an expired one nothing"."""
    lab = given_up(2)
    lab.run(2000)
    assert told(hear_again(lab)) == []


def test_several_go_together() -> None:
    lab = given_up()
    lab.registration(home_address=OTHER)
    lab.run(900)
    sent = hear_again(lab)
    assert [item.home_address for item in told(sent)] == [MN, OTHER]
    assert len([message for _, message in sent if isinstance(message, BindingUpdate)]) == 1


def test_many_go_in_datagrams_that_are_small_enough() -> None:
    """1: the largest UDP payload a sender makes."""
    lab = given_up(max_datagram=548)
    for number in range(40):
        lab.registration(home_address=f"10.64.1.{number}")
    lab.run(900)
    lab.sent()
    request = STANDARD.encode(lab.request(), GROUP_KEY)
    lab.agent.receive(Datagram(Endpoint(P, 434), Endpoint(GROUP, 434), request), lab.now)
    sizes = [len(datagram.payload) for datagram in lab.agent.outgoing()]
    assert max(sizes) <= 548
    assert lab.agent.counters["SentBUs"] == 41 + 3


@pytest.mark.parametrize(
    ("heard", "caught_up"),
    [
        pytest.param(lambda lab: lab.hear(lab.request()), True, id="a Table Request"),
        pytest.param(lambda lab: lab.hear(lab.update(binding("10.64.0.99"))), True, id="an update"),
        pytest.param(
            lambda lab: lab.hear(lab.update(binding("10.64.0.99"), identification=0)),
            False,
            id="a message that failed the checks",
        ),
        pytest.param(
            lambda lab: lab.hear(lab.request(sender=Q)), False, id="another member"
        ),
        pytest.param(lambda lab: lab.registration(age=-1), False, id="a mobile node"),
    ],
)  # fmt: skip
def test_what_is_hearing_again(heard: object, caught_up: bool) -> None:
    """5.6: "a message of section 3 comes from the member that passed the checks"."""
    lab = given_up()
    assert callable(heard)
    assert (told(heard(lab)) != []) == caught_up


@pytest.mark.parametrize(("code", "caught_up"), [(0, True), (133, False)])
def test_acknowledgements(code: int, caught_up: bool) -> None:
    """5.6: "and is no acknowledgement with a Code other than 0"."""
    lab = given_up()
    sent = lab.registration(home_address=OTHER)
    (update,) = [message for _, message in sent if isinstance(message, BindingUpdate)]
    homes = {item.home_address for item in told(lab.hear(lab.ack(update, code=code)))}
    assert homes == ({MN} if caught_up else set())


def test_at_most_once_in_each_retransmit_interval() -> None:
    """5.6; what it owes by then it tells when the interval is over."""
    lab = given_up()
    (update,) = [message for _, message in hear_again(lab) if isinstance(message, BindingUpdate)]
    lab.hear(lab.ack(update, code=133))
    lab.run(50)
    assert told(hear_again(lab)) == []
    log = lab.run(1000)
    first = log[0]
    assert isinstance(first[2], BindingUpdate)
    assert (first[0], first[1], first[2].retransmission) == (150, P, False)


@pytest.mark.parametrize(("silence", "caught_up"), [(400, False), (500, True)])
def test_fhrp_messages_after_a_silence(silence: int, caught_up: bool) -> None:
    """5.6: "or an FHRP message after none came for a hold time"."""
    lab = Lab(fhrp=WITH_HSRP, peers=(P,), joined=False)
    for _ in range(20):
        lab.hello(state=State.STANDBY)
        lab.run(100)
    lab.registration()
    for _ in range(10):
        lab.run(100)
        assert told(lab.hello(state=State.STANDBY)) == []
    assert lab.agent.counters["FailedBUs"] == 1
    lab.run(silence)
    assert (told(lab.hello(state=State.STANDBY)) != []) == caught_up


def test_learned_state_that_superseded_an_update_is_owed_too() -> None:
    """5.4: "An update that some member did not accept is *given up* for that member."""
    lab = Lab(peers=(P,), joined=False)
    lab.run(3000)
    lab.registration()
    newer = binding(age=-5)
    lab.hear(lab.update(newer, sender=Q))
    assert [item.identification for item in told(hear_again(lab))] == [newer.identification]


def test_an_own_newer_update_takes_over_what_was_owed() -> None:
    """The member is told once: by the update that superseded the other."""
    lab = Lab(peers=(P,), joined=False)
    lab.run(3000)
    lab.registration()
    lab.run(100)
    sent = lab.registration()
    (update,) = [message for _, message in sent if isinstance(message, BindingUpdate)]
    assert told(lab.hear(lab.ack(update))) == []
