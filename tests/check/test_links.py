"""A capture is judged alike under each link layer, in each format, from a file or a pipe."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from mipconf.check.check import check_captures
from mipconf.net.ipv4 import pack
from mipconf.trace.frame import CapturedFrame

from ..judge.story import parse
from .captures import LINKS, pcap

(STORY,) = parse("""
* an exchange
= 36 PASS
0.0  HUT joins MN1/-5
1.0  P tells #5 MN2/-5
2.0  P asks #7 MN1..2
""")
FRAMES = [
    CapturedFrame(number, packet.time, None, 101, octets, len(octets))
    for number, packet in enumerate(STORY.record()[0].packets, 1)
    for octets in (pack(packet.datagram),)
]


def judged(path: Path) -> list[tuple[object, ...]]:
    result = check_captures([path], None, None, ())
    return [(r.id, r.verdict, [e.frames for e in r.evidence]) for r in result.requirements]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    path = tmp_path_factory.mktemp("raw") / "raw.pcap"
    path.write_bytes(pcap(FRAMES))
    found = judged(path)
    assert any(frames for _, _, frames in found)
    return found


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("nano", [True, False])
def test_a_capture_is_judged_alike(
    link: str, nano: bool, expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    path = tmp_path / "external.pcap"
    path.write_bytes(pcap(FRAMES, link, nano=nano))
    assert judged(path) == expected


def test_a_compressed_one_too(expected: list[tuple[object, ...]], tmp_path: Path) -> None:
    path = tmp_path / "external.pcap.gz"
    path.write_bytes(gzip.compress(pcap(FRAMES, "ethernet")))
    assert judged(path) == expected


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
@pytest.mark.outside
def test_standard_input_is_read(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mipconf", "check", name, "--hut", "10.0.0.10"],
        input=pcap(FRAMES, "ethernet"),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"judged 10.0.0.10 of group 7" in done.stdout


def test_fragments_are_told(tmp_path: Path) -> None:
    first = bytearray(FRAMES[2].octets)
    first[6:8] = b"\x20\x00"
    path = tmp_path / "fragments.pcap"
    path.write_bytes(
        pcap([*FRAMES[:2], CapturedFrame(3, 0, None, 101, bytes(first), 1), *FRAMES[2:]])
    )
    notes = check_captures([path], None, None, ()).notes
    assert f"{path}: a datagram is not judged: frame 3: a fragment, from octet 0 on" in notes
