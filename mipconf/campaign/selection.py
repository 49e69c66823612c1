"""Which cases a campaign runs, and which requirements it is judged by.

A selection is terms separated by commas: claims (`8`, `14-22`), groups (`BASE`), requirements of a
group (`BASE-3`), cases by name (`test_updates::*`). A term that selects nothing is an error, never
a silent success.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from mipconf.campaign.options import CasePlan
from mipconf.errors import SelectionError
from mipconf.requirements.requirement import Requirement

HEAVY = "LOAD"
"""The group of requirements whose cases run only when they are asked for."""

_CLAIMS = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_GROUP = re.compile(r"[A-Z]+(-[A-Z]*\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases to run, in their order, and the requirements that count."""

    cases: tuple[CasePlan, ...]
    requirements: frozenset[str]


def select(
    expression: str | None,
    plans: Collection[CasePlan],
    requirements: Mapping[str, Requirement],
) -> Selection:
    """The cases and requirements that the expression names.

    None: all that have a case, but for the group LOAD, whose cases are heavy.

    A requirement brings all cases that make it arise. A case named by itself brings the
    requirements that it makes arise, but not their other cases. A requirement may be named that
    has no case: it will be NOT EXERCISED. Raises `SelectionError`.
    """
    if expression is None:
        light = tuple(plan for plan in plans if not _is_heavy(plan, requirements))
        return Selection(light, _made_to_arise(light))
    named: set[str] = set()
    alone: set[str] = set()
    for term in terms(expression):
        if names_requirements(term):
            named |= _requirements(term, requirements)
        else:
            alone |= _cases(term, plans)
    cases = tuple(
        plan for plan in plans if plan.id in alone or not named.isdisjoint(plan.requirements)
    )
    if not cases:
        raise SelectionError(f'no case exercises "{expression}"; see `mipconf run --list`')
    asked_for = _made_to_arise(plan for plan in cases if plan.id in alone)
    return Selection(cases, asked_for | named)


def requirements_named(expression: str, requirements: Mapping[str, Requirement]) -> frozenset[str]:
    """The requirements that an expression without names of cases stands for."""
    named: set[str] = set()
    for term in terms(expression):
        if not names_requirements(term):
            raise SelectionError(
                f'"{term}" is no claim (8), range (14-22), group (BASE) or requirement (BASE-3)'
            )
        named |= _requirements(term, requirements)
    return frozenset(named)


def terms(expression: str) -> list[str]:
    """What an expression names one after the other; no term is empty."""
    terms = [term.strip() for term in expression.split(",")]
    if "" in terms:
        raise SelectionError(f'empty term in "{expression}"; write for instance 8,14-22')
    return terms


def names_requirements(term: str) -> bool:
    """Whether a term is meant for requirements, not for something with a name."""
    return bool(_CLAIMS.fullmatch(term) or _GROUP.fullmatch(term))


def _requirements(term: str, requirements: Mapping[str, Requirement]) -> set[str]:
    """The ids that one term names: one or more claims, a group, or a requirement of a group."""
    if bounds := _CLAIMS.fullmatch(term):
        claims = [name for name, member in requirements.items() if member.group == "CLAIM"]
        numbers = range(int(bounds[1]), int(bounds[2] or bounds[1]) + 1)
        if not numbers or str(numbers[0]) not in claims or str(numbers[-1]) not in claims:
            raise SelectionError(f'no claim "{term}"; claims are {claims[0]} to {claims[-1]}')
        return {str(number) for number in numbers}
    if term in requirements:
        return {term}
    group = term.partition("-")[0]
    members = [name for name, member in requirements.items() if member.group == group]
    if not members:
        groups = sorted({requirement.group for requirement in requirements.values()})
        raise SelectionError(f'no group "{group}"; groups are {", ".join(groups)}')
    if group != term:
        raise SelectionError(f'no requirement "{term}"; {group} has {members[0]} to {members[-1]}')
    return set(members)


def _cases(pattern: str, plans: Iterable[CasePlan]) -> set[str]:
    """The cases whose name matches, with or without that of their module."""
    matching = {
        plan.id
        for plan in plans
        if fnmatchcase(plan.id, pattern) or fnmatchcase(plan.id.rpartition("::")[2], pattern)
    }
    if not matching:
        raise SelectionError(f'no case matches "{pattern}"; see `mipconf run --list`')
    return matching


def _is_heavy(plan: CasePlan, requirements: Mapping[str, Requirement]) -> bool:
    return all(requirements[name].group == HEAVY for name in plan.requirements)


def _made_to_arise(plans: Iterable[CasePlan]) -> frozenset[str]:
    return frozenset(requirement for plan in plans for requirement in plan.requirements)
