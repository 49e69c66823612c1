"""Binding Updates and their retransmission: docs/protocol.md#5-1, docs/protocol.md#5-4."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.codec import STANDARD
from mipconf.ha import delivery
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import BindingUpdate, Message, RegistrationReply, ReplyCode

from .lab import (
    CONFIG,
    GROUP,
    HUT,
    MN,
    MS,
    SECOND,
    TIMERS,
    Lab,
    P,
    Q,
    R,
    Sent,
    binding,
    deletion,
    kinds,
)

OTHER = "10.64.0.10"


def updates_in(sent: list[Sent]) -> list[tuple[str, BindingUpdate]]:
    return [(to, message) for to, message in sent if isinstance(message, BindingUpdate)]


def times(log: list[tuple[int, str, Message]]) -> list[tuple[int, str]]:
    return [(time, to) for time, to, message in log if isinstance(message, BindingUpdate)]


def registered(*members: str, **changes: object) -> tuple[Lab, BindingUpdate]:
    """A lab where these are members, and the update of a registration."""
    lab = Lab(**changes)
    lab.become_member(*members)
    lab.answer_its_request(lab.sent())
    lab.run(2000)  # whatever it asks on hearing them first is over
    ((to, update),) = updates_in(lab.registration())
    assert to == GROUP
    return lab, update


def test_a_first_sending_is_multicast_once() -> None:
    """5.4, claim 1: from the HA id to the group, R = 0."""
    lab, update = registered(P, Q)
    assert not update.retransmission
    assert (update.group, update.home_agent_id, update.code) == (7, HUT, 0)
    assert update.identification == from_time(lab.now)
    assert update.bindings == (binding(home_agent=HUT, identification=from_time(lab.now)),)


def test_without_members_there_is_no_update() -> None:
    """5.4: "if its list has other members", claim 7."""
    assert kinds(Lab().registration()) == [("192.0.2.9", "RegistrationReply")]


def test_datagrams_of_the_group() -> None:
    """1: source and destination port, TTL of multicast."""
    lab = Lab(peers=(P,), joined=False)
    lab.agent.wake(lab.now)
    (request,) = lab.agent.outgoing()
    assert (str(request.source), str(request.destination), request.ttl) == (
        f"{HUT}:434",
        f"{GROUP}:434",
        CONFIG.group.ttl,
    )
    assert len(request.payload) == len(STANDARD.encode(lab.request(), None)) + 40


@pytest.mark.parametrize("count", [0, 1, 3])
def test_retransmission_and_giving_up(count: int) -> None:
    """5.4: "it retransmits, unicast, max retransmissions times", a constant interval apart."""
    timers = TIMERS.model_copy(update={"max_retransmissions": count})
    lab, update = registered(P, Q, timers=timers)
    lab.hear(lab.ack(update, Q))
    log = lab.run(5000)
    assert times(log) == [(200 * (index + 1), P) for index in range(count)]
    assert lab.agent.counters["FailedBUs"] == 1
    assert lab.agent.counters["SentBUs"] == 1
    assert lab.agent.counters["TotalSentBUs"] == 1 + count


def test_a_retransmission_changes_nothing_else() -> None:
    """5.1: keeps its Sequence Number, sets R, fresh Identification; remaining MAY shrink."""
    lab, update = registered(P)
    begin = lab.now
    sent = [message for *_, message in lab.run(5000)]
    assert sent == [
        replace(update, retransmission=True, identification=from_time(begin + gap * MS))
        for gap in (200, 400, 600)
    ]


def test_lifetimes_shrink_while_retransmitting() -> None:
    """5.1: "that Lifetime remaining MAY shrink and bindings with none left MAY be gone; when none
    remains, the retransmission ends".
    """
    timers = TIMERS.model_copy(update={"retransmit_ms": 400, "max_retransmissions": 9})
    lab = Lab(timers=timers, peers=(P,), joined=False)
    lab.run(5000)
    lab.registration(2)
    log = [(time, message) for time, _, message in lab.run(9000)]
    remaining = [(time, message.bindings[0].lifetime_remaining) for time, message in log]
    assert remaining == [(400, 2), (800, 2), (1200, 1), (1600, 1)]
    assert lab.agent.counters["FailedBUs"] == 0


def test_only_members_listed_at_the_first_sending() -> None:
    """5.4: "to each member that was listed when the update was first sent"."""
    lab, _ = registered(P)
    lab.hear(lab.request(Q))
    assert {to for _, to in times(lab.run(5000))} == {P}


def test_an_acknowledgement_counts_for_its_sender_alone() -> None:
    """Claim 8: "P and R get none"."""
    lab, update = registered(P, Q, R)
    for sender in (P, R):
        assert lab.hear(lab.ack(update, sender)) == []
    log = times(lab.run(300))
    assert log == [(200, Q)]
    lab.hear(lab.ack(update, Q))
    assert lab.run(5000) == []


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"sequence": 1}, id="a Sequence Number never sent"),
        pytest.param({"home_agent_id": R}, id="of one that it was not sent to"),
        pytest.param({"group": 8}, id="of another group"),
        pytest.param({"identification": 0}, id="outside the window"),
    ],
)
def test_an_acknowledgement_that_does_not_count(wrong: dict[str, object]) -> None:
    """5.2: "an acknowledgement that matches nothing outstanding" is dropped."""
    lab, update = registered(P)
    assert lab.hear(replace(lab.ack(update), **wrong)) == []
    assert times(lab.run(300)) == [(200, P)]
    assert R not in lab.agent.members


@pytest.mark.parametrize("code", [129, 130, 131, 133, 134, 200])
def test_another_code_ends_the_retransmission(code: int) -> None:
    """5.4: "An acknowledgement with another Code than 0 ends the retransmission too."""
    lab, update = registered(P)
    assert lab.hear(lab.ack(update, code=code)) == []
    assert lab.run(5000) == []


