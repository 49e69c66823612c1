"""Claims 14, 16, 18, 19, 20, 21 and 22: Table Requests are answered, with the whole table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mipconf.judge.claims.updating import superseded
from mipconf.judge.duties.notification import elapsed, lasting
from mipconf.judge.duties.retransmission import (
    ACKNOWLEDGED,
    FOREVER,
    NEVER_ACKNOWLEDGED,
    Stop,
    retransmission,
)
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.facts import Via
from mipconf.judge.history.history import History
from mipconf.judge.history.members import HEARD
from mipconf.judge.history.reference_table import Expectation, ReferenceTable, Standing
from mipconf.judge.history.series import Series
from mipconf.judge.history.updates import Transmission
from mipconf.judge.judges import judges
from mipconf.judge.verdict import Verdict
from mipconf.protocol.messages import Code, TableReply, TableRequest

ANSWERED = "a Table Request"
EMPTY, SINGLE, MANY = "no binding", "one binding", "many bindings"
MORE_THAN_A_DATAGRAM, MORE_THAN_A_WINDOW = "more than a datagram", "more than a window"
CLAIM_16 = (EMPTY, SINGLE, MANY, MORE_THAN_A_DATAGRAM, MORE_THAN_A_WINDOW)
CLAIM_18 = (ACKNOWLEDGED, NEVER_ACKNOWLEDGED)
LISTED = "a Home Agent List in a series with bindings"
MEMBERS = "the members in the list"
BEFORE_ANSWER, BETWEEN_PARTS, INITIALIZED = (
    "requested, and nothing came yet",
    "requested, and not all parts came",
    "initialized",
)
CLAIM_22 = (BEFORE_ANSWER, BETWEEN_PARTS, INITIALIZED)

ANSWER_CLAUSE = "docs/protocol.md#5-7: an HA answers a Table Request with a Table Reply"
WHOLE_CLAUSE = "docs/protocol.md#5-7: it sends all its bindings in as many parts as needed"
LIST_CLAUSE = "docs/protocol.md#5-7: and the Home Agent List in any of them"
CODE_CLAUSE = (
    "docs/protocol.md#5-7: an HA whose table is not initialized answers with one part: Code 1, "
    "no bindings"
)


@judges("14")
def claim_14(history: History) -> Iterator[Finding]:
    """A Table Request is answered by a Table Reply of either Code."""
    for request in _requests(history):
        yield _answered(history, request, ANSWERED)


@judges("16")
def claim_16(history: History) -> Iterator[Finding]:
    """Each series goes to the requester alone and has every binding held throughout, once.

    Counted is what registered with the HUT; what it learned is claim 44's affair.
    """
    yield from _series(history, frozenset({Via.REGISTRATION}))


@judges("42")
def claim_42(history: History) -> Iterator[Finding]:
    """Claim 14 of a HUT that has joined."""
    yield from _once_joined(history, claim_14(history))


@judges("44")
def claim_44(history: History) -> Iterator[Finding]:
    """Claim 16 of a HUT that has joined: what it learned, and what registered with it."""
    yield from _once_joined(history, _series(history, frozenset(Via)))


@judges("45")
def claim_45(history: History) -> Iterator[Finding]:
    """Claim 18 of a HUT that has joined."""
    yield from _once_joined(history, claim_18(history))


@judges("46")
def claim_46(history: History) -> Iterator[Finding]:
    """Claim 19 of a HUT that has joined."""
    yield from _once_joined(history, claim_19(history))


@judges("48")
def claim_48(history: History) -> Iterator[Finding]:
    """Claim 21 of a HUT that has joined."""
    yield from _once_joined(history, claim_21(history))


def _once_joined(history: History, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of what came after a complete series had reached the HUT."""
    times = {packet.frame: packet.time for packet in history.trace.packets}
    for finding in findings:
        time = times[finding.frames[0]]
        joining = history.joinings.at(time)
        if joining is not None and joining.complete is not None and time > joining.complete.end:
            yield finding


