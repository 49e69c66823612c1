"""The pytest plugin: collects the cases, lets a session run them, and reports each as a test."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol, TypeGuard

import pytest
from _pytest.runner import CallInfo

from mipconf.campaign.result import CaseResult
from mipconf.judge.verdict import Verdict


class _CaseFailedError(Exception):
    """What pytest is told of a case whose verdict is no PASS; the text is the reason."""


class Runs(Protocol):
    """Who runs the cases: see `mipconf.campaign.session.Session`."""

    def wants(self, case_id: str) -> bool:
        """Whether a case was selected."""

    def run(self, cases: Sequence[pytest.Function]) -> None:
        """Run the cases."""

    def result_of(self, case_id: str) -> CaseResult | None:
        """What became of a case."""


def case_id(item: pytest.Item) -> str:
    """The id of a case: "module::name"."""
    module = item.getparent(pytest.Module)
    stem = module.path.stem if module is not None else ""
    return f"{stem}::{item.name}"


def is_case(item: pytest.Item) -> TypeGuard[pytest.Function]:
    """Whether a test is a case, which declares what it makes arise."""
    return isinstance(item, pytest.Function) and hasattr(item.function, "declaration")


class CasePlugin:
    """Runs collected cases all together, in place of pytest's one after the other."""

    def __init__(self, session: Runs) -> None:
        self._session = session
        self.error: BaseException | None = None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the cases that were not selected; other tests are not ours to leave out."""
        items[:] = [
            item for item in items if not is_case(item) or self._session.wants(case_id(item))
        ]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Run the cases; report each of them as a test that passed or failed.

        What else was collected goes first, by pytest's own loop, which takes any failure that it
        finds there already for an error of the collection, and stops.
        """
        if session.testsfailed:
            self.error = RuntimeError("a module of cases cannot be imported")
            return (yield)  # where pytest was called by itself, it says which
        if session.config.option.collectonly:
            return (yield)
        cases = [item for item in session.items if is_case(item)]
        session.items[:] = [item for item in session.items if not is_case(item)]
        result = yield
        try:
            self._session.run(cases)
        except KeyboardInterrupt:
            raise
        except Exception as error:
            self.error = error
            return result
        for item in cases:
            _report(item, self._session.result_of(case_id(item)))
        return result


def _report(item: pytest.Function, result: CaseResult | None) -> None:
    if result is None:
        return

    def call() -> None:
        if result.verdict not in (Verdict.PASS, Verdict.NOT_APPLICABLE):
            raise _CaseFailedError(f"{result.verdict.value}: {result.reason}")

    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for when, function in (("setup", _nothing), ("call", call), ("teardown", _nothing)):
        info = CallInfo.from_call(function, when=when)  # type: ignore[arg-type]
        report = item.ihook.pytest_runtest_makereport(item=item, call=info)
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _nothing() -> None:
    pass
