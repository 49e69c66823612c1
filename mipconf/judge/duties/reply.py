"""The duty to answer a Table Request with a Table Reply (docs/protocol.md#5-7)."""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.duties.notification import elapsed, lasting
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.protocol.messages import TableRequest

ANSWER_CLAUSE = "docs/claims.md#claim-14: the HUT answers P with a Table Reply of either Code"


def requests_to_judge(history: History) -> Iterator[Event[TableRequest]]:
    """The requests that the HUT must answer, each the last of its requester for a while."""
    for request in history.requests:
        deadline = request.time + history.setting.answer_ns
        incarnation = history.incarnations.at(request.time)
        if incarnation is None or not (
            history.answer_to(request) or history.silence.is_judgeable(request.time, deadline)
        ):
            continue
        if incarnation.start is not None and (
            incarnation.ready is None or request.time < incarnation.ready
        ):
            continue
        if not must_answer(history, request) or not is_last(history, request):
            continue
        if history.answer_to(request) is None and _asked_again(history, request):
            continue
        yield request


def _equal(history: History, request: Event[TableRequest]) -> list[Event[TableRequest]]:
    """The requests of one requester that the HUT must answer, one as well as the other."""
    return [
        other
        for other in history.traffic.heard(TableRequest)
        if other.message.home_agent_id == request.message.home_agent_id
        and must_answer(history, other)
    ]


def _asked_again(history: History, request: Event[TableRequest]) -> bool:
    """Whether a request seems to have been lost: a later one was answered."""
    return history.losses.is_made_good(
        request,
        _equal(history, request),
        lambda other: history.answer_to(other) is not None,
    )


def must_answer(history: History, request: Event[TableRequest]) -> bool:
    """Whether the HUT is a designated responder for this request (5.7), surely."""
    joining = history.joins.at(request.time)
    surely_waiting = joining is not None and request.time + history.setting.answer_ns < (
        joining.earliest
    )
    if history.setting.responder == "always" or surely_waiting:
        return True
    if history.setting.responder == "never":
        return False
    others = history.election.other_actives(request.time) - {request.message.home_agent_id}
    return history.election.hut_says_active(request.time) or not others


def is_last(history: History, request: Event[TableRequest]) -> bool:
    """Whether no newer request of the same requester may have ended the series to this one."""
    deadline = request.time + history.setting.answer_ns
    return not any(
        other.message.home_agent_id == request.message.home_agent_id
        and request.time < other.time <= deadline
        and not _answered_before(history, request, other.time)
        for other in history.traffic.heard(TableRequest)
    )


def _answered_before(history: History, request: Event[TableRequest], time: int) -> bool:
    series = history.answer_to(request)
    return series is not None and series.complete and series.end < time


def replied(history: History, request: Event[TableRequest], situation: str) -> Finding:
    """That a request got a Table Reply, of whatever Code, in time."""
    series = history.answer_to(request)
    deadline = request.time + history.setting.answer_ns
    if series is not None and series.parts[0].time <= deadline:
        return Finding.met(situation, request.frame, series.parts[0].frame)
    silent = history.silence.excuse(request.time, deadline) or history.losses.excuse(
        request,
        _equal(history, request),
        lambda other: history.answer_to(other) is not None,
        request.message.home_agent_id,
    )
    if series is None and silent is not None:
        return Finding.unclear(situation, (request.frame,), silent)
    observed = (
        "no Table Reply"
        if series is None
        else f"a Table Reply after {elapsed(request.time, series.parts[0].time)}"
    )
    return Finding.missed(
        situation,
        (request.frame,) if series is None else (request.frame, series.parts[0].frame),
        f"the Table Request {request.message.sequence} of {request.message.home_agent_id} "
        f"got {observed}",
        clause=ANSWER_CLAUSE,
        expected=f"a Table Reply within {lasting(history.setting.answer_ns)}",
        observed=observed,
        due=deadline if series is None else None,
    )
