"""A reference model of the HUT's table: what it must show, by what it was told.

The tester cannot look into the HUT. But it knows every registration that the HUT accepted, every
update and every part of a table that reached it. From these follows, for each home address and
moment, whether the HUT must show a binding, must not, or may do either (docs/protocol.md#5-5).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from ipaddress import IPv4Address

from mipconf.judge.history.facts import Fact, Via
from mipconf.judge.history.incarnations import Incarnation, Incarnations
from mipconf.judge.history.reference_entry import (
    EntryState,
    ReferenceEntry,
    apply,
    apply_doubtful,
    is_expired,
)
from mipconf.judge.history.unseen import Span
from mipconf.protocol.durations import FOREVER, SECOND
from mipconf.protocol.identification import from_time, is_newer
from mipconf.protocol.messages import INFINITE_LIFETIME, Binding
from mipconf.trace.setting import Setting


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a mobile node that was unknown when its deletion was told."""

    identification: int
    last: int


class Standing(Enum):
    """What a complete table of the HUT must say of a home address."""

    HELD = "held"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the HUT must show for one home address, and the fact that it follows from."""

    standing: Standing
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an external capture can tell, which begins somewhere and may have missed something.

    `begin` is the time of its first datagram (None: it has none), `unseen` when something was
    missed, and `clock_ahead` by how much the HUT's clock is ahead of it; in nanoseconds.
    """

    begin: int | None
    unseen: Sequence[Span]
    clock_ahead: int


