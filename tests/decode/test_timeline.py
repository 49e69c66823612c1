"""Who was the active router of a group, and how long a switch-over took."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Dot1Q, Ether
from scapy.packet import Packet, Raw

from mipconf.decode.timeline import Timeline
from mipconf.layers.all import GroupState, HSRPv1, HSRPv2, InterfaceState, VRRPv3
from mipconf.trace.frame import CapturedFrame

from .frames import advertised, frame, said, told

A, B, VIRTUAL = "10.0.0.2", "10.0.0.3", "10.0.0.1"
LISTEN, SPEAK, STANDBY, ACTIVE = 2, 4, 8, 16
HELLO, COUP, RESIGN = 0, 1, 2
SECOND = 1000


def hello(
    time: float, source: str, state: int, op_code: int = HELLO, group: int = 7
) -> CapturedFrame:
    message = HSRPv1(
        op_code=op_code,
        state=state,
        priority=110 if source == A else 100,
        group=group,
        virtual_ip_address=VIRTUAL,
    )
    return said(time * SECOND, f"{source}:1985", "224.0.0.2:1985", message)


def advertisement(time: float, source: str, priority: int = 100, vrid: int = 7) -> CapturedFrame:
    message = VRRPv3(
        virtual_rtr_id=vrid,
        priority=priority,
        max_advertise_interval=100,
        ipvx_addresses=[VIRTUAL],
    )
    return advertised(time * SECOND, source, message)


@dataclass(frozen=True)
class Happening:
    title: str
    frames: list[CapturedFrame]
    steps: list[str]
    summary: str


HAPPENINGS = [
    Happening(
        "one is active, the other stands by",
        [hello(0, A, ACTIVE), hello(1, B, STANDBY), hello(3, A, ACTIVE)],
        [f"1: {A} is active, priority 110"],
        f"active: {A} 3.000 s",
    ),
    Happening(
        "it falls silent, and the other takes over after the hold time",
        [hello(0, A, ACTIVE), hello(3, A, ACTIVE), hello(13.5, B, ACTIVE), hello(16.5, B, ACTIVE)],
        [
            f"1: {A} is active, priority 110",
            f"3: {B} takes over from {A}, priority 100, 10.500 s after the last of {A} (frame 2)",
        ],
        f"active: {A} 3.000 s, {B} 3.000 s, nobody 10.500 s",
    ),
    Happening(
        "it resigns",
        [hello(0, A, ACTIVE), hello(3, A, ACTIVE, RESIGN), hello(3.01, B, ACTIVE)],
        [
            f"1: {A} is active, priority 110",
            f"2: {A} resigns",
            f"3: {B} takes over from {A}, priority 100, 0.010 s after it resigned",
        ],
        f"active: {A} 3.000 s, {B} 0.000 s, nobody 0.010 s",
    ),
    Happening(
        "a better one comes, and takes over by a coup",
        [
            hello(0, B, ACTIVE),
            hello(2, A, SPEAK, COUP),
            hello(2.001, A, ACTIVE),
            hello(2.002, B, SPEAK),
        ],
        [
            f"1: {B} is active, priority 100",
            f"2: {A} takes over by a coup, priority 110",
            f"3: {A} is active, priority 110, while {B} (frame 1) is too",
            f"4: {B} is active no more: Speak",
            f"4: {B} and {A} were both active for 0.001 s",
        ],
        f"active: {B} 2.002 s, {A} 0.000 s, several at once 0.001 s",
    ),
    Happening(
        "it yields before the other is active",
        [hello(0, A, ACTIVE), hello(3, A, SPEAK), hello(3.005, B, ACTIVE)],
        [
            f"1: {A} is active, priority 110",
            f"2: {A} is active no more: Speak",
            f"3: {B} takes over from {A}, priority 100, 0.005 s after it yielded",
        ],
        f"active: {A} 3.000 s, {B} 0.000 s, nobody 0.005 s",
    ),
    Happening(
        "both stay active",
        [hello(time, who, ACTIVE) for time in range(0, 300, 3) for who in (A, B)],
        [
            f"1: {A} is active, priority 110",
            f"2: {B} is active, priority 100, while {A} (frame 1) is too",
        ],
        f"active: {A} 297.000 s, {B} 297.000 s, several at once 297.000 s",
    ),
    Happening(
        "a hole in the capture",
        [hello(0, A, ACTIVE), hello(200, A, ACTIVE)],
        [f"1: {A} is active, priority 110", f"2: {A} is heard again, 200.000 s after frame 1"],
        f"active: {A} 200.000 s",
    ),
    Happening(
        "VRRP: the master falls silent",
        [advertisement(0, A, 110), advertisement(1, A, 110), advertisement(4.6, B)],
        [
            f"1: {A} is active, priority 110",
            f"3: {B} takes over from {A}, priority 100, 3.600 s after the last of {A} (frame 2)",
        ],
        f"active: {A} 1.000 s, {B} 0.000 s, nobody 3.600 s",
    ),
    Happening(
        "VRRP: the master resigns with priority 0",
        [advertisement(0, A, 110), advertisement(1, A, 0), advertisement(1.6, B)],
        [
            f"1: {A} is active, priority 110",
            f"2: {A} resigns",
            f"3: {B} takes over from {A}, priority 100, 0.600 s after it resigned",
        ],
        f"active: {A} 1.000 s, {B} 0.000 s, nobody 0.600 s",
    ),
    Happening(
        "VRRP: the better one comes back, and the other is silent from then on",
        [
            advertisement(0, B),
            advertisement(0.5, A, 110),
            *(advertisement(time, A, 110) for time in range(2, 7)),
        ],
        [
            f"1: {B} is active, priority 100",
            f"2: {A} is active, priority 110, while {B} (frame 1) is too",
            f"4: {B} has yielded: it says no more since frame 1",
        ],
        f"active: {B} 0.000 s, {A} 5.500 s",
    ),
]


@pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda each: each.title)
def test_a_timeline(happening: Happening) -> None:
    timeline = Timeline(7)
    steps = list(timeline.steps(told(happening.frames)))
    assert [f"{step.frame}: {step}" for step in steps] == happening.steps
    protocol = "VRRP" if happening.title.startswith("VRRP") else "HSRP"
    name = f"{protocol} 7 ({VIRTUAL})"
    assert {step.group for step in steps} == {name}
    assert list(timeline.summary()) == [f"{name}: {happening.summary}"]


def in_vlan(time: float, vlan: int, source: str, virtual: str) -> CapturedFrame:
    message = HSRPv2(tlvs=[GroupState(state=6, group=7, virtual_ip_address=virtual)])
    link = Ether(src="02:00:00:00:00:01", dst="01:00:5e:00:00:66") / Dot1Q(vlan=vlan)
    packet = IP(src=source, dst="224.0.0.102") / UDP(sport=1985, dport=1985) / Raw(bytes(message))
    return frame(bytes(link / packet), time * SECOND, linktype=1)


def test_groups_of_one_number_are_told_apart_by_vlan_and_by_subnet() -> None:
    timeline = Timeline()
    frames = [
        in_vlan(0, 10, A, VIRTUAL),
        in_vlan(1, 20, A, VIRTUAL),
        in_vlan(2, 10, "10.9.0.2", "10.9.0.1"),
        in_vlan(3, 10, B, "10.0.0.77"),  # of the same LAN, though it says another virtual address
    ]
    assert [f"{step.group}: {step}" for step in timeline.steps(told(frames))] == [
        f"HSRP 7 ({VIRTUAL}) on VLAN 10: {A} is active, priority 100",
        f"HSRP 7 ({VIRTUAL}) on VLAN 20: {A} is active, priority 100",
        "HSRP 7 (10.9.0.1) on VLAN 10: 10.9.0.2 is active, priority 100",
        f"HSRP 7 ({VIRTUAL}) on VLAN 10: {B} is active, priority 100, while {A} (frame 1) is too",
    ]


OTHERS: list[Packet] = [HSRPv2(tlvs=[InterfaceState(active_groups=1)]), HSRPv1(op_code=9)]


def test_other_groups_and_what_is_of_no_group_is_passed_over() -> None:
    frames = [hello(0, A, ACTIVE, group=8)]
    frames += [said(1, f"{A}:1985", "224.0.0.102:1985", other) for other in OTHERS]
    assert list(Timeline(7).steps(told(frames))) == []
    assert len(list(Timeline().steps(told(frames)))) == 1
