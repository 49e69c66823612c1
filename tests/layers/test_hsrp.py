"""HSRP: frames of real routers, the layouts of both versions, and how they are told apart."""

import pytest
from scapy.layers.inet import IP, UDP
from scapy.packet import Packet, Raw

from mipconf.layers.all import (
    HSRP,
    GroupState,
    GroupStateIPv6,
    HSRPAdvertisement,
    HSRPv1,
    HSRPv2,
    InterfaceState,
    Md5Authentication,
    TextAuthentication,
    Tlv,
)

# From HSRP_coup.pcap and HSRP_election.pcap of tcpdump's test suite.
CAPTURED = [
    pytest.param(
        "000010030a640100636973636f000000c0a80001",
        {"op_code": 0, "state": 16, "priority": 100, "hellotime": 3, "holdtime": 10, "group": 1},
        "HSRP hello group 1 Active priority 100",
        id="hello of the active",
    ),
    pytest.param(
        "000008030a640100636973636f000000c0a80001",
        {"op_code": 0, "state": 8, "virtual_ip_address": "192.168.0.1"},
        "HSRP hello group 1 Standby priority 100",
        id="hello of the standby",
    ),
    pytest.param(
        "000102030ac80100636973636f000000c0a80001",
        {"op_code": 1, "state": 2, "authentication_data": b"cisco\0\0\0"},
        "HSRP coup group 1 Listen priority 200",
        id="coup",
    ),
    pytest.param(
        "00030001000e0300000100026f000000",
        {"op_code": 3, "length": 14, "state": 3, "active_groups": 1, "passive_groups": 2},
        "HSRP advertise",
        id="advertisement of an active",
    ),
    pytest.param(
        "00030001000e0200000000036f000000",
        {"advertisement_type": 1, "state": 2, "reserved2": 0x6F000000},
        "HSRP advertise",
        id="advertisement of a passive",
    ),
]


@pytest.mark.parametrize(("octets", "fields", "summary"), CAPTURED)
def test_captured(octets: str, fields: dict[str, object], summary: str) -> None:
    message = HSRP(bytes.fromhex(octets))
    assert {name: getattr(message, name) for name in fields} == fields
    assert message.mysummary() == summary
    message.clear_cache()
    assert bytes(message).hex() == octets


MESSAGES = [
    pytest.param(
        HSRPv1(group=1, virtual_ip_address="192.168.0.1", state=16),
        "000010030a640100636973636f000000c0a80001",
        id="defaults of RFC 2281",
    ),
    pytest.param(
        HSRPv1(tlvs=[Md5Authentication(length=28, ip_address="10.0.0.2", key_id=3)]),
        "000000030a640000636973636f00000000000000"
        "041c 01 00 0000 0a000002 00000003 00000000000000000000000000000000",
        id="version 1 with a digest",
    ),
    pytest.param(
        HSRPAdvertisement(state=3, active_groups=1),
        "0003 0001 000e 03 00 0001 0000 00000000",
        id="advertisement",
    ),
    pytest.param(HSRP(op_code=9) / Raw(b"ab"), "00096162", id="unknown Op Code"),
    pytest.param(HSRP(op_code=0) / Raw(b"ab"), "00006162", id="a hello cut short"),
    pytest.param(
        HSRPv2(
            tlvs=[
                GroupState(
                    length=40,
                    state=6,
                    group=4095,
                    identifier="00:00:0c:9f:ff:ff",
                    virtual_ip_address="10.0.0.1",
                ),
                TextAuthentication(length=8),
            ]
        ),
        "0128 02 00 06 04 0fff 00000c9fffff 00000064 00000bb8 00002710 0a000001"
        "000000000000000000000000 0308636973636f000000",
        id="version 2",
    ),
    pytest.param(
        HSRPv2(
            tlvs=[
                GroupStateIPv6(
                    length=40, identifier="00:05:73:a0:00:01", virtual_ip_address="fe80::1"
                )
            ]
        ),
        "0128 02 00 01 06 0000 000573a00001 00000064 00000bb8 00002710"
        "fe800000000000000000000000000001",
        id="version 2 with IPv6",
    ),
    pytest.param(
        HSRPv2(tlvs=[InterfaceState(length=4, active_groups=1, passive_groups=2)]),
        "020400010002",
        id="interface state",
    ),
    pytest.param(HSRPv2(tlvs=[Tlv(type=9, length=1, value=b"a")]), "090161", id="unknown"),
    pytest.param(
        HSRPv2(tlvs=[Tlv(type=1, length=1, value=b"a")]),
        "010161",
        id="too short for its type",
    ),
    pytest.param(HSRPv2() / Raw(b"\1\2a"), "010261", id="cut short"),
]


@pytest.mark.parametrize(("message", "octets"), MESSAGES)
def test_exact_octets(message: Packet, octets: str) -> None:
    payload = bytes.fromhex(octets)
    assert bytes(message) == payload
    dissected = HSRP(payload)
    assert type(dissected) is type(message)
    dissected.clear_cache()
    assert bytes(dissected) == payload
    assert dissected.summary() == message.summary()


