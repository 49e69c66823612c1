"""Baselines: written by hand, or the results of an earlier run."""

import json
from pathlib import Path

import pytest

from mipconf.campaign.baseline import read_baseline
from mipconf.campaign.result import RequirementResult, Result
from mipconf.errors import ConfigError
from mipconf.judge.verdict import Verdict
from mipconf.report.results import write_results

IDS = {str(number) for number in range(1, 56)} | {"BASE-1"}


def write(folder: Path, text: str) -> Path:
    path = folder / "baseline.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_by_hand(tmp_path: Path) -> None:
    known = {"8": "ticket 123", "BASE-1": "by design"}
    path = write(tmp_path, json.dumps({"known_failures": known}))
    assert read_baseline(path, IDS) == known


def test_a_file_that_knows_of_no_failure(tmp_path: Path) -> None:
    assert read_baseline(write(tmp_path, '{"known_failures": {}}'), IDS) == {}


def test_the_results_of_a_run_are_the_baseline_of_the_next(tmp_path: Path) -> None:
    requirements = tuple(
        RequirementResult(str(number), "CLAIM", "", verdict, selected, f"reason {number}")
        for number, (verdict, selected) in enumerate(
            ((verdict, selected) for selected in (True, False) for verdict in Verdict), start=1
        )
    )
    result = Result("builtin", "127.4.0.10", "loopback", 1, 1.0, requirements, ())
    path = tmp_path / "results.json"
    write_results(path, result)
    # FAIL, INCONCLUSIVE and NOT EXERCISED; an ERROR was the tester's, and is nothing to expect.
    assert read_baseline(path, IDS) == {"1": "reason 1", "3": "reason 3", "6": "reason 6"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Invalid JSON"),
        ("[]", "Input should be an object"),
        ("{}", "not a baseline: give"),
        ('{"schema": 1}', "not a baseline: give"),
        ('{"known_failures": {"8": ""}, "requirements": []}', "not a baseline: give"),
        ('{"known_failures": ["8"]}', "known_failures: "),
        ('{"known_failures": {"56": "why"}}', 'no requirement "56" exists'),
        ('{"requirements": [{"id": "8", "verdict": "FAIL"}]}', "requirements.0.selected: "),
        (
            '{"requirements": [{"id": "8", "verdict": "BAD", "selected": true, "reason": ""}]}',
            "requirements.0.verdict: ",
        ),
    ],
)
def test_an_error_is_one_line_with_file_and_reason(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_baseline(path, IDS)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert said in message
    assert "\n" not in message


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read_baseline(tmp_path / "none.json", IDS)
