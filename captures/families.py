"""A capture of each family of messages: every layer once, as it is built, and what is malformed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scapy.layers.inet import IP, UDP
from scapy.packet import Packet

from mipconf.layers import all as layers
from mipconf.layers import hsrp, mobileip, vrrp
from mipconf.layers.layer import with_checksum
from mipconf.layers.messages import MESSAGES
from mipconf.layers.registration_extensions import EXTENSIONS
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.network import Direction
from mipconf.trace.pcapng import CaptureWriter

BEGIN = 1_767_225_600_000_000_000
"""2026-01-01, UTC."""
APART = 1_000_000

A, B, GROUP = "10.0.0.2", "10.0.0.3", "224.0.0.254"
MN, COA = "10.1.0.9", "192.0.2.9"
INNER = IP(src=MN, dst="198.51.100.7") / UDP(sport=5000, dport=5001) / b"within the tunnel"


def families() -> Mapping[str, list[Datagram]]:
    """What each capture holds."""
    return {
        "messages": [
            _mip(layer() / INNER if layer is layers.TunnelData else layer())
            for layer in MESSAGES.values()
        ],
        "extensions": [_mip(_request(extension)) for extension in _extensions()],
        "redundancy": [*_redundancy()],
        "malformed": [_mip_octets(octets) for octets in MALFORMED],
        "hsrp": [
            _udp(hsrp.PORT, hsrp.GROUP_ADDRESS, layers.HSRPv1(virtual_ip_address="10.0.0.1")),
            _udp(hsrp.PORT, hsrp.GROUP_ADDRESS, layers.HSRPAdvertisement()),
            *(_udp(hsrp.PORT, hsrp.GROUP_ADDRESS_2, layers.HSRPv2(tlvs=tlvs)) for tlvs in _TLVS),
        ],
        "vrrp": [
            _vrrp(layers.VRRPv2(ip_addresses=["10.0.0.1"])),
            _vrrp(layers.VRRPv3(ipvx_addresses=["10.0.0.1"])),
            _vrrp(layers.VRRPv3(ipvx_addresses=["10.0.0.1"]), pseudo_header=True),
        ],
    }


MALFORMED = tuple(
    bytes.fromhex(octets)
    for octets in (
        "0100",  # cut short
        "01" + "00" * 23 + "2014",  # an extension that does not end within the message
        "01" + "00" * 23 + "3300",  # an extension that is not known, and not one to skip
        "ff010100" + "00" * 20,  # a Binding Update without a binding
        "ff090100" + "00" * 20,  # a Subtype that there is not
        "1c00",  # a type that there is not
        "07" + "00" * 19 + "2220",
    )
)

_TLVS: tuple[list[Packet], ...] = (
    [layers.GroupState(virtual_ip_address="10.0.0.1"), layers.TextAuthentication()],
    [layers.GroupState(virtual_ip_address="10.0.0.1"), layers.Md5Authentication()],
    [layers.InterfaceState(active_groups=1)],
    [layers.GroupStateIPv6(virtual_ip_address="fe80::5")],
)


def write(path: Path, datagrams: list[Datagram]) -> None:
    """Write one capture, a millisecond between datagrams."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = CaptureWriter(path)
    for number, datagram in enumerate(datagrams):
        writer.datagram(Direction.SENT, datagram, BEGIN + number * APART)
    writer.close()


def _extensions() -> Iterator[Packet]:
    drawn = [layer for each in EXTENSIONS.drawn_long.values() for layer in each.values()]
    for found in (*EXTENSIONS.classes.values(), *drawn):
        for layer in found if isinstance(found, tuple) else (found,):
            is_signed = any(field.name == "authenticator" for field in layer.fields_desc)
            yield layer(authenticator=bytes(16)) if is_signed else layer()


def _request(extension: Packet) -> Packet:
    # What follows an extension is found only where that one ends.
    return layers.RegistrationRequest(
        home_address=MN,
        home_agent=A,
        care_of_address=COA,
        lifetime=300,
        extensions=[extension, layers.MobileHomeAuthentication(authenticator=bytes(16))],
    )


def _redundancy() -> Iterator[Datagram]:
    """An update with its acknowledgement, a request with its reply, and that one's."""
    binding = layers.MobilityBinding(
        home_address=MN,
        home_agent=A,
        care_of_address=COA,
        lifetime_granted=300,
        lifetime_remaining=300,
        sub_options=[layers.NaiSubOption(nai=b"mn@home.example"), layers.UdpTunnelSubOption()],
    )
    lists = layers.HomeAgentList(home_agents=[A, B])
    yield _between(A, GROUP, layers.BindingUpdate(sequence=1, extensions=[binding]))
    yield _between(B, A, layers.BindingUpdateAck(sequence=1))
    yield _between(B, GROUP, layers.TableRequest(sequence=7))
    reply = layers.TableReply(sequence=2, request_sequence=7, extensions=[lists, binding])
    yield _between(A, B, reply)
    yield _between(B, A, layers.TableReplyAck(sequence=2))


def _between(source: str, to: str, message: Any) -> Datagram:
    message.group, message.home_agent_id = 7, source
    message.extensions.append(layers.HaHaAuthentication(spi=1000, authenticator=bytes(32)))
    return _udp(mobileip.PORT, to, message, source)


def _mip(message: Packet) -> Datagram:
    return _udp(mobileip.PORT, A, message)


def _mip_octets(octets: bytes) -> Datagram:
    return Datagram(Endpoint(COA, mobileip.PORT), Endpoint(A, mobileip.PORT), octets)


def _udp(port: int, to: str, message: Packet, source: str = B) -> Datagram:
    return Datagram(Endpoint(source, port), Endpoint(to, port), bytes(message))


def _vrrp(message: Packet, *, pseudo_header: bool = False) -> Datagram:
    octets = bytes(message)
    if pseudo_header:
        unsigned = with_checksum(octets, 6, 0)
        value = vrrp.compute_checksum(unsigned, (B, vrrp.GROUP_ADDRESS))
        octets = with_checksum(unsigned, 6, value)
    source, to = Endpoint(B, 0, VRRP), Endpoint(vrrp.GROUP_ADDRESS, 0, VRRP)
    return Datagram(source, to, octets, vrrp.TTL)
