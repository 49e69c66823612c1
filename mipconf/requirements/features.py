"""What a Home Agent may or may not support: claims, groups of requirements, and features.

A feature is a named set of claims, so that a profile can say `retransmission = false` in place of
three numbers. Each claim is in one feature at most. What a claim needs is another one without which
it means nothing: where that is not supported, neither is the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

GROUPS = ("BASE", "FHRP", "SEC", "LOAD")
"""The groups of requirements beside the claims (docs/claims.md, "Beyond the claims")."""

_REQUIREMENT = re.compile(rf"[1-9]|[1-4][0-9]|5[0-5]|({'|'.join(GROUPS)})(-[1-9][0-9]*)?")


@dataclass(frozen=True, slots=True)
class Feature:
    """A named set of claims; `does` is what a Home Agent that has it does."""

    does: str
    claims: tuple[int, ...]


FEATURES: Mapping[str, Feature] = {
    "binding_updates": Feature(
        "tells the group of the registrations that it takes", (*range(1, 8), 50, 51, 52)
    ),
    "retransmission": Feature("sends again what was not acknowledged", (8, 18, 45)),
    "deregistration": Feature("tells of de-registrations, and takes those of others", (23, 37)),
    "learning": Feature("applies and acknowledges the updates of others", (33, 34, 35, 36)),
    "deletion_marks": Feature("keeps deletions of bindings that it never had", (38, 39)),
    "joining": Feature(
        "asks for the table when it starts",
        (*range(9, 14), *range(26, 31), 32, 53, 54, 55),
    ),
    "table_replies": Feature("answers Table Requests", (14, 16, 17, 22, 42, 44, 49)),
    "home_agent_lists": Feature("lists the members in its table", (19, 20, 21, 46, 47, 48)),
    "membership_by_request": Feature("takes who asks for the table for a member", (15, 43)),
    "membership_by_list": Feature("takes whom a list names for a member", (31,)),
    "router_redundancy": Feature("takes part in HSRP or VRRP", (24, 25, 40, 41)),
}
"""The features by their names, as keys of a profile's `[supports]`."""

NEEDS: Mapping[int, tuple[int, ...]] = {
    **dict.fromkeys((2, 5, 6, 7, 8, 50, 51, 52), (1,)),
    3: (1, 24),
    4: (1, 24),
    10: (24, 26),
    **dict.fromkeys((9, 11, 12, 13, 27, 28, 30, 31, 53, 54, 55), (26,)),
    29: (24, 26),
    32: (13,),
    16: (14,),
    17: (14, 16),
    18: (16,),
    19: (16,),
    20: (15, 19),
    21: (18, 19),
    22: (14, 16, 26),
    23: (1,),
    25: (24,),
    34: (33,),
    35: (33,),
    37: (33, 36),
    38: (33, 36, 37),
    39: (38,),
    # What follows is asked of an HA that has joined.
    **{claim: (alone, 26) for claim, alone in enumerate((24, 25, 14, 15, 16, 18, 19), 40)},
    47: (20, 26, 31),
    48: (21, 26),
    49: (22, 26),
}
"""What each claim needs at once; that needs more in turn."""

_GROUP_NEEDS: Mapping[str, tuple[int, ...]] = {"LOAD": (12, 44)}


def is_key(name: str) -> bool:
    """Whether it may stand in `[supports]`: a claim, feature, group, or requirement of one."""
    return name in FEATURES or _REQUIREMENT.fullmatch(name) is not None


def feature_of(requirement: str) -> str | None:
    """The feature that a claim belongs to."""
    return next(
        (name for name, feature in FEATURES.items() if requirement in map(str, feature.claims)),
        None,
    )


def needs(requirement: str, group: str) -> tuple[str, ...]:
    """The claims that a requirement needs at once."""
    claims = (
        NEEDS.get(int(requirement), ()) if requirement.isdecimal() else _GROUP_NEEDS.get(group, ())
    )
    return tuple(map(str, claims))


class Support:
    """What a profile says of what a Home Agent supports."""

    def __init__(self, said: Mapping[str, bool]) -> None:
        self._said = said

    def denied_by(self, requirement: str, group: str = "CLAIM") -> str | None:
        """The key by which a requirement is not supported; None where it is.

        Its own word prevails over that of its feature or its group; and what it needs is needed.
        """
        for key in (requirement, feature_of(requirement) or group):
            if key in self._said:
                if not self._said[key]:
                    return key
                break
        denying = (self.denied_by(needed) for needed in needs(requirement, group))
        return next((key for key in denying if key is not None), None)

    def contradictions(self) -> Iterator[str]:
        """What is said to be supported, although all of it needs what is not; names both keys.

        Where some of a feature needs nothing that is denied, the rest is not supported, silently.
        """
        for key, is_supported in self._said.items():
            claims = tuple(map(str, FEATURES[key].claims)) if key in FEATURES else (key,)
            group = key.partition("-")[0]
            if is_supported and all(self.denied_by(claim, group) for claim in claims):
                yield from self._denials(key, claims[0], group)

    def _denials(self, key: str, requirement: str, group: str) -> Iterator[str]:
        named = f"claim {requirement}" if requirement.isdecimal() else requirement
        for needed in needs(requirement, group):
            denial = self.denied_by(needed)
            if denial is not None:
                yield (
                    f"supports.{key} = true contradicts supports.{denial} = false: "
                    f"{named} needs claim {needed}"
                )
