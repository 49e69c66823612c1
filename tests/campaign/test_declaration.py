"""How a case declares itself."""

from __future__ import annotations

from typing import Literal

import pytest

from mipconf.campaign.declaration import Declaration, exercises
from mipconf.campaign.lab import Lab
from mipconf.campaign.runner import known_cases
from mipconf.profile.keys import FhrpKeys, TimerKeys
from mipconf.profile.profile import Profile
from mipconf.requirements.catalogue import REQUIREMENTS


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


@pytest.mark.parametrize(
    ("timers", "hold_ms", "own", "purges", "factor"),
    [
        # Joining takes 2.8 s at most and the election 2.1 s: what they become, by that.
        ({}, 500, {}, False, 1.0),
        ({"listen_ms": 5500}, 500, {}, False, (7.7 + 7.0) / 4.9),
        ({"reply_timeout_ms": 2300}, 500, {}, False, (10.8 + 2.1) / 4.9),
        ({"listen_ms": 11_000}, 10_000, {}, False, (13.2 + 41.0) / 4.9),
        ({"deleted_entry_ms": 60_000}, 500, {}, False, 1.0),
        ({"deleted_entry_ms": 60_000}, 500, {}, True, (4.9 + 90) / (4.9 + 1.8)),
        # What the case itself configures is the same under each profile.
        ({"listen_ms": 5500}, 500, {"timers": {"listen_ms": 600}}, False, 1.0),
    ],
)
def test_a_case_takes_as_long_as_the_timers_of_the_profile_make_it(
    timers: dict[str, int], hold_ms: int, own: dict[str, object], purges: bool, factor: float
) -> None:
    profile = Profile(timers=TimerKeys(**timers), fhrp=FhrpKeys(hold_ms=hold_ms))
    declaration = Declaration((), 2.0, "P", own, purges=purges)
    assert declaration.expected_s(profile) == pytest.approx(2.0 * factor)


def test_every_case_exercises_requirements_that_exist() -> None:
    plans = known_cases()
    assert plans
    for plan in plans:
        assert set(plan.requirements) <= REQUIREMENTS.keys(), plan.id
        assert plan.seconds > 0, plan.id
        assert plan.summary, plan.id


@pytest.mark.parametrize("protocol", ["hsrp", "vrrp", "none"])
def test_every_requirement_that_is_judged_has_a_case(
    protocol: Literal["hsrp", "vrrp", "none"],
) -> None:
    plans = known_cases(Profile(fhrp=FhrpKeys(protocol=protocol)))
    exercised = {name for plan in plans for name in plan.requirements}
    judged = {name for name, requirement in REQUIREMENTS.items() if requirement.same_as is None}
    assert judged - exercised == set()


@pytest.mark.parametrize(
    ("only_with", "protocol", "is_for"),
    [
        (None, "hsrp", True),
        (None, "vrrp", True),
        ("hsrp", "hsrp", True),
        ("hsrp", "vrrp", False),
        ("vrrp", "hsrp", False),
        ("vrrp", "vrrp", True),
        # It shows that what it is about does not apply.
        ("hsrp", "none", True),
        ("vrrp", "none", True),
    ],
)
def test_a_case_about_a_state_is_for_those_that_have_it(
    only_with: str | None, protocol: Literal["hsrp", "vrrp", "none"], is_for: bool
) -> None:
    declaration = Declaration((), 1.0, only_with=only_with)
    assert declaration.is_for(Profile(fhrp=FhrpKeys(protocol=protocol))) is is_for
