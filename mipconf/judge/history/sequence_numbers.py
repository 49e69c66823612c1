"""What Sequence Numbers tell: each Home Agent numbers by one counter what it sends anew (5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mipconf.judge.history.event import Event
from mipconf.protocol.messages import BindingUpdate, Message, TableReply, TableRequest

_FEW_LOST = 10_000
"""Messages that a capture may miss between two others, one after the other."""


@dataclass(frozen=True, slots=True)
class Count:
    """The counter of a Home Agent at some time, in nanoseconds."""

    time: int
    number: int

    def follows(self, before: Count) -> bool:
        """Whether both are of one counter, even if some messages were lost or came late."""
        return (self.number - before.number + _FEW_LOST) % (1 << 32) <= 2 * _FEW_LOST


def counted(said: Iterable[Event[Message]]) -> tuple[Count, ...]:
    """The counter as what one Home Agent sent anew tells it, with numbers of its own."""
    return tuple(
        Count(event.time, event.message.sequence)
        for event in said
        if isinstance(event.message, BindingUpdate | TableRequest | TableReply)
        and not event.message.retransmission
    )
