"""Listening at an interface, where that is allowed; where it isn't, that is said."""

from __future__ import annotations

import os
from socket import AF_INET, SOCK_DGRAM, socket

import pytest

from mipconf.errors import CaptureError
from mipconf.net.host import Datagram
from mipconf.trace.frame import datagram_of
from mipconf.trace.live import listen


@pytest.mark.outside
def test_a_datagram_that_passes_is_a_frame() -> None:
    if os.geteuid() != 0:
        with pytest.raises(CaptureError, match=r"^-i lo: .*permitted"):
            listen("lo")
        return
    frames = listen("lo")
    with socket(AF_INET, SOCK_DGRAM) as sender:
        sender.bind(("127.77.0.1", 0))
        sender.sendto(b"\1told", ("127.77.0.2", 434))
        port = sender.getsockname()[1]
    for frame in frames:
        datagram = datagram_of(frame)
        if isinstance(datagram, Datagram) and datagram.source.address == "127.77.0.1":
            assert datagram.source.port == port
            assert datagram.payload == b"\1told"
            assert frame.interface == "lo"
            assert frame.time > 1_700_000_000_000_000_000
            break
    frames.close()  # type: ignore[attr-defined]


@pytest.mark.outside
def test_all_interfaces_at_once_are_tcpdumps() -> None:
    with pytest.raises(
        CaptureError, match=r"^-i any: .*tcpdump -U -i any -w - \| mipconf decode -$"
    ):
        listen("any")


@pytest.mark.outside
def test_an_interface_that_is_not_there() -> None:
    with pytest.raises(CaptureError, match=r"^-i nowhere0: "):
        listen("nowhere0")


@pytest.mark.outside
def test_on_loopback_a_frame_is_seen_once() -> None:
    if os.geteuid() != 0:
        pytest.skip("listening takes the privilege to do so")
    frames = listen("lo")
    told = [b"first", b"second", b"third"]
    with socket(AF_INET, SOCK_DGRAM) as sender:
        sender.bind(("127.77.0.3", 0))
        for payload in told:
            sender.sendto(payload, ("127.77.0.4", 434))
    found = []
    for frame in frames:
        datagram = datagram_of(frame)
        if isinstance(datagram, Datagram) and datagram.source.address == "127.77.0.3":
            found.append(datagram.payload)
            if datagram.payload == told[-1]:
                break
    frames.close()  # type: ignore[attr-defined]
    assert found == told
