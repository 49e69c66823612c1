"""Claims 9, 10, 13 and 32: what a HUT that starts must not do before its table is initialized.

"As soon as it has a member it multicasts a Table Request"; until the table is initialized "the HA
may not become active nor accept registrations" (docs/protocol.md#5-6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mipconf.judge.duties.notification import elapsed
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.history.joins import Join
from mipconf.judge.history.member_list import NEVER, How, Mention
from mipconf.judge.judges import judges
from mipconf.judge.verdict import Verdict
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.messages import RegistrationReply, RegistrationRequest
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.remark import RemarkKind

LAST_REPEAT, NEVER_ANSWERED = REQUIREMENTS["9"].situations
SILENT, BY_HELLO, BY_UPDATE, CONFIGURED = REQUIREMENTS["13"].situations
(HEARD_OTHERWISE,) = REQUIREMENTS["13"].further

UNTIL_CLAUSE = (
    "docs/protocol.md#5-6-until-then: until then the HA may not become active ... nor accept "
    "registrations"
)
REQUEST_CLAUSE = (
    "docs/protocol.md#5-6-request: as soon as it has a member ... it multicasts a Table Request"
)
LISTEN_CLAUSE = (
    "docs/protocol.md#5-6-initialized: at the end of the listen time, if it has no member"
)

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
def claim_9(history: History) -> Iterator[Finding]:
    """No registration is accepted before the HUT asked for the table and was done with that."""
    for joining in _started(history):
        deeds = [
            _Deed(reply.frame, reply.time, f"the HUT accepted a registration at {reply.source}")
            for reply in history.traffic.sent(RegistrationReply)
            if joining.incarnation.covers(reply.time)
            and reply.message.accepts
            and (reply.source.address == history.setting.hut or not _is_shared(history, reply.time))
        ]
        tried = _registers_until(history, joining)
        yield from _none_early(history, joining, deeds, tried)
        if tried and not deeds:
            yield from _none_later(history, joining, "it accepted no registration")


@judges("10")
def claim_10(history: History) -> Iterator[Finding]:
    """The same for the first active hello, and for any answer at the virtual IP address.

    Without an FHRP an initialized HUT is active, and only the answer tells.
    """
    for joining in _started(history):
        hellos = [
            _Deed(announcement.frame, announcement.time, "the HUT said that it is active")
            for announcement in history.election.of_hut()
            if joining.incarnation.covers(announcement.time) and announcement.claims_active
        ]
        answers = [
            _Deed(reply.frame, reply.time, "the HUT answered at the virtual IP address")
            for reply in history.traffic.sent(RegistrationReply)
            if joining.incarnation.covers(reply.time)
            and reply.source.address == history.setting.group.virtual_ip
            and not _is_shared(history, reply.time)
        ]
        deeds = sorted((*hellos, *answers), key=lambda deed: deed.time)
        speaks = history.setting.fhrp.protocol != "none"
        tried = _takes_over(history, joining) if speaks else _registers_until(history, joining)
        shown = hellos if speaks else answers
        yield from _none_early(history, joining, deeds, tried and bool(shown))
        if tried and not deeds:
            yield from _none_later(history, joining, "it was not active")


@judges("13", "32")
def claim_13(history: History) -> Iterator[Finding]:
    """No Table Request in a silent group before the listen time ends; one where P is heard."""
    findings = []
    for joining in _started(history):
        if joining.incarnation.ready is not None:
            findings += [*_in_silence(history, joining), *_in_company(history, joining)]
    if findings and history.setting.fhrp.protocol == "none":
        reason = "without an FHRP nobody says hello"
        findings.append(Finding(BY_HELLO, Verdict.NOT_APPLICABLE, (), reason))
    yield from findings


def _started(history: History) -> Iterator[Join]:
    """The joins of the lives that begin in the trace."""
    return (joining for joining in history.joins if joining.started)


def _is_shared(history: History, time: int) -> bool:
    """Whether the virtual IP address may be that of another active HA, too."""
    return bool(history.election.other_actives(time))


def _registers_until(history: History, joining: Join) -> bool:
    """Whether a mobile node tried, at the HUT's own address, until the last reply timeout."""
    since = joining.earliest - history.setting.timers.reply_timeout_ms * MILLISECOND
    return any(
        request.destination.address == history.setting.hut
        and joining.incarnation.covers(request.time)
        and since <= request.time < joining.earliest
        for request in history.traffic.heard(RegistrationRequest)
    )


