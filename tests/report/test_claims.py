"""Claims as they are listed and explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mipconf.campaign.runner import known_cases
from mipconf.report.claims import claims_table, explained
from mipconf.requirements.catalogue import REQUIREMENTS, judged_as

PLANS = known_cases()


def entries(name: str) -> dict[str, str]:
    """The entries of one explanation, each on one line."""
    found: dict[str, str] = {}
    last = ""
    for line in explained([name], PLANS).splitlines()[1:]:
        last = line[2:13].strip() or last
        found[last] = f"{found.get(last, '')} {line[13:]}".strip()
    return found


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_each_says_what_it_asks_how_it_arises_and_who_judges(name: str) -> None:
    told = entries(name)
    assert {"asks", "situation", "must", "clause", "PASS needs", "cases", "judge"} <= told.keys()
    assert told["run"] == f"mipconf run --select {name}"
    assert told["check"] == f"mipconf check CAPTURE --require {name}"
    judged = judged_as(REQUIREMENTS[name])
    assert told.get("judged as") == (None if judged.id == name else f"claim {judged.id}")


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_the_place_of_the_judge_is_its_function(name: str) -> None:
    place = re.fullmatch(r"(.+):(\d+) \((\w+)\)", entries(name)["judge"])
    assert place is not None
    path, line, function = place.groups()
    text = Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text.startswith(f"def {function}(history: History)")


@pytest.mark.parametrize(
    ("name", "entry", "says"),
    [
        ("38", "needs", "claim 33, claim 36, claim 37"),
        ("38", "profile", "[supports] 38 or deletion_marks = false: NOT APPLICABLE"),
        ("LOAD-1", "profile", "[supports] LOAD-1 = false: NOT APPLICABLE"),
        ("51", "judged as", "claim 1"),
        ("39", "PASS needs", "before the deleted entry time after the deleted entry time"),
    ],
)
def test_an_entry(name: str, entry: str, says: str) -> None:
    assert entries(name)[entry] == says


def test_several_are_explained_in_order() -> None:
    text = explained({"12", "2", "LOAD-1"}, PLANS)
    heads = [line.split()[0] for line in text.splitlines() if line and line[0] != " "]
    assert heads == ["2", "12", "LOAD-1"]


def test_the_list_has_each_in_order() -> None:
    rows = claims_table(PLANS).splitlines()[2:]
    assert [row.split()[0] for row in rows] == list(REQUIREMENTS)
    assert rows[49].split()[-4:-1] == ["CLAIM", "1", "1"]


def test_the_faults_that_must_trip_it_are_named() -> None:
    assert "no-mark: Removes what is de-registered without a mark" in entries("38")["faults"]
    assert "gossips" not in entries("38")["faults"]
    assert "no-update: " in entries("50")["faults"]
