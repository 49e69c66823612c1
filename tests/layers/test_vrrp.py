"""VRRP: frames of real routers, the layouts of both versions, and the forms of the checksum."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP
from scapy.layers.inet6 import IPv6
from scapy.packet import Packet, Padding, Raw

from mipconf.layers.all import VRRP, VrrpMd5Authentication, VRRPv2, VRRPv3, VRRPv3IPv6
from mipconf.layers.vrrp import Checksum, compute_checksum, matching_checksum

# From vrrp.pcap of tcpdump's test suite, from the IPv4 header on. Some have the padding that
# Ethernet asks for, which belongs to no message.
CAPTURED = [
    pytest.param(
        "4500002812340000ff70bec40a00005be0000012 212bbf01000aea2e0a042b960000000000000000"
        "000000000000",
        VRRPv2,
        {
            "type": 1,
            "virtual_rtr_id": 43,
            "priority": 191,
            "count_ip_addrs": 1,
            "auth_type": 0,
            "adver_int": 10,
            "ip_addresses": ["10.4.43.150"],
            "authentication_data": bytes(8),
        },
        Checksum.MESSAGE,
        "VRRP version 2 ADVERTISEMENT VRID 43 priority 191",
        id="version 2",
    ),
    pytest.param(
        "4500003012340000ff70bebc0a00005be0000012 212abf03010af11f0a042a010a042a020a042a03"
        "6162636465666768",
        VRRPv2,
        {
            "auth_type": 1,
            "ip_addresses": ["10.4.42.1", "10.4.42.2", "10.4.42.3"],
            "authentication_data": b"abcdefgh",
        },
        Checksum.MESSAGE,
        "VRRP version 2 ADVERTISEMENT VRID 42 priority 191",
        id="version 2 with a password",
    ),
    pytest.param(
        "4500002412340000ff70bec80a00005be0000012 312cbf0203e8b3c60a042c640a042cc8"
        "00000000000000000000",
        VRRPv3,
        {
            "ipvx_addr_count": 2,
            "reserved": 0,
            "max_advertise_interval": 1000,
            "ipvx_addresses": ["10.4.44.100", "10.4.44.200"],
        },
        Checksum.PSEUDO_HEADER,
        "VRRP version 3 ADVERTISEMENT VRID 44 priority 191",
        id="version 3",
    ),
]


@pytest.mark.parametrize(("octets", "layer", "fields", "checksum", "summary"), CAPTURED)
def test_captured(
    octets: str, layer: type[Packet], fields: dict[str, object], checksum: Checksum, summary: str
) -> None:
    packet: Any = IP(bytes.fromhex(octets))
    message = packet[layer]
    assert {name: getattr(message, name) for name in fields} == fields
    assert message.matching_checksum() is checksum
    assert message.mysummary() == summary
    message.clear_cache()
    assert bytes(packet) == bytes.fromhex(octets)


MESSAGES = [
    pytest.param(
        VRRPv2(virtual_rtr_id=7, ip_addresses=["10.0.0.1"]),
        "21 07 64 01 00 01 70f5 0a000001 0000000000000000",
        id="version 2",
    ),
    pytest.param(
        VRRPv2(priority=0, adver_int=255, ip_addresses=["10.0.0.1", "10.0.0.2"]),
        "21 01 00 02 00 ff c9fa 0a000001 0a000002 0000000000000000",
        id="version 2, the master resigns",
    ),
    pytest.param(
        VRRPv2(auth_type=1, authentication_data=b"abcdefgh", checksum=0),
        "21 01 64 00 01 01 0000 6162636465666768",
        id="version 2, set checksum",
    ),
    pytest.param(
        VRRPv3(virtual_rtr_id=7, max_advertise_interval=15, ipvx_addresses=["10.0.0.1"]),
        "31 07 64 01 000f 60e7 0a000001",
        id="version 3",
    ),
    pytest.param(
        VRRPv3(reserved=15, max_advertise_interval=4095, ipvx_addr_count=9, checksum=0xABCD),
        "31 01 64 09 ffff abcd",
        id="version 3, wrong count",
    ),
    pytest.param(VRRP(version=4, type=2) / Raw(b"abc"), "42616263", id="version 4"),
    pytest.param(VRRP(version=2, type=1) / Raw(b"abc"), "21616263", id="version 2 cut short"),
]


@pytest.mark.parametrize(("message", "octets"), MESSAGES)
def test_octets(message: Packet, octets: str) -> None:
    payload = bytes.fromhex(octets)
    assert bytes(message) == payload
    dissected = VRRP(payload)
    assert type(dissected) is type(message)
    dissected.clear_cache()
    assert bytes(dissected) == payload
    assert dissected.summary() == message.summary()


CUT_SHORT = [
    pytest.param(
        "21016403 0001 0000 0a000001 01020304 05060708 1112",
        (["10.0.0.1", "1.2.3.4", "5.6.7.8"], b"\x11\x12", b""),
        id="the count takes what there is",
    ),
    pytest.param(
        "21016401 0001 0000 0a00",
        ([], b"\x0a\0", b""),
        id="half an address",
    ),
    pytest.param(
        "21016400 0001 0000 0102030405060708 99",
        ([], bytes.fromhex("0102030405060708"), b"\x99"),
        id="an octet more",
    ),
]


@pytest.mark.parametrize(("octets", "parts"), CUT_SHORT)
def test_a_wrong_size(octets: str, parts: tuple[list[str], bytes, bytes]) -> None:
    message: Any = VRRP(bytes.fromhex(octets))
    rest = bytes(message.payload)
    assert (message.ip_addresses, message.authentication_data, rest) == parts
    message.clear_cache()
    assert bytes(message) == bytes.fromhex(octets)


# --- The checksum.

HEADER = {"src": "10.0.0.2", "dst": "224.0.0.18"}


@pytest.mark.parametrize(
    ("message", "checksum", "matching"),
    [
        pytest.param(VRRPv2(), 0x7AFD, Checksum.MESSAGE, id="RFC 3768, 5.3.8"),
        pytest.param(VRRPv3(), 0x6A9A, Checksum.MESSAGE, id="RFC 9568, 5.2.8"),
        pytest.param(VRRPv3(checksum=0x800D), 0x800D, Checksum.PSEUDO_HEADER, id="RFC 5798, 5.2.8"),
        pytest.param(VRRPv3(checksum=1), 1, None, id="version 3, wrong"),
        pytest.param(VRRPv2(checksum=1), 1, None, id="version 2, wrong"),
    ],
)
def test_checksum(message: Any, checksum: int, matching: Checksum | None) -> None:
    packet: Any = IP(bytes(IP(**HEADER) / message))
    assert packet.payload.checksum == checksum
    assert packet.payload.matching_checksum() is matching


def test_without_its_ipv4_header_the_pseudo_header_is_not_known() -> None:
    message: Any = VRRP(bytes(VRRPv3(checksum=0x800D)))
    assert message.matching_checksum() is None
    assert compute_checksum(bytes(VRRPv3(checksum=0)), ("10.0.0.2", "224.0.0.18")) == 0x800D


def test_version_2_has_no_pseudo_header() -> None:
    """RFC 3768, 5.3.8: "of the entire VRRP message"; one of version 3's form is wrong in it."""
    checksum = compute_checksum(bytes(VRRPv2(checksum=0)), ("10.0.0.2", "224.0.0.18"))
    message: Any = IP(bytes(IP(**HEADER) / VRRPv2(checksum=checksum))).payload
    assert message.matching_checksum() is None


