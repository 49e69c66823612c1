"""Which messages are found in a capture, what is counted as left out, and what is told once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scapy.layers.inet import IP, UDP, fragment
from scapy.layers.inet6 import IPv6
from scapy.layers.ipsec import ESP
from scapy.layers.l2 import GRE, Dot1Q, Ether
from scapy.packet import Packet, Raw

from mipconf.decode.messages import Decoder
from mipconf.decode.speech import Protocol
from mipconf.layers.all import (
    BindingUpdate,
    GroupState,
    GroupStateIPv6,
    HSRPv1,
    HSRPv2,
    MobilityBinding,
    NormalVendorExtension,
    RegistrationReply,
    RegistrationRequest,
    TableReply,
    VRRPv2,
    VRRPv3,
    VRRPv3IPv6,
)
from mipconf.layers.security import Algorithm, Association
from mipconf.net.ipv4 import pack
from mipconf.profile.keys import Tolerances
from mipconf.profile.profile import Profile
from mipconf.profile.security import Keys
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.pcapng import APPLICATION, TESTER_INTERFACE
from mipconf.trace.remark import RemarkKind
from mipconf.trace.remark_datagrams import to_datagram
from mipconf.trace.setting import describe_setting

from .frames import advertised, frame, numbered, said, told

A, B, ALL, MN = "10.0.0.2", "10.0.0.3", "224.0.0.254", "192.0.2.9"
KEY = Association(1000, Algorithm.HMAC_MD5, b"key")
BINDING = MobilityBinding(home_address="10.1.0.9", care_of_address=MN, lifetime_remaining=300)
UPDATE = BindingUpdate(home_agent_id=A, group=7, sequence=1, extensions=[BINDING])
REQUEST = RegistrationRequest(home_address="10.1.0.9", home_agent=A, lifetime=300, identification=5)
HELLO = HSRPv1(state=16, group=7, virtual_ip_address="10.0.0.1")
HELLO_2 = HSRPv2(tlvs=[GroupState(state=6, group=7, virtual_ip_address="10.0.0.1")])


def messages(frames: list[CapturedFrame], *ports: int) -> tuple[list[str], Decoder]:
    decoder = Decoder(Keys((), ()), ports)
    found = [each.packet.name for each in decoder.messages(numbered(frames))]
    return found, decoder


def a_setting() -> CapturedFrame:
    """The tester's remark on a run of a Home Agent at port 5434, which speaks HSRP at 5985."""
    config = Profile().hut_config(ha_id=A, port=5434, fhrp_port=5985, virtual_ip="10.0.0.1")
    data = describe_setting(config, Tolerances(), lossy=False)
    octets = pack(to_datagram(RemarkKind.SETTING, data, 0))
    return replace(frame(octets), interface=TESTER_INTERFACE, application=APPLICATION)


def test_messages_of_routers_are_found() -> None:
    frames = [
        said(0, f"{A}:1985", "224.0.0.2:1985", HELLO),
        said(1, f"{A}:1985", "224.0.0.102:1985", HELLO_2),
        said(2, f"{A}:9", "224.0.0.102:20001", HELLO_2),
        said(3, f"{A}:1985", f"{B}:1985", HELLO),
        advertised(4, A, VRRPv2(ip_addresses=["10.0.0.1"])),
        advertised(5, A, VRRPv3(ipvx_addresses=["10.0.0.1"])),
    ]
    found = [one for _, one in told(frames)]
    assert [each["message"] for each in found] == ["HSRP Hello"] * 4 + ["VRRP Advertisement"] * 2
    assert [each["version"] for each in found] == [1, 2, 2, 1, 2, 3]
    assert [each["malformed"] for each in found] == [None] * 6


def test_messages_of_routers_over_ipv6_are_found() -> None:
    source, virtual = "fe80::2", "fe80::1"
    hello = HSRPv2(tlvs=[GroupStateIPv6(state=6, group=7, virtual_ip_address=virtual)])
    ports = UDP(sport=2029, dport=2029)
    advertisement = VRRPv3IPv6(virtual_rtr_id=7, ipvx_addresses=[virtual])
    frames = [
        whole(IPv6(src=source, dst="ff02::66", hlim=255) / ports / Raw(bytes(hello))),
        whole(IPv6(src=source, dst="ff02::12", hlim=255, nh=112) / advertisement),
    ]
    found = [one for _, one in told(frames)]
    assert [each["message"] for each in found] == ["HSRP Hello", "VRRP Advertisement"]
    assert [each["virtual_addresses"] for each in found] == [[virtual]] * 2
    assert [each["malformed"] for each in found] == [None] * 2


def test_what_is_spoken_at_the_port_of_a_run_is_found_by_its_setting() -> None:
    frames = [
        said(0, f"{MN}:9", f"{A}:5434", REQUEST),
        a_setting(),
        said(1, f"{MN}:9", f"{A}:5434", REQUEST),
        said(2, f"{A}:5985", "224.0.0.2:5985", HELLO),
    ]
    assert messages(frames)[0] == ["Registration Request", "HSRP version 1"]


