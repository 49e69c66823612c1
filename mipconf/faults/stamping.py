"""Mistakes in stamping: messages that every receiver refuses (docs/protocol.md#5-2)."""

from __future__ import annotations

from random import Random

from mipconf.codec import Codec
from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.receiving import Receiving
from mipconf.ha.registration import Registrar
from mipconf.ha.transmitter import Header, Transmitter
from mipconf.ha.wall_clock import WallClock
from mipconf.layers.security import Association
from mipconf.profile.contract import HutConfig
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import LOW_HALF, from_time
from mipconf.protocol.messages import Code, RedundancyMessage, RegistrationRequest, ReplyCode

HOUR = 3600 * SECOND


class _Ahead(WallClock):
    def identification(self, now: int) -> int:
        return from_time(now + HOUR)


class _AHourAhead(Transmitter):
    def __init__(
        self,
        config: HutConfig,
        codec: Codec,
        association: Association,
        random: Random,
        clock: WallClock,
    ) -> None:
        super().__init__(config, codec, association, random, _Ahead())


@faulty(trips="1 2 3 4 5 6 7 9 10 14 16 23 26 36", follows="13 17 27 28 29 32 37 38")
class StampsAnHourAhead(HomeAgent):
    """Reads its own clock as if daylight saving time were on: all it says is an hour ahead."""

    transmitter_type = _AHourAhead


class _Behind(WallClock):
    def identification(self, now: int) -> int:
        return from_time(now - 24 * HOUR)


class _ADayBehind(Transmitter):
    def __init__(
        self,
        config: HutConfig,
        codec: Codec,
        association: Association,
        random: Random,
        clock: WallClock,
    ) -> None:
        super().__init__(config, codec, association, random, _Behind())


@faulty(trips="1 2 3 4 5 6 7 9 10 14 16 23 26 36", follows="13 17 27 28 29 32 37 38")
class StampsADayBehind(HomeAgent):
    """Keeps the stamp of yesterday: nobody takes what it says."""

    transmitter_type = _ADayBehind


class _Unstamped(Receiving):
    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        transmitter = self._transmitter
        stamped = transmitter.header

        def header(sequence: int, now: int) -> Header:
            return Header(**stamped(sequence, now) | {"identification": 0})

        transmitter.header = header  # type: ignore[method-assign]
        super().acknowledge(message, code, now)
        transmitter.header = stamped  # type: ignore[method-assign]


@faulty(trips="12 26 36 37 38", follows="27 28 29")
class LeavesAcknowledgementsUnstamped(HomeAgent):
    """Leaves the Identification of its acknowledgements 0: they are refused, and end nothing."""

    receiving_type = _Unstamped


class _LowHalfAlone(Registrar):
    def identification(self, request: RegistrationRequest, code: ReplyCode, now: int) -> int:
        identification = super().identification(request, code, now)
        return identification & LOW_HALF if code.accepts else identification


@faulty(trips="1 2 3 4 5")
class RepliesWithHalfAnIdentification(HomeAgent):
    """Returns the low half of an Identification alone: mobile nodes discard what accepts them."""

    registration_type = _LowHalfAlone
