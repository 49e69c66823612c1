"""All trials together: the score, and what plans there are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mipconf.faults.catalogue import catalogue, fault_named
from mipconf.faults.matrix import Matrix, Score, plans_for, requirements_judged, try_all
from mipconf.faults.trial import Ending, Plan, Trial

from ..end_to_end.campaigns import mipconf
from .test_trial import FAULTY, HEALTHY, NO_MARK, trial

pytestmark = pytest.mark.outside

KILLED, SURVIVED = trial(FAULTY, "38", "39"), trial(FAULTY, "38")
ALARMED, SOUND = trial(FAULTY, "38", "39", "1"), trial(HEALTHY)


@pytest.mark.parametrize(
    ("trials", "interrupted", "good"),
    [
        ((SOUND, KILLED), False, True),
        ((SOUND, KILLED), True, False),
        ((SOUND, KILLED, SURVIVED), False, False),
        ((SOUND, ALARMED), False, False),
        ((trial(HEALTHY, "1"), KILLED), False, False),
    ],
)
def test_only_what_is_wholly_right_is_good(
    trials: tuple[Trial, ...], interrupted: bool, good: bool
) -> None:
    matrix = Matrix(trials, 1, False, 2.0, interrupted)
    assert matrix.is_good is good


def test_survivors_come_first() -> None:
    matrix = Matrix((SOUND, KILLED, SURVIVED, ALARMED), 1, False, 2.0)
    assert matrix.of_faults == (SURVIVED, ALARMED, KILLED)
    assert matrix.of_healthy == (SOUND,)
    assert matrix.count(Ending.KILLED) == 1


def test_the_score_of_a_requirement_counts_the_faults_that_must_trip_it() -> None:
    scores = {s.requirement: s for s in Matrix((SOUND, KILLED, SURVIVED), 1, False, 2.0).scores()}
    assert scores["38"] == Score("38", 2, 2)
    assert scores["39"] == Score("39", 2, 1)
    assert scores["1"] == Score("1", 0, 0)
    assert list(scores) == requirements_judged()


def test_the_healthy_home_agent_is_tried_with_each_fhrp_that_faults_need() -> None:
    hsrp = fault_named("gossips")
    assert plans_for([NO_MARK, hsrp], 5, True) == [
        Plan(None, "hsrp", 5),
        Plan(NO_MARK, "hsrp", 5, True),
        Plan(hsrp, "hsrp", 5, True),
    ]


def test_trials_come_in_the_order_of_their_plans() -> None:
    plans = [Plan(fault_named(name), "hsrp", 1) for name in ("gossips", "no-memory")]
    found = list(try_all(plans, 2))
    assert [each.plan for each in found] == plans
    assert {each.ending for each in found} == {Ending.KILLED}


def test_the_suite_catches_every_fault_by_the_claims_that_it_breaks(tmp_path: Path) -> None:
    told = mipconf("faults", "--out", "found", cwd=tmp_path, timeout=400)
    found = json.loads((tmp_path / "found" / "faults.json").read_text())
    assert told.returncode == 0, told.stdout
    assert found["killed"] == found["faults"] == len(catalogue())
    assert found["seconds"] < 180
