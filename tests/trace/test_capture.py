"""Reading captures of others and our own; damage is said, never passed over."""

from __future__ import annotations

import gzip
import os
import struct
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, UDP
from scapy.utils import PcapNgWriter, RawPcapWriter

from mipconf.errors import CaptureError
from mipconf.net.network import Direction
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame, datagram_of, remark_of
from mipconf.trace.octets import zstd
from mipconf.trace.pcapng import CaptureWriter
from mipconf.trace.remark import Remark, RemarkKind

from ..net.test_ipv4 import udp, vrrp
from ..net.test_unpacking import DATAGRAM

TIME = 1_767_225_600_123_456_789

directions = st.sampled_from(Direction)
times = st.integers(0, 2**63)
kinds = st.sampled_from([RemarkKind.GONE, RemarkKind.FAILED])
comments = st.none() | st.text(max_size=20)
entries = st.tuples(directions, udp | vrrp, times, comments) | st.tuples(kinds, times)


def pcap(*frames: bytes, nano: bool, order: str) -> bytes:
    """A capture of raw IP packets, a second and some units apart from each other."""
    magic = 0xA1B23C4D if nano else 0xA1B2C3D4
    octets = struct.pack(f"{order}IHHIIII", magic, 2, 4, 0, 0, 65535, 101)
    for number, frame in enumerate(frames, 1):
        octets += struct.pack(f"{order}IIII", number, 5, len(frame), len(frame) + 1) + frame
    return octets


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    return (
        struct.pack(f"{order}II", kind, 12 + len(body))
        + body
        + struct.pack(f"{order}I", 12 + len(body))
    )


