"""Every extension and message of Mobile IPv4 beyond registrations: exact octets both ways."""

import pytest
from scapy.layers.inet import IP
from scapy.layers.l2 import GRE
from scapy.packet import Packet, Raw

from mipconf.layers import numbers
from mipconf.layers.all import (
    CareOfAddresses,
    CareOfTest,
    CareOfTestInit,
    CriticalVendorExtension,
    DnsServers,
    DynamicHomeAgent,
    DynamicHomeAgentShort,
    EncapsulatingDelivery,
    EthernetAddress,
    ExperimentalNonSkippable,
    ExperimentalSkippable,
    FaError,
    FastBindingAcknowledgement,
    FastBindingUpdate,
    FlowBinding,
    FlowBindingShort,
    ForeignAgentAddress,
    GenericNotification,
    GenericNotificationAcknowledgement,
    GfaAddress,
    GreKey,
    HandoffReply,
    HandoffRequest,
    HierarchicalForeignAgent,
    HomeTest,
    HomeTestInit,
    Ipv6PrefixReply,
    Ipv6PrefixRequest,
    Ipv6TunnelingMode,
    LinkLayerAddress,
    MessageString,
    MnFaKeyReply,
    MnFaKeyRequest,
    MnHaKeyReply,
    MnHaKeyRequest,
    MobileCorrespondentAuthentication,
    MobileForeignChallenge,
    MobileIP,
    MobileNetworkAcknowledgement,
    MobileNetworkRequest,
    Multipath,
    MultipathShort,
    NaiCarrying,
    NormalVendorExtension,
    OldCriticalVendorExtension,
    OldNormalVendorExtension,
    PppLinkIndicator,
    ProxyAccessTechnology,
    ProxyDeviceId,
    ProxyInterfaceId,
    ProxyNonSkippable,
    ProxySubscriberId,
    RegionalRegistrationLifetime,
    RegionalRegistrationReply,
    RegionalRegistrationRequest,
    RegistrationRevocation,
    ReplayProtectionStyle,
    ReplayProtectionStyleAlone,
    RevocationAcknowledgement,
    RevocationSupport,
    RouteOptimizationCapability,
    RouteOptimizationPrefixes,
    RouteOptimizationReply,
    ServiceSelection,
    SolicitedAddress,
    Traversal,
    TrustedNetworksConfigured,
    TunnelData,
    UdpTunnelReply,
    UdpTunnelRequest,
    VendorGreKey,
)
from mipconf.layers.extension import Extension, LongExtension
from mipconf.layers.messages import MESSAGES as LAYERS
from mipconf.layers.registration_extensions import EXTENSIONS as SPACE

