"""What in a profile cannot be true together: each contradiction is one line that names both keys.

Only what no Home Agent can meet, or no judge can tell, is one; what is merely unwise is the user's.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from itertools import combinations

from mipconf.codec import STANDARD_NUMBERS
from mipconf.profile.contract import MobileNodeSecurity, master_down_interval_ns
from mipconf.profile.keys import ProfileKeys
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import LARGEST_INTERVAL_MS, RESIGNING
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.requirement import Means
from mipconf.requirements.support import Support, lacking

_VERSIONS = {"hsrp": (1, 2), "vrrp": (2, 3)}
_GROUP_NUMBERS = {("hsrp", 1): (0, 255), ("hsrp", 2): (0, 4095), ("vrrp", 2): (1, 255)}
_GROUP_NUMBERS[("vrrp", 3)] = _GROUP_NUMBERS[("vrrp", 2)]
"""The least and the largest number of a group that each protocol and version can name."""

_OWNER = 255

ANSWERS_TO_BE_SHOWN = 5
"""A registration, an update, a probe and the parts that answer it each take an answer's time."""


def contradictions(profile: ProfileKeys) -> Iterator[str]:
    """The contradictions of a profile, those first that make others meaningless."""
    yield from _of_format(profile)
    yield from _of_group(profile)
    yield from _of_keys(profile)
    yield from _of_tolerances(profile)
    yield from Support(profile.supports).contradictions()
    yield from _of_support(profile)


def _of_format(profile: ProfileKeys) -> Iterator[str]:
    if profile.codec is not None and profile.numbers != STANDARD_NUMBERS:
        yield "codec and numbers: give one of them; a codec has its own numbers"


def _of_group(profile: ProfileKeys) -> Iterator[str]:
    fhrp, number = profile.fhrp, profile.group.number
    versions = _VERSIONS.get(fhrp.protocol, (fhrp.version,))
    if fhrp.version not in versions:
        allowed = " or ".join(map(str, versions))
        yield (
            f'fhrp.version {fhrp.version} does not fit fhrp.protocol "{fhrp.protocol}": {allowed}'
        )
    least, largest = _GROUP_NUMBERS.get((fhrp.protocol, fhrp.version), (number, number))
    if not least <= number <= largest:
        which = f"version {fhrp.version}" if fhrp.protocol == "hsrp" else 'protocol "vrrp"'
        yield f"group.number {number} does not fit fhrp.{which}: {least} to {largest}"
    if fhrp.protocol == "vrrp":
        yield from _of_vrrp(profile)


def _of_vrrp(profile: ProfileKeys) -> Iterator[str]:
    fhrp = profile.fhrp
    if not RESIGNING < fhrp.priority < _OWNER:
        yield (
            f'fhrp.priority {fhrp.priority} does not fit fhrp.protocol "vrrp": 1 to 254; '
            f"0 resigns, and {_OWNER} owns the virtual IP address"
        )
    longest = LARGEST_INTERVAL_MS[fhrp.version]
    if fhrp.hello_ms > longest:
        yield (
            f"fhrp.hello_ms {fhrp.hello_ms} does not fit fhrp.version {fhrp.version} of VRRP: "
            f"at most {longest}"
        )


def _of_keys(profile: ProfileKeys) -> Iterator[str]:
    for (first, one), (second, other) in combinations(enumerate(profile.group_security), 2):
        if one.spi == other.spi:
            yield (
                f"group_security.{first}.spi and group_security.{second}.spi "
                f"are both {one.spi}; each association has its own"
            )
    base = ipaddress.IPv4Network(profile.network.base)
    for index, node in enumerate(profile.mobile_nodes):
        if base.overlaps(ipaddress.IPv4Network(node.network)):
            yield (
                f"mobile_nodes.{index}.network {node.network} overlaps network.base {base}: "
                f"home addresses are not those of the tester"
            )
    yield from _shared_spis(profile.mobile_nodes)


def _shared_spis(nodes: Sequence[MobileNodeSecurity]) -> Iterator[str]:
    for (first, one), (second, other) in combinations(enumerate(nodes), 2):
        overlap = ipaddress.IPv4Network(one.network).overlaps(ipaddress.IPv4Network(other.network))
        if overlap and one.spi == other.spi:
            yield (
                f"mobile_nodes.{first}.spi and mobile_nodes.{second}.spi are both {one.spi}, "
                f"and their networks overlap: which key is a node's?"
            )


def _of_tolerances(profile: ProfileKeys) -> Iterator[str]:
    timers, tolerances = profile.timers, profile.tolerances
    shown_s = ANSWERS_TO_BE_SHOWN * tolerances.answer_ms / 1000
    if profile.max_lifetime_s < shown_s:
        yield (
            f"max_lifetime_s {profile.max_lifetime_s} must be at least {shown_s:g}, "
            f"{ANSWERS_TO_BE_SHOWN} times tolerances.answer_ms {tolerances.answer_ms}: "
            f"no binding would last until it is shown"
        )
    sending = (1 + timers.max_retransmissions) * timers.retransmit_ms
    if tolerances.retransmit_slack_ms >= sending:
        yield (
            f"tolerances.retransmit_slack_ms {tolerances.retransmit_slack_ms} must be less than "
            f"timers.retransmit_ms {timers.retransmit_ms} times 1 + timers.max_retransmissions, "
            f"{sending}: all retransmissions would be over before one is late"
        )
    if tolerances.crossing_ms >= timers.retransmit_ms:
        yield (
            f"tolerances.crossing_ms {tolerances.crossing_ms} must be less than "
            f"timers.retransmit_ms {timers.retransmit_ms}: an acknowledgement would excuse the "
            f"retransmission before last"
        )
    hold_ms, holds = _hold_ms(profile)
    if 0 < hold_ms <= tolerances.crossing_ms:
        yield (
            f"tolerances.crossing_ms {tolerances.crossing_ms} must be less than {holds}: "
            f"nobody would surely be active"
        )


def _hold_ms(profile: ProfileKeys) -> tuple[float, str]:
    """How long who was active counts as such, and the keys that say it; 0 without an FHRP."""
    fhrp = profile.fhrp
    match fhrp.protocol:
        case "hsrp":
            return fhrp.hold_ms, f"fhrp.hold_ms {fhrp.hold_ms}"
        case "vrrp":
            down_ms = master_down_interval_ns(fhrp.hello_ms, fhrp.priority) / MILLISECOND
            return (
                down_ms,
                f"the master down interval of fhrp.hello_ms {fhrp.hello_ms}, {down_ms:g}",
            )
        case _:
            return 0, ""


def _of_support(profile: ProfileKeys) -> Iterator[str]:
    """What is said to be supported, although another key makes it impossible."""
    for means, why in _taken_away(profile):
        for requirement in REQUIREMENTS.values():
            if means not in requirement.relies_on:
                continue
            for key in (requirement.id, requirement.feature):
                if key is not None and profile.supports.get(key):
                    yield f"supports.{key} = true contradicts {why}"


def _taken_away(profile: ProfileKeys) -> Iterator[tuple[Means, str]]:
    """The means that a requirement may rely on and this configuration lacks, and why."""
    yield from lacking(profile.timers.max_retransmissions).items()
    if profile.responder == "never":
        yield Means.RESPONDER, 'responder = "never": the table is never shown'
    if profile.fhrp.protocol == "none":
        yield Means.FHRP, 'fhrp.protocol = "none": there is nothing to take part in'
