"""Answering Table Requests: docs/protocol.md#5-7."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.codec import STANDARD
from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.fhrp_messages import State
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import Message, TableReply, TableRequest

from .lab import (
    GROUP,
    GROUP_KEY,
    HUT,
    MN,
    MS,
    WITH_HSRP,
    Lab,
    P,
    Q,
    R,
    Sent,
    binding,
    deletion,
    nai,
)


def parts(sent: list[Sent]) -> list[TableReply]:
    return [message for _, message in sent if isinstance(message, TableReply)]


def times(log: list[tuple[int, str, Message]]) -> list[tuple[int, int]]:
    """When which part was sent."""
    return [(time, m.part) for time, _, m in log if isinstance(m, TableReply)]


def filled(count: int, **changes: object) -> Lab:
    """A lab that holds bindings of so many mobile nodes, which P told it."""
    lab = Lab(**changes)
    for number in range(count):
        update = lab.update(binding(f"10.64.{number >> 8}.{number & 255}"))
        lab.answer_its_request(lab.hear(update))
    lab.run(2000)
    return lab


def series(lab: Lab, request: TableRequest) -> list[TableReply]:
    """All parts of the series that answers, each acknowledged as it comes."""
    sent = parts(lab.hear(request))
    waiting = list(sent)
    while waiting:
        more = parts(lab.hear(lab.ack(waiting.pop(0), request.home_agent_id)))
        sent += more
        waiting += more
    return sent


@pytest.mark.parametrize("count", [0, 1, 2, 40, 200])
@pytest.mark.parametrize("window", [1, 3, 32])
def test_a_series_has_every_binding_once(count: int, window: int) -> None:
    """ "All its bindings in as many parts as needed, at least one"; claim 16."""
    lab = filled(count, window=window, max_datagram=600)
    request = lab.request(R)
    sent = series(lab, request)
    assert [part.part for part in sent] == list(range(1, len(sent) + 1))
    assert [part.more for part in sent] == [True] * (len(sent) - 1) + [False]
    assert {(part.request_sequence, part.code) for part in sent} == {(request.sequence, 0)}
    homes = [item.home_address for part in sent for item in part.bindings]
    assert homes == list(lab.held())
    assert len(homes) == count
    assert [home for part in sent for home in part.home_agents] == [HUT, *lab.agent.members]
    assert times(lab.run(5000)) == []


def test_it_goes_to_the_requester_alone() -> None:
    lab = Lab()
    assert {to for to, message in lab.hear(lab.request(R)) if isinstance(message, TableReply)} == {
        R
    }


@pytest.mark.parametrize("limit", [548, 1400])
def test_no_part_is_larger_than_the_limit(limit: int) -> None:
    """1: "largest UDP payload a sender makes"; and the parts are filled."""
    lab = filled(0, max_datagram=limit)
    for number in range(60):
        options = (nai("n" * (number * 3)),) if number % 2 else ()
        lab.hear(lab.update(binding(f"10.64.0.{number}", sub_options=options)))
    payload = STANDARD.encode(lab.request(R), GROUP_KEY)
    lab.agent.receive(Datagram(Endpoint(R, 434), Endpoint(GROUP, 434), payload), lab.now)
    sizes = [len(datagram.payload) for datagram in lab.agent.outgoing()]
    assert max(sizes) <= limit
    assert min(sizes[:-1]) > limit - 2 * 257


def test_a_home_agent_list_longer_than_a_datagram() -> None:
    """4.2: "A message may hold several; together they are the list"; 5.7: "in any of them"."""
    peers = tuple(f"10.1.{number >> 8}.{number & 255}" for number in range(1, 400))
    lab = filled(1, max_datagram=548)
    for peer in peers:
        lab.agent.members.add(peer, lab.now, configured=True)
    sent = series(lab, lab.request(R))
    assert len(sent) > 3
    assert [home for part in sent for home in part.home_agents] == [HUT, P, *peers, R]
    assert [item.home_address for part in sent for item in part.bindings] == list(lab.held())


def test_lifetimes_and_marks() -> None:
    """4.1: remaining as it is then; 5.5: marked entries with X = 1."""
    lab = Lab()
    lab.hear(lab.update(binding(), deletion("10.64.0.10")))
    lab.run(1000)
    (part,) = parts(lab.hear(lab.request(R)))
    assert part.bindings == (binding(lifetime_remaining=299), deletion("10.64.0.10"))


def test_the_window() -> None:
    """ "At most window parts are unacknowledged at a time." """
    lab = filled(100, window=3, max_datagram=548)
    first = parts(lab.hear(lab.request(R)))
    assert [part.part for part in first] == [1, 2, 3]
    assert [part.part for part in parts(lab.hear(lab.ack(first[1], R)))] == [4]
    assert parts(lab.hear(lab.ack(first[1], R))) == []  # It matches nothing any more.
    assert lab.agent.counters["DroppedBIAcks"] == 1


def test_a_part_is_retransmitted_as_an_update_is() -> None:
    """5.7, claim 18; the list with it, claim 21."""
    lab = filled(40, max_datagram=548)
    begin = lab.now
    first, second, *others = parts(lab.hear(lab.request(R)))
    for part in (second, *others):
        lab.hear(lab.ack(part, R))
    log = lab.run(250)
    assert [(time, to) for time, to, _ in log] == [(200, R)]
    (again,) = parts([log[0][1:]])
    assert again == replace(first, retransmission=True, identification=from_time(begin + 200 * MS))
    assert again.home_agents
    lab.hear(lab.ack(first, R))
    assert lab.run(5000) == []


def test_when_a_part_is_given_up_so_is_the_rest() -> None:
    lab = filled(100, window=2, max_datagram=548)
    first, _ = parts(lab.hear(lab.request(R)))
    log = lab.run(100)
    lab.hear(lab.ack(first, R))
    log = lab.run(5000)
    assert times(log) == [(100, 2), (200, 3), (300, 2), (400, 3), (500, 2), (600, 3)]
    assert lab.agent.counters["FailedBIReps"] == 1


def test_another_code_gives_a_part_up() -> None:
    lab = filled(100, window=2, max_datagram=548)
    first, _ = parts(lab.hear(lab.request(R)))
    assert lab.hear(lab.ack(first, R, code=130)) == []
    assert lab.run(5000) == []


def test_a_superseded_part_makes_way_for_the_next() -> None:
    """5.4's MUST for an update holds for a part too; the rest of the series goes on."""
    lab = filled(40, window=1, max_datagram=548)
    (first,) = parts(lab.hear(lab.request(R)))
    newer = [replace(item, identification=from_time(lab.now)) for item in first.bindings]
    sent = lab.hear(lab.update(*newer))
    assert [part.part for part in parts(sent)] == [2]
    assert all(part != 1 for _, part in times(lab.run(5000)))


