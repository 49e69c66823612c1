"""Claims 33 and 36 to 39: what other HAs tell is taken in, acknowledged, and outlived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mipconf.judge.duties.acknowledgement import acknowledgements
from mipconf.judge.duties.application import newest_shown
from mipconf.judge.duties.showing import (
    SHOWN,
    SHOWN_CLAUSE,
    others_kept,
    shown_findings,
)
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.facts import Fact, Via
from mipconf.judge.history.history import History
from mipconf.judge.history.reference_table import Mark, Standing
from mipconf.judge.history.transmissions import Sent
from mipconf.judge.judges import judges
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import Binding, BindingUpdate, BindingUpdateAck
from mipconf.requirements.catalogue import REQUIREMENTS

UPDATE, DUPLICATE, OTHER_CONTENT = REQUIREMENTS["36"].situations
DELETION, MARKED_BY_UPDATE, MARKED_BY_REPLY, REVIVED = REQUIREMENTS["38"].situations
BEFORE_PURGE, AFTER_PURGE = REQUIREMENTS["39"].situations

MARK_CLAUSE = "docs/protocol.md#5-5-rules: X = 1 creates an entry marked as deleted"
PURGE_CLAUSE = (
    "docs/protocol.md#5-5-marks: it is purged deleted entry time after it was last marked"
)


@judges("33")
def claim_33(history: History) -> Iterator[Finding]:
    """The HUT shows the newest binding that it was told of by updates."""
    yield from newest_shown(history, lambda fact: True)


@judges("36")
def claim_36(history: History) -> Iterator[Finding]:
    """Every update is acknowledged to its sender alone, duplicates again; none is applied twice."""
    yield from _acknowledged(history, history.traffic.heard(BindingUpdate), alone=True)
    yield from _told_others(history)
    yield from _applied_twice(history)


@judges("37")
def claim_37(history: History) -> Iterator[Finding]:
    """A deletion told by another HA ends the binding here, and no other."""
    deletions = [
        event
        for event in history.traffic.heard(BindingUpdate)
        if any(binding.deleted for binding in event.message.bindings)
        and _is_between_others(history, event)
    ]
    yield from (
        replace(finding, situation=DELETION) for finding in _acknowledged(history, deletions)
    )
    for shown in history.tables.of(lambda fact: fact.via is Via.UPDATE and fact.binding.deleted):
        yield from shown_findings([shown], SHOWN, SHOWN_CLAUSE)
        yield from others_kept(history, shown, SHOWN)
    yield from shown_findings(
        [
            shown
            for shown in history.tables.returned
            if shown.fact.via is Via.UPDATE and not history.reference.is_mark(shown.fact)
        ],
        SHOWN,
        SHOWN_CLAUSE,
    )


@judges("38")
def claim_38(history: History) -> Iterator[Finding]:
    """A deletion that overtakes its registration leaves a mark that keeps the older binding out."""
    yield from (finding for finding in claim_37(history) if finding.situation == DELETION)
    yield from (
        replace(f, situation=MARKED_BY_UPDATE) for f in _acknowledged(history, _marking(history))
    )
    for shown in history.tables.shown:
        mark = history.reference.mark_before(shown.fact)
        if mark is None or shown.fact.binding.deleted or _surely_purged(history, mark, shown.fact):
            continue
        if shown.expectation.standing is Standing.HELD:
            situation = REVIVED
        else:
            situation = MARKED_BY_REPLY if shown.fact.via is Via.REPLY else MARKED_BY_UPDATE
        yield from shown_findings([shown], situation, MARK_CLAUSE)


@judges("39")
def claim_39(history: History) -> Iterator[Finding]:
    """The mark is purged: before the deleted entry time it holds, some time after it does not."""
    for shown in history.tables.shown:
        mark = history.reference.mark_before(shown.fact)
        if mark is None or shown.fact.binding.deleted:
            continue
        if is_newer(shown.fact.binding.identification, mark.identification):
            continue
        after = _surely_purged(history, mark, shown.fact)
        if after is (shown.expectation.standing is Standing.HELD):
            situation = AFTER_PURGE if after else BEFORE_PURGE
            yield from shown_findings([shown], situation, PURGE_CLAUSE)


def _surely_purged(history: History, mark: Mark, fact: Fact) -> bool:
    return fact.since > mark.last + history.setting.mark_purged_ns


def _acknowledged(
    history: History, updates: Sequence[Event[BindingUpdate]], *, alone: bool = False
) -> Iterator[Finding]:
    acks = history.traffic.sent(BindingUpdateAck)
    originals = {
        (event.message.home_agent_id, event.message.sequence): event
        for event in reversed(history.traffic.heard(BindingUpdate))
    }

    def situation(event: Event[Sent]) -> str:
        original = originals[event.message.home_agent_id, event.message.sequence]
        if original is event:
            return UPDATE
        same = _homes(original) == _homes(event)
        return DUPLICATE if same else OTHER_CONTENT

    yield from acknowledgements(history, updates, acks, situation, alone=alone)


def _homes(event: Event[Sent]) -> frozenset[str]:
    return frozenset(binding.home_address for binding in event.message.bindings)


def _applied_twice(history: History) -> Iterator[Finding]:
    """Bindings that came in duplicates only, and are shown nevertheless."""
    told = history.reference.facts
    known = {_state(fact.binding) for facts in told.values() for fact in facts}
    applied = {fact.frame for facts in told.values() for fact in facts}
    originals: dict[tuple[str, int], set[tuple[str, int]]] = {}
    for event in history.traffic.heard(BindingUpdate):
        key = (event.message.home_agent_id, event.message.sequence)
        states = {_state(binding): binding for binding in event.message.bindings}
        original = originals.setdefault(key, set(states))
        if event.frame in applied:
            continue
        for state in sorted(states.keys() - original - known):
            home = state[0]
            for series in history.tables.series:
                shown = series.shown.get(home)
                if series.start < event.time or shown is None or _state(shown) != state:
                    continue
                yield Finding.missed(
                    OTHER_CONTENT,
                    (event.frame, *series.brief),
                    f"the binding of {home}, which came in a duplicate only, is shown",
                    clause="docs/protocol.md#5-1-duplicates: a duplicate is acknowledged again "
                    "and not applied",
                    expected=f"no such binding of {home}",
                    observed=f"the binding of {home} that the duplicate told of",
                )


def _state(binding: Binding) -> tuple[str, int]:
    return binding.home_address, binding.identification


def _told_others(history: History) -> Iterator[Finding]:
    """Acknowledgements that went not to the sender of the update, or not to it alone."""
    updates = history.traffic.heard(BindingUpdate)
    for ack in history.traffic.sent(BindingUpdateAck):
        same = [u for u in updates if u.message.sequence == ack.message.sequence]
        causes = [u for u in same if 0 <= ack.time - u.time <= history.setting.answer_ns]
        if not causes or ack.destination.address in {u.source.address for u in same}:
            continue
        cause, to = causes[-1], ack.destination.address
        yield Finding.missed(
            UPDATE,
            (cause.frame, ack.frame),
            f"the acknowledgement of update {cause.message.sequence} of "
            f"{cause.message.home_agent_id} went to {to}",
            clause="docs/claims.md#claim-36: a Binding Update Ack to P alone",
            expected=f"one to {cause.message.home_agent_id}",
            observed=f"one to {to}",
        )


def _marking(history: History) -> list[Event[BindingUpdate]]:
    """The updates that told of the deletion of a mobile node unknown until then."""
    frames = {
        facts[0].frame
        for facts in history.reference.facts.values()
        if facts[0].binding.deleted and facts[0].via is Via.UPDATE
    }
    return [event for event in history.traffic.heard(BindingUpdate) if event.frame in frames]


def _is_between_others(history: History, event: Event[BindingUpdate]) -> bool:
    return any(
        history.reference.is_between_others(binding.home_address, event.time - 1)
        for binding in event.message.bindings
        if binding.deleted
    )
