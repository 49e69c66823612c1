"""Registrations at the HUT: each request with its reply (RFC 5944, sections 3.3 and 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from mipconf.judge.history.view import Event, View
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import RegistrationReply, RegistrationRequest, ReplyCode
from mipconf.trace.trace import RemarkKind

_LOW = 0xFFFFFFFF


class Intent(Enum):
    """What the mobile node that the tester plays means by a request."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    EITHER = "either"
    """Nobody can know: the HUT may not be initialized yet, or a stranger made the request."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A Registration Request and the reply to it, if one came."""

    request: Event[RegistrationRequest]
    reply: Event[RegistrationReply] | None
    intent: Intent

    @property
    def accepted(self) -> bool:
        """Whether the reply accepts the registration or de-registration."""
        return _accepts(self.reply)

    @property
    def deregisters(self) -> bool:
        """Whether it asks for an end: lifetime 0."""
        return self.request.message.lifetime == 0

    @property
    def home_address(self) -> str:
        """The mobile node's home address."""
        return self.request.message.home_address

    @property
    def identification(self) -> int:
        """The Identification of the request."""
        return self.request.message.identification

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames of request and reply."""
        return (
            (self.request.frame,)
            if self.reply is None
            else (
                self.request.frame,
                self.reply.frame,
            )
        )


def registrations(view: View) -> tuple[Registration, ...]:
    """All registrations that reached the HUT, in order of their requests.

    A request that comes twice is one: whoever accepted it refuses the second, for "an equal one is
    not newer" (docs/protocol.md#5-4). It may refuse one that comes after a newer one, too.
    A reply belongs to the latest request of its home address whose Identification has the low half
    that the reply returns (RFC 5944, section 5.7).
    """
    intents = _intents(view)
    served = _served(view)
    replies: dict[int, Event[RegistrationReply]] = {}
    requests = _first_copies(view)
    overtaken = _overtaken(view, requests)
    for reply in view.sent(RegistrationReply):
        match = _latest_before(reply, requests)
        if match is not None and not _is_of_lost_request(view, reply, match):
            earlier = replies.setdefault(match.frame, reply)
            # Frames of one instant have no order: the second of two answers may stand first.
            if earlier.time == reply.time and _accepts(reply):
                replies[match.frame] = reply
    result = []
    for request in requests:
        key = (request.message.home_address, request.message.identification)
        intent = intents.get(key, Intent.ACCEPTANCE)
        if request.frame in view.unauthentic:
            intent = Intent.REFUSAL
        elif request.frame in overtaken and intent is Intent.ACCEPTANCE:
            intent = Intent.EITHER
        answer = replies.get(request.frame)
        if intent is Intent.ACCEPTANCE:
            if answer is None and _is_for_another(view, request):
                continue
            known = _accepts(answer) if answer else request.message.home_address in served
            if view.setting.external and not known:
                intent = Intent.EITHER
        result.append(Registration(request, answer, intent))
    return tuple(result)


def _first_copies(view: View) -> list[Event[RegistrationRequest]]:
    copies: dict[object, Event[RegistrationRequest]] = {}
    for request in view.heard(RegistrationRequest):
        forged = request.frame in view.unauthentic
        key = (request.source, request.destination, request.message, forged)
        copies.setdefault((view.incarnation_at(request.time), key), request)
    return list(copies.values())


def _overtaken(view: View, requests: Iterable[Event[RegistrationRequest]]) -> frozenset[int]:
    """The frames of requests that came after a newer one of the same mobile node."""
    newest: dict[str, int] = {}
    overtaken = set()
    for request in requests:
        home, identification = request.message.home_address, request.message.identification
        if request.frame in view.unauthentic:
            continue
        if home in newest and not is_newer(identification, newest[home]):
            overtaken.add(request.frame)
        else:
            newest[home] = identification
    return frozenset(overtaken)


def _accepts(reply: Event[RegistrationReply] | None) -> bool:
    return reply is not None and reply.message.code in (
        ReplyCode.ACCEPTED,
        ReplyCode.ACCEPTED_NO_SIMULTANEOUS,
    )


def _served(view: View) -> frozenset[str]:
    """The mobile nodes that the HUT has accepted at some time, and so is to answer."""
    return frozenset(
        reply.message.home_address for reply in view.sent(RegistrationReply) if _accepts(reply)
    )


def _is_for_another(view: View, request: Event[RegistrationRequest]) -> bool:
    """Whether a request at the virtual IP address is not for the HUT, or perhaps not."""
    if not view.setting.shares_virtual_ip:
        return False
    if request.destination.address != view.setting.group.virtual_ip:
        return False
    is_active = view.election.hut_says_active(request.time)
    return not is_active or bool(view.election.other_actives(request.time))


def _intents(view: View) -> dict[tuple[object, object], Intent]:
    return {
        (remark.data.get("home_address"), remark.data.get("identification")): Intent(
            remark.data.get("expect")
        )
        for remark in view.remarked(RemarkKind.INTENT)
    }


def _is_of_lost_request(
    view: View, reply: Event[RegistrationReply], match: Event[RegistrationRequest]
) -> bool:
    """Whether a reply rather belongs to a request that the trace does not have.

    The low half of an Identification, a fraction of a second, is the same for some others; who
    accepts a request returns both halves (RFC 5944, section 5.7.1).
    """
    differs = reply.message.identification != match.message.identification
    return view.setting.external and _accepts(reply) and differs


def _latest_before(
    reply: Event[RegistrationReply], requests: Iterable[Event[RegistrationRequest]]
) -> Event[RegistrationRequest] | None:
    match = None
    for request in requests:
        if request.time > reply.time:
            break
        if (
            request.message.home_address == reply.message.home_address
            and (request.message.identification ^ reply.message.identification) & _LOW == 0
            and request.source == reply.destination
        ):
            match = request
    return match
