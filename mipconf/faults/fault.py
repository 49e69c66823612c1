"""A fault: a mistake that an implementer makes, and which requirements must show it.

A fault is a subclass of the reference Home Agent that does one thing otherwise, mostly by one
component of its own (see `HomeAgent` for where it goes), and says in its docstring what. `faulty`
makes it one; `mipconf.faults.catalogue` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from mipconf.ha.agent import HomeAgent
from mipconf.profile.keys import FhrpKeys
from mipconf.profile.profile import Profile
from mipconf.requirements.catalogue import REQUIREMENTS, judged_as

A = TypeVar("A", bound=type[HomeAgent])
Protocol = Literal["hsrp", "vrrp"]


def profile_with(fhrp: Protocol) -> Profile:
    """What a Home Agent with this FHRP is like."""
    return Profile(fhrp=FhrpKeys(protocol=fhrp))


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake.

    `name` is the class's in lower case with hyphens, `sentence` the first of its docstring. Each of
    the requirements `trips` must FAIL, each of `follows` may; all others must not. `fhrp` is the
    FHRP with which it shows.
    """

    name: str
    sentence: str
    trips: frozenset[str]
    follows: frozenset[str]
    agent: type[HomeAgent]
    fhrp: Protocol = "hsrp"

    @property
    def profile(self) -> Profile:
        """What the Home Agent with this fault is like."""
        return profile_with(self.fhrp)


def faulty(*, trips: str, follows: str = "", fhrp: Protocol = "hsrp") -> Callable[[A], A]:
    """Make a Home Agent a fault of the catalogue, which shows with this FHRP.

    `trips` and `follows` are ids of requirements, by spaces; a claim that has the verdict of
    another, as 50 has that of 1, goes with it. Raises `ValueError` where an id is unknown or
    nothing is tripped, or the class does not say in its docstring what it does wrong.
    """

    def declare(agent: A) -> A:
        tripped = _requirements(trips)
        sentence = " ".join((agent.__dict__.get("__doc__") or "").partition("\n\n")[0].split())
        if not tripped or not sentence:
            raise ValueError(
                f"{agent.__name__}: a fault trips a requirement, and says in its docstring how"
            )
        agent.fault = Fault(  # type: ignore[attr-defined]
            re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", agent.__name__).lower(),
            sentence,
            tripped,
            _requirements(follows) - tripped,
            agent,
            fhrp,
        )
        return agent

    return declare


def _requirements(words: str) -> frozenset[str]:
    named = frozenset(words.split())
    if unknown := sorted(named - REQUIREMENTS.keys()):
        raise ValueError(f"there is no requirement {', '.join(unknown)}")
    return frozenset(
        each.id for each in REQUIREMENTS.values() if {each.id, judged_as(each).id} & named
    )
