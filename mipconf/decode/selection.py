"""Which messages to show: `--filter` by message, address, mobile node or group; whom to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import Any

from mipconf.errors import SelectionError
from mipconf.protocol.messages import NAI_EXTENSION, UNASSIGNED, SubOptionType

KEYS = ("message", "address", "mn", "group")


class Filter:
    """Conditions of which all hold: `message=NAME` (with `*`), `address=A`, `mn=HOME_ADDRESS` or
    `mn=NAI`, `group=NUMBER`, which is one of Home Agents, of HSRP or a VRID.

    An address counts wherever it is: as source, as destination, or anywhere in the message. Raises
    `SelectionError` where a condition is none of these. Whose message it is, `mobile_nodes`, is not
    to be told by itself (`mipconf.decode.following`).
    """

    def __init__(self, conditions: Sequence[str]) -> None:
        found = [_condition(text) for text in conditions]
        self.mobile_nodes = tuple(value for key, value in found if key == "mn")
        self._conditions = [each for each in found if each[0] != "mn"]

    def __call__(self, document: dict[str, Any]) -> bool:
        """Whether a message is shown, as far as it tells."""
        return all(_holds(key, value, document) for key, value in self._conditions)


@dataclass(frozen=True, slots=True)
class Followed:
    """Whom `--follow` names: a mobile node, or groups of routers: one of a number, or all."""

    mobile_node: str | None = None
    group: int | None = None

    @classmethod
    def of(cls, text: str) -> Followed:
        """Read it: a home address, an NAI (`user@realm`), `group=NUMBER` or `group`.

        Raises `SelectionError` where it is none of these.
        """
        key, _, value = text.partition("=")
        if key == "group":
            return cls(group=_group("--follow group=", value) if value else None)
        if "@" in text:
            return cls(mobile_node=text)
        try:
            return cls(mobile_node=str(ip_address(text)))
        except ValueError:
            raise SelectionError(
                f"--follow {text}: not a home address such as 10.1.0.9, "
                "an NAI such as user@example.com, or group=7"
            ) from None


def check_address(where: str, value: str) -> str:
    """The address as decoded messages have it; raises `SelectionError` where it is none.

    `where` is what it was given for.
    """
    try:
        return str(ip_address(value))
    except ValueError:
        raise SelectionError(f"{where}{value}: not an IP address such as 10.1.0.9") from None


def mobile_nodes(document: dict[str, Any]) -> set[str]:
    """The mobile nodes that a message is about: home addresses and NAIs; 0.0.0.0 is nobody's."""
    bindings = document.get("bindings", [])
    options = [option for binding in bindings for option in binding.get("sub_options", [])]
    return {
        *([document["home_address"]] if "home_address" in document else []),
        *(binding["home_address"] for binding in bindings),
        *(each["nai"] for each in _of_type(document.get("extensions"), NAI_EXTENSION)),
        *(each["nai"] for each in _of_type(options, SubOptionType.NAI)),
    } - {UNASSIGNED}


def nai_of(document: dict[str, Any]) -> str | None:
    """The NAI in a registration message, or None."""
    return next((each["nai"] for each in _of_type(document.get("extensions"), NAI_EXTENSION)), None)


def _of_type(extensions: Any, kind: int) -> list[dict[str, Any]]:
    found = extensions if isinstance(extensions, list) else []
    return [each for each in found if each.get("type") == kind and "nai" in each]


def _condition(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    if key not in KEYS or not value:
        raise SelectionError(f"--filter {text}: write one of {', '.join(f'{k}=...' for k in KEYS)}")
    if key == "address" or (key == "mn" and "@" not in value):
        value = check_address(f"--filter {key}=", value)
    elif key == "group":
        value = str(_group("--filter group=", value))
    return key, value


def _group(where: str, value: str) -> int:
    if not value.isascii() or not value.isdecimal():
        raise SelectionError(f"{where}{value}: not a number such as 7")
    return int(value)


def _holds(key: str, value: str, document: dict[str, Any]) -> bool:
    if key == "message":
        return fnmatchcase(document["message"].lower(), value.lower())
    if key == "group":
        return str(document.get("group")) == value
    return value in _addresses(document)


def _addresses(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_addresses, value.values()))
    if isinstance(value, list):
        return set().union(*map(_addresses, value))
    return {value} if isinstance(value, str) else set()
