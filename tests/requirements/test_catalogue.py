"""The records of the requirements: all there, in order, and none contradicts another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mipconf.campaign.runner import known_cases
from mipconf.faults.catalogue import catalogue
from mipconf.requirements.catalogue import GROUPS, REQUIREMENTS, judged_as
from mipconf.requirements.features import FEATURES, members
from mipconf.requirements.requirement import CLAIM, Requirement

MANUAL = Path(__file__).parents[2] / "docs" / "claims.md"
EACH = pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=list(REQUIREMENTS))
JUDGED = [name for name, each in REQUIREMENTS.items() if each.same_as is None]


def test_the_claims_are_all_there_and_in_order() -> None:
    claims = [name for name, found in REQUIREMENTS.items() if found.group == CLAIM]
    assert claims == [str(number) for number in range(1, 56)]


def test_the_groups_are_those_of_the_manual() -> None:
    assert GROUPS == ("LOAD",)
    assert all(f'<a id="{group.lower()}"></a>' in MANUAL.read_text() for group in GROUPS)


@EACH
def test_a_requirement_says_what_it_asks_when_and_by_what_right(requirement: Requirement) -> None:
    assert re.fullmatch(r"[1-9]\d?|[A-Z]+-[A-Z]*[1-9]\d*", requirement.id)
    assert re.match(r"[a-z]|HSRP|VRRP|Code", requirement.title)
    for sentence in (requirement.asks, requirement.situation, requirement.must):
        assert re.fullmatch(r"[A-Z0-9].*\.", sentence)
    assert re.fullmatch(r"[A-Z].*\.\)?|", requirement.must_not)
    assert re.match(r"docs/[a-z-]+\.md|RFC \d+", requirement.clause)
    assert requirement.situations


@EACH
def test_what_a_requirement_names_exists(requirement: Requirement) -> None:
    named = {*requirement.needs, *requirement.situation_needs.values()}
    named |= {name for name in (requirement.like, requirement.same_as) if name}
    assert named <= REQUIREMENTS.keys() - {requirement.id}
    assert requirement.situation_needs.keys() <= {*requirement.situations}
    named_once = [*requirement.situations, *requirement.further]
    assert len({*named_once}) == len(named_once)
    assert (requirement.feature in FEATURES) == (requirement.group == CLAIM)
    assert judged_as(requirement).same_as is None


@EACH
def test_no_requirement_needs_itself(requirement: Requirement) -> None:
    assert requirement.id not in set(needed(requirement))


def needed(requirement: Requirement) -> Iterator[str]:
    for name in requirement.needs:
        yield name
        yield from needed(REQUIREMENTS[name])


@EACH
def test_a_case_makes_it_arise(requirement: Requirement) -> None:
    assert any(requirement.id in plan.requirements for plan in known_cases())


@pytest.mark.parametrize("name", [name for name in JUDGED if REQUIREMENTS[name].group == CLAIM])
def test_a_fault_trips_it(name: str) -> None:
    """The large tables of LOAD take too long for the trials of all faults."""
    assert any(name in fault.trips for fault in catalogue().values())


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_has_members(feature: str) -> None:
    assert members(feature)


def test_the_manual_has_the_same_titles() -> None:
    headings = dict(re.findall(r"^### (\d+)\. (.*)$", MANUAL.read_text(), re.MULTILINE))
    titles = {name: REQUIREMENTS[name].title for name in headings}
    assert {name: title[0].upper() + title[1:] for name, title in titles.items()} == headings
