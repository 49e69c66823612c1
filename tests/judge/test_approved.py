"""Nothing that the judge says changes unnoticed: of no claim in any story, and in no word.

If a change is meant, `python -m tests.judge.approved` writes down what it says now.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from .approved import (
    REASONS,
    Judged,
    approved,
    approved_sentences,
    outcome,
    reasons,
    unapproved,
)
from .story import Story, edges, told

STORIES = [*told(), *edges()]
APPROVED = approved()
SENTENCES = approved_sentences()


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_what_is_said_of_all_claims_is_approved(story: Story, judged: Judged) -> None:
    found = judged(story)
    assert outcome(found) == APPROVED[story.title]
    assert unapproved(story, found, SENTENCES) == []


def test_no_other_story_is_approved() -> None:
    assert list(APPROVED) == [story.title for story in STORIES]


def test_the_words_are_those_approved() -> None:
    # Asked anew, for mutmut: it runs, for what it changed in a function, the tests that reach it.
    assert reasons(Judged()).splitlines() == REASONS.read_text().splitlines()


@pytest.mark.parametrize(
    "change",
    [
        {"situation": "something else"},
        {"reason": "something else"},
        {"clause": "RFC 1"},
        {"expected": "something else"},
        {"observed": "something else"},
        {"due": None},
        {"frames": (2,)},
    ],
    ids=str,
)
def test_no_word_of_a_failure_changes_unnoticed(change: dict[str, Any], judged: Judged) -> None:
    title = "the HUT accepted a registration, and so is initialized"
    (story,) = (story for story in STORIES if story.title == title)
    finding = next(each for each in judged(story)[""]["1"] if each.due is not None)
    assert unapproved(story, {"": {"1": (finding,)}}, SENTENCES) == []
    assert unapproved(story, {"": {"1": (replace(finding, **change),)}}, SENTENCES)
