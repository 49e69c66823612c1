"""Joining: docs/protocol.md#5-6."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mipconf.protocol.messages import Message, TableReply, TableRequest

from .lab import (
    GROUP,
    HUT,
    MN,
    TIMERS,
    WITH_HSRP,
    Lab,
    P,
    Q,
    R,
    Sent,
    binding,
    codes,
    deletion,
    kinds,
)

Log = list[tuple[int, str, Message]]


def requests(log: Log) -> list[int]:
    """When Table Requests were sent."""
    for _, to, message in log:
        if isinstance(message, TableRequest):
            assert to == GROUP
            assert (message.home_agent_id, message.retransmission) == (HUT, False)
    return [time for time, _, message in log if isinstance(message, TableRequest)]


def joiner(**changes: object) -> tuple[Lab, TableRequest]:
    """A Home Agent that has just asked P, which is configured."""
    lab = Lab(joined=False, peers=(P,), **changes)
    ((_, _, request),) = lab.run(0)
    assert isinstance(request, TableRequest)
    return lab, request


@pytest.mark.parametrize(
    ("enters", "asks_at"),
    [
        pytest.param(lambda lab: None, None, id="no member: no request is sent"),
        pytest.param(lambda lab: lab.hello(P), 100, id="by a hello"),
        pytest.param(lambda lab: lab.hear(lab.update(binding())), 100, id="by an update"),
        pytest.param(lambda lab: lab.hear(lab.request()), 100, id="by a request"),
        pytest.param(lambda lab: lab.registration(), None, id="not by a registration"),
    ],
)
def test_it_asks_as_soon_as_it_has_a_member(
    enters: Callable[[Lab], object], asks_at: int | None
) -> None:
    """ "As soon as it has a member (5.3) it multicasts a Table Request"; claim 13."""
    lab = Lab(joined=False, fhrp=WITH_HSRP)
    assert requests(lab.run(100)) == []
    sent = enters(lab) or []
    asked = [message for _, message in sent if isinstance(message, TableRequest)]
    assert len(asked) == (asks_at is not None)


def test_a_configured_member_is_asked_at_once() -> None:
    joiner()


def test_repeats() -> None:
    """ "Repeats it whenever the reply timeout has passed ..., at most max retransmissions times",
    and is initialized "one reply timeout after the last repeat".
    """
    lab, first = joiner()
    log = lab.run(1199)
    assert requests(log) == [300, 600, 900]
    assert len({first.sequence} | {m.sequence for *_, m in log}) == 4  # type: ignore[union-attr]
    assert not lab.agent.initialized
    assert requests(lab.run(10_000)) == []
    assert lab.agent.initialized
    assert lab.agent.counters["SentBIReqs"] == 1
    assert lab.agent.counters["TotalSentBIReqs"] == 4
    assert lab.agent.counters["FailedBIReqs"] == 1


def test_in_a_silent_group_it_is_initialized_at_the_end_of_the_listen_time() -> None:
    """ "At the end of the listen time, if it has no member; no request is sent then." """
    lab = Lab(joined=False)
    assert lab.run(599) == []
    assert not lab.agent.initialized
    assert lab.run(1) == []
    assert lab.agent.initialized


def test_one_part_is_a_complete_series() -> None:
    """Claim 12; acknowledged to the responder, applied, initialized."""
    lab, request = joiner()
    sent = lab.hear(lab.reply(request, binding(), home_agents=(P, Q)))
    assert kinds(sent)[0] == (P, "TableReplyAck")
    assert codes(sent)[0] == 0
    assert lab.agent.initialized
    assert MN in lab.held()
    assert Q in lab.agent.members
    assert lab.run(10_000) == []
    assert lab.agent.counters["FailedBIReqs"] == 0


def test_many_parts_in_any_order_and_one_repeated() -> None:
    lab, request = joiner()
    parts = [
        lab.reply(request, binding(f"10.64.0.{part}"), part=part, more=part < 4)
        for part in range(1, 5)
    ]
    for part in (3, 4, 1):
        assert codes(lab.hear(parts[part - 1])) == [0]
    assert not lab.agent.initialized
    again = lab.reply(request, binding("10.64.0.77"), part=3, more=True)
    assert codes(lab.hear(again)) == [0]  # a part that is there is no substitute for part 2
    assert not lab.agent.initialized
    lab.hear(parts[1])
    assert lab.agent.initialized
    assert set(lab.held()) == {f"10.64.0.{n}" for n in (1, 2, 3, 4, 77)}


def test_parts_of_two_responders_are_two_series() -> None:
    """ "All parts of one series": one responder, one Request Sequence."""
    lab, request = joiner()
    lab.hear(lab.reply(request, part=1, more=True))
    lab.hear(lab.reply(request, binding(), part=2, sender=Q))
    assert not lab.agent.initialized
    assert MN in lab.held()  # "Parts of every series ... are applied ... as they come."
    lab.hear(lab.reply(request, part=1, more=True, sender=Q))
    assert lab.agent.initialized


def test_parts_that_answer_two_requests_are_two_series() -> None:
    lab, first = joiner()
    lab.hear(lab.reply(first, part=1, more=True))
    (second,) = [m for *_, m in lab.run(300) if isinstance(m, TableRequest)]
    lab.hear(lab.reply(second, part=2))
    assert not lab.agent.initialized
    lab.hear(lab.reply(first, part=2))  # An earlier request of this round is answered as well.
    assert lab.agent.initialized


def test_code_1_is_acknowledged_and_is_no_answer() -> None:
    lab, request = joiner()
    lab.run(200)
    assert codes(lab.hear(lab.reply(request, code=1, home_agents=(P,)))) == [0]
    assert requests(lab.run(800)) == [100, 400, 700]
    assert not lab.agent.initialized
    lab.run(200)
    assert lab.agent.initialized
    assert lab.agent.counters["FailedBIReqs"] == 0  # There was a reply.


@pytest.mark.parametrize(
    ("part", "code", "next_request"),
    [
        pytest.param(2, 0, 300, id="a new part with Code 0"),
        pytest.param(1, 0, 100, id="a part that is there already"),
        pytest.param(2, 1, 100, id="Code 1"),
    ],
)
def test_what_puts_the_repeat_off(part: int, code: int, next_request: int) -> None:
    """ "Since the last request or since the last new part with Code 0"."""
    lab, request = joiner()
    lab.hear(lab.reply(request, part=1, more=True))
    lab.run(200)
    lab.hear(lab.reply(request, part=part, more=True, code=code))
    # The first part came at 0, so the timeout would be over in 100 ms.
    assert requests(lab.run(300)) == [next_request]


def test_after_the_last_repeat_a_new_part_gives_another_reply_timeout() -> None:
    """ "One reply timeout after the last repeat or, if later, the last new part with Code 0"."""
    lab, request = joiner()
    lab.run(1100)
    lab.hear(lab.reply(request, binding(), part=1, more=True))
    lab.run(299)
    assert not lab.agent.initialized
    lab.run(1)
    assert lab.agent.initialized
    assert MN in lab.held()


def test_a_reply_to_no_request_of_ours_is_dropped() -> None:
    """5.2: "whose Request Sequence is no request of this HA in the last 30 s"."""
    lab, request = joiner()
    stray = lab.reply(lab.request(), binding(), sender=Q)
    assert lab.hear(stray) == []
    assert lab.held() == {}
    assert Q not in lab.agent.members
    assert lab.agent.counters["DroppedBIReps"] == 1
    lab.run(30_000)
    assert kinds(lab.hear(lab.reply(request, binding())))[0] == (P, "TableReplyAck")
    lab.run(1)
    assert lab.hear(lab.reply(request, binding())) == []


def test_a_late_part_is_applied() -> None:
    """ "Parts of every series that answers a request of this HA are applied ... as they come." """
    lab, request = joiner()
    lab.run(5000)
    assert lab.agent.initialized
    assert codes(lab.hear(lab.reply(request, binding())))[0] == 0
    assert MN in lab.held()


def test_a_mark_in_a_part() -> None:
    """Claim 38: X = 1 in a series, then an older binding in a later part."""
    lab, request = joiner()
    lab.hear(lab.reply(request, deletion(), part=1, more=True))
    lab.hear(lab.reply(request, binding(age=1), part=2))
    assert lab.held() == {}


@pytest.mark.parametrize(
    ("complete", "asks"), [pytest.param(False, 1, id="without"), pytest.param(True, 0, id="with")]
)
def test_initialized_without_a_complete_series_it_asks_when_it_hears(
    complete: bool, asks: int
) -> None:
    """ "Multicasts a Table Request when it first hears from a member afterwards." """
    lab, request = joiner()
    if complete:
        lab.hear(lab.reply(request))
    lab.run(5000)
    sent = lab.hear(lab.update(binding()))
    assert kinds(sent).count((GROUP, "TableRequest")) == asks
    # "It repeats it as a joiner does, and stays initialized."
    assert requests(lab.run(5000)) == [300, 600, 900][: 3 * asks]
    assert lab.agent.initialized
    assert kinds(lab.hear(lab.update(binding(age=-1)))) == [(P, "BindingUpdateAck")]


def test_a_hello_is_hearing_too() -> None:
    lab = Lab(fhrp=WITH_HSRP)
    assert kinds(lab.hello(P)) == [(GROUP, "TableRequest")]


def asked(sent: list[Sent]) -> int:
    return kinds(sent).count((GROUP, "TableRequest"))


def test_after_a_router_it_asks_again_when_a_home_agent_speaks() -> None:
    """A hello may be that of a router that is no Home Agent (docs/protocol.md#5-6)."""
    lab = Lab(fhrp=WITH_HSRP)
    assert asked(lab.hello(P)) == 1
    lab.run(5000)
    assert asked(lab.hello(P)) == 0
    assert asked(lab.hear(lab.update(binding(), sender=Q))) == 1
    lab.run(5000)
    assert asked(lab.hear(lab.update(binding(age=-1), sender=Q))) == 0


def test_one_that_speaks_after_the_last_repeat_is_asked_when_the_round_ends() -> None:
    lab = Lab(fhrp=WITH_HSRP)
    lab.hello(P)
    assert requests(lab.run(1000)) == [300, 600, 900]
    assert asked(lab.hear(lab.update(binding(), sender=Q))) == 0
    assert requests(lab.run(1000))[:1] == [200]


def test_one_that_speaks_before_hears_the_repeats() -> None:
    lab = Lab(fhrp=WITH_HSRP)
    lab.hello(P)
    lab.hear(lab.update(binding(), sender=Q))
    assert requests(lab.run(5000)) == [300, 600, 900]


def test_with_a_complete_series_it_asks_nobody_again() -> None:
    lab = Lab(fhrp=WITH_HSRP)
    ((_, request),) = lab.hello(P)
    assert isinstance(request, TableRequest)
    lab.hear(lab.reply(request, sender=Q))
    lab.run(5000)
    assert asked(lab.hear(lab.update(binding(), sender=R))) == 0


def test_resynchronising() -> None:
    """ "Any initialized HA does when its operator says so ... and stays initialized." """
    lab, request = joiner()
    lab.agent.resynchronise(lab.now)
    assert lab.sent() == []  # It is joining as it is.
    lab.hear(lab.reply(request))
    lab.agent.resynchronise(lab.now)
    ((to, again),) = lab.sent()
    assert (to, type(again)) == (GROUP, TableRequest)
    assert lab.agent.initialized
    assert requests(lab.run(5000)) == [300, 600, 900]


def test_a_late_series_does_not_end_a_new_round() -> None:
    """What answers an earlier round is applied, and says nothing of the one that was begun."""
    lab, request = joiner()
    first = lab.reply(request, part=1, more=True)
    lab.hear(first)
    lab.hear(lab.reply(request, part=2))
    lab.agent.resynchronise(lab.now)
    lab.sent()
    late = lab.reply(request, binding(), sender=Q)
    assert codes(lab.hear(late)) == [0]
    assert requests(lab.run(300)) == [300]


def test_it_may_not_be_active_before() -> None:
    """ "Until then the HA may not become active"; claim 10."""
    timers = TIMERS.model_copy(update={"reply_timeout_ms": 1000})
    lab = Lab(joined=False, peers=(P,), fhrp=WITH_HSRP, timers=timers)
    lab.run(3999)  # 3 hold times are 1500 ms
    assert not lab.agent.is_active
    lab.run(1)
    assert lab.agent.is_active


def test_it_answers_and_applies_updates_before() -> None:
    """5.5: "from READY on, initialized or not"; 5.7: Code 1."""
    lab, _ = joiner()
    sent = lab.hear(lab.update(binding()))
    assert (kinds(sent), codes(sent)) == ([(P, "BindingUpdateAck")], [0])
    assert MN in lab.held()
    ((to, reply),) = lab.hear(lab.request(Q))
    assert isinstance(reply, TableReply)
    assert (to, reply.code, reply.bindings, reply.part, reply.more) == (Q, 1, (), 1, False)
