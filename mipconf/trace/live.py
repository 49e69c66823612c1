"""Frames as they pass an interface: `mipconf decode -i`. That needs the privilege to capture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mipconf.errors import CaptureError
from mipconf.protocol.durations import SECOND
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.pcapng import LINKTYPE_RAW

_ETHERNET = 1


def listen(interface: str) -> Iterator[CapturedFrame]:
    """The frames that pass an interface from now on, until the reader stops.

    Raises `CaptureError` where the interface is not there, or may not be listened at.
    """
    import scapy.arch  # noqa: F401, PLC0415 - what makes the sockets
    from scapy.config import conf  # noqa: PLC0415 - its sockets take long to import

    # On loopback each frame passes twice. The one that leaves is passed over by a socket that could
    # send, too, but not by one that only listens.
    of = conf.L2socket if interface == conf.loopback_name else conf.L2listen
    try:
        socket: Any = of(iface=interface)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        if interface == "any":
            reason += "; of all at once: tcpdump -U -i any -w - | mipconf decode -"
        raise CaptureError(f"-i {interface}: {reason}") from None
    return _frames(socket, interface)


def _frames(socket: Any, interface: str) -> Iterator[CapturedFrame]:
    linktype = _ETHERNET if socket.LL.__name__ == "Ether" else LINKTYPE_RAW
    number = 0
    try:
        while True:
            _, octets, seconds = socket.recv_raw(65_535)
            if octets:
                number += 1
                time = int(seconds * SECOND)
                yield CapturedFrame(number, time, interface, linktype, octets, len(octets))
    finally:
        socket.close()
