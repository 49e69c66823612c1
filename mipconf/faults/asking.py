"""Mistakes in asking the group for its table (docs/protocol.md#5-6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

from mipconf.codec import Codec
from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.joining import Joining, Round
from mipconf.ha.members import Members
from mipconf.ha.receiving import Receiving
from mipconf.ha.transmitter import GroupMessage, Transmitter
from mipconf.ha.wall_clock import WallClock
from mipconf.layers.security import Association
from mipconf.net.host import Datagram
from mipconf.profile.contract import HutConfig
from mipconf.protocol.messages import (
    Code,
    TableReply,
    TableRequest,
)


class _AsksOneAlone(Joining):
    def send(self, message: TableRequest) -> None:
        self._transmitter.unicast(message, next(iter(self._members)))


@faulty(trips="26 27 28 29", follows="9 10")
class UnicastRequest(HomeAgent):
    """Asks one member alone: the claim of joining wants a multicast Table Request."""

    joining_type = _AsksOneAlone


class _UnderTheVirtualIp(Transmitter):
    def multicast(self, message: GroupMessage) -> None:
        if isinstance(message, TableRequest):
            message = replace(message, home_agent_id=self.virtual_ip)
        super().multicast(message)

    def __init__(
        self,
        config: HutConfig,
        codec: Codec,
        association: Association,
        random: Random,
        clock: WallClock,
    ) -> None:
        super().__init__(config, codec, association, random, clock)
        # One that is to learn the address cannot make the mistake yet.
        self.virtual_ip = config.group.virtual_ip or config.ha_id


@faulty(trips="11 26 30", follows="3 9 10 13 27 28 29 32")
class WrongName(HomeAgent):
    """Asks under the virtual IP: not its id, so no receiver accepts it as a request."""

    transmitter_type = _UnderTheVirtualIp


class _TakesFirstPart(Joining):
    def take(self, reply: TableReply, now: int) -> None:
        super().take(reply, now)
        if reply.code == Code.ACCEPTED and not self.initialized:
            self.complete()


@faulty(trips="22 49")
class ReadyAfterTheFirstPart(HomeAgent):
    """Takes its table for initialized once the first part of a series is in."""

    joining_type = _TakesFirstPart


class _ReadyAtOnce(Joining):
    def request(self, now: int) -> None:
        super().request(now)
        self.initialized = True


@faulty(trips="9 10", follows="22 49")
class ReadyOnceItHasAsked(HomeAgent):
    """Takes registrations, and becomes active, as soon as it has asked for the table."""

    joining_type = _ReadyAtOnce


class _ReadyFromTheStart(Joining):
    def __init__(self, *words: Any, **names: Any) -> None:
        super().__init__(*words, **names)
        self.initialize_incompletely()


@faulty(trips="9 10", follows="13 22 26 27 28 29 32 49")
class ReadyFromTheStart(HomeAgent):
    """Takes registrations from its start on, and asks for the table when it has time."""

    joining_type = _ReadyFromTheStart


class _OneRepeatTooFew(Joining):
    def request(self, now: int) -> None:
        super().request(now)
        if self._round is not None:
            self._round.repeats_left -= 1


@faulty(trips="9 10", follows="22 49")
class RepeatsOnceTooFew(HomeAgent):
    """Counts the first Table Request as a repeat, and is initialized a reply timeout too early."""

    joining_type = _OneRepeatTooFew


class _Hurries(Joining):
    def ask(self, current: Round, now: int) -> None:
        super().ask(current, now)
        current.due = now + self._timers.reply_timeout // 3


@faulty(trips="9 10", follows="22 49")
class WaitsForAnswersTooShortly(HomeAgent):
    """Waits the retransmit interval, not the reply timeout, for the answer to its request."""

    joining_type = _Hurries


class _AsksNobody(Joining):
    def wake(self, now: int) -> None:
        if self._round is None and not self.initialized and not len(self._members):
            self.request(now)
        super().wake(now)


@faulty(trips="13 32")
class AsksNobody(HomeAgent):
    """Asks for the table at once, also where it has heard of no other Home Agent."""

    joining_type = _AsksNobody


class _NeverAsks(Joining):
    def request(self, now: int) -> None:
        self.initialized = True


@faulty(trips="13 26 32", follows="9 10 27 28 29")
class NeverAsks(HomeAgent):
    """Never asks for the table: it learns what comes by updates."""

    joining_type = _NeverAsks


class _WaitsToHear(Members):
    def __init__(self, *, configured: Iterable[str], **names: Any) -> None:
        super().__init__(configured=(), **names)


@faulty(trips="13 32", follows="1 2 3 4 5 6 7 9 10 20 22 23 26 27 28 29 47 49")
class IgnoresConfiguredMembers(HomeAgent):
    """Knows no member from its configuration, only those that it hears."""

    members_type = _WaitsToHear


@faulty(trips="13 32", follows="1 2 3 5 6 7 20 27 28 29 47")
class LearnsNobodyFromHellos(HomeAgent):
    """Makes nobody a member who was heard by the FHRP alone."""

    def receive_fhrp(self, datagram: Datagram, now: int) -> None:
        self.fhrp.receive(datagram, now)


class _AsksTooSmall(Transmitter):
    def multicast(self, message: GroupMessage) -> None:
        if isinstance(message, TableRequest):
            message = replace(message, home_agent_id="0.0.0.0")
        super().multicast(message)


@faulty(trips="11 30", follows="3 9 10 13 26 27 28 29 32")
class AsksUnderNoName(HomeAgent):
    """Leaves the Home Agent Identifier of its Table Request empty."""

    transmitter_type = _AsksTooSmall


class _InOrder(Receiving):
    def __init__(self, *words: Any, **names: Any) -> None:
        super().__init__(*words, **names)
        self._parts: dict[tuple[str, int], int] = {}

    def take_reply(self, reply: TableReply, now: int) -> None:
        key = (reply.home_agent_id, reply.request_sequence)
        expected = self._parts.get(key, 0) + 1
        if reply.part <= expected:
            self._parts[key] = max(reply.part, self._parts.get(key, 0))
            super().take_reply(reply, now)
        else:
            self.acknowledge(reply, Code.ACCEPTED, now)


@faulty(trips="12 26", follows="22 28 44 49")
class TakesPartsInOrderOnly(HomeAgent):
    """Acknowledges a part that comes before its turn, and drops what it holds."""

    receiving_type = _InOrder


class _DropsLast(Receiving):
    def take_reply(self, reply: TableReply, now: int) -> None:
        if not reply.more:
            reply = replace(reply, bindings=())
        super().take_reply(reply, now)


@faulty(trips="12 26", follows="27 28 29 44")
class DropsTheLastPart(HomeAgent):
    """Takes a part with M = 0 for the end of the table, and not for a part of it."""

    receiving_type = _DropsLast


class _DropsFirstBinding(Receiving):
    def take_reply(self, reply: TableReply, now: int) -> None:
        super().take_reply(replace(reply, bindings=reply.bindings[1:]), now)


@faulty(trips="12 26", follows="27 28 29 44")
class SkipsTheFirstBinding(HomeAgent):
    """Begins at the second binding of each part that it gets."""

    receiving_type = _DropsFirstBinding


@faulty(trips="27 28 29", follows="12 26 44")
class TakesNoPartsWhilePassive(HomeAgent):
    """Takes no part of a table while it is passive and knows who is active."""

    def receive_mobile_ip(self, datagram: Datagram, now: int) -> None:
        message = self._codec.decode(datagram.payload, self._security.group).message
        other = bool(self.fhrp.other_actives(now))
        if not (isinstance(message, TableReply) and other and not self.is_active):
            super().receive_mobile_ip(datagram, now)


class _NeverResynchronises(Joining):
    def resynchronise(self, now: int) -> None:
        pass


@faulty(trips="29")
class NeverResynchronises(HomeAgent):
    """Takes its operator's wish to resynchronise for nothing: it is initialized already."""

    joining_type = _NeverResynchronises
