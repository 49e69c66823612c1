"""What is in a frame: each kind of link layer and tunnel, cuts, fragments, and what is unreadable.

What Scapy builds of each kind, tshark reads as we do.
"""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.contrib.erspan import ERSPAN_I, ERSPAN_II, ERSPAN_III
from scapy.contrib.geneve import GENEVE
from scapy.contrib.gtp import GTP_U_Header
from scapy.contrib.mpls import MPLS
from scapy.layers.inet import ICMP, IP, TCP, UDP, IPOption_Router_Alert, fragment
from scapy.layers.inet6 import (
    IPv6,
    IPv6ExtHdrDestOpt,
    IPv6ExtHdrFragment,
    IPv6ExtHdrHopByHop,
    fragment6,
)
from scapy.layers.ipsec import AH, ESP
from scapy.layers.l2 import (
    GRE,
    GRE_PPTP,
    LLC,
    SNAP,
    CookedLinux,
    CookedLinuxV2,
    Dot1AD,
    Dot1Q,
    Dot3,
    Ether,
)
from scapy.layers.l2tp import L2TP
from scapy.layers.ppp import HDLC, PPP, PPPoE
from scapy.layers.vrrp import VRRPv3
from scapy.layers.vxlan import VXLAN
from scapy.packet import Packet, Raw

from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.net.layering import Lan, Unread, Unreadable
from mipconf.net.unpacking import Unpacker, unpack_ipv4

ENDS = {"src": "10.0.0.1", "dst": "10.0.0.2"}
OUTER = {"src": "192.0.2.9", "dst": "192.0.2.1"}
ENDS_6 = {"src": "2001:db8::1", "dst": "2001:db8::2"}
PORTS = {"sport": 434, "dport": 435}
MACS = {"src": "02:00:00:00:00:01", "dst": "02:00:00:00:00:02"}

DATAGRAM = Datagram(Endpoint("10.0.0.1", 434), Endpoint("10.0.0.2", 435), b"payload")
DATAGRAM_6 = Datagram(Endpoint("2001:db8::1", 434), Endpoint("2001:db8::2", 435), b"payload")
OCTETS = pack(DATAGRAM)
SAID = UDP(**PORTS) / Raw(b"payload")
PACKET = IP(**ENDS) / SAID
PACKET_6 = IPv6(**ENDS_6) / SAID
FRAME = Ether(**MACS) / PACKET
TUNNEL = IP(**OUTER)
LAN = Lan()


def within(tunnel: str) -> Lan:
    return Lan(tunnels=(f"{tunnel} 192.0.2.1 192.0.2.9",))


GRE_TUNNEL = "GRE 192.0.2.1 192.0.2.9"
SIX_TUNNEL = "IPv4 tunnel 2001:db8::1 2001:db8::2"
IN_FRAME_RELAY = Lan(tunnels=("DLCI 100",))
IN_SNAP = LLC(dsap=0xAA, ssap=0xAA, ctrl=3) / SNAP()
IN_PPP = HDLC() / PPP(proto=0x21)
MIRRORED_2 = TUNNEL / GRE(proto=0x88BE, seqnum_present=1) / ERSPAN_II(vlan=7)
MIRRORED_3 = TUNNEL / GRE(proto=0x22EB, seqnum_present=1) / ERSPAN_III(vlan=7)
MPLS_FRAME = Ether(**MACS, type=0x8847)

ISL = bytes.fromhex("01000c0000" + "00" + "020000000001" + "0040" + "aaaa03" + "00000c")
ISL_7 = ISL + struct.pack(">HHH", 7 << 1, 0, 0)
MINIMAL = struct.pack(">BBH4s", 17, 0, 0, bytes([10, 0, 0, 2]))
MINIMAL_WITH_SOURCE = struct.pack(
    ">BBH4s4s", 17, 0x80, 0, bytes([10, 0, 0, 2]), bytes([10, 0, 0, 1])
)

