"""Router discovery with the extensions of mobility agents: exact octets both ways."""

import pytest
from scapy.layers.inet import ICMP, IP
from scapy.packet import Packet, Raw

from mipconf.layers.all import (
    AgentNai,
    Challenge,
    GeneralizedLinkLayerAddress,
    LinkLayerAddressOption,
    MobilityAgentAdvertisement,
    NewAddressOption,
    NewRouterPrefixOption,
    PrefixLengths,
    RouterAddress,
    RouterAdvertisement,
    RouterSolicitation,
)

EXTENSIONS = [
    (
        MobilityAgentAdvertisement(
            length=10,
            sequence=1,
            lifetime=1800,
            flags="RFT",
            care_of_addresses=["192.0.2.1"],
        ),
        "100a000107089100c0000201",
    ),
    (PrefixLengths(length=2, prefix_lengths=b"\x18\x10"), "13021810"),
    (LinkLayerAddressOption(length=3, option_code=2, address=b"ab"), "1403026162"),
    (NewAddressOption(length=6, option_code=1, new_ipv4_address="192.0.2.1"), "15060100c0000201"),
    (NewRouterPrefixOption(length=6, prefix_length=24), "1606001800000000"),
    (Challenge(length=4, challenge=b"abcd"), "180461626364"),
    (AgentNai(length=4, nai=b"a@b"), "880403614062"),
    (GeneralizedLinkLayerAddress(length=3, subtype=6, address=b"ab"), "8c03066162"),
]


@pytest.mark.parametrize(("extension", "octets"), EXTENSIONS, ids=lambda each: str(each)[:12])
def test_extensions(extension: Packet, octets: str) -> None:
    assert bytes(extension).hex() == octets
    assert RouterSolicitation(bytes(8)[:8] + bytes.fromhex(octets)).extensions == [extension]
    extension = extension.copy()
    extension.length = None
    assert bytes(extension).hex() == octets


MESSAGES = [
    (RouterSolicitation(), "0a00f5ff00000000"),
    (
        RouterAdvertisement(
            router_addresses=[RouterAddress(address="192.0.2.1", preference=-1)],
            extensions=[PrefixLengths(length=1, prefix_lengths=b"\x18")],
        ),
        "090001f3010207" + "08c0000201ffffffff130118",
    ),
]


@pytest.mark.parametrize(("message", "octets"), MESSAGES, ids=["solicitation", "advertisement"])
def test_messages(message: Packet, octets: str) -> None:
    assert bytes(message).hex() == octets
    packet = IP(bytes(IP(dst="10.0.0.1") / message))
    assert packet.proto == 1
    received = packet.payload
    assert type(received) is type(message)
    received.clear_cache()
    assert bytes(received).hex() == octets


def test_other_icmp_stays_scapys() -> None:
    echo = IP(bytes(IP() / ICMP(type=8, id=7)))
    assert type(echo.payload) is ICMP
    assert echo[ICMP].id == 7


def test_more_addresses_announced_than_there_are() -> None:
    octets = bytes.fromhex("0900000005020708c000020100000000")
    received = RouterAdvertisement(octets)
    assert [each.address for each in received.router_addresses] == ["192.0.2.1"]
    assert bytes(received) == octets


def test_a_message_cut_short_is_raw() -> None:
    assert type(IP(bytes(IP(proto=1) / Raw(b"\x09\0"))).payload) is Raw
