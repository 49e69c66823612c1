"""Claims 1 to 8 and 23: the HA that takes registrations tells the others of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mipconf.judge.duties.notification import (
    carrying,
    nothing_told,
    told_if_accepted,
)
from mipconf.judge.duties.retransmission import (
    Retransmission,
    given_up,
    retransmission,
    sendings_astray,
)
from mipconf.judge.duties.showing import (
    SHOWN,
    SHOWN_CLAUSE,
    never_shown,
    others_kept,
    shown_findings,
)
from mipconf.judge.duties.supersession import superseded
from mipconf.judge.finding import Finding
from mipconf.judge.history.facts import Via
from mipconf.judge.history.history import History
from mipconf.judge.history.member_list import ESTABLISHED
from mipconf.judge.history.reference_table import Standing
from mipconf.judge.history.registrations import Registration
from mipconf.judge.history.shown_tables import Shown
from mipconf.judge.history.transmissions import Transmission
from mipconf.judge.judges import judges
from mipconf.judge.verdict import Verdict
from mipconf.protocol.durations import FOREVER, MILLISECOND
from mipconf.protocol.messages import INFINITE_LIFETIME, BindingUpdateAck
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.remark import Intent

REGISTERS, REFRESHES, MOVES, TOO_LONG, REFUSED, _ = REQUIREMENTS["1"].situations
(AT_VIRTUAL_IP,) = REQUIREMENTS["4"].situations
(AFTER_REQUEST,) = REQUIREMENTS["6"].situations
ALONE, IN_COMPANY = REQUIREMENTS["7"].situations
_, _, ANOTHER, UNKNOWN = REQUIREMENTS["8"].situations
DEREGISTERS, RETRANSMITTED, _ = REQUIREMENTS["23"].situations
(DEREGISTERS_ELSEWHERE,) = REQUIREMENTS["23"].further


@judges("1")
def claim_1(history: History) -> Iterator[Finding]:
    """A registration is multicast to the group, once, and the HUT shows it."""
    for registration in history.registrations:
        if registration.deregisters:
            continue
        finding = _notified(history, registration, _situation(history, registration))
        if finding is not None:
            yield finding
    if history.setting.max_lifetime_s == INFINITE_LIFETIME and not history.setting.external:
        yield Finding(TOO_LONG, Verdict.NOT_APPLICABLE, (), "it grants any lifetime")
    yield from _registered_shown(history, deleted=False)


@judges("4")
def claim_4(history: History) -> Iterator[Finding]:
    """Claim 1 at the virtual IP while the HUT is active; the reply comes from the virtual IP."""
    for registration in history.registrations:
        request = registration.request
        if registration.deregisters or registration.intent is not Intent.ACCEPTANCE:
            continue
        if request.destination.address != history.setting.group.virtual_ip:
            continue
        if history.setting.fhrp.protocol != "none" and not history.election.hut_says_active(
            request.time
        ):
            continue
        finding = _notified(history, registration, AT_VIRTUAL_IP)
        if finding is None:
            continue
        reply = registration.reply
        if (
            finding.verdict is Verdict.PASS
            and reply is not None
            and reply.source != request.destination
        ):
            finding = Finding.missed(
                AT_VIRTUAL_IP,
                registration.frames,
                f"the reply came from {reply.source}",
                clause=(
                    "docs/protocol.md#1-virtual-ip: answered by the active HA alone, from that "
                    "address"
                ),
                expected=f"a reply from {request.destination}",
                observed=f"a reply from {reply.source}",
            )
        yield finding


@judges("6")
def claim_6(history: History) -> Iterator[Finding]:
    """An update comes after the request that it belongs to; none comes without one."""
    requests = {(r.home_address, r.identification): r for r in reversed(history.registrations)}
    for transmission in history.updates:
        update = transmission.first
        if update.message.retransmission:
            continue
        if not update.destination.is_multicast and _catches_up(history, transmission):
            continue
        for binding in update.message.bindings:
            cause = requests.get((binding.home_address, binding.identification))
            if (
                cause is not None
                and cause.request.time <= update.time
                and update.destination.is_multicast
            ):
                yield Finding.met(AFTER_REQUEST, cause.request.frame, update.frame)
                continue
            if history.setting.lossy and (
                binding.home_agent == history.setting.hut or not update.destination.is_multicast
            ):
                continue  # Its request, or the update that was given up, may not be in the trace.
            problem = "without a request" if cause is None else "before its request"
            if cause is not None and cause.request.time <= update.time:
                problem = "with R = 0 to one member, for which none was given up"
            yield Finding.missed(
                AFTER_REQUEST,
                (update.frame,) if cause is None else (cause.request.frame, update.frame),
                f"an update for {binding.home_address} {problem}",
                clause=(
                    "docs/claims.md#claim-6: the update comes after the request that it belongs to"
                ),
                expected="a Binding Update only for a registration that the HUT took",
                observed=f"an update to {update.destination.address} {problem}",
            )
    yield from _never_updated(history)


def _never_updated(history: History) -> Iterator[Finding]:
    """Accepted registrations after which no update came at all: nothing "comes after"."""
    for registration in history.registrations:
        if not registration.accepted or registration.deregisters:
            continue
        if carrying(history, registration.home_address):
            continue
        finding = _notified(history, registration, AFTER_REQUEST)
        if finding is not None and finding.verdict is not Verdict.PASS:
            yield finding


@judges("7")
def claim_7(history: History) -> Iterator[Finding]:
    """No update while only mobile nodes were heard; updates once another HA is."""
    if history.setting.peers:
        return
    for registration in history.registrations:
        request = registration.request
        if not registration.accepted or registration.deregisters:
            continue
        deadline = request.time + history.setting.answer_ns
        found = [update for update, _ in carrying(history, registration.home_address)]
        early = [update for update in found if not history.members.may_have_any(update.time)]
        if early:
            yield Finding.missed(
                ALONE,
                (*registration.frames, early[0].frame),
                f"an update for {registration.home_address} although nobody is there to hear it",
                clause="docs/protocol.md#5-4-update: if its list has other members, multicasts "
                "a Binding Update",
                expected="no Binding Update in a group where only mobile nodes were heard",
                observed=f"a Binding Update to {early[0].destination.address}",
            )
        elif history.members.certain(request.time):
            if any(update.destination.is_multicast for update in found):
                yield Finding.met(IN_COMPANY, *registration.frames, found[0].frame)
            else:
                finding = _notified(history, registration, IN_COMPANY)
                if finding is not None:
                    yield finding
        elif not history.members.may_have_any(deadline) and history.silence.is_judgeable(
            request.time, deadline
        ):
            silent = history.silence.excuse(request.time, deadline)
            if silent is not None:
                yield Finding.unclear(ALONE, registration.frames, silent)
            else:
                yield Finding.met(ALONE, *registration.frames)


@judges("8")
def claim_8(history: History) -> Iterator[Finding]:
    """A member that does not acknowledge an update gets it again, and no other does."""
    for transmission in history.updates:
        if not transmission.is_multicast:
            continue
        for judged in retransmissions(history, transmission):
            yield judged.finding
            yield from _other_acknowledgements(history, judged)
        yield from _updates_astray(history, transmission)


@judges("23")
def claim_23(history: History) -> Iterator[Finding]:
    """A de-registration is told as a registration is, with X = 1; the binding is gone."""
    for registration in history.registrations:
        if not registration.deregisters or registration.intent is not Intent.ACCEPTANCE:
            continue
        time = registration.request.time - 1
        between = history.reference.is_between_others(registration.home_address, time)
        if between is None or not _ends_binding(history, registration):
            continue
        situation = DEREGISTERS if between else DEREGISTERS_ELSEWHERE
        if registration.accepted or not _turns_away(history, registration):
            finding = _notified(history, registration, situation)
            if finding is not None:
                yield finding
    for transmission in history.updates:
        if transmission.is_multicast and any(
            binding.deleted for binding in transmission.first.message.bindings
        ):
            for judged in retransmissions(history, transmission):
                yield replace(judged.finding, situation=RETRANSMITTED)
            yield from _updates_astray(history, transmission)
    yield from _registered_shown(history, deleted=True)
    for shown in history.tables.of(lambda f: f.via is Via.REGISTRATION and f.binding.deleted):
        yield from others_kept(history, shown, SHOWN)
    yield from shown_findings(
        [s for s in history.tables.returned if s.fact.via is Via.REGISTRATION],
        SHOWN,
        SHOWN_CLAUSE,
    )


def _ends_binding(history: History, registration: Registration) -> bool:
    """Whether a de-registration ends the binding; any other one is accepted and tells nobody (5.4).

    That is so if its care-of address is the home address or the bound one.
    """
    request = registration.request
    held = history.reference.before(registration.home_address, request.time).fact
    assert held is not None
    bound = held.binding.care_of_address
    return request.message.care_of_address in (registration.home_address, bound)


def _notified(history: History, registration: Registration, situation: str) -> Finding | None:
    """The duty of claim 1 for one request, whatever became of it."""
    if registration.intent is Intent.REFUSAL or _is_surely_refused(history, registration):
        return nothing_told(history, registration, REFUSED)
    if not registration.accepted and (
        registration.intent is Intent.EITHER or _turns_away(history, registration)
    ):
        return None
    return told_if_accepted(history, registration, situation)


def _is_surely_refused(history: History, registration: Registration) -> bool:
    """Whether somebody's request was refused, and is no repetition of one that was accepted."""
    return (
        registration.intent is Intent.EITHER
        and registration.reply is not None
        and history.setting.external
        and not any(
            other.home_address == registration.home_address
            and other.identification == registration.identification
            for other in history.registrations
            if other is not registration
        )
    )


