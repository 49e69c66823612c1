"""What ends a case: its time, or a flood at any of its recorders."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.lab import Lab
from mipconf.campaign.options import Unseen
from mipconf.campaign.session import Job, Session

from .simulated import options


@pytest.mark.parametrize(
    ("wait_s", "reason"), [(33.0, None), (35.0, "the case was ended after 34 s")]
)
def test_a_case_that_takes_too_long_is_ended(
    wait_s: float, reason: str | None, tmp_path: Path
) -> None:
    async def waits(lab: Lab) -> None:
        await lab.wait(wait_s)

    session = Session(options(tmp_path), Unseen())
    session.play([Job(0, "test_own::waits", Declaration((), 1.0), waits)])
    (outcome,) = session.outcomes
    assert (outcome.failure.reason if outcome.failure else None) == reason
