"""What is in a frame, under each link layer."""

from __future__ import annotations

import pytest

from mipconf.net.ipv4 import pack
from mipconf.trace.frame import CapturedFrame, remark_of
from mipconf.trace.remark import Remark, to_datagram


def frame(linktype: int, octets: bytes, interface: str | None = None) -> CapturedFrame:
    return CapturedFrame(1, 0, interface, linktype, octets, len(octets))


@pytest.mark.parametrize(("interface", "counts"), [("tester", True), (None, True), ("lo", False)])
def test_nobody_on_the_network_can_make_a_remark(interface: str | None, counts: bool) -> None:
    octets = pack(to_datagram("muted", {"who": "P"}, 0))
    captured = frame(101, octets, interface)
    remark = Remark(captured.number, captured.time, "muted", {"who": "P"})
    assert remark_of(captured) == (remark if counts else None)
    assert remark_of(frame(101, octets[:-1], interface)) is None
