"""Wireshark's built-in dissectors: what they call our fields, and where they are known to err.

Measured with Wireshark 4.0.17; names as `tshark -G fields` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from scapy.packet import Packet

from mipconf.layers import all as layers
from mipconf.layers.registration_extensions import EXTENSIONS
from mipconf.wireshark.lua import BUILT_IN_MESSAGES, MISREAD_EXTENSIONS
from mipconf.wireshark.outline import filter_name

_GROUP_STATE = {
    "version": "hsrp2.version",
    "op_code": "hsrp2.opcode",
    "state": "hsrp2.state",
    "ip_version": "hsrp2.ipversion",
    "group": "hsrp2.group",
    "identifier": "hsrp2.identifier",
    "priority": "hsrp2.priority",
    "hellotime": "hsrp2.hellotime",
    "holdtime": "hsrp2.holdtime",
}
_VRRP = {
    "version": "vrrp.version",
    "type": "vrrp.type",
    "virtual_rtr_id": "vrrp.virt_rtr_id",
    "priority": "vrrp.prio",
    "checksum": "vrrp.checksum",
}
_VRRP_3 = _VRRP | {
    "ipvx_addr_count": "vrrp.addr_count",
    "reserved": "vrrp.reserved_mbz",
    "max_advertise_interval": "vrrp.short_adver_int",
}
_NVSE = {"reserved": "mip.ext.nvse.reserved", "vendor_id": "mip.ext.nvse.vendor_id"}
_CVSE = {"reserved": "mip.ext.cvse.reserved", "vendor_id": "mip.ext.cvse.vendor_id"}
_SPI = {"spi": "mip.auth.spi", "authenticator": "mip.auth.auth"}

NAMES: dict[type[Packet], dict[str, str]] = {
    layers.RegistrationRequest: {
        "type": "mip.type",
        "flags": "mip.flags",
        "lifetime": "mip.life",
        "home_address": "mip.homeaddr",
        "home_agent": "mip.haaddr",
        "care_of_address": "mip.coa",
        "identification": "mip.ident",
    },
    layers.RegistrationReply: {
        "type": "mip.type",
        "code": "mip.code",
        "lifetime": "mip.life",
        "home_address": "mip.homeaddr",
        "home_agent": "mip.haaddr",
        "identification": "mip.ident",
    },
    layers.TunnelData: {
        "type": "mip.type",
        "next_header": "mip.nattt.nexthdr",
        "reserved": "mip.nattt.reserved",
    },
    layers.RegistrationRevocation: {
        "type": "mip.type",
        "reserved": "mip.rev.reserved",
        "reserved2": "mip.rev.reserved2",
        "home_address": "mip.homeaddr",
        "home_domain_address": "mip.rev.hda",
        "foreign_domain_address": "mip.rev.fda",
        "revocation_identifier": "mip.revid",
    },
    layers.RevocationAcknowledgement: {
        "type": "mip.type",
        "reserved": "mip.ack.reserved",
        "reserved2": "mip.ack.reserved2",
        "home_address": "mip.homeaddr",
        "revocation_identifier": "mip.revid",
    },
    layers.MobileHomeAuthentication: _SPI,
    layers.MobileForeignAuthentication: _SPI,
    layers.ForeignHomeAuthentication: _SPI,
    layers.GeneralizedAuthentication: _SPI | {"subtype": "mip.ext.auth.subtype"},
    layers.MobileNodeNai: {"nai": "mip.nai"},
    layers.MessageString: {"subtype": "mip.ext.msgstr.subtype", "text": "mip.ext.msgstr.text"},
    layers.RevocationSupport: {
        "reserved": "mip.ext.rev.reserved",
        "timestamp": "mip.ext.rev.tstamp",
    },
    layers.UdpTunnelRequest: {
        "subtype": "mip.ext.utrq.subtype",
        "reserved1": "mip.ext.utrq.reserved1",
        "reserved2": "mip.ext.utrq.reserved2",
        "encapsulation": "mip.ext.utrq.encaptype",
        "reserved3": "mip.ext.utrq.reserved3",
    },
    layers.UdpTunnelReply: {
        "subtype": "mip.ext.utrp.subtype",
        "code": "mip.ext.utrp.code",
        "reserved": "mip.ext.utrp.reserved",
        "keepalive": "mip.ext.utrp.keepalive",
    },
    layers.MobileNetworkRequest: {
        "subtype": "mip.ext.mne.subtype",
        "prefix_length": "mip.ext.mne.prefix_length",
        "prefix": "mip.ext.mne.prefix",
    },
    layers.MobileNetworkAcknowledgement: {
        "subtype": "mip.ext.mne.subtype",
        "code": "mip.ext.mne.code",
        "prefix_length": "mip.ext.mne.prefix_length",
        "reserved": "mip.ext.mne.reserved",
        "prefix": "mip.ext.mne.prefix",
    },
    layers.NormalVendorExtension: _NVSE,
    layers.PppLinkIndicator: _NVSE
    | {"vendor_nvse_type": "mip.ext.nvse.3gpp2.type", "link": "mip.ext.nvse.3gpp2.type16.value"},
    layers.DnsServers: _NVSE
    | {
        "vendor_nvse_type": "mip.ext.nvse.3gpp2.type",
        "entity_type": "mip.ext.nvse.3gpp2.type17.entity",
        "primary_subtype": "mip.ext.nvse.3gpp2.type17.subtype1",
        "primary_length": "mip.ext.nvse.3gpp2.type17.length",
        "primary_dns": "mip.ext.nvse.3gpp2.type17.prim_dns",
        "secondary_subtype": "mip.ext.nvse.3gpp2.type17.subtype2",
        "secondary_length": "mip.ext.nvse.3gpp2.type17.length",
        "secondary_dns": "mip.ext.nvse.3gpp2.type17.sec_dns",
    },
    layers.CriticalVendorExtension: _CVSE,
    layers.VendorGreKey: _CVSE
    | {"vendor_cvse_type": "mip.ext.cvse.3gpp2_type", "key": "mip.ext.cvse.3gpp2_grekey"},
    layers.HSRPv1: {
        "version": "hsrp.version",
        "op_code": "hsrp.opcode",
        "state": "hsrp.state",
        "hellotime": "hsrp.hellotime",
        "holdtime": "hsrp.holdtime",
        "priority": "hsrp.priority",
        "group": "hsrp.group",
        "reserved": "hsrp.reserved",
        "authentication_data": "hsrp.auth_data",
        "virtual_ip_address": "hsrp.virt_ip",
    },
    layers.HSRPAdvertisement: {
        "version": "hsrp.version",
        "op_code": "hsrp.opcode",
        "advertisement_type": "hsrp.adv.tlvtype",
        "length": "hsrp.adv.tlvlength",
        "state": "hsrp.adv.state",
        "reserved": "hsrp.adv.reserved1",
        "active_groups": "hsrp.adv.activegrp",
        "passive_groups": "hsrp.adv.passivegrp",
        "reserved2": "hsrp.adv.reserved2",
    },
    layers.GroupState: _GROUP_STATE | {"virtual_ip_address": "hsrp2.virt_ip"},
    layers.GroupStateIPv6: _GROUP_STATE | {"virtual_ip_address": "hsrp2.virt_ip_v6"},
    layers.InterfaceState: {
        "active_groups": "hsrp2.active_groups",
        "passive_groups": "hsrp2.passive_groups",
    },
    layers.TextAuthentication: {"authentication_data": "hsrp2.auth_data"},
    layers.Md5Authentication: {
        "algorithm": "hsrp2.md5_algorithm",
        "padding": "hsrp2.md5_padding",
        "flags": "hsrp2.md5_flags",
        "ip_address": "hsrp.md5_ip_address",
        "key_id": "hsrp2.md5_key_id",
        "digest": "hsrp2.md5_auth_data",
    },
    layers.VRRPv2: _VRRP
    | {
        "count_ip_addrs": "vrrp.addr_count",
        "auth_type": "vrrp.auth_type",
        "adver_int": "vrrp.adver_int",
        "ip_addresses": "vrrp.ip_addr",
    },
    layers.VRRPv3: _VRRP_3 | {"ipvx_addresses": "vrrp.ip_addr"},
    layers.VRRPv3IPv6: _VRRP_3 | {"ipvx_addresses": "vrrp.ipv6_addr"},
}
"""The fields that Wireshark has too: by layer, our name and its filter name."""


@cache
def built_in_name(field: str) -> str | None:
    """What the built-in dissectors call a field of ours, given by its filter name."""
    return _by_filter_name().get(field)


@cache
def _by_filter_name() -> dict[str, str]:
    named = {
        filter_name(layer, ours): theirs
        for layer, fields in NAMES.items()
        for ours, theirs in fields.items()
    }
    for layer in _extensions():
        named[filter_name(layer, "type")] = "mip.ext.type"
        named[filter_name(layer, "length")] = "mip.ext.len"
    return named


def _extensions() -> Iterator[type[Packet]]:
    yield layers.Extension
    for found in EXTENSIONS.classes.values():
        yield from found if isinstance(found, tuple) else (found,)


def is_dissected(packet: Packet) -> bool:
    """Whether a built-in dissector shows a message, and not as malformed."""
    if isinstance(packet, layers.MobileIP):
        return packet.type in BUILT_IN_MESSAGES
    return not isinstance(packet, layers.RouterAdvertisement | layers.RouterSolicitation)


@dataclass(frozen=True, slots=True)
class KnownError:
    """What a built-in dissector is known to read wrongly: where, what its names begin with, why."""

    applies: Callable[[Packet], bool]
    names: str
    reason: str


def _has_misread(packet: Packet) -> bool:
    extensions = getattr(packet, "extensions", [])
    return any(each.fields.get("type") in MISREAD_EXTENSIONS for each in extensions)


def _has_odd_mobile_network(packet: Packet) -> bool:
    extensions = getattr(packet, "extensions", [])
    return any(type(each) is layers.Extension and each.type == 148 for each in extensions)


def _has_tlvs_in_version_1(packet: Packet) -> bool:
    return isinstance(packet, layers.HSRPv1) and bool(packet.tlvs)


KNOWN_ERRORS = (
    KnownError(
        _has_misread,
        "mip.",
        "extensions 0, 37, 40 to 43, 48, 50, 127, 139 and 154 are read by a form that they do not "
        "have, and with them all that follows",
    ),
    KnownError(
        _has_odd_mobile_network,
        "mip.ext.",
        "nothing is read after a Mobile Network extension (148) of a Subtype that there is not",
    ),
    KnownError(
        _has_tlvs_in_version_1,
        "hsrp",
        "of the TLVs that follow a hello of HSRP version 1 only MD5 authentication is read",
    ),
)


def known_error(name: str, packets: list[Packet]) -> str | None:
    """Why a field of a built-in dissector is not what it should be, where that is known."""
    for error in KNOWN_ERRORS:
        if name.startswith(error.names) and any(map(error.applies, packets)):
            return error.reason
    return None
