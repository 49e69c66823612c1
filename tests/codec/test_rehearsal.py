"""The rehearsal finds what is wrong with a codec, and nothing in a right one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mipconf.codec import STANDARD, Authentication, Authenticity, Codec, Decoded, Defect
from mipconf.codec.rehearsal import mistake
from mipconf.protocol.messages import BindingUpdate, TableReply, TableRequest
from tests.secondformat.acme import CODEC


@pytest.mark.parametrize("codec", [STANDARD, CODEC], ids=["standard", "acme"])
def test_nothing_is_wrong_with_a_right_codec(codec: Codec) -> None:
    assert mistake(codec) is None


class Changed:
    """The standard codec, but for one thing."""

    def __init__(self, **functions: Any) -> None:
        self.encode, self.decode = STANDARD.encode, STANDARD.decode
        self.binding_size = STANDARD.binding_size
        vars(self).update(functions)


def decoding(change: Any) -> Changed:
    return Changed(decode=lambda payload, keys: change(STANDARD.decode(payload, keys)))


def forgetful(decoded: Decoded) -> Decoded:
    message = decoded.message
    if isinstance(message, BindingUpdate):
        return replace(decoded, message=replace(message, bindings=message.bindings[:1]))
    return decoded


def confused(decoded: Decoded) -> Decoded:
    message = decoded.message
    if isinstance(message, TableReply):
        header = {"group": 7, "home_agent_id": "10.0.0.2", "sequence": 1, "identification": 1}
        return replace(decoded, message=TableRequest(**header))  # type: ignore[arg-type]
    return decoded


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        (Changed(encode=lambda message, key: 3), "a BindingUpdate raises TypeError: "),
        (
            Changed(encode=lambda message, key: STANDARD.encode(message, None)),
            "a BindingUpdate of hmac-md5 is found absent with SPI None, not valid with 1000",
        ),
        (
            Changed(encode=lambda message, key: STANDARD.encode(message, key) + b"\0"),
            "a BindingUpdate of hmac-md5 is found invalid",
        ),
        (
            decoding(lambda d: replace(d, defect=Defect("too long", 0, None))),
            "a BindingUpdate is encoded, but not decoded: too long",
        ),
        (decoding(lambda d: replace(d, message=None)), "is encoded, but not decoded"),
        (decoding(forgetful), "a BindingUpdate is decoded with bindings (Binding("),
        (decoding(confused), "a TableReply is decoded with another type: TableRequest"),
        (
            decoding(
                lambda d: replace(
                    d,
                    authentication=Authentication(d.authentication.spi, Authenticity.VALID),
                )
            ),
            "is found valid with SPI 1000, not invalid with 1000",
        ),
        (Changed(binding_size=lambda binding: 28), "octets of bindings; by binding_size they are"),
        (
            Changed(decode=lambda octets, keys: octets[0] and STANDARD.decode(octets, keys)),
            "a BindingUpdate cut off at octet 0: decode raises IndexError: index out of range",
        ),
    ],
)
def test_a_mistake_is_found(codec: Codec, said: str) -> None:
    assert said in (mistake(codec) or "")
