"""Programs that tests need beside Python: there, or told of; in CI they must be there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

LESSER = 10
"""By how much (`nice`) the priority of other tests is below that of the live ones."""


def needed(name: str) -> str:
    """The path of a program; without it the test is skipped, and fails where CI runs."""
    path = shutil.which(name)
    if path is None:
        assert not os.environ.get("CI"), f"{name} is to be installed where CI runs"
        pytest.skip(f"{name} is not installed")
    return path


TSHARK = "tshark"


def tshark(configuration: Path, *arguments: str | Path) -> list[list[str]]:
    """The columns of each line that tshark prints, with a configuration folder of its own.

    It must not complain.
    """
    said = subprocess.run(
        [needed(TSHARK), *arguments],
        env=os.environ | {"WIRESHARK_CONFIG_DIR": str(configuration), "HOME": str(configuration)},
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in said.stderr.splitlines() if "could be dangerous" not in line]
    assert (said.returncode, complaints) == (0, [])
    return [line.split("\t") for line in said.stdout.splitlines()]
