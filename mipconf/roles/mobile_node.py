"""A mobile node that the tester plays (RFC 5944, sections 3.3 and 3.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mipconf.codec import STANDARD, Authenticity, Codec
from mipconf.layers.security import Association
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.identification import LOW_HALF, from_time, is_newer
from mipconf.protocol.messages import (
    Extension,
    Flags,
    RegistrationReply,
    RegistrationRequest,
)
from mipconf.roles.party import Party

NAI = 131
INSISTING_LIFETIME = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """A Registration Reply and where it came from."""

    source: Endpoint
    message: RegistrationReply
    time: int


@dataclass(slots=True)
class _Insisting:
    """Requests again and again at one address, each announced, until one is accepted."""

    at: str
    interval: int
    due: int
    announce: Callable[[int], None]


class MobileNode(Party):
    """A mobile node at a co-located care-of address, which is the address that it sends from.

    `identification` is that of its last request; 0 before the first.
    """

    def __init__(
        self, address: str, home_address: str, config: HutConfig, codec: Codec = STANDARD
    ) -> None:
        super().__init__(address, config, codec)
        self.home_address = home_address
        self.answers: list[Answer] = []
        self.identification = 0
        self._asked: set[int] = set()
        self._insisting: _Insisting | None = None

    @property
    def association(self) -> Association:
        """The mobility security association that it shares with the home agents."""
        return next(iter(self.keys.of_mobile_node(self.home_address)))

    def request(
        self,
        now: int,
        at: str,
        *,
        lifetime: int,
        home_agent: str | None = None,
        care_of_address: str | None = None,
        flags: int = Flags.D,
        nai: bytes | None = None,
        association: Association | None = None,
    ) -> RegistrationRequest:
        """Send a Registration Request to the home agent at address `at`.

        Its Identification is the time of sending, and newer than that of every earlier request.
        """
        self.identification = identification = self.next_identification(now)
        self._asked.add(identification)
        message = RegistrationRequest(
            flags=flags,
            lifetime=lifetime,
            home_address=self.home_address,
            home_agent=home_agent or at,
            care_of_address=care_of_address or self.address,
            identification=identification,
            extensions=() if nai is None else (Extension(NAI, nai),),
        )
        payload = self.codec.encode(message, association or self.association)
        self.send(payload, Endpoint(at, self.config.port))
        return message

    def next_identification(self, now: int) -> int:
        """The Identification that a request sent now has."""
        identification = from_time(now)
        if self.identification and not is_newer(identification, self.identification):
            return self.identification + 1
        return identification

    def insist(self, now: int, at: str, interval: int, announce: Callable[[int], None]) -> None:
        """Request at `at` every `interval` nanoseconds, from now on, until one is accepted.

        `announce` is told the Identification of each request before it is sent.
        """
        self._insisting = _Insisting(at, interval, now, announce)
        self.wake(now)

    @property
    def accepted(self) -> bool:
        """Whether a request was ever accepted."""
        return any(answer.message.accepts for answer in self.answers)

    @property
    def deadline(self) -> int | None:
        """When the next request is due."""
        return None if self._insisting is None else self._insisting.due

    def wake(self, now: int) -> None:
        """Request again, if that is due."""
        insisting = self._insisting
        if insisting is not None and insisting.due <= now:
            insisting.due = now + insisting.interval
            insisting.announce(self.next_identification(now))
            self.request(now, insisting.at, lifetime=INSISTING_LIFETIME)

    def receive(self, datagram: Datagram, now: int) -> None:
        """Note a reply to a request of this node whose authenticator holds.

        Any other is discarded (RFC 5944, section 3.6.2.1).
        """
        decoded = self.codec.decode(datagram.payload, self.keys.of_mobile_node(self.home_address))
        message = decoded.message
        if (
            isinstance(message, RegistrationReply)
            and message.home_address == self.home_address
            and decoded.defect is None
            and decoded.authentication.authenticity is Authenticity.VALID
            and self._asked_for(message)
        ):
            self.answers.append(Answer(datagram.source, message, now))
            if self.accepted:
                self._insisting = None

    def _asked_for(self, reply: RegistrationReply) -> bool:
        """Whether the Identification is that of a request: whole, or in a denial its low half."""
        if reply.accepts:
            return reply.identification in self._asked
        return any((asked ^ reply.identification) & LOW_HALF == 0 for asked in self._asked)

    def answer_to(self, request: RegistrationRequest) -> Answer | None:
        """The reply to a request, if it came: the one that returns its Identification's low half.

        "low-order 32 bits always copied" (RFC 5944, section 5.7).
        """
        low = request.identification & LOW_HALF
        return next(
            (
                answer
                for answer in reversed(self.answers)
                if answer.message.identification & LOW_HALF == low
            ),
            None,
        )
