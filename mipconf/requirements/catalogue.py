"""Every requirement that the suite knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mipconf.requirements import (
    claims_1_to_13,
    claims_14_to_25,
    claims_26_to_39,
    claims_40_to_55,
    load,
)
from mipconf.requirements.requirement import CLAIM, Requirement

REQUIREMENTS: Mapping[str, Requirement] = MappingProxyType(
    {
        requirement.id: requirement
        for requirement in (
            *claims_1_to_13.CLAIMS,
            *claims_14_to_25.CLAIMS,
            *claims_26_to_39.CLAIMS,
            *claims_40_to_55.CLAIMS,
            *load.LOAD,
        )
    }
)
"""All requirements by id, the claims first and in order."""

GROUPS: tuple[str, ...] = tuple(
    dict.fromkeys(
        requirement.group for requirement in REQUIREMENTS.values() if requirement.group != CLAIM
    )
)
"""The groups of requirements beside the claims."""


def judged_as(requirement: Requirement) -> Requirement:
    """The requirement whose verdict a requirement has, most often itself."""
    return REQUIREMENTS[requirement.same_as] if requirement.same_as else requirement