EXTENSIONS = [
    (
        OldCriticalVendorExtension(
            length=7, vendor_id=9, vendor_cvse_type=1, vendor_cvse_value=b"a"
        ),
        "2500000700000009000161",
    ),
    (
        CriticalVendorExtension(
            length=7, vendor_id=12951, vendor_cvse_type=2, vendor_cvse_value=b"a"
        ),
        "2600000700003297000261",
    ),
    (MnFaKeyRequest(length=5, mn_spi=300, data=b"a"), "280100050000012c61"),
    (
        MnFaKeyReply(length=16, lifetime=60, aaa_spi=1, fa_spi=2, algorithm=3, nonce=b"ab"),
        "290100100000003c000000010000000200036162",
    ),
    (MnHaKeyRequest(length=5, mn_spi=300, data=b"a"), "2a0100050000012c61"),
    (
        MnHaKeyReply(
            length=18, lifetime=60, aaa_spi=1, ha_spi=2, algorithm=3, replay_method=1, nonce=b"ab"
        ),
        "2b0100120000003c0000000100000002000300016162",
    ),
    (UdpTunnelReply(length=6, code=64, flags="F", keepalive=110), "2c0600408000006e"),
    (FaError(length=2, status=66), "2d020042"),
    (GfaAddress(length=6, gfa_ip_address="192.0.2.1"), "2e060000c0000201"),
    (ProxyNonSkippable(length=1, method=2), "2f01000102"),
    (GreKey(length=4, key_identifier=0x01020304), "3000000401020304"),
    (RouteOptimizationReply(length=2, flags="O", solicited=1, code=16), "310201b0"),
    (
        MobileCorrespondentAuthentication(
            length=7, home_nonce_index=1, care_of_nonce_index=2, authenticator=b"a"
        ),
        "310702000001000261",
    ),
    (
        CareOfAddresses(length=10, care_of_addresses=["192.0.2.1", "192.0.2.2"]),
        "310a0300c0000201c0000202",
    ),
    (RouteOptimizationPrefixes(length=2, prefixes=b"ab"), "320100026162"),
    (ExperimentalNonSkippable(subtype=9, length=2, opaque=b"ab"), "7f0900026162"),
    (
        Traversal(
            length=10,
            mn_to_ha_traversal_address="192.0.2.1",
            ha_to_mn_traversal_address="192.0.2.2",
        ),
        "810a0000c0000201c0000202",
    ),
    (EncapsulatingDelivery(length=0), "8200"),
    (MobileForeignChallenge(length=4, challenge=b"abcd"), "840461626364"),
    (
        OldNormalVendorExtension(length=9, vendor_nvse_type=1, vendor_nvse_value=b"a"),
        "8509000000000009000161",
    ),
    (PppLinkIndicator(length=10, link=2), "860a00000000159f00100002"),
    (
        DnsServers(length=21, entity_type=3, primary_dns="10.0.0.1", secondary_dns="10.0.0.2"),
        "861500000000159f00110301060a00000102060a000002",
    ),
    (VendorGreKey(length=10, key=0xABCD), "2600000a0000159f04010000abcd"),
    (
        NormalVendorExtension(length=9, vendor_nvse_type=2, vendor_nvse_value=b"a"),
        "8609000000000009000261",
    ),
    (NaiCarrying(length=4, subtype=2, nai=b"a@b"), "880402614062"),
    (RevocationSupport(length=6, flags="I", timestamp=0x01020304), "8906800001020304"),
    (LinkLayerAddress(length=3, subtype=6, address=b"ab"), "8a03066162"),
    (EthernetAddress(length=7, mac="00:01:02:03:04:05"), "8a0703000102030405"),
    (SolicitedAddress(length=5, ipv4_address="192.0.2.1"), "8a0505c0000201"),
    (ForeignAgentAddress(length=5, ipv4_address="192.0.2.1"), "8a0507c0000201"),
    (DynamicHomeAgent(subtype=2, length=4, ha_address="192.0.2.1"), "8b020004c0000201"),
    (DynamicHomeAgentShort(length=5, subtype=2, ha_address="192.0.2.1"), "8b0502c0000201"),
    (HierarchicalForeignAgent(length=6, fa_ip_address="192.0.2.1"), "8c060000c0000201"),
    (
        ReplayProtectionStyle(length=10, replay_protection_style=1, initial_identification=5),
        "8d0a00010000000000000005",
    ),
    (ReplayProtectionStyleAlone(length=2, replay_protection_style=1), "8d020001"),
    (RegionalRegistrationLifetime(length=6, lifetime=300), "8e0600000000012c"),
    (UdpTunnelRequest(length=6, flags="F", encapsulation=47), "90060000802f0000"),
    (MessageString(length=3, subtype=2, text=b"ab"), "9103026162"),
    (ProxyInterfaceId(length=3, identifier=b"ab"), "9303016162"),
    (ProxyDeviceId(length=4, id_type=3, identifier=b"ab"), "930402036162"),
    (ProxySubscriberId(length=4, id_type=1, identifier=b"ab"), "930403016162"),
    (ProxyAccessTechnology(length=2, tech_type=3), "93020403"),
    (MobileNetworkRequest(length=6, prefix_length=24, prefix="192.0.2.0"), "94060018c0000200"),
    (
        MobileNetworkAcknowledgement(
            length=8, subtype=2, code=1, prefix_length=24, prefix="192.0.2.0"
        ),
        "940802011800c0000200",
    ),
    (TrustedNetworksConfigured(length=2), "95020000"),
    (ServiceSelection(length=3, identifier=b"ims"), "9703696d73"),
    (
        Ipv6PrefixRequest(length=18, prefix_length=64, prefix="2001:db8::"),
        "9812014020010db8000000000000000000000000",
    ),
    (
        Ipv6PrefixReply(length=20, code=8, prefix_length=64, prefix="2001:db8::"),
        "98140208400020010db8000000000000000000000000",
    ),
    (Ipv6TunnelingMode(length=2), "98020300"),
    (
        RouteOptimizationCapability(length=6, flags="AO", home_address=["192.0.2.9"]),
        "99060190c0000209",
    ),
    (
        Multipath(
            length=4, interface_access_technology=4, interface_label=2, binding_id=3, flags="B"
        ),
        "9a01000404020380",
    ),
    (
        MultipathShort(
            length=5, interface_access_technology=4, interface_label=2, binding_id=3, flags="O"
        ),
        "9a050104020340",
    ),
    (
        FlowBinding(
            length=6,
            action=1,
            bid_count=2,
            binding_ids=bytes((1, 2)),
            ts_format=bytes((1,)),
            traffic_selector=b"a",
        ),
        "9a020006010201020161",
    ),
    (
        FlowBindingShort(
            length=7,
            action=1,
            bid_count=2,
            binding_ids=bytes((1, 2)),
            ts_format=bytes((1,)),
            traffic_selector=b"a",
        ),
        "9a0702010201020161",
    ),
    (ExperimentalSkippable(length=3, opaque=b"ab"), "ff03006162"),
]

