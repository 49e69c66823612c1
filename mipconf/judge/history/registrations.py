"""Registrations at the HUT: each request with its reply (RFC 5944, sections 3.3 and 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mipconf.judge.fhrp.election import Election
from mipconf.judge.history.event import Event
from mipconf.judge.history.incarnations import Incarnations
from mipconf.judge.history.joins import Joins
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import (
    NAI_EXTENSION,
    UNASSIGNED,
    RegistrationReply,
    RegistrationRequest,
)
from mipconf.protocol.pairing import answers
from mipconf.trace.remark import Intent, RemarkKind
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Registration:
    """A Registration Request and the reply to it, if one came."""

    request: Event[RegistrationRequest]
    reply: Event[RegistrationReply] | None
    intent: Intent

    @property
    def accepted(self) -> bool:
        """Whether the reply accepts the registration or de-registration."""
        return self.reply is not None and self.reply.message.accepts

    @property
    def deregisters(self) -> bool:
        """Whether it asks for an end: lifetime 0."""
        return self.request.message.lifetime == 0

    @property
    def home_address(self) -> str:
        """The mobile node's home address; the reply has it where the request asks for one."""
        asked = self.request.message.home_address
        return self.reply.message.home_address if asked == UNASSIGNED and self.reply else asked

    @property
    def identification(self) -> int:
        """The Identification of the request."""
        return self.request.message.identification

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames of request and reply."""
        answered = () if self.reply is None else (self.reply.frame,)
        return (self.request.frame, *answered)


def registrations(
    trace: Trace,
    setting: Setting,
    traffic: Traffic,
    election: Election,
    incarnations: Incarnations,
    joins: Joins,
) -> tuple[Registration, ...]:
    """All registrations that reached the HUT, in order of their requests.

    A request that comes twice is one: whoever accepted it refuses the second, for "an equal one is
    not newer" (docs/protocol.md#5-4). It may refuse one that comes after a newer one, too; and one
    that comes before its table is surely initialized, for until then it may not "accept
    registrations" (docs/protocol.md#5-6).
    """
    intents = _intents(trace)
    requests = _first_copies(traffic, incarnations)
    replies = _replies(traffic, requests, setting)
    overtaken = _overtaken(traffic, requests)
    served = _served(traffic)
    result = []
    for request in requests:
        home, answer = request.message.home_address, replies.get(request.frame)
        intent = intents.get((home, request.message.identification), Intent.ACCEPTANCE)
        if request.frame in traffic.unauthentic:
            intent = Intent.REFUSAL
        elif request.frame in overtaken and intent is Intent.ACCEPTANCE:
            intent = Intent.EITHER
        if intent is Intent.ACCEPTANCE:
            if answer is None and _is_for_another(request, setting, election):
                continue
            known = answer.message.accepts if answer else home in served
            refusable = joins.may_be_under_way(request.time) and not (
                answer is not None and answer.message.accepts
            )
            if refusable or (setting.external and not known):
                intent = Intent.EITHER
        result.append(Registration(request, answer, intent))
    return tuple(result)


def _first_copies(traffic: Traffic, incarnations: Incarnations) -> list[Event[RegistrationRequest]]:
    copies: dict[object, Event[RegistrationRequest]] = {}
    for request in traffic.heard(RegistrationRequest):
        forged = request.frame in traffic.unauthentic
        key = (request.source, request.destination, request.message, forged)
        copies.setdefault((incarnations.at(request.time), key), request)
    return list(copies.values())


def _replies(
    traffic: Traffic, requests: Sequence[Event[RegistrationRequest]], setting: Setting
) -> dict[int, Event[RegistrationReply]]:
    """The reply to each request, by the request's frame.

    A reply belongs to the latest request of its home address whose Identification has the low half
    that the reply returns (RFC 5944, section 5.7).
    """
    replies: dict[int, Event[RegistrationReply]] = {}
    for reply in traffic.sent(RegistrationReply):
        match = _latest_before(reply, requests)
        if match is not None and not (setting.external and _answers_another(reply, match)):
            earlier = replies.setdefault(match.frame, reply)
            # Frames of one instant have no order: the second of two answers may stand first.
            if earlier.time == reply.time and reply.message.accepts:
                replies[match.frame] = reply
    return replies


def _overtaken(traffic: Traffic, requests: Iterable[Event[RegistrationRequest]]) -> frozenset[int]:
    """The frames of requests that came after a newer one of the same mobile node."""
    newest: dict[object, int] = {}
    overtaken = set()
    for request in requests:
        who, identification = _asker(request), request.message.identification
        if request.frame in traffic.unauthentic:
            continue
        if who in newest and not is_newer(identification, newest[who]):
            overtaken.add(request.frame)
        else:
            newest[who] = identification
    return frozenset(overtaken)


def _asker(request: Event[RegistrationRequest]) -> object:
    """Whose request it is: by home address, or by NAI and address where it asks for one."""
    message = request.message
    if message.home_address != UNASSIGNED:
        return message.home_address
    nai = next((each.value for each in message.extensions if each.type == NAI_EXTENSION), b"")
    return nai or request.source


def _served(traffic: Traffic) -> frozenset[str]:
    """The mobile nodes that the HUT has accepted at some time, and so is to answer."""
    return frozenset(
        reply.message.home_address
        for reply in traffic.sent(RegistrationReply)
        if reply.message.accepts
    )


def _is_for_another(
    request: Event[RegistrationRequest], setting: Setting, election: Election
) -> bool:
    """Whether a request at the virtual IP address is not for the HUT, or perhaps not."""
    if not setting.shares_virtual_ip:
        return False
    if request.destination.address != setting.group.virtual_ip:
        return False
    is_active = election.hut_says_active(request.time)
    return not is_active or bool(election.other_actives(request.time))


def _intents(trace: Trace) -> dict[tuple[object, object], Intent]:
    return {
        (remark.data.get("home_address"), remark.data.get("identification")): Intent(
            remark.data.get("expect")
        )
        for remark in trace.remarked(RemarkKind.INTENT)
    }


def _answers_another(reply: Event[RegistrationReply], match: Event[RegistrationRequest]) -> bool:
    """Whether a reply rather belongs to a request that an external capture does not have.

    The low half of an Identification, a fraction of a second, is the same for some others; a home
    agent that accepts a request returns both halves (RFC 5944, section 5.7.1).
    """
    differs = reply.message.identification != match.message.identification
    return reply.message.accepts and differs


def _latest_before(
    reply: Event[RegistrationReply], requests: Iterable[Event[RegistrationRequest]]
) -> Event[RegistrationRequest] | None:
    match = None
    for request in requests:
        if request.time > reply.time:
            break
        if request.source == reply.destination and answers(reply.message, request.message):
            match = request
    return match