def _turns_away(history: History, registration: Registration) -> bool:
    """Whether a registration came to a HUT's own address while it did not say that it is active.

    Claims 2, 3 and 5 judge whether it accepts this too. Without an FHRP nothing shows when its
    table is initialized, so it gets the longest time that joining can take.
    """
    request = registration.request
    if request.destination.address == history.setting.group.virtual_ip:
        return False
    if history.setting.fhrp.protocol != "none":
        return not history.election.hut_says_active(request.time)
    incarnation = history.incarnations.at(request.time)
    return (
        incarnation is not None
        and request.time < incarnation.ready_from + history.setting.joining_ns
    )


def _situation(history: History, registration: Registration) -> str:
    request = registration.request
    if request.message.lifetime > history.setting.max_lifetime_s:
        return TOO_LONG
    before = history.reference.before(registration.home_address, request.time)
    if before.standing is not Standing.HELD or before.fact is None:
        return REGISTERS
    same = before.fact.binding.care_of_address == request.message.care_of_address
    return REFRESHES if same else MOVES


def _registered_shown(history: History, *, deleted: bool) -> Iterator[Finding]:
    def told(shown: Shown) -> bool:
        return shown.fact.via is Via.REGISTRATION and shown.fact.binding.deleted is deleted

    yield from shown_findings(
        [shown for shown in history.tables.shown if told(shown)], SHOWN, SHOWN_CLAUSE
    )
    yield from never_shown(
        history, lambda fact: fact.via is Via.REGISTRATION and fact.binding.deleted is deleted
    )


