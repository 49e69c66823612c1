"""The FHRP of a Home Agent in a capture, by what the routers of its group say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from mipconf.judge.routers.group import RouterGroup
from mipconf.judge.routers.timers import slowest, timers_of
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import RESIGNING

_LARGEST_PRIORITY = 255
_LONGEST_MS = 86_400_000


def group_of(
    groups: Sequence[RouterGroup], home_agent: str, fellows: Collection[str], number: int
) -> RouterGroup | None:
    """The group of HSRP or VRRP that a Home Agent is in; None where it cannot be told.

    It speaks there itself, or the others of its redundancy group do: "an HA sends from one address,
    FHRP messages included" (docs/protocol.md#1). The group has the number of the redundancy group,
    if any of them has.
    """

    def weight(group: RouterGroup) -> tuple[bool, bool, int]:
        members = len({*fellows} & {*group.routers})
        return group.number == number, home_agent in group.routers, members

    candidates = [group for group in groups if {home_agent, *fellows} & {*group.routers}]
    return max(candidates, key=weight, default=None)


def configuration(group: RouterGroup, router: str) -> dict[str, Any]:
    """The `fhrp` section of a router's configuration, as far as messages tell it.

    By its own messages, or else by those of the others. One that never says its priority is taken
    to lose against everybody, so that nothing is asked of it.
    """
    own = group.of(router)
    timers = timers_of(own) if own else slowest(timers_of(group.of(r)) for r in group.routers)
    priorities = Counter(said.priority for said in own if said.priority != RESIGNING)
    priority = priorities.most_common(1)[0][0] if priorities else 0
    hello_ms = min(max(1, timers.hello_ns // MILLISECOND), _LONGEST_MS - 1)
    hold_ns = timers.hold_ns + timers.skew_ns(0)
    return {
        "protocol": group.protocol,
        "version": group.version,
        "priority": min(priority, _LARGEST_PRIORITY),
        "hello_ms": hello_ms,
        "hold_ms": min(max(hello_ms + 1, hold_ns // MILLISECOND), _LONGEST_MS),
    }


def virtual_ip(group: RouterGroup, own_addresses: Collection[str]) -> str | None:
    """The virtual address that is none of a router's own; None where there is none.

    What comes from an address that its owner has of its own, who advertises it with priority 255,
    comes from the owner.
    """
    told = Counter(address for said in group.messages for address in said.addresses)
    virtual = [address for address, _ in told.most_common() if address in group.addresses]
    return next((a for a in virtual if a not in {*own_addresses, *group.routers}), None)
