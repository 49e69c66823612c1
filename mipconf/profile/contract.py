"""The configuration of a Home Agent under test, as the `process` contract has it.

`HutConfig` is the JSON document that a Home Agent is started with (shared page:
docs/hut-contract.md): the drivers write it, the reference Home Agent reads it. Addresses are IPv4
in dotted-quad text, times are milliseconds but for `replay_window_s` and `max_lifetime_s`, keys are
hexadecimal.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from mipconf.errors import ConfigError
from mipconf.protocol.durations import MILLISECOND


def _address(text: str) -> str:
    try:
        return str(ipaddress.IPv4Address(text))
    except ipaddress.AddressValueError as error:
        raise ValueError(f"not an IPv4 address ({error})") from None


def _group_address(text: str) -> str:
    if not ipaddress.IPv4Address(_address(text)).is_multicast:
        raise ValueError("not a multicast address (224.0.0.0 to 239.255.255.255)")
    return text


def _network(text: str) -> str:
    return str(ipaddress.IPv4Network(text))


def _hexadecimal(text: str) -> str:
    if not bytes.fromhex(text):
        raise ValueError("an empty key; give at least one octet in hexadecimal")
    return text.lower()


_LONGEST = 160
"""Characters of a key, a reason or a value in the text of an error."""

Address = Annotated[str, AfterValidator(_address)]
GroupAddress = Annotated[str, AfterValidator(_group_address)]
Network = Annotated[str, AfterValidator(_network)]
Key = Annotated[str, AfterValidator(_hexadecimal)]
Port = Annotated[int, Field(ge=1, le=65535)]
Milliseconds = Annotated[int, Field(ge=1, le=86_400_000)]
ChecksumForm = Literal["message", "pseudo-header"]
Algorithm = Literal["hmac-md5", "hmac-sha1", "hmac-sha256"]
MobileNodeAlgorithm = Literal[Algorithm, "keyed-md5"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class GroupConfig(_Section):
    """The virtual router group: number, multicast address, TTL, and its virtual IP address."""

    number: Annotated[int, Field(ge=0, le=65535)]
    address: GroupAddress = "224.0.0.254"
    ttl: Annotated[int, Field(ge=0, le=255)] = 255
    virtual_ip: Address | None = None


def master_down_interval_ns(hello_ms: int, priority: int) -> int:
    """VRRP: 3A + (256 - priority)/256 A, in version 2 too (docs/hut-contract.md); A is hello_ms."""
    interval = hello_ms * MILLISECOND
    return 3 * interval + (256 - priority) * interval // 256


class FhrpConfig(_Section):
    """The first-hop redundancy protocol: HSRP (UDP `port`), VRRP, or none.

    `checksum` is left out of the document where it is the default, for a Home Agent that was
    written before there was such a key.
    """

    protocol: Literal["hsrp", "vrrp", "none"]
    version: Annotated[int, Field(ge=1, le=3)] = 2
    port: Port = 1985
    priority: Annotated[int, Field(ge=0, le=255)] = 100
    preempt: bool = True
    hello_ms: Milliseconds = 3000
    hold_ms: Milliseconds = 10000
    checksum: ChecksumForm = "message"

    @model_serializer(mode="wrap")
    def _without_default_checksum(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, object]:
        document: dict[str, object] = serialize(self)
        if document.get("checksum") == "message":
            del document["checksum"]
        return document

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        versions = {"hsrp": (1, 2), "vrrp": (2, 3)}.get(self.protocol)
        if versions and self.version not in versions:
            raise ValueError(
                f"version {self.version} of {self.protocol} does not exist; "
                f"use {versions[0]} or {versions[1]}"
            )
        if self.protocol == "hsrp" and self.hold_ms <= self.hello_ms:
            raise ValueError(f"hold_ms {self.hold_ms} must exceed hello_ms {self.hello_ms}")
        return self

    @property
    def hold_ns(self) -> int:
        """The hold time (HSRP), or the master down interval (VRRP), in ns; 0 without an FHRP."""
        match self.protocol:
            case "hsrp":
                return self.hold_ms * MILLISECOND
            case "vrrp":
                return master_down_interval_ns(self.hello_ms, self.priority)
            case _:
                return 0


class TimerConfig(_Section):
    """The timers of docs/protocol.md#5-7, and the replay window of HAs and MNs."""

    retransmit_ms: Annotated[
        Milliseconds,
        Field(description="how long an acknowledgement is waited for, then it is sent again"),
    ] = 1000
    max_retransmissions: Annotated[
        int, Field(ge=0, le=100, description="how often it is sent again")
    ] = 3
    reply_timeout_ms: Annotated[
        Milliseconds,
        Field(description="how long a joining Home Agent waits for new parts, then it asks again"),
    ] = 2000
    listen_ms: Annotated[
        Milliseconds,
        Field(description="how long it listens when it starts; longer than the hold time"),
    ] = 11000
    deleted_entry_ms: Annotated[
        Milliseconds, Field(description="how long a mark of a deletion is kept")
    ] = 60000
    replay_window_s: Annotated[
        int, Field(ge=1, le=86400, description="by how much clocks may differ")
    ] = 7


