"""Claims 15, 31, 43 and 47: a Table Request, or another's list, makes a member (5.3).

Two things show whether it did: the Home Agent List that the HUT sends to another, and an update
that the HUT sends again to a member that does not acknowledge it. Only members that the HUT knows
in no other way are judged, for one that it knows otherwise proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.duties.home_agent_list import listing
from mipconf.judge.duties.notification import elapsed
from mipconf.judge.duties.supersession import superseded
from mipconf.judge.finding import Finding
from mipconf.judge.history.designation import role_for
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.judge.history.incarnations import Incarnation
from mipconf.judge.history.member_list import HEARD, How, Mention
from mipconf.judge.history.transmissions import Transmission
from mipconf.judge.judges import judges
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.protocol.messages import TableReply, TableRequest
from mipconf.requirements.catalogue import REQUIREMENTS

LISTED, RESENT, UNDESIGNATED = REQUIREMENTS["15"].situations

_CLAUSES = {
    How.REQUEST: "docs/protocol.md#5-7-requester: the requester becomes a member",
    How.LIST: "docs/protocol.md#5-3-entering: a member enters it ... from a Home Agent List",
}
_KNOWN_BY = {How.REQUEST: "asked for the table", How.LIST: "was named in a Table Reply"}


@judges("15")
def claim_15(history: History) -> Iterator[Finding]:
    """An HA that sends a Table Request and nothing else becomes a member."""
    for incarnation, mention in _introductions(history, How.REQUEST):
        yield from _requester(history, incarnation, mention)


@judges("43")
def claim_43(history: History) -> Iterator[Finding]:
    """Claim 15 of a HUT that has joined."""
    for incarnation, mention in _introductions(history, How.REQUEST):
        if history.joins.has_joined(mention.time - 1):
            yield from _requester(history, incarnation, mention)


@judges("31")
def claim_31(history: History) -> Iterator[Finding]:
    """An HA that the list of a Table Reply names, and nothing else, becomes a member."""
    replies = {reply.frame for reply in history.traffic.heard(TableReply)}
    for incarnation, mention in _introductions(history, How.LIST):
        if mention.frame in replies:
            yield from _named_in_lists(history, incarnation, mention)
            yield from _sent_again(history, incarnation, mention, RESENT)


@judges("47")
def claim_47(history: History) -> Iterator[Finding]:
    """Claim 20 once part of the list came by a Table Reply."""
    for series in history.served:
        if not series.initialized or series.request is None:
            continue
        if not history.joins.has_joined(series.start):
            continue
        members = history.members.certain(series.start)
        if members - history.members.certain(series.start, HEARD):
            yield listing(history, series, members)


def _introductions(history: History, how: How) -> Iterator[tuple[Incarnation, Mention]]:
    """In each incarnation, the first mention of each HA that the HUT knows in this way first."""
    for incarnation in history.incarnations:
        known: set[str] = set(history.setting.peers)
        for mention in history.members.mentions(incarnation):
            if mention.address in known:
                continue
            known.add(mention.address)
            if mention.how is how and mention.counts and _is_ready(incarnation, mention):
                yield incarnation, mention


def _is_ready(incarnation: Incarnation, mention: Mention) -> bool:
    return incarnation.start is None or (
        incarnation.ready is not None and mention.time >= incarnation.ready
    )


def _requester(history: History, incarnation: Incarnation, mention: Mention) -> Iterator[Finding]:
    request = next(r for r in history.traffic.heard(TableRequest) if r.frame == mention.frame)
    yield from _named_in_lists(history, incarnation, mention)
    yield from _sent_again(history, incarnation, mention, _resending(history, request))


def _resending(history: History, request: Event[TableRequest]) -> str:
    role = role_for(history, request)
    return RESENT if role is None or role.answers else UNDESIGNATED


def _named_in_lists(
    history: History, incarnation: Incarnation, mention: Mention
) -> Iterator[Finding]:
    """That the lists shown to others name it, for as long as it may not be dropped."""
    address, members = mention.address, history.members
    for series in history.tables.series:
        if (
            not mention.sure_from <= series.start
            or not incarnation.covers(series.start)
            or series.requester == address
            or members.kept_until(address, series.start) <= series.end
            or not members.known_only(address, mention.how, incarnation, series.end)
        ):
            continue
        frames = (mention.frame, *series.brief)
        if address in series.home_agents:
            yield Finding.met(LISTED, *frames)
            continue
        observed = ", ".join(sorted(series.home_agents)) or "no list"
        yield Finding.missed(
            LISTED,
            frames,
            f"{address} {_KNOWN_BY[mention.how]}, and the list sent to {series.requester} does "
            f"not name it",
            clause=_CLAUSES[mention.how],
            expected=f"{address} in the Home Agent List",
            observed=observed,
        )


def _sent_again(
    history: History, incarnation: Incarnation, mention: Mention, situation: str
) -> Iterator[Finding]:
    """That an update which it does not acknowledge comes again, however often and by what rule.

    Claim 8 judges how retransmissions are made. Here it counts that the same state of a mobile
    node is sent again so that it reaches this Home Agent.
    """
    address = mention.address
    for transmission in history.updates:
        first = transmission.first
        if (
            not transmission.is_multicast
            or first.time < mention.sure_from
            or not incarnation.covers(first.time)
        ):
            continue
        deadline = _resending_due(history, transmission)
        again = _later_sending(history, transmission, address)
        known_until = deadline if again is None else again.time
        if not history.members.known_only(address, mention.how, incarnation, known_until):
            continue
        if again is not None:
            yield Finding.met(situation, mention.frame, first.frame, again.frame)
            continue
        if (
            not history.silence.is_judgeable(first.time, deadline)
            or history.members.kept_until(address, first.time) <= deadline
            or superseded(history, transmission).may <= deadline
            or _runs_out(transmission, deadline)
            or not history.setting.timers.max_retransmissions
        ):
            continue
        silent = history.silence.excuse(first.time, deadline)
        if silent is not None or history.setting.lossy:
            reason = silent or "it may have been lost"
            yield Finding.unclear(situation, (mention.frame, first.frame), reason)
            continue
        waited = elapsed(first.time, deadline)
        yield Finding.missed(
            situation,
            (mention.frame, first.frame),
            f"{address} {_KNOWN_BY[mention.how]}, did not acknowledge update "
            f"{transmission.sequence}, and was not sent it again within {waited}",
            clause=_CLAUSES[mention.how],
            expected=f"the update once more, to {address}",
            observed=f"nothing within {waited}",
            due=deadline,
        )


def _resending_due(history: History, transmission: Transmission) -> int:
    tolerances = history.setting.tolerances
    interval = history.setting.timers.retransmit_ms * MILLISECOND
    slack = tolerances.retransmit_slack_ms * MILLISECOND
    return transmission.first.time + int(interval * tolerances.retransmit_late) + slack


def _later_sending(
    history: History, transmission: Transmission, address: str
) -> Event[object] | None:
    """The first later sending of the same state that reaches this Home Agent."""
    first = transmission.first
    told = {(b.home_address, b.identification) for b in first.message.bindings}
    interval = history.setting.timers.retransmit_ms * MILLISECOND
    early = first.time + int(interval * history.setting.tolerances.retransmit_early)
    for later in history.updates:
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
