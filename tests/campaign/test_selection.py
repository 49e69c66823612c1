"""Selections: what each expression selects, and that none silently selects nothing."""

import pytest

from mipconf.campaign.options import CasePlan
from mipconf.campaign.selection import requirements_named, select
from mipconf.errors import SelectionError
from mipconf.requirements.requirement import Requirement


def asked(name: str) -> Requirement:
    """A requirement of which only the id matters."""
    return Requirement(id=name, title="", asks="", situation="", must="", clause="", situations=())


REQUIREMENTS = {
    requirement.id: requirement
    for requirement in (
        *(asked(str(number)) for number in range(1, 56)),
        *(asked(f"BASE-{number}") for number in range(1, 13)),
        *(asked(f"FHRP-{name}") for name in ("A5", "A6", "V16")),
        asked("LOAD-1"),
    )
}
PLANS = (
    CasePlan("test_updates::test_simple", ("1", "6"), 1.0, ""),
    CasePlan("test_updates::test_mute_peer", ("8",), 2.0, ""),
    CasePlan("test_joining::test_simple", ("11", "12", "26"), 1.0, ""),
    CasePlan("test_base::test_codes", ("BASE-1", "BASE-12", "6"), 1.0, ""),
    CasePlan("test_load::test_heavy", ("LOAD-1",), 9.0, ""),
)
UPDATES, MUTE, JOINING, CODES, HEAVY = (plan.id for plan in PLANS)
BASE = {f"BASE-{number}" for number in range(1, 13)}


@pytest.mark.parametrize(
    ("expression", "cases", "requirements"),
    [
        (None, [UPDATES, MUTE, JOINING, CODES], {*"168", "11", "12", "26", "BASE-1", "BASE-12"}),
        # What is heavy runs only when it is asked for.
        ("LOAD", [HEAVY], {"LOAD-1"}),
        ("8", [MUTE], {"8"}),
        ("6", [UPDATES, CODES], {"6"}),
        ("8,26", [MUTE, JOINING], {"8", "26"}),
        ("26, 8", [MUTE, JOINING], {"8", "26"}),
        ("8-12", [MUTE, JOINING], {"8", "9", "10", "11", "12"}),
        ("8-8", [MUTE], {"8"}),
        ("1-55", [UPDATES, MUTE, JOINING, CODES], {str(number) for number in range(1, 56)}),
        ("CLAIM", [UPDATES, MUTE, JOINING, CODES], {str(number) for number in range(1, 56)}),
        ("8,40", [MUTE], {"8", "40"}),
        ("BASE", [CODES], BASE),
        ("BASE-12", [CODES], {"BASE-12"}),
        ("FHRP-V16,8", [MUTE], {"FHRP-V16", "8"}),
        (MUTE, [MUTE], {"8"}),
        ("test_mute_peer", [MUTE], {"8"}),
        ("test_simple", [UPDATES, JOINING], {"1", "6", "11", "12", "26"}),
        ("test_updates::*", [UPDATES, MUTE], {"1", "6", "8"}),
        ("*mute*", [MUTE], {"8"}),
        ("test_joining*,8", [MUTE, JOINING], {"8", "11", "12", "26"}),
        # A case named by itself does not bring the other cases of its requirements.
        (CODES, [CODES], {"BASE-1", "BASE-12", "6"}),
    ],
)
def test_what_is_selected(expression: str | None, cases: list[str], requirements: set[str]) -> None:
    selection = select(expression, PLANS, REQUIREMENTS)
    assert [case.id for case in selection.cases] == cases
    assert selection.requirements == requirements


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", 'empty term in ""'),
        ("8,,9", 'empty term in "8,,9"'),
        ("0", 'no claim "0"; claims are 1 to 55'),
        ("56", 'no claim "56"; claims are 1 to 55'),
        ("50-56", 'no claim "50-56"; claims are 1 to 55'),
        ("22-14", 'no claim "22-14"; claims are 1 to 55'),
        ("1-999999999", "claims are 1 to 55"),
        ("FOO", 'no group "FOO"; groups are BASE, CLAIM'),
        ("FOO-1", 'no group "FOO"; groups are BASE, CLAIM'),
        ("BASE-13", 'no requirement "BASE-13"; BASE has BASE-1 to BASE-12'),
        ("base", 'no case matches "base"'),
        ("test_none*", 'no case matches "test_none*"; see `mipconf run --list`'),
        ("8,test_none*", 'no case matches "test_none*"'),
        ("40", 'no case exercises "40"'),
    ],
)
def test_an_error_is_one_line_that_says_what_would_be_right(expression: str, said: str) -> None:
    with pytest.raises(SelectionError) as caught:
        select(expression, PLANS, REQUIREMENTS)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_cases_only_requirements_can_be_named() -> None:
    assert requirements_named("8,BASE-3,40", REQUIREMENTS) == {"8", "BASE-3", "40"}
    assert requirements_named("FHRP", REQUIREMENTS) == {"FHRP-A5", "FHRP-A6", "FHRP-V16"}
    with pytest.raises(SelectionError, match=r'"test_x\*" is no claim \(8\), range'):
        requirements_named("8,test_x*", REQUIREMENTS)
