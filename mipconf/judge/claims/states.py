"""Claims 2, 3, 5, 27 to 29, 34 and 35: the same duties in each state of the FHRP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from mipconf.fhrp.vrrp import VrrpState
from mipconf.judge.duties.applicability import needs_fhrp
from mipconf.judge.duties.application import newest_shown
from mipconf.judge.duties.notification import elapsed, lasting, told_if_accepted
from mipconf.judge.duties.showing import SHOWN, SHOWN_CLAUSE, never_shown, shown_findings
from mipconf.judge.duties.table_request import JOIN_CLAUSE, table_requested
from mipconf.judge.duties.taken_table import (
    ANSWERED,
    answering_series,
    parts_acknowledged,
    taken_shown,
)
from mipconf.judge.fhrp.announcement import FhrpState
from mipconf.judge.fhrp.election import first_after
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.judge.history.hut_states import HOLD_TIMES_TO_BE_ACTIVE, Inference, state_at
from mipconf.judge.history.joins import Join
from mipconf.judge.history.registrations import Registration
from mipconf.judge.judges import judges
from mipconf.judge.verdict import Verdict
from mipconf.protocol.fhrp_messages import State
from mipconf.protocol.messages import BindingUpdate, TableRequest
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.remark import Intent, RemarkKind

WHILE_PASSIVE, _ = REQUIREMENTS["2"].situations
IN_STATE: Mapping[FhrpState, str] = dict(
    zip(
        (State.STANDBY, State.LISTEN, State.LEARN, VrrpState.BACKUP),
        REQUIREMENTS["3"].situations,
        strict=False,
    )
)
FOR_LONG, _ = REQUIREMENTS["5"].situations
_, _, _, NOT_ACTIVE = REQUIREMENTS["27"].situations

INITIALIZED_CLAUSE = "docs/protocol.md#5-6-until-then: until then the HA may not become active"
RESYNC_CLAUSE = (
    "docs/protocol.md#5-6-asking-again: any initialized HA multicasts a Table Request when its "
    "operator says so"
)


@judges("2")
@needs_fhrp
def claim_2(history: History) -> Iterator[Finding]:
    """Claim 1 at the HUT's own address while another HA is active, and the HUT is not."""
    judged = [
        registration
        for registration in _at_own_address(history)
        if _is_passive_beside_active(history, registration.request.time)
    ]
    for registration in judged:
        yield from _notified(history, registration, WHILE_PASSIVE)
    yield from _registered_shown(history, judged)


@judges("3")
@needs_fhrp
def claim_3(history: History) -> Iterator[Finding]:
    """Claim 1 at the HUT's own address in each passive state."""
    yield from _with_states_that_are_not(history, _registers_in_each_state(history))


def _registers_in_each_state(history: History) -> Iterator[Finding]:
    judged = []
    for registration in _at_own_address(history):
        inference = state_at(history, registration.request.time)
        if inference is None or inference.state not in IN_STATE:
            continue
        situation = IN_STATE[inference.state]
        if inference.doubt is not None:
            frames = (*registration.frames, *inference.frames)
            yield Finding.unclear(situation, frames, inference.doubt)
            continue
        judged.append(registration)
        yield from _notified(history, registration, situation)
    yield from _registered_shown(history, judged)


@judges("5")
@needs_fhrp
def claim_5(history: History) -> Iterator[Finding]:
    """Claim 1 at the HUT's own address when a better HA has been active for 3 hold times."""
    judged = []
    for registration in _at_own_address(history):
        time = registration.request.time
        incarnation = history.incarnations.at(time)
        for run in history.election.runs(history.election.better_active):
            # The HUT has heard it for so long only if it ran for so long.
            heard = max(run.start, 0 if incarnation is None else incarnation.ready_from)
            long = heard + HOLD_TIMES_TO_BE_ACTIVE * history.setting.hold_ns
            if not long < time <= run.end:
                continue
            judged.append(registration)
            yield from _notified(history, registration, FOR_LONG)
            if _yielded_before(history, heard, long):
                end = min(run.end, _deadline(history, time))
                yield from _never_active(history, registration, long, end)
    yield from _registered_shown(history, judged)


@judges("27")
@needs_fhrp
def claim_27(history: History) -> Iterator[Finding]:
    """Claim 26 while another HA is active: the HUT joins and does not become active itself."""

    def another_is_active(time: int) -> bool:
        return bool(history.election.other_actives(time))

    yield from _joins_while(history, another_is_active)
    for joining in history.joins:
        if joining.started and joining.requests and another_is_active(joining.requests[0].time):
            yield from _waits_for_table(history, joining)


