"""A lab for each test of the other vendor's Home Agent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .lab import Lab


@pytest.fixture
def lab(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """A lab whose addresses and port no other test uses at the same time."""
    own = os.getpid()
    made = Lab(f"127.77.{own % 250 + 1}", 21000 + own % 9000, tmp_path)
    yield made
    made.close()
