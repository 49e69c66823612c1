"""The duty of claim 1: a registration that is accepted is multicast to the group, once, in time."""

from __future__ import annotations

from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.judge.history.registrations import Registration
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.messages import Binding, BindingUpdate, RegistrationRequest
from mipconf.trace.remark import Intent

CLAUSE = (
    "docs/protocol.md#5-4-update: an HA that accepts a registration ... multicasts a Binding Update"
)


def lasting(nanoseconds: int) -> str:
    """A time, for people."""
    return f"{nanoseconds / MILLISECOND:.1f} ms"


def elapsed(start: int, end: int) -> str:
    """The time between two moments, for people."""
    return lasting(end - start)


def carrying(
    history: History, home_address: str, identification: int | None = None
) -> list[tuple[Event[BindingUpdate], Binding]]:
    """The HUT's updates, and the binding in each, of one home address and Identification."""
    return [
        (update, binding)
        for update in history.traffic.sent(BindingUpdate)
        for binding in update.message.bindings
        if binding.home_address == home_address and identification in (None, binding.identification)
    ]


def registration_accepted(
    history: History, registration: Registration, situation: str
) -> Finding | None:
    """The reply's half of the duty: a finding when it was missed, None when it was met."""
    request = registration.request
    deadline = request.time + history.setting.answer_ns
    reply = registration.reply
    if reply is not None and registration.accepted and reply.time <= deadline:
        return None
    if reply is None:
        silent = history.silence.excuse(request.time, deadline) or _reply_lost(
            history, registration
        )
        if silent is not None:
            return Finding.unclear(situation, (request.frame,), silent)
        observed = "no Registration Reply"
    elif registration.accepted:
        observed = f"the reply came after {elapsed(request.time, reply.time)}"
    else:
        observed = f"a Registration Reply with Code {reply.message.code}"
    return Finding.missed(
        situation,
        registration.frames,
        f"the registration of {registration.home_address} was not accepted in time: {observed}",
        clause="RFC 5944 3.8: a valid Registration Request is accepted and answered",
        expected=f"a reply with Code 0 or 1 within {lasting(history.setting.answer_ns)}",
        observed=observed,
        due=deadline if reply is None else None,
    )


def registration_told(
    history: History, registration: Registration, situation: str
) -> Finding | None:
    """Whether the duty was met for an accepted registration or de-registration.

    None: it cannot be judged, since the trace ended too early.
    """
    request = registration.request
    deadline = request.time + history.setting.answer_ns
    if not registration.accepted and not history.silence.is_judgeable(request.time, deadline):
        return None
    refused = registration_accepted(history, registration, situation)
    if refused is not None:
        return refused
    found = [
        (update, binding)
        for update, binding in carrying(history, registration.home_address)
        if binding.identification == registration.identification
        and update.destination.is_multicast
        and not update.message.retransmission
    ]
    if not found or found[0][0].time > deadline:
        return _missing_update(history, registration, situation, found[0][0] if found else None)
    update, binding = found[0]
    frames = (*registration.frames, update.frame)
    wrong = _wrong_field(history, registration, update, binding)
    if wrong is None and len(found) > 1:
        frames = (*frames, found[1][0].frame)
        wrong = f"a second multicast first sending {elapsed(update.time, found[1][0].time)} later"
    if wrong is None:
        return Finding.met(situation, *frames)
    return Finding.missed(
        situation,
        frames,
        f"the update for {registration.home_address} has {wrong}",
        clause=CLAUSE,
        expected=_expected(registration),
        observed=wrong,
    )


def _expected(registration: Registration) -> str:
    assert registration.reply is not None
    if registration.deregisters:
        state = "X = 1"
    else:
        state = f"X = 0, {registration.reply.message.lifetime} s granted"
    return (
        f"one multicast Binding Update with R = 0, home address {registration.home_address}, "
        f"Identification {registration.identification:016x}, {state}, "
        f"care-of address {registration.request.message.care_of_address}"
    )


