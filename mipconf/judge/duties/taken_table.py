"""The duty to take a table: each part is acknowledged and each binding shown (claim 12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mipconf.judge.duties.acknowledgement import acknowledgements
from mipconf.judge.duties.showing import SHOWN, SHOWN_CLAUSE, never_shown, shown_findings
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.facts import Fact, Via
from mipconf.judge.history.history import History
from mipconf.judge.history.series import Series
from mipconf.protocol.messages import TableReply, TableReplyAck
from mipconf.requirements.catalogue import REQUIREMENTS

ONE_PART, MANY_PARTS, OUT_OF_ORDER, REPEATED, WITH_OPTIONS, _ = REQUIREMENTS["12"].situations
_, ANSWERED, _ = REQUIREMENTS["26"].situations


def table_taken(history: History) -> Iterator[Finding]:
    """That each part was acknowledged whenever it came, and that each binding of it is shown."""
    for series in answering_series(history):
        for situation in _situations(series):
            yield from parts_acknowledged(history, (*series.parts, *series.repeats), situation)
    yield from taken_shown(history)


def answering_series(history: History) -> list[Series]:
    """The series that answer a request of the HUT."""
    return [series for series in history.learned if series.request is not None]


def _situations(series: Series) -> list[str]:
    numbers = [part.message.part for part in series.parts]
    situations = [ONE_PART if len(numbers) == 1 else MANY_PARTS]
    if numbers != sorted(numbers):
        situations.append(OUT_OF_ORDER)
    if series.repeats or any(part.message.retransmission for part in series.parts):
        situations.append(REPEATED)
    if any(binding.sub_options for binding in series.bindings):
        situations.append(WITH_OPTIONS)
    return situations


def parts_acknowledged(
    history: History, sendings: Sequence[Event[TableReply]], situation: str
) -> Iterator[Finding]:
    """That each of these parts was acknowledged."""
    stimuli = sorted(sendings, key=lambda part: part.time)
    acks = [ack for ack in history.traffic.sent(TableReplyAck) if ack.time >= stimuli[0].time]
    yield from acknowledgements(history, stimuli, acks, lambda _: situation)


def taken_shown(history: History, among: Sequence[Series] | None = None) -> Iterator[Finding]:
    """That the HUT shows what it was told in these series, or in all.

    Claim 38 judges whether a mark keeps an older binding out.
    """
    reference = history.reference
    frames = None if among is None else {part.frame for one in among for part in one.parts}

    def told(fact: Fact) -> bool:
        return (
            fact.via is Via.REPLY
            and (frames is None or fact.frame in frames)
            and reference.mark_before(fact) is None
        )

    yield from shown_findings(history.tables.of(told), SHOWN, SHOWN_CLAUSE)
    yield from never_shown(history, told)