@judges("28")
@needs_fhrp
def claim_28(history: History) -> Iterator[Finding]:
    """Claim 26 while the HUT is passive."""
    yield from _joins_while(history, lambda time: _is_surely_passive(history, time))


@judges("29")
@needs_fhrp
def claim_29(history: History) -> Iterator[Finding]:
    """Claim 26 in each passive state; the state is that at the time of the request."""
    yield from _with_states_that_are_not(history, _joins_in_each_state(history))


def _joins_in_each_state(history: History) -> Iterator[Finding]:
    judged = []
    for series in answering_series(history):
        assert series.request is not None
        inference = state_at(history, series.request.time)
        if inference is None or inference.state not in IN_STATE:
            continue
        situation = IN_STATE[inference.state]
        if inference.doubt is not None:
            frames = (*series.brief, *inference.frames)
            yield Finding.unclear(situation, frames, inference.doubt)
            continue
        judged.append(series)
        yield from _request_multicast(history, series.request, situation)
        yield from parts_acknowledged(history, series.parts, situation)
    yield from taken_shown(history, judged)
    yield from _resynchronises(history)


@judges("34")
@needs_fhrp
def claim_34(history: History) -> Iterator[Finding]:
    """Claim 33 from an HA that is passive."""
    yield from _told_by(history, history.election.tells_passive)


@judges("35")
@needs_fhrp
def claim_35(history: History) -> Iterator[Finding]:
    """Claim 33 from an HA that is active."""
    yield from _told_by(
        history, lambda source, time: source in history.election.other_actives(time)
    )


