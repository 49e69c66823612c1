"""A finding: one occasion on which a duty was met, missed, or could not be judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from mipconf.judge.verdict import Verdict
from mipconf.manual import with_addresses


@dataclass(frozen=True, slots=True)
class Finding:
    """One situation that arose in a trace and how the HUT did in it.

    `situation` is one of the requirement's situations. `reason` is one line for people; `clause`
    names the sentence that the duty comes from; `frames` are those it rests on. `due` is when, in
    nanoseconds since the epoch, something was due at the latest that never came. `deeds` are those
    frames by which the HUT did what the requirement asks (`mipconf.judge.deeds`). `traceback` is
    how a judge came to fail, where that is why the verdict is ERROR; it is empty otherwise.
    """

    situation: str
    verdict: Verdict
    frames: tuple[int, ...]
    reason: str = ""
    clause: str = ""
    expected: str = ""
    observed: str = ""
    due: int | None = None
    deeds: tuple[int, ...] = ()
    traceback: str = field(default="", compare=False, repr=False)

    @classmethod
    def met(cls, situation: str, *frames: int) -> Finding:
        """The duty was met."""
        return cls(situation, Verdict.PASS, frames)

    @classmethod
    def missed(
        cls,
        situation: str,
        frames: tuple[int, ...],
        reason: str,
        *,
        clause: str,
        expected: str,
        observed: str,
        due: int | None = None,
    ) -> Finding:
        """The duty was missed, or something forbidden was seen."""
        written = with_addresses(clause)
        return cls(situation, Verdict.FAIL, frames, reason, written, expected, observed, due)

    @classmethod
    def unclear(cls, situation: str, frames: tuple[int, ...], reason: str) -> Finding:
        """The situation was begun but cannot be judged."""
        return cls(situation, Verdict.INCONCLUSIVE, frames, reason)


@dataclass(frozen=True, slots=True)
class Dated:
    """A finding, and the time of what it rests on, in nanoseconds since the epoch."""

    time: int
    finding: Finding
