"""Mistakes in acknowledging (wire-format.md, 5.2)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.receiving import Receiving
from mipconf.messages import (
    BindingUpdate,
    Code,
    RedundancyMessage,
    TableReply,
)


class _Miscounts(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        following = (message.sequence + 1) % (1 << 32)
        super().acknowledge(replace(message, sequence=following), code, now)


@faulty(trips="12 26 36 37 38")
class WrongSequence(HomeAgent):
    """Acknowledges with the next Sequence Number: no update and no part of P is acknowledged."""

    receiving_type = _Miscounts


class _TakesSilently(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        if not isinstance(message, TableReply):
            super().acknowledge(message, code, now)


@faulty(trips="12 26")
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
