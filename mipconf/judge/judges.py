"""How a function says which requirements it judges.

    @judges("8")
    def claim_8(history: History) -> Iterator[Finding]:

A function may judge several requirements that ask the same. `mipconf.judge.judge` finds them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History

Judge = Callable[[History], Iterator[Finding]]
"""What judges a requirement: the findings of one trace."""


def judges(*requirements: str) -> Callable[[Judge], Judge]:
    """Declare a function to be the judge of the requirements of these ids."""

    def declare(function: Judge) -> Judge:
        function.judges = requirements  # type: ignore[attr-defined]
        return function

    return declare
