"""Properties are about what happens, not how fast: a busy machine must not fail them."""

import pytest
from hypothesis import settings

from .approved import Judged

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def judged() -> Judged:
    """What the judge says of each story; a run of its own for each mutant."""
    return Judged()
