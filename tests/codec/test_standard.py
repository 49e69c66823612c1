"""The standard codec: exact octets, every sentence of docs/protocol.md#5-2, equal to the layers."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

import pytest

from mipconf.codec import STANDARD, Authenticity
from mipconf.layers import miphar, mobileip
from mipconf.layers.security import Algorithm, Association, KeyRing
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    Extension,
    Flags,
    Message,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
)

VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "vectors.json").read_text())
GROUP = Association(1000, Algorithm.HMAC_SHA256, bytes(range(16)))
NODE = Association(256, Algorithm.HMAC_MD5, bytes(range(16)))
KEYS = KeyRing([GROUP, NODE])

WORKED_EXAMPLE = bytes.fromhex(
    "ff 01 01 00  00 07 00 00  0a 00 00 02  00 00 00 01"
    "e9 3c 7a 00  00 00 00 00"
    "64 1a 00 00  0a 01 00 09  0a 00 00 02  c0 00 02 09"
    "01 2c 01 2c  e9 3c 79 ff  80 00 00 00"
)
BINDING = Binding(
    home_address="10.1.0.9",
    home_agent="10.0.0.2",
    care_of_address="192.0.2.9",
    flags=0,
    deleted=False,
    lifetime_granted=300,
    lifetime_remaining=300,
    identification=0xE93C79FF80000000,
)
UPDATE = BindingUpdate(
    group=7,
    home_agent_id="10.0.0.2",
    sequence=1,
    identification=0xE93C7A0000000000,
    bindings=(BINDING,),
)
REQUEST = RegistrationRequest(
    flags=Flags.D | Flags.T,
    lifetime=300,
    home_address="10.1.0.9",
    home_agent="10.0.0.1",
    care_of_address="192.0.2.9",
    identification=0xE93C79FF80000000,
)
REPLY = RegistrationReply(
    code=0,
    lifetime=300,
    home_address="10.1.0.9",
    home_agent="10.0.0.1",
    identification=0xE93C79FF80000000,
)


def test_the_worked_example() -> None:
    assert STANDARD.encode(UPDATE, None) == WORKED_EXAMPLE
    decoded = STANDARD.decode(WORKED_EXAMPLE, KEYS)
    assert decoded.message == UPDATE
    assert decoded.defect is None
    assert decoded.authentication.authenticity is Authenticity.ABSENT


# --- Exact octets --------------------------------------------------------------------------------

FIXED = [
    pytest.param(
        BindingUpdateAck(
            group=65535,
            home_agent_id="255.255.255.255",
            sequence=2**32 - 1,
            identification=2**64 - 1,
            code=134,
            retransmission=True,
        ),
        "ff020180 ffff8600 ffffffff ffffffff ffffffffffffffff",
        id="acknowledgement, all ones",
    ),
    pytest.param(
        TableRequest(group=0, home_agent_id="0.0.0.0", sequence=0, identification=0),
        "ff030100 00000000 00000000 00000000 0000000000000000",
        id="request, all zeros",
    ),
    pytest.param(
        TableReply(
            group=7,
            home_agent_id="10.0.0.2",
            sequence=3,
            identification=4,
            retransmission=True,
            home_agents=("10.0.0.2", "10.0.0.3"),
            request_sequence=5,
            part=6,
            more=True,
            bindings=(
                replace(
                    BINDING,
                    flags=0x92,
                    deleted=True,
                    lifetime_granted=0,
                    lifetime_remaining=0,
                    sub_options=(SubOption(1, b"a@b"), SubOption(200, b"")),
                ),
            ),
        ),
        "ff0401c0 00070000 0a000002 00000003 0000000000000004 00000005 00000006"
        "65080a0000020a000003"
        "6421 9280 0a010009 0a000002 c0000209 0000 0000 e93c79ff80000000 0103614062 c800",
        id="part of a table, with sub-options and list",
    ),
    pytest.param(
        TableReplyAck(group=7, home_agent_id="10.0.0.2", sequence=3, identification=4, code=130),
        "ff050100 00078200 0a000002 00000003 0000000000000004",
        id="acknowledgement of a part",
    ),
    pytest.param(
        replace(
            REQUEST,
            extensions=(Extension(131, b"a@b"), Extension(36, b"\1\2", 1), Extension(200, b"")),
        ),
        "0122012c 0a010009 0a000001 c0000209 e93c79ff80000000 8303614062 240100020102 c800",
        id="registration request with extensions of both forms",
    ),
    pytest.param(
        replace(REPLY, code=136),
        "0388012c 0a010009 0a000001 e93c79ff80000000",
        id="registration reply",
    ),
]


@pytest.mark.parametrize(("message", "octets"), FIXED)
def test_exact_octets(message: Message, octets: str) -> None:
    payload = bytes.fromhex(octets)
    assert STANDARD.encode(message, None) == payload
    decoded = STANDARD.decode(payload, KEYS)
    assert decoded.message == message
    assert decoded.defect is None


def test_a_long_list_of_home_agents_takes_several_extensions() -> None:
    ids = tuple(f"10.0.{i // 256}.{i % 256}" for i in range(300))
    message = replace(UPDATE, home_agents=ids)
    payload = STANDARD.encode(message, GROUP)
    assert payload.count(b"\x65\xfc") == 4
    assert STANDARD.decode(payload, KEYS).message == message


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["name"])
def test_vectors(vector: dict[str, Any]) -> None:
    payload = bytes.fromhex(vector["payload"])
    keys = KeyRing(
        Association(item["spi"], Algorithm(item["algorithm"]), bytes.fromhex(item["key"]))
        for item in VECTORS["group_security" if payload[0] == 255 else "mobile_nodes"]
    )
    expected = vector["decoded"]
    decoded = STANDARD.decode(payload, keys)
    assert decoded.defect is None
    assert decoded.authentication.authenticity is Authenticity.VALID
    assert decoded.authentication.spi == expected["authentication"]["spi"]
    assert decoded.message is not None
    found = _as_json(decoded.message)
    assert found.items() <= expected.items()
    association = keys.get(expected["authentication"]["spi"])
    assert STANDARD.encode(decoded.message, association) == payload


def _as_json(message: Message) -> dict[str, Any]:
    """The fields as the vectors have them; extensions are laid out there in a way of its own."""
    values = asdict(message)
    values.pop("extensions", None)
    values.pop("trailing", None)
    for item in (values, *values.get("bindings", ())):
        item.pop("sub_options", None)
        item["identification"] = f"{item['identification']:016x}"
        if "flags" in item:
            item["flags"] = Flags(item["flags"]).name or ""
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


# --- Messages that cannot be read ----------------------------------------------------------------

UNREADABLE = [
    pytest.param(b"", 0, id="empty"),
    pytest.param(b"\x10" + bytes(40), 0, id="Type 16"),
    pytest.param(b"\0" * 24, 0, id="Type 0"),
    pytest.param(WORKED_EXAMPLE[:23], 23, id="23 octets of a header"),
    pytest.param(b"\xff", 1, id="one octet of a header"),
    pytest.param(b"\xff\x04\x01" + bytes(28), 31, id="Table Reply without its 8 octets more"),
    pytest.param(b"\xff\x00" + WORKED_EXAMPLE[2:], 1, id="Subtype 0"),
    pytest.param(b"\xff\x06" + WORKED_EXAMPLE[2:], 1, id="Subtype 6"),
    pytest.param(b"\xff\x01\x02" + WORKED_EXAMPLE[3:], 2, id="Version 2"),
    pytest.param(STANDARD.encode(REQUEST, None)[:23], 23, id="Registration Request cut short"),
    pytest.param(STANDARD.encode(REPLY, None)[:19], 19, id="Registration Reply cut short"),
]


@pytest.mark.parametrize(("payload", "offset"), UNREADABLE)
def test_a_message_without_complete_header_is_none(payload: bytes, offset: int) -> None:
    decoded = STANDARD.decode(payload, KEYS)
    assert decoded.message is None
    assert decoded.defect is not None
    assert (decoded.defect.offset, decoded.defect.code) == (offset, None)
    assert decoded.authentication.authenticity is Authenticity.ABSENT


@pytest.mark.parametrize("message", [UPDATE, REQUEST, REPLY], ids=lambda m: type(m).__name__)
@pytest.mark.parametrize(
    "tail", ["64", "640a00", "24", "2464", "246400", "24640001", "c8ff"], ids=lambda tail: tail
)
def test_extensions_that_cannot_be_walked_are_dropped(message: Message, tail: str) -> None:
    payload = STANDARD.encode(message, None)
    decoded = STANDARD.decode(payload + bytes.fromhex(tail), KEYS)
    assert decoded.message == message
    assert decoded.defect is not None
    assert (decoded.defect.offset, decoded.defect.code) == (len(payload), None)


def test_what_cannot_be_walked_is_found_before_what_is_poorly_formed() -> None:
    payload = STANDARD.encode(replace(UPDATE, bindings=()), None) + b"\x64"
    defect = STANDARD.decode(payload, KEYS).defect
    assert defect is not None
    assert defect.code is None


# --- 134: one row for each thing that section 5.2 names ------------------------------------------

_REPLY_HEADER = "ff0401{flags} 0007{code}00 0a000002 00000001 e93c7a0000000000 00000005 {part}"
_BINDING = "0000 0a010009 0a000002 c0000209 012c 012c e93c79ff80000000"
_UPDATE = WORKED_EXAMPLE[:24].hex()
_PLAIN = f"641a{_BINDING}"


def _table_reply(body: str = "", *, code: str = "00", part: str = "00000001") -> str:
    return _REPLY_HEADER.format(flags="00", code=code, part=part) + body


def _other(subtype: str, body: str) -> str:
    return f"ff{subtype}" + _UPDATE[4:] + body


POORLY_FORMED = [
    pytest.param(_UPDATE + _PLAIN + "01021122", 52, id="an unknown extension of 1"),
    pytest.param(_UPDATE + _PLAIN + "7f00", 52, id="an unknown extension of 127"),
    pytest.param(_UPDATE + "2000" + _PLAIN, 24, id="32 is unknown here"),
    pytest.param(_UPDATE + _PLAIN + "6419" + _BINDING[:-2], 52, id="a binding of Length 25"),
    pytest.param(_UPDATE + "6400", 24, id="a binding of Length 0"),
    pytest.param(_UPDATE + f"641b{_BINDING}01", 24, id="a sub-option without Length"),
    pytest.param(_UPDATE + f"641d{_BINDING}010261", 24, id="a sub-option cut short"),
    pytest.param(
        _UPDATE + _PLAIN.replace("012c 012c", "012c 0000"), 24, id="X = 0 with remaining 0"
    ),
    pytest.param(
        _UPDATE + _PLAIN.replace("012c 012c", "012c 012d"),
        24,
        id="X = 0 with remaining more than granted",
    ),
    pytest.param(_UPDATE, 24, id="no binding in an update"),
    pytest.param(_UPDATE + "0065040a000002", 24, id="no binding in an update, but others"),
    pytest.param(_UPDATE + _PLAIN + "6500", 52, id="a list of length 0"),
    pytest.param(_UPDATE + _PLAIN + "65050a00000201", 52, id="a list not a multiple of 4"),
    pytest.param(_UPDATE + _PLAIN + "6503ffffff", 52, id="a list shorter than 4"),
    pytest.param(_other("02", _PLAIN), 24, id="a binding in an ack"),
    pytest.param(_other("03", _PLAIN), 24, id="a binding in a request"),
    pytest.param(_other("05", _PLAIN), 24, id="a binding in an ack of a part"),
    pytest.param(_table_reply(part="00000000"), 28, id="Part 0"),
    pytest.param(_table_reply(code="02"), 6, id="Table Reply of Code 2"),
    pytest.param(_table_reply(code="86"), 6, id="Table Reply of Code 134"),
    pytest.param(_table_reply(_PLAIN, code="01"), 32, id="Code 1 and bindings"),
]


@pytest.mark.parametrize(("octets", "offset"), POORLY_FORMED)
def test_poorly_formed(octets: str, offset: int) -> None:
    payload = _sign(bytes.fromhex(octets))
    decoded = STANDARD.decode(payload, KEYS)
    assert decoded.authentication.authenticity is Authenticity.VALID
    assert decoded.message is not None
    assert decoded.defect is not None
    assert (decoded.defect.offset, decoded.defect.code) == (offset, Code.POORLY_FORMED)


WELL_FORMED = [
    pytest.param(_UPDATE + _PLAIN + "800101", id="an unknown extension of 128"),
    pytest.param(_UPDATE + "ff00" + _PLAIN, id="an unknown extension of 255"),
    pytest.param(_UPDATE + "000000" + _PLAIN + "00", id="padding"),
    pytest.param(_UPDATE + _PLAIN + "24010002abcd", id="36 of another Subtype"),
    pytest.param(_UPDATE + "24640000" + _PLAIN, id="a 36/100 that is not the last"),
    pytest.param(_UPDATE + f"641c{_BINDING}0900", id="an unknown sub-option"),
    pytest.param(_UPDATE + f"641e{_BINDING}01000100", id="a sub-option twice"),
    pytest.param(_UPDATE + f"641d{_BINDING}020100", id="a UDP tunnel of one octet"),
    pytest.param(_UPDATE + _PLAIN.replace("641a0000", "641a0080"), id="X = 1 with lifetimes"),
    pytest.param(_UPDATE + _PLAIN.replace("641a0000", "641aff7f"), id="all reserved bits"),
    pytest.param(_UPDATE + _PLAIN.replace("012c 012c", "ffff ffff"), id="an infinite lifetime"),
    pytest.param(_UPDATE[:6] + "7f" + _UPDATE[8:] + _PLAIN, id="M and reserved bits in an update"),
    pytest.param(_UPDATE[:12] + "05ff" + _UPDATE[16:] + _PLAIN, id="a Code in an update"),
    pytest.param(_table_reply(), id="an empty table"),
    pytest.param(_table_reply("65040a000002", code="01"), id="not initialized, with a list"),
]


@pytest.mark.parametrize("octets", WELL_FORMED)
def test_what_a_receiver_need_not_check(octets: str) -> None:
    decoded = STANDARD.decode(_sign(bytes.fromhex(octets)), KEYS)
    assert decoded.defect is None
    assert decoded.message is not None


def test_what_could_be_read_beside_a_defect() -> None:
    lists = "65060a0000020a00" + "65040a000003"
    decoded = STANDARD.decode(bytes.fromhex(_UPDATE + "6400" + _PLAIN + lists), KEYS)
    message = cast(BindingUpdate, decoded.message)
    assert message.bindings == (BINDING,)
    assert message.home_agents == ("10.0.0.2", "10.0.0.3")


# --- Authentication between Home Agents ----------------------------------------------------------


def _sign(payload: bytes, association: Association = GROUP) -> bytes:
    payload += bytes((36, 100)) + (4 + association.size).to_bytes(2)
    payload += association.spi.to_bytes(4)
    return payload + association.authenticator(payload)


_SIGNED = STANDARD.encode(UPDATE, GROUP)
_AT = len(WORKED_EXAMPLE)
AUTHENTICATION = [
    pytest.param(_SIGNED, Authenticity.VALID, 1000, id="valid"),
    pytest.param(WORKED_EXAMPLE, Authenticity.ABSENT, None, id="absent"),
    pytest.param(WORKED_EXAMPLE + b"\0", Authenticity.ABSENT, None, id="padding alone"),
    pytest.param(
        WORKED_EXAMPLE + b"\x24\x01" + _SIGNED[_AT + 2 :], Authenticity.ABSENT, None, id="36/1"
    ),
    pytest.param(_SIGNED[:-1] + b"\0", Authenticity.INVALID, 1000, id="another authenticator"),
    pytest.param(_SIGNED[:9] + b"\1" + _SIGNED[10:], Authenticity.INVALID, 1000, id="altered"),
    pytest.param(_SIGNED + b"\0", Authenticity.INVALID, None, id="padding after it"),
    pytest.param(_SIGNED + b"\xc8\0", Authenticity.INVALID, None, id="an extension after it"),
    pytest.param(_SIGNED + b"\xc8", Authenticity.INVALID, None, id="half an extension after it"),
    pytest.param(_sign(_SIGNED), Authenticity.VALID, 1000, id="the last of two"),
    pytest.param(
        STANDARD.encode(UPDATE, replace(GROUP, spi=9)),
        Authenticity.UNKNOWN_SPI,
        9,
        id="unknown SPI",
    ),
    pytest.param(
        _sign(WORKED_EXAMPLE, replace(GROUP, algorithm=Algorithm.HMAC_SHA1)),
        Authenticity.INVALID,
        1000,
        id="the size of another algorithm",
    ),
    pytest.param(
        WORKED_EXAMPLE + bytes.fromhex("24640003aabbcc"),
        Authenticity.INVALID,
        None,
        id="no room for an SPI",
    ),
    pytest.param(
        WORKED_EXAMPLE + bytes.fromhex("24640004000003e8"),
        Authenticity.INVALID,
        1000,
        id="no authenticator",
    ),
]


@pytest.mark.parametrize(("payload", "authenticity", "spi"), AUTHENTICATION)
def test_authentication_of_home_agents(
    payload: bytes, authenticity: Authenticity, spi: int | None
) -> None:
    decoded = STANDARD.decode(payload, KEYS)
    assert decoded.authentication.authenticity is authenticity
    assert decoded.authentication.spi == spi
    assert bool(decoded.authentication.reason) == (authenticity is not Authenticity.VALID)
    layer = miphar.RedundancyMessage(payload)
    assert layer.verify(KEYS) == decoded.authentication


# --- Registrations -------------------------------------------------------------------------------

_REQUEST = STANDARD.encode(REQUEST, NODE)
_BARE = STANDARD.encode(REQUEST, None)
FOR_THE_FOREIGN_AGENT = (
    Extension(33, bytes.fromhex("00000100")),
    Extension(34, bytes.fromhex("00000100")),
    Extension(131, b"a"),
)
REGISTRATIONS = [
    pytest.param(_REQUEST, Authenticity.VALID, (), True, id="valid"),
    pytest.param(_BARE, Authenticity.ABSENT, (), True, id="absent"),
    pytest.param(_REQUEST[:-1] + b"\0", Authenticity.INVALID, (), True, id="wrong"),
    pytest.param(_REQUEST + _REQUEST[24:], Authenticity.INVALID, (), True, id="two of them"),
    pytest.param(_BARE + b"\x20\x03\0\0\1", Authenticity.INVALID, (), True, id="no SPI"),
    pytest.param(
        STANDARD.encode(REQUEST, replace(NODE, spi=300)),
        Authenticity.UNKNOWN_SPI,
        (),
        True,
        id="unknown SPI",
    ),
    pytest.param(
        STANDARD.encode(replace(REQUEST, trailing=FOR_THE_FOREIGN_AGENT), NODE) + bytes(2),
        Authenticity.VALID,
        (),
        True,
        id="what follows is the foreign agent's",
    ),
    pytest.param(
        STANDARD.encode(replace(REQUEST, extensions=(Extension(131, b"a"),)), NODE),
        Authenticity.VALID,
        (Extension(131, b"a"),),
        True,
        id="what precedes is kept",
    ),
    pytest.param(
        STANDARD.encode(replace(REQUEST, extensions=(Extension(128, b""),)), NODE),
        Authenticity.VALID,
        (Extension(128, b""),),
        True,
        id="unknown of 128",
    ),
    pytest.param(
        STANDARD.encode(replace(REQUEST, extensions=(Extension(44, b"abc"),)), NODE),
        Authenticity.VALID,
        (Extension(44, b"abc"),),
        False,
        id="unknown of 127 or less: discarded",
    ),
    pytest.param(_REQUEST + b"\x70\0", Authenticity.VALID, (), False, id="the same, afterwards"),
    pytest.param(_BARE + b"\0\0", Authenticity.ABSENT, (), True, id="padding"),
]


@pytest.mark.parametrize(("payload", "authenticity", "extensions", "is_sound"), REGISTRATIONS)
def test_registrations(
    payload: bytes,
    authenticity: Authenticity,
    extensions: tuple[Extension, ...],
    is_sound: bool,
) -> None:
    decoded = STANDARD.decode(payload, KEYS)
    assert decoded.authentication.authenticity is authenticity
    assert isinstance(decoded.message, RegistrationRequest)
    assert replace(decoded.message, trailing=()) == replace(REQUEST, extensions=extensions)
    assert (decoded.defect is None) == is_sound
    assert decoded.defect is None or decoded.defect.code is None
    layer = cast(mobileip.RegistrationRequest, mobileip.MobileIP(payload))
    assert layer.verify(KEYS) == decoded.authentication


def test_the_home_address_is_known_before_the_keys() -> None:
    peeked = STANDARD.decode(_REQUEST, KeyRing())
    assert peeked.message == REQUEST
    assert peeked.authentication.authenticity is Authenticity.UNKNOWN_SPI
    assert STANDARD.decode(_REQUEST, KEYS).authentication.authenticity is Authenticity.VALID


# --- What cannot be encoded ----------------------------------------------------------------------

NOT_ENCODED = [
    pytest.param(replace(UPDATE, group=65536), "group", id="group"),
    pytest.param(replace(UPDATE, sequence=-1), "sequence", id="sequence"),
    pytest.param(replace(UPDATE, home_agent_id="10.1"), "home_agent_id", id="address"),
    pytest.param(
        replace(UPDATE, bindings=(replace(BINDING, lifetime_granted=65536),)),
        "lifetime_granted",
        id="lifetime",
    ),
    pytest.param(
        replace(UPDATE, bindings=(replace(BINDING, sub_options=(SubOption(1, bytes(228)),)),)),
        "length",
        id="sub-options that no binding has room for",
    ),
    pytest.param(replace(REQUEST, extensions=(Extension(0, b""),)), "padding", id="padding"),
    pytest.param(replace(REQUEST, extensions=(Extension(36, b""),)), "subtype", id="long"),
    pytest.param(replace(REQUEST, extensions=(Extension(131, b"", 1),)), "subtype", id="TLV"),
]


@pytest.mark.parametrize(("message", "named"), NOT_ENCODED)
def test_a_value_that_does_not_fit_is_named(message: Message, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        STANDARD.encode(message, GROUP)
