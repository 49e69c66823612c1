"""Why a router may pass over what another says, by what is configured at each of them.

Two routers that do not accept each other are both active, and neither does anything wrong: it is
the best known trouble of HSRP and VRRP, and what differs is its cause.
"""

from __future__ import annotations

from collections.abc import Sequence

from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import timers_of

_DEFAULT_TEXT = "text 'cisco'"


def why_discarded(said: RouterMessage, own: Sequence[RouterMessage]) -> str | None:
    """Why the router that says `own` may discard `said`; None: it must take it.

    `own` are messages of the same group and version, at least one.
    """
    mine = own[-1]
    if said.is_discarded:
        return f"what {said.source} says is not well-formed: {said.defects[0]}"
    for difference in (_authentication, _destination, _addresses, _checksum, _interval):
        why = difference(said, mine, own)
        if why is not None:
            return why
    return None


def _authentication(
    said: RouterMessage, mine: RouterMessage, own: Sequence[RouterMessage]
) -> str | None:
    theirs, ours = said.authentication, mine.authentication
    if theirs == ours:
        if theirs.startswith(("MD5", "an IP")):
            return "both authenticate by keys, which may differ: that cannot be seen"
        return None
    # Version 2 need not say the default.
    if said.protocol == "hsrp" and {theirs, ours} == {"none", _DEFAULT_TEXT} and said.version == 2:
        return None
    return f"the authentication differs: {said.source} has {theirs}, {mine.source} {ours}"


def _destination(
    said: RouterMessage, mine: RouterMessage, own: Sequence[RouterMessage]
) -> str | None:
    if _is_multicast(said) or said.destination == mine.source:
        return None
    return f"{said.source} speaks to {said.destination} alone (unicast peers)"


def _is_multicast(said: RouterMessage) -> bool:
    return 224 <= int(said.destination.partition(".")[0]) <= 239


def _addresses(
    said: RouterMessage, mine: RouterMessage, own: Sequence[RouterMessage]
) -> str | None:
    """ "MAY verify that the IP address(es) associated with the VRID are valid" (RFC 3768, 7.1)."""
    if said.protocol == "hsrp" or {*said.addresses} == {*mine.addresses}:
        return None
    theirs, ours = ", ".join(said.addresses) or "none", ", ".join(mine.addresses) or "none"
    return f"the virtual addresses differ: {said.source} has {theirs}, {mine.source} {ours}"


def _checksum(said: RouterMessage, mine: RouterMessage, own: Sequence[RouterMessage]) -> str | None:
    """Many routers take the other form of version 3's checksum for wrong."""
    if (
        said.version != 3
        or None in (said.checksum, mine.checksum)
        or said.checksum is mine.checksum
    ):
        return None
    assert said.checksum is not None
    assert mine.checksum is not None
    return (
        f"the checksum forms differ: that of {said.source} is over {said.checksum.value}, that of "
        f"{mine.source} over {mine.checksum.value}"
    )


def _interval(said: RouterMessage, mine: RouterMessage, own: Sequence[RouterMessage]) -> str | None:
    """ "If the Adver Interval in the packet is not the same ... MUST discard" (RFC 3768, 7.1)."""
    if said.protocol == "hsrp":
        return _hold_time(said, mine, own)
    if said.version != 2 or said.hello_ns == mine.hello_ns:
        return None
    return (
        f"the timers differ: the advertisement interval of {said.source} is "
        f"{said.hello_ns // 10**9} s, that of {mine.source} {mine.hello_ns // 10**9} s"
    )


def _hold_time(
    said: RouterMessage, mine: RouterMessage, own: Sequence[RouterMessage]
) -> str | None:
    """A router whose hold time ends between two hellos of the other is active again and again."""
    held = timers_of(own).hold_ns
    if said.hello_ns < held:
        return None
    return (
        f"the timers differ: the hello time of {said.source} is {said.hello_ns / 10**9:g} s, the "
        f"hold time of {mine.source} {held / 10**9:g} s"
    )
