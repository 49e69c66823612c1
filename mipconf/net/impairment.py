"""What a bad network does to datagrams, and how a user writes it: `loss=0.1,jitter=20ms`."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, fields
from typing import Self

from mipconf.protocol.durations import MILLISECOND

_DELAY = re.compile(r"([0-9]+(?:\.[0-9]+)?)ms")


@dataclass(frozen=True, slots=True)
class Impairment:
    """What a bad network does to datagrams; each is treated on its own.

    `loss` and `duplication` are probabilities, 0 to 1. `delay` is added to every datagram, and
    from 0 to `jitter` to each copy, both in nanoseconds: it is jitter that changes their order.
    """

    loss: float = 0.0
    duplication: float = 0.0
    delay: int = 0
    jitter: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.loss <= 1 and 0 <= self.duplication <= 1):
            raise ValueError("loss and duplication are probabilities, from 0 to 1")
        if self.delay < 0 or self.jitter < 0:
            raise ValueError("delay and jitter are nanoseconds, at least 0")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `loss=0.1,duplication=0.1,delay=5ms,jitter=20ms`, any of these in any order.

        Raises ValueError with one line that says what is wrong and what would be right.
        """
        values: dict[str, float] = {}
        for item in text.split(","):
            name, _, value = item.strip().partition("=")
            if name not in _READERS:
                raise ValueError(f"{item.strip()!r}: give {', '.join(_READERS)}, as in {_EXAMPLE}")
            if name in values:
                raise ValueError(f"{name} is given twice")
            values[name] = _READERS[name](name, value)
        return cls(**values)  # type: ignore[arg-type]

    def __str__(self) -> str:
        """As `parse` reads it; empty where nothing is impaired."""
        return ",".join(
            f"{field.name}={f'{value / MILLISECOND:.6f}'.rstrip('0').rstrip('.')}ms"
            if field.name in ("delay", "jitter")
            else f"{field.name}={value:g}"
            for field in fields(self)
            if (value := getattr(self, field.name))
        )

    @property
    def latest(self) -> int:
        """By how much the network delays a datagram at most, in nanoseconds."""
        return self.delay + self.jitter

    def delays(self, source: random.Random) -> list[int]:
        """The delay of each copy that gets through, in nanoseconds; none: it is lost."""
        if self.loss and source.random() < self.loss:
            return []
        copies = 2 if self.duplication and source.random() < self.duplication else 1
        if not self.jitter:
            return [self.delay] * copies
        return [self.delay + source.randint(0, self.jitter) for _ in range(copies)]


UNIMPAIRED = Impairment()
"""Each datagram arrives, once, and in order."""


def _probability(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError(f"{name}={text}: give a probability from 0 to 1")
    return value


def _duration(name: str, text: str) -> int:
    match = _DELAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{name}={text}: give milliseconds, as in {name}=20ms")
    return round(float(match[1]) * MILLISECOND)


_READERS = {
    "loss": _probability,
    "duplication": _probability,
    "delay": _duration,
    "jitter": _duration,
}
_EXAMPLE = "loss=0.1,jitter=20ms"
