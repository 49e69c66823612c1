"""HSRP messages as octets: fixed ones of both versions, there and back, and anything at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.fhrp.hsrp_wire import decode, encode
from mipconf.layers import hsrp
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State

HELLO_1 = HsrpMessage(
    version=1,
    opcode=Opcode.HELLO,
    state=State.STANDBY,
    hello_ms=3000,
    hold_ms=10000,
    priority=100,
    group=7,
    virtual_ip="10.0.0.1",
)
COUP_2 = HsrpMessage(
    version=2,
    opcode=Opcode.COUP,
    state=State.LISTEN,
    hello_ms=150,
    hold_ms=500,
    priority=100,
    group=7,
    virtual_ip="127.4.34.1",
    identifier=bytes.fromhex("02007f04220a"),
)
FIXED = [
    pytest.param(
        HELLO_1,
        "00 00 08 03 0a 64 07 00 636973636f000000 0a000001",
        id="version 1 (RFC 2281, 5.1)",
    ),
    pytest.param(
        replace(HELLO_1, opcode=Opcode.RESIGN, state=State.ACTIVE, virtual_ip=None),
        "00 02 10 03 0a 64 07 00 636973636f000000 00000000",
        id="version 1, no address",
    ),
    pytest.param(
        COUP_2,
        "01 28 02 01 03 04 0007 02007f04220a 00000064 00000096 000001f4 7f042201"
        "000000000000000000000000 03 08 636973636f000000",
        id="version 2 (facts.md, 3)",
    ),
    pytest.param(
        replace(COUP_2, state=State.INITIAL, authentication=None),
        "01 28 02 01 01 04 0007 02007f04220a 00000064 00000096 000001f4 7f042201"
        "000000000000000000000000",
        id="version 2 without text authentication",
    ),
]


@pytest.mark.parametrize(("message", "octets"), FIXED)
def test_fixed(message: HsrpMessage, octets: str) -> None:
    payload = bytes.fromhex(octets)
    assert encode(message) == payload
    assert decode(payload, message.version) == message


@pytest.mark.parametrize(
    ("milliseconds", "octet"), [(1, 1), (150, 1), (1000, 1), (1001, 2), (300_000, 255)]
)
def test_version_1_rounds_seconds_up(milliseconds: int, octet: int) -> None:
    """docs/hut-contract.md: "the value is rounded up to at least 1"."""
    assert encode(replace(HELLO_1, hold_ms=milliseconds))[4] == octet


MESSAGES = st.one_of(
    st.builds(
        HsrpMessage,
        version=st.just(1),
        opcode=st.sampled_from(Opcode),
        state=st.sampled_from(State),
        hello_ms=st.integers(1, 255).map(lambda seconds: seconds * 1000),
        hold_ms=st.integers(1, 255).map(lambda seconds: seconds * 1000),
        priority=st.integers(0, 255),
        group=st.integers(0, 255),
        virtual_ip=st.ip_addresses(v=4).map(str).filter(lambda address: address != "0.0.0.0"),
        authentication=st.sampled_from(["", "cisco", "secret", "8 octets"]),
    ),
    st.builds(
        HsrpMessage,
        version=st.just(2),
        opcode=st.sampled_from(Opcode),
        state=st.sampled_from(State),
        hello_ms=st.integers(0, 2**32 - 1),
        hold_ms=st.integers(0, 2**32 - 1),
        priority=st.integers(0, 2**32 - 1),
        group=st.integers(0, 65535),
        virtual_ip=st.ip_addresses(v=4).map(str).filter(lambda address: address != "0.0.0.0"),
        authentication=st.sampled_from([None, "", "cisco", "8 octets"]),
        identifier=st.binary(min_size=6, max_size=6),
    ),
)


@given(message=MESSAGES)
def test_there_and_back(message: HsrpMessage) -> None:
    assert decode(encode(message), message.version) == message


@given(message=MESSAGES)
def test_the_layers_read_the_same(message: HsrpMessage) -> None:
    """design.md, idea 1: the layers are the description of the bytes."""
    octets = encode(message)
    if message.version == 1:
        layer = hsrp.HSRPv1(octets)
        assert hsrp.STATES[layer.state] == message.state.value
        assert bytes(layer.authentication_data).rstrip(b"\0").decode() == message.authentication
        times = (layer.hellotime * 1000, layer.holdtime * 1000)
    else:
        layer, *rest = hsrp.HSRPv2(octets).tlvs
        assert hsrp.STATES_2[layer.state] == message.state.value
        texts = [bytes(tlv.authentication_data).rstrip(b"\0").decode() for tlv in rest]
        assert texts == ([] if message.authentication is None else [message.authentication])
        times = (layer.hellotime, layer.holdtime)
    assert times == (message.hello_ms, message.hold_ms)
    assert (layer.op_code, layer.priority, layer.group, layer.virtual_ip_address) == (
        message.opcode,
        message.priority,
        message.group,
        message.virtual_ip,
    )


@given(
    payload=st.one_of(
        st.binary(max_size=80),
        st.builds(
            lambda message, at, octet, end: (
                encode(message)[:at] + bytes([octet]) + encode(message)[at + 1 : end]
            ),
            MESSAGES,
            st.integers(0, 60),
            st.integers(0, 255),
            st.integers(0, 60),
        ),
    ),
    version=st.sampled_from([1, 2]),
)
def test_any_octets(payload: bytes, version: int) -> None:
    """Never raises; what is decoded can be encoded."""
    if (message := decode(payload, version)) is not None:
        encode(message)


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param("", id="nothing"),
        pytest.param("00 00 08 03 0a 64 07 00 636973636f000000 0a0000", id="cut short"),
        pytest.param("01 00 08 03 0a 64 07 00 636973636f000000 0a000001", id="version field 1"),
        pytest.param("00 03 08 03 0a 64 07 00 636973636f000000 0a000001", id="advertisement"),
        pytest.param("00 00 03 03 0a 64 07 00 636973636f000000 0a000001", id="no such state"),
    ],
)
def test_not_a_message_of_version_1(octets: str) -> None:
    assert decode(bytes.fromhex(octets), 1) is None
