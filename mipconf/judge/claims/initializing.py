"""Claims 9, 10, 13 and 32: what a HUT that starts must not do before its table is initialized.

"As soon as it has a member it multicasts a Table Request"; until the table is initialized "the HA
may not become active nor accept registrations" (docs/protocol.md#5-6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mipconf.judge.duties.notification import elapsed
from mipconf.judge.finding import Finding
from mipconf.judge.history.joining import Joining
from mipconf.judge.history.members import NEVER, How, Showing
from mipconf.judge.history.record import Record
from mipconf.judge.judges import judges
from mipconf.judge.verdict import Verdict
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.messages import RegistrationReply, RegistrationRequest, ReplyCode
from mipconf.trace.trace import RemarkKind

LAST_REPEAT, NEVER_ANSWERED = "the last repeat is answered", "no request is answered"
CLAIM_9 = (LAST_REPEAT, NEVER_ANSWERED)
SILENT, BY_HELLO, BY_UPDATE, CONFIGURED = (
    "a silent group",
    "another is heard by its hello",
    "another is heard by its update",
    "another is configured",
)
CLAIM_13 = (SILENT, BY_HELLO, BY_UPDATE, CONFIGURED)

UNTIL_CLAUSE = (
    "docs/protocol.md#5-6: until the table is initialized the HA may not become active nor accept "
    "registrations"
)
REQUEST_CLAUSE = "docs/protocol.md#5-6: as soon as it has a member it multicasts a Table Request"
LISTEN_CLAUSE = "docs/protocol.md#5-6: at the end of the listen time, if it has no member"

_BY = {How.HELLO: BY_HELLO, How.UPDATE: BY_UPDATE}
_HOLD_TIMES = 3
"""A HUT that may is active "within 3 hold times after the listen time" (docs/hut-contract.md)."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that only an initialized HUT may do."""

    frame: int
    time: int
    name: str


@judges("9")
def claim_9(record: Record) -> Iterator[Finding]:
    """No registration is accepted before the HUT asked for the table and was done with that."""
    for joining in _started(record):
        deeds = [
            _Deed(reply.frame, reply.time, f"the HUT accepted a registration at {reply.source}")
            for reply in record.view.sent(RegistrationReply)
            if joining.incarnation.covers(reply.time)
            and reply.message.code in (ReplyCode.ACCEPTED, ReplyCode.ACCEPTED_NO_SIMULTANEOUS)
            and (reply.source.address == record.setting.hut or not _is_shared(record, reply.time))
        ]
        tried = _registers_until(record, joining)
        yield from _none_early(record, joining, deeds, tried)
        if tried and not deeds:
            yield from _none_later(record, joining, "it accepted no registration")


@judges("10")
def claim_10(record: Record) -> Iterator[Finding]:
    """The same for the first active hello, and for any answer at the virtual IP address.

    Without an FHRP an initialized HUT is active, and only the answer tells.
    """
    view = record.view
    for joining in _started(record):
        hellos = [
            _Deed(announcement.frame, announcement.time, "the HUT said that it is active")
            for announcement in view.election.of_hut()
            if joining.incarnation.covers(announcement.time) and announcement.claims_active
        ]
        answers = [
            _Deed(reply.frame, reply.time, "the HUT answered at the virtual IP address")
            for reply in view.sent(RegistrationReply)
            if joining.incarnation.covers(reply.time)
            and reply.source.address == record.setting.group.virtual_ip
            and not _is_shared(record, reply.time)
        ]
        deeds = sorted((*hellos, *answers), key=lambda deed: deed.time)
        speaks = record.setting.fhrp.protocol != "none"
        tried = _takes_over(record, joining) if speaks else _registers_until(record, joining)
        shown = hellos if speaks else answers
        yield from _none_early(record, joining, deeds, tried and bool(shown))
        if tried and not deeds:
            yield from _none_later(record, joining, "it was not active")