@pytest.mark.parametrize(
    ("newer", "retransmits"),
    [
        pytest.param(lambda lab: lab.hear(lab.update(binding(), sender=Q)), True, id="older"),
        pytest.param(
            lambda lab: lab.hear(lab.update(binding(identification=from_time(lab.now)), sender=Q)),
            True,
            id="equal",
        ),
        pytest.param(
            lambda lab: lab.hear(lab.update(binding(age=-3), sender=Q)), False, id="learned, newer"
        ),
        pytest.param(
            lambda lab: lab.hear(lab.update(deletion(age=-3), sender=Q)),
            False,
            id="learned, newer, X = 1",
        ),
        pytest.param(
            lambda lab: lab.hear(lab.update(binding(OTHER, age=-3), sender=Q)),
            True,
            id="of another mobile node",
        ),
    ],
)
def test_learned_state_ends_the_retransmission(newer: object, retransmits: bool) -> None:
    """5.4: "newer state for all bindings in it ... (then it MUST stop)"."""
    lab, update = registered(P, Q)
    lab.hear(lab.ack(update, Q))
    assert callable(newer)
    newer(lab)
    assert bool([to for _, to in times(lab.run(700)) if to == P]) == retransmits


def test_an_own_newer_update_ends_the_retransmission() -> None:
    lab, first = registered(P)
    lab.run(100)
    ((_, second),) = updates_in(lab.registration())
    sequences = [message.sequence for *_, message in lab.run(5000)]
    assert sequences == [second.sequence] * 3
    assert second.sequence == first.sequence + 1


def test_several_bindings_stop_only_when_all_are_superseded() -> None:
    """5.4: "for all bindings in it"; here of a catching up, which carries several."""
    lab, update = registered(P, Q)
    lab.hear(lab.ack(update, Q))
    ((_, other),) = updates_in(lab.registration(home_address=OTHER))
    lab.hear(lab.ack(other, Q))
    lab.run(1000)
    ((to, both),) = updates_in(lab.hear(lab.request(P)))
    assert (to, len(both.bindings)) == (P, 2)
    lab.hear(lab.update(binding(MN, age=-4), sender=Q))
    assert (200, P) in times(lab.run(250))
    lab.hear(lab.update(binding(OTHER, age=-4), sender=Q))
    assert times(lab.run(5000)) == []


def test_it_stops_when_the_member_leaves() -> None:
    """5.4: "the member leaves"."""
    lab, _ = registered(P)
    lab.agent.members.drop(P)
    assert lab.run(5000) == []


def test_it_stops_when_the_home_agent_stops() -> None:
    """5.4: "or the HA stops"."""
    lab, _ = registered(P)
    lab.agent.stop(lab.now)
    assert lab.run(5000) == []
    assert lab.agent.deadline is None


def test_sequence_numbers_count_new_messages() -> None:
    """5.1: one counter for messages 1, 3 and 4, plus 1 for each, modulo 2^32."""
    lab = Lab(peers=(P,), joined=False)
    lab.agent.transmitter._sequence = 0xFFFFFFFE
    log = [message for *_, message in lab.run(1000)]
    assert [message.sequence for message in log] == [0xFFFFFFFF, 0, 1, 2]  # type: ignore[union-attr]
    lab.run(3 * SECOND / MS)
    ((_, update),) = updates_in(lab.registration())
    assert update.sequence == 3


def test_what_cannot_be_told_is_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the bound of what is on its way: Code 130, and nothing that was accepted is lost."""
    lab, _ = registered(P)
    lab.run(5000)
    monkeypatch.setattr(delivery, "MOST", 2)
    homes = [f"10.64.1.{number}" for number in range(3)]
    sent = [lab.registration(home_address=home) for home in homes]
    codes = [m.code for each in sent for _, m in each if isinstance(m, RegistrationReply)]
    assert codes == [0, 0, ReplyCode.INSUFFICIENT_RESOURCES]
    assert [len(updates_in(each)) for each in sent] == [1, 1, 0]
    assert {*lab.held()} == {MN, *homes[:2]}
    again = [message for _, _, message in lab.run(200) if isinstance(message, BindingUpdate)]
    assert [item.home_address for update in again for item in update.bindings] == homes[:2]
