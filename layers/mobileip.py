"""Mobile IPv4: Registration Request and Reply, and their extensions (RFC 5944).

`MESSAGES` has the layer of each message type and `EXTENSIONS.classes` that of each extension; what
they don't have is kept octet for octet, as `MobileIP` with Raw, and as `Extension`.
"""

from __future__ import annotations

import struct
from socket import inet_aton
from typing import Any, ClassVar, Self

from scapy.fields import (
    ByteEnumField,
    ByteField,
    FlagsField,
    IntField,
    IPField,
    ShortField,
    StrField,
    XLongField,
    XStrField,
)
from scapy.packet import Packet

from mipconf.layers.extension import (
    Extension,
    ExtensionListField,
    LongExtension,
    OneOctetPadding,
    Span,
    TypeSpace,
)
from mipconf.layers.layer import Layer, fixed_size, type_of
from mipconf.layers.security import Association, Authentication, Authenticity, KeyRing

PORT = 434
"""The UDP port of Mobile IP, here and of MIPHAR (RFC 5944, section 3.3; wire-format.md, 1)."""

FLAGS = "xTrGMDBS"
"""The flags of a Registration Request, from the last bit to the first (RFC 5944, section 3.3)."""

MESSAGE_NAMES = {
    1: "Registration Request",
    3: "Registration Reply",
    4: "Tunnel Data",
    7: "Registration Revocation",
    15: "Revocation Acknowledgement",
    16: "Handoff Request",
    17: "Handoff Reply",
    18: "Regional Registration Request",
    19: "Regional Registration Reply",
    20: "Fast Binding Update",
    21: "Fast Binding Acknowledgement",
    22: "Generic Notification",
    23: "Generic Notification Acknowledgement",
    24: "Home Test Init",
    25: "Care-of Test Init",
    26: "Home Test",
    27: "Care-of Test",
    255: "Experimental",
}
"""IANA, Mobile IPv4 Numbers."""

REPLY_CODES = {
    0: "registration accepted",
    1: "registration accepted, but simultaneous mobility bindings unsupported",
    64: "foreign agent: reason unspecified",
    65: "foreign agent: administratively prohibited",
    66: "foreign agent: insufficient resources",
    67: "foreign agent: mobile node failed authentication",
    68: "foreign agent: home agent failed authentication",
    69: "foreign agent: requested Lifetime too long",
    70: "foreign agent: poorly formed Request",
    71: "foreign agent: poorly formed Reply",
    72: "foreign agent: requested encapsulation unavailable",
    77: "foreign agent: invalid care-of address",
    78: "foreign agent: registration timeout",
    80: "foreign agent: home network unreachable",
    81: "foreign agent: home agent host unreachable",
    82: "foreign agent: home agent port unreachable",
    88: "foreign agent: home agent unreachable",
    128: "home agent: reason unspecified",
    129: "home agent: administratively prohibited",
    130: "home agent: insufficient resources",
    131: "home agent: mobile node failed authentication",
    132: "home agent: foreign agent failed authentication",
    133: "home agent: registration Identification mismatch",
    134: "home agent: poorly formed Request",
    135: "home agent: too many simultaneous mobility bindings",
    136: "home agent: unknown home agent address",
    194: "invalid home agent address",
}
"""The Codes of a Registration Reply (RFC 5944, section 3.4)."""


class SpiExtension(Extension):
    """An extension of SPI (32 bits) and authenticator over the message up to and with the SPI."""

    name = "Authentication"
    fields_desc = [
        ByteField("type", 0),
        ByteField("length", None),
        IntField("spi", 256),
        XStrField("authenticator", b""),
    ]


class MobileHomeAuthentication(SpiExtension):
    """RFC 5944, section 3.5.2: protects what the mobile node and the home agent say."""

    name = "Mobile-Home Authentication"
    type = 32


class MobileForeignAuthentication(SpiExtension):
    """RFC 5944, section 3.5.3."""

    name = "Mobile-Foreign Authentication"
    type = 33


class ForeignHomeAuthentication(SpiExtension):
    """RFC 5944, section 3.5.4."""

    name = "Foreign-Home Authentication"
    type = 34


class GeneralizedAuthentication(LongExtension):
    """RFC 4721, section 5: the Subtype says between whom; Length is 16 bits."""

    name = "Generalized Authentication"
    fields_desc = [
        ByteField("type", 36),
        ByteEnumField("subtype", 1, {1: "MN-AAA", 2: "FA-FA", 3: "MN-GFA", 100: "HA-HA"}),
        ShortField("length", None),
        IntField("spi", 256),
        XStrField("authenticator", b""),
    ]


class MobileNodeNai(Extension):
    """RFC 2794, section 2: the mobile node's Network Access Identifier, such as `user@realm`."""

    name = "Mobile Node NAI"
    fields_desc = [ByteField("type", 131), ByteField("length", None), StrField("nai", b"")]


