"""Which security associations a Home Agent uses with whom.

With the group: "An HA sends with its first association and accepts all" (docs/protocol.md#4-3).
With a mobile node: those of the networks that its home address is in (RFC 5944, section 5.1).
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from mipconf.errors import ConfigError
from mipconf.layers.security import Algorithm, Association, KeyRing
from mipconf.profile.contract import GroupSecurity, HutConfig, MobileNodeSecurity


class Security:
    """The associations of one configuration; raises `ConfigError` where two SPIs clash."""

    def __init__(self, config: HutConfig) -> None:
        try:
            self.group = KeyRing(_association(item) for item in config.group_security)
        except ValueError as error:
            raise ConfigError(f"group_security: {error}") from None
        self._networks = [
            (ipaddress.IPv4Network(item.network), _association(item))
            for item in config.mobile_nodes
        ]
        self.of_mobile_node = lru_cache(maxsize=4096)(self._of_mobile_node)

    @property
    def own(self) -> Association:
        """The one that this Home Agent sends to the group with."""
        return next(iter(self.group))

    def _of_mobile_node(self, home_address: str) -> KeyRing:
        """The associations with a mobile node; of one SPI the first counts; none: not known."""
        address = ipaddress.IPv4Address(home_address)
        by_spi: dict[int, Association] = {}
        for network, association in self._networks:
            if address in network:
                by_spi.setdefault(association.spi, association)
        return KeyRing(by_spi.values())


def _association(item: GroupSecurity | MobileNodeSecurity) -> Association:
    return Association(item.spi, Algorithm(item.algorithm), bytes.fromhex(item.key))
