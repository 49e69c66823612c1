"""Where a case happens: addresses and ports that no other case of the run has."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from mipconf.profile.profile import Profile

HUT_HOST, VIRTUAL_HOST, TESTER_HOST = 10, 1, 2
PORTS_PER_CASE = 2
ATTEMPTS = 8
"""How many blocks of ports are tried where another program holds one."""

PORTS_PER_ATTEMPT = 500
VRIDS = 255


@dataclass(frozen=True, slots=True)
class Place:
    """The first three octets of a case's addresses, and of its home addresses.

    `virtual_ip` is the group's virtual IP address, also where the HUT is not told of it.
    """

    prefix: str
    home_prefix: str
    virtual_ip: str

    def address(self, host: int) -> str:
        """The address of a host (1..254)."""
        return f"{self.prefix}.{host}"


def place_of(profile: Profile, index: int) -> Place:
    """The place of a run's case (0..)."""
    prefix = _prefix(profile.network.base, index)
    home_prefix = _prefix(profile.mobile_nodes[0].network, index)
    return Place(prefix, home_prefix, f"{prefix}.{VIRTUAL_HOST}")


def ports_of(profile: Profile, index: int) -> tuple[int, ...]:
    """The ports that a run's case (0..) may use, the best first; the FHRP's is one above."""
    first = profile.network.port_base + index * PORTS_PER_CASE
    return tuple(first + attempt * PORTS_PER_ATTEMPT for attempt in range(ATTEMPTS))


def group_number(profile: Profile, index: int) -> int:
    """That of the profile; with VRRP a VRID for each case, of which the profile's is the first.

    A HUT obeys every master of its VRID, and hears those of other cases.
    """
    if profile.fhrp.protocol != "vrrp":
        return profile.group.number
    return (profile.group.number - 1 + index) % VRIDS + 1


def _prefix(network: str, index: int) -> str:
    base = ipaddress.IPv4Network(network)
    return str(base.network_address + ((index + 1) << 8)).rpartition(".")[0]