def _series(history: History, counted: frozenset[Via]) -> Iterator[Finding]:
    for request in _requests(history):
        joining = history.joinings.at(request.time)
        if (
            joining is not None
            and joining.started
            and joining.latest is not None
            and request.time < joining.latest
        ):
            continue
        answered = _answered(history, request, MANY)
        series = _series_for(history, request)
        if series is None:
            if answered.verdict is not Verdict.PASS:
                yield answered
            continue
        yield from _whole(history, series, counted)
    yield from _strayed(history)


@judges("18")
def claim_18(history: History) -> Iterator[Finding]:
    """A part that is not acknowledged is sent again; an acknowledged one is not."""
    yield from _parts_again(history, with_list=None)


@judges("19")
def claim_19(history: History) -> Iterator[Finding]:
    """A Home Agent List is somewhere in a series with bindings."""
    for series in history.served:
        if not series.initialized or not series.bindings:
            continue
        if series.home_agents:
            yield Finding.met(LISTED, *series.brief)
        else:
            yield Finding.missed(
                LISTED,
                series.brief,
                f"the series to {series.requester} has no Home Agent List",
                clause=LIST_CLAUSE,
                expected="a Home Agent List in one of its parts",
                observed="none",
            )


@judges("20")
def claim_20(history: History) -> Iterator[Finding]:
    """The list names the HUT and every member, the requester too, and nobody else.

    Members of which the HUT has read only in a list are the affair of claims 31 and 47.
    """
    for series in history.served:
        if series.initialized and series.request is not None:
            yield listing(history, series, history.members.certain(series.start, HEARD))


def listing(history: History, series: Series, members: frozenset[str]) -> Finding:
    """Whether the list in a series has these members, and nobody whom the HUT was never shown."""
    listed = series.home_agents
    due = members | {history.setting.hut, series.requester}
    strangers = {
        address for address in listed - due if not history.members.may_have(address, series.end)
    }
    problem = None
    if due - listed:
        problem = f"{', '.join(sorted(due - listed))} missing"
    elif strangers:
        problem = f"{', '.join(sorted(strangers))}, which the HUT was never shown"
    if problem is None:
        return Finding.met(MEMBERS, *series.brief)
    return Finding.missed(
        MEMBERS,
        series.brief,
        f"the Home Agent List sent to {series.requester} has {problem}",
        clause="docs/protocol.md#4-2, docs/protocol.md#5-3: the sender is in its own list, "
        "with its members",
        expected=f"{', '.join(sorted(due))}",
        observed=f"{', '.join(sorted(listed)) or 'no list'}",
    )


@judges("21")
def claim_21(history: History) -> Iterator[Finding]:
    """Claim 18 for a part that has the Home Agent List."""
    yield from _parts_again(history, with_list=True)


@judges("22", "49")
def claim_22(history: History) -> Iterator[Finding]:
    """Before the table is initialized the answer is Code 1 without bindings; then Code 0."""
    for request in history.requests:
        joining = history.joinings.at(request.time)
        if joining is None or not joining.started or not joining.requests:
            continue
        if joining.requests[0].time > request.time:
            continue
        series = _series_for(history, request)
        replied = series.end if series is not None else request.time + history.setting.answer_ns
        if replied < joining.earliest:
            situation = BETWEEN_PARTS if joining.answered_by(request.time) else BEFORE_ANSWER
            yield _with_code(history, request, series, Code.NOT_INITIALIZED, situation)
        elif (
            joining.latest is not None
            and request.time > joining.latest
            and _must_answer(history, request)
            and _is_last(history, request)
        ):
            yield _with_code(history, request, series, Code.ACCEPTED, INITIALIZED)


def _requests(history: History) -> Iterator[Event[TableRequest]]:
    """The requests that the HUT must answer, each the last of its requester for a while."""
    for request in history.requests:
        deadline = request.time + history.setting.answer_ns
        incarnation = history.incarnations.at(request.time)
        if incarnation is None or not (
            _series_for(history, request) or history.silence.is_judgeable(request.time, deadline)
        ):
            continue
        if incarnation.start is not None and (
            incarnation.ready is None or request.time < incarnation.ready
        ):
            continue
        if not _must_answer(history, request) or not _is_last(history, request):
            continue
        if _series_for(history, request) is None and _asked_again(history, request):
            continue
        yield request


