"""When the HUT was told something that an external capture does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mipconf.judge.history.event import Event
from mipconf.judge.history.registrations import Registration
from mipconf.judge.history.sequence_numbers import counted
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    Message,
    RegistrationReply,
    TableReply,
    TableReplyAck,
)

Span = tuple[int, int]
"""From when until when, in nanoseconds."""


def unseen(traffic: Traffic, registrations: Sequence[Registration]) -> tuple[Span, ...]:
    """When that happened, as far as the messages that are there show it.

    The HUT acknowledged a message or accepted a registration that the capture lacks. Or a Home
    Agent sent more than the capture has, perhaps to the HUT, or for what was registered with it.
    """
    times = [*_acknowledged(traffic), *_accepted(traffic, registrations)]
    return (*((time, time) for time in times), *_gaps(traffic))


def _acknowledged(traffic: Traffic) -> Iterator[int]:
    heard = {
        (message.home_agent_id, message.sequence)
        for kind in (BindingUpdate, TableReply)
        for message in (event.message for event in traffic.heard(kind))
    }
    for kind in (BindingUpdateAck, TableReplyAck):
        for ack in traffic.sent(kind):
            if (ack.destination.address, ack.message.sequence) not in heard:
                yield ack.time


def _accepted(traffic: Traffic, registrations: Sequence[Registration]) -> Iterator[int]:
    answered = {registration.reply for registration in registrations}
    for reply in traffic.sent(RegistrationReply):
        if reply.message.accepts and reply not in answered:
            yield reply.time


def _gaps(traffic: Traffic) -> Iterator[Span]:
    """The times in which a Home Agent counted on without being heard."""
    by_source: dict[str, list[Event[Message]]] = {}
    for event in traffic.events:
        by_source.setdefault(event.source.address, []).append(event)
    for said in by_source.values():
        for before, count in pairwise(counted(said)):
            if count.number > before.number + 1:
                yield before.time, count.time
