"""Which messages to show: `--filter` by message, address or mobile node."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from ipaddress import AddressValueError, IPv4Address
from typing import Any

from mipconf.errors import SelectionError

KEYS = ("message", "address", "mn")


class Filter:
    """Conditions of which all hold: `message=NAME` (with `*`), `address=A`, `mn=HOME_ADDRESS`.

    An address counts wherever it is: as source, as destination, or anywhere in the message. Raises
    `SelectionError` where a condition is none of these.
    """

    def __init__(self, conditions: Sequence[str]) -> None:
        self._conditions = [_condition(text) for text in conditions]

    def __call__(self, document: dict[str, Any]) -> bool:
        """Whether a message is shown."""
        return all(_holds(key, value, document) for key, value in self._conditions)


def check_address(where: str, value: str) -> None:
    """Raise `SelectionError` where `value` is no IPv4 address; `where` is what it was given for."""
    try:
        IPv4Address(value)
    except AddressValueError:
        raise SelectionError(f"{where} {value}: not an IPv4 address such as 10.1.0.9") from None


def mobile_nodes(document: dict[str, Any]) -> set[str]:
    """The home addresses that a message is about."""
    bindings = document.get("bindings", [])
    return {
        *([document["home_address"]] if "home_address" in document else []),
        *(binding["home_address"] for binding in bindings),
    }


def _condition(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    if key not in KEYS or not value:
        raise SelectionError(f"--filter {text}: write one of {', '.join(f'{k}=...' for k in KEYS)}")
    if key != "message":
        check_address(f"--filter {key}=", value)
    return key, value


def _holds(key: str, value: str, document: dict[str, Any]) -> bool:
    if key == "message":
        return fnmatchcase(document["message"].lower(), value.lower())
    if key == "mn":
        return value in mobile_nodes(document)
    return value in _addresses(document)


def _addresses(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_addresses, value.values()))
    if isinstance(value, list):
        return set().union(*map(_addresses, value))
    return {value} if isinstance(value, str) else set()
