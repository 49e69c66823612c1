"""results.json, by the form that design.md gives."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mipconf.campaign.result import Result
from mipconf.report.results import write_results


def test_the_form_is_that_of_the_design(tmp_path: Path, campaign: Result) -> None:
    path = tmp_path / "results.json"
    write_results(path, campaign)
    document = json.loads(path.read_bytes())
    requirements = document.pop("requirements")
    assert document == {
        "schema": 1,
        "hut": {"driver": "process", "address": "127.4.34.10"},
        "network": "loopback",
        "seed": 7,
        "seconds": 6.123,
        "interrupted": False,
        "cases": [
            {"id": "test_updates::test_simple", "verdict": "PASS", "seconds": 1.5},
            {"id": "test_updates::test_mute_peer", "verdict": "FAIL", "seconds": 1.9},
        ],
        "captures": [],
    }
    assert [requirement["id"] for requirement in requirements] == [
        requirement.id for requirement in campaign.requirements
    ]
    assert requirements[5] == {
        "id": "8",
        "group": "CLAIM",
        "verdict": "FAIL",
        "selected": True,
        "reason": "127.4.34.13 did not acknowledge update 41 and was not sent it again "
        "within 0.2 s",
        "cases": ["test_updates::test_mute_peer"],
        "evidence": [
            {"capture": "captures/test_updates.test_mute_peer.pcapng", "frames": [12, 13]}
        ],
    }
    assert requirements[1]["verdict"] == "NOT EXERCISED"


def test_an_older_file_is_replaced_as_a_whole(tmp_path: Path, campaign: Result) -> None:
    path = tmp_path / "results.json"
    write_results(path, campaign)
    write_results(path, replace(campaign, interrupted=True))
    assert json.loads(path.read_bytes())["interrupted"]
    assert list(tmp_path.iterdir()) == [path], "nothing is left beside it"


def test_what_cannot_be_written_leaves_the_older_file(tmp_path: Path, campaign: Result) -> None:
    path = tmp_path / "results.json"
    write_results(path, campaign)
    before = path.read_bytes()
    with pytest.raises(TypeError):
        write_results(path, replace(campaign, seed=object()))  # type: ignore[arg-type]
    assert path.read_bytes() == before
