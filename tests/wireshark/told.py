"""Messages, and what the Info column of Wireshark says of them."""

from __future__ import annotations

from typing import Any

import pytest
from scapy.packet import Packet

from mipconf.layers import all as layers

FA, HA = "203.0.113.1", "192.0.2.2"

BINDING: dict[str, Any] = {
    "home_address": "10.1.0.9",
    "care_of_address": "192.0.2.9",
    "lifetime_granted": 600,
    "lifetime_remaining": 300,
}
REGISTRATION: dict[str, Any] = {"home_address": "10.1.0.9", "home_agent": HA}


def binding(**fields: object) -> Packet:
    return layers.MobilityBinding(**(BINDING | fields))


SIGNATURE = layers.HaHaAuthentication(spi=1000, authenticator=bytes(32))
NOBODY: dict[str, Any] = {"lifetime_granted": 0, "lifetime_remaining": 0}


def update(*bindings: Packet) -> Packet:
    return layers.BindingUpdate(sequence=41, extensions=[*bindings, SIGNATURE])


TOLD = [
    pytest.param(
        update(binding()),
        "Binding Update 41: 10.1.0.9 at 192.0.2.9, 300 s",
        id="an update",
    ),
    pytest.param(
        update(binding(deleted=1, **NOBODY)),
        "Binding Update 41: deletion of 10.1.0.9",
        id="a deletion",
    ),
    pytest.param(
        update(binding(lifetime_granted=65535, lifetime_remaining=65535), binding(), binding()),
        "Binding Update 41: 10.1.0.9 at 192.0.2.9, without end, and 2 more",
        id="an update of several bindings",
    ),
    pytest.param(
        layers.BindingUpdateAck(sequence=41, extensions=[SIGNATURE]),
        "Binding Update Ack 41: accepted",
        id="an acknowledgement",
    ),
    pytest.param(
        layers.BindingUpdateAck(sequence=41, code=131, extensions=[SIGNATURE]),
        "Binding Update Ack 41: authentication failed",
        id="a refusal",
    ),
    pytest.param(
        layers.TableRequest(sequence=7, extensions=[SIGNATURE]), "Table Request 7", id="a request"
    ),
    pytest.param(
        layers.TableReply(
            sequence=9, request_sequence=7, part=2, more=1, extensions=[binding(), SIGNATURE]
        ),
        "Table Reply 9: part 2, for request 7, 10.1.0.9 at 192.0.2.9, 300 s",
        id="a part of a table",
    ),
    pytest.param(
        layers.TableReply(sequence=9, request_sequence=7, extensions=[SIGNATURE]),
        "Table Reply 9: part 1, the last, for request 7, no bindings",
        id="an empty table",
    ),
    pytest.param(
        layers.TableReply(sequence=9, request_sequence=7, code=1, extensions=[SIGNATURE]),
        "Table Reply 9: table not initialized",
        id="no table yet",
    ),
    pytest.param(
        layers.RegistrationRequest(**REGISTRATION, care_of_address=FA, lifetime=600),
        "Registration Request: 10.1.0.9 at 203.0.113.1, 600 s",
        id="a registration",
    ),
    pytest.param(
        layers.RegistrationRequest(**REGISTRATION, care_of_address=FA),
        "Registration Request: deletion of 10.1.0.9",
        id="a de-registration",
    ),
    pytest.param(
        layers.RegistrationRequest(
            care_of_address=FA, lifetime=600, extensions=[layers.MobileNodeNai(nai=b"mn@home.net")]
        ),
        "Registration Request: mn@home.net at 203.0.113.1, 600 s",
        id="a registration that asks for a home address",
    ),
    pytest.param(
        layers.RegistrationReply(**REGISTRATION, lifetime=600),
        "Registration Reply: 10.1.0.9, accepted, 600 s",
        id="a reply",
    ),
    pytest.param(
        layers.RegistrationReply(**REGISTRATION, code=133),
        "Registration Reply: 10.1.0.9, 133 home agent: registration Identification mismatch",
        id="a denial",
    ),
    pytest.param(
        layers.HSRPv1(state=16, priority=110, group=1, virtual_ip_address="192.0.2.1"),
        "Hello, Active, priority 110, group 1, 192.0.2.1",
        id="HSRP",
    ),
    pytest.param(
        layers.HSRPv1(op_code=2, state=8),
        "Resign, Standby, priority 100, group 0, 0.0.0.0",
        id="HSRP, a resignation",
    ),
    pytest.param(
        layers.HSRPv2(
            tlvs=[layers.GroupState(state=6, priority=120, virtual_ip_address="192.0.2.1")]
        ),
        "Hello, Active, priority 120, group 0, 192.0.2.1",
        id="HSRP version 2",
    ),
    pytest.param(
        layers.HSRPv2(tlvs=[layers.InterfaceState(active_groups=1)]),
        "Interface State, active for 1 groups, passive for 0",
        id="HSRP version 2, interface state",
    ),
    pytest.param(
        layers.HSRPAdvertisement(active_groups=2),
        "Advertisement, active for 2 groups, passive for 0",
        id="HSRP, an advertisement",
    ),
    pytest.param(
        layers.VRRPv2(virtual_rtr_id=7, priority=110, ip_addresses=["192.0.2.1"]),
        "Advertisement, VRID 7, priority 110",
        id="VRRP",
    ),
    pytest.param(
        layers.VRRPv3(priority=0, ipvx_addresses=["192.0.2.1"]),
        "Advertisement, VRID 1, priority 0, resigns",
        id="VRRP, the last of a master",
    ),
    pytest.param(
        layers.VRRPv3IPv6(priority=255, ipvx_addresses=["fe80::1"]),
        "Advertisement, VRID 1, priority 255, owner",
        id="VRRP of the owner of the address",
    ),
]
