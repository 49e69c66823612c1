"""Home Agents as programs that are odd: `python odd.py KIND CONFIG`.

Each first leaves its process number in the folder `huts`, so that a test can look for it.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

(Path("huts") / str(os.getpid())).touch()
sys.path.insert(0, str(Path(__file__).parents[2]))

from mipconf.codec import Codec  # noqa: E402 - its number first, for this takes long
from mipconf.contract import HutConfig  # noqa: E402
from mipconf.ha.agent import HomeAgent  # noqa: E402
from mipconf.ha.program import run  # noqa: E402
from mipconf.ha.receiving import Receiving  # noqa: E402
from mipconf.messages import Binding  # noqa: E402
from mipconf.net.host import Datagram  # noqa: E402

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


KINDS: Mapping[str, Callable[[Path], int]] = {
    "healthy": run,
    "prints_garbage": prints_garbage,
    "dies": lambda config: run(config, Dies),
    "with_another_key": with_another_key,
    "ahead": lambda config: run(config, Ahead),
}

if __name__ == "__main__":
    sys.exit(KINDS[sys.argv[1]](Path(sys.argv[2])))
