"""What is wrong with the extensions of a message, told with the octet."""

import pytest
from scapy.packet import Packet

from mipconf.layers.all import (
    HSRP,
    VRRP,
    BindingUpdate,
    Extension,
    GeneralizedAuthentication,
    GreKeySubOption,
    HaHaAuthentication,
    HSRPv1,
    HSRPv2,
    LongExtension,
    MobileHomeAuthentication,
    MobileIP,
    MobilityBinding,
    RegistrationRequest,
    SubOption,
    TunnelData,
    UdpTunnelRequest,
    VrrpMd5Authentication,
    VRRPv2,
)
from mipconf.layers.defects import defects

SIGNATURE = HaHaAuthentication(spi=1000, authenticator=bytes(32))


def update(*extensions: Packet) -> bytes:
    return bytes(BindingUpdate(extensions=[*extensions]))


def binding(*sub_options: Packet) -> Packet:
    return MobilityBinding(lifetime_granted=1, lifetime_remaining=1, sub_options=[*sub_options])


def request(*extensions: Packet) -> bytes:
    return bytes(RegistrationRequest(extensions=[*extensions]))


CASES = [
    pytest.param(MobileIP, update(binding(), SIGNATURE), [], id="nothing"),
    pytest.param(
        MobileIP,
        update(binding(GreKeySubOption(), SubOption(type=9, value=b"a")), SIGNATURE),
        [],
        id="an unknown sub-option",
    ),
    pytest.param(
        MobileIP,
        update(
            binding(SubOption(type=3, value=b"a"), SubOption(type=2, value=bytes(7))), SIGNATURE
        ),
        [
            "GRE key of Length 1, 3 octets too short, at octet 52",
            "UDP tunnel of Length 7, 1 octet too long, at octet 55",
        ],
        id="sub-options of a wrong length",
    ),
    pytest.param(
        MobileIP,
        update(binding(), LongExtension(type=36, subtype=100, value=b"abc")),
        ["HA-HA Authentication of Length 3, 1 octet too short, at octet 52"],
        id="an authentication without room for its SPI",
    ),
    pytest.param(
        MobileIP,
        update(binding(), HaHaAuthentication(spi=1000)),
        ["HA-HA Authentication of Length 4, without an authenticator, at octet 52"],
        id="an authentication without an authenticator",
    ),
    pytest.param(
        MobileIP,
        update(binding(), GeneralizedAuthentication(subtype=1, authenticator=bytes(16))),
        ["Generalized Authentication of Subtype 1, not 100, at octet 52"],
        id="an authentication of another Subtype",
    ),
    pytest.param(
        MobileIP,
        update(binding(), SIGNATURE, Extension(type=200)),
        ["HA-HA Authentication that is not the last extension, at octet 52"],
        id="an authentication followed by an extension",
    ),
    pytest.param(
        MobileIP,
        update(binding(), SIGNATURE) + b"\0",
        ["HA-HA Authentication that is not the last extension, at octet 52"],
        id="an authentication followed by padding",
    ),
    pytest.param(
        MobileIP,
        update(binding(), SIGNATURE) + b"\x80",
        ["the extension at octet 92 does not end within the message"],
        id="an authentication followed by no whole extension",
    ),
    pytest.param(
        MobileIP,
        request(Extension(type=32, value=b"abc"), MobileHomeAuthentication()),
        [
            "Mobile-Home Authentication of Length 3, 1 octet too short, at octet 24",
            "Mobile-Home Authentication of Length 4, without an authenticator, at octet 29",
        ],
        id="the authentication of a registration",
    ),
    pytest.param(
        MobileIP,
        request(UdpTunnelRequest(length=7) / b"a", Extension(type=134, value=bytes(3))),
        [
            "UDP Tunnel Request of Length 7, 1 octet too long, at octet 24",
            "Normal Vendor/Organization Specific of Length 3, 5 octets too short, at octet 33",
        ],
        id="other extensions of a registration",
    ),
    pytest.param(MobileIP, bytes(TunnelData()), [], id="no extensions"),
    pytest.param(
        HSRP,
        bytes(HSRPv1(tlvs=[Extension(type=4, value=bytes(2))])) + b"\4",
        [
            "HSRP MD5 Authentication of Length 2, 26 octets too short, at octet 20",
            "the extension at octet 24 does not end within the message",
        ],
        id="TLVs of HSRP version 1",
    ),
    pytest.param(
        HSRPv2,
        bytes(HSRPv2(tlvs=[Extension(type=3, value=b"cisco"), Extension(type=9)])),
        ["HSRP Text Authentication of Length 5, 3 octets too short, at octet 0"],
        id="TLVs of HSRP version 2",
    ),
    pytest.param(VRRP, bytes(VRRPv2(tlvs=[VrrpMd5Authentication()])), [], id="VRRP's digest"),
    pytest.param(VRRP, bytes(VRRPv2()) + b"abc", [], id="octets after the end of VRRP"),
]


@pytest.mark.parametrize(("layer", "octets", "expected"), CASES)
def test_defects(layer: type[Packet], octets: bytes, expected: list[str]) -> None:
    found = defects(layer(octets))
    assert [str(each) for each in found] == expected
    assert all(str(each.octet) in each.reason for each in found)
