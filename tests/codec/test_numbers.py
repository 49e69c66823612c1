"""Other numbers in the standard layout: exact octets, reversible, contradictions named."""

from __future__ import annotations

import dataclasses
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mipconf.codec import STANDARD, Authenticity, KeyRing, Numbers, StandardCodec
from mipconf.protocol.messages import BindingUpdate, Code, Message, RedundancyMessage, SubOption

from .test_standard import GROUP, KEYS, UPDATE
from .test_standard_properties import messages

OTHERS = {
    "type": 200,
    "version": 3,
    "subtypes": {"binding_update": 11, "table_request": 1},
    "extensions": {"mobility_binding": 101, "home_agent_list": 150, "authentication": 37},
    "sub_options": {"nai": 2, "udp_tunnel": 1},
    "codes": {"accepted": 1, "not_initialized": 7},
}
RENUMBERED = StandardCodec(Numbers.model_validate(OTHERS))


def differing(one: bytes, other: bytes) -> dict[int, tuple[int, int]]:
    """Where octets differ, and how."""
    assert len(one) == len(other)
    pairs = enumerate(zip(one, other, strict=True))
    return {at: pair for at, pair in pairs if pair[0] != pair[1]}


def test_only_the_numbers_differ() -> None:
    options = (SubOption(1, b"a@b"), SubOption(2, b"tunnel"), SubOption(3, b"gre!"))
    (binding,) = UPDATE.bindings
    update = dataclasses.replace(
        UPDATE,
        home_agents=("10.0.0.2",),
        bindings=(dataclasses.replace(binding, sub_options=options),),
    )
    standard, renumbered = (codec.encode(update, GROUP) for codec in (STANDARD, RENUMBERED))
    signed = len(standard) - GROUP.size
    assert differing(standard[:signed], renumbered[:signed]) == {
        0: (255, 200),  # Type
        1: (1, 11),  # Subtype
        2: (1, 3),  # Version
        6: (0, 1),  # Code
        24: (101, 150),  # Home Agent List
        30: (100, 101),  # Mobility Binding
        58: (1, 2),  # NAI
        63: (2, 1),  # UDP tunnel
        77: (36, 37),  # HA-HA Authentication
    }


@given(messages)
def test_decoding_gives_back_what_was_encoded(message: Message) -> None:
    decoded = RENUMBERED.decode(RENUMBERED.encode(message, GROUP), KeyRing([GROUP]))
    assert decoded.message == message
    assert decoded.authentication.authenticity is Authenticity.VALID


@given(st.binary() | st.binary(min_size=24).map(lambda octets: b"\xc8\x0b\x03" + octets))
def test_any_octets_are_decoded_or_refused(octets: bytes) -> None:
    decoded = RENUMBERED.decode(octets, KEYS)
    assert decoded.message is not None or decoded.defect is not None


@given(st.integers(0, 255))
def test_no_two_codes_become_one(code: int) -> None:
    message = dataclasses.replace(UPDATE, code=code)
    decoded = RENUMBERED.decode(RENUMBERED.encode(message, None), KEYS).message
    assert cast(RedundancyMessage, decoded).code == code


def test_the_standard_numbers_mean_nothing_then() -> None:
    decoded = RENUMBERED.decode(STANDARD.encode(UPDATE, GROUP), KEYS)
    assert (decoded.message, decoded.defect and decoded.defect.reason) == (
        None,
        "Type 255 is unknown",
    )


def test_an_extension_of_a_number_that_was_given_away_is_unknown() -> None:
    standard = Numbers.model_validate({"extensions": {"mobility_binding": 99}})
    codec = StandardCodec(standard)
    payload = codec.encode(dataclasses.replace(UPDATE, bindings=()), None)
    decoded = codec.decode(payload + b"\x64\x00", KEYS)
    assert isinstance(decoded.message, BindingUpdate)
    assert decoded.defect is not None
    assert decoded.defect.code is Code.POORLY_FORMED
    assert "unknown extension of type 100" in decoded.defect.reason


@pytest.mark.parametrize(
    ("numbers", "where", "said"),
    [
        ({"type": 1}, (), "type is 1, that of a Registration Request"),
        ({"type": 256}, ("type",), "less than or equal to 255"),
        ({"subtypes": {"table_reply": 5}}, ("subtypes",), "table_reply and table_reply_ack"),
        ({"codes": {"accepted": 1}}, ("codes",), "accepted and not_initialized are both 1"),
        ({"sub_options": {"nai": 3}}, ("sub_options",), "nai and gre_key are both 3"),
        (
            {"extensions": {"home_agent_list": 36}},
            ("extensions",),
            "home_agent_list and authentication are both 36",
        ),
        (
            {"extensions": {"home_agent_list": 36, "authentication": 37}},
            ("extensions",),
            "home_agent_list is 36, the type of Generalized Authentication (RFC 5944)",
        ),
        (
            {"extensions": {"mobility_binding": 32}},
            ("extensions",),
            "mobility_binding is 32, the type of Mobile-Home Authentication (RFC 5944)",
        ),
        ({"extensions": {"mobility_binding": 0}}, ("extensions", "mobility_binding"), "greater"),
        ({"extensions": {"authentication": 128}}, ("extensions", "authentication"), "127"),
    ],
)
def test_contradictions_are_named(
    numbers: dict[str, object], where: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Numbers.model_validate(numbers)
    (error,) = caught.value.errors()
    assert error["loc"] == where
    assert said in error["msg"]