KINDS = [
    ("raw IP", 101, PACKET, LAN),
    *((f"raw IP {number}", number, PACKET, LAN) for number in (12, 14, 228)),
    ("raw IPv6", 229, PACKET_6, LAN),
    ("IPv6 in raw IP", 101, PACKET_6, LAN),
    ("Ethernet", 1, FRAME, LAN),
    ("Ethernet padded", 1, bytes(FRAME) + bytes(20), LAN),
    ("Ethernet with FCS", 1, bytes(FRAME) + b"\xde\xad\xbe\xef", LAN),
    ("IPv6", 1, Ether(**MACS) / PACKET_6, LAN),
    ("802.1Q", 1, Ether(**MACS) / Dot1Q(vlan=7) / PACKET, Lan(vlans=(7,))),
    ("a priority tag", 1, Ether(**MACS) / Dot1Q(vlan=0, prio=5) / PACKET, LAN),
    ("802.1ad", 1, Ether(**MACS) / Dot1AD(vlan=7) / Dot1Q(vlan=8) / PACKET, Lan(vlans=(7, 8))),
    (
        "0x9100",
        1,
        Ether(**MACS, type=0x9100) / Dot1Q(vlan=7) / Dot1Q(vlan=8) / PACKET,
        Lan(vlans=(7, 8)),
    ),
    ("ISL", 1, ISL_7 + bytes(FRAME), Lan(vlans=(7,))),
    (
        "802.1ah",
        1,
        Ether(**MACS, type=0x88E7) / Raw(b"\0\0\0\x09") / FRAME,
        Lan(tunnels=("I-SID 9",)),
    ),
    ("LLC and SNAP", 1, Dot3(**MACS) / IN_SNAP / PACKET, LAN),
    (
        "LLC and SNAP in a VLAN",
        1,
        Ether(**MACS) / Dot1Q(vlan=7, type=43) / IN_SNAP / PACKET,
        Lan(vlans=(7,)),
    ),
    ("LLC", 1, Dot3(**MACS) / LLC(dsap=6, ssap=6, ctrl=3) / PACKET, LAN),
    ("RFC 1483", 11, IN_SNAP / PACKET, LAN),
    (
        "RFC 1483, bridged",
        11,
        LLC(dsap=0xAA, ssap=0xAA, ctrl=3) / SNAP(OUI=0x0080C2, code=7) / Raw(b"\0\0") / FRAME,
        LAN,
    ),
    ("SLL", 113, CookedLinux() / PACKET, LAN),
    ("SLL with a VLAN", 113, CookedLinux(proto=0x8100) / Dot1Q(vlan=7) / PACKET, Lan(vlans=(7,))),
    ("SLL2", 276, CookedLinuxV2(ifindex=3) / PACKET, Lan("any#3")),
    ("SLL2 with IPv6", 276, CookedLinuxV2(ifindex=3, proto=0x86DD) / PACKET_6, Lan("any#3")),
    ("loopback, little-endian", 0, struct.pack("<I", 2) + OCTETS, LAN),
    ("loopback, big-endian", 0, struct.pack(">I", 2) + OCTETS, LAN),
    ("loopback of OpenBSD", 108, struct.pack(">I", 2) + OCTETS, LAN),
    ("loopback, IPv6", 0, struct.pack("<I", 30) + bytes(PACKET_6), LAN),
    ("PPP", 9, IN_PPP / PACKET, LAN),
    ("PPP without framing", 9, b"\0\x21" + OCTETS, LAN),
    ("PPP with a compressed protocol", 9, b"\xff\x03\x21" + OCTETS, LAN),
    ("PPP with IPv6", 9, HDLC() / PPP(proto=0x57) / PACKET_6, LAN),
    ("PPP in HDLC", 50, IN_PPP / PACKET, LAN),
    ("PPP of pppd", 166, b"\1\x03\0\x21" + OCTETS, LAN),
    ("PPP with a direction", 204, b"\0\xff\x03\0\x21" + OCTETS, LAN),
    (
        "PPPoE",
        1,
        Ether(**MACS) / PPPoE(sessionid=5) / PPP(proto=0x21) / PACKET,
        Lan(tunnels=("PPPoE 5",)),
    ),
    ("Cisco HDLC", 104, b"\x0f\0\x08\0" + OCTETS, LAN),
    ("Cisco HDLC with a direction", 205, b"\0\x0f\0\x08\0" + OCTETS, LAN),
    ("Cisco HDLC in PPP", 50, b"\x8f\0\x08\0" + OCTETS, LAN),
    ("Frame Relay", 107, b"\x18\x41\x03\xcc" + OCTETS, IN_FRAME_RELAY),
    ("Frame Relay, SNAP", 107, b"\x18\x41\x03\0\x80\0\0\0\x08\0" + OCTETS, IN_FRAME_RELAY),
    ("Frame Relay of Cisco", 107, b"\x18\x41\x08\0" + OCTETS, IN_FRAME_RELAY),
    ("MPLS", 1, MPLS_FRAME / MPLS(label=16, s=1) / PACKET, LAN),
    ("two labels", 1, MPLS_FRAME / MPLS(label=16, s=0) / MPLS(label=17) / PACKET, LAN),
    ("MPLS with IPv6", 1, MPLS_FRAME / MPLS(label=16, s=1) / PACKET_6, LAN),
    ("a pseudowire", 1, bytes(MPLS_FRAME / MPLS(label=16, s=1)) + bytes(4) + bytes(FRAME), LAN),
    ("MPLS at once", 219, MPLS(label=16, s=1) / PACKET, LAN),
    ("IPv4 in IPv4", 101, TUNNEL / PACKET, within("IPv4 tunnel")),
    ("IPv6 in IPv4", 101, TUNNEL / PACKET_6, within("IPv6 tunnel")),
    (
        "IPv4 in IPv6",
        101,
        IPv6(src="2001:db8::9", dst="2001:db8::8", nh=4) / PACKET,
        Lan(tunnels=("IPv4 tunnel 2001:db8::8 2001:db8::9",)),
    ),
    (
        "minimal encapsulation",
        101,
        IP(src="10.0.0.1", dst="192.0.2.1", proto=55) / Raw(MINIMAL) / SAID,
        Lan(tunnels=("minimal encapsulation 10.0.0.1 192.0.2.1",)),
    ),
    (
        "minimal encapsulation with source",
        101,
        IP(**OUTER, proto=55) / Raw(MINIMAL_WITH_SOURCE) / SAID,
        within("minimal encapsulation"),
    ),
    ("GRE", 101, TUNNEL / GRE() / PACKET, within("GRE")),
    (
        "GRE with everything",
        101,
        TUNNEL / GRE(chksum_present=1, key_present=1, key=5, seqnum_present=1) / PACKET,
        within("GRE 5"),
    ),
    ("GRE with Ethernet", 101, TUNNEL / GRE(proto=0x6558) / FRAME, within("GRE")),
    (
        "PPTP",
        101,
        TUNNEL / GRE_PPTP(seqnum_present=1, sequence_number=1) / IN_PPP / PACKET,
        within("GRE"),
    ),
    ("ERSPAN I", 101, TUNNEL / GRE(proto=0x88BE) / ERSPAN_I() / FRAME, LAN),
    ("ERSPAN II", 101, MIRRORED_2 / FRAME, Lan(vlans=(7,))),
    ("ERSPAN III", 101, MIRRORED_3 / FRAME, Lan(vlans=(7,))),
    (
        "ERSPAN II of a trunk",
        101,
        MIRRORED_2 / Ether(**MACS) / Dot1Q(vlan=7) / PACKET,
        Lan(vlans=(7,)),
    ),
    (
        "VXLAN",
        101,
        TUNNEL / UDP(sport=9, dport=4789) / VXLAN(vni=7, flags="Instance") / FRAME,
        Lan(tunnels=("VXLAN 7",)),
    ),
    (
        "Geneve",
        101,
        TUNNEL / UDP(sport=9, dport=6081) / GENEVE(vni=7) / FRAME,
        Lan(tunnels=("Geneve 7",)),
    ),
    (
        "GTP",
        101,
        TUNNEL / UDP(sport=2152, dport=2152) / GTP_U_Header(teid=9) / PACKET,
        within("GTP"),
    ),
    (
        "L2TP",
        101,
        TUNNEL
        / UDP(sport=1701, dport=1701)
        / L2TP(hdr="length", tunnel_id=1, session_id=2)
        / IN_PPP
        / PACKET,
        within("L2TP 2"),
    ),
    ("AH", 101, IP(**ENDS, proto=51) / AH(nh=17, payloadlen=4, icv=bytes(12)) / SAID, LAN),
    ("IPv6 options", 101, IPv6(**ENDS_6) / IPv6ExtHdrHopByHop() / IPv6ExtHdrDestOpt() / SAID, LAN),
    ("IPv4 options", 101, IP(**ENDS, options=[IPOption_Router_Alert()]) / SAID, LAN),
    ("no IP length (TSO)", 1, Ether(**MACS) / IP(**ENDS, len=0) / SAID, LAN),
    ("no IPv6 length (TSO)", 1, Ether(**MACS) / IPv6(**ENDS_6, plen=0) / SAID, LAN),
    (
        "a UDP length that is less",
        101,
        IP(**ENDS) / UDP(**PORTS, len=15) / Raw(b"payload, more"),
        LAN,
    ),
    ("a wrong checksum", 101, IP(**ENDS) / UDP(**PORTS, chksum=0xBAD) / Raw(b"payload"), LAN),
    ("a trailer", 101, OCTETS + b"an Ethernet trailer", LAN),
    (
        "a tunnel within a tunnel",
        1,
        Ether(**MACS) / Dot1Q(vlan=7) / TUNNEL / GRE() / IPv6(**ENDS_6) / PACKET,
        Lan(vlans=(7,), tunnels=(GRE_TUNNEL, SIX_TUNNEL)),
    ),
    ("an IPv6 fragment that is whole", 101, IPv6(**ENDS_6) / IPv6ExtHdrFragment() / SAID, LAN),
]
TABLE = pytest.mark.parametrize(
    ("linktype", "octets", "lan"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS]
)


