"""Datagrams as IPv4 packets: against Scapy's own layers, and what cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, UDP, IPOption_Router_Alert
from scapy.packet import Raw

from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.ipv4 import Unreadable, pack, unpack

addresses = st.ip_addresses(v=4).map(str)
ports = st.integers(0, 65535)
udp = st.builds(
    Datagram,
    st.builds(Endpoint, addresses, ports),
    st.builds(Endpoint, addresses, ports),
    st.binary(max_size=1500),
    st.integers(0, 255),
)
vrrp = st.builds(
    Datagram,
    st.builds(Endpoint, addresses, st.just(0), st.just(VRRP)),
    st.builds(Endpoint, addresses, st.just(0), st.just(VRRP)),
    st.binary(max_size=100),
    st.integers(0, 255),
)


@given(udp | vrrp)
def test_what_is_packed_is_unpacked(datagram: Datagram) -> None:
    assert unpack(pack(datagram)) == datagram


@given(udp)
def test_scapy_packs_the_same(datagram: Datagram) -> None:
    source, destination = datagram.source, datagram.destination
    header = IP(src=source.address, dst=destination.address, ttl=datagram.ttl, id=0, flags="DF")
    ports = UDP(sport=source.port, dport=destination.port)
    assert pack(datagram) == bytes(header / ports / Raw(datagram.payload))


def test_a_checksum_of_zero_is_sent_as_ones() -> None:
    """Found by searching payloads: the ones' complement sum of this one is all ones."""
    ends = Endpoint("0.0.0.0", 0)
    packet = pack(Datagram(ends, ends, b"\xff\xda"))
    assert packet[26:28] == b"\xff\xff"


def test_a_payload_that_no_packet_holds() -> None:
    ends = Endpoint("127.0.0.1", 434)
    assert len(pack(Datagram(ends, ends, bytes(65507)))) == 65535
    with pytest.raises(ValueError, match="65508 octets does not fit"):
        pack(Datagram(ends, ends, bytes(65508)))


ENDS = {"src": "10.0.0.1", "dst": "10.0.0.2"}
PORTS = {"sport": 434, "dport": 435}
DATAGRAM = Datagram(Endpoint("10.0.0.1", 434), Endpoint("10.0.0.2", 435), b"payload")
PACKET = pack(DATAGRAM)


@pytest.mark.parametrize(
    "packet",
    [
        IP(**ENDS, options=[IPOption_Router_Alert()]) / UDP(**PORTS) / Raw(b"payload"),
        IP(**ENDS) / UDP(**PORTS, len=15) / Raw(b"payload and more"),
        IP(src="192.0.2.1", dst="192.0.2.2") / IP(**ENDS) / UDP(**PORTS) / Raw(b"payload"),
        IP(**ENDS) / UDP(**PORTS, chksum=0xBAD) / Raw(b"payload"),
        PACKET + b"an Ethernet trailer",
    ],
    ids=["options", "short UDP length", "in IPv4", "checksum", "trailer"],
)
def test_odd_packets(packet: IP | bytes) -> None:
    assert unpack(bytes(packet)) == DATAGRAM


@pytest.mark.parametrize("packet", [b"", b"\x60" + bytes(60), IP(**ENDS, proto=6) / Raw(bytes(20))])
def test_what_is_no_datagram(packet: IP | bytes) -> None:
    assert unpack(bytes(packet)) is None


@pytest.mark.parametrize(
    ("packet", "reason"),
    [
        (PACKET[:19], "cut off at octet 19 of the IPv4 header"),
        (PACKET[:-1], "cut off at octet 34 of the IPv4 packet's 35"),
        (PACKET[:24], "cut off at octet 24 of the IPv4 packet's 35"),
        (IP(**ENDS, flags="MF") / UDP(**PORTS), "a fragment, from octet 0 on"),
        (IP(**ENDS, frag=185) / UDP(**PORTS), "a fragment, from octet 1480 on"),
        (IP(**ENDS, ihl=4) / UDP(**PORTS), "an IPv4 header of 16 octets in a packet of 28"),
        (IP(**ENDS, len=19) / UDP(**PORTS), "an IPv4 header of 20 octets in a packet of 19"),
        (IP(**ENDS, proto=17) / Raw(b"1234567"), "7 octets where a UDP header should be"),
        (IP(**ENDS) / UDP(**PORTS, len=9), "a UDP length of 9 in an IPv4 payload of 8"),
        (IP(**ENDS) / UDP(**PORTS, len=7), "a UDP length of 7 in an IPv4 payload of 8"),
        (IP(**ENDS) / IP(**ENDS, frag=1, proto=17), "a fragment, from octet 8 on"),
    ],
)
def test_what_cannot_be_read(packet: IP | bytes, reason: str) -> None:
    assert unpack(bytes(packet)) == Unreadable(reason)


@given(st.binary(max_size=80))
def test_no_octets_are_too_odd(octets: bytes) -> None:
    unpack(octets)
    unpack(b"\x45" + octets)
