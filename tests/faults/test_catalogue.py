"""The catalogue: how much of the claims it covers, and what can be chosen from it."""

from __future__ import annotations

import re

import pytest

from mipconf.errors import SelectionError
from mipconf.faults.catalogue import catalogue, fault_named, faults_selected
from mipconf.requirements.catalogue import REQUIREMENTS

CLAIMS = tuple(map(str, range(1, 50)))
ENOUGH, AT_LEAST = 2, 120


def test_there_are_many() -> None:
    assert len(catalogue()) >= AT_LEAST


@pytest.mark.parametrize("claim", CLAIMS)
def test_each_claim_is_broken_by_two_at_least(claim: str) -> None:
    assert sum(claim in fault.trips for fault in catalogue().values()) >= ENOUGH


def test_each_says_in_a_sentence_of_its_own_what_it_does_wrong() -> None:
    sentences = [fault.sentence for fault in catalogue().values()]
    assert [said for said in sentences if not re.fullmatch(r"[A-Z].*\.", said)] == []
    assert len({*sentences}) == len(sentences)


def test_each_is_known_by_its_name() -> None:
    for name, fault in catalogue().items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert fault_named(name) is fault


def test_all_are_selected_unless_some_are_named() -> None:
    assert faults_selected(None) == tuple(catalogue().values())


@pytest.mark.parametrize(
    ("expression", "some"),
    [
        ("never-gives-up", {"never-gives-up"}),
        ("no-m*,never-gives-up", {"never-gives-up", "no-mark", "no-memory"}),
        ("39", {"no-mark", "never-purges"}),
        ("38-39, gossips", {"no-mark", "ignores-deletions", "gossips"}),
    ],
)
def test_some_are_selected_by_name_and_by_claim(expression: str, some: set[str]) -> None:
    chosen = [fault.name for fault in faults_selected(expression)]
    assert some <= {*chosen} < {*catalogue()}
    assert chosen == [name for name in catalogue() if name in chosen]


def test_a_claim_selects_what_must_trip_it() -> None:
    expected = {name for name, fault in catalogue().items() if "39" in fault.trips}
    assert {fault.name for fault in faults_selected("39")} == expected


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("never-give-up", 'no fault matches "never-give-up"; did you mean never-gives-up'),
        ("zzz*", 'no fault matches "zzz*"; see `mipconf faults --list`'),
        ("gossips,", "empty term"),
        ("88", 'no claim "88"'),
        ("LOAD", 'no fault matches "LOAD"'),
    ],
)
def test_what_selects_nothing_is_an_error(expression: str, said: str) -> None:
    with pytest.raises(SelectionError, match=re.escape(said)):
        faults_selected(expression)


def test_a_name_that_nothing_has_is_an_error_that_says_what_comes_near() -> None:
    with pytest.raises(SelectionError, match="did you mean no-mark"):
        fault_named("no-marks")


def test_every_requirement_that_is_named_is_one_that_is_judged() -> None:
    for fault in catalogue().values():
        assert any(REQUIREMENTS[name].same_as is None for name in fault.trips)