@judges("13", "32")
def claim_13(record: Record) -> Iterator[Finding]:
    """No Table Request in a silent group before the listen time ends; one where P is heard."""
    findings = []
    for joining in _started(record):
        if joining.incarnation.ready is not None:
            findings += [*_in_silence(record, joining), *_in_company(record, joining)]
    if findings and record.setting.fhrp.protocol == "none":
        reason = "without an FHRP nobody says hello"
        findings.append(Finding(BY_HELLO, Verdict.NOT_APPLICABLE, (), reason))
    yield from findings


def _started(record: Record) -> Iterator[Joining]:
    """The joinings of the lives that begin in the trace."""
    return (joining for joining in record.joinings if joining.started)


def _is_shared(record: Record, time: int) -> bool:
    """Whether the virtual IP address may be that of another active HA, too."""
    return bool(record.election.other_actives(time))


def _registers_until(record: Record, joining: Joining) -> bool:
    """Whether a mobile node tried, at the HUT's own address, until the last reply timeout."""
    since = joining.earliest - record.setting.timers.reply_timeout_ms * MILLISECOND
    return any(
        request.destination.address == record.setting.hut
        and joining.incarnation.covers(request.time)
        and since <= request.time < joining.earliest
        for request in record.view.heard(RegistrationRequest)
    )


def _takes_over(record: Record, joining: Joining) -> bool:
    """Whether the HUT would be active too early, if it did not wait for its table.

    "Nobody else is active or has a better priority; hello and hold times such that 3 hold times are
    less than (1 + max retransmissions) reply timeouts" (docs/claims.md, claim 10).
    """
    setting = record.setting
    sendings = 1 + setting.timers.max_retransmissions
    waits = sendings * setting.timers.reply_timeout_ms * MILLISECOND
    return _HOLD_TIMES * setting.hold_ns < waits and not any(
        announcement.claims_active or announcement.priority >= setting.fhrp.priority
        for announcement in record.election.of_others()
        if joining.incarnation.covers(announcement.time)
    )


def _none_early(
    record: Record, joining: Joining, deeds: Sequence[_Deed], tried: bool
) -> Iterator[Finding]:
    """That the first deed came after a multicast Table Request, and after its answer or its end."""
    if not deeds:
        return
    situation = _situation(joining, record.setting.crossing_ns)
    otherwise = NEVER_ANSWERED if joining.knew_member else SILENT
    first = deeds[0]
    asked = next((r for r in joining.requests if r.destination.is_multicast), None)
    if joining.knew_member and (asked is None or asked.time > first.time):
        if record.setting.lossy:
            return
        observed = (
            "none at all" if asked is None else f"one {elapsed(first.time, asked.time)} later"
        )
        yield Finding.missed(
            situation or otherwise,
            (first.frame,) if asked is None else (first.frame, asked.frame),
            f"{first.name} before it had multicast a Table Request: {observed}",
            clause=REQUEST_CLAUSE,
            expected="a multicast Table Request before that",
            observed=observed,
        )
    elif first.time < joining.earliest:
        early = elapsed(first.time, joining.earliest)
        yield Finding.missed(
            situation or otherwise,
            (*(r.frame for r in joining.requests[:1] if r.time < first.time), first.frame),
            f"{first.name} {early} before its table could be initialized",
            clause=UNTIL_CLAUSE,
            expected="nothing of that before the table is initialized",
            observed=f"it came {early} too early",
        )
    elif situation is not None and tried and asked is not None:
        yield Finding.met(situation, asked.frame, first.frame)


def _situation(joining: Joining, crossing_ns: int) -> str | None:
    """Which of the row's situations this joining is; None for another one."""
    if joining.unanswered_until is None:
        return None
    given_up = joining.unanswered_until + crossing_ns
    if joining.complete is not None and joining.complete.end < given_up:
        return LAST_REPEAT if joining.answers_last_repeat else None
    return NEVER_ANSWERED if joining.earliest == joining.unanswered_until else None