def test_a_part_without_bindings_is_never_superseded() -> None:
    """Nothing in it can be out of date: it is retransmitted to the end."""
    lab = Lab()
    lab.hear(lab.request(R))
    lab.hear(lab.update(binding()))
    assert len([1 for *_, m in lab.run(5000) if isinstance(m, TableReply)]) == 3


def test_a_newer_request_ends_the_older_series() -> None:
    """5.7; an ack for the old one matches nothing."""
    lab = filled(40, window=1, max_datagram=548)
    (old,) = parts(lab.hear(lab.request(R)))
    lab.run(100)
    newer = lab.request(R)
    (new,) = parts(lab.hear(newer))
    assert new.request_sequence == newer.sequence
    assert new.part == 1
    assert lab.hear(lab.ack(old, R)) == []
    sent = parts([(to, m) for _, to, m in lab.run(5000)])
    assert {part.request_sequence for part in sent} == {newer.sequence}


def test_an_older_request_is_ignored_while_one_is_answered() -> None:
    """5.7: "older by its Identification than the one being answered is ignored"."""
    lab = Lab()
    older = lab.request(R)
    lab.run(100)
    (reply,) = parts(lab.hear(lab.request(R)))
    assert parts(lab.hear(older)) == []
    lab.hear(lab.ack(reply, R))
    late = lab.request(R, identification=from_time(lab.now - 50 * MS))
    assert len(parts(lab.hear(late))) == 1  # Nothing is being answered any more.


