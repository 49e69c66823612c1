"""What a Home Agent does not support, by the table `[supports]` of its profile.

Its keys are claims, groups of requirements, requirements of a group, and features. A requirement
that needs one that is not supported is not supported either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mipconf.requirements.catalogue import GROUPS, REQUIREMENTS
from mipconf.requirements.features import FEATURES, members
from mipconf.requirements.requirement import Means, Requirement


def is_key(name: str) -> bool:
    """Whether it may stand in `[supports]`."""
    return name in FEATURES or name in GROUPS or name in REQUIREMENTS


def named_by(key: str) -> tuple[Requirement, ...]:
    """The requirements that a key of `[supports]` stands for."""
    if key in FEATURES:
        return tuple(REQUIREMENTS[name] for name in members(key))
    if key in GROUPS:
        return tuple(each for each in REQUIREMENTS.values() if each.group == key)
    return (REQUIREMENTS[key],)


def lacking(max_retransmissions: int) -> dict[Means, str]:
    """The means that such a configuration takes away, and the key that does it."""
    if max_retransmissions:
        return {}
    return {Means.RETRANSMISSION: "timers.max_retransmissions = 0: nothing is ever sent again"}


class Support:
    """What a profile says of what a Home Agent supports; each key must be one (`is_key`).

    `lacks` are the means that its configuration takes away, and why (`lacking`).
    """

    def __init__(
        self, said: Mapping[str, bool], lacks: Mapping[Means, str] = MappingProxyType({})
    ) -> None:
        self._said = said
        self._lacks = lacks

    def why_not(self, requirement: Requirement) -> str | None:
        """The key of the profile that denies a requirement or what it needs; None: it is asked."""
        key = self.denied_by(requirement)
        if key is not None:
            return f"supports.{key} = false"
        means = (self._lacks[each] for each in requirement.relies_on if each in self._lacks)
        needed = (self.why_not(REQUIREMENTS[needed]) for needed in requirement.needs)
        return next(means, None) or next((why for why in needed if why is not None), None)

    def denied_by(self, requirement: Requirement) -> str | None:
        """The key by which a requirement is not supported; None where it is.

        Its own word prevails over that of its feature or its group; and what it needs is needed.
        """
        for key in (requirement.id, requirement.feature or requirement.group):
            if key in self._said:
                if not self._said[key]:
                    return key
                break
        denying = (self.denied_by(REQUIREMENTS[needed]) for needed in requirement.needs)
        return next((key for key in denying if key is not None), None)

    def contradictions(self) -> Iterator[str]:
        """What is said to be supported, although all of it needs what is not; names both keys.

        Where some of a feature needs nothing that is denied, the rest is not supported, silently.
        """
        for key, is_supported in self._said.items():
            named = named_by(key)
            if is_supported and all(self.denied_by(requirement) for requirement in named):
                yield from self._denials(key, named[0])

    def _denials(self, key: str, requirement: Requirement) -> Iterator[str]:
        for needed in requirement.needs:
            denial = self.denied_by(REQUIREMENTS[needed])
            if denial is not None:
                yield (
                    f"supports.{key} = true contradicts supports.{denial} = false: "
                    f"{requirement.name} needs {REQUIREMENTS[needed].name}"
                )
