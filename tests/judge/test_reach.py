"""No duty is judged that nobody has seen missed: in a story, and by a fault.

What routers promise that nobody configured (`mipconf.judge.routers`) is for `tests/check`.

A duty is missed where the judge makes a finding that is FAIL (`Finding.missed`). What is red here
names the line of the judge, and what has to be written beside it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

from captures.claims import Shown
from captures.making import FAULTY, FOLDER
from mipconf.check.check import check_captures, judge_run
from mipconf.faults.catalogue import catalogue
from mipconf.faults.trial import Plan, played
from mipconf.judge import claims
from mipconf.judge.finding import Finding
from mipconf.judge.judge import judge_functions
from mipconf.judge.verdict import Verdict
from mipconf.requirements.catalogue import REQUIREMENTS

from .approved import Judged
from .story import edges, told

JUDGE = Path(claims.__file__).parents[1]
FIELD = sorted((Path(__file__).parents[1] / "field").glob("*.pcap"))
JUDGING = ("claims", "duties")
BY_TABLES = {"table_sizes.py"}
"""What no story is large enough for (`test_table_sizes.py`)."""

FURTHER = (
    Shown("test_applying::test_duplicates", "no-memory"),
    Shown("test_designation::test_designated_responder", "designated-while-active-only"),
    Shown("test_election::test_yields_and_takes_over", "falls-silent-once-active"),
    Shown("test_election::test_yields_and_takes_over", "names-no-virtual-ip"),
    Shown("test_election::test_yields_and_takes_over", "never-yields"),
    Shown("test_registration::test_registers_refreshes_moves", "tells-of-refusals"),
    Shown("test_states::test_in_backup", "master-for-ever"),
    Shown("test_states::test_joins_in_standby", "says-active-for-speak"),
    Shown("test_table::test_sizes", "answers-to-all"),
    Shown("test_updates::test_deregistration", "deregisters-at-home-only"),
    Shown("test_updates::test_deregistration", "deregisters-everybody"),
    Shown("test_updates::test_late_acknowledgement", "retransmits-to-all"),
)
"""Faults and cases for what the reference captures do not show."""

Line = tuple[str, int]
"""A line of the judge: the file below `mipconf/judge`, and its number."""


def modules() -> Iterator[Path]:
    return (path for path in sorted(JUDGE.rglob("*.py")) if path.name not in BY_TABLES)


def line(path: str, number: int) -> Line:
    return str(Path(path).relative_to(JUDGE)), number


def missing() -> set[Line]:
    """Where the judge says that a duty was missed."""
    return {
        line(str(path), node.lineno)
        for path in modules()
        if path.parent.name in JUDGING
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding.missed"
    }


def statements(path: Path) -> set[int]:
    """The lines of what is done in the functions of a module, except those of decorators."""
    found: set[int] = set()
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef) and not is_decorator(function):
            found |= {
                inner.lineno
                for statement in function.body
                for inner in ast.walk(statement)
                if isinstance(inner, ast.stmt)
            }
    return found


def is_decorator(function: ast.FunctionDef) -> bool:
    """Whether it returns a function, and so has done its work before anything is judged."""
    inner = {each.name for each in ast.walk(function) if isinstance(each, ast.FunctionDef)}
    returned = (each.value for each in ast.walk(function) if isinstance(each, ast.Return))
    return any(isinstance(value, ast.Name) and value.id in inner for value in returned)


@pytest.fixture
def missed(monkeypatch: pytest.MonkeyPatch) -> set[Line]:
    """Where duties were missed since the test began."""
    found: set[Line] = set()
    make = Finding.missed.__func__  # type: ignore[attr-defined]

    def recorded(cls: type[Finding], *args: object, **kwargs: object) -> Finding:
        frame = sys._getframe(1)
        number, *_ = list(frame.f_code.co_positions())[frame.f_lasti // 2]
        assert number is not None
        found.add(line(frame.f_code.co_filename, number))
        return make(cls, *args, **kwargs)  # type: ignore[no-any-return]

    monkeypatch.setattr(Finding, "missed", classmethod(recorded))
    return found


def test_every_verdict_of_a_missed_duty_is_made_in_one_place() -> None:
    makers = {
        path.name
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and "Verdict.FAIL" in map(ast.unparse, node.args)
    }
    assert makers == {"finding.py"}


@pytest.mark.slow
def test_stories_reach_every_line_that_judges() -> None:
    judge_functions()  # the modules are imported before the lines are counted
    judging = {path: statements(path) for path in modules() if path.parent.name in JUDGING}
    assert judging
    measured = coverage.Coverage(
        data_file=None, config_file=False, include=[str(JUDGE / "*")], messages=False
    )
    judged = Judged()
    with measured.collect():
        for story in (*told(), *edges()):
            judged(story)
        for capture in FIELD:
            check_captures([capture], None, None, ())
    unreached = {
        line(str(path), number)
        for path, lines in judging.items()
        for number in lines & set(measured.analysis2(str(path))[3])
    }
    assert not unreached, f"write stories that get to {sorted(unreached)} (tests/judge/stories)"


@pytest.mark.parametrize(
    "name", [name for name in judge_functions() if REQUIREMENTS[name].group != "LOAD"]
)
def test_each_requirement_fails_in_a_story(name: str) -> None:
    assert any(
        expectation.requirement == name and expectation.verdict is Verdict.FAIL
        for story in told()
        for expectation in story.expectations
    ), f"write a story that FAILs requirement {name} (tests/judge/stories)"


@pytest.mark.slow
def test_a_fault_trips_each_duty(missed: set[Line], tmp_path: Path) -> None:
    for capture in sorted((FOLDER / "claims").glob(f"*{FAULTY}.pcapng")):
        judge_run(capture)
    shown = set(missed)
    for number, further in enumerate(FURTHER):
        missed.clear()
        fault = catalogue()[further.fault]
        plan = Plan(fault, fault.fhrp, seed=1, full=True)
        (job,) = (job for job in plan.jobs() if job.id == further.case)
        played(plan, [job], tmp_path / str(number))
        assert missed - shown, f"{further} shows nothing new"
        shown |= missed
    untripped = missing() - shown
    assert not untripped, f"write faults that trip {sorted(untripped)}, and add them to FURTHER"