MESSAGES = [
    (TunnelData(next_header=55), "04370000"),
    (
        RegistrationRevocation(
            flags="A",
            home_address="10.1.0.9",
            home_domain_address="10.0.0.1",
            foreign_domain_address="192.0.2.1",
            revocation_identifier=7,
        ),
        "070080000a0100090a000001c000020100000007",
    ),
    (
        RevocationAcknowledgement(flags="I", home_address="10.1.0.9", revocation_identifier=7),
        "0f0080000a01000900000007",
    ),
    (
        HandoffRequest(
            flags="HT", lifetime=9, home_address="10.1.0.9", home_agent="10.0.0.1", identification=5
        ),
        "10840000000900000a0100090a0000010000000000000005",
    ),
    (
        HandoffReply(
            flags="N",
            code=1,
            lifetime=9,
            home_address="10.1.0.9",
            home_agent="10.0.0.1",
            identification=5,
        ),
        "11400001000900000a0100090a0000010000000000000005",
    ),
    (
        RegionalRegistrationRequest(
            flags="ST",
            lifetime=300,
            home_address="10.1.0.9",
            gfa_ip_address="10.0.0.1",
            care_of_address="192.0.2.9",
            identification=5,
        ),
        "1282012c0a0100090a000001c00002090000000000000005",
    ),
    (
        RegionalRegistrationReply(
            code=110,
            lifetime=300,
            home_address="10.1.0.9",
            gfa_ip_address="10.0.0.1",
            identification=5,
        ),
        "136e012c0a0100090a0000010000000000000005",
    ),
    (
        FastBindingUpdate(
            flags="D",
            lifetime=300,
            home_address="10.1.0.9",
            home_agent="10.0.0.1",
            care_of_address="192.0.2.9",
            identification=5,
        ),
        "1420012c0a0100090a000001c00002090000000000000005",
    ),
    (
        FastBindingAcknowledgement(
            code=130,
            reserved=1,
            lifetime=300,
            home_address="10.1.0.9",
            home_agent="10.0.0.1",
            identification=5,
        ),
        "1582052c0a0100090a0000010000000000000005",
    ),
    (
        GenericNotification(
            md=1,
            flags="A",
            home_address="10.1.0.9",
            home_agent="10.0.0.1",
            care_of_address="192.0.2.9",
            identification=5,
        ),
        "160180000a0100090a000001c00002090000000000000005",
    ),
    (
        GenericNotificationAcknowledgement(
            md=5,
            code=69,
            home_address="10.1.0.9",
            home_agent="10.0.0.1",
            care_of_address="192.0.2.9",
            identification=5,
        ),
        "170545000a0100090a000001c00002090000000000000005",
    ),
    (HomeTestInit(cookie=5), "18000000000000000005"),
    (CareOfTestInit(cookie=5), "19000000000000000005"),
    (HomeTest(nonce_index=3, cookie=5, keygen_token=6), "1a00000300000000000000050000000000000006"),
    (
        CareOfTest(nonce_index=3, cookie=5, keygen_token=6),
        "1b00000300000000000000050000000000000006",
    ),
]


def first(table: list[tuple[Packet, str]]) -> list[str]:
    return [packet.__class__.__name__ for packet, _ in table]


@pytest.mark.parametrize(("extension", "octets"), EXTENSIONS, ids=first(EXTENSIONS))
def test_extensions(extension: Packet, octets: str) -> None:
    assert bytes(extension).hex() == octets
    # A second one behind it is found only where the first one ends.
    request = MobileIP(b"\1" + bytes(23) + bytes.fromhex(octets) + bytes.fromhex("9703696d73"))
    dissected, after = request.extensions
    assert dissected == extension
    assert type(after) is ServiceSelection
    assert extension.source.startswith("RFC ")


@pytest.mark.parametrize(("extension", "octets"), EXTENSIONS, ids=first(EXTENSIONS))
def test_an_extension_fills_in_its_length(extension: Packet, octets: str) -> None:
    extension = extension.copy()
    extension.length = None
    assert bytes(extension).hex() == octets


@pytest.mark.parametrize(("message", "octets"), MESSAGES, ids=first(MESSAGES))
def test_messages(message: Packet, octets: str) -> None:
    assert bytes(message).hex() == octets
    dissected = MobileIP(bytes.fromhex(octets))
    assert type(dissected) is type(message)
    assert dissected == message


