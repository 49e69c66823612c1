"""Nothing that the judge says changes unnoticed: of no claim in any story, and in no word.

If a change is meant, `python -m tests.judge.approved` writes down what it says now.
"""

from __future__ import annotations

import pytest

from .approved import (
    REASONS,
    REQUIREMENTS_TEXT,
    Judged,
    approved,
    outcome,
    reasons,
    requirements,
)
from .story import Story, edges, told

STORIES = [*told(), *edges()]
APPROVED = approved()


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_the_verdicts_of_all_claims_are_those_approved(story: Story, judged: Judged) -> None:
    assert outcome(judged(story)) == APPROVED[story.title]


def test_no_other_story_is_approved() -> None:
    assert list(APPROVED) == [story.title for story in STORIES]


def test_the_words_are_those_approved(judged: Judged) -> None:
    assert reasons(judged).splitlines() == REASONS.read_text().splitlines()


def test_the_requirements_are_those_approved() -> None:
    assert requirements().splitlines() == REQUIREMENTS_TEXT.read_text().splitlines()
