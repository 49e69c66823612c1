"""What is in a frame, and whose word counts as the tester's."""

from __future__ import annotations

import pytest

from mipconf.net.host import Datagram
from mipconf.net.ipv4 import pack
from mipconf.net.layering import Unread, Unreadable
from mipconf.trace.frame import CapturedFrame, FrameReader, remark_of
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.remark_datagrams import to_datagram

READY = Remark(1, 0, RemarkKind.READY, {})
OCTETS = pack(to_datagram(READY.kind, READY.data, 0))


def frame(
    octets: bytes = OCTETS, interface: str | None = "tester", application: str | None = "mipconf"
) -> CapturedFrame:
    return CapturedFrame(1, 0, interface, 101, octets, len(octets), application=application)


FILES = [
    ("tester", "mipconf", True),
    ("tester", "Dumpcap (Wireshark) 4.2.2", False),
    ("tester", None, False),
    ("mip0", "mipconf", False),
    (None, "mipconf", False),
    (None, None, False),
]


@pytest.mark.parametrize(("interface", "application", "counts"), FILES)
def test_nobody_on_the_network_can_make_a_remark(
    interface: str | None, application: str | None, counts: bool
) -> None:
    seen = frame(interface=interface, application=application)
    assert seen.is_testers is counts
    assert remark_of(seen) == (READY if counts else None)
    content = FrameReader().read(seen).content
    assert content == READY if counts else isinstance(content, Datagram)


@pytest.mark.parametrize(("interface", "application", "counts"), FILES)
def test_a_person_may_trust_what_looks_so(
    interface: str | None, application: str | None, counts: bool
) -> None:
    reader = FrameReader(trusting=True)
    assert reader.read(frame(interface=interface, application=application)).content == READY


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (OCTETS[:-1], "no remark, on the tester's own interface"),
        (b"", "no remark, on the tester's own interface"),
        (pack(Datagram(*[to_datagram(READY.kind, {}, 0).source] * 2, b"<1>1 x - mipconf - n - {}")),
         "there is no remark of kind 'n'"),
    ],
)  # fmt: skip
def test_on_the_testers_interface_there_is_nothing_else(octets: bytes, reason: str) -> None:
    content = FrameReader().read(frame(octets)).content
    assert content == Unreadable(Unread.REMARK, reason)
    assert remark_of(frame(octets)) is None
