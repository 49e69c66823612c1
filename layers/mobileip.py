"""Mobile IPv4: Registration Request and Reply, and their extensions (RFC 5944).

`MESSAGES` has the layer of each message type and `EXTENSIONS.classes` that of each extension; what
they don't have is kept octet for octet, as `MobileIP` with Raw, and as `Extension`.
"""

from __future__ import annotations

import struct
from typing import Any, ClassVar, Self

from scapy.fields import (
    ByteEnumField,
    IPField,
    ShortField,
    XLongField,
)
from scapy.packet import Packet

from mipconf.layers.authentication_extensions import (
    GeneralizedAuthentication,
    MobileHomeAuthentication,
    SpiExtension,
)
from mipconf.layers.extension import Extension, ExtensionListField, Span, TypeSpace
from mipconf.layers.flags import FlagsField
from mipconf.layers.layer import Layer, fixed_size, type_of
from mipconf.layers.numbers import MESSAGE_NAMES, REPLY_CODES
from mipconf.layers.registration_extensions import EXTENSIONS, MobileForeignChallenge
from mipconf.layers.security import (
    CHAP_SPI,
    Association,
    Authentication,
    Authenticity,
    ChapAssociation,
    KeyRing,
    rightful,
)

PORT = 434
"""The UDP port of Mobile IP, here and of MIPHAR (RFC 5944, section 3.3; docs/protocol.md#1)."""

UNASSIGNED = "0.0.0.0"
"""The home address of a mobile node that has none yet (RFC 2794, section 3)."""

FLAGS = "SBDMGrTx"
"""The flags of a Registration Request, from the first bit on (RFC 5944, section 3.3)."""


class MobileIP(Layer):
    """Any message on the Mobile IP port: dissecting it gives the layer of its type.

    By itself it is a message of a type that `MESSAGES` doesn't have; the rest is its payload.
    """

    name = "Mobile IP"
    source = "RFC 5944, section 3"
    scapys_own = ("scapy.layers.mobileip", "MobileIP")
    fields_desc = [ByteEnumField("type", 255, MESSAGE_NAMES)]

    @classmethod
    def dispatch_hook(cls, octets: bytes = b"", *args: Any, **kargs: Any) -> type[Packet]:
        """The layer for `octets`, by the first of them."""
        layer = MESSAGES.get(octets[0], MobileIP) if octets else MobileIP
        if layer is MobileIP:
            return layer
        chosen: type[Packet] = layer.dispatch_hook(octets, *args, **kargs)
        return chosen

    def answers(self, other: Packet) -> bool:
        """False: only replies and acknowledgements answer, and say what (Scapy: any equal type)."""
        return False

    def mysummary(self) -> str:
        """The name of the message's type."""
        return self.sprintf("Mobile IP %type%")


class AuthenticatedMessage(MobileIP):
    """A message that ends with extensions, one of which authenticates it."""

    name = "Mobile IP message"
    space: ClassVar[TypeSpace] = EXTENSIONS
    """What its extensions mean."""
    authentication: ClassVar[type[Extension]] = MobileHomeAuthentication
    """The extension that authenticates it."""

    def sign(self, association: Association, extension: type[Extension] | None = None) -> Self:
        """A copy of the message with an authentication extension appended and computed.

        `extension` is the one that the message is authenticated by where it isn't given. In a
        Generalized Authentication SPI 2 stands for CHAP, over the challenge in the message.
        """
        layer = extension or self.authentication
        signed = self.copy()
        association = self._meant(association, layer)
        size = fixed_size(layer) - layer.header_size
        appended = layer(spi=association.spi, length=size + association.size)
        # A copy of a dissected message would go on to show the octets that it was made from.
        signed.clear_cache()
        signed.extensions = [*signed.extensions, appended]
        appended.authenticator = association.authenticator(signed.self_build())
        return signed

    def _meant(self, association: Association, extension: type[Extension]) -> Association:
        """The association, or that of CHAP where its SPI means that in this extension.

        It does in Mobile IPv4's own, not in that of Home Agents: docs/protocol.md#4-3, has
        "algorithms, by security association".
        """
        if association.spi != CHAP_SPI or extension is not GeneralizedAuthentication:
            return association
        challenges = (e.challenge for e in self.extensions if isinstance(e, MobileForeignChallenge))
        return ChapAssociation(
            association.spi, association.algorithm, association.key, bytes(next(challenges, b""))
        )

    def verify(self, keys: KeyRing) -> Authentication:
        """Whether the authenticator in the message is that of an association in `keys`."""
        octets = self.build()
        spans, stop = self.space.walk(octets, fixed_size(type(self)), len(octets))
        return self.authenticate(octets, spans, stop, keys)

    def authentications(self, keys: KeyRing) -> list[tuple[Packet, Authentication]]:
        """Each extension with an SPI and an authenticator, and whether that one is right.

        Each covers the message up to its own SPI (RFC 5944, section 3.5.1; RFC 4721, section 5).
        """
        octets = self.build()
        spans, _ = self.space.walk(octets, fixed_size(type(self)), len(octets))
        found: list[tuple[Packet, Authentication]] = []
        for (_, start, end), layer in zip(spans, self.extensions, strict=False):
            if isinstance(layer, SpiExtension | GeneralizedAuthentication):
                protected = start + fixed_size(type(layer))
                meant = KeyRing(self._meant(each, type(layer)) for each in keys)
                found.append((layer, _look(octets, start, protected, end, meant)))
        return found

    @classmethod
    def authenticate(
        cls, octets: bytes, spans: list[Span], stop: int, keys: KeyRing
    ) -> Authentication:
        """Verify a message given as octets, whose extensions were found by `TypeSpace.walk`."""
        found = cls._find_authentication(octets, spans, stop)
        if isinstance(found, Authentication):
            return found
        start, end = found
        return _look(octets, start, start + fixed_size(cls.authentication), end, keys)

    @classmethod
    def _find_authentication(
        cls, octets: bytes, spans: list[Span], stop: int
    ) -> tuple[int, int] | Authentication:
        """Where the authentication extension is, or what it means that there isn't one."""
        raise NotImplementedError


