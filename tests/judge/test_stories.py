"""Every claim judged, by stories: what passes, what fails and where, what proves nothing."""

from __future__ import annotations

import pytest

from .approved import Judged
from .story import Story, told


@pytest.mark.parametrize("story", told(), ids=str)
def test_the_verdict_is_as_told(story: Story, judged: Judged) -> None:
    story.check(judged(story)[""])
