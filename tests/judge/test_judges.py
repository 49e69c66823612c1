"""Each requirement has one judge, which says so itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from mipconf.judge import judge as judging
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judge import judge_functions
from mipconf.judge.judges import judges
from mipconf.requirements.catalogue import REQUIREMENTS

OWN = [name for name, requirement in REQUIREMENTS.items() if requirement.same_as is None]


def test_each_requirement_has_one_judge_in_the_order_of_all() -> None:
    assert list(judge_functions()) == OWN


@pytest.mark.parametrize("name", OWN)
def test_a_judge_says_the_duty(name: str) -> None:
    assert judge_functions()[name].__doc__


def test_what_asks_the_same_has_the_same_judge() -> None:
    functions = judge_functions()
    shared = [("11", "30"), ("13", "32"), ("22", "49")]
    assert [pair for pair in shared if functions[pair[0]] is not functions[pair[1]]] == []
    assert len({*functions.values()}) == len(functions) - len(shared)


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A module of claims more, in which a test may declare judges."""
    module = ModuleType("mipconf.judge.claims.more")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    only = [_Info(module.__name__)]
    monkeypatch.setattr(judging.pkgutil, "iter_modules", lambda *_: iter(only))
    judge_functions.cache_clear()
    yield module
    judge_functions.cache_clear()


class _Info:
    def __init__(self, name: str) -> None:
        self.name = name


def declare(module: ModuleType, name: str, *requirements: str) -> None:
    def judge(history: History) -> Iterator[Finding]:
        yield Finding.met("", 1)

    judge.__module__, judge.__name__ = module.__name__, name
    setattr(module, name, judges(*requirements)(judge))


@pytest.mark.parametrize(
    ("functions", "said"),
    [
        ({"one": OWN, "two": ["8"]}, "two functions judge 8: see mipconf.judge.claims.more.two"),
        ({"one": [*OWN, "56"]}, "mipconf.judge.claims.more.one judges 56, which needs no judge"),
        ({"one": [*OWN, "50"]}, "mipconf.judge.claims.more.one judges 50, which needs no judge"),
        ({"one": [name for name in OWN if name not in ("8", "9")]}, "no function judges 8, 9"),
    ],
)
def test_a_requirement_without_a_judge_or_with_two_is_an_error(
    declared: ModuleType, functions: dict[str, list[str]], said: str
) -> None:
    for name, requirements in functions.items():
        declare(declared, name, *requirements)
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        judge_functions()
