"""Mistakes in applying what other Home Agents tell (wire-format.md, 5.5)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.receiving import Memory, Receiving
from mipconf.ha.table import BindingTable, Entry
from mipconf.messages import (
    Binding,
    RedundancyMessage,
)


class _LatestWins(BindingTable):
    def supersedes(self, learned: Entry, known: Entry) -> bool:
        return True


@faulty(trips="33 38 39")
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


class _DropsOptions(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        super().apply(replace(binding, sub_options=()), now)


@faulty(trips="12 26")
class DropsOptions(HomeAgent):
    """Learns bindings without their sub-options: those in P's table are told with some."""

    receiving_type = _DropsOptions
