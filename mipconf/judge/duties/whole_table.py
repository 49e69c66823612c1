"""The duty to send the whole table, to the requester alone (docs/protocol.md#5-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mipconf.judge.duties.reply import replied, requests_to_judge
from mipconf.judge.finding import Finding
from mipconf.judge.history.facts import Via
from mipconf.judge.history.history import History
from mipconf.judge.history.reference_table import Expectation, ReferenceTable, Standing
from mipconf.judge.history.series import Series
from mipconf.judge.verdict import Verdict
from mipconf.protocol.messages import Code, TableRequest
from mipconf.requirements.catalogue import REQUIREMENTS

EMPTY, SINGLE, MANY, MORE_THAN_A_DATAGRAM, MORE_THAN_A_WINDOW = REQUIREMENTS["16"].situations
WHOLE_CLAUSE = "docs/protocol.md#5-7-series: it sends all its bindings in as many parts as needed"


def whole_tables(history: History, counted: frozenset[Via]) -> Iterator[Finding]:
    """That each series has every binding that was told in these ways and held throughout, once."""
    for request in requests_to_judge(history):
        joining = history.joins.at(request.time)
        if (
            joining is not None
            and joining.started
            and joining.latest is not None
            and request.time < joining.latest
        ):
            continue
        answered = replied(history, request, MANY)
        series = history.answer_to(request)
        if series is None:
            if answered.verdict is not Verdict.PASS:
                yield answered
            continue
        yield from _complete_table(history, series, counted)
    yield from _replies_astray(history)


def _complete_table(history: History, series: Series, counted: frozenset[Via]) -> Iterator[Finding]:
    """Whether a series has every binding held throughout, once; nothing where it was cut short."""
    if series.code != Code.ACCEPTED:
        return
    situations = _sizes(history, series)
    if not series.complete:
        yield from _incomplete_table(history, series, situations[0])
        return
    reference = history.reference
    counts = Counter(binding.home_address for binding in series.bindings if not binding.deleted)
    twice = [home for home, count in counts.items() if count > 1]
    missing = [
        home
        for home in reference.facts
        if home not in counts
        and _must_show(reference, reference.expect(home, series.start, series.end), counted)
    ]
    invented = _invented(history, series)
    problem = None
    if invented:
        problem = f"{invented[0]} is in it, which nobody registered or told"
    elif twice:
        problem = f"{twice[0]} stands in it {counts[twice[0]]} times"
    elif missing:
        problem = f"{missing[0]} is missing in it" + (
            f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        )
    for situation in situations:
        if problem is None:
            yield Finding.met(situation, *series.brief)
        else:
            yield Finding.missed(
                situation,
                series.brief,
                f"the series to {series.requester}: {problem}",
                clause=WHOLE_CLAUSE,
                expected="every binding held throughout, once, and no other",
                observed=problem,
            )


def _invented(history: History, series: Series) -> list[str]:
    """The bindings that the HUT can have from nobody, where the trace has its whole life.

    A capture of somebody else's may lack what the HUT was told.
    """
    incarnation = history.incarnations.at(series.start)
    if history.setting.external or incarnation is None or incarnation.start is None:
        return []
    return [home for home in series.shown if home not in history.traffic.named_to_hut]


def _must_show(
    reference: ReferenceTable, expectation: Expectation, counted: frozenset[Via]
) -> bool:
    """Whether the series must have it. Claims 38 and 39 judge what depends on a mark."""
    fact = expectation.fact
    return (
        expectation.standing is Standing.HELD
        and fact is not None
        and fact.via in counted
        and reference.mark_before(fact) is None
    )


def _sizes(history: History, series: Series) -> list[str]:
    held = len(series.shown)
    sizes = [EMPTY if held == 0 else SINGLE if held == 1 else MANY]
    if len(series.parts) > 1 and held > 1:
        sizes.append(MORE_THAN_A_DATAGRAM)
    if len(series.parts) > history.setting.window and held > 1:
        sizes.append(MORE_THAN_A_WINDOW)
    return sizes


def _incomplete_table(history: History, series: Series, situation: str) -> Iterator[Finding]:
    """An incomplete series is the HUT's fault only if the requester did its own part."""
    acked = {ack.message.sequence for ack in series.acks}
    if any(part.message.sequence not in acked for part in series.parts):
        return
    last = max(ack.time for ack in series.acks)
    deadline = last + history.setting.answer_ns
    if not history.silence.is_judgeable(last, deadline) or history.setting.lossy:
        return
    silent = history.silence.excuse(last, deadline)
    if silent is not None:
        yield Finding.unclear(situation, series.brief, silent)
        return
    numbers = sorted(part.message.part for part in series.parts)
    observed = f"parts {', '.join(map(str, numbers[:8]))} and no others, the last one missing"
    if any(not part.message.more for part in series.parts):
        observed = f"{len(numbers)} parts, not all from 1 to the last"
    yield Finding.missed(
        situation,
        series.brief,
        f"the series to {series.requester} never became complete: {observed}",
        clause=WHOLE_CLAUSE,
        expected="all parts, of which the last has M = 0",
        observed=observed,
        due=deadline,
    )


def _replies_astray(history: History) -> Iterator[Finding]:
    """Replies to the whole group, or to an HA that did not ask."""
    asked = {request.message.sequence for request in history.traffic.heard(TableRequest)}
    for series in history.served:
        first = series.parts[0]
        if first.destination.is_multicast:
            to = "the whole group"
        elif series.request is None and first.message.request_sequence in asked:
            to = f"{series.requester}, which did not ask"
        else:
            continue
        yield Finding.missed(
            MANY,
            (first.frame,),
            f"a Table Reply was sent to {to}",
            clause="docs/protocol.md#3-4: Table Reply: unicast to the requester",
            expected="a Table Reply to the requester alone",
            observed=f"one to {to}",
        )
