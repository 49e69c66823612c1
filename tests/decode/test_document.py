"""Messages as JSON: the vectors of the specification, and what each malformed one is told for."""

from __future__ import annotations

import json
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.decode.document import document, moment
from mipconf.decode.messages import Decoder
from mipconf.layers.messages import MESSAGES
from mipconf.layers.mobileip import RegistrationRequest
from mipconf.layers.security import Algorithm, Association
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.profile.security import Keys
from mipconf.protocol.durations import SECOND
from mipconf.trace.frame import CapturedFrame

KEY = bytes(range(1, 17))
VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "vectors.json").read_text())


def association(item: dict[str, Any]) -> Association:
    return Association(item["spi"], Algorithm(item["algorithm"]), bytes.fromhex(item["key"]))


def frame(payload: bytes, source: str = "10.0.0.2", to: str = "10.0.0.3") -> CapturedFrame:
    datagram = Datagram(Endpoint(source, 434), Endpoint(to, 434), payload)
    octets = pack(datagram)
    return CapturedFrame(1, 1_763_910_400_123_456_789, None, 101, octets, len(octets))


def decoded(payload: str, keys: Keys | None = None, **ends: str) -> dict[str, Any]:
    octets = frame(bytes.fromhex(payload), **ends)
    (said,) = Decoder(keys or Keys((), ()), [434]).messages([octets])
    return document(said)


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda each: str(each["name"]))
def test_the_vectors(vector: dict[str, Any]) -> None:
    keys = Keys(
        tuple(association(item) for item in VECTORS["group_security"]),
        tuple((IPv4Network("0.0.0.0/0"), association(item)) for item in VECTORS["mobile_nodes"]),
    )
    expected = vector["decoded"]
    found = decoded(vector["payload"], keys, source=expected["source"], to=expected["destination"])
    for binding in found.get("bindings", []):
        binding.pop("sub_options", None)  # Beyond the form of the page
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (1_763_910_400_123_456_789, "2025-11-23T15:06:40.123456"),
        (0, "1970-01-01T00:00:00.000000"),
        (-1, "1969-12-31T23:59:59.999999"),
        (253_402_300_799 * SECOND, "9999-12-31T23:59:59.000000"),
        (253_402_300_800 * SECOND, "+10000-01-01T00:00:00.000000"),
        (2**40 * SECOND, "+36812-02-20T00:36:16.000000"),
        (-62_167_219_201 * SECOND, "-00001-12-31T23:59:59.000000"),
    ],
)
def test_times_are_utc_to_the_microsecond(time: int, shown: str) -> None:
    assert moment(time) == shown


@given(st.integers(-(2**80), 2**80))
def test_every_time_is_shown(time: int) -> None:
    date, _, clock = moment(time).partition("T")
    assert len(clock) == len("15:06:40.123456")
    assert date[-6:-5] == date[-3:-2] == "-"


UPDATE = "ff01010000070000" + "0a000002" + "00000001" + "e93c7a0000000000"
MALFORMED = [
    ("ff01", "the message ends at octet 2, its fixed part takes 24"),
    (UPDATE, "a Binding Update without a Mobility Binding, at octet 24"),
    (UPDATE + "6405", "the extension at octet 24 does not end within the message"),
    (
        "01" + "00" * 23 + "33020304",
        "an unknown extension of type 51, not one to skip, at octet 24",
    ),
    ("01" + "00" * 23 + "3000000401020304", None),
    ("0300", "the message ends at octet 2, its fixed part takes 20"),
    ("07" + "00" * 19 + "2220", "the extension at octet 20 does not end within the message"),
    ("0700", "the message ends at octet 2, its fixed part takes 20"),
    ("1c6162", "28 is no type of a message, at octet 0"),
    ("04370000", None),
]


@pytest.mark.parametrize(("payload", "expected"), MALFORMED)
def test_what_is_malformed_says_what_and_where(payload: str, expected: str | None) -> None:
    assert decoded(payload)["malformed"] == expected


def test_extensions_of_a_registration() -> None:
    found = decoded("01" + "00" * 23 + "8b020004c0000201" + "830461406263")
    assert found["extensions"] == [
        {
            "type": 139,
            "name": "Dynamic HA",
            "subtype": 2,
            "ha_address": "192.0.2.1",
            "reading": "the long form, as RFC 4433 draws it",
        },
        {"type": 131, "name": "MN-NAI", "nai": "a@bc"},
    ]


def test_without_a_key_an_authenticator_is_unverified_and_with_one_it_is_judged() -> None:
    payload = VECTORS["vectors"][0]["payload"]
    group = tuple(association(item) for item in VECTORS["group_security"])
    assert decoded(payload)["authentication"] == {"spi": 1000, "status": "unverified"}
    assert decoded(payload, Keys(group, ()))["authentication"]["status"] == "valid"
    changed = payload[:-2] + f"{int(payload[-2:], 16) ^ 1:02x}"
    assert decoded(changed, Keys(group, ()))["authentication"]["status"] == "invalid"
    assert decoded(UPDATE)["authentication"] is None


@pytest.mark.parametrize(
    ("signed_by", "holds_by"),
    [
        (Association(256, Algorithm.KEYED_MD5, KEY), "keyed-md5"),
        (
            Association(256, Algorithm.HMAC_MD5, KEY.hex().encode()),
            "hmac-md5 with the key as ASCII text, not as hexadecimal",
        ),
        (Association(256, Algorithm.HMAC_MD5, b"another"), None),
    ],
)
def test_an_invalid_authenticator_says_by_what_it_would_hold(
    signed_by: Association, holds_by: str | None
) -> None:
    known = (IPv4Network("0.0.0.0/0"), Association(256, Algorithm.HMAC_MD5, KEY))
    request = RegistrationRequest(home_address="10.1.0.9").sign(signed_by)
    found = decoded(bytes(request).hex(), Keys((), (known,)))["authentication"]
    assert (found["status"], found.get("holds_by")) == ("invalid", holds_by)


def test_every_message_becomes_json() -> None:
    for layer in MESSAGES.values():
        found = decoded(bytes(layer()).hex())
        assert found["message"] == layer().name
        json.dumps(found)


def test_other_ports_are_not_read() -> None:
    octets = pack(Datagram(Endpoint("10.0.0.2", 5), Endpoint("10.0.0.3", 6), b"\1" * 30))
    other = CapturedFrame(1, 0, None, 101, octets, len(octets))
    assert list(Decoder(Keys((), ()), [434]).messages([other])) == []
    assert len(list(Decoder(Keys((), ()), [6]).messages([other]))) == 1
