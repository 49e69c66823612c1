"""Claims 14, 16, 18, 19, 20, 21 and 22: Table Requests are answered, with the whole table."""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.duties.applicability import once_joined
from mipconf.judge.duties.home_agent_list import listing
from mipconf.judge.duties.reply import is_last, must_answer, replied, requests_to_judge
from mipconf.judge.duties.retransmission import (
    retransmission,
)
from mipconf.judge.duties.supersession import Stop, superseded
from mipconf.judge.duties.whole_table import whole_tables
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.facts import Via
from mipconf.judge.history.history import History
from mipconf.judge.history.member_list import HEARD
from mipconf.judge.history.series import Series
from mipconf.judge.history.transmissions import Transmission
from mipconf.judge.judges import judges
from mipconf.judge.verdict import Verdict
from mipconf.protocol.durations import FOREVER
from mipconf.protocol.messages import Code, TableReply, TableRequest
from mipconf.requirements.catalogue import REQUIREMENTS

(ANSWERED,) = REQUIREMENTS["14"].situations
(LISTED,) = REQUIREMENTS["19"].situations
BEFORE_ANSWER, BETWEEN_PARTS, INITIALIZED = REQUIREMENTS["22"].situations

LIST_CLAUSE = "docs/protocol.md#5-7-series: and the Home Agent List in any of them"
CODE_CLAUSE = (
    "docs/protocol.md#5-7-not-initialized: an HA whose table is not initialized answers ... with "
    "one part: Code 1, "
    "no bindings"
)


@judges("14")
def claim_14(history: History) -> Iterator[Finding]:
    """A Table Request is answered by a Table Reply of either Code."""
    for request in requests_to_judge(history):
        yield replied(history, request, ANSWERED)


@judges("16")
def claim_16(history: History) -> Iterator[Finding]:
    """Each series goes to the requester alone and has every binding held throughout, once.

    Here only what registered with the HUT counts; claim 44 judges what it learned, too.
    """
    yield from whole_tables(history, frozenset({Via.REGISTRATION}))


@judges("42")
def claim_42(history: History) -> Iterator[Finding]:
    """Claim 14 of a HUT that has joined."""
    yield from once_joined(history, claim_14(history))


@judges("44")
def claim_44(history: History) -> Iterator[Finding]:
    """Claim 16 of a HUT that has joined: what it learned, and what registered with it."""
    yield from once_joined(history, whole_tables(history, frozenset(Via)))


@judges("45")
def claim_45(history: History) -> Iterator[Finding]:
    """Claim 18 of a HUT that has joined."""
    yield from once_joined(history, claim_18(history))


@judges("46")
def claim_46(history: History) -> Iterator[Finding]:
    """Claim 19 of a HUT that has joined."""
    yield from once_joined(history, claim_19(history))


@judges("48")
def claim_48(history: History) -> Iterator[Finding]:
    """Claim 21 of a HUT that has joined."""
    yield from once_joined(history, claim_21(history))


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

    Claims 31 and 47 judge members that the HUT knows from a list only.
    """
    for series in history.served:
        if series.initialized and series.request is not None:
            yield listing(history, series, history.members.certain(series.start, HEARD))


@judges("21")
def claim_21(history: History) -> Iterator[Finding]:
    """Claim 18 for a part that has the Home Agent List."""
    yield from _parts_again(history, with_list=True)


@judges("22", "49")
def claim_22(history: History) -> Iterator[Finding]:
    """Before the table is initialized the answer is Code 1 without bindings; then Code 0."""
    for request in history.requests:
        joining = history.joins.at(request.time)
        if joining is None or not joining.started or not joining.requests:
            continue
        if joining.requests[0].time > request.time:
            continue
        series = history.answer_to(request)
        replied = series.end if series is not None else request.time + history.setting.answer_ns
        if replied < joining.earliest:
            situation = BETWEEN_PARTS if joining.answered_by(request.time) else BEFORE_ANSWER
            yield _with_code(history, request, series, Code.NOT_INITIALIZED, situation)
        elif (
            joining.latest is not None
            and request.time > joining.latest
            and must_answer(history, request)
            and is_last(history, request)
        ):
            yield _with_code(history, request, series, Code.ACCEPTED, INITIALIZED)


def _parts_again(history: History, *, with_list: bool | None) -> Iterator[Finding]:
    for transmission in history.parts:
        message = transmission.first.message
        if not isinstance(message, TableReply) or message.code != Code.ACCEPTED:
            continue
        if with_list and not message.home_agents:
            continue
        destination = transmission.first.destination
        if destination.is_multicast:
            continue  # Claim 16 judges that; the group is no member that could acknowledge.
        judged = retransmission(
            history, transmission, destination.address, _series_ended(history, transmission)
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
        (other.first, *other.again)[-1].time
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
    answered = replied(history, request, situation)
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