def section(order: str = "<") -> bytes:
    return block(0x0A0D0D0A, struct.pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(*, linktype: int = 101, options: bytes = b"", order: str = "<") -> bytes:
    return block(1, struct.pack(f"{order}HHI", linktype, 0, 0) + options, order)


def packet(ticks: int, octets: bytes, *, interface: int = 0, order: str = "<") -> bytes:
    head = struct.pack(
        f"{order}IIIII", interface, ticks >> 32, ticks & 0xFFFFFFFF, *[len(octets)] * 2
    )
    return block(6, head + octets + bytes(-len(octets) % 4), order)


def read_to_the_damage(path: Path) -> tuple[list[CapturedFrame], str]:
    """The frames before the damage, and what the error says after the file's name."""
    frames = []
    with pytest.raises(CaptureError, match=r"^.*$") as raised:  # noqa: PT012 - the frames before it count
        for frame in read_capture(path):
            frames.append(frame)
    return frames, str(raised.value).removeprefix(f"{path}: ")


@given(st.lists(entries, max_size=10))
def test_what_is_written_is_read(written: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture.pcapng"
        with closing(CaptureWriter(path)) as writer:
            for number, entry in enumerate(written, 1):
                if isinstance(entry[0], Direction):
                    assert writer.datagram(*entry) == number
                else:
                    assert writer.remark(entry[0], {"reason": str(number)}, entry[1]) == number
        frames = list(read_capture(path))
    assert [frame.number for frame in frames] == list(range(1, len(written) + 1))
    for entry, frame in zip(written, frames, strict=True):
        if isinstance(entry[0], Direction):
            direction, datagram, time, comment = entry
            assert (frame.interface, frame.direction, frame.time) == ("mip0", direction, time)
            assert frame.comments == (() if comment is None else (comment,))
            assert datagram_of(frame) == datagram
            assert remark_of(frame) is None
        else:
            kind, time = entry
            assert (frame.interface, frame.time) == ("tester", time)
            said = {"reason": str(frame.number)}
            assert remark_of(frame) == Remark(frame.number, time, kind, said)
        assert frame.original_length == len(frame.octets)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("nano", "unit"), [(True, 1), (False, 1000)])
def test_pcap(tmp_path: Path, order: str, nano: bool, unit: int) -> None:
    path = tmp_path / "a.pcap"
    path.write_bytes(pcap(b"one", b"two!", nano=nano, order=order))
    assert list(read_capture(path)) == [
        CapturedFrame(1, 1_000_000_000 + 5 * unit, None, 101, b"one", 4),
        CapturedFrame(2, 2_000_000_000 + 5 * unit, None, 101, b"two!", 5),
    ]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("resolution", "ticks", "time"),
    [
        (None, TIME // 1000, TIME // 1000 * 1000),
        (9, TIME, TIME),
        (3, TIME // 1_000_000, TIME // 1_000_000 * 1_000_000),
        (12, TIME * 10, TIME // 100),
        (0x80 | 10, 1024 * 7 + 512, 7_500_000_000),
    ],
)
def test_pcapng_times(
    tmp_path: Path, order: str, resolution: int | None, ticks: int, time: int
) -> None:
    options = b""
    if resolution is not None:
        options = struct.pack(f"{order}HHBxxx", 9, 1, resolution)
    path = tmp_path / "a.pcapng"
    path.write_bytes(
        section(order)
        + interface(options=options, order=order)
        + packet(ticks, b"one", order=order)
    )
    assert list(read_capture(path)) == [CapturedFrame(1, time, None, 101, b"one", 3)]


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng_times_have_an_offset(tmp_path: Path, order: str) -> None:
    """Option if_tsoffset: seconds to add, also before 1970."""
    path = tmp_path / "a.pcapng"
    whole = section(order)
    for offset in (1_700_000_000, -1):
        options = struct.pack(f"{order}HHq", 14, 8, offset)
        whole += interface(options=options, order=order)
    whole += packet(2_000_001, b"one", order=order)
    whole += packet(2_000_001, b"two", interface=1, order=order)
    path.write_bytes(whole)
    times = [frame.time for frame in read_capture(path)]
    assert times == [1_700_000_002_000_001_000, 1_000_001_000]


def test_a_simple_packet_block_has_no_time(tmp_path: Path) -> None:
    """Nor does it end the file; what is longer than the interface takes is cut."""
    path = tmp_path / "a.pcapng"
    simple = block(3, struct.pack("<I", 5) + b"three" + bytes(3))
    described = block(1, struct.pack("<HHI", 101, 0, 4))
    path.write_bytes(section() + described + simple + packet(9, b"one") + simple)
    assert [(f.octets, f.original_length, f.time, f.is_timed) for f in read_capture(path)] == [
        (b"thre", 5, 0, False),
        (b"one", 3, 9000, True),
        (b"thre", 5, 9000, False),
    ]


def test_blocks_without_a_frame_are_passed_over(tmp_path: Path) -> None:
    """Names, statistics, secrets, and kinds that nobody knows."""
    path = tmp_path / "a.pcapng"
    others = b"".join(block(kind, bytes(8)) for kind in (4, 5, 10, 0xBAD, 0x40000BAD))
    path.write_bytes(section() + others + interface() + others + packet(1, b"one") + others)
    assert [frame.octets for frame in read_capture(path)] == [b"one"]


def test_an_obsolete_packet_block(tmp_path: Path) -> None:
    path = tmp_path / "a.pcapng"
    old = block(2, struct.pack("<HHIIII", 0, 7, 0, 1_000_005, 3, 9) + b"one\0")
    path.write_bytes(section() + interface() + old)
    assert list(read_capture(path)) == [CapturedFrame(1, 1_000_005_000, None, 101, b"one", 9)]


@pytest.mark.parametrize("order", ["<", ">"])
def test_modified_pcap(tmp_path: Path, order: str) -> None:
    """Of some Linux distributions: more in the header of each frame."""
    path = tmp_path / "a.pcap"
    octets = struct.pack(f"{order}IHHIIII", 0xA1B2CD34, 2, 4, 0, 0, 65535, 1)
    for text in (b"one", b"two!"):
        size = len(text)
        octets += struct.pack(f"{order}IIIIIHBB", 7, 5, size, size, 2, 0x800, 0, 0) + text
    path.write_bytes(octets)
    assert [(f.octets, f.time, f.linktype) for f in read_capture(path)] == [
        (b"one", 7_000_005_000, 1),
        (b"two!", 7_000_005_000, 1),
    ]


def test_each_section_has_its_own_interfaces(tmp_path: Path) -> None:
    """As when pcapng files are put one after the other."""
    path = tmp_path / "a.pcapng"
    one = section() + interface(linktype=101) + packet(1, b"x")
    two = section(">") + interface(linktype=1, order=">") + packet(1, b"y", order=">")
    path.write_bytes(one + two)
    assert [frame.linktype for frame in read_capture(path)] == [101, 1]


def test_captures_of_scapy(tmp_path: Path) -> None:
    sent = IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=434, dport=435) / b"payload"
    sent.time = 1_767_225_600.5
    sent.comments = [b"first", b"second"]
    sent.sniffed_on = "veth0"
    sent.direction = 2
    with PcapNgWriter(str(tmp_path / "a.pcapng")) as writer:
        writer.write(sent)
    with RawPcapWriter(str(tmp_path / "a.pcap"), linktype=101) as writer:
        writer.write([bytes(sent)])
    (modern,) = read_capture(tmp_path / "a.pcapng")
    (old,) = read_capture(tmp_path / "a.pcap")
    assert datagram_of(modern) == datagram_of(old) == DATAGRAM
    assert modern.time == 1_767_225_600_500_000_000
    assert modern.comments == ("first", "second")
    assert (modern.interface, modern.direction) == ("veth0", Direction.SENT)


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_compressed(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.pcap.gz"
    whole = pcap(b"one", b"two", nano=True, order="<")
    path.write_bytes(compress(whole))
    assert [frame.octets for frame in read_capture(path)] == [b"one", b"two"]
    path.write_bytes(compress(whole[:50]) + compress(whole[50:]))  # one after the other
    assert [frame.octets for frame in read_capture(path)] == [b"one", b"two"]
    path.write_bytes(compress(whole)[:-9])
    frames, why = read_to_the_damage(path)
    assert [frame.octets for frame in frames] in ([], [b"one"], [b"one", b"two"])
    assert "damaged or cut off" in why or "announced" in why


PCAP = pcap(b"one", b"two", nano=True, order="<")
PCAPNG = section() + interface() + packet(1, b"one") + packet(2, b"two")
EDITCAP = "; editcap -F pcapng IN OUT makes it one"
NO_CAPTURE = "not a capture (neither pcap nor pcapng)"
LONG = block(6, bytes(12) + b"\xff\0\0\0" + bytes(8))
SHORT = " octets were announced, "
UNDESCRIBED = "of an interface that the file does not describe"
IN_HEADER = "damaged or cut off within the file's header"


@pytest.mark.parametrize(
    ("octets", "count", "why"),
    [
        (b"", 0, "empty"),
        (b"\xa1\xb2", 0, NO_CAPTURE),
        (b"GIF89a, and more of it", 0, NO_CAPTURE),
        (b"snoop\0\0\0", 0, NO_CAPTURE + ", but one of snoop" + EDITCAP),
        (b"\xfd7zXZ\0", 0, NO_CAPTURE + "; xz is to be unpacked first"),
        (gzip.compress(b"", mtime=0), 0, "empty"),
        (gzip.compress(PCAP, mtime=0)[:10], 0, IN_HEADER),
        (PCAP[:23], 0, IN_HEADER),
        (PCAP[:30], 0, "frame 1, octet 24: damaged or cut off"),
        (PCAP[:42], 0, "frame 1, octet 24: 3" + SHORT + "2 are there"),
        (PCAP[:-1], 1, "frame 2, octet 43: 3" + SHORT + "2 are there"),
        (PCAP + b"\0", 2, "frame 3, octet 62: damaged or cut off"),
        (PCAP[:24] + b"\xff" * 16, 0, "frame 1, octet 24: 4294967295" + SHORT + "0 are there"),
        (PCAPNG[:20], 0, IN_HEADER),
        (PCAPNG[:40], 0, "frame 1, octet 28: damaged or cut off"),
        (PCAPNG[:-1], 1, "frame 2, octet 84: damaged or cut off"),
        (PCAPNG + b"\0", 2, "frame 3, octet 120: damaged or cut off"),
        (PCAPNG[:-4] + bytes(4), 1, "frame 2, octet 84: damaged or cut off"),
        (section() + packet(1, b"one"), 0, "frame 1, octet 28: " + UNDESCRIBED),
        (PCAPNG + LONG, 2, "frame 3, octet 120: 255" + SHORT + "4 are there"),
        (PCAPNG + block(6, bytes(4)), 2, "frame 3, octet 120: damaged or cut off"),
        (PCAPNG + section()[:8] + bytes(20), 2, "frame 3, octet 120: damaged or cut off"),
    ],
)  # fmt: skip
def test_damage(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, octets: bytes, count: int, why: str
) -> None:
    path = tmp_path / "a.capture"
    path.write_bytes(octets)
    frames, found = read_to_the_damage(path)
    assert (len(frames), found) == (count, why)
    assert not caplog.records  # Scapy keeps quiet: it is said once


@given(st.binary(max_size=60), st.sampled_from([b"", PCAP[:24], PCAPNG[:48]]))
def test_no_file_is_too_odd(octets: bytes, begin: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "odd"
        path.write_bytes(begin + octets)
        with suppress(CaptureError):
            list(read_capture(path))


def test_a_pipe_gives_each_frame_as_it_comes() -> None:
    """A reader must not wait for more than the frame that it is about to give."""
    ending, beginning = os.pipe()
    with open(ending, "rb") as reading, open(beginning, "wb", buffering=0) as writing:  # noqa: PTH123
        frames = read_capture(Path(f"/dev/fd/{reading.fileno()}"))
        writing.write(PCAP[:43])
        assert next(frames).octets == b"one"
        writing.write(PCAP[43:])
        assert next(frames).octets == b"two"
        writing.close()
        assert list(frames) == []


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    for path, why in ((missing, "No such file or directory"), (tmp_path, "Is a directory")):
        assert read_to_the_damage(path) == ([], f"cannot be read: {why}")
