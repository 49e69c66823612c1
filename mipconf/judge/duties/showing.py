"""What the HUT shows in complete series beside what it was told (docs/claims.md, "Showing")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from mipconf.judge.finding import Finding
from mipconf.judge.history.knowledge import Expectation, Fact, Knowledge, Standing, difference
from mipconf.judge.history.series import Series, series_sent
from mipconf.judge.history.view import View
from mipconf.protocol.identification import is_newer


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
class _FailedProbe:
    """A Table Request, or what it got, from which nothing can be told; and why."""

    time: int
    frames: tuple[int, ...]
    reason: str


class Showing:
    """Every fact of a trace, held against the table that the HUT showed next."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.knowledge = Knowledge(view)
        self.series = tuple(series for series in series_sent(view) if series.initialized)

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """All facts that were followed by a complete series before the next fact came."""
        return tuple(self._judged())

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
                expectation = self.knowledge.expect(home, series.start, series.end)
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

    def missing(self, series: Series) -> list[Fact]:
        """The facts of bindings that the HUT holds and this series does not show."""
        expectations = (
            self.knowledge.expect(home, series.start, series.end)
            for home in self.knowledge.facts
            if home not in series.shown
        )
        return [
            expectation.fact
            for expectation in expectations
            if expectation.standing is Standing.HELD and expectation.fact is not None
        ]

    def never_shown(self, condition: Callable[[Fact], bool]) -> Iterator[Finding]:
        """An inconclusive finding where a probe after the fact got no complete series.

        "If a probe gets no complete series, ... what hung on it is INCONCLUSIVE" (docs/claims.md,
        Showing).
        """
        seen = {shown.fact for shown in self.shown}
        for facts in self.knowledge.facts.values():
            last = facts[-1]
            if last in seen or not condition(last):
                continue
            if any(series.start >= last.sure for series in self.series):
                continue
            failed = next((probe for probe in self._failed if probe.time >= last.sure), None)
            if failed is not None:
                yield Finding.unclear("shown", (last.frame, *failed.frames), failed.reason)
                return

    @cached_property
    def _failed(self) -> tuple[_FailedProbe, ...]:
        """The probes that got no complete series, or nothing at all where an answer is due."""
        tried = series_sent(self._view)
        failed = [
            _FailedProbe(
                series.start,
                series.brief,
                f"the table shown to {series.requester} is not complete",
            )
            for series in tried
            if not series.initialized
        ]
        answered = {series.request.frame for series in tried if series.request is not None}
        if self._view.setting.responder == "always":
            failed += [
                _FailedProbe(
                    request.time,
                    (request.frame,),
                    f"no table was shown to {request.message.home_agent_id}, which asked for it",
                )
                for request in self._view.requests
                if request.frame not in answered
                and self._view.judgeable(request.time, request.time + self._view.setting.answer_ns)
            ]
        return tuple(sorted(failed, key=lambda probe: probe.time))

    def _judged(self) -> Iterator[Shown]:
        for home, facts in self.knowledge.facts.items():
            for index, fact in enumerate(facts):
                series = self._after(fact)
                following = facts[index + 1] if index + 1 < len(facts) else None
                if series is None or (following is not None and following.since <= series.end):
                    continue
                expectation = self.knowledge.expect(home, series.start, series.end)
                told = expectation.fact
                if told is not None and self._is_unseen(told, series):
                    continue
                if expectation.standing is not Standing.UNCERTAIN and not fact.is_doubtful:
                    yield Shown(fact, series, expectation, _problem(expectation, home, series))

    def _is_unseen(self, fact: Fact, series: Series) -> bool:
        """Whether a table shows newer state than the trace tells of, which may have missed it."""
        shown = series.shown.get(fact.binding.home_address)
        return (
            self._view.setting.lossy
            and shown is not None
            and is_newer(shown.identification, fact.binding.identification)
        )

    def _after(self, fact: Fact) -> Series | None:
        incarnation = self._view.incarnation_at(fact.since)
        for series in self.series:
            if series.start >= fact.sure:
                return (
                    series if incarnation is not None and incarnation.covers(series.start) else None
                )
        return None


def _problem(expectation: Expectation, home: str, series: Series) -> str | None:
    shown = series.shown.get(home)
    if expectation.standing is Standing.ABSENT:
        return None if shown is None else f"a binding of {home} is shown, and there is none"
    fact = expectation.fact
    assert fact is not None
    if shown is None:
        return f"the binding of {home} is not shown"
    wrong = difference(fact, shown, series.shown_at[home])
    return None if wrong is None else f"the binding of {home} is shown with {wrong}"


def shown_findings(shown: Iterable[Shown], situation: str, clause: str) -> Iterator[Finding]:
    """One finding for each: met, or missed with what the table should have said."""
    for item in shown:
        if item.problem is None:
            yield Finding.met(situation, *item.frames)
            continue
        held = item.expectation.standing is Standing.HELD
        yield Finding.missed(
            situation,
            item.frames,
            item.problem,
            clause=clause,
            expected=(
                f"the binding told by {item.fact.via.value}" if held else "no binding with X = 0"
            ),
            observed=item.problem,
        )


def others_kept(showing: Showing, deletion: Shown, situation: str) -> Iterator[Finding]:
    """That a deletion took no other binding with it."""
    lost = showing.missing(deletion.series)
    if lost:
        homes = ", ".join(fact.binding.home_address for fact in lost[:3])
        yield Finding.missed(
            situation,
            (*deletion.frames, lost[0].frame),
            f"after the deletion of {deletion.fact.binding.home_address} the HUT no longer "
            f"shows {homes}",
            clause="docs/protocol.md#5-5: X = 1 removes the binding, of this home address alone",
            expected="all other bindings",
            observed=f"{len(lost)} of them missing",
        )