def test_a_duplicate_request_is_not_answered_twice() -> None:
    """5.1: the network doubled it; it is no new message."""
    lab = Lab()
    request = lab.request(R)
    assert len(parts(lab.hear(request))) == 1
    assert parts(lab.hear(request)) == []


def test_two_requesters_are_served_side_by_side() -> None:
    lab = filled(40, window=1, max_datagram=548)
    assert {part.part for part in parts(lab.hear(lab.request(R)))} == {1}
    assert {part.part for part in parts(lab.hear(lab.request(Q)))} == {1}
    assert len(times(lab.run(200))) == 2


def test_bindings_of_the_moment() -> None:
    """A later part tells what is held when it is made; what has gone is left out."""
    lab = filled(40, window=1, max_datagram=548)
    (first,) = parts(lab.hear(lab.request(R)))
    last = list(lab.held())[-1]
    moved = binding(last, age=-1, care_of_address="192.0.2.99")
    lab.hear(lab.update(moved))
    sent = parts(lab.hear(lab.ack(first, R)))
    while sent[-1].more:
        sent += parts(lab.hear(lab.ack(sent[-1], R)))
    told = {item.home_address: item for part in sent for item in part.bindings}
    assert told[last].care_of_address == "192.0.2.99"


@pytest.mark.parametrize(
    ("responder", "answers"),
    [
        pytest.param("always", (True, True, True, True, True), id="always"),
        pytest.param("active", (True, True, True, True, False), id="active"),
        pytest.param("never", (False, False, False, False, False), id="never"),
    ],
)
def test_designated_responder(responder: str, answers: tuple[bool, ...]) -> None:
    """5.7 and claim 17: while active; when nobody is; when R is; when a plain router is; when
    another Home Agent is.
    """
    lab = Lab(fhrp=WITH_HSRP, responder=responder)
    lab.run(1500)
    assert lab.agent.is_active
    found = [bool(parts(lab.hear(lab.request(R))))]
    lab.hello(P, State.SPEAK)
    lab.agent.fhrp.machine.state = State.STANDBY  # type: ignore[attr-defined]
    found.append(bool(parts(lab.hear(lab.request(R)))))
    lab.hello(R)
    found.append(bool(parts(lab.hear(lab.request(R)))))
    lab.hello(P)
    found.append(bool(parts(lab.hear(lab.request(R)))))
    # P "is no HA, and answers nobody", until a message of section 3 comes from it.
    lab.hear(lab.update(binding("10.64.0.77"), sender=P))
    found.append(bool(parts(lab.hear(lab.request(R)))))
    assert tuple(found) == answers
    # Claim 17: "silence for 1 s, and then an acknowledgement for an update of the same R".
    assert lab.hear(lab.update(binding(MN), sender=R))


def test_uninitialized_it_answers_whatever_its_role() -> None:
    """5.7: "An HA whose table is not initialized answers, whatever its role, with one part"."""
    lab = Lab(joined=False, responder="never", peers=(P,))
    lab.run(0)
    (part,) = parts(lab.hear(lab.request(R)))
    assert (part.code, part.part, part.more, part.bindings) == (1, 1, False, ())
    assert times(lab.run(700)) == [(200, 1), (400, 1), (600, 1)]


def test_when_the_requester_leaves_its_series_ends() -> None:
    lab = filled(40, window=1, max_datagram=548)
    lab.hear(lab.request(R))
    lab.agent.members.drop(R)
    assert lab.run(5000) == []