def _look(octets: bytes, start: int, protected: int, end: int, keys: KeyRing) -> Authentication:
    """Verify the extension in `octets[start:end]`, which signs all before `protected`."""
    if end < protected:
        reason = f"the authentication extension at octet {start} has no room for an SPI"
        return Authentication(None, Authenticity.INVALID, reason)
    spi = int.from_bytes(octets[protected - 4 : protected])
    association = keys.get(spi)
    if association is None:
        reason = f"no association has the SPI {spi} at octet {protected - 4}"
        return Authentication(spi, Authenticity.UNKNOWN_SPI, reason)
    data, authenticator = octets[:protected], octets[protected:end]
    if association.verifies(data, authenticator):
        return Authentication(spi, Authenticity.VALID)
    reason = f"the authenticator at octet {protected} is not that of the message"
    if len(authenticator) != association.size:
        reason = (
            f"the authenticator at octet {protected} has {len(authenticator)} octets, "
            f"{association.name} has {association.size}"
        )
    holds_by = rightful(association, data, authenticator)
    if holds_by:
        reason = f"{reason}; it holds by {holds_by}"
    return Authentication(spi, Authenticity.INVALID, reason, holds_by)


class RegistrationMessage(AuthenticatedMessage):
    """What Registration Request and Reply have in common, and the messages made after them."""

    name = "Registration message"
    request: ClassVar[type[Packet] | None] = None
    """The layer that this one answers, if it answers any."""

    @classmethod
    def _find_authentication(
        cls, octets: bytes, spans: list[Span], stop: int
    ) -> tuple[int, int] | Authentication:
        wanted = type_of(cls.authentication)
        found = [(start, end) for kind, start, end in spans if kind == wanted]
        if not found:
            reason = "there is no Mobile-Home Authentication extension"
            return Authentication(None, Authenticity.ABSENT, reason)
        if len(found) > 1:
            # Which of two would count is said nowhere: docs/claims.md has 131 for "two of them".
            reason = f"there is a second Mobile-Home Authentication at octet {found[1][0]}"
            return Authentication(None, Authenticity.INVALID, reason)
        return found[0]

    def answers(self, other: Packet) -> bool:
        """Whether this is the answer to that request: what every pair shares is equal.

        A mobile node without a home address asks for one with 0.0.0.0 (RFC 2794, section 3), and
        the answer has what it was given.
        """
        is_request = self.request is not None and isinstance(other, self.request)
        return (
            is_request
            and self.hashret() == other.hashret()
            and other.home_address in (self.home_address, UNASSIGNED)
        )

    def hashret(self) -> bytes:
        """What a request and its reply share: the low half of the Identification.

        The high half is the home agent's own in a denial with Code 133, and with nonces in every
        reply (RFC 5944, section 5.7).
        """
        return struct.pack("!I", self.identification & 0xFFFFFFFF)


class RegistrationRequest(RegistrationMessage):
    """RFC 5944, section 3.3: a mobile node tells its home agent where it is.

    `lifetime` is seconds, 0 asks for de-registration, 65535 is infinity. `identification` is an
    NTP timestamp (section 5.7.1).
    """

    name = "Registration Request"
    source = "RFC 5944, section 3.3"
    fields_desc = [
        ByteEnumField("type", 1, MESSAGE_NAMES),
        FlagsField("flags", FLAGS),
        ShortField("lifetime", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        IPField("care_of_address", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]

    def mysummary(self) -> str:
        """Who asks, from where, for how long."""
        return self.sprintf(
            "Registration Request %home_address% at %care_of_address% for %lifetime% s"
        )


class RegistrationReply(RegistrationMessage):
    """RFC 5944, section 3.4: the answer to a Registration Request.

    `lifetime` is seconds granted, 65535 is infinity. The low 32 bits of `identification` are
    those of the request; with Code 133 the high ones are the home agent's time (section 5.7.1).
    """

    name = "Registration Reply"
    source = "RFC 5944, section 3.4"
    request = RegistrationRequest
    fields_desc = [
        ByteEnumField("type", 3, MESSAGE_NAMES),
        ByteEnumField("code", 0, REPLY_CODES),
        ShortField("lifetime", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]

    def mysummary(self) -> str:
        """The outcome, for whom."""
        return self.sprintf("Registration Reply %home_address%: %code%, %lifetime% s")


MESSAGES: dict[int, type[Packet]] = {1: RegistrationRequest, 3: RegistrationReply}
"""The layer of each message type. `mipconf.layers.all` puts 255, MIPHAR, in."""
