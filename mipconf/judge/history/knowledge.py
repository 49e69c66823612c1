"""What the HUT was told about each mobile node, and so what it must show (docs/protocol.md#5-5).

The tester cannot look into the HUT. But it knows every registration that the HUT accepted, every
update and every part of a table that reached it; from these follows, for each home address and
moment, whether the HUT must show a binding, must not, or may do either.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from mipconf.judge.history.registrations import registrations
from mipconf.judge.history.view import Event, Incarnation, View
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import from_time, is_newer
from mipconf.protocol.messages import (
    INFINITE_LIFETIME,
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    RegistrationReply,
    RegistrationRequest,
    ReplyCode,
    SubOption,
    SubOptionType,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.trace.setting import FOREVER

NAI_EXTENSION = 131
_ACCEPTING = (ReplyCode.ACCEPTED, ReplyCode.ACCEPTED_NO_SIMULTANEOUS)
FORGET_NS = 30 * SECOND
"""How long at least a receiver remembers what it accepted (docs/protocol.md#5-1)."""


class Via(Enum):
    """How the HUT was told."""

    REGISTRATION = "a registration"
    UPDATE = "an update"
    REPLY = "a part of a table"
    BEFORE = "somebody before the trace began"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the HUT was told: between `since` and `sure` it took it in.

    `is_doubtful`: perhaps it did not, for it may not have reached it.
    """

    binding: Binding
    via: Via
    frame: int
    since: int
    sure: int
    is_doubtful: bool = False


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


NOTHING = Expectation(Standing.ABSENT)


class _State(Enum):
    BOUND = "bound"
    MARKED = "marked as deleted"
    UNKNOWN = "one or the other"


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the HUT's table as the facts make it; `fact` is the newest that counts.

    `firm`: the mark is a MUST ("X = 1 creates an entry marked as deleted"), not a SHOULD.
    """

    fact: Fact
    state: _State
    firm: bool = False
    first_marked: int = 0
    last_marked: int = 0


class Knowledge:
    """All facts of a trace, by home address."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._setting = view.setting
        facts = sorted(
            (*_registered(view), *_told_by_hut(view), *_updated(view), *_replied(view)),
            key=lambda fact: (fact.since, fact.frame),
        )
        self.facts: dict[str, list[Fact]] = {}
        self._unseen = _unseen(view)
        self.idle: dict[str, list[Fact]] = {}
        """De-registrations that were accepted and had nothing to remove."""
        for fact in facts:
            if self._counts(fact):
                self.facts.setdefault(fact.binding.home_address, []).append(fact)
            elif self._setting.external:
                # It may have removed a binding of which the trace does not tell.
                doubtful = replace(fact, sure=FOREVER, is_doubtful=True)
                self.facts.setdefault(fact.binding.home_address, []).append(doubtful)
            else:
                self.idle.setdefault(fact.binding.home_address, []).append(fact)

    def expect(self, home_address: str, start: int, end: int) -> Expectation:
        """What a table must show that was put together at some time from `start` to `end`."""
        incarnation = self._view.incarnation_at(start)
        if self._setting.external and (incarnation is None or incarnation.is_unsettled):
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
                entry = self._perhaps(entry, fact)
                continue
            if fact.sure > start:
                return Expectation(Standing.UNCERTAIN, fact)
            entry = self._apply(entry, fact)
        if entry is not None and self._may_be_ended(entry.fact, born):
            return Expectation(Standing.UNCERTAIN, entry.fact)
        return self._standing(entry, start, end)

    def before(self, home_address: str, time: int) -> Expectation:
        """What a table must have shown just before `time`."""
        return self.expect(home_address, time - 1, time - 1)

    def _known_from(self, incarnation: Incarnation | None, end: int) -> int | None:
        """From when on the trace tells all that the HUT was told until `end`; None: from its start.

        A trace that is not of a run begins somewhere, and may have missed something.
        """
        if not self._setting.external:
            return None
        assert incarnation is not None
        begin = incarnation.since or min(packet.time for packet in self._view.trace.packets)
        missed = [min(until, end) for since, until in self._unseen if since <= end]
        return max(begin, *missed) if missed else begin

    def _unknown(self, home_address: str, time: int) -> _Entry:
        """What the HUT may know of a mobile node at `time`: nothing much newer than that."""
        window = self._setting.timers.replay_window_s * SECOND
        newest = from_time(time + self._view.clock_ahead + window)
        never = INFINITE_LIFETIME
        anything = Binding(home_address, "0.0.0.0", "0.0.0.0", 0, False, never, never, newest)
        return _Entry(Fact(anything, Via.BEFORE, 0, time, time), _State.UNKNOWN)

    def _perhaps(self, entry: _Entry | None, fact: Fact) -> _Entry:
        """The entry after something that the HUT may have taken in, or not."""
        if entry is None:
            return _Entry(fact, _State.UNKNOWN)
        if self._replaces(fact, entry.fact):
            return replace(entry, fact=fact, state=_State.UNKNOWN)
        # Older, it changes nothing, unless the mark is purged.
        return entry if entry.state is _State.BOUND else replace(entry, state=_State.UNKNOWN)

    def _may_be_ended(self, fact: Fact, born: int) -> bool:
        """Whether an HA that marks also where nothing was bound need not take this fact in."""
        return not fact.binding.deleted and any(
            born <= idle.since <= fact.sure
            and not is_newer(fact.binding.identification, idle.binding.identification)
            for idle in self.idle.get(fact.binding.home_address, ())
        )

    def _counts(self, fact: Fact) -> bool:
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
        incarnation = self._view.incarnation_at(fact.since)
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

    def _standing(self, entry: _Entry | None, start: int, end: int) -> Expectation:
        if entry is None:
            return NOTHING
        if entry.state is _State.MARKED:
            return Expectation(Standing.ABSENT, entry.fact)
        expired = self._expired(entry.fact, start, end)
        if entry.state is _State.UNKNOWN or expired is None:
            return Expectation(Standing.UNCERTAIN, entry.fact)
        return Expectation(Standing.ABSENT if expired else Standing.HELD, entry.fact)

    def _expired(self, fact: Fact, start: int, end: int) -> bool | None:
        """Whether the binding's lifetime has ended from `start` to `end`; None: it may have."""
        if fact.binding.lifetime_remaining == INFINITE_LIFETIME:
            return False
        lifetime = fact.binding.lifetime_remaining * SECOND
        if end < fact.since + lifetime - SECOND:
            return False
        return True if start > fact.sure + lifetime + SECOND else None

    def _apply(self, entry: _Entry | None, fact: Fact) -> _Entry:
        """The entry after a fact, by the rules of docs/protocol.md#5-5."""
        if entry is not None and entry.state is _State.MARKED:
            return self._applied_to_mark(entry, fact)
        if entry is not None and entry.state is _State.UNKNOWN:
            # Only what is newer than all that the entry may be makes it certain again.
            # A registration is accepted only if it is that.
            newer = fact.via is Via.REGISTRATION or self._replaces(fact, entry.fact)
            return self._replaced_by(fact) if newer else entry
        expired = entry is not None and self._expired(entry.fact, fact.since, fact.sure)
        if entry is None or expired:
            # "No entry for the home address (an expired one is none)": a mark is a MUST here, but
            # for the HA that accepts a de-registration (5.4).
            firm = fact.via is not Via.REGISTRATION
            return self._replaced_by(fact, firm=firm)
        if self._replaces(fact, entry.fact):
            return self._replaced_by(fact)
        return replace(entry, state=_State.UNKNOWN) if expired is None else entry

    def _applied_to_mark(self, mark: _Entry, fact: Fact) -> _Entry:
        lasts = self._setting.mark_lasts_ns
        purged_by = mark.last_marked + self._setting.mark_purged_ns
        replaces = self._replaces(fact, mark.fact)
        if fact.since > purged_by:
            return self._replaced_by(fact, firm=fact.via is not Via.REGISTRATION)
        if fact.binding.deleted:
            # "A marked entry stays marked and takes the newer Identification."
            newest = fact if replaces else mark.fact
            return replace(mark, fact=newest, last_marked=fact.sure)
        if replaces:
            return self._replaced_by(fact)
        if mark.firm and fact.sure < mark.first_marked + lasts:
            return mark
        return replace(mark, state=_State.UNKNOWN)

    @staticmethod
    def _replaced_by(fact: Fact, *, firm: bool = False) -> _Entry:
        state = _State.MARKED if fact.binding.deleted else _State.BOUND
        return _Entry(fact, state, firm, fact.since, fact.sure)

    @staticmethod
    def _replaces(fact: Fact, held: Fact) -> bool:
        return is_newer(fact.binding.identification, held.binding.identification)


def difference(fact: Fact, shown: Binding, time: int) -> str | None:
    """How a binding shown at `time` differs from the fact that it shows; None: it does not.

    "Compared are home address, home agent, care-of address, flags, granted lifetime,
    Identification and every sub-option that was told" (docs/claims.md, Showing).
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


def _registered(view: View) -> Iterator[Fact]:
    for registration in registrations(view):
        if not registration.accepted or registration.reply is None:
            continue
        request, reply = registration.request.message, registration.reply.message
        home = request.home_address
        options = tuple(
            SubOption(SubOptionType.NAI, extension.value)
            for extension in request.extensions
            if extension.type == NAI_EXTENSION
        )
        binding = Binding(
            home,
            view.setting.hut,
            request.care_of_address,
            request.flags,
            registration.deregisters,
            reply.lifetime,
            reply.lifetime,
            request.identification,
            options,
        )
        yield Fact(
            # "An NAI that does not fit is left out" (docs/protocol.md#4-1).
            binding if view.has_room(binding) else replace(binding, sub_options=()),
            Via.REGISTRATION,
            registration.request.frame,
            registration.request.time,
            registration.reply.time,
        )


def _unseen(view: View) -> list[tuple[int, int]]:
    """When the HUT was told something that the capture of somebody else does not have: from, to.

    It acknowledged what is not there, or accepted a registration that is not; or a Home
    Agent sent more than is there, perhaps to the HUT, or for what was registered with it.
    """
    if not view.setting.external:
        return []
    heard = {
        (message.home_agent_id, message.sequence)
        for kind in (BindingUpdate, TableReply)
        for message in (event.message for event in view.heard(kind))
    }
    times = [
        ack.time
        for kind in (BindingUpdateAck, TableReplyAck)
        for ack in view.sent(kind)
        if (ack.destination.address, ack.message.sequence) not in heard
    ]
    answered = {registration.reply for registration in registrations(view)}
    times += [
        reply.time
        for reply in view.sent(RegistrationReply)
        if reply.message.code in _ACCEPTING and reply not in answered
    ]
    return [*((time, time) for time in times), *view.gaps]


def _told_by_hut(view: View) -> Iterator[Fact]:
    """Registrations that the capture of somebody else does not have, as the HUT's updates tell."""
    known = {
        (request.message.home_address, request.message.identification)
        for request in view.heard(RegistrationRequest)
    }
    for update in view.sent(BindingUpdate) if view.setting.external else ():
        for binding in update.message.bindings:
            if (binding.home_address, binding.identification) not in known:
                yield Fact(
                    binding,
                    Via.REGISTRATION,
                    update.frame,
                    update.time,
                    FOREVER,
                    is_doubtful=True,
                )


def _updated(view: View) -> Iterator[Fact]:
    heard = view.heard(BindingUpdate)
    yield from _told(view, heard, view.sent(BindingUpdateAck), Via.UPDATE)


def _replied(view: View) -> Iterator[Fact]:
    requested = {request.message.sequence for request in view.sent(TableRequest)}
    heard = [
        reply for reply in view.heard(TableReply) if reply.message.request_sequence in requested
    ]
    yield from _told(view, heard, view.sent(TableReplyAck), Via.REPLY)


def _told(
    view: View,
    messages: list[Event[BindingUpdate]] | list[Event[TableReply]],
    acks: list[Event[BindingUpdateAck]] | list[Event[TableReplyAck]],
    via: Via,
) -> Iterator[Fact]:
    answers: dict[int, list[Event[BindingUpdateAck | TableReplyAck]]] = {}
    for ack in acks:
        answers.setdefault(ack.message.sequence, []).append(ack)
    accepted: dict[tuple[str, int], tuple[int, int]] = {}
    for event in messages:
        message = event.message
        key = (message.home_agent_id, message.sequence)
        ack_of = next((a for a in answers.get(key[1], ()) if a.time >= event.time), None)
        if ack_of is not None and ack_of.message.code != Code.ACCEPTED:
            continue
        earlier = accepted.get(key)
        if (
            earlier is not None
            and event.time - earlier[1] < FORGET_NS
            and (message.retransmission or message.identification == earlier[0])
        ):
            continue  # "acknowledged again and not applied" (docs/protocol.md#5-1)
        accepted[key] = (message.identification, event.time)
        limit = event.time + view.setting.answer_ns
        sure = limit if ack_of is None else min(ack_of.time, limit)
        # It may be lost; and what it repeats may have come before the trace began.
        is_doubtful = (view.setting.lossy and ack_of is None) or (
            view.setting.external and message.retransmission and earlier is None
        )
        for binding in message.bindings:
            if is_doubtful:
                yield Fact(binding, via, event.frame, event.time, FOREVER, is_doubtful=True)
            else:
                yield Fact(binding, via, event.frame, event.time, sure)
