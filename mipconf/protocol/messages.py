"""What the messages mean, free of how they are laid out.

A codec (`mipconf.codec`) makes these values from octets and octets from these values; the
reference Home Agent, the played roles and the judge know nothing else of the wire. The names are
those of docs/protocol.md and RFC 5944.

Addresses are dotted-quad text, lifetimes are seconds (0..65535, 65535 is infinity), and an
Identification is an NTP timestamp held as one 64-bit number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag

INFINITE_LIFETIME = 65535


UNASSIGNED = "0.0.0.0"
"""The home address in a request that asks for one (RFC 2794, section 3)."""

NAI_EXTENSION = 131
"""The extension by which a mobile node says who it is (RFC 2794, section 2)."""


class Code(IntEnum):
    """The Code field of the redundancy messages (docs/protocol.md#6)."""

    ACCEPTED = 0
    NOT_INITIALIZED = 1
    PROHIBITED = 129
    INSUFFICIENT_RESOURCES = 130
    AUTHENTICATION_FAILED = 131
    IDENTIFICATION_MISMATCH = 133
    POORLY_FORMED = 134


class ReplyCode(IntEnum):
    """The Code field of a Registration Reply, as a home agent uses it (RFC 5944, section 3.4)."""

    ACCEPTED = 0
    ACCEPTED_NO_SIMULTANEOUS = 1
    UNSPECIFIED = 128
    PROHIBITED = 129
    INSUFFICIENT_RESOURCES = 130
    MOBILE_NODE_FAILED_AUTHENTICATION = 131
    FOREIGN_AGENT_FAILED_AUTHENTICATION = 132
    IDENTIFICATION_MISMATCH = 133
    POORLY_FORMED = 134
    TOO_MANY_BINDINGS = 135
    UNKNOWN_HOME_AGENT = 136

    @property
    def accepts(self) -> bool:
        """Whether the registration or de-registration was accepted."""
        return self in (ReplyCode.ACCEPTED, ReplyCode.ACCEPTED_NO_SIMULTANEOUS)


class Flags(IntFlag):
    """The flag octet of a Registration Request (RFC 5944, section 3.3), and of a binding."""

    S = 0x80
    B = 0x40
    D = 0x20
    M = 0x10
    G = 0x08
    R = 0x04
    T = 0x02
    X = 0x01


class SubOptionType(IntEnum):
    """Sub-options of a Mobility Binding (docs/protocol.md#4-1)."""

    NAI = 1
    UDP_TUNNEL = 2
    GRE_KEY = 3


@dataclass(frozen=True, slots=True)
class SubOption:
    """A sub-option of a Mobility Binding: its type (0..255) and its value, uninterpreted."""

    type: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Binding:
    """A Mobility Binding extension: the state of one mobile node (docs/protocol.md#4-1)."""

    home_address: str
    home_agent: str
    care_of_address: str
    flags: int
    deleted: bool
    lifetime_granted: int
    lifetime_remaining: int
    identification: int
    sub_options: tuple[SubOption, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedundancyMessage:
    """What the five messages between Home Agents have in common: the fixed header and lists.

    `home_agents` joins all Home Agent Lists of the message, in their order.
    """

    group: int
    home_agent_id: str
    sequence: int
    identification: int
    code: int = Code.ACCEPTED
    retransmission: bool = False
    home_agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingUpdate(RedundancyMessage):
    """Subtype 1: bindings made, changed or ended at the sender."""

    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingUpdateAck(RedundancyMessage):
    """Subtype 2: answers a Binding Update; `sequence` is that of the update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRequest(RedundancyMessage):
    """Subtype 3: asks the group for the whole mobility binding table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReply(RedundancyMessage):
    """Subtype 4: one part of a table; `part` counts from 1, the last has `more` false."""

    request_sequence: int
    part: int
    more: bool
    bindings: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReplyAck(RedundancyMessage):
    """Subtype 5: answers one part of a table; `sequence` is that of the part."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension of a registration message: type (0..255), value, subtype of the long form."""

    type: int
    value: bytes
    subtype: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRequest:
    """RFC 5944, section 3.3.

    `extensions` are those before the Mobile-Home Authentication, `trailing` those after it, which
    it does not protect: they are for the foreign agent, or from it.
    """

    flags: int
    lifetime: int
    home_address: str
    home_agent: str
    care_of_address: str
    identification: int
    extensions: tuple[Extension, ...] = ()
    trailing: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationReply:
    """RFC 5944, section 3.4. `extensions` and `trailing`: see `RegistrationRequest`."""

    code: int
    lifetime: int
    home_address: str
    home_agent: str
    identification: int
    extensions: tuple[Extension, ...] = ()
    trailing: tuple[Extension, ...] = ()

    @property
    def accepts(self) -> bool:
        """Whether it accepts the registration or de-registration."""
        return any(code.accepts for code in ReplyCode if code == self.code)


Message = (
    BindingUpdate
    | BindingUpdateAck
    | TableRequest
    | TableReply
    | TableReplyAck
    | RegistrationRequest
    | RegistrationReply
)
"""Every Mobile IP message that the suite sends or judges."""