EXTENSIONS = TypeSpace(
    classes={
        0: OneOctetPadding,
        32: MobileHomeAuthentication,
        33: MobileForeignAuthentication,
        34: ForeignHomeAuthentication,
        36: GeneralizedAuthentication,
        131: MobileNodeNai,
    },
    # Generalized Authentication (RFC 4721), critical vendor extensions (RFC 3115; old and new),
    # key generation (RFC 3957), proxy (RFC 5563), GRE key (RFC 6245), route optimization data
    # (RFC 6521), experiments (RFC 4064).
    long_form=frozenset({36, 37, 38, 40, 41, 42, 43, 47, 48, 50, 127}),
)
"""The extensions of registration messages."""


class MobileIP(Layer):
    """Any message on the Mobile IP port: dissecting it gives the layer of its type.

    By itself it is a message of a type that `MESSAGES` doesn't have; the rest is its payload.
    """

    name = "Mobile IP"
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

    def sign(self, association: Association) -> Self:
        """A copy of the message with its authentication extension appended and computed."""
        signed = self.copy()
        size = fixed_size(self.authentication) - self.authentication.header_size
        extension = self.authentication(spi=association.spi, length=size + association.size)
        # A copy of a dissected message would go on to show the octets that it was made from.
        signed.clear_cache()
        signed.extensions = [*signed.extensions, extension]
        extension.authenticator = association.authenticator(signed.self_build())
        return signed

    def verify(self, keys: KeyRing) -> Authentication:
        """Whether the authenticator in the message is that of an association in `keys`."""
        octets = self.build()
        spans, stop = self.space.walk(octets, fixed_size(type(self)), len(octets))
        return self.authenticate(octets, spans, stop, keys)

    @classmethod
    def authenticate(
        cls, octets: bytes, spans: list[Span], stop: int, keys: KeyRing
    ) -> Authentication:
        """Verify a message given as octets, whose extensions were found by `TypeSpace.walk`."""
        found = cls._find_authentication(octets, spans, stop)
        if isinstance(found, Authentication):
            return found
        start, end = found
        protected = start + fixed_size(cls.authentication)
        if end < protected:
            reason = f"the authentication extension at octet {start} has no room for an SPI"
            return Authentication(None, Authenticity.INVALID, reason)
        spi = int.from_bytes(octets[protected - 4 : protected])
        association = keys.get(spi)
        if association is None:
            reason = f"no association has the SPI {spi} at octet {protected - 4}"
            return Authentication(spi, Authenticity.UNKNOWN_SPI, reason)
        if end - protected != association.size:
            reason = (
                f"the authenticator at octet {protected} has {end - protected} octets, "
                f"{association.algorithm} has {association.size}"
            )
            return Authentication(spi, Authenticity.INVALID, reason)
        if not association.verifies(octets[:protected], octets[protected:end]):
            reason = f"the authenticator at octet {protected} is not that of the message"
            return Authentication(spi, Authenticity.INVALID, reason)
        return Authentication(spi, Authenticity.VALID)

    @classmethod
    def _find_authentication(
        cls, octets: bytes, spans: list[Span], stop: int
    ) -> tuple[int, int] | Authentication:
        """Where the authentication extension is, or what it means that there isn't one."""
        raise NotImplementedError


class RegistrationMessage(AuthenticatedMessage):
    """What Registration Request and Reply have in common."""

    name = "Registration message"

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
            # Which of two would count is said nowhere: claims.md has 131 for "two of them".
            reason = f"there is a second Mobile-Home Authentication at octet {found[1][0]}"
            return Authentication(None, Authenticity.INVALID, reason)
        return found[0]

    def hashret(self) -> bytes:
        """What a request and its reply share: the home address and half of the Identification."""
        return inet_aton(self.home_address) + struct.pack("!I", self.identification & 0xFFFFFFFF)


class RegistrationRequest(RegistrationMessage):
    """RFC 5944, section 3.3: a mobile node tells its home agent where it is.

    `lifetime` is seconds, 0 asks for de-registration, 65535 is infinity. `identification` is an
    NTP timestamp (section 5.7.1).
    """

    name = "Registration Request"
    fields_desc = [
        ByteEnumField("type", 1, MESSAGE_NAMES),
        FlagsField("flags", 0, 8, FLAGS),
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
    fields_desc = [
        ByteEnumField("type", 3, MESSAGE_NAMES),
        ByteEnumField("code", 0, REPLY_CODES),
        ShortField("lifetime", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]

    def answers(self, other: Packet) -> bool:
        """Whether this is the reply to that request: home address and low 32 bits are equal."""
        return isinstance(other, RegistrationRequest) and self.hashret() == other.hashret()

    def mysummary(self) -> str:
        """The outcome, for whom."""
        return self.sprintf("Registration Reply %home_address%: %code%, %lifetime% s")


MESSAGES: dict[int, type[Packet]] = {1: RegistrationRequest, 3: RegistrationReply}
"""The layer of each message type. `mipconf.layers.all` puts 255, MIPHAR, in."""
