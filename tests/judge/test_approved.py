"""Nothing that the judge says changes unnoticed: of no claim in any story, and in no word."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from mipconf.judge.judge import Findings
from mipconf.requirements.catalogue import REQUIREMENTS

from .approved import (
    REASONS,
    Judged,
    approved,
    approved_sentences,
    common_to,
    outcome,
    reasons,
    unapproved,
)
from .story import Story, edges, told

STORIES = [*told(), *edges()]
COMMON, APPROVED = approved()
SENTENCES = approved_sentences()


def by_mutmut() -> bool:
    """Whether mutmut runs the tests, which stops at the first that fails: the quickest is best."""
    return "MUTANT_UNDER_TEST" in os.environ


@pytest.mark.golden
@pytest.mark.parametrize("story", STORIES, ids=str)
def test_what_is_said_of_all_claims_is_approved(story: Story, judged: Judged) -> None:
    found = judged(story)
    assert [*strangers(found)] == []
    assert outcome(found, common_to(story, COMMON)) == APPROVED[story.title]
    if by_mutmut():  # Otherwise a word that many stories say is one failure, not hundreds.
        assert unapproved(story, found, SENTENCES) == []


def strangers(judged: Mapping[str, Findings]) -> Iterator[str]:
    """The findings of a situation that their requirement does not name."""
    for findings in judged.values():
        for name, found in findings.items():
            known = ("", *REQUIREMENTS[name].situations, *REQUIREMENTS[name].further)
            yield from (f"{name} {each}" for each in found if each.situation not in known)


@pytest.mark.golden
def test_no_other_story_is_approved() -> None:
    assert list(APPROVED) == [story.title for story in STORIES]


@pytest.mark.golden
def test_the_words_are_those_approved(judged: Judged) -> None:
    # Asked anew, for mutmut: it runs, for what it changed in a function, the tests that reach it.
    asked = Judged() if by_mutmut() else judged
    assert reasons(asked).splitlines() == REASONS.read_text().splitlines()


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
