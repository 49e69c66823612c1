"""What a user tells of their Home Agent: addresses, timers, keys, tolerances, what it supports.

A profile is a TOML file; every key has a default, and `Profile()` is the profile of a run without
one. Its tables and keys are those of the `process` contract (`mipconf.profile.contract`) wherever both
speak of the same thing, and `Profile.hut_config` makes the contract's document from it. What the
suite chooses for each case (identifiers, ports, the virtual IP address) is not in a profile.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from mipconf.codec import STANDARD_NUMBERS, Format, Numbers
from mipconf.profile.contract import (
    ConfigError,
    GroupAddress,
    GroupSecurity,
    HutConfig,
    Milliseconds,
    MobileNodeSecurity,
    Network,
    TimerConfig,
    describe,
)
from mipconf.profile.contradictions import contradictions
from mipconf.requirements.features import FEATURES, GROUPS, is_key

_ASSOCIATIONS = ("group_security", "mobile_nodes")
_HOME_PREFIX = 16
"""Each case has 256 home addresses of its own, and LOAD-2 20,000."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Hut(_Table):
    """`[hut]`: how the Home Agent under test is run."""

    driver: Annotated[
        Literal["builtin", "process"],
        Field(description="builtin: the reference Home Agent; process: any program, see command"),
    ] = "builtin"
    command: Annotated[
        tuple[str, ...],
        Field(description="the words of the program; {config} is the path of its configuration"),
    ] = ()
    start_timeout_s: Annotated[
        float,
        Field(
            gt=0, le=600, description="how long it may take from its start until it prints READY"
        ),
    ] = 10.0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.driver == "builtin" and self.command:
            raise ValueError('driver "builtin" takes no command; set driver = "process"')
        if self.driver == "process" and not any("{config}" in word for word in self.command):
            raise ValueError('driver "process" needs a command, a list of words, with {config}')
        return self


class LoopbackNetwork(_Table):
    """`[network]`: the addresses and ports that the suite may use on loopback."""

    base: Annotated[
        Network,
        Field(description="where the cases take their addresses: a /16 or larger in 127.0.0.0/8"),
    ] = "127.4.0.0/16"
    port_base: Annotated[
        int, Field(ge=1024, le=30000, description="the first UDP port of the cases")
    ] = 20000

    @field_validator("base")
    @classmethod
    def _roomy_loopback(cls, base: str) -> str:
        network = ipaddress.IPv4Network(base)
        if network.prefixlen > 16 or not network.subnet_of(ipaddress.IPv4Network("127.0.0.0/8")):
            raise ValueError("give a /16 or larger inside 127.0.0.0/8")
        return base


class Group(_Table):
    """`[group]`: the virtual router group."""

    number: Annotated[
        int,
        Field(
            ge=0,
            le=65535,
            description="the number of the group: HSRP group, or VRID of the first case",
        ),
    ] = 7
    address: Annotated[GroupAddress, Field(description="where the Home Agents multicast to")] = (
        "224.0.0.254"
    )
    ttl: Annotated[int, Field(ge=0, le=255, description="the TTL of what they multicast")] = 1


class Fhrp(_Table):
    """`[fhrp]`: the first-hop redundancy protocol that the Home Agent speaks, and its timers."""

    protocol: Annotated[
        Literal["hsrp", "vrrp", "none"],
        Field(description="how its group elects a router; with none, an initialized one is active"),
    ] = "hsrp"
    version: Annotated[
        Literal[1, 2, 3], Field(description="its version: HSRP 1 or 2, VRRP 2 or 3")
    ] = 2
    priority: Annotated[
        int,
        Field(
            ge=0,
            le=255,
            description="the priority of the Home Agent under test; those better play higher ones",
        ),
    ] = 100
    preempt: Annotated[
        bool, Field(description="whether it takes over from a worse active router")
    ] = True
    hello_ms: Annotated[
        Milliseconds, Field(description="how often a router says hello, or advertises")
    ] = 150
    hold_ms: Annotated[
        Milliseconds, Field(description="how long a hello counts; more than hello_ms (HSRP only)")
    ] = 500

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.protocol == "hsrp" and self.hold_ms <= self.hello_ms:
            raise ValueError(f"hold_ms {self.hold_ms} must exceed hello_ms {self.hello_ms}")
        return self


