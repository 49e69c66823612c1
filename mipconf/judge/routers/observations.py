"""What is worth a note about the routers of a capture: what no verdict says, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from mipconf.judge.routers.group import RouterGroup, are_neighbours
from mipconf.judge.routers.message import PassedOver, RouterMessage, Said
from mipconf.judge.routers.takeover import Takeover, takeovers
from mipconf.judge.routers.timers import RouterTimers, seconds, timers_of
from mipconf.layers.vrrp import Checksum
from mipconf.protocol.durations import SECOND

_MOST_TAKEOVERS = 4
"""Of more in one group the rest is counted."""

_FORMS = {
    Checksum.MESSAGE: "the message alone (RFC 9568)",
    Checksum.PSEUDO_HEADER: "the pseudo-header and the message (RFC 5798)",
}


def observations(said: Sequence[Said], groups: Sequence[RouterGroup]) -> Iterator[str]:
    """The notes on each group, and on what is of none that is judged."""
    for group in groups:
        for about in (_checksums, _authentication, _times, _oddities, _takeovers):
            yield from (f"{group}: {line}" for line in about(group))
    yield from _same_address_elsewhere(groups)
    yield from _same_number_nearby(groups)
    yield from passed_over(said)


def _by_router(
    group: RouterGroup, value: Callable[[Sequence[RouterMessage]], str | None]
) -> dict[str, list[str]]:
    """Routers by what is to say of each; those left out of whom there is nothing to say."""
    found: dict[str, list[str]] = {}
    for router in group.routers:
        told = value(group.of(router))
        if told is not None:
            found.setdefault(told, []).append(router)
    return found


def _differing(found: dict[str, list[str]]) -> str:
    return "; ".join(f"at {', '.join(routers)}: {value}" for value, routers in found.items())


def _checksums(group: RouterGroup) -> Iterator[str]:
    """Each router's form of version 3's checksum."""
    if (group.protocol, group.version) != ("vrrp", 3):
        return

    def form(own: Sequence[RouterMessage]) -> str | None:
        return next((_FORMS[said.checksum] for said in own if said.checksum is not None), None)

    found = _by_router(group, form)
    if found:
        why = "; many routers take the other form for wrong" if len(found) > 1 else ""
        yield f"what the checksum covers {_differing(found)}{why}"


def _authentication(group: RouterGroup) -> Iterator[str]:
    found = _by_router(group, lambda own: own[-1].authentication)
    if len(found) > 1:
        yield f"the authentication differs, {_differing(found)}"


def _times(group: RouterGroup) -> Iterator[str]:
    """RouterTimers that differ: VRRPv2's must not; in HSRP hellos may then come too late."""

    def times(own: Sequence[RouterMessage]) -> str | None:
        first = own[-1]
        if first.protocol == "vrrp":
            return f"interval {seconds(first.hello_ns)}"
        return f"hello time {seconds(first.hello_ns)}, hold time {seconds(first.hold_ns)}"

    found = _by_router(group, times)
    if len(found) > 1:
        yield f"the timers differ, {_differing(found)}"


def _oddities(group: RouterGroup) -> Iterator[str]:
    """What no RFC allows, and routers do all the same."""
    routers: dict[str, dict[str, None]] = {}
    for said in group.messages:
        for oddity in said.oddities:
            routers.setdefault(oddity, {})[said.source] = None
    for oddity, names in routers.items():
        yield f"{oddity}, from {', '.join(names)}: not as the RFC has it, and common"


def _takeovers(group: RouterGroup) -> Iterator[str]:
    """How long each switch-over took, beside what the standard computes."""
    found = sorted(
        (
            takeover
            for router in group.routers
            for takeover in takeovers(
                group.of(router), [said for said in group.messages if said.source != router]
            )
        ),
        key=lambda takeover: takeover.first.time,
    )
    for takeover in found[:_MOST_TAKEOVERS]:
        yield _described(takeover, timers_of(group.of(takeover.last.source)))
    if len(found) > _MOST_TAKEOVERS:
        yield f"{len(found) - _MOST_TAKEOVERS} more switch-overs"


def _described(takeover: Takeover, timers: RouterTimers) -> str:
    last, first = takeover.last, takeover.first
    what = "resign" if takeover.after_resign else "hello"
    if first.protocol == "vrrp":
        what = "advertisement of priority 0" if takeover.after_resign else "advertisement"
    return (
        f"{first.source} took over {seconds(takeover.ns)} after the last {what} of {last.source} "
        f"(frames {last.frame} and {first.frame}); {_computed(takeover, timers)}"
    )


def _computed(takeover: Takeover, timers: RouterTimers) -> str:
    """What the standard asks of a router that heard the last word."""
    first = takeover.first
    if first.protocol == "hsrp":
        due = "at once" if takeover.after_resign else f"after {seconds(timers.hold_ns)}"
        return f"a standby router does so {due} (RFC 2281)"
    skew = timers.skew_ns(first.priority)
    if first.version == 2 and timers.hello_ns >= SECOND:
        skew = (256 - first.priority) * SECOND // 256  # In seconds, whatever the interval is.
    rfc = "RFC 3768" if first.version == 2 else "RFC 9568"
    if takeover.after_resign:
        return f"{rfc} computes {seconds(skew)}, the skew time"
    return f"{rfc} computes {seconds(timers.hold_ns + skew)}"


def _same_address_elsewhere(groups: Sequence[RouterGroup]) -> Iterator[str]:
    """Active routers of one virtual address on two LANs: one LAN, perhaps, cut in two."""
    for one, other in combinations(groups, 2):
        shared = one.addresses & other.addresses
        if shared and one.lan != other.lan and _has_active(one) and _has_active(other):
            yield (
                f"{', '.join(sorted(shared))} has an active router on {_place(one)} and "
                f"on {_place(other)}: if that is to be one LAN, the VLANs differ"
            )


def _place(group: RouterGroup) -> str:
    return str(group.lan) or "no VLAN"


def _same_number_nearby(groups: Sequence[RouterGroup]) -> Iterator[str]:
    """Routers of one number and subnet that have other virtual addresses."""
    for one, other in combinations(groups, 2):
        if one.key == other.key and are_neighbours(one, other):
            yield (
                f"{one} and {other}: if these are one LAN, the virtual addresses differ, at "
                f"{', '.join(one.routers)} and at {', '.join(other.routers)}"
            )


def _has_active(group: RouterGroup) -> bool:
    return any(said.claims_active for said in group.messages)


def passed_over(said: Iterable[Said]) -> Iterator[str]:
    """What was passed over, and why: a line for each reason."""
    found: dict[str, list[PassedOver]] = {}
    for one in said:
        if isinstance(one, PassedOver):
            found.setdefault(one.why, []).append(one)
    for why, all_of_it in found.items():
        sources = ", ".join(dict.fromkeys(one.source for one in all_of_it))
        count = f"{len(all_of_it)} packets" if len(all_of_it) > 1 else "a packet"
        yield f"passed over {count} from {sources}, frame {all_of_it[0].frame} first: {why}"
