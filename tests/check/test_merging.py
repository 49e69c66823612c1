"""Captures of one moment are one trace: merged by time, each packet once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.check.check import check_captures
from mipconf.check.merging import Source, merge, moments, source_of
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.trace.frame import CapturedFrame

from ..judge.story import parse
from .captures import pcap

MS = 1_000_000
A, B = Endpoint("10.0.0.1", 434), Endpoint("224.0.0.254", 434)


def source(name: str, *said: tuple[float, str], identification: int = 0) -> Source:
    """A capture of datagrams: milliseconds and what they say."""
    frames = []
    for number, (time, text) in enumerate(said, 1):
        octets = bytearray(pack(Datagram(A, B, text.encode())))
        octets[4:6] = identification.to_bytes(2)
        frames.append(
            CapturedFrame(number, 10**15 + round(time * MS), None, 101, bytes(octets), 99)
        )
    return source_of(Path(name), frames)


@pytest.mark.parametrize(
    ("sources", "merged"),
    [
        ([source("a", (2, "y"), (1, "x"))], ["a1", "a2"]),
        ([source("a", (1, "x"), (3, "z")), source("b", (2, "y"))], ["a1", "b1", "a2"]),
        ([source("a", (1, "x")), source("b", (1.2, "x"))], ["a1", "-b1"]),
        ([source("a", (1.2, "x")), source("b", (1, "x"))], ["a1", "-b1"]),
        ([source("a", (1, "x"), (1.1, "x"))], ["a1", "-a2"]),
        ([source("a", (1, "x"), (60, "x"))], ["a1", "a2"]),
        ([source("a", (1, "x")), source("b", (1, "x"), identification=7)], ["a1", "b1"]),
        (
            [source("a", (0, "u"), (9, "v")), source("b", (700, "u"), (704, "m"), (709, "v"))],
            ["a1", "-b1", "b2", "a2", "-b3"],
        ),
    ],
    ids=[
        "a single one keeps its order",
        "by time",
        "a copy in another",
        "that of the one named first is judged",
        "a mirrored one",
        "said again",
        "another packet",
        "a clock that is ahead",
    ],
)
def test_merging(sources: list[Source], merged: list[str]) -> None:
    assert merged == [
        f"{'-' * frame.is_copy}{frame.source.path}{frame.reading.frame.number}"
        for frame in merge(sources)
    ]


def test_captures_of_other_moments_stay_apart() -> None:
    first, next_one, later = (
        source("a", (0, "x"), (5_000, "y")),
        source("b", (9_000, "z")),
        source("c", (60_000, "z")),
    )
    assert moments([later, next_one, first]) == [[next_one, first], [later]]


(TWICE,) = parse("""
* an exchange that two hosts see
= 1 PASS
0.0  HUT joins MN1/-5
1.0  P tells #5 MN2/-5
2.0  MN3 registers #901
""")


def captured(*, without: set[int]) -> list[CapturedFrame]:
    packets = TWICE.record()[0].packets
    return [
        CapturedFrame(number, packet.time, None, 101, pack(packet.datagram), 1)
        for number, packet in enumerate(packets)
        if number not in without
    ]


def test_two_hosts_that_see_the_same_are_no_duplicates(tmp_path: Path) -> None:
    everything = captured(without=set())
    (tmp_path / "a.pcap").write_bytes(pcap(everything[:-4], "ethernet"))
    (tmp_path / "b.pcap").write_bytes(pcap(everything[2:], "vlan"))
    paths = [tmp_path / "a.pcap", tmp_path / "b.pcap"]
    result = check_captures(paths, None, "10.0.0.10", ())
    assert Verdict.FAIL not in {r.verdict for r in result.requirements}
    (case,) = result.cases
    assert case.id == f"{paths[0]} + {paths[1]}: 10.0.0.10"
    named = {e.capture for r in result.requirements for e in r.evidence}
    assert named == set(map(str, paths))