# As routers send them, from the UDP payload on.
IN_THE_FIELD = [
    pytest.param(
        "000010030a6e01007365637265740000c0000201",
        {"authentication_data": b"secret\0\0"},
        [],
        "",
        id="version 1, any password",
    ),
    pytest.param(
        "000010030a6e01000000000000000000c0000201",
        {"authentication_data": bytes(8)},
        [],
        "",
        id="version 1, no password",
    ),
    pytest.param(
        "0000100000ff0100c3a4ff0001020304c0000201",
        {"hellotime": 0, "holdtime": 0, "priority": 255},
        [],
        "",
        id="version 1, times of milliseconds, a password that is no text",
    ),
    pytest.param(
        "000010030a6e0100000000000000"
        "0000c0000201"
        "041c01000000c0000202000000007f83fddecaba901abfd469d899958433",
        {"group": 1},
        [("Md5Authentication", {"algorithm": 1, "ip_address": "192.0.2.2", "key_id": 0})],
        "",
        id="version 1, a digest",
    ),
    pytest.param(
        "000010030a6e0100636973636f000000c0000201050461626364",
        {"state": 16},
        [("Tlv", {"type": 5, "value": b"abcd"})],
        "",
        id="version 1, an unknown TLV",
    ),
    pytest.param(
        "000010030a6e0100636973636f000000c00002010504",
        {"state": 16},
        [],
        "0504",
        id="version 1, a TLV cut short",
    ),
    pytest.param(
        "00030001000a03000002000100000000",
        {"length": 10, "active_groups": 2, "passive_groups": 1},
        None,
        "",
        id="version 1, an advertisement with the length of the documents",
    ),
    pytest.param(
        "020400010002",
        {},
        [("InterfaceState", {"active_groups": 1, "passive_groups": 2})],
        "",
        id="version 2, interface state alone",
    ),
    pytest.param(
        "0128020006040001020000000003000000780000"
        "0bb800002710c0000201" + "00" * 12 + "0308736563726574000002040001"
        "0000",
        {},
        [
            ("GroupState", {"group": 1, "priority": 120, "virtual_ip_address": "192.0.2.1"}),
            ("TextAuthentication", {"authentication_data": b"secret\0\0"}),
            ("InterfaceState", {"active_groups": 1}),
        ],
        "",
        id="version 2, group state, password and interface state",
    ),
    pytest.param(
        "0128020006040001020000000003000000780000"
        "0bb800002710c0000201"
        + "00"
        * 12
        + "041c01000000c00002030000000100112233445566778899aabbccddeeff"
        "630261"
        "62",
        {},
        [
            ("GroupState", {"state": 6}),
            ("Md5Authentication", {"key_id": 1}),
            ("Tlv", {"type": 99, "value": b"ab"}),
        ],
        "",
        id="version 2, a digest and an unknown TLV",
    ),
]


@pytest.mark.parametrize(("octets", "fields", "tlvs", "rest"), IN_THE_FIELD)
def test_real_routers(
    octets: str,
    fields: dict[str, object],
    tlvs: list[tuple[str, dict[str, object]]] | None,
    rest: str,
) -> None:
    group = "224.0.0.102" if octets[:2] != "00" else "224.0.0.2"
    # An Ethernet frame has no fewer than 60 octets; what fills it up is of no message.
    frame = bytes(IP(dst=group, ttl=1) / UDP(sport=1985, dport=1985) / bytes.fromhex(octets))
    message = IP(frame + bytes(18))[HSRP]
    assert {name: getattr(message, name) for name in fields} == fields
    if tlvs is not None:
        assert [type(each).__name__ for each in message.tlvs] == [name for name, _ in tlvs]
        for tlv, (_, expected) in zip(message.tlvs, tlvs, strict=True):
            assert {name: getattr(tlv, name) for name in expected} == expected
    assert bytes(message.payload.getlayer(Raw) or b"").hex().startswith(rest)
    message.remove_payload()
    message.clear_cache()
    assert (bytes(message).hex() + rest) == octets


def test_lengths_are_filled() -> None:
    assert bytes(HSRPv2(tlvs=[GroupState(), InterfaceState(), TextAuthentication()]))[1] == 40


VERSIONS = [
    pytest.param("224.0.0.2", b"\1" + bytes(19), HSRP, HSRPv1, id="version 1, odd version field"),
    pytest.param("224.0.0.102", b"\0" * 20, HSRP, HSRPv2, id="version 2, unknown type 0"),
    pytest.param("10.0.0.1", b"\0" * 20, HSRP, HSRPv1, id="unicast, first octet 0"),
    pytest.param("10.0.0.1", b"\1\0", HSRP, HSRPv2, id="unicast, first octet not 0"),
]


@pytest.mark.parametrize(("group", "octets", "within", "layer"), VERSIONS)
def test_the_group_tells_the_version(
    group: str, octets: bytes, within: type[Packet], layer: type[Packet]
) -> None:
    datagram = IP(bytes(IP(dst=group, ttl=1) / UDP(sport=1985, dport=1985) / octets))
    assert type(datagram[UDP].payload) is layer
    assert isinstance(datagram[UDP].payload, within)


def test_version_2_over_its_port_for_ipv6() -> None:
    datagram = UDP(bytes(UDP(sport=2029, dport=2029) / Raw(b"\2\4" + bytes(4))))
    assert datagram.payload.tlvs == [InterfaceState(length=4)]
