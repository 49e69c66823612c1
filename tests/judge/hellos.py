"""What the routers of a story say in its FHRP: `hello`, in HSRP or VRRP."""

from __future__ import annotations

from mipconf.fhrp import hsrp_wire, vrrp_wire
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State, VrrpMessage

from .wording import HUT, PARTIES, Words, address

HELLOS_PORT = 1985
_BETTER, _WORSE = 200, 50
_MULTICAST = {
    ("hsrp", 1): Endpoint("224.0.0.2", HELLOS_PORT),
    ("hsrp", 2): Endpoint("224.0.0.102", HELLOS_PORT),
    ("vrrp", 2): Endpoint("224.0.0.18", 0, VRRP),
    ("vrrp", 3): Endpoint("224.0.0.18", 0, VRRP),
}
_TTL = {"hsrp": 1, "vrrp": 255}


def hello(config: HutConfig, who: str, whom: str, text: list[str]) -> Datagram:
    """A router's word: the state it says it is in, and what else differs from what is usual.

    `coup` and `resign` are HSRP's; in VRRP, where all who speak are masters, a resign has priority
    0. `worse` is a priority below the HUT's. `octets=N` keeps so many, `byte=N:HEX` changes one.
    """
    words = Words(text)
    # A group without an FHRP may hear the FHRP of another.
    protocol = "vrrp" if config.fhrp.protocol == "vrrp" else "hsrp"
    octets = (_vrrp if protocol == "vrrp" else _hsrp)(config, who, text[0], words)
    to = _MULTICAST[protocol, config.fhrp.version]
    if whom != "all":
        to = Endpoint(address(whom), to.port, to.protocol)
    if to.port:
        to = Endpoint(to.address, words.number("port", to.port), to.protocol)
    if "byte" in words.values:
        place, _, value = words.values["byte"].partition(":")
        changed = bytearray(octets)
        changed[int(place)] = int(value, 16)
        octets = bytes(changed)
    octets = octets[: words.number("octets", len(octets))] + bytes(words.number("more", 0))
    ttl = words.number("ttl", _TTL[protocol])
    return Datagram(Endpoint(address(who), to.port, to.protocol), to, octets, ttl)


def _priority(config: HutConfig, who: str, words: Words) -> int:
    usual = config.fhrp.priority if who in (HUT, "VIP") else _BETTER
    return words.number("priority", _WORSE if "worse" in words.flags else usual)


def _virtual_ip(config: HutConfig, words: Words) -> str | None:
    told = words.values.get("vip")
    if told is None:
        return config.group.virtual_ip or PARTIES["VIP"]
    return None if told == "none" else PARTIES[told]


def _group(config: HutConfig, words: Words) -> int:
    return words.number("group", config.group.number)


def _hsrp(config: HutConfig, who: str, state: str, words: Words) -> bytes:
    flags = {flag.upper() for flag in words.flags}
    return hsrp_wire.encode(
        HsrpMessage(
            version=config.fhrp.version,
            opcode=next((code for code in Opcode if code.name in flags), Opcode.HELLO),
            state=State(state),
            hello_ms=words.number("hello", config.fhrp.hello_ms),
            hold_ms=words.number("hold", config.fhrp.hold_ms),
            priority=_priority(config, who, words),
            group=_group(config, words),
            virtual_ip=_virtual_ip(config, words),
            authentication=words.values.get("text", "cisco"),
        )
    )


def _vrrp(config: HutConfig, who: str, state: str, words: Words) -> bytes:
    virtual_ip = _virtual_ip(config, words)
    message = VrrpMessage(
        version=words.number("version", config.fhrp.version),
        vrid=_group(config, words),
        priority=0 if "resign" in words.flags else _priority(config, who, words),
        advertisement_ms=words.number("hello", config.fhrp.hello_ms),
        addresses=() if virtual_ip is None else (virtual_ip,),
    )
    to = _MULTICAST["vrrp", 2].address
    return vrrp_wire.encode(message, address(who), to)
