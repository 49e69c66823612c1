"""Home Agents as programs that are odd: `python odd.py KIND CONFIG`.

Each first leaves its process number in the folder `huts`, so that a test can look for it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

(Path("huts") / str(os.getpid())).touch()
sys.path.insert(0, str(Path(__file__).parents[2]))

from mipconf.codec import Codec  # noqa: E402 - its number first, for this takes long
from mipconf.ha.agent import HomeAgent  # noqa: E402
from mipconf.ha.program import run  # noqa: E402
from mipconf.ha.receiving import Receiving  # noqa: E402
from mipconf.net.host import Datagram, Endpoint  # noqa: E402
from mipconf.profile.contract import HutConfig  # noqa: E402
from mipconf.protocol.messages import Binding  # noqa: E402

AHEAD_NS = 9_200_000_000
STATUS = 7


def prints_garbage(config: Path) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.buffer.write(b"\0\xff\x1b[2J" * 20_000 + b"\nREADY?\n")
        stream.flush()
    return run(config)


class _Dies(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        if binding.deleted:
            print("out of memory", file=sys.stderr, flush=True)
            os._exit(STATUS)
        super().apply(binding, now)


class Dies(HomeAgent):
    """Gone as soon as another Home Agent tells of a deletion."""

    receiving_type = _Dies


def with_another_key(config: Path) -> int:
    document = json.loads(config.read_text())
    document["group_security"][0]["key"] = "ff" * 16
    config.write_text(json.dumps(document))
    return run(config)


class Ahead:
    """A Home Agent whose clock is wrong."""

    def __init__(self, config: HutConfig, random: random.Random, now: int, codec: Codec) -> None:
        self._agent = HomeAgent(config, random, now + AHEAD_NS, codec)
        self.outgoing = self._agent.outgoing

    @property
    def address(self) -> str:
        return self._agent.address

    @property
    def endpoints(self) -> frozenset[object]:
        return self._agent.endpoints

    @property
    def deadline(self) -> int | None:
        due = self._agent.deadline
        return None if due is None else due - AHEAD_NS

    def receive(self, datagram: Datagram, now: int) -> None:
        self._agent.receive(datagram, now + AHEAD_NS)

    def wake(self, now: int) -> None:
        self._agent.wake(now + AHEAD_NS)

    def stop(self, now: int) -> None:
        self._agent.stop(now + AHEAD_NS)


class Twice(HomeAgent):
    """Says everything twice."""

    def outgoing(self) -> list[Datagram]:
        return [each for datagram in super().outgoing() for each in (datagram, datagram)]


class Garbled(HomeAgent):
    """Sends noise as long as what it has to say, of Mobile IP at least."""

    def outgoing(self) -> list[Datagram]:
        noise = random.Random(1)
        return [
            replace(each, payload=noise.randbytes(len(each.payload)))
            if each.source.port == self.config.port
            else each
            for each in super().outgoing()
        ]


class Elsewhere(HomeAgent):
    """Answers from another address than the one it was asked at, as a host of two does."""

    @property
    def _other(self) -> Endpoint:
        return Endpoint(self.config.ha_id.rpartition(".")[0] + ".13", self.config.port)

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        return super().endpoints | {self._other}

    def outgoing(self) -> list[Datagram]:
        return [
            replace(each, source=self._other) if each.source.port == self.config.port else each
            for each in super().outgoing()
        ]


class _Hangs(Receiving):
    def apply(self, binding: Binding, now: int) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        sys.stdin.read()


class Hangs(HomeAgent):
    """Hears and says nothing more once another Home Agent told of a binding, and does not end."""

    receiving_type = _Hangs


FLOOD, FLOOD_S = 2_000_000, 25.0
"""How many datagrams the flood has at most, and how long it lasts at most."""


def floods(config: Path) -> int:
    """As many datagrams to the group as the machine can send, beside what a Home Agent says."""
    described = json.loads(config.read_text())
    if os.fork():
        return run(config)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flood:
        flood.bind((described["ha_id"], 0))
        flood.setsockopt(
            socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(described["ha_id"])
        )
        flood.connect((described["group"]["address"], described["port"]))
        end = time.monotonic() + FLOOD_S
        for number in range(FLOOD):
            if time.monotonic() > end:
                break
            flood.send(number.to_bytes(4) * 10)
    os._exit(0)


KINDS: Mapping[str, Callable[[Path], int]] = {
    "healthy": run,
    "prints_garbage": prints_garbage,
    "dies": lambda config: run(config, Dies),
    "with_another_key": with_another_key,
    "ahead": lambda config: run(config, Ahead),
    "twice": lambda config: run(config, Twice),
    "garbled": lambda config: run(config, Garbled),
    "elsewhere": lambda config: run(config, Elsewhere),
    "hangs": lambda config: run(config, Hangs),
    "floods": floods,
}

if __name__ == "__main__":
    sys.exit(KINDS[sys.argv[1]](Path(sys.argv[2])))
