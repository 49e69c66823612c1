"""How a case declares itself: what it makes arise, and how its HUT is to be configured."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from mipconf.campaign.lab import Lab

Case = Callable[["Lab"], Awaitable[None]]
C = TypeVar("C", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a case needs and gives.

    `requirements` are the ids that it makes arise. `peers` are the played Home Agents that the HUT
    is configured with, by name ("P", "Q", "R"). `config` overrides keys of the HUT's configuration.
    `seconds` is how long it takes on a real network, about. `learns`: the HUT is not told the
    virtual IP address, where its FHRP can tell it.
    """

    requirements: tuple[str, ...]
    seconds: float
    peers: str = ""
    config: Mapping[str, object] = field(default_factory=dict)
    learns: bool = False


def exercises(
    *requirements: int | str,
    seconds: float,
    peers: str = "P",
    learns: bool = False,
    **config: object,
) -> Callable[[C], C]:
    """Declare a case: an `async def` of one argument, the lab, that drives and asserts nothing."""
    declaration = Declaration(
        tuple(str(requirement) for requirement in requirements), seconds, peers, config, learns
    )

    def declare(case: C) -> C:
        case.declaration = declaration  # type: ignore[attr-defined]
        return case

    return declare
