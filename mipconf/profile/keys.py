"""The keys of a profile: each with its default, its range, and what it means.

The tables and keys are those of the `process` contract (`mipconf.profile.contract`) wherever both
speak of the same thing. What keys mean together is in `mipconf.profile.contradictions`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from mipconf.codec import STANDARD_NUMBERS, Format, Numbers
from mipconf.profile.contract import (
    ChecksumForm,
    GroupAddress,
    GroupSecurity,
    Milliseconds,
    MobileNodeSecurity,
    Network,
    TimerConfig,
)
from mipconf.requirements.catalogue import GROUPS
from mipconf.requirements.features import FEATURES
from mipconf.requirements.support import is_key

_HOME_PREFIX = 16
"""Each case has 256 home addresses of its own, and LOAD-2 20,000."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class HutKeys(_Table):
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


class LoopbackKeys(_Table):
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


class FhrpKeys(_Table):
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
    checksum: Annotated[
        ChecksumForm,
        Field(
            description="what the checksum of VRRP version 3 is computed over: the message "
            "(RFC 9568), or the pseudo-header before it, too (RFC 5798)"
        ),
    ] = "message"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.protocol == "hsrp" and self.hold_ms <= self.hello_ms:
            raise ValueError(f"hold_ms {self.hold_ms} must exceed hello_ms {self.hello_ms}")
        return self


class TimerKeys(TimerConfig):
    """`[timers]`: those of docs/protocol.md#5-7, short enough to be waited for in every case."""

    retransmit_ms: Milliseconds = 200
    reply_timeout_ms: Milliseconds = 300
    listen_ms: Milliseconds = 600
    deleted_entry_ms: Milliseconds = 1200


class Tolerances(_Table):
    """`[tolerances]`: by how much a Home Agent may miss a time (docs/claims.md, "Rules of
    judging").

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


class ProfileKeys(_Table):
    """Every key of a profile with its default, each within its own range.

    The keys are those of the contract's example, known to all the world: a key that guards
    anything belongs in the environment (`key_env`), not in a file.
    """

    hut: HutKeys = HutKeys()
    network: LoopbackKeys = LoopbackKeys()
    group: Group = Group()
    fhrp: FhrpKeys = FhrpKeys()
    timers: TimerKeys = TimerKeys()
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
                    f"requirement of one (LOAD-1) or feature ({', '.join(FEATURES)})"
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
