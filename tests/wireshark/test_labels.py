"""What fields are called on the screen."""

from __future__ import annotations

import pytest

from mipconf.wireshark.labels import label
from mipconf.wireshark.outline import outlines

LABELS = [
    ("spi", "SPI"),
    ("care_of_address", "Care-of Address"),
    ("care_of_nonce_index", "Care-of Nonce Index"),
    ("home_agent_id", "Home Agent Identifier"),
    ("mn_to_ha_traversal_address", "MN to HA Traversal Address"),
    ("gfa_ip_address", "GFA IP Address"),
    ("virtual_rtr_id", "Virtual Rtr ID"),
    ("reserved2", "Reserved"),
    ("ipv4_address", "IPv4 Address"),
]


@pytest.mark.parametrize(("name", "expected"), LABELS)
def test_labels_are_those_of_the_rfcs(name: str, expected: str) -> None:
    assert label(name) == expected


def test_no_label_is_the_name_of_a_variable() -> None:
    names = {field.name for each in outlines().values() for field in each.fields}
    labels = {label(name) for name in names}
    assert all("_" not in each and each[0].isupper() for each in labels)
