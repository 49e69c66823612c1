"""What a verdict cites is written there: words of the manual, and sections of RFCs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mipconf.manual import citations, cited, plain, with_addresses
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.requirement import Requirement

MIPCONF = Path(__file__).parents[2] / "mipconf"
BEGINNING = re.compile(r"docs/[\w-]+\.md|RFC \d+ \d")
QUOTED = re.compile(r"(docs/[\w/-]+\.md#[\w-]+): (.+)")
BARE_RFC = re.compile(r"RFC \d++(?! \d)")


def texts() -> Iterator[str]:
    """The texts in the code of the judge and of the requirements that begin as clauses do."""
    for folder in ("judge", "requirements"):
        for path in sorted((MIPCONF / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and BEGINNING.match(text):
                    yield text


CLAUSES = sorted({text for text in texts() if "\n" not in text})
QUOTES = [found.groups() for clause in CLAUSES if (found := QUOTED.fullmatch(clause))]


def test_there_are_clauses() -> None:
    assert len(QUOTES) > 20
    assert len(CLAUSES) > len(QUOTES)


@pytest.mark.parametrize(("citation", "quote"), QUOTES)
def test_a_quote_stands_in_the_section_that_it_is_of(citation: str, quote: str) -> None:
    """Word for word, where `...` leaves words out."""
    words = plain(cited(citation)).casefold()
    for part in quote.casefold().split(" ... "):
        assert part in words
        words = words.partition(part)[2]


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_names_page_and_anchor_or_rfc_and_section(clause: str) -> None:
    assert not BARE_RFC.search(clause)
    assert all("#" in citation for citation in citations(clause))
    assert citations(clause) or "(https://www.rfc-editor.org/rfc/rfc" in with_addresses(clause)


@pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=lambda each: each.id)
def test_a_requirement_says_where_it_is_written(requirement: Requirement) -> None:
    named = citations(requirement.clause)
    assert named
    assert all(plain(cited(citation)) for citation in named)


def test_addresses_of_rfcs() -> None:
    clause = "RFC 2281 5.7, event g: yields; docs/protocol.md#5-4"
    address = "https://www.rfc-editor.org/rfc/rfc2281#section-5.7"
    assert with_addresses(clause) == clause.replace("5.7", f"5.7 ({address})", 1)
    assert with_addresses(with_addresses(clause)) == with_addresses(clause)