def retransmissions(history: History, transmission: Transmission) -> Iterator[Retransmission]:
    """The duty to send an update again, for each member that surely was in the list."""
    stop = superseded(history, transmission)
    first = transmission.first.time
    if history.setting.external:  # Whom it sends the update again is a member in its eyes.
        again = (event.destination for event in transmission.again)
        members = frozenset(to.address for to in again if not to.is_multicast)
    else:
        members = history.members.certain(first, ESTABLISHED)
    for member in sorted(members):
        # "unless ... the member leaves" (docs/protocol.md#5-4), as it may after 10 hold times.
        kept = history.members.kept_until(member, first)
        until = replace(stop, may=min(stop.may, kept))
        judged = retransmission(history, transmission, member, until)
        if judged is not None:
            yield judged


def _updates_astray(history: History, transmission: Transmission) -> Iterator[Finding]:
    last = transmission.again[-1].time if transmission.again else transmission.first.time
    yield from sendings_astray(
        transmission, lambda address: history.members.may_have(address, last)
    )


def _other_acknowledgements(history: History, judged: Retransmission) -> Iterator[Finding]:
    """What else the member acknowledged while it kept silent about this update."""
    if judged.finding.verdict is not Verdict.PASS:
        return
    known = {transmission.sequence for transmission in history.updates}
    start, end = judged.sendings[0].time, judged.sendings[-1].time
    for ack in history.traffic.heard(BindingUpdateAck):
        if ack.message.home_agent_id != judged.member or not start < ack.time < end:
            continue
        situation = ANOTHER if ack.message.sequence in known else UNKNOWN
        if judged.acknowledged == FOREVER or ack.time < judged.acknowledged:
            yield Finding.met(situation, *judged.finding.frames, ack.frame)


def _surely_accepted(history: History, transmission: Transmission, member: str, time: int) -> bool:
    """Whether a member acknowledged an update before the HUT can have given it up for it.

    "An acknowledgement that matches nothing outstanding" is dropped (5.2): one that a slow tester
    sends late may find the update given up, and then the member is owed it nevertheless.
    """
    setting = history.setting
    patience = setting.timers.retransmit_ms * MILLISECOND * setting.tolerances.retransmit_early
    sendings = [sending.time for sending in transmission.sendings_to(member)]
    return any(
        ack.message.code == 0
        and ack.time <= time
        and ack.time - max(sent for sent in sendings if sent <= ack.time) <= patience
        for ack in transmission.acks_of(member)
        if ack.time >= sendings[0]
    )


def _catches_up(history: History, transmission: Transmission) -> bool:
    """Whether a unicast update is owed to a member for which one was given up (5.6)."""
    update = transmission.first
    member = update.destination.address
    for earlier in history.updates:
        if not earlier.is_multicast or earlier.first.time >= update.time:
            continue
        if _surely_accepted(history, earlier, member, update.time):
            continue
        if not history.members.may_have(member, earlier.first.time):
            continue
        stop = superseded(history, earlier)
        if not given_up(history, earlier, member, stop, update.time):
            continue
        homes = {binding.home_address for binding in earlier.first.message.bindings}
        if homes & {binding.home_address for binding in update.message.bindings}:
            return True
    return False
