"""MIPHAR layers: exact octets both ways, who answers whom, summaries."""

import json
from pathlib import Path
from typing import Any

import pytest
from scapy.packet import Packet, Raw

from mipconf.layers.authentication_extensions import GeneralizedAuthentication
from mipconf.layers.extension import Extension, OneOctetPadding
from mipconf.layers.miphar import (
    BindingUpdate,
    BindingUpdateAck,
    GreKeySubOption,
    HaHaAuthentication,
    HomeAgentList,
    MobilityBinding,
    NaiSubOption,
    RedundancyMessage,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
    UdpTunnelSubOption,
)
from mipconf.layers.security import Algorithm, Association, Authenticity, KeyRing

VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "vectors.json").read_text())
ASSOCIATION = Association(1000, Algorithm.HMAC_SHA1, b"key")

BINDING: dict[str, Any] = {
    "home_address": "10.1.0.9",
    "home_agent": "10.0.0.2",
    "care_of_address": "192.0.2.9",
    "lifetime_granted": 300,
    "lifetime_remaining": 300,
    "identification": 0xE93C79FF80000000,
}
HEADER: dict[str, Any] = {
    "group": 7,
    "home_agent_id": "10.0.0.2",
    "sequence": 1,
    "identification": 2,
}

# Lengths are given, so that what is dissected is equal to what was built.
EXTENSIONS = [
    pytest.param(
        MobilityBinding(length=26, **BINDING),
        "641a0000 0a010009 0a000002 c0000209 012c012c e93c79ff80000000",
        id="binding",
    ),
    pytest.param(
        MobilityBinding(
            length=45,
            flags="SDx",
            deleted=1,
            reserved=0x7F,
            sub_options=[
                NaiSubOption(length=3, nai=b"a@b"),
                UdpTunnelSubOption(length=6, address="192.0.2.1", port=4000),
                GreKeySubOption(length=4, key=0xDEADBEEF),
            ],
        ),
        "642da1ff 00000000 00000000 00000000 00000000 0000000000000000"
        "0103614062 0206c00002010fa0 0304deadbeef",
        id="binding with all flags and sub-options",
    ),
    pytest.param(
        MobilityBinding(
            length=30,
            sub_options=[SubOption(type=9, length=0), SubOption(type=0, length=0)],
        ),
        "641e0000 00000000 00000000 00000000 00000000 0000000000000000 0900 0000",
        id="sub-options of unknown type; 0 is no padding there",
    ),
    pytest.param(
        MobilityBinding(
            length=29,
            sub_options=[SubOption(type=2, length=1, value=b"\1")],
        ),
        "641d0000 00000000 00000000 00000000 00000000 0000000000000000 020101",
        id="a UDP tunnel that is too short for one",
    ),
    pytest.param(
        MobilityBinding(length=29) / Raw(b"\1\2a"),
        "641d0000 00000000 00000000 00000000 00000000 0000000000000000 010261",
        id="a sub-option that does not fit",
    ),
    pytest.param(Extension(type=100, length=2, value=b"ab"), "64026162", id="a binding cut short"),
    pytest.param(
        HomeAgentList(length=8, home_agents=["10.0.0.1", "10.0.0.2"]),
        "65080a0000010a000002",
        id="list",
    ),
    pytest.param(HomeAgentList(length=0), "6500", id="empty list"),
    pytest.param(
        HomeAgentList(length=5, home_agents=["10.0.0.1"]) / Raw(b"\1"),
        "65050a00000101",
        id="list+1",
    ),
    pytest.param(
        HaHaAuthentication(length=6, spi=1000, authenticator=b"ab"),
        "24640006000003e86162",
        id="authentication",
    ),
    pytest.param(
        GeneralizedAuthentication(subtype=1, length=4, spi=2), "2401000400000002", id="another 36"
    ),
    pytest.param(OneOctetPadding(), "00", id="padding"),
    pytest.param(Extension(type=32, length=1, value=b"a"), "200161", id="unknown 32"),
    pytest.param(Extension(type=40, length=1, value=b"a"), "280161", id="40 is no long form here"),
    pytest.param(Extension(type=255, length=0), "ff00", id="unknown 255"),
]


@pytest.mark.parametrize(("layer", "octets"), EXTENSIONS)
def test_extensions(layer: Packet, octets: str) -> None:
    payload = bytes(24).replace(b"\0\0\0", b"\xff\1\1", 1) + bytes.fromhex(octets)
    assert bytes(layer) == bytes.fromhex(octets)
    message = RedundancyMessage(payload)
    assert type(message) is BindingUpdate
    assert message.extensions == [layer]
    assert not message.payload


LENGTHS = [
    pytest.param(MobilityBinding(), 26, id="binding"),
    pytest.param(MobilityBinding(sub_options=[NaiSubOption(nai=b"ab")]), 30, id="sub-options"),
    pytest.param(MobilityBinding() / Raw(b"abc"), 29, id="what follows counts"),
    pytest.param(HomeAgentList(home_agents=["10.0.0.1"] * 3), 12, id="list"),
    pytest.param(Extension(value=b"abc"), 3, id="unknown"),
    pytest.param(MobilityBinding(length=3), 3, id="a wrong one is kept"),
]


@pytest.mark.parametrize(("layer", "length"), LENGTHS)
def test_lengths_are_filled(layer: Packet, length: int) -> None:
    assert bytes(layer)[1] == length


def test_a_length_that_no_octet_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="300"):
        bytes(Extension(value=bytes(300)))


