"""What the Info column says, and what it says a frame is beside that: again, a copy, relayed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from scapy.layers.inet import ICMP, IP, UDP
from scapy.packet import Packet
from scapy.utils import PcapWriter

from mipconf.layers import all as layers

from .conftest import Tshark
from .corpus import RAW_IP, sent
from .told import FA, HA, TOLD, binding, update

pytestmark = pytest.mark.outside

MN, OTHER = "198.51.100.1", "192.0.2.3"
GROUP = "224.0.0.254"

Frame = tuple[float, Packet]
"""Seconds, and a packet of IP."""


def captured(path: Path, frames: Iterable[Frame]) -> Path:
    with PcapWriter(str(path), linktype=RAW_IP) as writer:
        for time, packet in frames:
            octets = packet.copy()
            octets.time = 1_700_000_000 + time
            writer.write(octets)
    return path


def shown(tshark: Tshark, capture: Path, *fields: str) -> list[list[str]]:
    return tshark("-2", "-r", capture, "-T", "fields", *(f"-e{each}" for each in fields))


# What a message says.


@pytest.mark.parametrize(("message", "expected"), TOLD)
def test_what_happened_is_told(
    message: Packet, expected: str, tshark: Tshark, tmp_path: Path
) -> None:
    packet = sent(message.copy())
    # One capture at a time: IPv4 and IPv6 have one link type, but each frame its own moment.
    capture = captured(tmp_path / "told.pcap", [(0, packet)])
    assert shown(tshark, capture, "_ws.col.Info") == [[expected]]


# What a frame is beside what it says.

LOW = 0x80000001


def request(
    home: str = MN, high: int = 1, source: str = FA, to: str = HA, port: int = 434, ip_id: int = 1
) -> Packet:
    message = layers.RegistrationRequest(
        home_address=home, home_agent=HA, care_of_address=FA, identification=high << 32 | LOW
    )
    return IP(src=source, dst=to, id=ip_id) / UDP(sport=port, dport=434) / message


def reply(
    home: str = MN, high: int = 1, source: str = HA, to: str = FA, code: int = 0, port: int = 434
) -> Packet:
    message = layers.RegistrationReply(
        home_address=home, home_agent=HA, identification=high << 32 | LOW, code=code
    )
    return IP(src=source, dst=to) / UDP(sport=434, dport=port) / message


def quoted(packet: Packet, octets: int) -> Packet:
    return IP(src=HA, dst=FA) / ICMP(type=3, code=3) / bytes(packet)[: 20 + 8 + octets]


class Link(NamedTuple):
    """The frames that one is linked with."""

    response_in: str = ""
    response_to: str = ""
    retransmission_of: str = ""
    copy_of: str = ""
    relay_of: str = ""


LINKS = [
    pytest.param(
        [(0, request("0.0.0.0")), (0.02, reply())],
        [Link(response_in="2"), Link(response_to="1")],
        id="dynamic home address",
    ),
    pytest.param(
        [(0, request("0.0.0.0")), (0.02, reply(code=133, high=9, home="0.0.0.0"))],
        [Link(response_in="2"), Link(response_to="1")],
        id="dynamic home address, refused with the home agent's time",
    ),
    pytest.param(
        [(0, request()), (0.02, reply()), (50, request(high=2)), (50.02, reply(high=2))],
        [
            Link(response_in="2"),
            Link(response_to="1"),
            Link(response_in="4"),
            Link(response_to="3"),
        ],
        id="a reply is of one request only, and comes after it",
    ),
    pytest.param(
        [
            (0, request("0.0.0.0", high=1)),
            (1, request("0.0.0.0", high=2)),
            (1.1, reply(high=1)),
            (1.2, reply(high=2, home=OTHER)),
        ],
        [
            Link(response_in="3"),
            Link(response_in="4"),
            Link(response_to="1"),
            Link(response_to="2"),
        ],
        id="dynamic home addresses, one request after the other",
    ),
    pytest.param(
        [(0, request(high=1)), (1, request(high=2)), (1.1, reply(high=9, code=133))],
        [Link(), Link(response_in="3"), Link(response_to="2")],
        id="refused with the home agent's time: the latest request that it can be of",
    ),
    pytest.param(
        [(0, request(port=5001)), (0.02, reply(port=5002))],
        [Link(), Link()],
        id="a reply to another port",
    ),
    pytest.param(
        [(0, request()), (1, request(ip_id=2)), (1.1, reply())],
        [
            Link(response_in="3"),
            Link(response_in="3", retransmission_of="1"),
            Link(response_to="2"),
        ],
        id="sent again",
    ),
    pytest.param(
        [(0, request()), (0.00002, request()), (0.01, reply()), (0.01002, reply())],
        [
            Link(response_in="3"),
            Link(copy_of="1"),
            Link(response_to="1"),
            Link(copy_of="3"),
        ],
        id="copies of one packet",
    ),
    pytest.param(
        [(0, request()), (0.3, request())],
        [Link(), Link(retransmission_of="1")],
        id="sent again much later with the same Identification of IP",
    ),
    pytest.param(
        [
            (0, request(source=MN, to=FA, port=5000)),
            (0.001, request()),
            (0.003, reply()),
            (0.004, reply(source=FA, to=MN, port=5000)),
        ],
        [
            Link(response_in="4"),
            Link(response_in="3", relay_of="1"),
            Link(response_to="2"),
            Link(response_to="1", relay_of="3"),
        ],
        id="the legs of a relay",
    ),
    pytest.param(
        [(0, request()), (1, request(to=OTHER))],
        [Link(), Link(retransmission_of="1")],
        id="asked of another home agent: sent again, by nobody else",
    ),
    pytest.param(
        [(0, request()), (0.01, quoted(request(), 52)), (0.02, quoted(request(), 0))],
        [Link()] * 3,
        id="quoted in an ICMP error",
    ),
    pytest.param(
        [
            (0, IP(src=HA, dst=GROUP, id=7) / UDP() / update(binding())),
            (0.00002, IP(src=HA, dst=GROUP, id=7) / UDP() / update(binding())),
        ],
        [Link(), Link(copy_of="1")],
        id="a copy of an update",
    ),
    pytest.param(
        [
            (0, IP(src=HA, dst=GROUP) / UDP() / update(binding())),
            (900, IP(src=HA, dst=GROUP) / UDP() / update(binding(care_of_address=OTHER))),
        ],
        [Link()] * 2,
        id="a number that is used again after a restart",
    ),
]


@pytest.mark.parametrize(("frames", "links"), LINKS)
def test_links(frames: list[Frame], links: list[Link], tshark: Tshark, tmp_path: Path) -> None:
    capture = captured(tmp_path / "links.pcap", frames)
    told = shown(tshark, capture, *(f"miphar.{each}" for each in Link._fields))
    assert [Link(*each) for each in told] == links


BESIDE = [
    pytest.param([(0, request()), (1, request(ip_id=2))], ", again, of frame 1", id="again"),
    pytest.param([(0, request()), (0.001, request())], ", copy of frame 1", id="copy"),
    pytest.param(
        [(0, request(source=MN, to=FA)), (1, request())], ", relayed from frame 1", id="relayed"
    ),
    pytest.param(
        [(0, sent(layers.HSRPv1())), (0.001, sent(layers.HSRPv1()))],
        ", copy of frame 1",
        id="a copy of HSRP",
    ),
]


@pytest.mark.parametrize(("frames", "end"), BESIDE)
def test_what_a_frame_is_is_told(
    frames: list[Frame], end: str, tshark: Tshark, tmp_path: Path
) -> None:
    capture = captured(tmp_path / "beside.pcap", frames)
    (first,), (second,) = shown(tshark, capture, "_ws.col.Info")
    assert second == first + end


def hello(ip_id: int) -> Packet:
    packet = sent(layers.HSRPv1(state=16))
    packet.id = ip_id
    return packet


HELLOS = [
    pytest.param(0.015, 0, 0, "", id="said every 15 ms, without an Identification"),
    pytest.param(0.015, 7, 8, "", id="said every 15 ms, with one"),
    pytest.param(0.015, 7, 7, "1", id="one packet twice"),
    pytest.param(0.001, 0, 0, "1", id="one packet twice, without an Identification"),
]


@pytest.mark.parametrize(("apart", "first", "second", "copy_of"), HELLOS)
def test_a_router_that_says_the_same_again_is_no_copy(
    apart: float, first: int, second: int, copy_of: str, tshark: Tshark, tmp_path: Path
) -> None:
    capture = captured(tmp_path / "hellos.pcap", [(0, hello(first)), (apart, hello(second))])
    assert shown(tshark, capture, "miphar.copy_of") == [[""], [copy_of]]


def test_each_of_several_hellos_has_its_copy(tshark: Tshark, tmp_path: Path) -> None:
    hellos = [(0.015 * n + 0.00002 * copy, hello(n)) for n in range(1, 6) for copy in range(2)]
    capture = captured(tmp_path / "hellos.pcap", hellos)
    told = tshark("-r", capture, "-T", "fields", "-e", "miphar.copy_of")
    assert told == [[""], ["1"], [""], ["3"], [""], ["5"], [""], ["7"], [""], ["9"]]


def test_an_icmp_error_is_told_as_that_and_its_quotation_is_not_malformed(
    tshark: Tshark, tmp_path: Path
) -> None:
    capture = captured(tmp_path / "icmp.pcap", [(0, quoted(request(), 8))])
    told = shown(tshark, capture, "_ws.col.Protocol", "_ws.col.Info", "miphar.malformed_reason")
    assert told == [["ICMP", "Destination unreachable (Port unreachable)", ""]]


def test_what_the_capture_cut_off_is_not_malformed(tshark: Tshark, tmp_path: Path) -> None:
    whole = sent(update(binding()))
    path = tmp_path / "cut.pcap"
    with PcapWriter(str(path), linktype=RAW_IP) as writer:
        writer.write_header(None)
        octets = bytes(whole)
        writer.write_packet(octets[:-20], wirelen=len(octets))
    told = shown(tshark, path, "_ws.col.Info", "miphar.malformed_reason", "miphar.unsigned")
    expected = "Binding Update 41: 10.1.0.9 at 192.0.2.9, 300 s [cut off in the capture]"
    assert told == [[expected, "", ""]]
