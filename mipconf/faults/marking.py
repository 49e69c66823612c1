"""Mistakes with entries marked as deleted (docs/protocol.md#5-5)."""

from __future__ import annotations

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.receiving import Receiving
from mipconf.ha.table import CAPACITY, BindingTable, Entry
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.messages import (
    Binding,
    TableReply,
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


class _PurgesAtOnce(BindingTable):
    def __init__(self, deleted_entry_time: int, capacity: int = CAPACITY) -> None:
        super().__init__(deleted_entry_time // MILLISECOND, capacity)


@faulty(trips="39", follows="38")
class PurgesTooEarly(HomeAgent):
    """Reads the deleted entry time in nanoseconds: marks are gone at once."""

    table_type = _PurgesAtOnce


class _MarksFromUpdates(Receiving):
    def take_reply(self, reply: TableReply, now: int) -> None:
        known = [b for b in reply.bindings if not b.deleted]
        for binding in known:
            entry = self._table.get(binding.home_address, now)
            if entry is not None and entry.deleted:
                self._table.put(Entry.of(binding, now), now)
        super().take_reply(reply, now)


@faulty(trips="38", follows="39")
class PartsOverruleMarks(HomeAgent):
    """Takes a part of a table for the truth, also over a mark that is newer."""

    receiving_type = _MarksFromUpdates
