"""What a requirement is: what it asks of a Home Agent, and how the suite goes about it.

A requirement is data. What judges it is in `mipconf.judge.claims`, by its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

CLAIM = "CLAIM"
"""The group of the claims."""


class Level(StrEnum):
    """How strongly it is asked (RFC 2119)."""

    MUST = "MUST"
    SHOULD = "SHOULD"


class Deed(Enum):
    """What a Home Agent is seen to send when it does what a requirement asks.

    A deed is something sent, never something refrained from: a Home Agent that does nothing
    refrains from everything.
    """

    UPDATE = "a Binding Update"
    DELETION = "a Binding Update with X = 1"
    UPDATE_AGAIN = "a Binding Update with R = 1"
    UPDATE_ACK = "a Binding Update Ack"
    REQUEST = "a Table Request"
    REPLY = "a Table Reply"
    TABLE = "a Table Reply of Code 0"
    NOT_INITIALIZED = "a Table Reply of Code 1"
    PART_AGAIN = "a Table Reply with R = 1"
    LIST = "a Table Reply with a Home Agent List"
    LIST_AGAIN = "a Table Reply with a Home Agent List and R = 1"
    LIST_OR_UPDATE_AGAIN = "a Table Reply with a Home Agent List, or a Binding Update with R = 1"
    REPLY_ACK = "a Table Reply Ack"
    HELLO = "an HSRP or VRRP message"


class Means(Enum):
    """What the configuration of a Home Agent can take away, and with it what a requirement asks."""

    RETRANSMISSION = "it sends again what is not acknowledged"
    RESPONDER = "it shows its table to who asks"
    FHRP = "it runs a first-hop redundancy protocol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement, in words for a reader of a verdict and for whoever writes a Home Agent.

    `id` is the number of a claim (`8`), or a group and what tells its requirements apart (`LOAD-1`,
    `BASE-A5`). `title` is the duty in a few words. `asks` is the duty as a sentence; `situation`
    says how it arises, `must` what has to be seen then, `must_not` what may not be (empty: nothing
    is forbidden); `clause` says where the duty is written, as a page and anchor of the manual or an
    RFC and section.

    PASS of a campaign needs each of `situations`; `further` ones are judged where they arise. A
    situation shows nothing of a Home Agent that does not support another requirement, where
    `situation_needs` has that one's id; the same holds for the whole requirement and `needs`.
    `feature` is the key of a profile's `[supports]` that denies it together with others
    (`mipconf.requirements.features`); `relies_on` is what the configuration must not take away.
    `deed` is None where a Home Agent is asked to refrain. `multicast_only`: it can be judged from
    multicast alone, where unicast between the Home Agents was not seen.

    `like` is the id of the requirement whose words and situations these are, here for a Home Agent
    in another position; `same_as` that of the requirement whose verdict is also that of this one.
    """

    id: str
    title: str
    asks: str
    situation: str
    must: str
    must_not: str = ""
    clause: str
    situations: tuple[str, ...]
    further: tuple[str, ...] = ()
    situation_needs: Mapping[str, str] = field(default_factory=dict)
    level: Level = Level.MUST
    feature: str | None = None
    needs: tuple[str, ...] = ()
    relies_on: tuple[Means, ...] = ()
    deed: Deed | None = None
    multicast_only: bool = False
    like: str | None = None
    same_as: str | None = None

    @property
    def group(self) -> str:
        """`CLAIM`, or what stands before the hyphen of the id."""
        return self.id.partition("-")[0] if "-" in self.id else CLAIM

    @property
    def name(self) -> str:
        """What it is called in a sentence: `claim 8`, `LOAD-1`."""
        return f"claim {self.id}" if self.group == CLAIM else self.id
