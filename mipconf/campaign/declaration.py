"""How a case declares itself: what it makes arise, and how its HUT is to be configured."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from mipconf.campaign.times import Times
from mipconf.profile.profile import Profile
from mipconf.trace.recorder import ENOUGH

C = TypeVar("C", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a case needs and gives.

    `requirements` are the ids that it makes arise. `peers` are the played Home Agents that the HUT
    is configured with, by name ("P", "Q", "R"). `config` overrides keys of the HUT's configuration.
    `seconds` is how long it takes on a real network, about, by the timers of the default profile.
    `only_with` is the one FHRP that has the state that the case is about, None where each has it.
    `learns`: the HUT is not told the virtual IP address, where its FHRP can tell it. `purges`: it
    waits until marks of deleted bindings are purged. More than `enough` datagrams are a flood.
    """

    requirements: tuple[str, ...]
    seconds: float
    peers: str = ""
    config: Mapping[str, object] = field(default_factory=dict)
    only_with: str | None = None
    learns: bool = False
    purges: bool = False
    enough: int = ENOUGH

    def is_for(self, profile: Profile) -> bool:
        """Whether a HUT of this profile is put to the case.

        One without an FHRP is: that shows that what the case is about does not apply to it.
        """
        return self.only_with in (None, profile.fhrp.protocol) or profile.fhrp.protocol == "none"

    def expected_s(self, profile: Profile) -> float:
        """How long it takes by the timers of a profile, about.

        All of a case is taken to stretch as its longest waits do.
        """
        return self.seconds * self._waits_s(profile) / self._waits_s(Profile())

    def _waits_s(self, profile: Profile) -> float:
        config = profile.hut_config(
            ha_id="127.0.0.1", port=434, fhrp_port=1985, virtual_ip="127.0.0.2", **self.config
        )
        times = Times(config, profile.tolerances)
        return times.pace_s + (times.purge_s if self.purges else 0)


def exercises(
    *requirements: int | str,
    seconds: float,
    peers: str = "P",
    only_with: Literal["hsrp", "vrrp"] | None = None,
    learns: bool = False,
    purges: bool = False,
    enough: int = ENOUGH,
    **config: object,
) -> Callable[[C], C]:
    """Declare a case: an `async def` of one argument, the lab, that drives and asserts nothing."""
    declaration = Declaration(
        tuple(map(str, requirements)), seconds, peers, config, only_with, learns, purges, enough
    )

    def declare(case: C) -> C:
        case.declaration = declaration  # type: ignore[attr-defined]
        return case

    return declare
