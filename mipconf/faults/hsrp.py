"""Mistakes in speaking HSRP (RFC 2281; docs/protocol.md#6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.fhrp import hsrp_wire
from mipconf.fhrp.hsrp_speaker import HsrpSpeaker
from mipconf.ha.agent import HomeAgent
from mipconf.net.host import Datagram
from mipconf.protocol.fhrp_messages import HsrpMessage, State

Change = Callable[[HsrpMessage], HsrpMessage | None]


def saying(change: Change) -> type[HsrpSpeaker]:
    """HSRP with other fields in what is said; None is not said at all."""

    def mended(sent: Datagram) -> Datagram | None:
        message = hsrp_wire.decode(sent.payload, 2 if len(sent.payload) > 20 else 1)
        assert message is not None
        said = change(message)
        return None if said is None else replace(sent, payload=hsrp_wire.encode(said))

    class Speaker(HsrpSpeaker):
        def outgoing(self) -> list[Datagram]:
            said = map(mended, super().outgoing())
            return [datagram for datagram in said if datagram is not None]

    return Speaker


@faulty(trips="24 40")
class NeverSaysActive(HomeAgent):
    """Says no word in state Active: nobody knows who has the virtual IP address."""

    hsrp_speaker_type = saying(lambda said: None if said.state is State.ACTIVE else said)


@faulty(trips="24 25 40 41")
class SpeaksForAnotherGroup(HomeAgent):
    """Says the group number after its own in every hello."""

    hsrp_speaker_type = saying(lambda said: replace(said, group=said.group + 1))


@faulty(trips="24 25 40 41")
class NamesNoVirtualIp(HomeAgent):
    """Leaves the virtual IP address out of its hellos, though it was told it."""

    hsrp_speaker_type = saying(lambda said: replace(said, virtual_ip="0.0.0.0"))


@faulty(trips="25 41")
class SaysHalfTheHoldTime(HomeAgent):
    """Says a hold time that is no longer than the hello time."""

    hsrp_speaker_type = saying(lambda said: replace(said, hold_ms=said.hello_ms // 2))


@faulty(trips="25 41")
class SaysTheHelloTimeInSeconds(HomeAgent):
    """Writes a hello time in milliseconds where seconds belong: a thousand times as long."""

    hsrp_speaker_type = saying(lambda said: replace(said, hello_ms=1_000 * said.hello_ms))


@faulty(trips="24 40", follows="5 17")
class NeverYields(HomeAgent):
    """Listens to no hello, so that it yields to nobody."""

    def receive_fhrp(self, datagram: Datagram, now: int) -> None:
        self.members.heard(datagram.source.address, now)


@faulty(trips="10 27", follows="14 16 17 22 42 44 49")
class SaysActiveForSpeak(HomeAgent):
    """Says state Active where it is in state Speak."""

    hsrp_speaker_type = saying(
        lambda said: replace(said, state=State.ACTIVE) if said.state is State.SPEAK else said
    )


class _FallsSilent(HsrpSpeaker):
    def outgoing(self) -> list[Datagram]:
        said = super().outgoing()
        silent, self._was_active = self._was_active, self.is_active
        return [] if silent and self._was_active else said

    _was_active = False


@faulty(trips="24 40")
class FallsSilentOnceActive(HomeAgent):
    """Says once that it is active, and nothing more as long as it is."""

    hsrp_speaker_type = _FallsSilent