class Timers(TimerConfig):
    """`[timers]`: those of wire-format.md 5.7, short enough to be waited for in every case."""

    retransmit_ms: Milliseconds = 200
    reply_timeout_ms: Milliseconds = 300
    listen_ms: Milliseconds = 600
    deleted_entry_ms: Milliseconds = 1200


class Tolerances(_Table):
    """`[tolerances]`: by how much a Home Agent may miss a time (claims.md, "Rules of judging").

    A retransmission is due between `retransmit_early` and `retransmit_late` times the interval in
    force, plus `retransmit_slack_ms`; purging until `purge_late` times the deleted entry time.
    """

    answer_ms: Annotated[
        Milliseconds, Field(description="how long an answer to a datagram may take")
    ] = 1000
    retransmit_early: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="a retransmission may come after this part of the interval in force",
        ),
    ] = 0.5
    retransmit_late: Annotated[
        float, Field(ge=1, le=100, description="and is due before so many times that interval")
    ] = 2.0
    retransmit_slack_ms: Annotated[int, Field(ge=0, le=86_400_000, description="plus this")] = 100
    crossing_ms: Annotated[
        int,
        Field(
            ge=0,
            le=86_400_000,
            description="an acknowledgement that crosses a retransmission this closely excuses it",
        ),
    ] = 50
    purge_late: Annotated[
        float,
        Field(
            ge=1, le=100, description="a mark is purged before so many times the deleted entry time"
        ),
    ] = 1.5


class Profile(_Table):
    """A Home Agent under test, as its user describes it.

    The keys are those of the contract's example, known to all the world: a key that guards
    anything belongs in the environment (`key_env`), not in a file.
    """

    hut: Hut = Hut()
    network: LoopbackNetwork = LoopbackNetwork()
    group: Group = Group()
    fhrp: Fhrp = Fhrp()
    timers: Timers = Timers()
    tolerances: Tolerances = Tolerances()
    responder: Annotated[
        Literal["always", "active", "never"],
        Field(description="when it answers Table Requests: always, only while active, or never"),
    ] = "always"
    window: Annotated[
        int, Field(ge=1, description="parts of a table that may be unacknowledged at a time")
    ] = 32
    max_datagram: Annotated[
        int, Field(ge=548, le=65507, description="the largest UDP payload that it sends, in octets")
    ] = 1400
    max_lifetime_s: Annotated[
        int,
        Field(ge=1, le=65535, description="the longest lifetime that it grants; 65535 is infinity"),
    ] = 1800
    group_security: Annotated[
        tuple[GroupSecurity, ...],
        Field(min_length=1, description="the keys between Home Agents; the first one signs"),
    ] = (GroupSecurity(spi=1000, algorithm="hmac-sha256", key="00112233445566778899aabbccddeeff"),)
    mobile_nodes: Annotated[
        tuple[MobileNodeSecurity, ...],
        Field(
            min_length=1,
            description="the keys of mobile nodes, by home network; the cases use the first",
        ),
    ] = (
        MobileNodeSecurity(
            network="10.64.0.0/10",
            spi=256,
            algorithm="hmac-md5",
            key="0123456789abcdef0123456789abcdef",
        ),
    )
    supports: Annotated[Mapping[str, bool], Field(description="what it does not implement")] = {}
    codec: Annotated[
        str | None,
        Field(description="the format it speaks: an entry point of mipconf.codecs, or module:name"),
    ] = None
    numbers: Numbers = STANDARD_NUMBERS

    @property
    def format(self) -> Format:
        """The format that it speaks."""
        return Format(codec=self.codec, numbers=self.numbers)

    @field_validator("supports")
    @classmethod
    def _names_requirements(cls, supports: Mapping[str, bool]) -> Mapping[str, bool]:
        for name in supports:
            if not is_key(name):
                raise ValueError(
                    f'"{name}" is no claim (1 to 55), group ({", ".join(GROUPS)}), '
                    f"requirement of one (BASE-3) or feature ({', '.join(FEATURES)})"
                )
        return supports

    @field_validator("mobile_nodes")
    @classmethod
    def _roomy(cls, nodes: tuple[MobileNodeSecurity, ...]) -> tuple[MobileNodeSecurity, ...]:
        if ipaddress.IPv4Network(nodes[0].network).prefixlen > _HOME_PREFIX:
            raise ValueError(
                f"the first network, {nodes[0].network}, is where the cases take their mobile "
                f"nodes from; give a /{_HOME_PREFIX} or larger"
            )
        return nodes

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        contradiction = next(contradictions(self), None)
        if contradiction is not None:
            raise ValueError(contradiction)
        return self

    def hut_config(
        self,
        *,
        ha_id: str,
        port: int,
        fhrp_port: int,
        virtual_ip: str | None,
        **overrides: object,
    ) -> HutConfig:
        """The contract's document for one Home Agent of a case.

        `overrides` are keys of the document. A mapping changes single keys of a section
        (`timers={"listen_ms": 300}`); anything else replaces what the profile says.
        """
        document: dict[str, Any] = {
            "ha_id": ha_id,
            "port": port,
            "group": self.group.model_dump() | {"virtual_ip": virtual_ip},
            "fhrp": self.fhrp.model_dump() | {"port": fhrp_port},
            "timers": self.timers.model_dump(),
            "responder": self.responder,
            "window": self.window,
            "max_datagram": self.max_datagram,
            "max_lifetime_s": self.max_lifetime_s,
            "group_security": self.group_security,
            "mobile_nodes": self.mobile_nodes,
        }
        for key, value in overrides.items():
            document[key] = document[key] | value if isinstance(value, Mapping) else value
        return HutConfig.model_validate(document, strict=False)