@TABLE
def test_each_kind_is_unpacked(linktype: int, octets: Packet | bytes, lan: Lan) -> None:
    found = Unpacker().unpack(linktype, bytes(octets))
    assert found.content in (DATAGRAM, DATAGRAM_6)
    assert found.link.lan == lan


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
@pytest.mark.outside
def test_tshark_reads_the_same(tmp_path: Path) -> None:
    """All but what Wireshark 4.0 does not have, or would have to be told."""
    unread = set()
    for name, linktype, octets, _ in KINDS:
        path = tmp_path / "kind.pcap"
        size = len(bytes(octets))
        head = struct.pack("<IHHIIIIIIII", 0xA1B2C3D4, 2, 4, 0, 0, 0, linktype, 0, 0, size, size)
        path.write_bytes(head + bytes(octets))
        done = subprocess.run(
            ["tshark", "-r", path, "-T", "fields", "-e", "udp.srcport", "-e", "udp.dstport"],
            capture_output=True,
            text=True,
            check=False,
        )
        if [each.split(",")[-1] for each in done.stdout.strip().split("\t")] != ["434", "435"]:
            unread.add(name)
    assert unread == {
        "PPP of pppd",
        "Cisco HDLC with a direction",
        "MPLS at once",
        "a pseudowire",
        "no IPv6 length (TSO)",
        "minimal encapsulation",
        "minimal encapsulation with source",
    }


