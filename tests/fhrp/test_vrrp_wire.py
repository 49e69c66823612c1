"""VRRP advertisements as octets: fixed ones of both versions, there and back, anything at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.fhrp.vrrp_wire import decode, encode
from mipconf.layers import vrrp
from mipconf.layers.vrrp import Checksum
from mipconf.protocol.fhrp_messages import VrrpMessage, carried_interval

SOURCE, GROUP = "10.0.0.2", "224.0.0.18"

VERSION_2 = VrrpMessage(
    version=2, vrid=7, priority=100, advertisement_ms=1000, addresses=("10.0.0.1",)
)
VERSION_3 = replace(VERSION_2, version=3, advertisement_ms=150)
FIXED = [
    pytest.param(
        VERSION_2,
        Checksum.MESSAGE,
        "21 07 64 01 00 01 70f5 0a000001 0000000000000000",
        id="version 2 (RFC 3768, 5.1)",
    ),
    pytest.param(
        replace(VERSION_2, priority=0, advertisement_ms=255_000),
        Checksum.MESSAGE,
        "21 07 00 01 00 ff d3f7 0a000001 0000000000000000",
        id="version 2, the master resigns",
    ),
    pytest.param(
        replace(VERSION_2, addresses=()),
        Checksum.MESSAGE,
        "21 07 64 00 00 01 7af7 0000000000000000",
        id="version 2, no address",
    ),
    pytest.param(
        VERSION_3,
        Checksum.MESSAGE,
        "31 07 64 01 000f 60e7 0a000001",
        id="version 3 (RFC 9568, 5.1)",
    ),
    pytest.param(
        VERSION_3,
        Checksum.PSEUDO_HEADER,
        "31 07 64 01 000f 7656 0a000001",
        id="version 3 (RFC 5798, 5.1)",
    ),
    pytest.param(
        replace(VERSION_3, advertisement_ms=40_950, addresses=("10.0.0.1", "10.0.0.9")),
        Checksum.MESSAGE,
        "31 07 64 02 0fff 46ed 0a000001 0a000009",
        id="version 3, two addresses",
    ),
]


@pytest.mark.parametrize(("message", "checksum", "octets"), FIXED)
def test_fixed(message: VrrpMessage, checksum: Checksum, octets: str) -> None:
    payload = bytes.fromhex(octets)
    assert encode(message, SOURCE, GROUP, checksum) == payload
    assert decode(payload, message.version, SOURCE, GROUP) == message


@pytest.mark.parametrize(
    ("version", "milliseconds", "carried"),
    [
        (2, 0, 1000),
        (2, 1, 1000),
        (2, 150, 1000),
        (2, 1000, 1000),
        (2, 1001, 2000),
        (2, 300_000, 255_000),
        (3, 1, 10),
        (3, 150, 150),
        (3, 151, 160),
        (3, 86_400_000, 40_950),
    ],
)
def test_intervals_are_rounded_up(version: int, milliseconds: int, carried: int) -> None:
    """docs/hut-contract.md: "the value is rounded up to at least 1"; version 3 has centiseconds."""
    message = replace(VERSION_2, version=version, advertisement_ms=milliseconds)
    decoded = decode(encode(message, SOURCE, GROUP), version, SOURCE, GROUP)
    assert decoded is not None
    assert decoded.advertisement_ms == carried == carried_interval(milliseconds, version)


BROKEN = [
    pytest.param(2, "31 07 64 01 00 01 60f5 0a000001 0000000000000000", id="version"),
    pytest.param(2, "22 07 64 01 00 01 6ff5 0a000001 0000000000000000", id="type"),
    pytest.param(2, "21 07 64 01 01 01 6ff5 0a000001 0000000000000000", id="authentication type"),
    pytest.param(2, "21 07 64 01 00 01 70f5 0a000001", id="no room for authentication data"),
    pytest.param(2, "21 07 64 02 00 01 70f4 0a000001 0000000000000000", id="count of addresses"),
    pytest.param(3, "31 07 64 01 000f 6ae8", id="3: cut short"),
    pytest.param(3, "21 07 64 01 000f 70e7 0a000001", id="3: version"),
    pytest.param(3, "32 07 64 01 000f 5fe7 0a000001", id="3: type"),
    pytest.param(3, "31 07 64 00 000f 6ae9", id="3: no address (erratum 8299)"),
    pytest.param(3, "31 07 64 01 0000 60f6 0a000001", id="3: no interval (erratum 8301)"),
]


@pytest.mark.parametrize(("version", "octets"), BROKEN)
def test_no_sound_advertisement(version: int, octets: str) -> None:
    """RFC 3768, 7.1; RFC 9568, 7.1."""
    payload = bytes.fromhex(octets)
    assert decode(payload, version, SOURCE, GROUP) is None
    assert vrrp.compute_checksum(payload) == 0  # It is not for its checksum.


@pytest.mark.parametrize(
    ("version", "octets"),
    [
        pytest.param(2, "", id="nothing"),
        pytest.param(2, "21 07 64 01 00 01 70f6 0a000001 0000000000000000", id="version 2"),
        pytest.param(3, "31 07 64 01 000f 60e8 0a000001", id="version 3"),
    ],
)
def test_wrong_checksum(version: int, octets: str) -> None:
    assert decode(bytes.fromhex(octets), version, SOURCE, GROUP) is None


def test_the_checksum_of_version_3_may_hold_the_addresses_it_was_sent_between() -> None:
    octets = encode(VERSION_3, SOURCE, GROUP, Checksum.PSEUDO_HEADER)
    assert decode(octets, 3, SOURCE, GROUP) is not None
    assert decode(octets, 3, "10.0.0.9", GROUP) is None


ADDRESSES = st.lists(st.ip_addresses(v=4).map(str), min_size=1, max_size=20).map(tuple)
MESSAGES = st.one_of(
    st.builds(
        VrrpMessage,
        version=st.just(2),
        vrid=st.integers(0, 255),
        priority=st.integers(0, 255),
        advertisement_ms=st.integers(1, 255).map(lambda seconds: seconds * 1000),
        addresses=ADDRESSES,
    ),
    st.builds(
        VrrpMessage,
        version=st.just(3),
        vrid=st.integers(0, 255),
        priority=st.integers(0, 255),
        advertisement_ms=st.integers(1, 4095).map(lambda centiseconds: centiseconds * 10),
        addresses=ADDRESSES,
    ),
)
SOURCES = st.ip_addresses(v=4).map(str)


@given(message=MESSAGES, source=SOURCES, checksum=st.sampled_from(Checksum))
def test_there_and_back(message: VrrpMessage, source: str, checksum: Checksum) -> None:
    octets = encode(message, source, GROUP, checksum)
    assert decode(octets, message.version, source, GROUP) == message


@given(message=MESSAGES)
def test_the_layers_read_and_write_the_same(message: VrrpMessage) -> None:
    """design.md, idea 1: the layers are the description of the bytes."""
    octets = encode(message, SOURCE, GROUP)
    layer = vrrp.VRRP(octets)
    assert (layer.version, layer.virtual_rtr_id, layer.priority) == (
        message.version,
        message.vrid,
        message.priority,
    )
    if message.version == 2:
        assert layer.adver_int * 1000 == message.advertisement_ms
        addresses = layer.ip_addresses
    else:
        assert layer.max_advertise_interval * 10 == message.advertisement_ms
        addresses = layer.ipvx_addresses
    assert tuple(addresses) == message.addresses
    layer.checksum = None
    assert bytes(layer) == octets


@given(
    payload=st.one_of(
        st.binary(max_size=80),
        st.builds(
            lambda message, at, octet, end: (
                encode(message, SOURCE, GROUP)[:at]
                + bytes([octet])
                + encode(message, SOURCE, GROUP)[at + 1 : end]
            ),
            MESSAGES,
            st.integers(0, 60),
            st.integers(0, 255),
            st.integers(0, 100),
        ),
    ),
    version=st.sampled_from([2, 3]),
)
def test_any_octets(payload: bytes, version: int) -> None:
    """Never raises; what is decoded can be encoded."""
    if (message := decode(payload, version, SOURCE, GROUP)) is not None:
        encode(message, SOURCE, GROUP)