def _equal(history: History, request: Event[TableRequest]) -> list[Event[TableRequest]]:
    """The requests of one requester that the HUT must answer, one as well as the other."""
    return [
        other
        for other in history.traffic.heard(TableRequest)
        if other.message.home_agent_id == request.message.home_agent_id
        and _must_answer(history, other)
    ]


def _asked_again(history: History, request: Event[TableRequest]) -> bool:
    """Whether a request was lost, as far as one can tell: a later one was answered."""
    return history.losses.is_made_good(
        request,
        _equal(history, request),
        lambda other: _series_for(history, other) is not None,
    )


def _must_answer(history: History, request: Event[TableRequest]) -> bool:
    """Whether the HUT is a designated responder for this request (5.7), surely."""
    joining = history.joinings.at(request.time)
    surely_waiting = joining is not None and request.time + history.setting.answer_ns < (
        joining.earliest
    )
    if history.setting.responder == "always" or surely_waiting:
        return True
    if history.setting.responder == "never":
        return False
    others = history.election.other_actives(request.time) - {request.message.home_agent_id}
    return history.election.hut_says_active(request.time) or not others


def _is_last(history: History, request: Event[TableRequest]) -> bool:
    """Whether no newer request of the same requester may have ended the series to this one."""
    deadline = request.time + history.setting.answer_ns
    return not any(
        other.message.home_agent_id == request.message.home_agent_id
        and request.time < other.time <= deadline
        and not _answered_before(history, request, other.time)
        for other in history.traffic.heard(TableRequest)
    )


def _answered_before(history: History, request: Event[TableRequest], time: int) -> bool:
    series = _series_for(history, request)
    return series is not None and series.complete and series.end < time


def _series_for(history: History, request: Event[TableRequest]) -> Series | None:
    return next(
        (
            series
            for series in history.served
            if series.request is not None and series.request.frame == request.frame
        ),
        None,
    )


