"""Claims 11, 12, 26 and 30: the HA that joins asks for the table, and takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mipconf.judge.claims.updating import SHOWN, SHOWN_CLAUSE
from mipconf.judge.duties.acknowledgement import acknowledgements
from mipconf.judge.duties.notification import elapsed
from mipconf.judge.duties.showing import shown_findings
from mipconf.judge.finding import Finding
from mipconf.judge.history.joining import Joining
from mipconf.judge.history.knowledge import Fact, Via
from mipconf.judge.history.record import Record
from mipconf.judge.history.series import Series
from mipconf.judge.history.view import Event
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
def claim_11(record: Record) -> Iterator[Finding]:
    """The Home Agent Identifier of a Table Request is the address that it comes from."""
    for request in record.view.sent(TableRequest):
        yield Finding.met(REQUESTS, request.frame)
    for flaw in record.view.flaws:
        event = flaw.event
        if event is None or not isinstance(event.message, TableRequest):
            continue
        if event.message.home_agent_id == record.setting.hut:
            continue
        yield Finding.missed(
            REQUESTS,
            (flaw.frame,),
            f"a Table Request of {event.source.address} carries "
            f"Home Agent Identifier {event.message.home_agent_id}",
            clause="docs/protocol.md#2: Home Agent Identifier: the sender",
            expected=f"Home Agent Identifier {record.setting.hut}",
            observed=f"Home Agent Identifier {event.message.home_agent_id}",
        )


@judges("12")
def claim_12(record: Record) -> Iterator[Finding]:
    """Every part is acknowledged, and the HUT shows every binding of it."""
    for series in answers(record):
        for situation in _situations(series):
            yield from acknowledged(record, (*series.parts, *series.repeats), situation)
    yield from shown(record)


@judges("26")
def claim_26(record: Record) -> Iterator[Finding]:
    """A HUT that starts where a member is known requests the table and shows what it got."""
    for joining in record.joinings:
        yield from requested(record, joining)
    for series in answers(record):
        yield from acknowledged(record, series.parts, ANSWERED)
    yield from shown(record)


def answers(record: Record) -> list[Series]:
    """The series that answer a request of the HUT."""
    return [series for series in record.learned if series.request is not None]


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
    record: Record, sendings: Sequence[Event[TableReply]], situation: str
) -> Iterator[Finding]:
    """That each of these parts was acknowledged."""
    stimuli = sorted(sendings, key=lambda part: part.time)
    acks = [ack for ack in record.view.sent(TableReplyAck) if ack.time >= stimuli[0].time]
    yield from acknowledgements(record.view, stimuli, acks, lambda _: situation)


def shown(record: Record, among: Sequence[Series] | None = None) -> Iterator[Finding]:
    """What P sent (in these series) is shown.

    Whether a mark keeps an older binding out is claim 38's affair.
    """
    knowledge = record.showing.knowledge
    frames = None if among is None else {part.frame for one in among for part in one.parts}

    def told(fact: Fact) -> bool:
        return (
            fact.via is Via.REPLY
            and (frames is None or fact.frame in frames)
            and knowledge.mark_before(fact) is None
        )

    yield from shown_findings(record.showing.of(told), SHOWN, SHOWN_CLAUSE)
    yield from record.showing.never_shown(told)


def requested(record: Record, joining: Joining, known: int | None = None) -> Iterator[Finding]:
    """That a HUT that started multicast a Table Request.

    `known` is when it surely knew a member: from its start on, unless said otherwise.
    """
    incarnation, view = joining.incarnation, record.view
    known = incarnation.ready if known is None else known
    if known is None:
        return
    members = record.members.certain(known)
    if not members:
        return
    # The tester allows for a HUT that listens first; whether it may is claim 13's affair.
    listens = record.setting.timers.listen_ms * MILLISECOND
    deadline = known + listens + record.setting.answer_ns
    asked = [request for request in joining.requests if request.time <= deadline]
    if asked and asked[0].destination.address == record.setting.group.address:
        yield Finding.met(REQUESTS, asked[0].frame)
        return
    if not asked and not view.judgeable(known, deadline):
        return
    silent = None if asked else view.why_silent(known, deadline)
    frames = tuple(request.frame for request in asked[:1])
    if silent is not None or (record.setting.lossy and not asked):
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
        expected=f"a Table Request to {record.setting.group.address}",
        observed=observed,
        due=None if asked else deadline,
    )