@pytest.mark.parametrize("packet", [b"", b"\x60" + bytes(60), IP(**ENDS, proto=6) / Raw(bytes(20))])
def test_what_is_no_datagram(packet: IP | bytes) -> None:
    assert unpack_ipv4(bytes(packet)) is None


NOTHING = [
    ("another EtherType", 1, Ether(**MACS, type=0x0806) / bytes(60)),
    ("TCP", 1, Ether(**MACS) / IP(**ENDS) / TCP()),
    ("TCP in IPv6", 1, Ether(**MACS) / IPv6(**ENDS_6) / TCP()),
    ("an error of ICMP", 1, Ether(**MACS) / IP(**ENDS) / ICMP(type=3, code=3) / PACKET),
    ("PPPoE discovery", 1, Ether(**MACS, type=0x8863) / PPPoE(code=9)),
    ("a spanning tree", 1, Dot3(**MACS) / LLC(dsap=0x42, ssap=0x42, ctrl=3) / bytes(35)),
    ("CDP", 1, Dot3(**MACS) / LLC(dsap=0xAA, ssap=0xAA, ctrl=3) / SNAP(OUI=12, code=0x2000)),
    ("another address family", 0, struct.pack("<I", 16) + bytes(60)),
    ("no address family", 0, b"\2\0"),
    ("LCP", 9, HDLC() / PPP(proto=0xC021) / bytes(8)),
    ("nothing", 101, b""),
]


