"""How the routers of a group speak: HSRP, in hellos of each state, or VRRP, which only masters do.

States are named as in HSRP. A VRRP master is Active; a backup is silent, whatever else it is told
to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from mipconf.fhrp import hsrp_wire, vrrp_wire
from mipconf.layers import hsrp, vrrp
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.fhrp_messages import RESIGNING, HsrpMessage, Opcode, State, VrrpMessage

HSRP_TTL = 1


@dataclass(frozen=True, slots=True)
class Playing:
    """What a played router is: its address, its state and priority, the group's virtual address."""

    address: str
    state: State
    priority: int
    virtual_ip: str


class Dialect(Protocol):
    """What the routers of a group say, as datagrams."""

    @property
    def group(self) -> Endpoint:
        """The multicast group of all routers."""

    def source(self, address: str) -> Endpoint:
        """Where the messages of the router at `address` come from."""

    def hello(self, playing: Playing) -> Datagram | None:
        """What tells of a state; None where one who is in it is silent."""

    def resignation(self, playing: Playing) -> Datagram | None:
        """What tells that one is no longer active; None where one who was not is silent."""

    def state_after(self, datagram: Datagram, before: State | None) -> State | None:
        """The state that its sender told of last, with this datagram; None: it left one."""


class _Hsrp:
    """HSRP, versions 1 and 2."""

    def __init__(self, config: HutConfig) -> None:
        self._fhrp = config.fhrp
        self._number = config.group.number
        address = hsrp.GROUP_ADDRESS if config.fhrp.version == 1 else hsrp.GROUP_ADDRESS_2
        self.group = Endpoint(address, config.fhrp.port)

    def source(self, address: str) -> Endpoint:
        return Endpoint(address, self._fhrp.port)

    def hello(self, playing: Playing) -> Datagram:
        return self._say(Opcode.HELLO, playing)

    def resignation(self, playing: Playing) -> Datagram:
        return self._say(Opcode.RESIGN, playing)

    def _say(self, opcode: Opcode, playing: Playing) -> Datagram:
        message = HsrpMessage(
            version=self._fhrp.version,
            opcode=opcode,
            state=playing.state,
            hello_ms=self._fhrp.hello_ms,
            hold_ms=self._fhrp.hold_ms,
            priority=playing.priority,
            group=self._number,
            virtual_ip=playing.virtual_ip,
        )
        return Datagram(
            self.source(playing.address), self.group, hsrp_wire.encode(message), HSRP_TTL
        )

    def state_after(self, datagram: Datagram, before: State | None) -> State | None:
        message = hsrp_wire.decode(datagram.payload, self._fhrp.version)
        if message is None or message.group != self._number:
            return before
        # A coup or resign tells of the state that is being left.
        return message.state if message.opcode is Opcode.HELLO else None


class _Vrrp:
    """VRRP, versions 2 and 3."""

    group = Endpoint(vrrp.GROUP_ADDRESS, 0, VRRP)

    def __init__(self, config: HutConfig) -> None:
        self._fhrp = config.fhrp
        self._vrid = config.group.number

    def source(self, address: str) -> Endpoint:
        return Endpoint(address, 0, VRRP)

    def hello(self, playing: Playing) -> Datagram | None:
        return self._advertise(playing, playing.priority)

    def resignation(self, playing: Playing) -> Datagram | None:
        return self._advertise(playing, RESIGNING)

    def _advertise(self, playing: Playing, priority: int) -> Datagram | None:
        if playing.state is not State.ACTIVE:
            return None
        message = VrrpMessage(
            version=self._fhrp.version,
            vrid=self._vrid,
            priority=priority,
            advertisement_ms=self._fhrp.hello_ms,
            addresses=(playing.virtual_ip,),
        )
        checksum = vrrp_wire.CHECKSUMS[self._fhrp.checksum]
        payload = vrrp_wire.encode(message, playing.address, self.group.address, checksum)
        return Datagram(self.source(playing.address), self.group, payload, vrrp.TTL)

    def state_after(self, datagram: Datagram, before: State | None) -> State | None:
        addresses = (datagram.source.address, datagram.destination.address)
        message = vrrp_wire.decode(datagram.payload, self._fhrp.version, *addresses)
        if message is None or message.vrid != self._vrid:
            return before
        return None if message.priority == RESIGNING else State.ACTIVE


def dialect_of(config: HutConfig) -> Dialect | None:
    """How the routers of the HUT's group speak; None without an FHRP."""
    match config.fhrp.protocol:
        case "hsrp":
            return _Hsrp(config)
        case "vrrp":
            return _Vrrp(config)
        case _:
            return None
