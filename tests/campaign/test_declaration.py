"""How a case declares itself."""

from __future__ import annotations

from mipconf.campaign.declaration import Declaration, exercises
from mipconf.campaign.lab import Lab
from mipconf.campaign.runner import known_cases
from mipconf.judge.requirements import REQUIREMENTS


async def case(lab: Lab) -> None:
    """Do nothing."""


def test_a_case_is_declared_and_otherwise_left_alone() -> None:
    declared = exercises(1, "BASE-2", seconds=2.5, peers="PQ", window=2)(case)
    assert declared is case
    assert declared.declaration == Declaration(  # type: ignore[attr-defined]
        ("1", "BASE-2"), 2.5, "PQ", {"window": 2}
    )


def test_p_is_a_peer_unless_it_is_said_otherwise() -> None:
    assert exercises(1, seconds=1)(case).declaration.peers == "P"  # type: ignore[attr-defined]


def test_every_case_exercises_requirements_that_exist() -> None:
    plans = known_cases()
    assert plans
    for plan in plans:
        assert set(plan.requirements) <= REQUIREMENTS.keys(), plan.id
        assert plan.seconds > 0, plan.id
        assert plan.summary, plan.id


def test_every_requirement_that_is_judged_has_a_case() -> None:
    exercised = {name for plan in known_cases() for name in plan.requirements}
    judged = {name for name, requirement in REQUIREMENTS.items() if requirement.judge is not None}
    assert judged - exercised == set()
