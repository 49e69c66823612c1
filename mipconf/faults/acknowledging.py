"""Mistakes in acknowledging (docs/protocol.md#5-2)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.receiving import Receiving
from mipconf.ha.transmitter import GroupMessage, Transmitter
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    Code,
    RedundancyMessage,
    TableReply,
    TableReplyAck,
)


class _Miscounts(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        following = (message.sequence + 1) % (1 << 32)
        super().acknowledge(replace(message, sequence=following), code, now)


@faulty(trips="12 26 36 37 38", follows="27 28 29")
class WrongSequence(HomeAgent):
    """Acknowledges with the next Sequence Number: no update and no part of P is acknowledged."""

    receiving_type = _Miscounts


class _TakesSilently(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        if not isinstance(message, TableReply):
            super().acknowledge(message, code, now)


@faulty(trips="12 26", follows="27 28 29")
class NoReplyAck(HomeAgent):
    """Takes the parts of P's table, and does not acknowledge them."""

    receiving_type = _TakesSilently


class _SilentOnDuplicates(Receiving):
    def learn(self, message: BindingUpdate | TableReply, now: int) -> bool:
        return not self._memory.has(message, now) and super().learn(message, now)


@faulty(trips="12 36")
class SilentOnDuplicates(HomeAgent):
    """Does not acknowledge again: a part or an update that comes again goes unanswered."""

    receiving_type = _SilentOnDuplicates


class _ToAll(Transmitter):
    def unicast(self, message: GroupMessage, member: str) -> None:
        if isinstance(message, BindingUpdateAck | TableReplyAck):
            self.multicast(message)
        else:
            super().unicast(message, member)


@faulty(trips="36")
class AcknowledgesToAll(HomeAgent):
    """Multicasts its acknowledgements."""

    transmitter_type = _ToAll


class _Prohibits(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        if code == Code.ACCEPTED and isinstance(message, BindingUpdate):
            code = Code.INSUFFICIENT_RESOURCES
        super().acknowledge(message, code, now)


@faulty(trips="36", follows="12 26 44")
class AcknowledgesWithTheWrongCode(HomeAgent):
    """Applies an update, and acknowledges it with the Code of a full table."""

    receiving_type = _Prohibits
