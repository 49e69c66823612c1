"""The duty to show, in every complete series, what was told (docs/claims.md, "Showing")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mipconf.judge.finding import Finding
from mipconf.judge.history.facts import Fact
from mipconf.judge.history.history import History
from mipconf.judge.history.reference_table import Standing
from mipconf.judge.history.shown_tables import Shown
from mipconf.requirements.catalogue import REQUIREMENTS

*_, SHOWN = REQUIREMENTS["1"].situations
SHOWN_CLAUSE = "docs/claims.md#showing: in a complete series (Code 0) that answers a probe"


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


def others_kept(history: History, deletion: Shown, situation: str) -> Iterator[Finding]:
    """That a deletion took no other binding with it."""
    lost = history.tables.not_shown(deletion.series)
    if lost:
        homes = ", ".join(fact.binding.home_address for fact in lost[:3])
        yield Finding.missed(
            situation,
            (*deletion.frames, lost[0].frame),
            f"after the deletion of {deletion.fact.binding.home_address} the HUT no longer "
            f"shows {homes}",
            clause="docs/claims.md#claim-37: no longer shows that binding, and shows the others",
            expected="all other bindings",
            observed=f"{len(lost)} of them missing",
        )


def never_shown(history: History, condition: Callable[[Fact], bool]) -> Iterator[Finding]:
    """An inconclusive finding where a probe after the fact got no complete series.

    "If a probe gets no complete series, ... what hung on it is INCONCLUSIVE" (docs/claims.md,
    Showing).
    """
    seen = {shown.fact for shown in history.tables.shown}
    for facts in history.reference.facts.values():
        last = facts[-1]
        if last in seen or not condition(last):
            continue
        if any(series.start >= last.sure for series in history.tables.series):
            continue
        failed = next((probe for probe in history.failed_probes if probe.time >= last.sure), None)
        if failed is not None:
            yield Finding.unclear(SHOWN, (last.frame, *failed.frames), failed.reason)
            return
