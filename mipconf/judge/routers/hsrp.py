"""HSRP messages of any router: RFC 2281, and what Cisco's routers add to it.

Any text or MD5 key, any times and any TTL are somebody's configuration. Version 1 carries whole
seconds, and 0 where its router has been told milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mipconf.codec.fixed_layout import Record
from mipconf.judge.routers import glbp
from mipconf.judge.routers.message import PassedOver, RouterMessage, Said
from mipconf.layers import hsrp
from mipconf.layers.layer import fixed_size
from mipconf.net.host import UDP, Datagram
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.trace.trace import Packet

_GROUP_ADDRESSES = {1: hsrp.GROUP_ADDRESS, 2: hsrp.GROUP_ADDRESS_2}
_TTL = 1
_RESERVED_PORTS = 1024
_ADVERTISEMENT = 3
_IPV4, _IPV6 = 4, 6

_RECORD_1 = Record(
    hsrp.HSRPv1,
    (
        "version",
        "op_code",
        "state",
        "hellotime",
        "holdtime",
        "priority",
        "group",
        "authentication_data",
        "virtual_ip_address",
    ),
)
_GROUP_STATE = Record(
    hsrp.GroupState,
    (
        "version",
        "op_code",
        "state",
        "ip_version",
        "group",
        "priority",
        "hellotime",
        "holdtime",
        "virtual_ip_address",
    ),
)
_HEADER = hsrp.GroupState.header_size
_TYPES = {layer: kind for kind, layer in hsrp.TLVS.classes.items() if isinstance(kind, int)}
_MD5_SIZE = fixed_size(hsrp.Md5Authentication)
_KEY_ID = slice(_MD5_SIZE - 20, _MD5_SIZE - 16)
"""Where an MD5 TLV has the number of its key, before the digest."""
_AT_WORK = (State.SPEAK, State.STANDBY, State.ACTIVE)


def carries(datagram: Datagram) -> bool:
    """Whether this is HSRP: sent to its port, or to its groups at a port that users choose."""
    to = datagram.destination
    if to.protocol != UDP:
        return False
    if to.port == hsrp.PORT:
        return True
    return (
        to.address in _GROUP_ADDRESSES.values()
        and to.port >= _RESERVED_PORTS
        and to.port != glbp.PORT
        and _is_likely(datagram)
    )


def _is_likely(datagram: Datagram) -> bool:
    """Whether octets at another port are HSRP's: others send to "all routers" too."""
    octets = datagram.payload
    if datagram.destination.address == hsrp.GROUP_ADDRESS:
        return octets[:1] == b"\0" and len(octets) >= _RECORD_1.size and octets[2] in hsrp.STATES
    return octets[:3] == bytes((_TYPES[hsrp.GroupState], _GROUP_STATE.size - _HEADER, 2))


def read(packet: Packet) -> Iterator[Said]:
    """What an HSRP packet says: of one group, or in version 2 of several."""
    octets, to = packet.datagram.payload, packet.datagram.destination.address
    version = 1 if octets[:1] == b"\0" else 2
    wrong = []
    if to != _GROUP_ADDRESSES[version] and packet.datagram.destination.is_multicast:
        wrong.append(f"destination {to}, not {_GROUP_ADDRESSES[version]}")
    yield from (_version_1 if version == 1 else _version_2)(packet, wrong)


def _passed_over(packet: Packet, why: str, *, is_regular: bool = False) -> PassedOver:
    source = packet.datagram.source.address
    return PassedOver(packet.frame, source, packet.link.lan, f"HSRP {why}", is_regular)


def _version_1(packet: Packet, wrong: list[str]) -> Iterator[Said]:
    octets = packet.datagram.payload
    if octets[1:2] == bytes((_ADVERTISEMENT,)):
        yield _passed_over(packet, "advertisement of an interface", is_regular=True)
        return
    if len(octets) < 2 or octets[1] not in tuple(Opcode):
        what = f"Op Code {octets[1]}" if len(octets) > 1 else f"{len(octets)} octets"
        yield _passed_over(packet, f"message of {what}, which is unknown")
        return
    if len(octets) < _RECORD_1.size:
        wrong.append(f"{len(octets)} octets, fewer than {_RECORD_1.size}")
    values = _RECORD_1.unpack(octets.ljust(_RECORD_1.size, b"\0"))
    _, opcode, state, hello, hold, priority, group, text, address = values
    tlvs, _ = hsrp.TLVS.walk(octets, _RECORD_1.size, len(octets))
    authentication = _md5(octets, tlvs) or _text(text)
    if 0 < hold < hello:
        wrong.append(f"hold time {hold} s, not more than the hello time {hello} s")
    yield _message(
        packet,
        (1, group, opcode, state, priority, address),
        (hello * SECOND, hold * SECOND),
        authentication,
        wrong,
        is_whole=len(octets) >= _RECORD_1.size,
    )


