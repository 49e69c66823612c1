"""What the HUT showed in complete series beside what it was told (docs/claims.md, "Showing")."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mipconf.judge.history.event import Event
from mipconf.judge.history.facts import Fact
from mipconf.judge.history.incarnations import Incarnations
from mipconf.judge.history.reference_table import Expectation, ReferenceTable, Standing
from mipconf.judge.history.series import Series
from mipconf.judge.history.silence import Silence
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import INFINITE_LIFETIME, Binding, TableRequest
from mipconf.trace.setting import Setting


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact and the first complete series after it; `problem` None: it is shown as it must be."""

    fact: Fact
    series: Series
    expectation: Expectation
    problem: str | None

    @property
    def frames(self) -> tuple[int, ...]:
        """Where the HUT was told, and where it showed its table."""
        return (self.fact.frame, *self.series.brief)


@dataclass(frozen=True, slots=True)
class FailedProbe:
    """A Table Request, or what it got, from which nothing can be told; and why."""

    time: int
    frames: tuple[int, ...]
    reason: str


class ShownTables:
    """Every fact of a trace, held against the table that the HUT showed next."""

    def __init__(
        self,
        setting: Setting,
        reference: ReferenceTable,
        served: Sequence[Series],
        incarnations: Incarnations,
    ) -> None:
        self._setting = setting
        self._reference = reference
        self._incarnations = incarnations
        self.series = tuple(series for series in served if series.initialized)

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """All facts that were followed by a complete series before the next fact came."""
        return tuple(self._compared())

    def of(self, condition: Callable[[Fact], bool]) -> list[Shown]:
        """Those whose fact meets the condition."""
        return [shown for shown in self.shown if condition(shown.fact)]

    @cached_property
    def returned(self) -> tuple[Shown, ...]:
        """De-registered bindings that a later table shows again."""
        checked = {(shown.fact, id(shown.series)) for shown in self.shown}
        result = []
        for series in self.series:
            for home in series.shown:
                expectation = self._reference.expect(home, series.start, series.end)
                fact = expectation.fact
                if (
                    expectation.standing is Standing.ABSENT
                    and fact is not None
                    and fact.binding.deleted
                    and not self._is_unseen(fact, series)
                    and (fact, id(series)) not in checked
                ):
                    problem = f"the de-registered binding of {home} is shown again"
                    result.append(Shown(fact, series, expectation, problem))
        return tuple(result)

    def not_shown(self, series: Series) -> list[Fact]:
        """The facts of bindings that the HUT holds and this series does not show."""
        expectations = (
            self._reference.expect(home, series.start, series.end)
            for home in self._reference.facts
            if home not in series.shown
        )
        return [
            expectation.fact
            for expectation in expectations
            if expectation.standing is Standing.HELD and expectation.fact is not None
        ]

    def _compared(self) -> Iterator[Shown]:
        for home, facts in self._reference.facts.items():
            for index, fact in enumerate(facts):
                series = self._after(fact)
                following = facts[index + 1] if index + 1 < len(facts) else None
                if series is None or (following is not None and following.since <= series.end):
                    continue
                expectation = self._reference.expect(home, series.start, series.end)
                told = expectation.fact
                if told is not None and self._is_unseen(told, series):
                    continue
                if expectation.standing is not Standing.UNCERTAIN and not fact.is_doubtful:
                    yield Shown(fact, series, expectation, _problem(expectation, home, series))

    def _is_unseen(self, fact: Fact, series: Series) -> bool:
        """Whether a table shows newer state than the trace has, which may have missed it."""
        shown = series.shown.get(fact.binding.home_address)
        return (
            self._setting.lossy
            and shown is not None
            and is_newer(shown.identification, fact.binding.identification)
        )

    def _after(self, fact: Fact) -> Series | None:
        incarnation = self._incarnations.at(fact.since)
        for series in self.series:
            if series.start >= fact.sure:
                return (
                    series if incarnation is not None and incarnation.covers(series.start) else None
                )
        return None


def failed_probes(
    setting: Setting,
    served: Sequence[Series],
    requests: Sequence[Event[TableRequest]],
    silence: Silence,
) -> tuple[FailedProbe, ...]:
    """The probes that got no complete series, or nothing at all where an answer is due."""
    failed = [
        FailedProbe(
            series.start,
            series.brief,
            f"the table shown to {series.requester} is not complete",
        )
        for series in served
        if not series.initialized
    ]
    answered = {series.request.frame for series in served if series.request is not None}
    if setting.responder == "always":
        failed += [
            FailedProbe(
                request.time,
                (request.frame,),
                f"no table was shown to {request.message.home_agent_id}, which asked for it",
            )
            for request in requests
            if request.frame not in answered
            and silence.is_judgeable(request.time, request.time + setting.answer_ns)
        ]
    return tuple(sorted(failed, key=lambda probe: probe.time))


def _problem(expectation: Expectation, home: str, series: Series) -> str | None:
    shown = series.shown.get(home)
    if expectation.standing is Standing.ABSENT:
        return None if shown is None else f"a binding of {home} is shown, and there is none"
    fact = expectation.fact
    assert fact is not None
    if shown is None:
        return f"the binding of {home} is not shown"
    wrong = _difference(fact, shown, series.shown_at[home])
    return None if wrong is None else f"the binding of {home} is shown with {wrong}"


def _difference(fact: Fact, shown: Binding, time: int) -> str | None:
    """How a binding shown at `time` differs from the fact that it shows; None: it does not.

    It compares home agent, care-of address, flags, granted lifetime, Identification, every
    sub-option that was told, and the remaining lifetime (docs/claims.md, Showing).
    """
    told = fact.binding
    for name, expected, observed in (
        ("care-of address", told.care_of_address, shown.care_of_address),
        ("home agent", told.home_agent, shown.home_agent),
        ("Identification", f"{told.identification:016x}", f"{shown.identification:016x}"),
        ("flags", f"{told.flags:#04x}", f"{shown.flags:#04x}"),
        ("lifetime granted", told.lifetime_granted, shown.lifetime_granted),
    ):
        if expected != observed:
            return f"{name} {observed}, not {expected}"
    for option in told.sub_options:
        if option not in shown.sub_options:
            return f"sub-option {option.type} ({option.value.hex()}) is missing"
    if told.lifetime_remaining != INFINITE_LIFETIME:
        elapsed = max(0, time - fact.sure) / SECOND
        limit = math.ceil(told.lifetime_remaining - elapsed + 1)
        if shown.lifetime_remaining > limit:
            return f"lifetime remaining {shown.lifetime_remaining}, more than {limit}"
    return None
