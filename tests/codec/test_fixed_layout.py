"""Records: every width and kind of field that a layer may have, and what can't be a record."""

from typing import Any

import pytest
from scapy.fields import BitField, ByteField, FlagsField, IntField, IPField, LongField, ShortField
from scapy.packet import Packet

from mipconf.codec.fixed_layout import Record, parse_address


class Sample(Packet):
    name = "Sample"
    fields_desc = [  # noqa: RUF012
        ByteField("octet", 7),
        FlagsField("flags", 0, 8, "abcdefgh"),
        BitField("one", 0, 1),
        BitField("three", 0, 3),
        BitField("twelve", 0, 12),
        IPField("address", "10.0.0.1"),
        ShortField("short", None),
        IntField("whole", 0),
        LongField("long", 0),
    ]


class Unfinished(Packet):
    name = "Unfinished"
    fields_desc = [BitField("one", 0, 1)]  # noqa: RUF012


NAMES = [field.name for field in Sample.fields_desc]
VALUES: list[Any] = [1, 0x81, True, 5, 0xABC, "192.0.2.9", 2, 3, 4]
OCTETS = "01 81 dabc c0000209 0002 00000003 0000000000000004"


def test_every_kind_of_field() -> None:
    record = Record(Sample, NAMES)
    assert record.size == 22
    assert record.pack(VALUES) == bytes.fromhex(OCTETS)
    assert record.unpack(bytes.fromhex("ffff" + OCTETS), 2) == VALUES
    assert bytes(Sample(**dict(zip(NAMES, VALUES, strict=True)))) == bytes.fromhex(OCTETS)
    assert record.offsets == {
        "octet": 0,
        "flags": 1,
        "one": 2,
        "three": 2,
        "twelve": 2,
        "address": 4,
        "short": 8,
        "whole": 10,
        "long": 14,
    }


def test_fields_that_are_not_named_have_their_defaults() -> None:
    record = Record(Sample, ["short", "three"])
    assert record.pack([2, 5]) == bytes.fromhex("07005000 0a000001 0002 00000000 0000000000000000")
    assert record.unpack(bytes.fromhex(OCTETS)) == [2, 5]


@pytest.mark.parametrize(
    ("index", "value"),
    [(0, 256), (1, -1), (4, 2**16), (5, "10.1"), (5, None), (6, "2"), (7, 2**32), (8, 1.5)],
)
def test_the_value_that_does_not_fit_is_named(index: int, value: Any) -> None:
    values = [*VALUES[:index], value, *VALUES[index + 1 :]]
    with pytest.raises(ValueError, match=rf"Sample: {NAMES[index]} cannot be"):
        Record(Sample, NAMES).pack(values)


def test_bits_that_fill_no_octets_are_refused() -> None:
    with pytest.raises(TypeError, match="Unfinished: one"):
        Record(Unfinished, ["one"])


@pytest.mark.parametrize("text", ["10.1", "1", "010.0.0.1", "10.0.0.256", "::", ""])
def test_addresses_have_four_numbers(text: str) -> None:
    with pytest.raises(OSError, match="illegal IP address"):
        parse_address(text)
