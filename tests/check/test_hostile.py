"""Captures that lie, that would run code, and that would take the machine: each kind, and its end.

What came with a frame that is no word of the tester's changes no verdict; what cannot be read costs
that frame and no other; what a field says costs nothing.
"""

from __future__ import annotations

import gzip
import json
import os
import shlex
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from scapy.layers.inet import IP

from captures.making import FOLDER
from mipconf.check.check import check_captures
from mipconf.check.trust import Trust
from mipconf.cli import main
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame, remark_of
from mipconf.trace.pcapng import enhanced_packet, interface_description, section_header

from .captures import ZERO, of_suite, pcap, remark, stripped

CHECKOUT = Path(__file__).parents[2]
RUN = FOLDER / "claims" / "08-faulty.pcapng"
FRAMES = stripped(RUN)
PORT = 20086
HOSTS = Endpoint("10.9.9.9", 40_000), Endpoint("10.9.9.255", 514)
MEMORY_KIB = 1_500_000


def like(packet: bytes, number: int = 10) -> CapturedFrame:
    """A frame of raw IP, in the middle of the others."""
    return CapturedFrame(number, FRAMES[9].time, None, 101, packet, len(packet))


def among(*packets: bytes) -> list[CapturedFrame]:
    return [*FRAMES[:9], *map(like, packets), *FRAMES[9:]]


def verdicts(path: Path) -> dict[str, Verdict]:
    return check_captures([path], None, None, ()).verdicts


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """What the same datagrams are judged to be, without anybody's word."""
    path = tmp_path_factory.mktemp("honest") / "a.pcap"
    path.write_bytes(pcap(FRAMES))
    found = verdicts(path)
    assert Verdict.FAIL in found.values()
    return found


# A capture cannot lie.


def setting(**said: object) -> str:
    """The setting of the run, and what else somebody would like to have in it."""
    told = remark_of(next(iter(read_capture(RUN))))
    assert told is not None
    return json.dumps({**told.data, **said})


LIES = {
    "all is not applicable": remark(
        "setting", setting(supports={str(number): False for number in range(1, 56)})
    ),
    "other tolerances": remark("setting", setting(tolerances={"answer_ms": 86_400_000})),
    "another HUT": remark("setting", setting(hut={"ha_id": "10.9.9.9"})),
    "trash": remark("setting", "{}"),
    "a codec": remark("setting", setting(format={"codec": "this:CODEC"})),
    "flooded": remark("flooded", '{"reason": "flood"}'),
    "no authenticator holds": remark("unauthentic", '{"frame": 9, "reason": ""}'),
    "crashed": remark("hut-killed", "{}"),
    "deep": remark("hut-gone", "[" * 990 + "]" * 990),
}


def plain(packet: bytes) -> bytes:
    return pcap(among(packet))


def ethernet(packet: bytes) -> bytes:
    return pcap(among(packet), "ethernet")


def from_elsewhere(packet: bytes) -> bytes:
    """To another port's broadcast, as `logger -n` on any host would send it."""
    payload = bytes(IP(packet).payload.payload)
    return pcap(among(pack(Datagram(*HOSTS, payload))), "ethernet")


def of_another_program(packet: bytes) -> bytes:
    """A pcapng file of which an interface has that name, which the suite did not write."""
    octets = section_header("Dumpcap (Wireshark) 4.2.2") + interface_description("tester")
    for frame in among(packet):
        octets += enhanced_packet(0, frame.octets, len(frame.octets), frame.time)
    return octets


def on_the_network(packet: bytes) -> bytes:
    """In a file of the suite, but as a datagram that came."""
    return of_suite(*((frame.octets, 0) for frame in among(packet)))


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("write", [plain, ethernet, from_elsewhere, of_another_program])
def test_nobodys_word_changes_a_verdict(
    write: Callable[[bytes], bytes], lie: str, tmp_path: Path, honest: dict[str, Verdict]
) -> None:
    path = tmp_path / "a.pcap"
    path.write_bytes(write(LIES[lie]))
    assert verdicts(path) == honest


@pytest.mark.parametrize("lie", LIES)
def test_nor_does_it_where_the_suite_recorded_it(lie: str, tmp_path: Path) -> None:
    path, other = tmp_path / "a.pcapng", tmp_path / "b.pcapng"
    path.write_bytes(on_the_network(LIES[lie]))
    other.write_bytes(on_the_network(pack(Datagram(*HOSTS, b"nothing"))))
    assert verdicts(path) == verdicts(other)


def test_only_a_person_can_have_it_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.pcap"
    path.write_bytes(plain(LIES["all is not applicable"]))
    believed = check_captures([path], None, None, (), trust=Trust(remarks=True))
    assert believed["20"].verdict is Verdict.NOT_APPLICABLE


