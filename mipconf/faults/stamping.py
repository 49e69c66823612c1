"""Mistakes in stamping: messages that every receiver refuses (docs/protocol.md#5-2)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.registration import Registrar
from mipconf.ha.transmitter import GroupMessage, Transmitter
from mipconf.ha.wall_clock import WallClock
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import LOW_HALF
from mipconf.protocol.messages import (
    BindingUpdateAck,
    RegistrationRequest,
    ReplyCode,
    TableReplyAck,
)

HOUR = 3600 * SECOND


class _AnHourAhead(WallClock):
    def identification(self, now: int) -> int:
        return super().identification(now + HOUR)


@faulty(trips="1 2 3 4 5 6 7 9 10 14 16 23 26 36", follows="13 17 27 28 29 32 37 38")
class StampsAnHourAhead(HomeAgent):
    """Reads its own clock as if daylight saving time were on: all it says is an hour ahead."""

    clock_type = _AnHourAhead


class _ADayBehind(WallClock):
    def identification(self, now: int) -> int:
        return super().identification(now - 24 * HOUR)


@faulty(trips="1 2 3 4 5 6 7 9 10 14 16 23 26 36", follows="13 17 27 28 29 32 37 38")
class StampsADayBehind(HomeAgent):
    """Keeps the stamp of yesterday: nobody takes what it says."""

    clock_type = _ADayBehind


class _Unstamped(Transmitter):
    def unicast(self, message: GroupMessage, member: str) -> None:
        if isinstance(message, BindingUpdateAck | TableReplyAck):
            message = replace(message, identification=0)
        super().unicast(message, member)


@faulty(trips="12 26 36 37 38", follows="27 28 29")
class LeavesAcknowledgementsUnstamped(HomeAgent):
    """Leaves the Identification of its acknowledgements 0: they are refused, and end nothing."""

    transmitter_type = _Unstamped


class _LowHalfAlone(Registrar):
    def identification(self, request: RegistrationRequest, code: ReplyCode, now: int) -> int:
        identification = super().identification(request, code, now)
        return identification & LOW_HALF if code.accepts else identification


@faulty(trips="1 2 3 4 5")
class RepliesWithHalfAnIdentification(HomeAgent):
    """Returns the low half of an Identification alone: mobile nodes discard what accepts them."""

    registration_type = _LowHalfAlone
