"""The security associations of a configuration: who shares a key with whom."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from mipconf.codec import STANDARD, Authenticity, Codec
from mipconf.layers.security import Algorithm, Association, KeyRing
from mipconf.profile.contract import HutConfig
from mipconf.protocol.messages import RegistrationReply, RegistrationRequest


@dataclass(frozen=True, slots=True)
class Keys:
    """The security associations of a configuration: the group's, and those of mobile nodes."""

    group: tuple[Association, ...]
    mobile_nodes: tuple[tuple[ipaddress.IPv4Network, Association], ...]

    @classmethod
    def of(cls, config: HutConfig) -> Keys:
        """The associations that the HUT is configured with."""
        return cls(
            tuple(
                Association(item.spi, Algorithm(item.algorithm), bytes.fromhex(item.key))
                for item in config.group_security
            ),
            tuple(
                (
                    ipaddress.IPv4Network(item.network),
                    Association(item.spi, Algorithm(item.algorithm), bytes.fromhex(item.key)),
                )
                for item in config.mobile_nodes
            ),
        )

    def of_mobile_node(self, home_address: str) -> KeyRing:
        """The associations of the mobile node with this home address."""
        address = ipaddress.IPv4Address(home_address)
        return KeyRing(key for network, key in self.mobile_nodes if address in network)

    def of_group(self) -> KeyRing:
        """The associations of the group."""
        return KeyRing(self.group)

    def forgery(self, payload: bytes, codec: Codec = STANDARD) -> str | None:
        """Why the authenticator of a message does not hold; None where it does, or for no message.

        What has none at all does not hold either.
        """
        decoded = codec.decode(payload, self.of_group())
        if isinstance(decoded.message, RegistrationRequest | RegistrationReply):
            decoded = codec.decode(payload, self.of_mobile_node(decoded.message.home_address))
        if decoded.message is None or decoded.authentication.authenticity is Authenticity.VALID:
            return None
        return decoded.authentication.reason
