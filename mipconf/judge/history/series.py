"""Series of Table Replies: the parts that answer one Table Request (docs/protocol.md#5-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mipconf.judge.history.event import Event
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import Binding, Code, TableReply, TableReplyAck, TableRequest
from mipconf.protocol.parts import hold_all


@dataclass(frozen=True)
class Series:
    """All parts from one responder to one requester with one Request Sequence.

    `parts` are in the order of their first sendings; `repeats` are the other sendings.
    """

    request: Event[TableRequest] | None
    parts: tuple[Event[TableReply], ...]
    repeats: tuple[Event[TableReply], ...]
    acks: tuple[Event[TableReplyAck], ...]

    @property
    def requester(self) -> str:
        """The HA id of the requester."""
        return self.parts[0].destination.address

    @property
    def code(self) -> int:
        """0, or 1 if a part says that the responder's table is not initialized."""
        return max(part.message.code for part in self.parts)

    @cached_property
    def brief(self) -> tuple[int, ...]:
        """The frames of the request, the first part and the last: enough to find it."""
        first = self.parts[0] if self.request is None else self.request
        return tuple(dict.fromkeys((first.frame, self.parts[0].frame, self.parts[-1].frame)))

    @cached_property
    def complete(self) -> bool:
        """Whether every part from 1 to the last one, which has M = 0, is there."""
        last = {part.message.part for part in self.parts if not part.message.more}
        numbers = {part.message.part for part in self.parts}
        return len(last) == 1 and max(numbers) in last and hold_all(numbers, max(last))

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """All binding extensions of all parts, entries marked as deleted included."""
        return tuple(binding for part in self.parts for binding in part.message.bindings)

    @cached_property
    def shown(self) -> dict[str, Binding]:
        """The bindings shown, by home address; entries with X = 1 are no bindings."""
        return {b.home_address: b for b in self.bindings if not b.deleted}

    @cached_property
    def shown_at(self) -> dict[str, int]:
        """When each binding of `shown` was sent: a long table takes a while."""
        return {
            binding.home_address: part.time
            for part in self.parts
            for binding in part.message.bindings
            if not binding.deleted
        }

    @cached_property
    def home_agents(self) -> frozenset[str]:
        """The ids in all Home Agent Lists of the series."""
        return frozenset(id for part in self.parts for id in part.message.home_agents)

    @property
    def start(self) -> int:
        """When it was asked for, or began."""
        return self.parts[0].time if self.request is None else self.request.time

    @property
    def end(self) -> int:
        """When its last new part was sent."""
        return self.parts[-1].time

    @property
    def initialized(self) -> bool:
        """Whether it shows a whole table: complete, and Code 0."""
        return self.complete and self.code == Code.ACCEPTED


def requests_to_answer(traffic: Traffic) -> tuple[Event[TableRequest], ...]:
    """The Table Requests of which an answer can be due.

    None is to a duplicate, which "is not applied" (docs/protocol.md#5-1), nor to one that came
    after a newer one of the same requester: "one that is older by its Identification than the
    one being answered is ignored" (5.7).
    """
    newest: dict[str, int] = {}
    due = []
    for request in traffic.heard(TableRequest):
        message = request.message
        known = newest.get(message.home_agent_id)
        if known is None or is_newer(message.identification, known):
            newest[message.home_agent_id] = message.identification
            due.append(request)
    return tuple(due)


def series_sent(traffic: Traffic) -> tuple[Series, ...]:
    """The series that the HUT sent, in order."""
    return _series(
        traffic.sent(TableReply),
        traffic.heard(TableRequest),
        traffic.heard(TableReplyAck),
    )


def series_heard(traffic: Traffic) -> tuple[Series, ...]:
    """The series that reached the HUT, in order."""
    return _series(
        traffic.heard(TableReply),
        traffic.sent(TableRequest),
        traffic.sent(TableReplyAck),
    )


def _series(
    replies: Sequence[Event[TableReply]],
    requests: Sequence[Event[TableRequest]],
    acks: Sequence[Event[TableReplyAck]],
) -> tuple[Series, ...]:
    grouped: dict[tuple[str, str, int], list[Event[TableReply]]] = {}
    for reply in replies:
        message = reply.message
        key = (message.home_agent_id, reply.destination.address, message.request_sequence)
        grouped.setdefault(key, []).append(reply)
    acknowledged: dict[int, list[Event[TableReplyAck]]] = {}
    for ack in acks:
        acknowledged.setdefault(ack.message.sequence, []).append(ack)
    asked = {(r.message.home_agent_id, r.message.sequence): r for r in reversed(requests)}
    result = []
    for (responder, requester, sequence), events in grouped.items():
        first: dict[int, Event[TableReply]] = {}
        numbers = set()
        repeats = []
        for event in events:
            # A repeated part keeps its Sequence Number; one that does not is still a repeated part.
            again = event.message.retransmission and event.message.part in numbers
            if event.message.sequence in first or again:
                repeats.append(event)
            else:
                first[event.message.sequence] = event
                numbers.add(event.message.part)
        result.append(
            Series(
                asked.get((requester, sequence)),
                tuple(first.values()),
                tuple(repeats),
                tuple(
                    ack
                    for number in first
                    for ack in acknowledged.get(number, ())
                    if ack.message.home_agent_id != responder
                ),
            )
        )
    return tuple(result)
