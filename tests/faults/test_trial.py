"""One Home Agent put to the cases: which of them, and what is made of what they find."""

from __future__ import annotations

import pytest

from mipconf.faults.catalogue import fault_named
from mipconf.faults.fault import Fault, faulty
from mipconf.faults.trial import Ending, Plan, Trial, attempt
from mipconf.ha.agent import HomeAgent
from mipconf.ha.table import Entry
from mipconf.ha.updates import Updates
from mipconf.judge.verdict import Verdict

pytestmark = pytest.mark.slow

NO_MARK = fault_named("no-mark")


def fault_of(agent: type[HomeAgent]) -> Fault:
    fault = vars(agent)["fault"]
    assert isinstance(fault, Fault)
    return fault


def trial(plan: Plan, *failed: str, error: str | None = None) -> Trial:
    """A trial in which these requirements FAILed."""
    verdicts = dict.fromkeys(("1", "38", "39"), Verdict.PASS)
    verdicts |= dict.fromkeys(failed, Verdict.FAIL)
    if error:
        verdicts[error] = Verdict.ERROR
    return Trial(plan, 3, verdicts, dict.fromkeys(failed, "so it is"))


FAULTY = Plan(NO_MARK, "hsrp", 1)
HEALTHY = Plan(None, "hsrp", 1)


@pytest.mark.parametrize(
    ("found", "ending", "missing", "unforeseen"),
    [
        (trial(FAULTY, "38", "39"), Ending.KILLED, set(), set()),
        (trial(FAULTY, "38"), Ending.SURVIVED, {"39"}, set()),
        (trial(FAULTY), Ending.SURVIVED, {"38", "39"}, set()),
        (trial(FAULTY, "38", "39", "1"), Ending.FALSE_ALARM, set(), {"1"}),
        (trial(FAULTY, "1"), Ending.FALSE_ALARM, {"38", "39"}, {"1"}),
        (trial(FAULTY, "38", "39", error="1"), Ending.FALSE_ALARM, set(), {"1"}),
        (trial(FAULTY, "38", error="39"), Ending.FALSE_ALARM, {"39"}, {"39"}),
        (trial(HEALTHY), Ending.HEALTHY, set(), set()),
        (trial(HEALTHY, "39"), Ending.FALSE_ALARM, set(), {"39"}),
    ],
)
def test_what_becomes_of_a_trial(
    found: Trial, ending: Ending, missing: set[str], unforeseen: set[str]
) -> None:
    assert (found.ending, found.missing, found.unforeseen) == (ending, missing, unforeseen)


def test_all_cases_that_can_tell_are_run_and_some_of_the_others() -> None:
    everything = {job.id for job in Plan(NO_MARK, "hsrp", 1, full=True).jobs()}
    assert everything == {job.id for job in HEALTHY.jobs()}
    telling = {
        job.id for job in HEALTHY.jobs() if NO_MARK.trips & set(job.declaration.requirements)
    }
    drawn = {job.id for job in FAULTY.jobs()}
    assert telling < drawn < everything
    assert {job.id for job in Plan(NO_MARK, "hsrp", 2).jobs()} != drawn
    assert {job.id for job in FAULTY.jobs()} == drawn


def test_the_fhrp_decides_which_cases_there_are() -> None:
    hsrp, vrrp = ({job.id for job in Plan(None, fhrp, 1).jobs()} for fhrp in ("hsrp", "vrrp"))
    assert "test_states::test_in_learn" in hsrp - vrrp


class _CountsItself(Updates):
    def announce(self, entry: Entry, now: int) -> None:
        if len(self._members) > 1:
            super().announce(entry, now)


@faulty(trips="1", follows="2 3 4 5 6 7 23")
class CountsItself(HomeAgent):
    """Tells nobody where there is one other Home Agent."""

    updates_type = _CountsItself


@faulty(trips="1")
class NamesTooLittle(CountsItself):
    """Does the same, and does not say what it breaks."""


@faulty(trips="38")
class Sound(HomeAgent):
    """Has no fault at all."""


@pytest.mark.parametrize(
    ("agent", "ending"),
    [
        (CountsItself, Ending.KILLED),
        (NamesTooLittle, Ending.FALSE_ALARM),
        (Sound, Ending.SURVIVED),
    ],
)
def test_a_fault_is_tried_as_it_is(agent: type[HomeAgent], ending: Ending) -> None:
    found = attempt(Plan(fault_of(agent), "hsrp", 1, full=agent is NamesTooLittle))
    assert found.ending is ending
    assert found.wrong.keys() == found.failed
    assert all("::" in why for why in found.wrong.values())


def test_a_healthy_home_agent_passes_all_cases() -> None:
    found = attempt(Plan(None, "vrrp", 1))
    assert found.ending is Ending.HEALTHY
    assert found.cases == len(Plan(None, "vrrp", 1).jobs())
    assert {found.verdicts[str(claim)] for claim in (1, 24, 25, 55)} == {Verdict.PASS}
