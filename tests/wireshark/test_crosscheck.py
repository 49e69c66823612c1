"""Our decoding and tshark's: the same for everything that there is, and seen where it is not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scapy.layers.inet import ICMP, IP, UDP
from scapy.layers.l2 import GRE, Ether
from scapy.packet import Packet
from scapy.utils import wrpcap

from captures.making import FOLDER
from mipconf.cli import main
from mipconf.layers import all as layers
from mipconf.trace.capture import read_capture
from mipconf.wireshark import crosscheck
from mipconf.wireshark.built_in import NAMES
from mipconf.wireshark.crosscheck import Comparison, compare, values
from mipconf.wireshark.lua import dissector
from mipconf.wireshark.messages import MessageReader
from mipconf.wireshark.outline import Kind, outlines
from tests.programs import needed

from ..layers.generation import LAYERS, packets
from .conftest import Tshark
from .corpus import captured, edges, sent

pytestmark = pytest.mark.outside


@pytest.fixture(autouse=True)
def _with_tshark() -> None:
    needed("tshark")


def compared(capture: Path, text: str | None = None) -> Comparison:
    found = compare(capture, text)
    assert found.frames
    return found


def test_the_reference_captures(tmp_path: Path) -> None:
    captures = [*FOLDER.glob("families/*.pcapng"), *FOLDER.glob("claims/*.pcapng")]
    whole = tmp_path / "all.pcapng"
    subprocess.run([needed("mergecap"), "-a", "-w", whole, *captures], check=True)
    assert compared(whole).differences == []


def test_every_field_at_its_edges(tmp_path: Path) -> None:
    found = compared(captured(tmp_path / "edges.pcap", map(sent, edges())))
    assert found.differences == []
    assert found.frames > 1000


# A layer to build with: when dissected, type 255 is MIPHAR.
NEVER_THERE = {"miphar.experimental.type", "miphar.experimental.opaque"}


def test_the_edges_are_those_of_every_field(tmp_path: Path) -> None:
    frames = read_capture(captured(tmp_path / "edges.pcap", map(sent, edges())))
    reader = MessageReader()
    shown = {name for frame in frames for name in values(reader.read(frame))[0]}
    lists = (Kind.LAYERS, Kind.EXTENSIONS)
    every = {
        field.filter_name
        for each in outlines().values()
        for field in each.fields
        if field.kind not in lists
    }
    assert every - shown == NEVER_THERE


_ANY = st.sampled_from([each for each in LAYERS if each not in (layers.HSRP, layers.VRRP)])


# Shrinking would take minutes; the differences name the frame and the field.
@settings(
    max_examples=5, phases=[Phase.generate], suppress_health_check=[*HealthCheck], deadline=None
)
@given(st.lists(_ANY.flatmap(packets), min_size=40, max_size=80))
def test_packets_made_at_random(
    tmp_path_factory: pytest.TempPathFactory, made: list[Packet]
) -> None:
    path = tmp_path_factory.mktemp("random") / "random.pcap"
    assert compared(captured(path, map(sent, made))).differences == []


# What real captures hold beside messages is no difference.

UPDATE = layers.BindingUpdate(group=7, sequence=9, extensions=[layers.MobilityBinding(deleted=1)])


ETHER = Ether(src="02:00:00:00:00:02", dst="01:00:5e:00:00:66")
STATE = ETHER / sent(layers.HSRPv2(tlvs=[layers.InterfaceState(active_groups=1)]))
LONG = sent(layers.RegistrationRequest(extensions=[layers.MobileNodeNai(nai=b"a" * 200)] * 8))
PIECES = [bytes(ETHER / each) for each in LONG.fragment(512)]
ODD_FRAMES = [
    pytest.param([bytes(STATE) + bytes(12)], 1, id="Ethernet padding"),
    pytest.param([bytes(STATE) + bytes(12) + b"\xde\xad\xbe\xef"], 1, id="padding and FCS"),
    pytest.param(
        [bytes(ETHER / sent(layers.VRRPv2(ip_addresses=["10.0.0.1"]))) + bytes(18)],
        1,
        id="padding after VRRP",
    ),
    pytest.param(PIECES, 1, id="fragments"),
    pytest.param(PIECES[::-1], 1, id="fragments, the last one first"),
    pytest.param([*PIECES[1:], bytes(STATE)], 1, id="fragments, the first one missing"),
    pytest.param(
        [
            bytes(ETHER / sent(layers.HSRPv1(tlvs=[layers.Tlv(type=5, value=b"abcd")]))),
            bytes(ETHER / sent(layers.HSRPv2(tlvs=[layers.Tlv(type=9, value=b"abcd")]))),
        ],
        2,
        id="unknown TLVs of HSRP",
    ),
    pytest.param(
        [bytes(ETHER / IP(proto=47) / GRE() / sent(layers.RegistrationReply()))], 1, id="GRE"
    ),
    pytest.param([bytes(STATE)[:50], bytes(STATE)], 2, id="cut by a snaplen"),
]


@pytest.mark.parametrize(("frames", "compared_frames"), ODD_FRAMES)
def test_frames_of_real_captures(frames: list[bytes], compared_frames: int, tmp_path: Path) -> None:
    capture = tmp_path / "odd.pcap"
    wrpcap(str(capture), [*map(Ether, frames)], linktype=1)
    found = compared(capture)
    assert found.differences == []
    assert found.frames == compared_frames


def test_what_an_icmp_error_quotes_is_not_compared(tmp_path: Path) -> None:
    request = sent(layers.RegistrationRequest())
    error = IP() / ICMP(type=3, code=3) / bytes(request)
    found = compared(captured(tmp_path / "error.pcap", [request, error]))
    assert (found.frames, found.unread, found.differences) == (1, 1, [])


def test_a_message_that_only_tshark_finds_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Token Ring is not looked into here, but by Wireshark.
    token_ring = b"\x10\x40" + bytes(12) + b"\xaa\xaa\x03\0\0\0\x08\0"
    capture = tmp_path / "ring.pcap"
    wrpcap(str(capture), [token_ring + bytes(sent(UPDATE))], linktype=6)
    assert main(["wireshark", "check", str(capture)]) == 2
    assert "only tshark finds a message, in 1 frames of it" in capsys.readouterr().err


def test_a_tshark_that_runs_no_lua_is_told_and_nothing_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From version 4.4 on it runs none for root."""
    capture = captured(tmp_path / "update.pcap", [sent(UPDATE)])
    program = tmp_path / "tshark"
    program.write_text(
        f'#!/bin/sh\nexec env WIRESHARK_CONFIG_DIR={tmp_path} {needed("tshark")} "$@"\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert main(["wireshark", "check", str(capture)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert " ran no Lua: " in line


# Where the two differ, it is seen.


def test_a_dissector_with_another_name_is_found_out(tmp_path: Path) -> None:
    capture = captured(tmp_path / "update.pcap", [sent(UPDATE)])
    text = dissector().replace('abbr = "miphar.sequence"', 'abbr = "miphar.else"')
    (found,) = compared(capture, text).differences
    assert (found.field, found.ours, found.theirs) == ("miphar.sequence", "00000009", "")


def test_a_dissector_with_another_width_is_found_out(tmp_path: Path) -> None:
    capture = captured(tmp_path / "update.pcap", [sent(UPDATE)])
    right = 'abbr = "miphar.group", name = "group", title = "Group", kind = "uint", octets = 2'
    assert right in dissector()
    text = dissector().replace(right, right.replace("octets = 2", "octets = 1"))
    found = {each.field for each in compared(capture, text).differences}
    assert {"miphar.group", "miphar.code", "miphar.sequence"} <= found


def test_the_built_in_dissectors_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = layers.RegistrationRequest(home_address="10.1.0.9", home_agent="10.0.0.2")
    capture = captured(tmp_path / "request.pcap", [sent(request)])
    assert compared(capture).differences == []
    swapped = {"miphar.registration_request.home_address": "mip.haaddr"}
    monkeypatch.setattr(crosscheck, "built_in_name", swapped.get)
    (found,) = compared(capture).differences
    assert (found.field, found.ours, found.theirs) == ("mip.haaddr", "a010009", "a000002")


def test_every_built_in_name_is_one_of_wiresharks(tshark: Tshark) -> None:
    known = {line[2] for line in tshark("-G", "fields") if line[0] == "F"}
    assert {name for fields in NAMES.values() for name in fields.values()} - known == set()


# The command.

CHECKED = [
    (["families/redundancy.pcapng"], 0, "127 values in 5 frames compared: no differences"),
    (["families/extensions.pcapng"], 0, "known: extensions 0, 37"),
    (["README.md"], 2, "not a capture"),
]


@pytest.mark.parametrize(("captures", "status", "text"), CHECKED)
def test_the_command(
    captures: list[str], status: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wireshark", "check", *(str(FOLDER / each) for each in captures)]) == status
    assert text in "".join(capsys.readouterr())


def test_what_differs_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    swapped = {"miphar.registration_request.home_address": "mip.haaddr"}
    monkeypatch.setattr(crosscheck, "built_in_name", swapped.get)
    request = layers.RegistrationRequest(home_address="10.1.0.9", home_agent="10.0.0.2")
    capture = captured(tmp_path / "request.pcap", [sent(request)])
    assert main(["wireshark", "check", str(capture)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-2].split() == ["1", "mip.haaddr", "a010009", "a000002"]
    assert said[-1].endswith(": 1 differences")


def test_a_capture_with_nothing_to_compare_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = captured(tmp_path / "other.pcap", [IP() / UDP(sport=9, dport=9) / b"x"])
    assert main(["wireshark", "check", str(capture)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("no Mobile IP, HSRP or VRRP in it to compare")
