"""No false alarm under stress, and no hiding in it: CI's share of `python -m tests.stress`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mipconf.judge.verdict import Verdict

from .broken import BROKEN
from .freedoms import FREEDOMS
from .seeds import CAUGHT, PASSING, Outcome, Seed, jobs, run_broken, run_healthy, side_by_side

pytestmark = pytest.mark.outside

SEEDS, EACH_AT_LEAST = 500, 5
SEEDS_OF_A_BROKEN_ONE = 10


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return list(side_by_side(run_healthy, range(SEEDS), None))


def test_no_healthy_home_agent_is_blamed(outcomes: list[Outcome]) -> None:
    assert {outcome.seed: outcome.wrong for outcome in outcomes if outcome.wrong} == {}


def test_nearly_every_verdict_is_still_a_pass(outcomes: list[Outcome]) -> None:
    verdicts = Counter(v for outcome in outcomes for v in outcome.verdicts.values())
    assert verdicts[Verdict.PASS] >= PASSING * verdicts.total()


def test_each_case_and_each_freedom_is_among_them(outcomes: list[Outcome]) -> None:
    cases = Counter(outcome.case for outcome in outcomes)
    assert cases.keys() == {job.id for job in jobs()}
    assert min(cases.values()) >= EACH_AT_LEAST
    drawn = {str(Seed.of(number).freedom) for number in range(SEEDS)}
    assert drawn == {str(freedom) for freedom in FREEDOMS}


def test_no_broken_one_hides_in_the_noise() -> None:
    each = [(index, n) for index in range(len(BROKEN)) for n in range(SEEDS_OF_A_BROKEN_ONE)]
    found = zip(each, side_by_side(run_broken, each, None), strict=True)
    caught = Counter(index for (index, _), fails in found if fails)
    hidden = {
        str(broken): caught[index]
        for index, broken in enumerate(BROKEN)
        if caught[index] < CAUGHT * SEEDS_OF_A_BROKEN_ONE
    }
    assert len(BROKEN) == 20
    assert hidden == {}


def test_a_seed_is_the_same_each_time(tmp_path: Path) -> None:
    for out in ("one", "two"):
        Seed.of(7).run(tmp_path / out)
    one, two = (next(tmp_path.glob(f"{out}/captures/*")) for out in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