def test_each_type_that_has_a_name_has_a_layer() -> None:
    assert set(LAYERS) == set(numbers.MESSAGE_NAMES) - {255}
    assert {type(message) for message, _ in MESSAGES} >= set(LAYERS.values()) - {
        LAYERS[1],
        LAYERS[3],
    }


def test_each_type_of_extension_is_in_the_table() -> None:
    types = {key if isinstance(key, int) else key[0] for key in SPACE.classes}
    assert types >= {*range(36, 51), *range(129, 155)} - {39, 135, 143, 146, 150}
    seen = {extension.type for extension, _ in EXTENSIONS}
    assert types - seen <= {0, 32, 33, 34, 36, 131}  # test_mobileip.py


PAIRS = [
    (7, 15, "revocation_identifier"),
    (16, 17, "identification"),
    (18, 19, "identification"),
    (20, 21, "identification"),
    (22, 23, "identification"),
    (24, 26, "cookie"),
    (25, 27, "cookie"),
]


@pytest.mark.parametrize(("request_type", "answer_type", "key"), PAIRS)
def test_who_answers_whom(request_type: int, answer_type: int, key: str) -> None:
    request, answer = LAYERS[request_type](**{key: 5}), LAYERS[answer_type](**{key: 5})
    other = LAYERS[answer_type](**{key: 6})
    assert answer.answers(request)
    assert answer.hashret() == request.hashret()
    assert not other.answers(request)
    assert not request.answers(answer)
    assert not answer.answers(answer)


READINGS = [
    ("8b020004c0000201", "the long form, as RFC 4433 draws it"),
    ("8b0502c0000201", "the short form, as RFC 5944, 1.10, asks of a skippable extension"),
    ("9a01000404020380", "the long form, as RFC 7629 draws it"),
    ("9a050104020380", "the short form, as RFC 5944, 1.10, asks of a skippable extension"),
    ("8d0a00010000000000000005", "with the Initial Identification, as the figure draws it"),
    ("8d020001", "without the Initial Identification, as Length 2 of the text says"),
]


@pytest.mark.parametrize(("octets", "reading"), READINGS)
def test_either_reading_of_a_contradiction_is_taken_and_named(octets: str, reading: str) -> None:
    (extension,) = MobileIP(b"\1" + bytes(23) + bytes.fromhex(octets)).extensions
    assert extension.reading == reading


@pytest.mark.parametrize(
    ("octets", "layer"), [("8b030102", Extension), ("8b0200020102", LongExtension)]
)
def test_what_is_too_short_for_either_is_kept(octets: str, layer: type[Packet]) -> None:
    octets = octets + "00" * (3 - int(octets[2:4], 16) + 1 if layer is Extension else 0)
    (extension, *_) = MobileIP(b"\1" + bytes(23) + bytes.fromhex(octets)).extensions
    assert type(extension) is layer


def test_a_lifetime_of_16_bits_is_told_from_one_of_10() -> None:
    ten, sixteen = FastBindingUpdate(lifetime=1023), FastBindingUpdate(reserved=1, lifetime=0)
    assert ten.lifetime_of_16_bits == 1023
    assert sixteen.lifetime_of_16_bits == 1024
    assert "16 bits" in sixteen.reading
    assert "as drawn" in ten.reading


def test_types_of_a_vendor_have_the_names_that_the_vendor_gave() -> None:
    cisco = NormalVendorExtension(vendor_id=9, vendor_nvse_type=2)
    assert cisco.sprintf("%vendor_id% %vendor_nvse_type%") == "Cisco DNS Server"
    other = NormalVendorExtension(vendor_id=4242, vendor_nvse_type=2)
    assert other.sprintf("%vendor_id% %vendor_nvse_type%") == "4242 2"


@pytest.mark.parametrize(
    ("number", "inner"), [(4, IP(src="10.0.0.1", dst="10.0.0.2")), (47, GRE())]
)
def test_what_goes_through_a_tunnel_is_dissected(number: int, inner: Packet) -> None:
    tunnel = MobileIP(bytes(TunnelData(next_header=number) / inner))
    assert type(tunnel.payload) is type(inner)
    cut_short = bytes(TunnelData(next_header=number) / inner)[:-1]
    assert type(MobileIP(cut_short).payload) is Raw
    assert type(MobileIP(bytes(TunnelData(next_header=55)) + b"ab").payload) is Raw


@pytest.mark.parametrize(("answer", "request_"), [(26, 25), (27, 24)])
def test_a_test_answers_an_init_of_its_own_way_only(answer: int, request_: int) -> None:
    assert not LAYERS[answer](cookie=5).answers(LAYERS[request_](cookie=5))
