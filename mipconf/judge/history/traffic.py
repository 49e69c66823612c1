"""What the HUT said and what it heard: the messages of a trace that a receiver accepts."""

from __future__ import annotations

from functools import cached_property
from statistics import median_low
from typing import TypeVar, cast

from mipconf.judge.fhrp.election import Election
from mipconf.judge.history.decoding import decode
from mipconf.judge.history.event import Event, Flaw
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import offset
from mipconf.protocol.messages import (
    BindingUpdate,
    Message,
    RedundancyMessage,
    RegistrationReply,
    RegistrationRequest,
    TableReply,
)
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

M = TypeVar("M")


class Traffic:
    """The messages that the HUT sent, and those that reached it."""

    def __init__(self, trace: Trace, setting: Setting, election: Election) -> None:
        self._setting = setting
        self._election = election
        decoded = decode(trace, setting)
        self.events: tuple[Event[Message], ...] = decoded.events
        """All messages that a receiver accepts, and all Registration Requests."""
        self.flaws: tuple[Flaw, ...] = decoded.flaws
        """Messages of the HUT that were not counted, and why."""
        self.impersonations: tuple[Flaw, ...] = decoded.impersonations
        """Messages of others in the HUT's name, and why no receiver accepts them."""
        self.unauthentic: frozenset[int] = decoded.unauthentic
        """The frames whose authenticator does not hold, by the tester's remarks."""
        self._sent_by_kind: dict[type, tuple[Event[object], ...]] = {}
        self._heard_by_kind: dict[type, tuple[Event[object], ...]] = {}

    def sent(self, kind: type[M]) -> tuple[Event[M], ...]:
        """The messages of one kind that the HUT sent and a receiver would accept, in order."""
        return _of_kind(self.all_sent, kind, self._sent_by_kind)

    def heard(self, kind: type[M]) -> tuple[Event[M], ...]:
        """The messages of one kind that reached the HUT and pass the checks of 5.2, in order.

        Registration Requests are among them whether they pass their own checks or not.
        """
        return _of_kind(self.all_heard, kind, self._heard_by_kind)

    @cached_property
    def all_sent(self) -> tuple[Event[Message], ...]:
        """What the HUT sent, of all kinds."""
        return tuple(
            event
            for event in self.events
            if self._setting.is_hut(event.source.address)
            and not isinstance(event.message, RegistrationRequest)
            and (not isinstance(event.message, RegistrationReply) or self._is_own_reply(event))
        )

    @cached_property
    def all_heard(self) -> tuple[Event[Message], ...]:
        """What reached the HUT, of all kinds."""
        return tuple(
            event
            for event in self.events
            if not self._setting.is_hut(event.source.address)
            and self._is_in_window(event)
            and self._reaches_hut(event)
        )

    @cached_property
    def named_to_hut(self) -> frozenset[str]:
        """The home addresses in all that reached the HUT."""
        told = [binding for u in self.heard(BindingUpdate) for binding in u.message.bindings]
        told += [binding for part in self.heard(TableReply) for binding in part.message.bindings]
        requested = {event.message.home_address for event in self.heard(RegistrationRequest)}
        return frozenset(requested | {binding.home_address for binding in told})

    @cached_property
    def clock_ahead(self) -> int:
        """By how much the HUT's clock is ahead of that of an external capture, in nanoseconds.

        Each of its messages tells: their Identification is the time of sending.
        """
        told = [
            offset(event.message.identification, event.time)
            for event in self.all_sent
            if isinstance(event.message, RedundancyMessage)
        ]
        return median_low(told) if told and self._setting.external else 0

    def _reaches_hut(self, event: Event[Message]) -> bool:
        address, group = event.destination.address, self._setting.group
        return address in (self._setting.hut, group.address) or (
            address == group.virtual_ip and isinstance(event.message, RegistrationRequest)
        )

    def _is_in_window(self, event: Event[Message]) -> bool:
        """Whether the HUT's check of the Identification passes (docs/protocol.md#5-2)."""
        if not isinstance(event.message, RedundancyMessage):
            return True
        window = self._setting.timers.replay_window_s * SECOND
        now = event.time + self.clock_ahead
        return abs(offset(event.message.identification, now)) <= window

    def _is_own_reply(self, event: Event[Message]) -> bool:
        """Whether a reply from the virtual IP address is the HUT's: that is the active HA's.

        Where two say that they are active, or nobody does, the binding's home agent tells.
        """
        setting = self._setting
        if not setting.shares_virtual_ip or event.source.address == setting.hut:
            return True
        is_active = self._election.hut_says_active(event.time)
        if is_active != bool(self._election.other_actives(event.time)):
            return is_active
        assert isinstance(event.message, RegistrationReply)
        home = event.message.home_address
        return any(
            binding.home_address == home and binding.home_agent == setting.hut
            for other in self.events
            if isinstance(other.message, BindingUpdate)
            and abs(other.time - event.time) <= setting.answer_ns
            for binding in other.message.bindings
        )


def _of_kind(
    events: tuple[Event[Message], ...],
    kind: type[M],
    known: dict[type, tuple[Event[object], ...]],
) -> tuple[Event[M], ...]:
    if kind not in known:
        known[kind] = tuple(event for event in events if isinstance(event.message, kind))
    return cast(tuple[Event[M], ...], known[kind])