def _with_states_that_are_not(history: History, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, if there are any, and those of the states that the FHRP does not have."""
    first = next(findings, None)
    if first is None:
        return
    yield first
    yield from findings
    reading = history.election.reading
    for state, situation in IN_STATE.items():
        if not isinstance(state, reading.states):
            reason = f"{reading.name} has no such state"
            yield Finding(situation, Verdict.NOT_APPLICABLE, (), reason)


def _deadline(history: History, time: int) -> int:
    return time + history.setting.answer_ns


def _is_passive(history: History, time: int) -> bool:
    incarnation = history.incarnations.at(time)
    return incarnation is not None and history.election.hut_is_passive(incarnation.begin, time)


def _is_passive_beside_active(history: History, time: int) -> bool:
    return bool(history.election.other_actives(time)) and _is_passive(history, time)


def _is_surely_passive(history: History, time: int) -> bool:
    """Passive by its own word, or silent beside an active one: silence alone tells nothing."""
    return history.election.hut_says_passive(time) or _is_passive_beside_active(history, time)


# Registrations.


def _at_own_address(history: History) -> list[Registration]:
    """The registrations at the HUT's own address that an initialized HUT has to accept."""
    return [
        registration
        for registration in history.registrations
        if registration.request.destination.address == history.setting.hut
        and not registration.deregisters
        and registration.intent is Intent.ACCEPTANCE
        and (registration.accepted or history.joins.is_initialized(registration.request.time))
    ]


def _notified(history: History, registration: Registration, situation: str) -> Iterator[Finding]:
    finding = told_if_accepted(history, registration, situation)
    if finding is not None:
        yield finding


def _registered_shown(history: History, judged: Sequence[Registration]) -> Iterator[Finding]:
    """That the HUT shows these registrations, as claim 1 asks at its end."""
    frames = {registration.request.frame for registration in judged}
    told = [item for item in history.tables.shown if item.fact.frame in frames]
    yield from shown_findings(told, SHOWN, SHOWN_CLAUSE)
    yield from never_shown(history, lambda fact: fact.frame in frames)


def _yielded_before(history: History, heard: int, time: int) -> bool:
    """Whether the HUT was passive at some time since it heard the better HA.

    Claim 24 judges a HUT that never is.
    """
    said = [a for a in history.election.of_hut() if heard <= a.time <= time]
    seen = any(a.claims_passive for a in said)
    return seen or _is_passive(history, heard) or _is_passive(history, time)


def _never_active(
    history: History, registration: Registration, start: int, end: int
) -> Iterator[Finding]:
    """No active hello of the HUT while the better HA is active."""
    reading = history.election.reading
    said = [a for a in history.election.of_hut() if a.claims_active and start <= a.time <= end]
    if not said or history.setting.lossy:  # It may have heard nothing; see claim 24.
        return
    slow = history.why_too_slow(history.setting.hold_ns)
    frames = (*registration.frames, said[0].frame)
    if slow is not None:
        yield Finding.unclear(FOR_LONG, frames, slow)
        return
    yield Finding.missed(
        FOR_LONG,
        frames,
        "the HUT said that it is active beside a better HA, active for "
        f"{elapsed(start, said[0].time)} more than 3 hold times",
        clause=reading.clauses.stays_passive,
        expected=f"no {reading.active_hello} of the HUT while a better HA is active",
        observed=f"an {reading.active_hello}",
    )


# Join.


def _joins_while(history: History, condition: Callable[[int], bool]) -> Iterator[Finding]:
    """Claim 26 for the requests that were made, or were due, when the condition held."""
    for joining in history.joins:
        known = _knows_a_member(history, joining)
        when = joining.requests[0].time if joining.requests else known
        if when is not None and condition(when):
            yield from table_requested(history, joining, known)
    judged = [
        series
        for series in answering_series(history)
        if series.request is not None and condition(series.request.time)
    ]
    for series in judged:
        yield from parts_acknowledged(history, series.parts, ANSWERED)
    yield from taken_shown(history, judged)


def _knows_a_member(history: History, joining: Join) -> int | None:
    """When a HUT that started surely knew a member: at once, or once it had heard a hello."""
    ready = joining.incarnation.ready
    if ready is None or history.members.certain(ready):
        return ready
    others = [a for a in history.election.of_others() if joining.incarnation.covers(a.time)]
    hello = first_after(others, ready)
    return None if hello is None else hello.time + history.setting.answer_ns


def _waits_for_table(history: History, joining: Join) -> Iterator[Finding]:
    """No active hello of the HUT before its table can be initialized."""
    request, active_hello = joining.requests[0], history.election.reading.active_hello
    start = joining.incarnation.begin
    early = [
        a
        for a in history.election.of_hut()
        if a.claims_active and start <= a.time < joining.earliest
    ]
    if early:
        yield Finding.missed(
            NOT_ACTIVE,
            (request.frame, early[0].frame),
            f"the HUT said that it is active {elapsed(start, early[0].time)} after its start, "
            f"and cannot have been initialized before {elapsed(start, joining.earliest)}",
            clause=INITIALIZED_CLAUSE,
            expected=f"no {active_hello} of the HUT before its table is initialized",
            observed=f"an {active_hello}",
        )
    elif history.silence.watched_until > joining.earliest:
        yield Finding.met(NOT_ACTIVE, request.frame)


def _request_multicast(
    history: History, request: Event[TableRequest], situation: str
) -> Iterator[Finding]:
    if request.destination.address == history.setting.group.address:
        return
    yield Finding.missed(
        situation,
        (request.frame,),
        f"the Table Request went to {request.destination.address} alone",
        clause=JOIN_CLAUSE,
        expected=f"a Table Request to {history.setting.group.address}",
        observed=f"a Table Request to {request.destination.address}",
    )


def _resynchronises(history: History) -> Iterator[Finding]:
    """A Table Request follows when the operator asks a passive, initialized HUT for one."""
    for remark in history.trace.remarked(RemarkKind.RESYNCHRONISE):
        deadline = _deadline(history, remark.time)
        asked = [r for r in history.traffic.sent(TableRequest) if remark.time <= r.time <= deadline]
        inference = state_at(history, remark.time)
        if asked or inference is None or inference.state not in IN_STATE:
            continue
        if history.joins.is_initialized(remark.time) and history.silence.is_judgeable(
            remark.time, deadline
        ):
            yield _not_asked(history, remark.time, remark.frame, inference)


def _not_asked(history: History, time: int, frame: int, inference: Inference) -> Finding:
    situation = IN_STATE[inference.state]
    frames = (frame, *inference.frames)
    silent = inference.doubt or history.silence.excuse(time, _deadline(history, time))
    if silent is not None or history.setting.lossy:
        return Finding.unclear(situation, frames, silent or "the request may have been lost")
    return Finding.missed(
        situation,
        frames,
        "the operator told the HUT to resynchronise, and it did not ask for the table",
        clause=RESYNC_CLAUSE,
        expected=f"a Table Request within {lasting(history.setting.answer_ns)}",
        observed="none",
        due=_deadline(history, time),
    )


# Updates.


def _told_by(history: History, condition: Callable[[str, int], bool]) -> Iterator[Finding]:
    """Claim 33 for the updates of HAs that meet the condition at that time."""
    frames = {
        update.frame
        for update in history.traffic.heard(BindingUpdate)
        if condition(update.message.home_agent_id, update.time)
    }
    yield from newest_shown(history, lambda fact: fact.frame in frames)
