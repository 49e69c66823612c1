"""Mistakes with entries marked as deleted (wire-format.md, 5.5)."""

from __future__ import annotations

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.receiving import Receiving
from mipconf.ha.table import CAPACITY, BindingTable, Entry
from mipconf.messages import (
    Binding,
)


class _NoMarks(BindingTable):
    def mark(self, entry: Entry, now: int) -> None:
        self._entries.pop(entry.home_address, None)


@faulty(trips="38 39")
class NoMark(HomeAgent):
    """Removes what is de-registered without a mark: an older binding comes back at once."""

    table_type = _NoMarks


class _IgnoresDeletions(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        if not binding.deleted:
            super().apply(binding, now)


@faulty(trips="37 38 39")
class IgnoresDeletions(HomeAgent):
    """Takes no X = 1 of other Home Agents: no binding ends, and no mark is made."""

    receiving_type = _IgnoresDeletions


class _NeverPurges(BindingTable):
    def __init__(self, deleted_entry_time: int, capacity: int = CAPACITY) -> None:
        super().__init__(1_000 * deleted_entry_time, capacity)


@faulty(trips="39")
class NeverPurges(HomeAgent):
    """Keeps marks a thousand times too long: only what comes after the purge shows it."""

    table_type = _NeverPurges
