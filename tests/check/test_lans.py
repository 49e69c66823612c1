"""Which frames of a capture were on one LAN, so that a group is what it was on the wire."""

from __future__ import annotations

from pathlib import Path

from scapy.layers.inet import IP
from scapy.layers.l2 import Dot1Q, Ether

from mipconf.check.check import check_captures
from mipconf.judge.verdict import Verdict
from mipconf.net.ipv4 import pack
from mipconf.protocol.durations import MILLISECOND
from mipconf.trace.copying import CopyWriter
from mipconf.trace.frame import CapturedFrame

from ..judge.routers.test_causes import HSRP, B, Speaks, replace

MACS = {"src": "02:00:00:00:00:01", "dst": "01:00:5e:00:00:02"}
WORSE = replace(HSRP, who=B, priority=100, begin=0.4)

Seen = tuple[str, int, int, Speaks]
"""Where it is seen, with which VLAN tag (0: none), how many ms later, and what is said."""


def capture(path: Path, *seen: Seen) -> Path:
    frames = []
    for interface, vlan, later, router in seen:
        for number, (time, datagram, _) in enumerate(router.packets(), 1):
            packet = IP(pack(datagram))
            packet.id, packet.chksum = number, None  # By it copies are known.
            tag = Dot1Q(vlan=vlan) if vlan else None
            octets = bytes(Ether(**MACS) / tag / packet if tag else Ether(**MACS) / packet)
            frames.append((time + later * MILLISECOND, interface, octets))
    with path.open("wb") as file:
        writer = CopyWriter(file, is_suites=False)
        for number, (time, interface, octets) in enumerate(sorted(frames), 1):
            frame = CapturedFrame(number, time, interface, 1, octets, len(octets))
            writer.frame("capture", frame, ())
    return path


def verdict(path: Path) -> Verdict:
    """That of claim 24, over all routers."""
    (found,) = (
        item for item in check_captures([path], None, None, ()).requirements if item.id == "24"
    )
    return found.verdict


def test_interfaces_of_one_capture_are_lans_of_their_own(tmp_path: Path) -> None:
    path = capture(tmp_path / "two.pcapng", ("eth0", 0, 0, HSRP), ("eth1", 0, 0, WORSE))
    assert verdict(path) is Verdict.PASS


def test_on_one_interface_the_same_routers_are_two_actives(tmp_path: Path) -> None:
    path = capture(tmp_path / "one.pcapng", ("eth0", 0, 0, HSRP), ("eth0", 0, 0, WORSE))
    assert verdict(path) is Verdict.FAIL


def test_ports_of_a_bridge_are_one_lan(tmp_path: Path) -> None:
    path = capture(
        tmp_path / "bridge.pcapng",
        *(("eth0", 0, 0, HSRP), ("eth1", 0, 1, HSRP)),
        *(("eth1", 0, 0, WORSE), ("eth0", 0, 1, WORSE)),
    )
    assert verdict(path) is Verdict.FAIL


def test_an_interface_and_its_vlan_are_one_lan(tmp_path: Path) -> None:
    path = capture(
        tmp_path / "tagged.pcapng",
        *(("eth0", 10, 0, HSRP), ("eth0.10", 0, 1, HSRP)),
        *(("eth0.10", 0, 0, WORSE), ("eth0", 10, 1, WORSE)),
    )
    assert verdict(path) is Verdict.FAIL
