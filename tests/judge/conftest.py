"""What the judge says of each story, found once."""

import pytest

from .approved import Judged


@pytest.fixture(scope="session")
def judged() -> Judged:
    """What the judge says of each story; a run of its own for each mutant."""
    return Judged()
