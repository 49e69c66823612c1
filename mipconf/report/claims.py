"""The claims and other requirements, listed and explained: `mipconf claims`."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from tabulate import tabulate

from mipconf.campaign.options import CasePlan
from mipconf.faults.catalogue import catalogue
from mipconf.faults.fault import Fault
from mipconf.judge.judge import judge_functions
from mipconf.judge.judges import Judge
from mipconf.manual import citations, cited, plain, with_addresses
from mipconf.requirements.catalogue import REQUIREMENTS, judged_as
from mipconf.requirements.requirement import Requirement

_WIDTH = 100
_MARGIN = 11


def claims_table(plans: Sequence[CasePlan]) -> str:
    """All requirements: number, title, group, whose verdict they have; cases and faults."""
    rows = [
        (
            requirement.id,
            requirement.title,
            requirement.group,
            judged_as(requirement).id if requirement.same_as else "",
            len(_cases(requirement, plans)),
            len(_faults(requirement)),
        )
        for requirement in REQUIREMENTS.values()
    ]
    return tabulate(
        rows,
        headers=("#", "requirement", "group", "judged as", "cases", "faults"),
        colalign=("right", "left", "left", "right", "right", "right"),
        disable_numparse=True,
    )


def explained(names: Iterable[str], plans: Sequence[CasePlan]) -> str:
    """Each of these requirements, explained, in the order of all."""
    chosen = {*names}
    return "\n\n".join(
        "\n".join(_explained(requirement, plans))
        for requirement in REQUIREMENTS.values()
        if requirement.id in chosen
    )


def _explained(requirement: Requirement, plans: Sequence[CasePlan]) -> Iterator[str]:
    judged = judged_as(requirement)
    yield f"{requirement.id} {requirement.title}"
    yield from _entry("asks", requirement.asks)
    yield from _entry("situation", requirement.situation)
    yield from _entry("must", requirement.must)
    yield from _entry("must not", requirement.must_not)
    yield from _entry("clause", *_sentences(requirement.clause))
    if judged is not requirement:
        yield from _entry("judged as", f"claim {judged.id}")
    yield from _entry("PASS needs", *judged.situations)
    yield from _entry("also", *judged.further)
    yield from _entry("cases", *(f"{p.id}: {p.summary}" for p in _cases(requirement, plans)))
    yield from _entry("faults", *(f"{f.name}: {f.sentence}" for f in _faults(requirement)))
    yield from _entry("judge", _place(judge_functions()[judged.id]))
    yield from _entry("run", f"mipconf run --select {requirement.id}")
    yield from _entry("check", f"mipconf check CAPTURE --require {requirement.id}")
    yield from _entry("profile", f"[supports] {_keys(requirement)} = false: NOT APPLICABLE")
    yield from _entry("needs", ", ".join(REQUIREMENTS[name].name for name in requirement.needs))


def _entry(name: str, *texts: str) -> Iterator[str]:
    """A name and what belongs to it; nothing where there is nothing."""
    for text in filter(None, texts):
        for line in wrap(text, _WIDTH - _MARGIN - 2, break_on_hyphens=False):
            yield f"  {name:{_MARGIN}}{line}"
            name = ""


def _sentences(clause: str) -> Iterator[str]:
    """What each part of a clause says: the words of the manual, or the address of an RFC's."""
    for part in clause.split(", "):
        named = citations(part)
        yield f"{part}: {plain(cited(part))}" if named else with_addresses(part)


def _cases(requirement: Requirement, plans: Iterable[CasePlan]) -> list[CasePlan]:
    return [plan for plan in plans if requirement.id in plan.requirements]


def _faults(requirement: Requirement) -> list[Fault]:
    """The mistakes that must make it FAIL."""
    return [fault for fault in catalogue().values() if requirement.id in fault.trips]


def _keys(requirement: Requirement) -> str:
    """By what a profile denies it."""
    feature = requirement.feature
    return requirement.id if feature is None else f"{requirement.id} or {feature}"


def _place(judge: Judge) -> str:
    """Where a judge function is written: file and line, and its name."""
    function = inspect.unwrap(judge)
    path = Path(inspect.getsourcefile(function) or "")
    shown = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    lines, first = inspect.getsourcelines(function)
    decorators = next(i for i, text in enumerate(lines) if text.startswith("def "))
    return f"{shown}:{first + decorators} ({function.__name__})"
