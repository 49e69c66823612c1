"""Our decoding and tshark's: the same for everything that there is, and seen where it is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scapy.layers.inet import IP, UDP
from scapy.packet import Packet

from captures.making import FOLDER
from mipconf.cli import main
from mipconf.layers import all as layers
from mipconf.trace.capture import read_capture
from mipconf.wireshark import crosscheck
from mipconf.wireshark.built_in import NAMES
from mipconf.wireshark.crosscheck import Comparison, Ports, compare, messages_in, values
from mipconf.wireshark.lua import dissector
from mipconf.wireshark.outline import Kind, outlines
from tests.programs import needed

from ..layers.generation import LAYERS, packets
from .conftest import Tshark
from .corpus import captured, edges, sent


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
    shown = {name for frame in frames for name in values(messages_in(frame, Ports()))[0]}
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


# Where the two differ, it is seen.

UPDATE = layers.BindingUpdate(group=7, sequence=9, extensions=[layers.MobilityBinding(deleted=1)])


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
    capture = captured(tmp_path / "other.pcap", [IP() / UDP(sport=53, dport=53) / b"x"])
    assert main(["wireshark", "check", str(capture)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("no Mobile IP, HSRP or VRRP in it to compare")