@given(
    layer=st.sampled_from([VRRPv2, VRRPv3]),
    priority=st.integers(0, 255),
    source=st.ip_addresses(v=4).map(str),
    form=st.sampled_from(Checksum),
    at=st.integers(1, 7),
    bit=st.integers(0, 7),
)
def test_each_wrong_bit_is_seen(
    layer: Any, priority: int, source: str, form: Checksum, at: int, bit: int
) -> None:
    addresses = (source, "224.0.0.18")
    octets = bytearray(bytes(layer(priority=priority, checksum=0)))
    has_pseudo_header = layer is VRRPv3 and form is Checksum.PSEUDO_HEADER
    value = compute_checksum(bytes(octets), addresses if has_pseudo_header else None)
    octets[6:8] = value.to_bytes(2)
    matching = matching_checksum(bytes(octets), addresses)
    assert matching in (Checksum.MESSAGE, form)
    octets[at] ^= 1 << bit
    assert matching_checksum(bytes(octets), addresses) is not matching


# --- In an IPv4 packet.


@pytest.mark.parametrize("layer", [VRRPv2, VRRPv3])
def test_a_packet_has_what_the_rfcs_ask_of_its_header(layer: type[Packet]) -> None:
    """RFC 3768, 5.2; RFC 9568, 5.1.1: group, TTL 255, protocol 112."""
    packet: Any = IP(bytes(IP(src="10.0.0.2") / layer()))
    assert (packet.dst, packet.ttl, packet.proto) == ("224.0.0.18", 255, 112)
    assert type(packet.payload) is layer


def test_a_fragment_is_no_message() -> None:
    packet: Any = IP(bytes(IP(frag=3, proto=112) / Raw(bytes(VRRPv2()))))
    assert type(packet.payload) is Raw


@given(st.binary(max_size=60))
def test_any_octets_in_a_packet(octets: bytes) -> None:
    payload = bytes(IP(proto=112, dst="224.0.0.18") / Raw(octets))
    packet = IP(payload)
    packet.clear_cache()
    assert bytes(packet) == payload
    if isinstance(packet.payload, VRRPv2 | VRRPv3):
        packet.payload.matching_checksum()


def _in_ip(message: str, protocol: int = 112) -> bytes:
    header = IP(src="192.0.2.2", dst="224.0.0.18", ttl=255, proto=protocol)
    return bytes(header / bytes.fromhex(message))