def read_profile(path: Path, environment: Mapping[str, str] = os.environ) -> Profile:
    """Read and check a profile; raises `ConfigError` with the file, the key and what is allowed.

    A `key_env = "NAME"` of a security association is looked up in `environment`.
    """
    document = _document(path)
    try:
        for name in _ASSOCIATIONS:
            for index, association in enumerate(_tables(document.get(name))):
                _resolve_key(association, f"{name}.{index}", environment)
        # By way of JSON, because there a list may stand for a tuple while all else stays strict.
        return Profile.model_validate_json(json.dumps(document, default=str))
    except ValidationError as error:
        raise ConfigError(f"{path}: {_explain(error)}") from None
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def key_sources(path: Path) -> dict[str, str]:
    """Where the key of each association in the file comes from, by `group_security.0`.

    An association that is not in the file is the default's. Raises `ConfigError`.
    """
    document = _document(path)
    return {
        f"{name}.{index}": (
            f"environment variable {association['key_env']}"
            if "key_env" in association
            else f"in {path}"
        )
        for name in _ASSOCIATIONS
        for index, association in enumerate(_tables(document.get(name)))
    }


def fingerprint(key: str) -> str:
    """What stands for a key (hexadecimal, as in a profile) wherever one may look."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[:16]


def redacted(profile: Profile) -> dict[str, Any]:
    """The profile as JSON values, each key replaced by a fingerprint, to be shown and recorded."""
    document = profile.model_dump(mode="json")
    for association in document["group_security"] + document["mobile_nodes"]:
        association["fingerprint"] = fingerprint(association.pop("key"))
    return document


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None


def _tables(value: object) -> list[dict[str, object]]:
    """The tables in an array; whatever else stands there is left for the model to complain of."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _resolve_key(
    association: dict[str, object], location: str, environment: Mapping[str, str]
) -> None:
    """Put the key that `key_env` names into the association, in hexadecimal as in the file."""
    if "key_env" not in association:
        return
    if "key" in association:
        raise ConfigError(f"{location}.key and {location}.key_env: give one of them")
    name = association.pop("key_env")
    if not isinstance(name, str) or name not in environment:
        raise ConfigError(f"{location}.key_env: no environment variable {name!r}")
    association["key"] = environment[name]


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    location = first["loc"]
    where = ".".join(str(step) for step in location)
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown key; allowed are {', '.join(_siblings(location))}"
    if not location:  # Two keys contradict each other; the text names both.
        return first["msg"].removeprefix("Value error, ")
    if location[-1] == "key":
        # A mistyped key is still a secret: it must not reach a log.
        missing = first["type"] == "missing"
        return f"{where}: " + (
            "missing; give key or key_env" if missing else "must be octets in hexadecimal"
        )
    return describe(error)


def _siblings(location: tuple[int | str, ...]) -> list[str]:
    """The keys of the table that `location` points into."""
    table: type[BaseModel] = Profile
    for step in location[:-1]:
        if isinstance(step, str):
            annotation: Any = table.model_fields[step].annotation
            table = next(iter(get_args(annotation)), annotation)
    keys = list(table.model_fields)
    return [*keys, "key_env"] if "key" in keys else keys