def _answered(history: History, request: Event[TableRequest], situation: str) -> Finding:
    series = _series_for(history, request)
    deadline = request.time + history.setting.answer_ns
    if series is not None and series.parts[0].time <= deadline:
        return Finding.met(situation, request.frame, series.parts[0].frame)
    silent = history.silence.excuse(request.time, deadline) or history.losses.excuse(
        request,
        _equal(history, request),
        lambda other: _series_for(history, other) is not None,
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


def _whole(history: History, series: Series, counted: frozenset[Via]) -> Iterator[Finding]:
    """Whether a series has every binding held throughout, once; nothing where it was cut short."""
    if series.code != Code.ACCEPTED:
        return
    situations = _sizes(history, series)
    if not series.complete:
        yield from _incomplete(history, series, situations[0])
        return
    reference = history.reference
    counts = Counter(binding.home_address for binding in series.bindings if not binding.deleted)
    twice = [home for home, count in counts.items() if count > 1]
    missing = [
        home
        for home in reference.facts
        if home not in counts
        and _counts(reference, reference.expect(home, series.start, series.end), counted)
    ]
    problem = None
    if twice:
        problem = f"{twice[0]} stands in it {counts[twice[0]]} times"
    elif missing:
        problem = f"{missing[0]} is missing in it" + (
            f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        )
    for situation in situations:
        if problem is None:
            yield Finding.met(situation, *series.brief)
        else:
            yield Finding.missed(
                situation,
                series.brief,
                f"the series to {series.requester}: {problem}",
                clause=WHOLE_CLAUSE,
                expected="every binding held throughout, once",
                observed=problem,
            )


def _counts(reference: ReferenceTable, expectation: Expectation, counted: frozenset[Via]) -> bool:
    """Whether the series must have it; what depends on a mark is the affair of 38 and 39."""
    fact = expectation.fact
    return (
        expectation.standing is Standing.HELD
        and fact is not None
        and fact.via in counted
        and reference.mark_before(fact) is None
    )


def _sizes(history: History, series: Series) -> list[str]:
    held = len(series.shown)
    sizes = [EMPTY if held == 0 else SINGLE if held == 1 else MANY]
    if len(series.parts) > 1 and held > 1:
        sizes.append(MORE_THAN_A_DATAGRAM)
    if len(series.parts) > history.setting.window and held > 1:
        sizes.append(MORE_THAN_A_WINDOW)
    return sizes


def _incomplete(history: History, series: Series, situation: str) -> Iterator[Finding]:
    """An incomplete series is the HUT's fault only if the requester did its own part."""
    acked = {ack.message.sequence for ack in series.acks}
    if any(part.message.sequence not in acked for part in series.parts):
        return
    last = max(ack.time for ack in series.acks)
    deadline = last + history.setting.answer_ns
    if not history.silence.is_judgeable(last, deadline) or history.setting.lossy:
        return
    silent = history.silence.excuse(last, deadline)
    if silent is not None:
        yield Finding.unclear(situation, series.brief, silent)
        return
    numbers = sorted(part.message.part for part in series.parts)
    observed = f"parts {', '.join(map(str, numbers[:8]))} and no others, the last one missing"
    if any(not part.message.more for part in series.parts):
        observed = f"{len(numbers)} parts, not all from 1 to the last"
    yield Finding.missed(
        situation,
        series.brief,
        f"the series to {series.requester} never became complete: {observed}",
        clause=WHOLE_CLAUSE,
        expected="all parts, of which the last has M = 0",
        observed=observed,
        due=deadline,
    )


def _strayed(history: History) -> Iterator[Finding]:
    """Replies to others than who asked: to the whole group, or to somebody who did not ask."""
    asked = {request.message.sequence for request in history.traffic.heard(TableRequest)}
    for series in history.served:
        first = series.parts[0]
        if first.destination.is_multicast:
            to = "the whole group"
        elif series.request is None and first.message.request_sequence in asked:
            to = f"{series.requester}, which did not ask"
        else:
            continue
        yield Finding.missed(
            MANY,
            (first.frame,),
            f"a Table Reply was sent to {to}",
            clause="docs/protocol.md#3: Table Reply: unicast to the requester",
            expected="a Table Reply to the requester alone",
            observed=f"one to {to}",
        )


def _parts_again(history: History, *, with_list: bool | None) -> Iterator[Finding]:
    for transmission in history.parts:
        message = transmission.first.message
        if not isinstance(message, TableReply) or message.code != Code.ACCEPTED:
            continue
        if with_list and not message.home_agents:
            continue
        requester = transmission.first.destination.address
        judged = retransmission(
            history, transmission, requester, _series_ended(history, transmission)
        )
        if judged is not None:
            yield judged.finding


def _series_ended(history: History, transmission: Transmission) -> Stop:
    """When a newer request of the same requester, or a part given up, ended the series (5.7)."""
    part = transmission.first
    newer = [
        request.time
        for request in history.traffic.heard(TableRequest)
        if request.message.home_agent_id == part.destination.address and request.time > part.time
    ]
    given_up = [
        other.again[-1].time
        for other in history.parts
        if len(other.again) >= history.setting.timers.max_retransmissions
        and not other.acks
        and other.first.destination == part.destination
        and other.first.frame != part.frame
        and other.first.time <= part.time
    ]
    # "Retransmitted as an update is" (5.7): whether newer state ends a part too is left open.
    known = (
        superseded(history, transmission).may if transmission.first.message.bindings else FOREVER
    )
    return Stop(may=min((*newer, *given_up, known)))


def _with_code(
    history: History,
    request: Event[TableRequest],
    series: Series | None,
    code: Code,
    situation: str,
) -> Finding:
    answered = _answered(history, request, situation)
    if series is None or answered.verdict is not Verdict.PASS:
        return answered
    wrong = next((p for p in series.parts if p.message.code != code), None)
    bindings = code == Code.NOT_INITIALIZED and series.bindings
    if wrong is None and not bindings:
        return answered
    observed = f"Code {wrong.message.code}" if wrong is not None else "bindings with Code 1"
    return Finding.missed(
        situation,
        series.brief,
        f"the Table Request of {request.message.home_agent_id} got {observed} while the table "
        f"{'was not' if code else 'was'} initialized",
        clause=CODE_CLAUSE,
        expected=f"Code {int(code)}" + (" and no bindings" if code else ""),
        observed=observed,
    )