@pytest.mark.parametrize(
    ("linktype", "octets"), [kind[1:] for kind in NOTHING], ids=[kind[0] for kind in NOTHING]
)
def test_what_holds_no_datagram(linktype: int, octets: Packet | bytes) -> None:
    assert Unpacker().unpack(linktype, bytes(octets)).content is None


VLAN = bytes(Ether(**MACS) / Dot1Q(vlan=7) / PACKET)
LINK_TYPES = "link types that are not read"
TUNNELS = "tunnels that are not read"
UNREADABLE = [
    (1, VLAN[:13], "cut off", "cut off at octet 13 of the link header's 14"),
    (1, VLAN[:16], "cut off", "cut off at octet 2 of the VLAN tag's 4"),
    (1, VLAN[:30], "cut off", "cut off at octet 12 of the IPv4 header"),
    (113, bytes(15), "cut off", "cut off at octet 15 of the link header's 16"),
    (101, OCTETS[:19], "cut off", "cut off at octet 19 of the IPv4 header"),
    (101, OCTETS[:24], "cut off", "cut off at octet 24 of the IPv4 packet's 35"),
    (101, bytes(PACKET_6)[:39], "cut off", "cut off at octet 39 of the IPv6 header's 40"),
    (
        101,
        bytes(TUNNEL / GRE() / PACKET)[:22],
        "cut off",
        "cut off at octet 2 of the GRE header's 4",
    ),
    (
        101,
        IP(**ENDS, ihl=4) / UDP(**PORTS),
        "damaged",
        "an IPv4 header of 16 octets in a packet of 28",
    ),
    (101, IP(**ENDS, len=19) / UDP(), "damaged", "an IPv4 header of 20 octets in a packet of 19"),
    (
        101,
        IP(**ENDS, proto=17) / Raw(b"1234567"),
        "damaged",
        "7 octets where a UDP header should be",
    ),
    (101, IP(**ENDS) / UDP(**PORTS, len=9), "damaged", "a UDP length of 9 in an IP payload of 8"),
    (101, IP(**ENDS) / UDP(**PORTS, len=7), "damaged", "a UDP length of 7 in an IP payload of 8"),
    (105, PACKET, LINK_TYPES, "link type 105 (IEEE802_11)"),
    (9999, PACKET, LINK_TYPES, "link type 9999"),
    (101, IP(**ENDS) / ESP(spi=1), TUNNELS, "in ESP, encrypted or not"),
    (1, Ether(**MACS, type=0x88E5) / bytes(60), TUNNELS, "in MACsec"),
    (101, TUNNEL / GRE(proto=0x8881) / bytes(20), TUNNELS, "in GRE, with the protocol 0x8881"),
    (
        101,
        TUNNEL / GRE(version=5) / bytes(20),
        TUNNELS,
        "in GRE with routing, or of an unknown version",
    ),
    (9, HDLC() / PPP(proto=0xFD) / bytes(8), TUNNELS, "in compressed or encrypted PPP"),
]


@pytest.mark.parametrize(("linktype", "octets", "kind", "reason"), UNREADABLE)
def test_what_cannot_be_read(linktype: int, octets: Packet | bytes, kind: str, reason: str) -> None:
    found = Unpacker().unpack(linktype, bytes(octets)).content
    assert isinstance(found, Unreadable)
    assert (found.kind, found.reason) == (Unread(kind), reason)


def test_of_what_is_cut_off_the_beginning_is_there() -> None:
    cut = unpack_ipv4(OCTETS[:-1])
    begun = Datagram(DATAGRAM.source, DATAGRAM.destination, b"payloa")
    assert cut == Unreadable(Unread.CUT, "cut off at octet 34 of the IPv4 packet's 35", begun)


def test_a_deep_nest_ends() -> None:
    nest = Ether(**MACS)
    for _ in range(200):
        nest /= Dot1Q(vlan=1)
    found = Unpacker().unpack(1, bytes(nest / PACKET)).content
    assert isinstance(found, Unreadable)
    assert found.reason == "more than 32 layers, one in the other"