SIGNED = REQUEST.sign(KEY)
PORTS = [
    ("an update to a group", said(0, f"{A}:5434", f"{ALL}:5434", UPDATE.sign(KEY)), 5434),
    ("an unsigned one", said(0, f"{A}:5434", f"{ALL}:5434", UPDATE), 5434),
    ("an update of another", said(0, f"{B}:5434", f"{ALL}:5434", UPDATE.sign(KEY)), None),
    ("a request", said(0, f"{MN}:9", f"{A}:5434", SIGNED), 5434),
    ("a reply", said(0, f"{A}:5434", f"{MN}:9", RegistrationReply().sign(KEY)), 5434),
    ("an unsigned request", said(0, f"{MN}:9", f"{A}:5434", REQUEST), None),
    ("half a request", said(0, f"{MN}:9", f"{A}:5434", bytes(SIGNED)[:-1]), None),
    ("A11", said(0, f"{MN}:699", f"{A}:699", SIGNED), None),
    ("what begins alike", said(0, f"{MN}:9", f"{A}:53", b"\1" * 60), None),
]


@pytest.mark.parametrize(
    ("spoken", "port"), [each[1:] for each in PORTS], ids=[each[0] for each in PORTS]
)
def test_the_port_is_found_where_a_message_can_be_nothing_else(
    spoken: CapturedFrame, port: int | None
) -> None:
    found, decoder = messages([spoken])
    assert list(decoder.speech.found) == ([] if port is None else [port])
    assert len(found) == (port is not None)


@pytest.mark.parametrize("given", [(), (7,)])
def test_once_found_a_port_is_known_whichever_is_given(given: tuple[int, ...]) -> None:
    frames = [PORTS[0][1], said(1, f"{MN}:9", f"{A}:5434", REQUEST)]
    assert len(messages(frames, *given)[0]) == 2


def test_what_is_spoken_at_a_port_that_is_given_needs_no_proof() -> None:
    frames = [said(1, f"{MN}:9", f"{A}:5434", REQUEST)]
    assert messages(frames)[0] == []
    assert len(messages(frames, 5434)[0]) == 1


def cut(octets: Packet | bytes, size: int) -> CapturedFrame:
    whole = bytes(octets)
    return replace(frame(whole[:size]), original_length=len(whole))


def whole(packet: Packet) -> CapturedFrame:
    return frame(bytes(packet))


def udp(message: Packet | bytes, port: int = 434) -> Packet:
    return IP(src=A, dst=B) / UDP(sport=port, dport=port) / Raw(bytes(message))


LONG = bytes(200)
FRAGMENTS = [
    bytes(each)
    for each in fragment(
        udp(RegistrationRequest(extensions=9 * [NormalVendorExtension(vendor_nvse_value=LONG)])),
        600,
    )
]
LEFT_OUT = [
    ("cut off by the snapshot length", [cut(udp(UPDATE), 60)], ["Binding Update"], "cut off"),
    ("cut off in the UDP header", [cut(udp(UPDATE), 24)], [], "cut off"),
    ("cut off, of another protocol", [cut(udp(LONG, 53), 60)], [], None),
    ("a fragment that is missing", [frame(FRAGMENTS[0])], [], "of a datagram that is not whole"),
    ("only a later fragment", [frame(FRAGMENTS[1])], [], "of a datagram that is not whole"),
    ("all fragments", [*map(frame, FRAGMENTS)], ["Registration Request"], None),
    ("a link type", [frame(bytes(udp(UPDATE)), linktype=105)], [], "link type 105 (IEEE802_11)"),
    ("ESP", [whole(IP(src=A, dst=B) / ESP(spi=1))], [], "in ESP"),
    (
        "GRE",
        [whole(IP(src=A, dst=B) / GRE(proto=0x8881) / Raw(LONG))],
        [],
        "in GRE, with",
    ),
    (
        "a UDP length",
        [whole(IP() / UDP(dport=434, len=99))],
        [],
        "UDP length of 99",
    ),
    ("what is no datagram", [whole(IP(proto=6) / Raw(LONG))], [], None),
]


@pytest.mark.parametrize(
    ("frames", "found", "line"), [each[1:] for each in LEFT_OUT], ids=[each[0] for each in LEFT_OUT]
)
def test_nothing_is_left_out_in_silence(
    frames: list[CapturedFrame], found: list[str], line: str | None
) -> None:
    names, decoder = messages(frames)
    assert names == found
    lines = list(decoder.left_out)
    assert bool(decoder.left_out) == (line is not None)
    assert len(lines) == (line is not None)
    assert all(line is not None and line in each for each in lines)


def test_what_is_left_out_is_counted_by_its_reason() -> None:
    frames = [cut(udp(UPDATE), 60), frame(FRAGMENTS[0]), cut(udp(UPDATE), 61), cut(udp(UPDATE), 62)]
    _, decoder = messages(frames)
    assert list(decoder.left_out) == [
        "3 frames (the first is 1) cut off in the capture: cut off at octet 60 of the IPv4 "
        "packet's 80; capture whole frames (tcpdump -s 0)",
        "1 frame (2) of a datagram that is not whole: a fragment, from octet 0 on; capture without "
        "a filter by port, which lets only the first fragment pass",
    ]


