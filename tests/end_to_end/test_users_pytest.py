"""What the user has set for their own tests does not reach the cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .campaigns import mipconf

pytestmark = pytest.mark.outside


@pytest.mark.parametrize(
    "theirs",
    [
        {"PYTEST_ADDOPTS": "--no-such-option"},
        {"PYTEST_ADDOPTS": "-k nothing"},
        {"PYTEST_PLUGINS": "no_such_plugin"},
    ],
    ids=str,
)
def test_options_of_the_user_change_nothing(theirs: dict[str, str], tmp_path: Path) -> None:
    words = ("run", "--network", "simulated", "--select", "test_one_part")
    done = mipconf(*words, cwd=tmp_path, **theirs)
    assert done.stderr == ""
    (case,) = json.loads((tmp_path / "mipconf-out/results.json").read_bytes())["cases"]
    assert case["verdict"] == "PASS"
