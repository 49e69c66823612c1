"""Claims 11, 12, 26 and 30: the HA that joins asks for the table, and takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mipconf.judge.duties.acknowledgement import acknowledgements
from mipconf.judge.duties.notification import elapsed
from mipconf.judge.duties.showing import SHOWN, SHOWN_CLAUSE, never_shown, shown_findings
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.facts import Fact, Via
from mipconf.judge.history.history import History
from mipconf.judge.history.joining import Joining
from mipconf.judge.history.series import Series
from mipconf.judge.judges import judges
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.messages import TableReply, TableReplyAck, TableRequest

REQUESTS = "requests the table"
ONE_PART, MANY_PARTS, OUT_OF_ORDER = "one part", "many parts", "parts out of order"
REPEATED, WITH_OPTIONS = "a part repeated", "sub-options"
CLAIM_12 = (ONE_PART, MANY_PARTS, OUT_OF_ORDER, REPEATED, WITH_OPTIONS, SHOWN)
ANSWERED = "parts are acknowledged"
CLAIM_26 = (REQUESTS, ANSWERED, SHOWN)

JOIN_CLAUSE = "docs/protocol.md#5-6: as soon as it has a member it multicasts a Table Request"


@judges("11", "30")
def claim_11(history: History) -> Iterator[Finding]:
    """The Home Agent Identifier of a Table Request is the address that it comes from."""
    for request in history.traffic.sent(TableRequest):
        yield Finding.met(REQUESTS, request.frame)
    for flaw in history.traffic.flaws:
        event = flaw.event
        if event is None or not isinstance(event.message, TableRequest):
            continue
        if event.message.home_agent_id == history.setting.hut:
            continue
        yield Finding.missed(
            REQUESTS,
            (flaw.frame,),
            f"a Table Request of {event.source.address} carries "
            f"Home Agent Identifier {event.message.home_agent_id}",
            clause="docs/protocol.md#2: Home Agent Identifier: the sender",
            expected=f"Home Agent Identifier {history.setting.hut}",
            observed=f"Home Agent Identifier {event.message.home_agent_id}",
        )


@judges("12")
def claim_12(history: History) -> Iterator[Finding]:
    """Every part is acknowledged, and the HUT shows every binding of it."""
    for series in answers(history):
        for situation in _situations(series):
            yield from acknowledged(history, (*series.parts, *series.repeats), situation)
    yield from shown(history)


@judges("26")
def claim_26(history: History) -> Iterator[Finding]:
    """A HUT that starts where a member is known requests the table and shows what it got."""
    for joining in history.joinings:
        yield from requested(history, joining)
    for series in answers(history):
        yield from acknowledged(history, series.parts, ANSWERED)
    yield from shown(history)


def answers(history: History) -> list[Series]:
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


def acknowledged(
    history: History, sendings: Sequence[Event[TableReply]], situation: str
) -> Iterator[Finding]:
    """That each of these parts was acknowledged."""
    stimuli = sorted(sendings, key=lambda part: part.time)
    acks = [ack for ack in history.traffic.sent(TableReplyAck) if ack.time >= stimuli[0].time]
    yield from acknowledgements(history, stimuli, acks, lambda _: situation)


def shown(history: History, among: Sequence[Series] | None = None) -> Iterator[Finding]:
    """What P sent (in these series) is shown.

    Whether a mark keeps an older binding out is claim 38's affair.
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


def requested(history: History, joining: Joining, known: int | None = None) -> Iterator[Finding]:
    """That a HUT that started multicast a Table Request.

    `known` is when it surely knew a member: from its start on, unless said otherwise.
    """
    incarnation = joining.incarnation
    known = incarnation.ready if known is None else known
    if known is None:
        return
    members = history.members.certain(known)
    if not members:
        return
    # The tester allows for a HUT that listens first; whether it may is claim 13's affair.
    listens = history.setting.timers.listen_ms * MILLISECOND
    deadline = known + listens + history.setting.answer_ns
    asked = [request for request in joining.requests if request.time <= deadline]
    if asked and asked[0].destination.address == history.setting.group.address:
        yield Finding.met(REQUESTS, asked[0].frame)
        return
    if not asked and not history.silence.is_judgeable(known, deadline):
        return
    silent = None if asked else history.silence.excuse(known, deadline)
    frames = tuple(request.frame for request in asked[:1])
    if silent is not None or (history.setting.lossy and not asked):
        yield Finding.unclear(REQUESTS, frames, silent or "the request may have been lost")
        return
    observed = (
        f"a Table Request to {asked[0].destination.address}"
        if asked
        else f"none within {elapsed(known, deadline)} of its start"
    )
    yield Finding.missed(
        REQUESTS,
        frames,
        f"the HUT started, knew {', '.join(sorted(members))}, and did not multicast a "
        f"Table Request: {observed}",
        clause=JOIN_CLAUSE,
        expected=f"a Table Request to {history.setting.group.address}",
        observed=observed,
        due=None if asked else deadline,
    )
