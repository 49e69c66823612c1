"""What a profile denies, and what needs that: who is not judged by what, and what contradicts."""

from __future__ import annotations

import pytest

from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.support import Support, is_key, lacking

CLAIMS = range(1, 56)


def said(text: str) -> dict[str, bool]:
    """`retransmission- 8+`: the feature is denied, the claim is not."""
    return {word[:-1]: word.endswith("+") for word in text.split()}


def denied(text: str) -> dict[int, str]:
    support = Support(said(text))
    keys = {claim: support.denied_by(REQUIREMENTS[str(claim)]) for claim in CLAIMS}
    return {claim: key for claim, key in keys.items() if key is not None}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("", ""),
        ("8-", "8"),
        ("retransmission-", "8 18 21 45 48"),
        ("retransmission- 8+", "18 21 45 48"),
        ("deletion_marks-", "38 39"),
        ("36-", "36 37 38 39"),
        ("membership_by_list-", "31 47"),
        ("home_agent_lists-", "19 20 21 46 47 48"),
        ("home_agent_lists+", ""),
        ("membership_by_request-", "15 20 43 47"),
        ("router_redundancy-", "3 4 10 24 25 29 40 41"),
        ("14-", "14 16 17 18 19 20 21 22 42 44 45 46 47 48 49"),
        ("1-", "1 2 3 4 5 6 7 8 23 50 51 52"),
        ("LOAD-", ""),
    ],
)
def test_what_is_denied_takes_what_needs_it_along(text: str, claims: str) -> None:
    assert denied(text) == {int(claim): key for claim, key in _by(text, claims)}


def _by(text: str, claims: str) -> list[tuple[str, str]]:
    (key, *_) = [key for key, value in said(text).items() if not value] or [""]
    return [(claim, key) for claim in claims.split()]


@pytest.mark.parametrize(
    ("requirement", "why"),
    [
        ("8", "timers.max_retransmissions = 0: nothing is ever sent again"),
        ("45", "timers.max_retransmissions = 0: nothing is ever sent again"),
        ("21", "supports.home_agent_lists = false"),
        ("1", None),
    ],
)
def test_what_the_configuration_takes_away(requirement: str, why: str | None) -> None:
    support = Support(said("home_agent_lists-"), lacking(max_retransmissions=0))
    assert support.why_not(REQUIREMENTS[requirement]) == why


def test_what_the_configuration_has_is_not_taken_away() -> None:
    assert lacking(max_retransmissions=1) == {}


@pytest.mark.parametrize(
    ("requirement", "key"),
    [("8", "8"), ("9", None), ("LOAD-1", "LOAD"), ("LOAD-2", None)],
)
def test_the_own_word_prevails_over_that_of_the_group(requirement: str, key: str | None) -> None:
    assert Support(said("8- LOAD- LOAD-2+")).denied_by(REQUIREMENTS[requirement]) == key


def test_bulk_tables_need_the_claims_that_replicate_them() -> None:
    support = Support(said("table_replies-"))
    assert support.denied_by(REQUIREMENTS["LOAD-1"]) == "table_replies"


@pytest.mark.parametrize(
    ("text", "contradiction"),
    [
        ("8- LOAD- LOAD-2+", None),
        ("retransmission- 8+", None),
        ("home_agent_lists+ 20-", None),
        ("50-", None),
        ("1- 50+", "supports.50 = true contradicts supports.1 = false: claim 50 needs claim 1"),
        ("8- 23+", None),
        ("joining- 43+", "supports.43 = true contradicts supports.joining = false: claim 43 needs"),
        (
            "home_agent_lists+ table_replies-",
            "supports.home_agent_lists = true contradicts supports.table_replies = false: "
            "claim 19 needs claim 16",
        ),
        (
            "LOAD+ 44-",
            "supports.LOAD = true contradicts supports.44 = false: LOAD-1 needs claim 44",
        ),
    ],
)
def test_what_needs_what_is_denied_cannot_be_supported(
    text: str, contradiction: str | None
) -> None:
    found = next(Support(said(text)).contradictions(), None)
    assert (found or "").startswith(contradiction or "")
    assert (found is None) is (contradiction is None)


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("1", True),
        ("55", True),
        ("0", False),
        ("56", False),
        ("LOAD", True),
        ("LOAD-2", True),
        ("LOAD-3", False),
        ("BASE", False),
        ("CLAIM", False),
        ("joining", True),
        ("jioning", False),
    ],
)
def test_keys(key: str, known: bool) -> None:
    assert is_key(key) is known