def _takes_over(history: History, joining: Join) -> bool:
    """Whether the HUT would be active too early, if it did not wait for its table.

    "Nobody else is active or has a better priority; hello and hold times such that 3 hold times are
    less than (1 + max retransmissions) reply timeouts" (docs/claims.md, claim 10).
    """
    setting = history.setting
    sendings = 1 + setting.timers.max_retransmissions
    waits = sendings * setting.timers.reply_timeout_ms * MILLISECOND
    return _HOLD_TIMES * setting.hold_ns < waits and not any(
        announcement.claims_active or announcement.priority >= setting.fhrp.priority
        for announcement in history.election.of_others()
        if joining.incarnation.covers(announcement.time)
    )


def _none_early(
    history: History, joining: Join, deeds: Sequence[_Deed], tried: bool
) -> Iterator[Finding]:
    """That the first deed came after a multicast Table Request, and after its answer or its end."""
    if not deeds:
        return
    situation = _situation(joining, history.setting.crossing_ns)
    otherwise = NEVER_ANSWERED if joining.knew_member else SILENT
    first = deeds[0]
    asked = next((r for r in joining.requests if r.destination.is_multicast), None)
    if joining.knew_member and (asked is None or asked.time > first.time):
        if history.setting.lossy:
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


def _situation(joining: Join, crossing_ns: int) -> str | None:
    """Which of the row's situations this joining is; None for another one."""
    if joining.unanswered_until is None:
        return None
    given_up = joining.unanswered_until + crossing_ns
    if joining.complete is not None and joining.complete.end < given_up:
        return LAST_REPEAT if joining.answers_last_repeat else None
    return NEVER_ANSWERED if joining.earliest == joining.unanswered_until else None


def _none_later(history: History, joining: Join, never: str) -> Iterator[Finding]:
    """An inconclusive finding where the HUT had all the time that it may take, and did nothing."""
    setting = history.setting
    situation = _situation(joining, setting.crossing_ns)
    begun = max(joining.earliest, joining.incarnation.ready_from + setting.joining_ns)
    deadline = begun + _HOLD_TIMES * setting.hold_ns + setting.answer_ns
    if situation is not None and history.silence.is_judgeable(joining.earliest, deadline):
        frames = tuple(request.frame for request in joining.requests[:1])
        yield Finding.unclear(situation, frames, f"{never} later either")


def _in_silence(history: History, joining: Join) -> Iterator[Finding]:
    if history.setting.peers:
        return
    mentions = history.members.mentions(joining.incarnation)
    heard = min((mention.time for mention in mentions), default=NEVER)
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
    deadline = _surely_listened(history, joining)
    if (
        heard <= deadline
        or not history.silence.is_judgeable(start, deadline)
        or history.setting.lossy
    ):
        return
    frames = _start_frames(history, joining)
    silent = history.silence.excuse(start, deadline)
    if any(request.time < deadline for request in joining.requests):
        silent = "a Table Request came when the listen time may have ended, or not"
    if silent is not None:
        yield Finding.unclear(SILENT, frames, silent)
    else:
        yield Finding.met(SILENT, *frames)


def _surely_listened(history: History, joining: Join) -> int:
    """The latest moment at which the listen time can end: the tester may read READY late."""
    said = [
        remark.time
        for remark in history.trace.remarked(RemarkKind.READY)
        if joining.incarnation.covers(remark.time)
    ]
    ready = said[0] if said else joining.incarnation.ready_from
    return ready + history.setting.timers.listen_ms * MILLISECOND


def _start_frames(history: History, joining: Join) -> tuple[int, ...]:
    remarks = history.trace.remarked(RemarkKind.STARTING, RemarkKind.READY)
    return tuple(remark.frame for remark in remarks if joining.incarnation.covers(remark.time))[:2]


def _in_company(history: History, joining: Join) -> Iterator[Finding]:
    """One Table Request, within the time of an answer, once another Home Agent is known.

    Should the listen time have ended just before, the HUT must ask as well: it "was initialized
    without a complete series".
    """
    ready = joining.incarnation.ready_from
    listens = ready + history.setting.timers.listen_ms * MILLISECOND
    if history.setting.peers:
        known, situation, frames = ready, CONFIGURED, _start_frames(history, joining)
    else:
        mention = _first_sure(history, joining)
        if mention is None or not ready <= mention.time < listens:
            return
        known, frames = mention.time, (mention.frame,)
        situation = _BY.get(mention.how, HEARD_OTHERWISE)
    deadline = known + history.setting.answer_ns
    asked = next((request for request in joining.requests if request.time <= deadline), None)
    if asked is not None:
        yield Finding.met(situation, *frames, asked.frame)
        return
    if not history.silence.is_judgeable(known, deadline):
        return
    silent = history.silence.excuse(known, deadline)
    if silent is not None or history.setting.lossy:
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


def _first_sure(history: History, joining: Join) -> Mention | None:
    """What the HUT was shown first, if it may not ignore it and its sockets were surely open."""
    mentions = history.members.mentions(joining.incarnation)
    return mentions[0] if mentions and mentions[0].counts else None
