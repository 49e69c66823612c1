"""Programs that tests need beside Python: there, or told of; in CI they must be there."""

from __future__ import annotations

import os
import shutil

import pytest


def needed(name: str) -> str:
    """The path of a program; without it the test is skipped, and fails where CI runs."""
    path = shutil.which(name)
    if path is None:
        assert not os.environ.get("CI"), f"{name} is to be installed where CI runs"
        pytest.skip(f"{name} is not installed")
    return path
