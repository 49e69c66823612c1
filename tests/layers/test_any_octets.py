"""Any octets are dissected without an error, and built again to the same octets, in linear time."""

import gc
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scapy.layers.inet import IP, UDP
from scapy.packet import Packet

from mipconf.layers import extension, hsrp, miphar, mobileip, vrrp
from mipconf.layers.layer import fixed_size
from mipconf.layers.messages import MESSAGES
from mipconf.layers.registration_extensions import EXTENSIONS

from .generation import LAYERS, name_of, packets

ENTRIES: dict[str, Any] = {
    "Mobile IP": mobileip.MobileIP,
    "HSRP": hsrp.HSRP,
    "HSRPv2": hsrp.HSRPv2,
    "MIPHAR": miphar.RedundancyMessage,
    "VRRP": vrrp.VRRP,
}

# Dissecting begins with HSRP, MobileIP or VRRP, and gives something else.
_RESULTS = [layer for layer in LAYERS if layer not in (hsrp.HSRP, mobileip.MobileIP, vrrp.VRRP)]


@pytest.mark.parametrize("layer", _RESULTS, ids=name_of)
@settings(max_examples=30)
@given(data=st.data())
def test_what_is_built_is_dissected_as_it_was(layer: type[Packet], data: st.DataObject) -> None:
    packet = data.draw(packets(layer))
    octets = bytes(packet)
    assert (layer(octets) if octets else packet) == packet


def test_all_layers_are_here() -> None:
    assert len(LAYERS) > 30


def assert_exact(packet: Packet, octets: bytes) -> None:
    packet.clear_cache()
    assert bytes(packet) == octets
    packet.summary()


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
@settings(max_examples=50)
@given(octets=st.binary(min_size=1, max_size=80))
def test_each_layer(layer: type[Packet], octets: bytes) -> None:
    assert_exact(layer(octets), octets)


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_each_size_about_the_fixed_part(layer: type[Packet]) -> None:
    for size in range(1, fixed_size(layer) + 3):
        for filler in (b"\0", b"\xff", b"\1"):
            assert_exact(layer(filler * size), filler * size)


# Octets that get further than those that come at random: extensions of the known types, whose
# lengths are right, wrong and cut short.
_TYPES = sorted(
    {0, 1, 2, 3, 4, 100, 101, 127, 128, 255}
    | {key if isinstance(key, int) else key[0] for key in EXTENSIONS.classes}
)
_extension = st.builds(
    lambda kind, length, value: bytes((kind, length & 0xFF)) + value,
    st.sampled_from(_TYPES),
    st.integers(0, 255) | st.integers(0, 40),
    st.binary(max_size=60),
)
_well_sized = st.builds(
    lambda kind, value: bytes((kind, len(value))) + value,
    st.sampled_from(_TYPES),
    st.binary(max_size=60),
)
_extensions = st.lists(_well_sized | _extension, max_size=6).map(b"".join)
_starts = st.sampled_from(
    [
        b"",
        *(bytes((kind,)) + bytes(fixed_size(layer) - 1) for kind, layer in MESSAGES.items()),
        *(b"\xff" + bytes((subtype, 1)) + bytes(21) for subtype in range(7)),
        b"\xff\4\1" + bytes(29),
        b"\0\0" + bytes(18),
        b"\0\3" + bytes(14),
        b"\x21\1\x64\1" + bytes(8),
        b"\x31\1\x64\1" + bytes(8),
    ]
)


@given(_starts, _extensions)
@example(b"\xff\1\1" + bytes(21), b"\x64\x1d" + bytes(26) + b"\1\2a")
@example(b"\xff\1\1" + bytes(21), b"\x65\5" + bytes(5))
@example(b"\1" + bytes(23), b"\x20\3" + bytes(3))
@example(b"", b"\1\x28" + bytes((2, 0, 6, 6)) + bytes(36))
def test_extensions(start: bytes, body: bytes) -> None:
    octets = start + body
    for entry in ENTRIES.values():
        assert_exact(entry(octets) if octets else entry(), octets or bytes(entry()))


@given(st.sampled_from([434, 1985, 2029]), st.sampled_from(["10.0.0.1", "224.0.0.102"]), _starts)
def test_in_a_datagram(port: int, group: str, octets: bytes) -> None:
    payload = bytes(IP(dst=group) / UDP(dport=port) / octets)
    assert_exact(IP(payload), payload)


@pytest.mark.parametrize("octet", [0, 1, 0x24, 0xFF], ids=hex)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.slow
def test_the_largest_datagram_takes_linear_time(entry: Any, octet: int) -> None:
    start = b"" if entry in (hsrp.HSRP, hsrp.HSRPv2) else b"\xff\1\1" + bytes(21)

    def seconds(size: int) -> float:
        octets = start + bytes([octet]) * size
        began = time.process_time()
        entry(octets)
        return time.process_time() - began

    # 8 times the octets take 8 times as long, or 64 times where each octet costs the more the more
    # there are. The collector's pauses depend on what else is in memory; below 50 ms all is noise.
    gc.disable()
    try:
        assert seconds(60_000) < max(24 * seconds(7_500), 0.05)
    finally:
        gc.enable()


def test_a_list_may_be_longer_than_scapy_allows() -> None:
    octets = b"\1" + bytes(23 + 1000)
    packet = mobileip.MobileIP(octets)
    assert [type(item) for item in packet.extensions] == [extension.OneOctetPadding] * 1000
    assert_exact(packet, octets)
