"""Mistakes in applying what other Home Agents tell (docs/protocol.md#5-5)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.receiving import Memory, Receiving
from mipconf.ha.table import BindingTable, Entry
from mipconf.protocol.identification import LOW_HALF
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    RedundancyMessage,
)


class _LatestWins(BindingTable):
    def supersedes(self, learned: Entry, known: Entry) -> bool:
        return True


@faulty(trips="33 34 35 38 39")
class LatestWins(HomeAgent):
    """Takes what came last for the newest: an older binding replaces a newer, or a mark."""

    table_type = _LatestWins


class _Forgetful(Memory):
    def has(self, message: RedundancyMessage, now: int) -> bool:
        return False


class _NoMemory(Receiving):
    memory_type = _Forgetful


@faulty(trips="36")
class NoMemory(HomeAgent):
    """Knows no duplicates: the other binding under a known Sequence Number is applied."""

    receiving_type = _NoMemory


class _OnlyUpwards(Memory):
    def __init__(self) -> None:
        super().__init__()
        self._largest: dict[str, int] = {}

    def remember(self, message: RedundancyMessage, now: int) -> None:
        super().remember(message, now)
        if isinstance(message, BindingUpdate):
            self._largest[message.home_agent_id] = message.sequence

    def has(self, message: RedundancyMessage, now: int) -> bool:
        is_smaller = message.sequence < self._largest.get(message.home_agent_id, 0)
        return (isinstance(message, BindingUpdate) and is_smaller) or super().has(message, now)


class _TakesSmallerForOld(Receiving):
    memory_type = _OnlyUpwards


@faulty(trips="33", follows="44")
class DeafAfterTheWrap(HomeAgent):
    """Takes updates with smaller Sequence Numbers for duplicates: deaf after the wrap-around."""

    receiving_type = _TakesSmallerForOld


class _DropsOptions(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        super().apply(replace(binding, sub_options=()), now)


@faulty(trips="12 26")
class DropsOptions(HomeAgent):
    """Learns bindings without their sub-options: those in P's table are told with some."""

    receiving_type = _DropsOptions


class _FirstOnly(Receiving):
    def take_update(self, update: BindingUpdate, now: int) -> None:
        super().take_update(replace(update, bindings=update.bindings[:1]), now)


@faulty(trips="33 37", follows="34 35 44")
class TakesTheFirstOfAnUpdate(HomeAgent):
    """Applies the first binding of an update and skips the others."""

    receiving_type = _FirstOnly


class _Newest(BindingTable):
    def supersedes(self, learned: Entry, known: Entry) -> bool:
        return learned.identification & LOW_HALF > known.identification & LOW_HALF


@faulty(trips="33", follows="34 35 38 39")
class ComparesLowHalves(HomeAgent):
    """Compares the low halves of Identifications alone: a second's fraction decides."""

    table_type = _Newest


class _Never(BindingTable):
    def supersedes(self, learned: Entry, known: Entry) -> bool:
        return learned.deleted


@faulty(trips="33 34 35", follows="38")
class FirstWins(HomeAgent):
    """Keeps the binding that it has when a newer one is told."""

    table_type = _Never


class _LosesFlags(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        super().apply(replace(binding, flags=0), now)


@faulty(trips="12 26", follows="27 28 29 33 34 35 38 39")
class LearnsNoFlags(HomeAgent):
    """Learns bindings without their flags."""

    receiving_type = _LosesFlags


class _SenderIsAgent(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        super().apply(replace(binding, home_agent=self._own_id), now)


@faulty(trips="12 26 33", follows="27 28 29 34 35 38 39")
class TakesOverWhatItLearns(HomeAgent):
    """Puts itself where the home agent of a learned binding belongs."""

    receiving_type = _SenderIsAgent


class _GrantedAgain(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        super().apply(replace(binding, lifetime_remaining=binding.lifetime_granted), now)


@faulty(trips="12 26", follows="27 28 29 33 34 35 39")
class LifetimesGrow(HomeAgent):
    """Starts the granted lifetime anew when it learns a binding."""

    receiving_type = _GrantedAgain
