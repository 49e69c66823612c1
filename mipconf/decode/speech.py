"""Which protocol a datagram is of, if it is one of ours: by its port, or by what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mipconf.codec import STANDARD
from mipconf.layers import hsrp, mobileip
from mipconf.layers.authentication_extensions import MobileHomeAuthentication
from mipconf.layers.layer import fixed_size, type_of
from mipconf.layers.miphar import TYPE as MIPHAR
from mipconf.layers.security import KeyRing
from mipconf.net.host import UDP, VRRP, Datagram
from mipconf.protocol.messages import RedundancyMessage

PORT = mobileip.PORT

A11_PORT = 699
"""Of 3GPP2's A11, whose messages have types and extensions that mean something else there."""

_NOBODY = KeyRing()
_ASKING = (1, 3)
"""The subtypes of MIPHAR that are sent to the port, not from it: update and Table Request."""
_REQUEST, _REPLY = 1, 3
"""The types of a registration."""


class Protocol(StrEnum):
    """What is spoken."""

    MOBILE_IP = "Mobile IP"
    HSRP = "HSRP"
    VRRP = "VRRP"


class Speech:
    """Tells what is spoken in one capture.

    Mobile IP is spoken at `ports` or, where none are given, at 434; at the port of a run's setting;
    and wherever a message is found that can be nothing else: `found` are the ports of such.
    """

    def __init__(self, ports: Iterable[int] = ()) -> None:
        self.found: dict[int, None] = {}
        self._mobile_ip = set(ports) or {PORT}
        self._hsrp = {hsrp.PORT, hsrp.PORT_IPV6}

    def learn(self, setting: Mapping[str, object]) -> None:
        """Know the ports of a run by its setting."""
        self._mobile_ip |= ports_of(setting)
        self._hsrp |= ports_of(setting, "fhrp")

    def protocol_of(self, datagram: Datagram) -> Protocol | None:
        """What a datagram is; None where that is none of ours."""
        source, to = datagram.source, datagram.destination
        if to.protocol == VRRP:
            return Protocol.VRRP
        if to.protocol != UDP or not datagram.payload:
            return None
        if to.port in self._mobile_ip or source.port in self._mobile_ip:
            return Protocol.MOBILE_IP
        if to.port in self._hsrp or to.address == hsrp.GROUP_ADDRESS_2:
            return Protocol.HSRP
        port = _port_of_mobile_ip(datagram)
        if port is not None and port != A11_PORT:
            self._mobile_ip.add(port)
            self.found[port] = None
            return Protocol.MOBILE_IP
        return None


def ports_of(setting: Mapping[str, object], *sections: str) -> set[int]:
    """The port of a run's Home Agent, by the setting in its capture, or that of a section of it.

    Empty where the setting names none.
    """
    said: object = setting
    for section in ("hut", *sections):
        said = said.get(section) if isinstance(said, Mapping) else None
    port = said.get("port") if isinstance(said, Mapping) else None
    return {port} if isinstance(port, int) else set()


def _port_of_mobile_ip(datagram: Datagram) -> int | None:
    """The port at which Mobile IP is spoken, where a datagram can be nothing else."""
    octets = datagram.payload
    if octets[0] == MIPHAR:
        message = STANDARD.decode(octets, _NOBODY).message
        if not isinstance(message, RedundancyMessage):
            return None
        if message.home_agent_id != datagram.source.address:
            return None
        return (datagram.destination if octets[1] in _ASKING else datagram.source).port
    if octets[0] in (_REQUEST, _REPLY) and _is_signed_registration(octets):
        return (datagram.destination if octets[0] == _REQUEST else datagram.source).port
    return None


def _is_signed_registration(octets: bytes) -> bool:
    """Whether octets are a Registration Request or Reply whose extensions are whole, one of which
    authenticates it.
    """
    layer = mobileip.MESSAGES[octets[0]]
    space = getattr(layer, "space", None)
    if space is None or len(octets) < fixed_size(layer):
        return False
    spans, end = space.walk(octets, fixed_size(layer), len(octets))
    wanted, least = type_of(MobileHomeAuthentication), fixed_size(MobileHomeAuthentication)
    signed = any(kind == wanted and after - at > least for kind, at, after in spans)
    return signed and end == len(octets)
