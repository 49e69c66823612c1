"""Claims 15, 31, 43 and 47: a Table Request, or another's list, makes a member (5.3).

Whether it did is seen in two ways: in the Home Agent List that the HUT shows to another, and by an
update that the HUT sends again to who does not acknowledge it. Judged are those of which the HUT
was shown nothing else, for a member that is known otherwise too proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.claims.answering import listing
from mipconf.judge.claims.designating import role_for
from mipconf.judge.claims.updating import superseded
from mipconf.judge.duties.notification import elapsed
from mipconf.judge.finding import Finding
from mipconf.judge.history.members import HEARD, How, Showing
from mipconf.judge.history.record import Record
from mipconf.judge.history.updates import Transmission
from mipconf.judge.history.view import Event, Incarnation
from mipconf.judge.judges import judges
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.protocol.messages import TableReply, TableRequest

LISTED = "is in the list shown to another"
RESENT = "is sent an update again"
UNDESIGNATED = "is sent an update again by a HUT that does not answer"
CLAIM_15 = (LISTED, RESENT, UNDESIGNATED)
CLAIM_31 = (LISTED, RESENT)

_CLAUSES = {
    How.REQUEST: "docs/protocol.md#5-7: the requester becomes a member",
    How.LIST: "docs/protocol.md#5-3: a member enters the list from a Home Agent List",
}
_KNOWN_BY = {How.REQUEST: "asked for the table", How.LIST: "was named in a Table Reply"}


@judges("15")
def claim_15(record: Record) -> Iterator[Finding]:
    """Who sends a Table Request and nothing else is a member."""
    for incarnation, showing in _introductions(record, How.REQUEST):
        yield from _requester(record, incarnation, showing)


@judges("43")
def claim_43(record: Record) -> Iterator[Finding]:
    """Claim 15 of a HUT that has joined."""
    for incarnation, showing in _introductions(record, How.REQUEST):
        joining = record.joining_at(showing.time)
        if joining and joining.complete and joining.complete.end < showing.time:
            yield from _requester(record, incarnation, showing)


@judges("31")
def claim_31(record: Record) -> Iterator[Finding]:
    """Who is named in the list of a Table Reply, and nowhere else, is a member."""
    replies = {reply.frame for reply in record.view.heard(TableReply)}
    for incarnation, showing in _introductions(record, How.LIST):
        if showing.frame in replies:
            yield from _listed(record, incarnation, showing)
            yield from _resent(record, incarnation, showing, RESENT)


@judges("47")
def claim_47(record: Record) -> Iterator[Finding]:
    """Claim 20 once part of the list came by a Table Reply."""
    for series in record.served:
        joining = record.joining_at(series.start)
        if not series.initialized or series.request is None:
            continue
        if joining is None or joining.complete is None or joining.complete.end > series.start:
            continue
        members = record.members.certain(series.start)
        if members - record.members.certain(series.start, HEARD):
            yield listing(record, series, members)


def _introductions(record: Record, how: How) -> Iterator[tuple[Incarnation, Showing]]:
    """The first showing in each incarnation of whoever is first known in this way."""
    for incarnation in record.view.incarnations:
        known: set[str] = set(record.setting.peers)
        for showing in record.members.showings(incarnation):
            if showing.address in known:
                continue
            known.add(showing.address)
            if showing.how is how and showing.counts and _is_ready(incarnation, showing):
                yield incarnation, showing


def _is_ready(incarnation: Incarnation, showing: Showing) -> bool:
    return incarnation.start is None or (
        incarnation.ready is not None and showing.time >= incarnation.ready
    )


def _requester(record: Record, incarnation: Incarnation, showing: Showing) -> Iterator[Finding]:
    request = next(r for r in record.view.heard(TableRequest) if r.frame == showing.frame)
    yield from _listed(record, incarnation, showing)
    yield from _resent(record, incarnation, showing, _resending(record, request))


def _resending(record: Record, request: Event[TableRequest]) -> str:
    role = role_for(record, request)
    return RESENT if role is None or role.answers else UNDESIGNATED


def _listed(record: Record, incarnation: Incarnation, showing: Showing) -> Iterator[Finding]:
    """That the lists shown to others name it, for as long as it may not be dropped."""
    address, members = showing.address, record.members
    for series in record.showing.series:
        if (
            not showing.sure_from <= series.start
            or not incarnation.covers(series.start)
            or series.requester == address
            or members.kept_until(address, series.start) <= series.end
            or not members.known_only(address, showing.how, incarnation, series.end)
        ):
            continue
        frames = (showing.frame, *series.brief)
        if address in series.home_agents:
            yield Finding.met(LISTED, *frames)
            continue
        observed = ", ".join(sorted(series.home_agents)) or "no list"
        yield Finding.missed(
            LISTED,
            frames,
            f"{address} {_KNOWN_BY[showing.how]}, and the list sent to {series.requester} does "
            f"not name it",
            clause=_CLAUSES[showing.how],
            expected=f"{address} in the Home Agent List",
            observed=observed,
        )


def _resent(
    record: Record, incarnation: Incarnation, showing: Showing, situation: str
) -> Iterator[Finding]:
    """That an update which it does not acknowledge comes again, however often and by what rule.

    How retransmissions are made is the affair of claim 8: here counts that the same state of a
    mobile node is sent again so that it reaches this Home Agent.
    """
    address, view = showing.address, record.view
    for transmission in record.updates:
        first = transmission.first
        if (
            not transmission.is_multicast
            or first.time < showing.sure_from
            or not incarnation.covers(first.time)
        ):
            continue
        deadline = _due(record, transmission)
        again = _again(record, transmission, address)
        known_until = deadline if again is None else again.time
        if not record.members.known_only(address, showing.how, incarnation, known_until):
            continue
        if again is not None:
            yield Finding.met(situation, showing.frame, first.frame, again.frame)
            continue
        if (
            not view.judgeable(first.time, deadline)
            or record.members.kept_until(address, first.time) <= deadline
            or superseded(record, transmission).may <= deadline
            or _runs_out(transmission, deadline)
            or not record.setting.timers.max_retransmissions
        ):
            continue
        silent = view.why_silent(first.time, deadline)
        if silent is not None or record.setting.lossy:
            reason = silent or "it may have been lost"
            yield Finding.unclear(situation, (showing.frame, first.frame), reason)
            continue
        waited = elapsed(first.time, deadline)
        yield Finding.missed(
            situation,
            (showing.frame, first.frame),
            f"{address} {_KNOWN_BY[showing.how]}, did not acknowledge update "
            f"{transmission.sequence}, and was not sent it again within {waited}",
            clause=_CLAUSES[showing.how],
            expected=f"the update once more, to {address}",
            observed=f"nothing within {waited}",
            due=deadline,
        )


def _due(record: Record, transmission: Transmission) -> int:
    tolerances = record.setting.tolerances
    interval = record.setting.timers.retransmit_ms * MILLISECOND
    slack = tolerances.retransmit_slack_ms * MILLISECOND
    return transmission.first.time + int(interval * tolerances.retransmit_late) + slack


def _again(record: Record, transmission: Transmission, address: str) -> Event[object] | None:
    """The first later sending of the same state that reaches this Home Agent."""
    first = transmission.first
    told = {(b.home_address, b.identification) for b in first.message.bindings}
    interval = record.setting.timers.retransmit_ms * MILLISECOND
    early = first.time + int(interval * record.setting.tolerances.retransmit_early)
    for later in record.updates:
        for sending in (later.first, *later.again):
            to = sending.destination
            if (
                sending.time >= early
                and (to.is_multicast or to.address == address)
                and told & {(b.home_address, b.identification) for b in sending.message.bindings}
            ):
                return sending
    return None


def _runs_out(transmission: Transmission, deadline: int) -> bool:
    """Whether a binding's lifetime may end first: "when none remains, the retransmission ends"."""
    left = deadline - transmission.first.time + SECOND
    return any(
        not binding.deleted and binding.lifetime_remaining * SECOND < left
        for binding in transmission.first.message.bindings
    )
