"""What a router of HSRP or VRRP said, as JSON values: in the same words for each version."""

from __future__ import annotations

from typing import Any

from scapy.packet import Packet

from mipconf.decode.extension_document import extension_document
from mipconf.layers import all as layers
from mipconf.layers.hsrp import OP_CODES, STATES, STATES_2
from mipconf.layers.vrrp import AUTHENTICATION_TYPES

_SECOND_MS, _CENTISECOND_MS = 1000, 10
_CLEAR_TEXT = 1
"""Of VRRP's authentication types, a password (RFC 2338, section 5.3.6)."""


def router_document(packet: Packet) -> dict[str, Any]:
    """From the message's name to its authentication; only the name where no more is there."""
    if isinstance(packet, layers.VRRPv2 | layers.VRRPv3):
        return _advertisement(packet)
    if isinstance(packet, layers.HSRPv1):
        return _hello(packet)
    if isinstance(packet, layers.HSRPv2):
        return _hello_2(packet)
    if isinstance(packet, layers.HSRPAdvertisement):
        return {
            "message": "HSRP Advertisement",
            "type": packet.op_code,
            "version": 1,
            "state": packet.sprintf("%state%"),
            "active_groups": packet.active_groups,
            "passive_groups": packet.passive_groups,
            "authentication": None,
        }
    if isinstance(packet, layers.VRRP):
        name = "VRRP Advertisement" if packet.type == 1 else "VRRP"
        return {"message": name, "type": packet.type, "version": packet.version} | _NOTHING
    code = getattr(packet, "op_code", None)
    return {"message": _name(code) if code in OP_CODES else "HSRP", "type": code} | _NOTHING


_NOTHING = {"authentication": None}


def _name(code: int) -> str:
    return f"HSRP {OP_CODES[code].capitalize()}" if code in OP_CODES else f"HSRP {code}"


def _hello(packet: Any) -> dict[str, Any]:
    password = packet.authentication_data.rstrip(b"\0")
    return {
        "message": _name(packet.op_code),
        "type": packet.op_code,
        "version": 1,
        "state": STATES.get(packet.state, str(packet.state)),
        "group": packet.group,
        "priority": packet.priority,
        "hello_ms": packet.hellotime * _SECOND_MS,
        "hold_ms": packet.holdtime * _SECOND_MS,
        "virtual_addresses": [packet.virtual_ip_address],
        **_tlvs(packet.tlvs),
        "authentication": _by_digest(packet.tlvs) or _by_text(password),
    }


def _hello_2(packet: Any) -> dict[str, Any]:
    state = next((each for each in packet.tlvs if isinstance(each, layers.GroupState)), None)
    texts = [each for each in packet.tlvs if isinstance(each, layers.TextAuthentication)]
    password = texts[0].authentication_data.rstrip(b"\0") if texts else b""
    authentication = _by_digest(packet.tlvs) or _by_text(password)
    if state is None:
        found = [each for each in packet.tlvs if isinstance(each, layers.InterfaceState)]
        name = "HSRP Interface State" if found else "HSRP version 2"
        told = {"message": name, "type": None, "version": 2}
        for each in found:
            told["active_groups"] = each.active_groups
            told["passive_groups"] = each.passive_groups
        return told | _tlvs(packet.tlvs) | {"authentication": authentication}
    return {
        "message": _name(state.op_code),
        "type": state.op_code,
        "version": 2,
        "state": STATES_2.get(state.state, str(state.state)),
        "group": state.group,
        "priority": state.priority,
        "hello_ms": state.hellotime,
        "hold_ms": state.holdtime,
        "virtual_addresses": [state.virtual_ip_address],
        **_tlvs([each for each in packet.tlvs if each is not state]),
        "authentication": authentication,
    }


def _advertisement(packet: Any) -> dict[str, Any]:
    is_2 = isinstance(packet, layers.VRRPv2)
    checksum = packet.matching_checksum()
    interval = packet.adver_int * _SECOND_MS if is_2 else 0
    authentication = None
    if is_2 and packet.auth_type:
        kind = AUTHENTICATION_TYPES.get(packet.auth_type, str(packet.auth_type))
        authentication = _by_digest(packet.tlvs) or {"type": kind}
        if packet.auth_type == _CLEAR_TEXT:
            data = packet.authentication_data.rstrip(b"\0")
            authentication["data"] = data.decode("ascii", "backslashreplace")
    return {
        "message": "VRRP Advertisement" if packet.type == 1 else f"VRRP {packet.type}",
        "type": packet.type,
        "version": packet.version,
        "group": packet.virtual_rtr_id,
        "priority": packet.priority,
        "hello_ms": interval if is_2 else packet.max_advertise_interval * _CENTISECOND_MS,
        "virtual_addresses": list(packet.ip_addresses if is_2 else packet.ipvx_addresses),
        "checksum_over": None if checksum is None else checksum.value,
        **(_tlvs(packet.tlvs) if is_2 else {}),
        "authentication": authentication,
    }


def _by_text(password: bytes) -> dict[str, Any] | None:
    if not password:
        return None
    return {"type": "text", "data": password.decode("ascii", "backslashreplace")}


def _by_digest(tlvs: list[Packet]) -> dict[str, Any] | None:
    found = (each for each in tlvs if isinstance(each, layers.Md5Authentication))
    return next(({"type": "MD5", "key_id": each.key_id} for each in found), None)


def _tlvs(tlvs: list[Packet]) -> dict[str, Any]:
    return {"tlvs": [extension_document(each) for each in tlvs]} if tlvs else {}
