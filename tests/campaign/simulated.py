"""One case of a test's own, in virtual time, against the reference Home Agent or a variant."""

from __future__ import annotations

from pathlib import Path
from random import Random

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.lab import Case
from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.session import Job, Recorded, Session
from mipconf.codec import Codec
from mipconf.ha.agent import HomeAgent
from mipconf.net.host import Datagram
from mipconf.net.impairment import UNIMPAIRED, Impairment
from mipconf.profile.contract import HutConfig
from mipconf.profile.keys import FhrpKeys
from mipconf.profile.profile import Profile


class Mute(HomeAgent):
    """Runs, and never says anything."""

    def outgoing(self) -> list[Datagram]:
        super().outgoing()
        return []


class OtherConfig(HomeAgent):
    """Runs with another configuration than it was given."""

    changes: dict[str, object] = {}  # noqa: RUF012 - each subclass has its own

    def __init__(self, config: HutConfig, random: Random, now: int, codec: Codec) -> None:
        document = config.model_dump()
        for key, value in self.changes.items():
            document[key] = document[key] | value if isinstance(value, dict) else value
        super().__init__(HutConfig.model_validate(document, strict=False), random, now, codec)


def options(
    out: Path,
    agent: type[HomeAgent] = HomeAgent,
    fhrp: str = "none",
    codec: str | None = None,
    impairment: Impairment = UNIMPAIRED,
) -> CampaignOptions:
    return CampaignOptions(
        profile=Profile(fhrp=FhrpKeys.model_validate({"protocol": fhrp}), codec=codec),
        driver="builtin",
        command=(),
        network="simulated",
        cases=(),
        requirements=frozenset(),
        out=out,
        seed=1,
        jobs=None,
        agent=agent,
        impairment=impairment,
    )


def play(
    case: Case,
    out: Path,
    agent: type[HomeAgent] = HomeAgent,
    peers: str = "P",
    fhrp: str = "none",
    impairment: Impairment = UNIMPAIRED,
) -> Recorded:
    """Run a case and return what it left."""
    job = Job(0, "test_own::test_case", Declaration((), 1.0, peers), case)
    return Session(options(out, agent, fhrp, impairment=impairment), Unseen()).alone(job)
