"""Whether an HSRP message is well-formed: RFC 2281, section 5.1, and version 2's layout.

Unlike `mipconf.fhrp.hsrp_wire`, which the reference HA reads and writes with, this looks at every
field through the Scapy layers, and says of each octet string what is wrong with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from mipconf.layers import hsrp
from mipconf.layers.layer import fixed_size
from mipconf.net.host import Datagram
from mipconf.trace.setting import Setting

VERSION_FIELD = {1: 0, 2: 2}
GROUP_ADDRESSES = {1: hsrp.GROUP_ADDRESS, 2: hsrp.GROUP_ADDRESS_2}
TTL = 1
IPV4 = 4
AUTHENTICATION = b"cisco\0\0\0"
HEADER = hsrp.GroupState.header_size

_OP_CODES = (0, 1, 2)
_STATES = {1: hsrp.STATES, 2: hsrp.STATES_2}
_ADVERTISEMENT = 3
_GROUP_1 = 6
_GROUP_2 = slice(6, 8)
"""Where a message of version 1, and a Group State TLV of version 2, have their group's number."""
_UNIT_MS = {1: 1000, 2: 1}


def concerns_group(datagram: Datagram, setting: Setting) -> bool:
    """Whether it is meant to tell of the HUT's group, as far as it can be read.

    A router may tell of other groups too, and in version 1 (Op Code 3) or 2 (type 2) of its
    interface.
    """
    octets = datagram.payload
    if setting.fhrp.version == 1:
        if octets[1:2] == bytes((_ADVERTISEMENT,)):
            return False
        return len(octets) <= _GROUP_1 or octets[_GROUP_1] == setting.group.number
    groups = [span[_GROUP_2] for span in _spans(octets) if span[0] == 1 and span[_GROUP_2]]
    if groups:
        return any(int.from_bytes(group) == setting.group.number for group in groups)
    return octets[:1] != b"\x02"


def defects(datagram: Datagram, setting: Setting, virtual_ips: frozenset[str]) -> Iterator[str]:
    """What is wrong with a message of the HUT, a line each.

    `virtual_ips` is what the group's virtual IP address can be; empty where the HUT cannot know.
    """
    version = setting.fhrp.version
    if datagram.destination.address != GROUP_ADDRESSES[version]:
        yield f"destination {datagram.destination.address}, not {GROUP_ADDRESSES[version]}"
    if datagram.source.address != setting.hut:
        yield f"source {datagram.source.address}, not the HA id {setting.hut}"
    if datagram.ttl != TTL:
        yield f"TTL {datagram.ttl}, not {TTL}"
    if version == 1:
        yield from _version_1(datagram.payload, setting, virtual_ips)
    else:
        yield from _version_2(datagram.payload, setting, virtual_ips)


def _version_1(octets: bytes, setting: Setting, virtual_ips: frozenset[str]) -> Iterator[str]:
    size = fixed_size(hsrp.HSRPv1)
    if len(octets) != size:
        yield f"{len(octets)} octets, not {size}"
        return
    message = hsrp.HSRPv1(octets)
    yield from _fields(message, setting, virtual_ips)
    yield from _authentication(octets[8:16])


def _version_2(octets: bytes, setting: Setting, virtual_ips: frozenset[str]) -> Iterator[str]:
    spans = _spans(octets)
    walked = sum(map(len, spans))
    if walked != len(octets):
        yield f"a TLV at octet {walked} is cut off at the end, octet {len(octets)}"
    if not spans or spans[0][0] != 1:
        yield "no Group State TLV at the beginning"
        return
    size = fixed_size(hsrp.GroupState)
    if len(spans[0]) != size:
        yield f"a Group State TLV of length {len(spans[0]) - HEADER}, not {size - HEADER}"
        return
    message = hsrp.GroupState(spans[0])
    if message.ip_version != IPV4:
        yield f"IP version {message.ip_version}, not {IPV4}"
    else:
        yield from _fields(message, setting, virtual_ips)
    for span in spans[1:]:
        if span[0] == 3:
            yield from _authentication(span[HEADER:])


def _fields(
    message: hsrp.HSRPv1 | hsrp.GroupState, setting: Setting, virtual_ips: frozenset[str]
) -> Iterator[str]:
    """What the messages of both versions have in common."""
    version = setting.fhrp.version
    if message.version != VERSION_FIELD[version]:
        yield f"version {message.version}, not {VERSION_FIELD[version]}"
    if message.op_code not in _OP_CODES:
        yield f"Op Code {message.op_code}, which is none of {_OP_CODES}"
    if message.state not in _STATES[version]:
        yield f"state {message.state}, which is none of {tuple(_STATES[version])}"
    if message.group != setting.group.number:
        yield f"group {message.group}, not {setting.group.number}"
    if virtual_ips and message.virtual_ip_address not in virtual_ips:
        expected = " or ".join(sorted(virtual_ips))
        yield f"virtual IP address {message.virtual_ip_address}, not {expected}"
    yield from _times(message, setting)


def _times(message: hsrp.HSRPv1 | hsrp.GroupState, setting: Setting) -> Iterator[str]:
    """The hold time MUST exceed the hello time (RFC 2281, 5.1), unless both round up alike."""
    hello, hold = message.hellotime, message.holdtime
    unit = _UNIT_MS[setting.fhrp.version]
    alike = math.ceil(setting.fhrp.hello_ms / unit) == math.ceil(setting.fhrp.hold_ms / unit)
    if hello < 1:
        yield f"hello time {hello}"
    if hold < hello or (hold == hello and not alike):
        yield f"hold time {hold}, not more than the hello time {hello}"


def _authentication(octets: bytes) -> Iterator[str]:
    if octets != AUTHENTICATION:
        yield f"authentication data {octets!r}, not {AUTHENTICATION!r}"


def _spans(octets: bytes) -> list[bytes]:
    found, _ = hsrp.TLVS.walk(octets, 0, len(octets))
    return [octets[start:end] for _, start, end in found]
