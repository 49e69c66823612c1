"""What a capture tells of a group's FHRP: protocol, version, timers, priorities, virtual IP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import Any, TypeVar

from mipconf.fhrp import vrrp_wire
from mipconf.fhrp.hsrp_wire import decode
from mipconf.net.host import VRRP, Datagram
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import RESIGNING, Opcode, State

T = TypeVar("T", bound=Hashable)

_HSRP_VERSIONS = (2, 1)
_VRRP_VERSIONS = (3, 2)
_IN_SECONDS = (("hsrp", 1), ("vrrp", 2))
_CLEARLY_FASTER = 0.8
_MISSED = 4
"""Advertisement intervals that a master down interval is at most (RFC 3768, section 6.1)."""


@dataclass(frozen=True, slots=True)
class Hello:
    """A message of an FHRP to the routers of a group; `port` is 0 where the protocol has none."""

    time: int
    source: str
    protocol: str
    version: int
    port: int
    number: int
    priority: int
    hello_ms: int
    hold_ms: int
    virtual_ip: str | None
    is_active: bool


def hellos(datagrams: Iterable[tuple[int, Datagram]]) -> list[Hello]:
    """All messages of an FHRP, whatever port they use."""
    found = (_hello(time, datagram) for time, datagram in datagrams)
    return [hello for hello in found if hello is not None]


def of_group(said: Sequence[Hello], number: int, home_agents: Collection[str]) -> list[Hello]:
    """The messages of the FHRP that a group runs: of its number, and known to its Home Agents.

    "An HA sends from one address, FHRP messages included" (docs/protocol.md#1). Routers
    that are no Home Agents may take part, too.
    """
    ours = [hello for hello in said if hello.number == number]
    places = {(hello.source, _place(hello)) for hello in ours if hello.source in home_agents}
    place = most(place for _, place in sorted(places))
    return [hello for hello in ours if _place(hello) == place]


def virtual_ip(said: Sequence[Hello]) -> str | None:
    """The virtual IP address that most routers say, those that are active above all."""
    for among in ([hello for hello in said if hello.is_active], said):
        told = {(hello.source, hello.virtual_ip) for hello in among if hello.virtual_ip}
        address = most(address for _, address in sorted(told))
        if address is not None:
            return address
    return None


def configuration(said: Sequence[Hello], home_agent: str) -> dict[str, Any]:
    """The `fhrp` section of a Home Agent's configuration, as far as messages tell it.

    By its own messages, or else by those of the others. One that never says its priority is taken
    to lose against everybody, so that nothing is asked of it.
    """
    own = [hello for hello in said if hello.source == home_agent]
    section: dict[str, Any] = {
        "protocol": said[0].protocol,
        "version": said[0].version,
        "priority": min(most(hello.priority for hello in own if hello.priority) or 0, 255),
    }
    if said[0].port:
        section["port"] = said[0].port
    times = _faster(said) or _times(own) or _times(said)
    if times is not None:
        section["hello_ms"], section["hold_ms"] = times
    return section


def most(items: Iterable[T]) -> T | None:
    """The item that occurs most often; of several, the first; None of none."""
    counted = Counter(items).most_common(1)
    return counted[0][0] if counted else None


def _hello(time: int, datagram: Datagram) -> Hello | None:
    to = datagram.destination
    if not to.is_multicast:
        return None
    if to.protocol == VRRP:
        return _advertisement(time, datagram)
    for version in _HSRP_VERSIONS:
        message = decode(datagram.payload, version)
        if message is None:
            continue
        # Both times are rounded up to whole seconds in version 1, perhaps to the same one.
        alike = version == 1 and message.hello_ms == message.hold_ms
        return Hello(
            time,
            datagram.source.address,
            "hsrp",
            version,
            to.port,
            message.group,
            message.priority,
            message.hello_ms - alike,
            message.hold_ms,
            message.virtual_ip,
            message.opcode is Opcode.HELLO and message.state is State.ACTIVE,
        )
    return None


def _advertisement(time: int, datagram: Datagram) -> Hello | None:
    source, to = datagram.source.address, datagram.destination.address
    for version in _VRRP_VERSIONS:
        message = vrrp_wire.decode(datagram.payload, version, source, to)
        if message is not None:
            return Hello(
                time,
                source,
                "vrrp",
                version,
                0,
                message.vrid,
                message.priority,
                message.advertisement_ms,
                _MISSED * message.advertisement_ms,
                next(iter(message.addresses), None),
                message.priority != RESIGNING,
            )
    return None


def _place(hello: Hello) -> tuple[str, int, int]:
    return hello.protocol, hello.version, hello.port


def _faster(said: Sequence[Hello]) -> tuple[int, int] | None:
    """The times by which active routers really speak, where messages have whole seconds only.

    Timers of less are rounded up there (docs/hut-contract.md). The hold time is then taken to be as
    much longer than the hello time as RFC 2281, section 5.1, has it.
    """
    if (said[0].protocol, said[0].version) not in _IN_SECONDS:
        return None
    spoken: dict[str, list[int]] = {}
    for hello in said:
        if hello.is_active:
            spoken.setdefault(hello.source, []).append(hello.time)
    gaps = [after - before for times in spoken.values() for before, after in pairwise(times)]
    if not gaps:
        return None
    hello_ms = median_low(gaps) // MILLISECOND
    if not 0 < hello_ms < _CLEARLY_FASTER * min(hello.hello_ms for hello in said):
        return None
    return hello_ms, hello_ms * 10 // 3


def _times(said: Iterable[Hello]) -> tuple[int, int] | None:
    """The hello and hold time that most messages tell, where they make sense."""
    return most(
        (hello.hello_ms, hello.hold_ms) for hello in said if 0 < hello.hello_ms < hello.hold_ms
    )
