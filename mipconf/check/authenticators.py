"""Whether the authenticators in a capture hold, by the keys that a profile states."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from mipconf.codec import STANDARD, Codec
from mipconf.layers.security import KeyRing
from mipconf.net.host import UDP, Datagram
from mipconf.profile.profile import Profile
from mipconf.profile.security import Keys
from mipconf.protocol.messages import RegistrationReply, RegistrationRequest
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """The keys that a profile states, and the format to find their use in.

    Those of a profile's defaults are of no capture in particular.
    """

    keys: Keys
    codec: Codec = STANDARD

    @classmethod
    def of(cls, profile: Profile | None) -> KnownKeys:
        """The keys of a profile, or none."""
        if profile is None:
            return cls(Keys((), ()))
        anybody = profile.hut_config(
            ha_id="0.0.0.1", port=1, fhrp_port=1, virtual_ip="0.0.0.2", fhrp={"protocol": "none"}
        )
        known = Keys.of(anybody)
        stated = profile.model_fields_set
        return cls(
            Keys(
                known.group if "group_security" in stated else (),
                known.mobile_nodes if "mobile_nodes" in stated else (),
            ),
            profile.format.load(),
        )

    @property
    def summary(self) -> str:
        """What is verified and what is not."""
        match bool(self.keys.group), bool(self.keys.mobile_nodes):
            case True, True:
                return "authenticators verified"
            case True, False:
                return "authenticators between Home Agents verified, those of mobile nodes not"
            case False, True:
                return "authenticators of mobile nodes verified, those between Home Agents not"
            case _:
                return "authenticators unverified"

    def verified(self, trace: Trace, ports: Collection[int]) -> Trace:
        """The trace with a remark for each authenticator that does not hold, as a run makes it."""
        remarks = []
        for packet in trace.packets:
            if packet.datagram.destination.port not in ports or not self._covers(packet.datagram):
                continue
            reason = self.keys.forgery(packet.datagram.payload, self.codec)
            if reason is not None:
                data = {"frame": packet.frame, "reason": reason}
                remarks.append(Remark(packet.frame, packet.time, RemarkKind.UNAUTHENTIC, data))
        return replace(trace, remarks=(*trace.remarks, *remarks))

    def _covers(self, datagram: Datagram) -> bool:
        """Whether there are keys for who made this message."""
        if datagram.destination.protocol != UDP:
            return False
        message = self.codec.decode(datagram.payload, KeyRing()).message
        if isinstance(message, RegistrationRequest | RegistrationReply):
            return bool(self.keys.mobile_nodes)
        return bool(self.keys.group)
