"""The judge of each reference capture: every finding, word for word, and what led to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from captures.claims import CLAIMS
from captures.making import FOLDER, verdicts, verdicts_of
from mipconf.faults.catalogue import catalogue

CAPTURES = sorted((FOLDER / "claims").glob("*.pcapng"))


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_the_verdicts_are_those_expected(capture: Path) -> None:
    expected = json.loads(verdicts_of(capture).read_text())
    found = verdicts(capture)
    assert found["requirements"] == expected["requirements"]
    assert found["case"] == expected["case"]


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_claim_passes_healthy_and_fails_faulty(claim: str) -> None:
    by_condition = {
        condition: json.loads(
            (FOLDER / f"claims/{int(claim):02}-{condition}.verdicts.json").read_text()
        )
        for condition in ("healthy", "faulty")
    }
    assert by_condition["healthy"]["fault"] is None
    assert by_condition["healthy"]["requirements"][claim]["verdict"] == "PASS"
    assert by_condition["faulty"]["fault"]["name"] == CLAIMS[claim].fault
    assert by_condition["faulty"]["requirements"][claim]["verdict"] == "FAIL"
    assert claim in catalogue()[CLAIMS[claim].fault].trips


def test_every_judged_claim_has_its_captures() -> None:
    assert [int(claim) for claim in CLAIMS] == list(range(1, 50))
    assert len(CAPTURES) == 2 * len(CLAIMS)