class ReferenceTable:
    """All facts of a trace, by home address, and what follows from them.

    `coverage` is None for a trace that tells all since the HUT's start, as that of a run does.
    """

    def __init__(
        self,
        setting: Setting,
        facts: Iterable[Fact],
        incarnations: Incarnations,
        coverage: Coverage | None,
    ) -> None:
        self._setting = setting
        self._incarnations = incarnations
        self._coverage = coverage
        self.facts: dict[str, list[Fact]] = {}
        self.idle: dict[str, list[Fact]] = {}
        """De-registrations that were accepted and had nothing to remove."""
        for fact in facts:
            if self._changes_table(fact):
                self.facts.setdefault(fact.binding.home_address, []).append(fact)
            elif self._coverage is not None:
                # It may have removed a binding of which the trace does not tell.
                doubtful = replace(fact, sure=FOREVER, is_doubtful=True)
                self.facts.setdefault(fact.binding.home_address, []).append(doubtful)
            else:
                self.idle.setdefault(fact.binding.home_address, []).append(fact)

    def expect(self, home_address: str, start: int, end: int) -> Expectation:
        """What a table must show that was put together at some time from `start` to `end`."""
        incarnation = self._incarnations.at(start)
        if self._coverage is not None and (incarnation is None or incarnation.is_unsettled):
            return Expectation(Standing.UNCERTAIN)
        born = incarnation.begin if incarnation is not None else 0
        known_from = self._known_from(incarnation, end)
        entry = None if known_from is None else self._unknown(home_address, known_from)
        for fact in self.facts.get(home_address, ()):
            if fact.since < born or (known_from is not None and fact.since < known_from):
                continue
            if fact.since > end:
                break
            if fact.is_doubtful:
                entry = apply_doubtful(entry, fact)
                continue
            if fact.sure > start:
                return Expectation(Standing.UNCERTAIN, fact)
            entry = apply(entry, fact, self._setting)
        if entry is not None and self._may_be_ended(entry.fact, born):
            return Expectation(Standing.UNCERTAIN, entry.fact)
        return _expectation(entry, start, end)

    def before(self, home_address: str, time: int) -> Expectation:
        """What a table must have shown just before `time`."""
        return self.expect(home_address, time - 1, time - 1)

    def is_between_others(self, home_address: str, time: int) -> bool | None:
        """Whether bindings are held below and above that of a home address; None: it has none."""
        if self.expect(home_address, time, time).standing is not Standing.HELD:
            return None
        own = IPv4Address(home_address)
        others = [
            IPv4Address(home)
            for home in self.facts
            if self.expect(home, time, time).standing is Standing.HELD
        ]
        return any(other < own for other in others) and any(other > own for other in others)

    def _known_from(self, incarnation: Incarnation | None, end: int) -> int | None:
        """From when on the trace tells all that the HUT was told until `end`; None: from its start.

        A trace that is not of a run begins somewhere, and may have missed something.
        """
        if self._coverage is None:
            return None
        assert incarnation is not None
        begin = incarnation.since or self._coverage.begin
        assert begin is not None
        missed = [min(until, end) for since, until in self._coverage.unseen if since <= end]
        return max(begin, *missed) if missed else begin

    def _unknown(self, home_address: str, time: int) -> ReferenceEntry:
        """What the HUT may know of a mobile node at `time`: nothing much newer than that."""
        assert self._coverage is not None
        window = self._setting.timers.replay_window_s * SECOND
        newest = from_time(time + self._coverage.clock_ahead + window)
        never = INFINITE_LIFETIME
        anything = Binding(home_address, "0.0.0.0", "0.0.0.0", 0, False, never, never, newest)
        return ReferenceEntry(Fact(anything, Via.BEFORE, 0, time, time), EntryState.UNKNOWN)

    def _may_be_ended(self, fact: Fact, born: int) -> bool:
        """Whether an HA that marks also where nothing was bound need not take this fact in."""
        return not fact.binding.deleted and any(
            born <= idle.since <= fact.sure
            and not is_newer(fact.binding.identification, idle.binding.identification)
            for idle in self.idle.get(fact.binding.home_address, ())
        )

    def _changes_table(self, fact: Fact) -> bool:
        """Whether an accepted registration changes anything, after the facts known so far.

        Lifetime 0 "with care-of address equal to the home address or to the bound one removes the
        binding, any other is accepted and removes nothing" (docs/protocol.md#5-4); where
        none is bound, there is none to remove.
        """
        binding = fact.binding
        if fact.via is not Via.REGISTRATION or not binding.deleted:
            return True
        held = self.before(binding.home_address, fact.since)
        if held.standing is Standing.ABSENT:
            return False
        bound = None if held.fact is None else held.fact.binding.care_of_address
        return binding.care_of_address in (binding.home_address, bound)

    def mark_before(self, fact: Fact) -> Mark | None:
        """The mark that a fact meets; None where there is none, or a newer binding replaced it."""
        incarnation = self._incarnations.at(fact.since)
        mark: Mark | None = None
        for earlier in self.facts[fact.binding.home_address]:
            if earlier is fact:
                return mark
            if incarnation is None or not incarnation.covers(earlier.since):
                continue
            binding = earlier.binding
            if earlier.is_doubtful:
                return None
            if mark is None:
                if not binding.deleted or earlier.via is Via.REGISTRATION:
                    return None
                mark = Mark(binding.identification, earlier.sure)
            elif binding.deleted:
                newer = is_newer(binding.identification, mark.identification)
                newest = binding.identification if newer else mark.identification
                mark = Mark(newest, earlier.sure)
            elif is_newer(binding.identification, mark.identification):
                return None
        return None

    def is_mark(self, fact: Fact) -> bool:
        """Whether a deletion was told of a mobile node that was unknown until then."""
        before = self.before(fact.binding.home_address, fact.since)
        return fact.binding.deleted and (before.fact is None or self.mark_before(fact) is not None)


def _expectation(entry: ReferenceEntry | None, start: int, end: int) -> Expectation:
    if entry is None:
        return Expectation(Standing.ABSENT)
    if entry.state is EntryState.MARKED:
        return Expectation(Standing.ABSENT, entry.fact)
    expired = is_expired(entry.fact, start, end)
    if entry.state is EntryState.UNKNOWN or expired is None:
        return Expectation(Standing.UNCERTAIN, entry.fact)
    return Expectation(Standing.ABSENT if expired else Standing.HELD, entry.fact)