MESSAGES = [
    pytest.param(
        BindingUpdate(retransmission=1, **HEADER),
        "ff010180 00070000 0a000002 00000001 0000000000000002",
        "MIPHAR Binding Update of 10.0.0.2, sequence 1",
        id="Binding Update",
    ),
    pytest.param(
        BindingUpdateAck(code=134, **HEADER),
        "ff020100 00078600 0a000002 00000001 0000000000000002",
        "MIPHAR Binding Update Ack of 10.0.0.2, sequence 1",
        id="Binding Update Ack",
    ),
    pytest.param(
        TableRequest(reserved=0x3F, reserved2=0xFF, **HEADER),
        "ff03013f 000700ff 0a000002 00000001 0000000000000002",
        "MIPHAR Table Request of 10.0.0.2, sequence 1",
        id="Table Request, reserved bits set",
    ),
    pytest.param(
        TableReply(more=1, request_sequence=3, part=4, **HEADER),
        "ff040140 00070000 0a000002 00000001 0000000000000002 00000003 00000004",
        "MIPHAR Table Reply of 10.0.0.2, part 4 for request 3",
        id="Table Reply",
    ),
    pytest.param(
        TableReplyAck(version=2, **HEADER),
        "ff050200 00070000 0a000002 00000001 0000000000000002",
        "MIPHAR Table Reply Ack of 10.0.0.2, sequence 1",
        id="Table Reply Ack of another version",
    ),
    pytest.param(
        RedundancyMessage(subtype=6, **HEADER),
        "ff060100 00070000 0a000002 00000001 0000000000000002",
        "MIPHAR 6 of 10.0.0.2, sequence 1",
        id="unknown Subtype",
    ),
]


@pytest.mark.parametrize(("message", "octets", "summary"), MESSAGES)
def test_messages(message: RedundancyMessage, octets: str, summary: str) -> None:
    assert bytes(message) == bytes.fromhex(octets)
    dissected = RedundancyMessage(bytes.fromhex(octets))
    assert type(dissected) is type(message)
    assert dissected == message
    assert dissected.summary() == summary


@pytest.mark.parametrize("octets", ["ff", "ff0101", "ff01010000070000", "ff0401" + "00" * 28])
def test_a_header_cut_short_is_raw(octets: str) -> None:
    assert RedundancyMessage(bytes.fromhex(octets)) == Raw(bytes.fromhex(octets))


@pytest.mark.parametrize("vector", VECTORS["vectors"][:15], ids=lambda vector: vector["name"])
def test_vectors(vector: dict[str, Any]) -> None:
    message = RedundancyMessage(bytes.fromhex(vector["payload"]))
    meaning = vector["decoded"]
    assert message.name == meaning["message"]
    for name in ("retransmission", "more", "group", "code", "home_agent_id", "sequence"):
        assert getattr(message, name) == meaning[name]
    assert f"{message.identification:016x}" == meaning["identification"]
    bindings = [item for item in message.extensions if isinstance(item, MobilityBinding)]
    assert len(bindings) == len(meaning["bindings"])
    for binding, expected in zip(bindings, meaning["bindings"], strict=True):
        assert str(binding.flags) == expected.pop("flags")
        assert f"{binding.identification:016x}" == expected.pop("identification")
        for name, value in expected.items():
            assert getattr(binding, name) == value
    keys = KeyRing(
        Association(item["spi"], Algorithm(item["algorithm"]), bytes.fromhex(item["key"]))
        for item in VECTORS["group_security"]
    )
    assert message.verify(keys).authenticity is Authenticity.VALID


def test_signing_appends_and_leaves_the_original_alone() -> None:
    update = BindingUpdate(extensions=[MobilityBinding(**BINDING)], **HEADER)
    for message in (update, RedundancyMessage(bytes(update))):
        signed = message.sign(ASSOCIATION)
        assert bytes(signed).startswith(bytes(update))
        assert isinstance(signed.extensions[-1], HaHaAuthentication)
        assert signed.verify(KeyRing([ASSOCIATION])).authenticity is Authenticity.VALID
        assert message.verify(KeyRing([ASSOCIATION])).authenticity is Authenticity.ABSENT
        signed.sequence = 2
        assert signed.verify(KeyRing([ASSOCIATION])).authenticity is Authenticity.INVALID
        assert signed.verify(KeyRing()).authenticity is Authenticity.UNKNOWN_SPI


ANSWERS = [
    pytest.param(BindingUpdate(sequence=5), BindingUpdateAck(sequence=5), True, id="update"),
    pytest.param(BindingUpdate(sequence=5), BindingUpdateAck(sequence=6), False, id="another"),
    pytest.param(BindingUpdate(group=1), BindingUpdateAck(group=2), False, id="another group"),
    pytest.param(BindingUpdate(), TableReplyAck(), False, id="another kind"),
    pytest.param(
        TableRequest(sequence=5), TableReply(sequence=9, request_sequence=5), True, id="request"
    ),
    pytest.param(
        TableRequest(sequence=5), TableReply(sequence=5, request_sequence=9), False, id="not it"
    ),
    pytest.param(
        TableReply(sequence=9, request_sequence=5), TableReplyAck(sequence=9), True, id="part"
    ),
    pytest.param(TableReply(sequence=9), TableReplyAck(sequence=8), False, id="another part"),
    pytest.param(BindingUpdateAck(), BindingUpdate(), False, id="the other way round"),
    pytest.param(TableRequest(), TableRequest(), False, id="itself"),
]


@pytest.mark.parametrize(("message", "answer", "expected"), ANSWERS)
def test_answers(message: RedundancyMessage, answer: RedundancyMessage, expected: bool) -> None:
    assert bool(answer.answers(message)) is expected
    if expected:
        assert answer.hashret() == message.hashret()
