"""The corpus judged again, by `make mutants` only: here it compares the judge with itself."""

from __future__ import annotations

import pickle

from .corpus import PATH, Case, judged


def test_the_judge_says_what_it_said() -> None:
    corpus: list[Case] = pickle.loads(PATH.read_bytes())
    for case in corpus:
        assert judged(case.trace) == case.said, f"{case.home_agent}, {case.trace.name}"
