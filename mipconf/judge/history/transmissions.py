"""What the HUT sends until it is acknowledged: updates, and parts of its table.

Both are retransmitted alike, so both are read alike (docs/protocol.md#5-4, docs/protocol.md#5-7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mipconf.judge.history.event import Event
from mipconf.judge.history.incarnations import Incarnations
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.messages import BindingUpdate, BindingUpdateAck, TableReply, TableReplyAck

Sent = BindingUpdate | TableReply
Ack = BindingUpdateAck | TableReplyAck


@dataclass(frozen=True, slots=True)
class Transmission:
    """One update, or one part: its first sending, later ones, and acknowledgements."""

    first: Event[Sent]
    again: tuple[Event[Sent], ...]
    acks: tuple[Event[Ack], ...]

    @property
    def sequence(self) -> int:
        """The Sequence Number that all its sendings have."""
        return self.first.message.sequence

    @property
    def is_multicast(self) -> bool:
        """Whether it was first sent to the group: an update for a registration."""
        return self.first.destination.is_multicast

    def sendings_to(self, member: str) -> list[Event[Sent]]:
        """The first sending, and those later ones that were sent to this member alone."""
        return [self.first, *(e for e in self.again if e.destination.address == member)]

    def acks_of(self, member: str) -> list[Event[Ack]]:
        """The acknowledgements of this member, in order."""
        return [ack for ack in self.acks if ack.message.home_agent_id == member]


def updates(traffic: Traffic, incarnations: Incarnations) -> tuple[Transmission, ...]:
    """The HUT's updates in order of their first sendings."""
    return _transmissions(
        traffic.sent(BindingUpdate), traffic.heard(BindingUpdateAck), incarnations
    )


def parts(traffic: Traffic, incarnations: Incarnations) -> tuple[Transmission, ...]:
    """The parts of the HUT's Table Replies in order of their first sendings."""
    return _transmissions(traffic.sent(TableReply), traffic.heard(TableReplyAck), incarnations)


def _transmissions(
    sent: Sequence[Event[Sent]], acks: Sequence[Event[Ack]], incarnations: Incarnations
) -> tuple[Transmission, ...]:
    # A HUT that starts again begins its counter anew: a Sequence Number names an update within
    # one incarnation only.
    def name(event: Event[Sent] | Event[Ack]) -> tuple[int | None, int]:
        incarnation = incarnations.at(event.time)
        return (incarnation.begin if incarnation else None), event.message.sequence

    sendings: dict[tuple[int | None, int], list[Event[Sent]]] = {}
    for event in sent:
        sendings.setdefault(name(event), []).append(event)
    answers: dict[tuple[int | None, int], list[Event[Ack]]] = {}
    for ack in acks:
        answers.setdefault(name(ack), []).append(ack)
    return tuple(
        Transmission(first, tuple(again), tuple(answers.get(key, ())))
        for key, (first, *again) in sendings.items()
    )