class GroupSecurity(_Section):
    """A security association between the Home Agents of the group."""

    spi: Annotated[int, Field(ge=0, le=0xFFFFFFFF, description="the Security Parameter Index")]
    algorithm: Annotated[Algorithm, Field(description="how the authenticator is computed")] = (
        "hmac-sha256"
    )
    key: Annotated[Key, Field(description="octets in hexadecimal")]


class MobileNodeSecurity(_Section):
    """The security association shared with each mobile node of a home network."""

    network: Annotated[Network, Field(description="the home network")]
    spi: Annotated[int, Field(ge=256, le=0xFFFFFFFF, description="the Security Parameter Index")]
    algorithm: Annotated[
        MobileNodeAlgorithm, Field(description="how the authenticator is computed")
    ] = "hmac-md5"
    key: Annotated[Key, Field(description="octets in hexadecimal")]


class OpenConfig(_Section):
    """What a Home Agent is told when it is started, without the keys."""

    ha_id: Address
    port: Port = 434
    group: GroupConfig
    fhrp: FhrpConfig
    peers: tuple[Address, ...] = ()
    timers: TimerConfig = TimerConfig()
    responder: Literal["always", "active", "never"] = "active"
    window: Annotated[int, Field(ge=1)] = 32
    max_datagram: Annotated[int, Field(ge=548, le=65507)] = 1400
    max_lifetime_s: Annotated[int, Field(ge=1, le=65535)] = 1800

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.group.virtual_ip is None and self.fhrp.protocol == "vrrp":
            raise ValueError("group.virtual_ip may be null with HSRP only")
        if self.group.virtual_ip == self.ha_id:
            raise ValueError("group.virtual_ip and ha_id must differ")
        return self


class HutConfig(OpenConfig):
    """All that a Home Agent is told when it is started."""

    group_security: Annotated[tuple[GroupSecurity, ...], Field(min_length=1)]
    mobile_nodes: tuple[MobileNodeSecurity, ...] = ()


def read_config(path: Path) -> HutConfig:
    """Read and check a configuration file; raises `ConfigError` saying which key is wrong."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        return HutConfig.model_validate_json(text)
    except ValidationError as error:
        raise ConfigError(f"{path}: {describe(error)}") from None


def describe(error: ValidationError) -> str:
    """The first thing that is wrong, on one line: the key, the reason, the value found."""
    first = error.errors(include_url=False)[0]
    location: Sequence[int | str] = first["loc"]
    key = ".".join(str(step) for step in location) or "document"
    reason = first["msg"].removeprefix("Value error, ")
    found = first["input"]
    secret = key.rpartition(".")[2] == "key"
    plain = not (secret or isinstance(found, dict | list | bytes | None))
    said = f"{_short(key)}: {_short(reason)}" + (f", not {_short(repr(found))}" if plain else "")
    return said.replace("\n", " ")


def _short(text: str) -> str:
    """What a file says may be of any length; a line is for people."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
