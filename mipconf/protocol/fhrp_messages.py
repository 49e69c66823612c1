"""What HSRP and VRRP routers tell each other, free of how each version lays it out.

Names are those of RFC 2281, section 5.1, and of RFC 3768, section 5.3. Times are milliseconds, as
in HSRP version 2; HSRP version 1 and VRRP version 2 carry whole seconds, VRRP version 3 carries
centiseconds (`mipconf.fhrp.hsrp_wire` and `mipconf.fhrp.vrrp_wire` round them up).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

TEXT_AUTHENTICATION = "cisco"
"""The authentication data that RFC 2281, section 5.1, recommends where none is configured."""


class Opcode(IntEnum):
    """What a message is for (RFC 2281, section 5.1)."""

    HELLO = 0
    COUP = 1
    RESIGN = 2


class State(Enum):
    """The states of RFC 2281, section 5.3; versions 1 and 2 number them differently."""

    INITIAL = "Initial"
    LEARN = "Learn"
    LISTEN = "Listen"
    SPEAK = "Speak"
    STANDBY = "Standby"
    ACTIVE = "Active"


@dataclass(frozen=True, slots=True, kw_only=True)
class HsrpMessage:
    """An HSRP message.

    `version` is 1 or 2; `priority` 0..255 (2: 0..2^32-1); `group` 0..255 (2: 0..4095);
    `virtual_ip` is None for 0.0.0.0; `authentication` is up to eight characters, or None where
    version 2 carries no text authentication TLV; `identifier` is version 2's MAC address of the
    sender.
    """

    version: int
    opcode: Opcode
    state: State
    hello_ms: int
    hold_ms: int
    priority: int
    group: int
    virtual_ip: str | None
    authentication: str | None = TEXT_AUTHENTICATION
    identifier: bytes = bytes(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class VrrpMessage:
    """A VRRP advertisement (RFC 3768, section 5.1; RFC 9568, section 5.1).

    `version` is 2 or 3; `vrid` 1..255; `priority` 0..255, of which 0 says that the master resigns
    and 255 that it owns the addresses; `advertisement_ms` is the master's advertisement interval.
    """

    version: int
    vrid: int
    priority: int
    advertisement_ms: int
    addresses: tuple[str, ...]


RESIGNING = 0
"""The priority in a message by which the master "has stopped participating" (RFC 3768, 5.3.4)."""

VRRP_UNIT_MS = {2: 1000, 3: 10}
"""What a VRRP message counts its interval in, in milliseconds, by version."""

LARGEST_INTERVAL_MS = {2: 255_000, 3: 40_950}
"""The longest interval that a VRRP message can carry: 255 seconds, 4095 centiseconds."""


def carried_interval(milliseconds: int, version: int) -> int:
    """The advertisement interval that a VRRP message carries for the one configured, in ms.

    Rounded up to whole units, at least 1 (docs/hut-contract.md), and limited to what the field
    holds.
    """
    unit = VRRP_UNIT_MS[version]
    return min(max(unit, -(-milliseconds // unit) * unit), LARGEST_INTERVAL_MS[version])
