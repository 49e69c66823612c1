"""Datagrams as IPv4 packets: against Scapy's own layers, and read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, UDP
from scapy.packet import Raw

from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.net.unpacking import unpack_ipv4

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
    assert unpack_ipv4(pack(datagram)) == datagram


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