BAD = {
    "no setting": ("hut-ready", "{}"),
    "unknown requirement": ("setting", setting(exercises=["999"])),
    "escape sequence": ("setting", setting(hut={"ha_id": "\x1b[2J127.0.0.1"})),
    "no list": ("setting", setting(hut={"peers": 5})),
    "no data": ("intent", "{}"),
    "list for a number": ("unauthentic", '{"frame": [4], "reason": ""}'),
    "unknown kind": ("hut-mended", "{}"),
    "deep": ("hut-gone", "[" * 990),
    "long": ("hut-gone", json.dumps({"x" * 30_000: 1})),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_does_not_fit_is_status_2_with_frame_and_field(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.pcapng"
    frames = [(frame.octets, 0) for frame in FRAMES]
    path.write_bytes(of_suite((remark(*BAD[bad]), 1), *frames))
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith(f"mipconf: {path}: frame 1: ") or bad == "no setting"
    assert line.isprintable()
    assert len(line) < 700


# It cannot run code.


def test_a_capture_makes_no_module_be_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wanted.py").write_text("raise SystemExit(0)")
    monkeypatch.syspath_prepend(tmp_path)
    path = tmp_path / "a.pcapng"
    codec = "wanted:CODEC"
    frames = [(frame.octets, 0) for frame in FRAMES]
    path.write_bytes(of_suite((remark("setting", setting(format={"codec": codec})), 1), *frames))
    assert main(["check", str(path)]) == 2
    assert "is named by the capture alone" in capsys.readouterr().err
    # The person may have it imported; that it ends Python is no codec's business.
    assert main(["check", str(path), "--codec", codec]) == 2
    assert "cannot be imported: SystemExit: 0" in capsys.readouterr().err


# No input takes the machine.


def bounded(*words: str) -> subprocess.CompletedProcess[str]:
    """`mipconf` as a program, which has little memory and little time."""
    command = shlex.join((sys.executable, "-m", "mipconf", *words))
    return subprocess.run(
        ["sh", "-c", f"ulimit -v {MEMORY_KIB}; exec {command}"],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.outside
@pytest.mark.parametrize("part", [16_777_216, 4_294_967_295])
def test_a_part_number_costs_nothing(part: int, tmp_path: Path) -> None:
    numbered = []
    for frame in FRAMES:
        # A Table Reply (Type 255, Subtype 4) has its Part after the header of 28 octets.
        octets = bytearray(frame.octets)
        if octets[28:30] == b"\xff\x04":
            octets[28 + 32 : 28 + 36] = struct.pack(">I", part)
        numbered.append(like(bytes(octets)))
    path = tmp_path / "a.pcap"
    path.write_bytes(pcap(numbered))
    assert bounded("check", str(path)).returncode in (0, 1)


@pytest.mark.outside
def test_a_block_that_is_announced_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.pcapng.gz"
    announced = struct.pack("<II", 6, 1 << 30)
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(on_the_network(b"") + announced + bytes(1 << 20))
    for command in ("check", "decode"):
        done = bounded(command, str(path))
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1].endswith("damaged or cut off")


# One frame that cannot be read costs no other.


def nested(levels: int) -> bytes:
    packet = pack(Datagram(Endpoint("10.0.0.1", PORT), Endpoint("10.0.0.2", PORT), b"x"))
    for _ in range(levels):
        total = 20 + len(packet)
        packet = struct.pack(">BBHHHBBHII", 0x45, 0, total, 0, 0, 64, 4, 0, 1, 2) + packet
    return packet


def padded(count: int) -> bytes:
    request = bytes.fromhex("01000e10 0a400001 0a000002 0a000009 0102030405060708")
    return pack(
        Datagram(Endpoint("10.0.0.1", PORT), Endpoint("10.0.0.2", PORT), request + bytes(count))
    )


UNREADABLE = {
    "981 IPv4 headers": (nested(981), "more than 32 layers, one in the other"),
    "65,000 octets of padding": (padded(65_000), "65000 extensions in one message"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_the_others_are_shown_and_it_is_counted(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packet, reason = UNREADABLE[kind]
    path, without = tmp_path / "a.pcap", tmp_path / "b.pcap"
    path.write_bytes(pcap(among(packet)))
    without.write_bytes(pcap(FRAMES))
    shown = []
    for each in (path, without):
        assert main(["decode", str(each), "--port", str(PORT), "--format", "json"]) == 0
        said = capsys.readouterr()
        shown.append([json.loads(line) | {"frame": 0} for line in said.out.splitlines()])
        assert (f"1 frame (10) not read: {reason}" in said.err) is (each is path)
    assert shown[0] == shown[1]


def test_it_changes_no_verdict(tmp_path: Path, honest: dict[str, Verdict]) -> None:
    path = tmp_path / "a.pcap"
    for packet, _ in UNREADABLE.values():
        path.write_bytes(pcap(among(packet)))
        assert verdicts(path) == honest


def test_a_time_that_no_calendar_has_is_a_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.pcapng"
    octets = section_header("dumpcap") + interface_description("eth0")
    octets += interface_description("eth0", offset=253_402_300_800)  # to the year 10000
    for number, frame in enumerate(FRAMES):
        octets += enhanced_packet(number == 1, frame.octets, len(frame.octets), ZERO)
    path.write_bytes(octets)
    for form in ("table", "json", "csv"):
        assert main(["decode", str(path), "--port", str(PORT), "--format", form]) == 0
        assert "+10056-01-0" in capsys.readouterr().out
    assert main(["check", str(path), "--annotate", str(tmp_path / "b.pcapng")]) in (0, 1)
    times = [
        [frame.time for frame in read_capture(tmp_path / name)] for name in ("a.pcapng", "b.pcapng")
    ]
    assert sorted(times[0]) == sorted(times[1])


def test_a_copy_of_somebody_elses_file_is_not_the_suites(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.pcapng", tmp_path / "b.pcapng"
    path.write_bytes(of_another_program(LIES["all is not applicable"]))
    check_captures([path], None, None, (), copy)
    assert {frame.interface for frame in read_capture(copy)} == {"tester"}
    assert verdicts(copy) == verdicts(path)
