"""What a capture tells of a group's FHRP: protocol, version, timers, priorities, virtual IP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from mipconf.fhrp.messages import Opcode, State
from mipconf.fhrp.wire import decode
from mipconf.net.host import UDP, Datagram

T = TypeVar("T", bound=Hashable)

_HSRP_VERSIONS = (2, 1)


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

    "An HA sends from one address, FHRP messages included" (wire-format.md, section 1). Routers
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
        "priority": min(most(hello.priority for hello in own) or 0, 255),
    }
    if said[0].port:
        section["port"] = said[0].port
    times = _times(own) or _times(said)
    if times is not None:
        section["hello_ms"], section["hold_ms"] = times
    return section


def most(items: Iterable[T]) -> T | None:
    """The item that occurs most often; of several, the first; None of none."""
    counted = Counter(items).most_common(1)
    return counted[0][0] if counted else None


def _hello(time: int, datagram: Datagram) -> Hello | None:
    to = datagram.destination
    if to.protocol != UDP or not to.is_multicast:
        return None
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


def _place(hello: Hello) -> tuple[str, int, int]:
    return hello.protocol, hello.version, hello.port


def _times(said: Iterable[Hello]) -> tuple[int, int] | None:
    """The hello and hold time that most messages tell, where they make sense."""
    return most(
        (hello.hello_ms, hello.hold_ms) for hello in said if 0 < hello.hello_ms < hello.hold_ms
    )
