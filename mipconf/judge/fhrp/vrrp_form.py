"""Whether a VRRP message is well-formed: RFC 3768 (version 2) and RFC 9568 (version 3), section 5.

Unlike `mipconf.fhrp.vrrp_wire`, which the reference HA reads and writes with, this looks at every
field through the Scapy layers, and says of each octet string what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.layers import vrrp
from mipconf.layers.layer import fixed_size
from mipconf.net.host import Datagram
from mipconf.protocol.fhrp_messages import VRRP_UNIT_MS, carried_interval
from mipconf.trace.setting import Setting

ADVERTISEMENT = 1
OWNER = 255

_LAYERS = {2: vrrp.VRRPv2, 3: vrrp.VRRPv3}
_FIELDS = {
    2: ("count_ip_addrs", "ip_addresses", "adver_int"),
    3: ("ipvx_addr_count", "ipvx_addresses", "max_advertise_interval"),
}
_TRAILERS = {2: vrrp.AUTHENTICATION_SIZE, 3: 0}
_UNITS = {2: "s", 3: "cs"}
_ADDRESS_SIZE = 4


def concerns_group(datagram: Datagram, setting: Setting) -> bool:
    """Whether it is meant to tell of the HUT's group, as far as it can be read.

    A router may be one of several virtual routers.
    """
    octets = datagram.payload
    return len(octets) < 2 or octets[1] == setting.group.number


def defects(datagram: Datagram, setting: Setting, virtual_ips: frozenset[str]) -> Iterator[str]:
    """What is wrong with a message of the HUT, a line each.

    `virtual_ips` is what the group's virtual IP address can be; empty where nobody knows.
    """
    if datagram.destination.address != vrrp.GROUP_ADDRESS:
        yield f"destination {datagram.destination.address}, not {vrrp.GROUP_ADDRESS}"
    if datagram.source.address != setting.hut:
        yield f"source {datagram.source.address}, not the HA id {setting.hut}"
    if datagram.ttl != vrrp.TTL:
        yield f"TTL {datagram.ttl}, not {vrrp.TTL}"
    octets, version = datagram.payload, setting.fhrp.version
    if octets and octets[0] >> 4 != version:
        yield f"version {octets[0] >> 4}, not {version}"
        return
    least = fixed_size(_LAYERS[version])
    if len(octets) < least:
        yield f"{len(octets)} octets, fewer than {least}"
        return
    yield from _fields(datagram, setting, virtual_ips)


def _fields(datagram: Datagram, setting: Setting, virtual_ips: frozenset[str]) -> Iterator[str]:
    octets, version = datagram.payload, setting.fhrp.version
    message = _LAYERS[version](octets)
    count, addresses, interval = (getattr(message, name) for name in _FIELDS[version])
    if message.type != ADVERTISEMENT:
        yield f"type {message.type}, not {ADVERTISEMENT}"
    if message.virtual_rtr_id != setting.group.number:
        yield f"VRID {message.virtual_rtr_id}, not {setting.group.number}"
    if message.priority == OWNER != setting.fhrp.priority:
        yield f"priority {OWNER}, that of the owner of the virtual IP address"
    yield from _interval(interval, setting)
    size = fixed_size(_LAYERS[version]) + count * _ADDRESS_SIZE + _TRAILERS[version]
    if len(octets) != size:
        yield f"{len(octets)} octets, not the {size} of {count} addresses"
    elif virtual_ips and virtual_ips.isdisjoint(addresses):
        expected = " or ".join(sorted(virtual_ips))
        yield f"virtual IP address {', '.join(addresses) or 'none'}, not {expected}"
    if version == 2 and message.auth_type != 0:
        yield f"authentication type {message.auth_type}, not 0"
    if version == 3 and message.reserved != 0:
        yield f"reserved bits {message.reserved}, not 0"
    ends = (datagram.source.address, datagram.destination.address)
    if vrrp.matching_checksum(octets, ends) is None:
        yield f"checksum {message.checksum:#06x}, which is wrong"


def _interval(interval: int, setting: Setting) -> Iterator[str]:
    """What is wrong with the interval, which is rounded up to the unit (docs/hut-contract.md)."""
    version = setting.fhrp.version
    expected = carried_interval(setting.fhrp.hello_ms, version) // VRRP_UNIT_MS[version]
    if interval != expected:
        yield f"advertisement interval {interval} {_UNITS[version]}, not {expected}"
