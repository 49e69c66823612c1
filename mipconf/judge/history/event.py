"""A message on the wire: one that a receiver accepts, and one that no receiver would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from mipconf.net.host import Endpoint
from mipconf.protocol.messages import Message

M_co = TypeVar("M_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Event(Generic[M_co]):
    """One message on the wire: where it stands in the capture, and what it says."""

    frame: int
    time: int
    source: Endpoint
    destination: Endpoint
    message: M_co


@dataclass(frozen=True, slots=True)
class Flaw:
    """A message that no receiver would accept, and why; `event` is None where it is unreadable."""

    frame: int
    time: int
    reason: str
    event: Event[Message] | None
