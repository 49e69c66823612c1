"""Registrations at the HUT: each request with its reply (RFC 5944, sections 3.3 and 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from mipconf.judge.trace import RemarkKind
from mipconf.judge.view import Event, View
from mipconf.messages import RegistrationReply, RegistrationRequest, ReplyCode

_LOW = 0xFFFFFFFF


class Intent(Enum):
    """What the mobile node that the tester plays means by a request."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    EITHER = "either"
    """The tester cannot know: the HUT may not be initialized yet."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A Registration Request and the reply to it, if one came."""

    request: Event[RegistrationRequest]
    reply: Event[RegistrationReply] | None
    intent: Intent

    @property
    def accepted(self) -> bool:
        """Whether the reply accepts the registration or de-registration."""
        return self.reply is not None and self.reply.message.code in (
            ReplyCode.ACCEPTED,
            ReplyCode.ACCEPTED_NO_SIMULTANEOUS,
        )

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

    A reply belongs to the latest request of its home address whose Identification has the low half
    that the reply returns (RFC 5944, section 5.7).
    """
    intents = _intents(view)
    replies: dict[int, Event[RegistrationReply]] = {}
    requests = view.heard(RegistrationRequest)
    for reply in view.sent(RegistrationReply):
        match = _latest_before(reply, requests)
        if match is not None:
            replies.setdefault(match.frame, reply)
    result = []
    for request in requests:
        key = (request.message.home_address, request.message.identification)
        intent = intents.get(key, Intent.ACCEPTANCE)
        if request.frame in view.unauthentic:
            intent = Intent.REFUSAL
        result.append(Registration(request, replies.get(request.frame), intent))
    return tuple(result)


def _intents(view: View) -> dict[tuple[object, object], Intent]:
    return {
        (remark.data.get("home_address"), remark.data.get("identification")): Intent(
            remark.data.get("expect")
        )
        for remark in view.remarked(RemarkKind.INTENT)
    }


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
