"""The pytest plugin: which cases run, and how each is reported."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mipconf.campaign.plugin import CasePlugin
from mipconf.campaign.result import CaseResult
from mipconf.judge.verdict import Verdict

pytest_plugins = ["pytester"]

CASES = """
from mipconf.campaign.declaration import exercises

@exercises(1, seconds=1)
async def test_one(lab): ...

@exercises(8, seconds=1)
async def test_two(lab): ...
"""
PLAIN = """
def test_plain(): pass
"""


class Runs:
    """Runs nothing, and says of every case the same."""

    def __init__(self, wanted: Sequence[str], verdict: Verdict | None = Verdict.PASS) -> None:
        self.wanted = wanted
        self.verdict = verdict
        self.ran: list[str] = []

    def wants(self, case_id: str) -> bool:
        return case_id in self.wanted

    def run(self, cases: Sequence[pytest.Function]) -> None:
        self.ran = [case.name for case in cases]

    def result_of(self, case_id: str) -> CaseResult | None:
        if self.verdict is None:
            return None
        return CaseResult(case_id, self.verdict, 1.0, "this is why")


BOTH = ("test_suite::test_one", "test_suite::test_two")


def collected(pytester: pytest.Pytester, runs: object, *arguments: str, more: str = ""):  # type: ignore[no-untyped-def]
    pytester.makepyfile(test_suite=CASES + more)
    plugin = CasePlugin(runs)  # type: ignore[arg-type]
    return pytester.inline_run("-p", "no:cacheprovider", *arguments, plugins=[plugin]), plugin


@pytest.mark.parametrize(
    ("wanted", "ran"),
    [
        (BOTH, ["test_one", "test_two"]),
        (BOTH[1:], ["test_two"]),
        ((), []),
        (("test_other::test_one",), []),
    ],
)
def test_only_what_is_wanted_runs_and_other_tests_are_left_to_pytest(
    pytester: pytest.Pytester, wanted: Sequence[str], ran: Sequence[str]
) -> None:
    runs = Runs(wanted)
    result, _ = collected(pytester, runs, more=PLAIN)
    assert runs.ran == ran
    result.assertoutcome(passed=len(ran) + 1)


@pytest.mark.parametrize(
    ("verdict", "passed", "failed"),
    [
        (Verdict.PASS, 1, 0),
        (Verdict.NOT_APPLICABLE, 1, 0),
        (Verdict.FAIL, 0, 1),
        (Verdict.ERROR, 0, 1),
        (Verdict.INCONCLUSIVE, 0, 1),
        (Verdict.NOT_EXERCISED, 0, 1),
        (None, 0, 0),
    ],
)
def test_each_case_is_a_test_that_passed_or_failed(
    pytester: pytest.Pytester, verdict: Verdict | None, passed: int, failed: int
) -> None:
    result, _ = collected(pytester, Runs(BOTH[:1], verdict))
    result.assertoutcome(passed=passed, failed=failed)
    for report in result.getfailures():
        assert f"{verdict.value}: this is why" in str(report.longrepr)  # type: ignore[union-attr]


def test_a_list_runs_nothing(pytester: pytest.Pytester) -> None:
    runs = Runs(BOTH)
    collected(pytester, runs, "--collect-only")
    assert runs.ran == []


def test_a_case_that_fails_keeps_no_other_test_from_running(pytester: pytest.Pytester) -> None:
    result, _ = collected(pytester, Runs(BOTH, Verdict.FAIL), more=PLAIN)
    result.assertoutcome(passed=1, failed=2)


def test_a_test_that_fails_keeps_no_case_from_running(pytester: pytest.Pytester) -> None:
    broken = """
def test_broken(): assert False
"""
    result, _ = collected(pytester, Runs(BOTH), more=broken)
    result.assertoutcome(passed=2, failed=1)


class Breaks(Runs):
    """Fails itself."""

    def run(self, cases: Sequence[pytest.Function]) -> None:
        raise OSError("no network")


def test_an_error_of_the_tester_is_kept_for_who_asked(pytester: pytest.Pytester) -> None:
    _, plugin = collected(pytester, Breaks(BOTH))
    assert isinstance(plugin.error, OSError)
