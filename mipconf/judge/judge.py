"""The judge itself: every requirement's function over one trace."""

from __future__ import annotations

import importlib
import pkgutil
import traceback
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from mipconf.judge import claims
from mipconf.judge.deeds import with_deeds
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judges import Judge
from mipconf.judge.unaccepted import with_unaccepted
from mipconf.judge.verdict import Verdict
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.requirement import Deed
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

Findings = Mapping[str, tuple[Finding, ...]]
"""Findings by the id of their requirement; one without findings never arose."""

UNICAST_UNSEEN = "unicast between the Home Agents was not seen, and it needs that"


def judge(trace: Trace, setting: Setting) -> Findings:
    """What a trace shows of each requirement."""
    return judge_history(History(trace, setting))


def judge_history(history: History) -> Findings:
    """What a trace that is read already shows; a judge that fails itself gives an ERROR."""
    findings: dict[str, tuple[Finding, ...]] = {}
    for name, judged in judge_functions().items():
        requirement = REQUIREMENTS[name]
        if history.setting.only_router and requirement.deed is not Deed.HELLO:
            findings[name] = ()
            continue
        if not (history.setting.unicast or requirement.multicast_only):
            findings[name] = (Finding.unclear("", (), UNICAST_UNSEEN),)
            continue
        try:
            found = tuple(with_unaccepted(history, finding) for finding in judged(history))
            findings[name] = with_deeds(history, found, requirement.deed)
        except Exception as error:
            findings[name] = (_failure(name, error),)
    return findings


def _failure(name: str, error: Exception) -> Finding:
    """What is said of a judge that fails: the innermost place of ours, and how it came to it."""
    places = [
        f"{frame.f_globals['__name__']}, line {line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__", "").partition(".")[0] == __name__.partition(".")[0]
    ]
    said = f"the judge of {name} failed: {type(error).__name__}: {error} ({places[-1]})"
    told = "".join(traceback.format_exception(error))
    return Finding("", Verdict.ERROR, (), said, traceback=told)


def prevailing(findings: Iterable[Finding]) -> Finding | None:
    """The finding that decides: the first of the verdict that prevails."""
    return min(findings, key=lambda finding: finding.verdict.rank, default=None)


@cache
def judge_functions() -> Mapping[str, Judge]:
    """The judge of each requirement, by its id, in the order of all.

    Those that have the verdict of another (`Requirement.same_as`) have none. Raises `ValueError`
    where a function judges what is no requirement, or a requirement has no judge, or two.
    """
    found: dict[str, Judge] = {}
    for requirement, function in _declared():
        if requirement in found:
            raise ValueError(f"two functions judge {requirement}: see {_place(function)}")
        if requirement not in REQUIREMENTS or REQUIREMENTS[requirement].same_as:
            raise ValueError(f"{_place(function)} judges {requirement}, which needs no judge")
        found[requirement] = function
    own = [each.id for each in REQUIREMENTS.values() if each.same_as is None]
    if lacking := [name for name in own if name not in found]:
        raise ValueError(f"no function judges {', '.join(lacking)}")
    return MappingProxyType({name: found[name] for name in own})


def _declared() -> Iterator[tuple[str, Judge]]:
    for info in pkgutil.iter_modules(claims.__path__, f"{claims.__name__}."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if getattr(value, "__module__", None) == module.__name__:
                for requirement in getattr(value, "judges", ()):
                    yield requirement, value


def _place(function: Judge) -> str:
    return f"{function.__module__}.{function.__name__}"
