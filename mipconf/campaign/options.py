"""What a user asks of a campaign."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from mipconf.campaign.result import CaseResult
from mipconf.ha.agent import HomeAgent
from mipconf.net.impairment import UNIMPAIRED, Impairment
from mipconf.profile.profile import Profile


@dataclass(frozen=True, slots=True)
class CampaignOptions:
    """The options of `mipconf run`, checked.

    `command` is the words of the HUT's command for the `process` driver, `{config}` among them.
    `cases` are the ids to run, `requirements` those to report as selected. `jobs` bounds the cases
    that run side by side; None: as many as the network allows. `seed` is any whole number. `agent`
    is what the `builtin` driver runs: the reference Home Agent, or a variant of it. `profile_path`
    is where the profile was read, None where it was in no file. `impairment` is what
    datagrams to and from the HUT suffer in the simulated network. `fault` names the mistake that
    `agent` makes, None where it makes none. `preflight`: a run begins with one exchange, and ends
    with it where that shows that all others would fail in the same way.
    """

    profile: Profile
    driver: Literal["builtin", "process"]
    command: tuple[str, ...]
    network: Literal["loopback", "simulated"]
    cases: tuple[str, ...]
    requirements: frozenset[str]
    out: Path
    seed: int
    jobs: int | None
    agent: type[HomeAgent] = HomeAgent
    profile_path: Path | None = None
    impairment: Impairment = UNIMPAIRED
    fault: str | None = None
    preflight: bool = False

    def live(self, case: str) -> str:
        """The command that runs one case again as it was run, for a shell; into another folder."""
        again = ("--select", case, "--out", f"{self.out}-again")
        return shlex.join(("mipconf", "run", *self._hut(), *again, *self._network()))

    def offline(self, capture: str) -> str:
        """The command that judges again what a case recorded; `capture` is relative to `out`."""
        spoken = self.profile.format
        codec = () if spoken.is_installed else ("--codec", str(spoken.codec))
        return shlex.join(("mipconf", "check", str(self.out / capture), *codec))

    def _hut(self) -> Iterator[str]:
        if self.profile_path is not None:
            yield from ("--profile", str(self.profile_path))
        if self.driver == "process":
            # {config} needs no quotes of its own, and is easier to read without.
            words = (w if w == "{config}" else shlex.quote(w) for w in self.command)
            yield from ("--hut-command", " ".join(words))
        elif self.fault is not None:
            yield from ("--fault", self.fault)
        elif self.profile.hut.driver != self.driver:
            yield from ("--hut", self.driver)

    def _network(self) -> Iterator[str]:
        if self.network != "loopback":
            yield from ("--network", self.network, "--seed", str(self.seed))
        if self.impairment != UNIMPAIRED:
            yield from ("--impair", str(self.impairment))


@dataclass(frozen=True, slots=True)
class CasePlan:
    """A case as `--list` and the selection see it: `requirements` are those it makes arise."""

    id: str
    requirements: tuple[str, ...]
    seconds: float
    summary: str


class Progress(Protocol):
    """Hears how a campaign goes on."""

    def planned(self, cases: int) -> None:
        """So many cases will run."""

    def started(self, case: str) -> None:
        """A case began."""

    def finished(self, case: CaseResult) -> None:
        """A case ended."""


class Unseen:
    """Progress that somebody else shows, or nobody."""

    def planned(self, cases: int) -> None:
        """See `Progress`."""

    def started(self, case: str) -> None:
        """See `Progress`."""

    def finished(self, case: CaseResult) -> None:
        """See `Progress`."""
