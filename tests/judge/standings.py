"""What a table must show of one mobile node at some moments, as some lines tell it."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.judge.history.facts import Via
from mipconf.judge.history.reference_table import ReferenceTable, Standing

from .places import history_of
from .wording import at, home

HELD, ABSENT, UNCERTAIN = Standing.HELD, Standing.ABSENT, Standing.UNCERTAIN
MN1 = home(1)
NOBODY = None
BEFORE = "before"
NS = 1e-9


@dataclass(frozen=True)
class Told:
    """Some lines, and what follows for MN1 at some moments (s), by what was told when (s)."""

    name: str
    lines: str
    then: tuple[tuple[float, Standing, float | str | None], ...]

    def __str__(self) -> str:
        return self.name

    def check(self, reference: ReferenceTable) -> None:
        """Hold what the judge knows against it."""
        for moment, standing, since in self.then:
            expectation = reference.expect(MN1, at(moment), at(moment))
            said: float | str | None = None
            if expectation.fact is not None:
                fact = expectation.fact
                said = BEFORE if fact.via is Via.BEFORE else round((fact.since - at(0)) / 1e9, 9)
            assert (moment, expectation.standing, said) == (moment, standing, since)


def reference_of(lines: str, *, elsewhere: bool = False) -> ReferenceTable:
    """What the judge knows by some lines; `elsewhere`: as they are overheard."""
    return history_of(lines, elsewhere=elsewhere).reference
