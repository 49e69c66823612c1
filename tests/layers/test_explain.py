"""Each field of a message with its place, its value and where it is specified."""

import pytest
from scapy.layers.inet import IP, UDP
from scapy.packet import Packet

from mipconf.layers import all as everything
from mipconf.layers.all import (
    BindingUpdate,
    GroupState,
    HSRPv2,
    MobileIP,
    MobilityBinding,
    RegistrationRequest,
    VRRPv3,
    explain,
)
from mipconf.layers.explain import explained


def test_a_registration() -> None:
    octets = "01020000" + "0a010009" * 3 + "0000000000000005" + "9703696d73"
    assert explain(MobileIP(bytes.fromhex(octets))) == (
        "Registration Request\n"
        "  octet 0, 1 octet        type = Registration Request  [RFC 5944, section 3.3]\n"
        "  octet 1, 1 octet        flags = T  [RFC 5944, section 3.3]\n"
        "  octet 2, 2 octets       lifetime = 0  [RFC 5944, section 3.3]\n"
        "  octet 4, 4 octets       home_address = 10.1.0.9  [RFC 5944, section 3.3]\n"
        "  octet 8, 4 octets       home_agent = 10.1.0.9  [RFC 5944, section 3.3]\n"
        "  octet 12, 4 octets      care_of_address = 10.1.0.9  [RFC 5944, section 3.3]\n"
        "  octet 16, 8 octets      identification = 0x5  [RFC 5944, section 5.7]\n"
        "  octet 24, 5 octets      extensions = 1 extension  [RFC 5944, section 3.3]\n"
        "  Service Selection\n"
        "    octet 24, 1 octet       type = 151  [RFC 5446, section 3]\n"
        "    octet 25, 1 octet       length = 3  [RFC 5446, section 3]\n"
        "    octet 26, 3 octets      identifier = b'ims'  [RFC 5446, section 3]"
    )


PLACES = [
    (BindingUpdate(sequence=7) / b"", "sequence", 12, 32),
    (BindingUpdate(retransmission=1), "retransmission", 3, 1),
    (BindingUpdate(extensions=[MobilityBinding(deleted=1)]), "deleted", 27, 1),
    (BindingUpdate(extensions=[MobilityBinding()] * 2), "care_of_address", 24 + 28 + 12, 32),
    (HSRPv2(tlvs=[GroupState()]), "virtual_ip_address", 26, 32),
    (VRRPv3(), "max_advertise_interval", 4, 12),
    (IP() / UDP() / RegistrationRequest(), "lifetime", 30, 16),
]


@pytest.mark.parametrize(("packet", "name", "octet", "bits"), PLACES)
def test_where_a_field_stands(packet: Packet, name: str, octet: int, bits: int) -> None:
    found = [field for field in explained(packet) if field.name == name][-1]
    assert (found.octet, found.bits) == (octet, bits)


def test_every_layer_says_where_it_is_specified() -> None:
    for name in everything.__all__:
        layer = getattr(everything, name)
        if isinstance(layer, type) and issubclass(layer, Packet):
            assert layer.source, name  # type: ignore[attr-defined]