DIGEST = "fe1c01000000c000020200000003101112131415161718191a1b1c1d1e1f"
IN_THE_FIELD = [
    pytest.param(
        "21016e0101014b98c00002013131313100000000",
        {"auth_type": 1, "authentication_data": b"1111\0\0\0\0"},
        Checksum.MESSAGE,
        "",
        id="keepalived, a password",
    ),
    pytest.param(
        "21016e010000aefbc00002010000000000000000",
        {"auth_type": 0, "adver_int": 0},
        Checksum.MESSAGE,
        "",
        id="keepalived, an interval below a second",
    ),
    pytest.param(
        "21016e01fe013716c00002010000000000000000" + DIGEST,
        {"auth_type": 254, "ip_addresses": ["192.0.2.1"], "authentication_data": bytes(8)},
        Checksum.MESSAGE,
        "",
        id="Cisco, a digest",
    ),
    pytest.param(
        "21016e0100000000c0000201",
        {"auth_type": 0, "authentication_data": b""},
        None,
        "",
        id="no authentication data at all",
    ),
    pytest.param(
        "31016e0100649e97c0000201",
        {"ipvx_addresses": ["192.0.2.1"]},
        Checksum.MESSAGE,
        "",
        id="version 3, RFC 9568's checksum",
    ),
    pytest.param(
        "31016e0100641a15c0000201",
        {"max_advertise_interval": 100},
        None,
        "",
        id="version 3, a checksum for another destination",
    ),
    pytest.param(
        "31016e0100649e97c00002010000000000000000",
        {"ipvx_addresses": ["192.0.2.1"]},
        Checksum.MESSAGE,
        "0000000000000000",
        id="uvrrpd, octets after the last address",
    ),
    pytest.param(
        "31016e010064da34c00002016162630000000000",
        {"ipvx_addresses": ["192.0.2.1"]},
        Checksum.MESSAGE,
        "6162630000000000",
        id="octets after the last address that the checksum covers",
    ),
]


@pytest.mark.parametrize(("octets", "fields", "form", "rest"), IN_THE_FIELD)
def test_real_routers(
    octets: str, fields: dict[str, object], form: Checksum | None, rest: str
) -> None:
    # Ethernet fills a frame up, which belongs to no message and is not summed up.
    message: Any = IP(_in_ip(octets) + bytes(6))[VRRP]
    assert {name: getattr(message, name) for name in fields} == fields
    assert message.matching_checksum() is form
    assert bytes(message.payload).hex().startswith(rest)
    message.remove_payload()
    message.clear_cache()
    assert bytes(message).hex() + rest == octets


def test_a_digest_of_cisco_s_routers() -> None:
    message: Any = IP(_in_ip("21016e01fe013716c00002010000000000000000" + DIGEST))[VRRP]
    (digest,) = message.tlvs
    assert type(digest) is VrrpMd5Authentication
    assert (digest.ip_address, digest.key_id) == ("192.0.2.2", 3)
    assert digest.digest == bytes(range(0x10, 0x20))


def test_an_authentication_header_before_the_message() -> None:
    """RFC 2338, 5.3.6.2; the checksum is over the message alone."""
    header = "700400000000000100000007" + "aa" * 12
    message: Any = IP(_in_ip(header + "21016e010201acfac00002010000000000000000", 51))[VRRP]
    assert type(message) is VRRPv2
    assert message.auth_type == 2
    assert message.matching_checksum() is Checksum.MESSAGE


def test_padding_is_not_summed_up() -> None:
    octets = bytes(IP(**HEADER) / VRRPv3(checksum=0x800D)) + b"\1\2\3"
    packet: Any = IP(octets)
    assert packet.haslayer(Padding)
    assert packet.payload.matching_checksum() is Checksum.PSEUDO_HEADER


# Of the same file, from the IPv6 header on.
CAPTURED_IPV6 = (
    "60000000002870fffe80000000000000d6ca6dfffe66cf60ff020000000000000000000000000012"
    "312dbf0203e8cfa0fe8000000000000002005efffe00022d200100000000000000000000abcd000a"
)


def test_a_captured_advertisement_over_ipv6() -> None:
    message = IPv6(bytes.fromhex(CAPTURED_IPV6)).payload
    assert type(message) is VRRPv3IPv6
    assert message.ipvx_addresses == ["fe80::200:5eff:fe00:22d", "2001::abcd:a"]
    assert message.matching_checksum() is Checksum.PSEUDO_HEADER
    message.clear_cache()
    message.checksum = None
    assert bytes(message.underlayer).hex() == CAPTURED_IPV6


def test_over_ipv6_a_checksum_without_the_pseudo_header_is_wrong() -> None:
    octets = bytearray(bytes.fromhex(CAPTURED_IPV6))
    octets[46:48] = bytes(2)
    octets[46:48] = compute_checksum(bytes(octets[40:])).to_bytes(2)
    message = IPv6(bytes(octets)).payload
    assert type(message) is VRRPv3IPv6
    assert message.matching_checksum() is None


def test_what_is_built_over_ipv6_goes_to_the_group() -> None:
    packet = IPv6(bytes(IPv6(src="fe80::1") / VRRPv3IPv6(ipvx_addresses=["fe80::9"])))
    assert (packet.nh, packet.dst, packet.hlim) == (112, "ff02::12", 255)
    assert packet.payload.ipvx_addr_count == 1
    assert packet.payload.matching_checksum() is Checksum.PSEUDO_HEADER