FIXED = [
    ("Table Reply", bytes(TableReply())[:24], "ends at octet 24, its fixed part takes 32"),
    ("Binding Update", b"\xff\1\1", "ends at octet 3, its fixed part takes 24"),
    ("Experimental", b"\xff", "ends at octet 1, its fixed part takes 24"),
    ("MIPHAR 9", b"\xff\x09\1", "ends at octet 3, its fixed part takes 24"),
    ("Registration Reply", b"\3\0", "ends at octet 2, its fixed part takes 20"),
]


@pytest.mark.parametrize(("name", "octets", "reason"), FIXED)
def test_a_message_that_is_cut_in_its_fixed_part_keeps_its_name(
    name: str, octets: bytes, reason: str
) -> None:
    ((_, one),) = told([said(0, A, B, octets)])
    assert (one["message"], reason in one["malformed"]) == (name, True)


TYPES = [
    ("HSRP Hello", "224.0.0.2", bytes(HELLO)[:12], "ends at octet 12, its fixed part takes 20"),
    ("HSRP", "224.0.0.2", bytes([0, 9]) + bytes(18), "9 is no Op Code, at octet 1"),
    ("HSRP Hello", "224.0.0.102", bytes(HELLO_2) + b"\1", "does not end within the message"),
]


@pytest.mark.parametrize(("name", "group", "octets", "reason"), TYPES)
def test_a_malformed_hello(name: str, group: str, octets: bytes, reason: str) -> None:
    ((_, one),) = told([said(0, f"{A}:1985", f"{group}:1985", octets)])
    assert one["message"] == name
    assert reason in str(one["malformed"])


GOOD = bytes(VRRPv2(ip_addresses=["10.0.0.1"]))
ADVERTISEMENTS = [
    (GOOD, None),
    (GOOD[:6] + b"\0\0" + GOOD[8:], "the checksum is wrong, at octet 6"),
    (GOOD[:7], "the message ends at octet 7, its fixed part takes 8"),
    (b"\x51" + GOOD[1:], "5 is no version of VRRP, at octet 0"),
    (b"\x21", "the message ends at octet 1, its fixed part takes 8"),
]


@pytest.mark.parametrize(("octets", "reason"), ADVERTISEMENTS)
def test_a_malformed_advertisement(octets: bytes, reason: str | None) -> None:
    ((_, one),) = told([advertised(0, A, octets)])
    assert one["malformed"] == reason


def marked(packet: Packet, identification: int) -> CapturedFrame:
    octets = bytearray(bytes(packet))
    octets[4:6] = identification.to_bytes(2)
    return frame(bytes(octets))


def later(each: CapturedFrame, time_ms: float) -> CapturedFrame:
    return replace(each, time=each.time + round(time_ms * 1_000_000))


ONE, OTHER, NONE = marked(udp(UPDATE), 1), marked(udp(UPDATE), 2), marked(udp(UPDATE), 0)
COPIES = [
    ("mirrored twice", [ONE, later(ONE, 0.02)], 1),
    ("also the third time", [ONE, later(ONE, 0.02), later(ONE, 30)], 1),
    ("sent again", [ONE, later(OTHER, 0.02)], 2),
    ("sent again, with a number that came around", [ONE, later(ONE, 60)], 2),
    ("without an Identification", [NONE, later(NONE, 0.02)], 1),
    ("without one, hellos every 15 ms", [NONE, later(NONE, 15), later(NONE, 30)], 3),
]


@pytest.mark.parametrize(
    ("frames", "count"), [each[1:] for each in COPIES], ids=[each[0] for each in COPIES]
)
def test_a_copy_is_told_once(frames: list[CapturedFrame], count: int) -> None:
    found, decoder = messages(frames)
    assert len(found) == count
    assert decoder.copies == len(frames) - count


def test_in_a_run_what_is_there_twice_was_sent_twice() -> None:
    found, decoder = messages([a_setting(), ONE, later(ONE, 0.02)])
    assert (len(found), decoder.copies) == (2, 0)


def test_the_lan_is_told() -> None:
    tagged = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / Dot1Q(vlan=7)
    ((each, one),) = told([frame(bytes(tagged / udp(UPDATE)), linktype=1)])
    assert (one["lan"], each.link.lan.vlans) == ("VLAN 7", (7,))
    assert each.protocol is Protocol.MOBILE_IP


def test_a_message_without_a_time() -> None:
    ((_, one),) = told([said(0, A, B, UPDATE)])
    assert one["time"] == "2023-11-14T22:13:20.000000"
    decoder = Decoder(Keys((), ()))
    (untimed,) = decoder.messages([replace(ONE, is_timed=False)])
    assert not untimed.is_timed
