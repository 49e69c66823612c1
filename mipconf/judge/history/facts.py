"""What the HUT was told about mobile nodes: by registrations, by updates, by parts of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from mipconf.codec import Codec, fits
from mipconf.judge.history.event import Event
from mipconf.judge.history.registrations import Registration
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.durations import FOREVER, SECOND
from mipconf.protocol.messages import (
    NAI_EXTENSION,
    UNASSIGNED,
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    RegistrationRequest,
    SubOption,
    SubOptionType,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.trace.setting import Setting

FORGET_NS = 30 * SECOND
"""How long at least a receiver remembers what it accepted (docs/protocol.md#5-1)."""


class Via(Enum):
    """How the HUT was told."""

    REGISTRATION = "a registration"
    UPDATE = "an update"
    REPLY = "a part of a table"
    BEFORE = "somebody before the trace began"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the HUT was told: between `since` and `sure` it took it in.

    `is_doubtful`: perhaps it did not, for it may not have reached it.
    """

    binding: Binding
    via: Via
    frame: int
    since: int
    sure: int
    is_doubtful: bool = False


def facts_of(
    setting: Setting, traffic: Traffic, registrations: Sequence[Registration]
) -> tuple[Fact, ...]:
    """All that the HUT was told, in order of time."""
    found = [
        *_registered(registrations, setting),
        *_updated(traffic, setting),
        *_replied(traffic, setting),
    ]
    if setting.external:
        found += _registered_unseen(traffic)
    return tuple(sorted(found, key=lambda fact: (fact.since, fact.frame)))


def _registered(registrations: Sequence[Registration], setting: Setting) -> Iterator[Fact]:
    codec = setting.format.load()
    for registration in registrations:
        request, reply = registration.request, registration.reply
        if registration.accepted and reply is not None:
            binding = _bound(registration, reply.message.lifetime, setting.hut, codec)
            yield Fact(binding, Via.REGISTRATION, request.frame, request.time, reply.time)


def _bound(registration: Registration, granted: int, hut: str, codec: Codec) -> Binding:
    """The binding that a registration makes, or ends, at the HUT."""
    request = registration.request.message
    options = tuple(
        SubOption(SubOptionType.NAI, extension.value)
        for extension in request.extensions
        if extension.type == NAI_EXTENSION
    )
    binding = Binding(
        registration.home_address,
        hut,
        request.care_of_address,
        request.flags,
        registration.deregisters,
        granted,
        granted,
        request.identification,
        options,
    )
    # "An NAI that does not fit is left out" (docs/protocol.md#4-1).
    return binding if fits(binding, codec) else replace(binding, sub_options=())


def _registered_unseen(traffic: Traffic) -> Iterator[Fact]:
    """Registrations that an external capture does not have, as the HUT's updates tell."""
    known = {
        (request.message.home_address, request.message.identification)
        for request in traffic.heard(RegistrationRequest)
    }
    for update in traffic.sent(BindingUpdate):
        for binding in update.message.bindings:
            homes = (binding.home_address, UNASSIGNED)
            if not any((home, binding.identification) in known for home in homes):
                yield Fact(
                    binding,
                    Via.REGISTRATION,
                    update.frame,
                    update.time,
                    FOREVER,
                    is_doubtful=True,
                )


def _updated(traffic: Traffic, setting: Setting) -> Iterator[Fact]:
    updates, acks = traffic.heard(BindingUpdate), traffic.sent(BindingUpdateAck)
    yield from _carried(updates, acks, Via.UPDATE, setting)


def _replied(traffic: Traffic, setting: Setting) -> Iterator[Fact]:
    requested = {request.message.sequence for request in traffic.sent(TableRequest)}
    parts = [
        reply for reply in traffic.heard(TableReply) if reply.message.request_sequence in requested
    ]
    yield from _carried(parts, traffic.sent(TableReplyAck), Via.REPLY, setting)


def _carried(
    messages: Sequence[Event[BindingUpdate]] | Sequence[Event[TableReply]],
    acks: Sequence[Event[BindingUpdateAck]] | Sequence[Event[TableReplyAck]],
    via: Via,
    setting: Setting,
) -> Iterator[Fact]:
    """What messages of other HAs tell, unless they are duplicates or the HUT refused them."""
    answers: dict[int, list[Event[BindingUpdateAck | TableReplyAck]]] = {}
    for ack in acks:
        answers.setdefault(ack.message.sequence, []).append(ack)
    accepted: dict[tuple[str, int], tuple[int, int]] = {}
    for event in messages:
        message = event.message
        key = (message.home_agent_id, message.sequence)
        ack_of = next((a for a in answers.get(key[1], ()) if a.time >= event.time), None)
        if ack_of is not None and ack_of.message.code != Code.ACCEPTED:
            continue
        earlier = accepted.get(key)
        if (
            earlier is not None
            and event.time - earlier[1] < FORGET_NS
            and (message.retransmission or message.identification == earlier[0])
        ):
            continue  # "acknowledged again and not applied" (docs/protocol.md#5-1)
        accepted[key] = (message.identification, event.time)
        limit = event.time + setting.answer_ns
        sure = limit if ack_of is None else min(ack_of.time, limit)
        # It may be lost; and what it repeats may have come before the trace began.
        is_doubtful = (setting.lossy and ack_of is None) or (
            setting.external and message.retransmission and earlier is None
        )
        for binding in message.bindings:
            if is_doubtful:
                yield Fact(binding, via, event.frame, event.time, FOREVER, is_doubtful=True)
            else:
                yield Fact(binding, via, event.frame, event.time, sure)
