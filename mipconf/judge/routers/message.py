"""One message of HSRP or VRRP as any router may send it, in one vocabulary.

It is that of HSRP, the richer of the two: a master's advertisement is a hello in state Master, and
one of priority 0 a resign.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from mipconf.fhrp.vrrp import VrrpState
from mipconf.layers.vrrp import Checksum
from mipconf.net.layering import Lan
from mipconf.protocol.fhrp_messages import Opcode, State

_ACTIVE = (State.ACTIVE, VrrpState.MASTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterMessage:
    """What a router says of one group.

    `number` is HSRP's group number or VRRP's VRID. `hello_ns` and `hold_ns` are the times that it
    carries, 0 where it carries none; `hold_ns` is 0 in VRRP, which derives it. `addresses` are the
    virtual ones, without 0.0.0.0. `authentication` names what others must be configured with to
    accept it. `checksum` is the form of VRRP's, None in HSRP or where it is wrong.

    `defects` are what a receiver must not find in it, `oddities` what an RFC forbids and routers in
    the field do all the same: both a phrase each.
    """

    frame: int
    time: int
    source: str
    destination: str
    lan: Lan
    protocol: str
    version: int
    number: int
    opcode: Opcode
    state: State | VrrpState
    priority: int
    hello_ns: int
    hold_ns: int
    addresses: tuple[str, ...]
    authentication: str = "none"
    checksum: Checksum | None = None
    defects: tuple[str, ...] = ()
    oddities: tuple[str, ...] = ()

    @property
    def claims_active(self) -> bool:
        """Whether its sender says that it is active."""
        return self.opcode is Opcode.HELLO and self.state in _ACTIVE

    @property
    def claims_passive(self) -> bool:
        """Whether its sender says that it is not active, or from now on no longer is."""
        return self.opcode is Opcode.RESIGN or (
            self.opcode is Opcode.HELLO and self.state not in _ACTIVE
        )

    @property
    def is_discarded(self) -> bool:
        """Whether all who hear it must discard it.

        RFC 3768, 7.1, and RFC 9568, 7.1, name what is to be verified; RFC 2281 names nothing.
        """
        return self.protocol == "vrrp" and bool(self.defects)

    @property
    def rank(self) -> tuple[int, int]:
        """The greater one wins: by priority, then by address.

        RFC 2281, section 5.1; RFC 3768 and RFC 9568, section 6.4.3.
        """
        return self.priority, int(ipaddress.ip_address(self.source))


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A packet that is a router's message and tells the judge of no group; `why` is a phrase.

    `is_regular`: there is nothing wrong with that.
    """

    frame: int
    source: str
    lan: Lan
    why: str
    is_regular: bool = False


Said = RouterMessage | PassedOver