def _version_2(packet: Packet, wrong: list[str]) -> Iterator[Said]:
    octets = packet.datagram.payload
    tlvs, end = hsrp.TLVS.walk(octets, 0, len(octets))
    if end != len(octets):
        wrong.append(f"a TLV at octet {end} that does not end within {len(octets)} octets")
    states = [octets[start:stop] for kind, start, stop in tlvs if kind == _TYPES[hsrp.GroupState]]
    if not states:
        is_regular = any(kind == _TYPES[hsrp.InterfaceState] for kind, _, _ in tlvs)
        what = "Interface State" if is_regular else "message without a Group State"
        yield _passed_over(packet, what, is_regular=is_regular and not wrong)
    texts = [
        octets[start:stop] for kind, start, stop in tlvs if kind == _TYPES[hsrp.TextAuthentication]
    ]
    authentication = _md5(octets, tlvs) or (_text(texts[0][_HEADER:]) if texts else "none")
    for state in states:
        yield from _group_state(packet, state, authentication, list(wrong))


def _group_state(
    packet: Packet, octets: bytes, authentication: str, wrong: list[str]
) -> Iterator[Said]:
    if len(octets) < _GROUP_STATE.size:
        wrong.append(
            f"a Group State of length {len(octets) - _HEADER}, not {_GROUP_STATE.size - _HEADER}"
        )
    whole = octets.ljust(_GROUP_STATE.size, b"\0")
    version, opcode, state, family, group, priority, hello, hold, address = _GROUP_STATE.unpack(
        whole
    )
    if opcode not in tuple(Opcode) or family == _IPV6:
        what = "Group State for IPv6" if family == _IPV6 else f"message of Op Code {opcode}"
        yield _passed_over(packet, f"{what}, which is not judged", is_regular=family == _IPV6)
        return
    if version != 2:
        wrong.append(f"version {version}, not 2")
    if family != _IPV4:
        wrong.append(f"IP version {family}, not {_IPV4}")
    if 0 < hold <= hello:
        wrong.append(f"hold time {hold} ms, not more than the hello time {hello} ms")
    yield _message(
        packet,
        (2, group, opcode, state, priority, address),
        (hello * MILLISECOND, hold * MILLISECOND),
        authentication,
        wrong,
        is_whole=len(octets) >= _GROUP_STATE.size,
    )


def _message(
    packet: Packet,
    fields: tuple[int, int, int, int, int, str],
    times: tuple[int, int],
    authentication: str,
    wrong: list[str],
    *,
    is_whole: bool,
) -> RouterMessage:
    version, group, opcode, number, priority, address = fields
    state = _STATES[version].get(number)
    if state is None:
        wrong.append(f"state {number}, which is none of {', '.join(map(str, _STATES[version]))}")
    addresses = () if address == "0.0.0.0" else (address,)
    # "A router may not enter the Speak state unless it knows the virtual IP address" (5.3).
    if is_whole and not addresses and opcode == Opcode.HELLO and state in _AT_WORK:
        wrong.append(f"virtual IP address 0.0.0.0 in state {state.value}")
    datagram = packet.datagram
    return RouterMessage(
        frame=packet.frame,
        time=packet.time,
        source=datagram.source.address,
        destination=datagram.destination.address,
        lan=packet.link.lan,
        protocol="hsrp",
        version=version,
        number=group,
        opcode=Opcode(opcode),
        state=state or State.INITIAL,
        priority=priority,
        hello_ns=times[0],
        hold_ns=times[1],
        addresses=addresses,
        authentication=authentication,
        defects=tuple(wrong),
        oddities=() if datagram.ttl == _TTL else (f"TTL {datagram.ttl}, not {_TTL}",),
    )


def _states(numbers: Mapping[int, str]) -> Mapping[int, State]:
    names = {state.value: state for state in State}
    return {number: names.get(name, State.INITIAL) for number, name in numbers.items()}


_STATES = {1: _states(hsrp.STATES), 2: _states(hsrp.STATES_2)}
"""State numbers of each version; version 2's Disabled is as good as Initial."""


def _text(octets: bytes) -> str:
    """Eight octets of 0 are no authentication data."""
    text = octets.rstrip(b"\0")
    return f"text {text.decode('latin-1')!r}" if text else "none"


def _md5(octets: bytes, tlvs: Sequence[tuple[object, int, int]]) -> str | None:
    for kind, start, end in tlvs:
        if kind == _TYPES[hsrp.Md5Authentication]:
            key = octets[start:end][_KEY_ID]
            return f"MD5 key {int.from_bytes(key)}"
    return None
