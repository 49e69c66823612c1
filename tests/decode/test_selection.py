"""Filters: what each condition takes, and how a wrong one is told."""

from __future__ import annotations

from typing import Any

import pytest

from mipconf.decode.selection import Filter, check_address, mobile_nodes
from mipconf.errors import SelectionError

UPDATE: dict[str, Any] = {
    "message": "Binding Update",
    "source": "10.0.0.2",
    "destination": "224.0.0.254",
    "bindings": [{"home_address": "10.1.0.9", "care_of_address": "192.0.2.9"}],
    "home_agents": [],
}
REQUEST: dict[str, Any] = {
    "message": "Registration Request",
    "source": "192.0.2.9",
    "destination": "10.0.0.2",
    "home_address": "10.1.0.9",
    "extensions": [{"fields": {"ha_address": "10.0.0.7"}}],
}

TAKEN = [
    ([], UPDATE, True),
    (["message=binding update"], UPDATE, True),
    (["message=Binding*"], UPDATE, True),
    (["message=Binding"], UPDATE, False),
    (["address=10.0.0.2"], UPDATE, True),
    (["address=224.0.0.254"], UPDATE, True),
    (["address=192.0.2.9"], UPDATE, True),
    (["address=10.0.0.7"], UPDATE, False),
    (["address=10.0.0.7"], REQUEST, True),
    (["mn=10.1.0.9"], UPDATE, True),
    (["mn=10.1.0.9", "message=Binding*"], REQUEST, False),
]


@pytest.mark.parametrize(("conditions", "document", "taken"), TAKEN)
def test_conditions(conditions: list[str], document: dict[str, Any], *, taken: bool) -> None:
    assert Filter(conditions)(document) is taken


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("10.0.0.2", "write one of message=..., address=..., mn=..., group=..."),
        ("port=434", "write one of message=..., address=..., mn=..., group=..."),
        ("message=", "write one of message=..., address=..., mn=..., group=..."),
        ("mn=nobody", "nobody: not an IP address such as 10.1.0.9"),
        ("address=10.0.0", "10.0.0: not an IP address such as 10.1.0.9"),
    ],
)
def test_a_condition_that_is_none(condition: str, said: str) -> None:
    with pytest.raises(SelectionError, match="--filter") as caught:
        Filter([condition])
    assert str(caught.value).endswith(said)


def test_an_address() -> None:
    check_address("--follow ", "10.1.0.9")
    with pytest.raises(SelectionError, match=r"^--follow x: not"):
        check_address("--follow ", "x")


def test_the_mobile_nodes_of_a_message() -> None:
    assert mobile_nodes(UPDATE) == mobile_nodes(REQUEST) == {"10.1.0.9"}
    assert mobile_nodes({"message": "Table Request"}) == set()
