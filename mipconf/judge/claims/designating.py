"""Claim 17: an initialized HUT answers a Table Request only if it is a designated responder (5.7).

"`active` (the default): only while active, or when it knows of no active member other than the
requester." Hellos and requests reach different sockets and have no order among each other, so only
what held from before the request until its answer counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.duties.notification import lasting
from mipconf.judge.finding import Finding
from mipconf.judge.history.designation import Role, role_for
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.judge.history.joins import Join
from mipconf.judge.judges import judges
from mipconf.judge.verdict import Verdict
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    Code,
    RegistrationReply,
    TableReply,
    TableRequest,
)

CLAUSE = (
    "docs/protocol.md#5-7-designated: an initialized HA answers if it is a designated responder "
    "... only while it is active, or when it knows of no active member other than the requester"
)
NO_FHRP = "without an FHRP an initialized HA is active"


@judges("17")
def claim_17(history: History) -> Iterator[Finding]:
    """A series while the HUT is a designated responder; silence while it is not."""
    if history.setting.responder == "always":
        return
    findings: list[Finding] = []
    for request in history.requests:
        if not _initialized(history, request.time):
            continue
        role = role_for(history, request)
        if role is not None:
            judged = _answers_request if role.answers else _keeps_silent
            findings += judged(history, request, role)
    if findings and history.setting.fhrp.protocol == "none":
        for role in (Role.ONLY_ACTIVE, Role.ANOTHER):
            findings.append(Finding(role.value, Verdict.NOT_APPLICABLE, (), NO_FHRP))
    yield from findings


def _initialized(history: History, time: int) -> bool:
    """Whether the HUT's table was surely initialized: it was told all, or it acted on it."""
    joining = history.joins.at(time)
    if joining is None:
        return False
    if _was_told_all(joining, time):
        return True
    deeds = [
        reply.time for reply in history.traffic.sent(RegistrationReply) if reply.message.accepts
    ]
    deeds += [
        part.time for part in history.traffic.sent(TableReply) if part.message.code == Code.ACCEPTED
    ]
    return any(joining.incarnation.covers(deed) and deed < time for deed in deeds)


def _was_told_all(joining: Join | None, time: int) -> bool:
    return joining is not None and joining.latest is not None and time > joining.latest


def _answers_request(
    history: History, request: Event[TableRequest], role: Role
) -> Iterator[Finding]:
    series = history.answer_to(request)
    deadline = request.time + history.setting.answer_ns
    if series is not None:
        if series.initialized and series.parts[0].time <= deadline:
            yield Finding.met(role.value, *series.brief)
        return  # Claims 14 and 16 judge a series that is late or incomplete.
    asked_again = any(
        other.message.home_agent_id == request.message.home_agent_id
        and request.time < other.time <= deadline
        for other in history.traffic.heard(TableRequest)
    )
    if asked_again or not history.silence.is_judgeable(request.time, deadline):
        return
    silent = history.silence.excuse(request.time, deadline)
    if silent is None and history.setting.lossy:
        return  # Claim 14 judges how much silence is a failure there.
    if silent is not None:
        yield Finding.unclear(role.value, (request.frame,), silent)
        return
    yield Finding.missed(
        role.value,
        (request.frame,),
        f"{role.value}, and the Table Request of {request.message.home_agent_id} got no answer",
        clause=CLAUSE,
        expected=f"a series within {lasting(history.setting.answer_ns)}",
        observed="no Table Reply",
        due=deadline,
    )


def _keeps_silent(history: History, request: Event[TableRequest], role: Role) -> Iterator[Finding]:
    """Nothing within the time of an answer, and then an acknowledgement for the requester."""
    requester = request.message.home_agent_id
    series = history.answer_to(request)
    if (
        series is not None
        and series.code == Code.NOT_INITIALIZED
        and not _was_told_all(history.joins.at(request.time), request.time)
    ):
        return  # Deeds may deceive: a HUT that is not initialized answers whatever its role.
    # What a slow host says too late, the HUT did not know in time.
    slow = history.why_too_slow(history.setting.hold_ns) if role is Role.ANOTHER else None
    if series is not None and slow is not None:
        yield Finding.unclear(role.value, series.brief, slow)
        return
    if series is not None:
        yield Finding.missed(
            role.value,
            series.brief,
            f"{role.value}, and the Table Request of {requester} got an answer",
            clause=CLAUSE,
            expected=f"no Table Reply to {requester}",
            observed=f"{len(series.parts)} parts with Code {series.code}",
        )
        return
    deadline = request.time + history.setting.answer_ns
    updates = [
        update
        for update in history.traffic.heard(BindingUpdate)
        if update.message.home_agent_id == requester and update.time > deadline
    ]
    if not updates or not history.silence.is_judgeable(request.time, deadline):
        return
    update = updates[0]
    ack = next(
        (
            ack
            for ack in history.traffic.sent(BindingUpdateAck)
            if ack.time >= update.time
            and ack.destination.address == requester
            and ack.message.sequence == update.message.sequence
        ),
        None,
    )
    if ack is None:
        reason = f"nor was the update of {requester} acknowledged, so the silence proves nothing"
        yield Finding.unclear(role.value, (request.frame, update.frame), reason)
    else:
        yield Finding.met(role.value, request.frame, update.frame, ack.frame)