def _none_later(record: Record, joining: Joining, never: str) -> Iterator[Finding]:
    """An inconclusive finding where the HUT had all the time that it may take, and did nothing."""
    setting = record.setting
    situation = _situation(joining, setting.crossing_ns)
    begun = max(joining.earliest, joining.incarnation.ready_from + setting.joining_ns)
    deadline = begun + _HOLD_TIMES * setting.hold_ns + setting.answer_ns
    if situation is not None and record.view.judgeable(joining.earliest, deadline):
        frames = tuple(request.frame for request in joining.requests[:1])
        yield Finding.unclear(situation, frames, f"{never} later either")


def _in_silence(record: Record, joining: Joining) -> Iterator[Finding]:
    if record.setting.peers:
        return
    showings = record.members.showings(joining.incarnation)
    heard = min((showing.time for showing in showings), default=NEVER)
    limit = min(joining.listens_until, heard)
    start = joining.incarnation.begin
    early = next((request for request in joining.requests if request.time < limit), None)
    if early is not None:
        yield Finding.missed(
            SILENT,
            (early.frame,),
            f"a Table Request {elapsed(start, early.time)} after the start, although no other "
            f"Home Agent was heard",
            clause=LISTEN_CLAUSE,
            expected="no Table Request before the end of the listen time",
            observed=f"one after {elapsed(start, early.time)}",
        )
        return
    deadline = _surely_listened(record, joining)
    if heard <= deadline or not record.view.judgeable(start, deadline) or record.setting.lossy:
        return
    frames = _start_frames(record, joining)
    silent = record.view.why_silent(start, deadline)
    if any(request.time < deadline for request in joining.requests):
        silent = "a Table Request came when the listen time may have ended, or not"
    if silent is not None:
        yield Finding.unclear(SILENT, frames, silent)
    else:
        yield Finding.met(SILENT, *frames)


def _surely_listened(record: Record, joining: Joining) -> int:
    """The latest moment at which the listen time can end: the tester may read READY late."""
    said = [
        remark.time
        for remark in record.view.remarked(RemarkKind.READY)
        if joining.incarnation.covers(remark.time)
    ]
    ready = said[0] if said else joining.incarnation.ready_from
    return ready + record.setting.timers.listen_ms * MILLISECOND


def _start_frames(record: Record, joining: Joining) -> tuple[int, ...]:
    remarks = record.view.remarked(RemarkKind.STARTING, RemarkKind.READY)
    return tuple(remark.frame for remark in remarks if joining.incarnation.covers(remark.time))[:2]


def _in_company(record: Record, joining: Joining) -> Iterator[Finding]:
    """One Table Request, within the time of an answer, once another Home Agent is known.

    Should the listen time have ended just before, the HUT must ask as well: it "was initialized
    without a complete series".
    """
    ready = joining.incarnation.ready_from
    listens = ready + record.setting.timers.listen_ms * MILLISECOND
    if record.setting.peers:
        known, situation, frames = ready, CONFIGURED, _start_frames(record, joining)
    else:
        showing = _first_sure(record, joining)
        if showing is None or not ready <= showing.time < listens:
            return
        known, frames = showing.time, (showing.frame,)
        situation = _BY.get(showing.how, "another is heard otherwise")
    deadline = known + record.setting.answer_ns
    asked = next((request for request in joining.requests if request.time <= deadline), None)
    if asked is not None:
        yield Finding.met(situation, *frames, asked.frame)
        return
    if not record.view.judgeable(known, deadline):
        return
    silent = record.view.why_silent(known, deadline)
    if silent is not None or record.setting.lossy:
        yield Finding.unclear(situation, frames, silent or "the request may have been lost")
        return
    observed = f"no Table Request within {elapsed(known, deadline)}"
    yield Finding.missed(
        situation,
        frames,
        f"the HUT was joining, {situation}, and there was {observed}",
        clause=REQUEST_CLAUSE,
        expected=f"a Table Request within {elapsed(known, deadline)}",
        observed=observed,
        due=deadline,
    )


def _first_sure(record: Record, joining: Joining) -> Showing | None:
    """What the HUT was shown first, if it may not ignore it and its sockets were surely open."""
    showings = record.members.showings(joining.incarnation)
    return showings[0] if showings and showings[0].counts else None
