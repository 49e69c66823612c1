"""Records a case: every datagram and remark goes to the capture file and to the judge's trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mipconf.codec import STANDARD, Codec
from mipconf.net.host import UDP, Datagram
from mipconf.net.network import Direction
from mipconf.profile.security import Keys
from mipconf.trace.pcapng import CaptureWriter
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.trace import Packet, Trace

ENOUGH = 20_000
"""More datagrams in one case are a flood; except LOAD, the longest case has some hundreds."""
OCTETS = 1500
"""What a datagram may have on average before so many of them are a flood by their size alone."""


class Recorder:
    """Writes one capture as it arises, and keeps the same as a trace.

    More than `enough` datagrams, or than `OCTETS` times as many octets, are a flood: they are
    remarked, no more is recorded, so that neither memory nor disk fills, and `when_flooded` is
    called.
    """

    def __init__(
        self,
        path: Path,
        keys: Keys,
        port: int,
        clock: Callable[[], int],
        codec: Codec = STANDARD,
        enough: int = ENOUGH,
    ) -> None:
        self._writer = CaptureWriter(path)
        self._keys = keys
        self._port = port
        self._clock = clock
        self._codec = codec
        self._enough = enough
        self._octets = 0
        self._name = path.name
        self.flooded = False
        self.when_flooded: Callable[[], None] = _nothing
        self.latency_ns = 0
        self._packets: list[Packet] = []
        self._remarks: list[Remark] = []

    def observe(self, direction: Direction, datagram: Datagram, time: int) -> None:
        """Record one datagram, and a remark where its authenticator does not hold."""
        if self.flooded:
            return
        octets = self._octets + len(datagram.payload)
        if len(self._packets) >= self._enough or octets > self._enough * OCTETS:
            self._stop()
            return
        self._octets = octets
        self.measure(direction, datagram, time)
        frame = self._writer.datagram(direction, datagram, time)
        self._packets.append(Packet(frame, time, datagram))
        reason = self._forgery(datagram)
        if reason is not None:
            data: dict[str, object] = {"frame": frame, "reason": reason}
            self._note(RemarkKind.UNAUTHENTIC, data, time)

    def measure(self, direction: Direction, datagram: Datagram, time: int) -> None:
        """Note how late this program is: `latency_ns` is the longest that a datagram waited
        between the kernel's stamp and the party here, tester or HUT, that it came to.
        """
        if direction is Direction.RECEIVED:
            self.latency_ns = max(self.latency_ns, self._clock() - time)

    def remark(self, kind: RemarkKind, **data: object) -> None:
        """Record what the tester does now."""
        self._note(kind, data, self._clock())

    def trace(self) -> Trace:
        """All that was recorded so far."""
        return Trace(tuple(self._packets), tuple(self._remarks), self._name)

    def missed(self, dropped: int, unsent: int = 0) -> None:
        """Remark that so many datagrams came too fast to be recorded, or could not be sent.

        Harmless for none, or where a flood was remarked.
        """
        if self.flooded or not (dropped or unsent):
            return
        self.flooded = True
        told = (f"{dropped} datagrams came too fast", f"{unsent} could not be sent")
        lost = [what for what, count in zip(told, (dropped, unsent), strict=True) if count]
        self.remark(RemarkKind.FLOODED, reason=f"the tester is deaf: {', '.join(lost)}")

    def close(self) -> None:
        """End the capture file; what was recorded stays in the trace."""
        self._writer.close()

    def _stop(self) -> None:
        self.flooded = True
        count, octets = len(self._packets), self._octets
        seconds = (self._packets[-1].time - self._packets[0].time) / 1e9 if count else 0.0
        reason = f"flood: {count} datagrams of {octets} octets in {seconds:.1f} s; it was ended"
        self.remark(RemarkKind.FLOODED, reason=reason)
        self.when_flooded()

    def _note(self, kind: RemarkKind, data: dict[str, object], time: int) -> None:
        frame = self._writer.remark(kind, data, time)
        self._remarks.append(Remark(frame, time, kind, data))

    def _forgery(self, datagram: Datagram) -> str | None:
        """Why the authenticator does not hold; None where it does, or where there is none.

        The capture has no keys, so who judges it later must be told now.
        """
        if datagram.destination.protocol != UDP or datagram.destination.port != self._port:
            return None
        return self._keys.forgery(datagram.payload, self._codec)


def _nothing() -> None:
    """Nobody waits for it."""
