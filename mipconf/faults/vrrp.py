"""Mistakes in speaking VRRP (RFC 3768, RFC 9568; docs/protocol.md#6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.fhrp import vrrp_wire
from mipconf.fhrp.vrrp import Vrrp
from mipconf.fhrp.vrrp_speaker import VrrpSpeaker
from mipconf.ha.agent import HomeAgent
from mipconf.layers.vrrp import Checksum
from mipconf.net.host import Datagram
from mipconf.protocol.fhrp_messages import VrrpMessage


def sending(mend: Callable[[Datagram], Datagram | None]) -> type[VrrpSpeaker]:
    """VRRP with other datagrams; None is not sent at all."""

    class Speaker(VrrpSpeaker):
        def outgoing(self) -> list[Datagram]:
            mended = map(mend, super().outgoing())
            return [datagram for datagram in mended if datagram is not None]

    return Speaker


def saying(change: Callable[[VrrpMessage], VrrpMessage]) -> type[VrrpSpeaker]:
    """VRRP with other fields in every advertisement."""

    def mend(sent: Datagram) -> Datagram:
        ends = sent.source.address, sent.destination.address
        message = vrrp_wire.decode(sent.payload, sent.payload[0] >> 4, *ends)
        assert message is not None
        said = vrrp_wire.encode(change(message), *ends, Checksum.MESSAGE)
        return replace(sent, payload=said)

    return sending(mend)


@faulty(trips="24 40", fhrp="vrrp")
class NeverAdvertises(HomeAgent):
    """Becomes master, and sends no advertisement."""

    vrrp_speaker_type = sending(lambda sent: None)


@faulty(trips="25 41", fhrp="vrrp")
class AdvertisesWithTheTtlOfUnicast(HomeAgent):
    """Sends advertisements with an IP time to live of 64 instead of 255."""

    vrrp_speaker_type = sending(lambda sent: replace(sent, ttl=64))


@faulty(trips="25 41", fhrp="vrrp")
class AdvertisesWithoutChecksum(HomeAgent):
    """Leaves the checksum of an advertisement zero."""

    vrrp_speaker_type = sending(
        lambda sent: replace(sent, payload=sent.payload[:6] + bytes(2) + sent.payload[8:])
    )


@faulty(trips="24 25 40 41", fhrp="vrrp")
class AdvertisesAnotherRouter(HomeAgent):
    """Advertises the virtual router after its own."""

    vrrp_speaker_type = saying(lambda said: replace(said, vrid=said.vrid % 255 + 1))


@faulty(trips="24 25 40 41", fhrp="vrrp")
class AdvertisesItsOwnAddress(HomeAgent):
    """Names 192.0.2.1 in advertisements, where the virtual IP address belongs."""

    vrrp_speaker_type = saying(lambda said: replace(said, addresses=("192.0.2.1",)))


class _Patient(Vrrp):
    def _down_interval(self, interval: int) -> int:
        return 10 * super()._down_interval(interval)


class _PatientSpeaker(VrrpSpeaker):
    machine_type = _Patient


@faulty(trips="24 40", fhrp="vrrp")
class WaitsForTheMasterTooLong(HomeAgent):
    """Waits thirty advertisement intervals before it takes over from a silent master."""

    vrrp_speaker_type = _PatientSpeaker


@faulty(trips="24 40", follows="5", fhrp="vrrp")
class MasterForEver(HomeAgent):
    """Listens to no advertisement, so that it yields to no better master."""

    def receive_fhrp(self, datagram: Datagram, now: int) -> None:
        self.members.heard(datagram.source.address, now)