def _missing_update(
    history: History, registration: Registration, situation: str, late: Event[BindingUpdate] | None
) -> Finding | None:
    request = registration.request
    deadline = request.time + history.setting.answer_ns
    if late is None and not history.silence.is_judgeable(request.time, deadline):
        return None
    silent = history.silence.excuse(request.time, deadline) or _update_lost(history, registration)
    if silent is not None:
        return Finding.unclear(situation, registration.frames, silent)
    frames = registration.frames
    limit = lasting(history.setting.answer_ns)
    observed = f"no such update within {limit}"
    if late is not None:
        observed = f"the update came {elapsed(request.time, late.time)} after the request"
        frames = (*frames, late.frame)
    else:
        others = [
            (update, binding)
            for update, binding in carrying(history, registration.home_address)
            if request.time <= update.time <= deadline
        ]
        if others:
            update, binding = others[0]
            frames = (*frames, update.frame)
            observed = (
                f"an update of {registration.home_address} to {update.destination.address} with "
                f"R = {update.message.retransmission:d} and Identification "
                f"{binding.identification:016x}"
            )
    return Finding.missed(
        situation,
        frames,
        f"the registration of {registration.home_address} was accepted, but {observed}",
        clause=CLAUSE,
        expected=_expected(registration),
        observed=observed,
        due=deadline if len(frames) == len(registration.frames) else None,
    )


def _reply_lost(history: History, registration: Registration) -> str | None:
    """Why a missing reply may be the network's doing: equal are the requests of one node."""
    if not history.setting.lossy:
        return None
    request = registration.request
    equal = {
        other.request.frame: other
        for other in history.registrations
        if other.home_address == registration.home_address
        and other.request.destination == request.destination
    }
    requests = [other.request for other in equal.values()]
    return history.losses.excuse(
        request,
        requests,
        lambda other: equal[other.frame].reply is not None,
        request.source.address,
    )


def _update_lost(history: History, registration: Registration) -> str | None:
    """Why a missing update may be the network's doing: equal are other accepted registrations.

    Of a de-registration it cannot be told without all that came before whether it removed anything.
    """
    if not history.setting.lossy:
        return None
    if registration.deregisters:
        return "the update may have been lost"
    told = {
        (binding.home_address, binding.identification)
        for update in history.traffic.sent(BindingUpdate)
        for binding in update.message.bindings
        if update.destination.is_multicast or update.message.retransmission
    }
    equal = {
        other.request.frame: other
        for other in history.registrations
        if other.accepted and not other.deregisters and history.members.certain(other.request.time)
    }
    requests = [other.request for other in equal.values()]

    def is_told(other: Event[RegistrationRequest]) -> bool:
        return (equal[other.frame].home_address, other.message.identification) in told

    return history.losses.excuse(registration.request, requests, is_told, None)


def _wrong_field(
    history: History, registration: Registration, update: Event[BindingUpdate], binding: Binding
) -> str | None:
    assert registration.reply is not None
    request = registration.request.message
    granted = 0 if registration.deregisters else registration.reply.message.lifetime
    for name, expected, observed in (
        ("X", registration.deregisters, binding.deleted),
        ("care-of address", request.care_of_address, binding.care_of_address),
        ("lifetime granted", granted, binding.lifetime_granted),
        ("destination", history.setting.group.address, update.destination.address),
        ("destination port", history.setting.port, update.destination.port),
    ):
        if expected != observed:
            return f"{name} {_plain(observed)}, not {_plain(expected)}"
    return None


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def nothing_told(history: History, registration: Registration, situation: str) -> Finding | None:
    """No update for a registration that is refused."""
    request = registration.request
    deadline = request.time + history.setting.answer_ns
    if not history.silence.is_judgeable(request.time, deadline):
        return None
    found = [
        (update, binding)
        for update, binding in carrying(
            history, registration.home_address, registration.identification
        )
        if update.time >= request.time
        and update.destination.is_multicast
        and not update.message.retransmission
    ]
    if found:
        return Finding.missed(
            situation,
            (*registration.frames, found[0][0].frame),
            f"an update for a registration of {registration.home_address} that is refused",
            clause=(
                "docs/protocol.md#7-not-accepted: a request that is not accepted changes nothing "
                "and causes "
                "no Binding Update"
            ),
            expected="no Binding Update",
            observed=f"a Binding Update {elapsed(request.time, found[0][0].time)} after it",
        )
    silent = history.silence.excuse(request.time, deadline)
    if silent is not None:
        return Finding.unclear(situation, registration.frames, silent)
    return Finding.met(situation, *registration.frames)


def is_refused(registration: Registration) -> bool:
    """Whether the request was refused, or had to be."""
    return registration.intent is Intent.REFUSAL or (
        registration.reply is not None and not registration.accepted
    )


def told_if_accepted(
    history: History, registration: Registration, situation: str
) -> Finding | None:
    """The duty of claim 1 for a request that is to be accepted, in whatever state the HUT is."""
    request = registration.request
    deadline = request.time + history.setting.answer_ns
    if is_refused(registration) or not history.members.certain(request.time):
        if registration.reply is None and not history.silence.is_judgeable(request.time, deadline):
            return None
        return registration_accepted(history, registration, situation)
    return registration_told(history, registration, situation)
