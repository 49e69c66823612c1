"""The outline of the layers: names, places, and that no kind of field is lost."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from scapy.fields import LEShortField, ShortField
from scapy.packet import Packet

from mipconf.layers import all as layers
from mipconf.wireshark.outline import Kind, outline, outlines, snake_case

NAMES = [
    ("MobilityBinding", "mobility_binding"),
    ("HSRPv1", "hsrpv1"),
    ("VRRPv3IPv6", "vrrpv3_ipv6"),
    ("GroupStateIPv6", "group_state_ipv6"),
    ("MnFaKeyReply", "mn_fa_key_reply"),
    ("MobileIP", "mobile_ip"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_class_becomes_part_of_a_name(name: str, expected: str) -> None:
    assert snake_case(name) == expected


BINDING = [
    ("miphar.mobility_binding.type", Kind.UNSIGNED, 1, 0),
    ("miphar.mobility_binding.length", Kind.UNSIGNED, 1, 0),
    ("miphar.mobility_binding.flags", Kind.FLAGS, 1, 0xFF),
    ("miphar.mobility_binding.deleted", Kind.UNSIGNED, 1, 0x80),
    ("miphar.mobility_binding.reserved", Kind.UNSIGNED, 1, 0x7F),
    ("miphar.mobility_binding.home_address", Kind.IPV4, 4, 0),
    ("miphar.mobility_binding.home_agent", Kind.IPV4, 4, 0),
    ("miphar.mobility_binding.care_of_address", Kind.IPV4, 4, 0),
    ("miphar.mobility_binding.lifetime_granted", Kind.UNSIGNED, 2, 0),
    ("miphar.mobility_binding.lifetime_remaining", Kind.UNSIGNED, 2, 0),
    ("miphar.mobility_binding.identification", Kind.UNSIGNED, 8, 0),
    ("miphar.mobility_binding.sub_options", Kind.EXTENSIONS, 0, 0),
]


def test_a_binding_is_as_the_page_has_it() -> None:
    """docs/protocol.md#4-1: 28 octets, then the sub-options."""
    found = outline(layers.MobilityBinding)
    assert [(f.filter_name, f.kind, f.octets, f.mask) for f in found.fields] == BINDING
    assert found.size == 28


def test_the_messages_of_home_agents_share_their_header() -> None:
    names = {field.filter_name for field in outline(layers.TableReply).fields}
    assert {"miphar.sequence", "miphar.request_sequence", "miphar.part"} <= names


def test_a_name_stands_for_one_kind_of_field() -> None:
    kinds: dict[str, set[tuple[Kind, int, int]]] = {}
    for each in outlines().values():
        for field in each.fields:
            kinds.setdefault(field.filter_name, set()).add((field.kind, field.octets, field.mask))
    assert [name for name, found in kinds.items() if len(found) > 1] == []


class Odd(Packet):
    fields_desc: ClassVar[list[Any]] = [ShortField("even", 0), LEShortField("odd", 0)]


def test_octets_in_another_order_are_no_number_of_ours() -> None:
    with pytest.raises(TypeError, match=r"Odd\.odd: LEShortField is unknown"):
        outline(Odd)