def test_where_it_was_seen() -> None:
    found = Unpacker().unpack(1, VLAN, interface="eth0")
    assert found.link.lan == Lan("eth0", (7,))
    assert str(found.link.lan) == "eth0, VLAN 7"
    assert found.link.source_mac == bytes.fromhex("020000000001")
    assert found.identification == 1


def test_advertisements_and_router_discovery() -> None:
    advertisement = VRRPv3(vrid=1, addrlist=["10.0.0.9"])
    for packet in (
        IP(**ENDS, ttl=255) / advertisement,
        IPv6(**ENDS_6, hlim=255, nh=VRRP) / bytes(advertisement),
        IP(**ENDS, ttl=255) / ICMP(type=9),
    ):
        found = Unpacker().unpack(101, bytes(packet)).content
        assert isinstance(found, Datagram)
        assert (found.ttl, found.source.port) == (255, 0)


LONG = bytes(random.Random(1).randbytes(3000))


@pytest.mark.parametrize("order", ["as sent", "reversed", "twice each"])
@pytest.mark.parametrize("version", [4, 6])
def test_fragments_are_put_together(version: int, order: str) -> None:
    if version == 4:
        pieces = fragment(IP(**ENDS, id=9) / UDP(**PORTS) / Raw(LONG), 600)
    else:
        whole = IPv6(**ENDS_6) / IPv6ExtHdrFragment(id=9) / UDP(**PORTS) / Raw(LONG)
        pieces = fragment6(whole, 700)
    assert len(pieces) > 4
    if order == "reversed":
        pieces.reverse()
    elif order == "twice each":
        pieces = [piece for piece in pieces for _ in range(2)]
    unpacker = Unpacker()
    found = [unpacker.unpack(101, bytes(piece), n).content for n, piece in enumerate(pieces)]
    told = [each for each in found if each is not None]
    assert [each.payload for each in told if isinstance(each, Datagram)] == [LONG]
    assert list(unpacker.incomplete()) == []


def test_fragments_that_are_sent_again_are_another_datagram() -> None:
    pieces = fragment(IP(**ENDS, id=9) / UDP(**PORTS) / Raw(LONG), 600)
    unpacker = Unpacker()
    found = [
        unpacker.unpack(101, bytes(piece), time=time).content
        for time in (0, 1_000_000_000)
        for piece in pieces
    ]
    assert [each.payload for each in found if isinstance(each, Datagram)] == [LONG, LONG]


def test_fragments_within_a_tunnel() -> None:
    pieces = fragment(TUNNEL / PACKET, 16)
    unpacker = Unpacker()
    *waiting, last = [unpacker.unpack(101, bytes(piece)).content for piece in pieces]
    assert ({*waiting}, last) == ({None}, DATAGRAM)


def test_a_fragment_that_is_missing_is_told() -> None:
    pieces = fragment(IP(**ENDS, id=9) / UDP(**PORTS) / Raw(LONG), 600)
    del pieces[2]
    unpacker = Unpacker()
    for number, piece in enumerate(pieces, 1):
        assert unpacker.unpack(101, bytes(piece), number).content is None
    ((number, reason),) = unpacker.incomplete()
    assert (number, reason.reason) == (1, "a fragment, from octet 0 on")
    assert reason.part is not None
    assert reason.part.destination == DATAGRAM.destination


def test_a_flood_of_fragments_keeps_no_more_than_it_may() -> None:
    unpacker = Unpacker()
    for number in range(2000):
        piece = IP(**ENDS, id=number, flags="MF") / UDP(**PORTS) / Raw(bytes(16))
        unpacker.unpack(101, bytes(piece), number)
    assert len(list(unpacker.incomplete())) == 2000
    assert len(unpacker._fragments._waiting) == 1024


@given(st.binary(max_size=80), st.sampled_from([kind[1:3] for kind in KINDS]), st.data())
def test_no_octets_are_too_odd(
    octets: bytes, kind: tuple[int, Packet | bytes], data: st.DataObject
) -> None:
    linktype, known = kind
    known = bytes(known)
    at = data.draw(st.integers(0, len(known)))
    Unpacker().unpack(linktype, known[:at] + octets)
    Unpacker().unpack(linktype, known[:at] + octets + known[at + len(octets) :])
