"""Every requirement that the suite knows, with its judge function.

The texts are short forms of what a claim asks of a Home Agent; docs/claims.md says what each means
on the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mipconf.judge.claims import (
    answering,
    applying,
    designating,
    electing,
    initializing,
    joining,
    load,
    membership,
    states,
    updating,
)
from mipconf.judge.finding import Finding
from mipconf.judge.history.record import Record
from mipconf.judge.support import DEEDS, PARTS, Deed

Judge = Callable[[Record], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: PASS of a campaign needs each of its situations.

    `same_as` names the claim whose verdict it shares. `judge` is None while nothing judges it.
    `deed` is by what one sees that a HUT does it, None where it is asked to refrain. `parts` are
    situations that show nothing where another requirement is not supported: that one, by situation.
    `by_multicast`: it can be judged without what Home Agents say to each other alone.
    """

    id: str
    group: str
    title: str
    judge: Judge | None = None
    situations: tuple[str, ...] = ()
    same_as: str | None = None
    deed: Deed | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    by_multicast: bool = False


_TITLES = (
    "a registration is multicast to the group and shown",
    "claim 1 while another HA is active",
    "claim 1 in every passive state",
    "claim 1 at the virtual IP while active",
    "claim 1 with a better HA active for long",
    "updates come after their requests, and only then",
    "no updates until another HA is heard",
    "an unacknowledged update is sent again, to that member alone",
    "no registration is accepted before the table is asked for",
    "not active before the table is asked for",
    "the Table Request names its sender",
    "every part is acknowledged and every binding shown",
    "no Table Request in a silent group",
    "a Table Request is answered",
    "a requester becomes a member",
    "the table is sent whole, to the requester alone",
    "only a designated responder answers",
    "an unacknowledged part is sent again",
    "a series with bindings has a Home Agent List",
    "the list has every member, the requester too",
    "the part with the list is sent again like any other",
    "Code 1 before the table is initialized, Code 0 after",
    "a de-registration is multicast and ends the binding",
    "the HA takes part in HSRP or VRRP",
    "its HSRP or VRRP messages are well-formed",
    "a joining HA requests the table and takes it",
    "claim 26 while another HA is active",
    "claim 26 while passive",
    "claim 26 in every passive state",
    "claim 11 of a joining HA",
    "members named in a list become members",
    "claim 13 of a joining HA",
    "updates of other HAs are applied, the newest counts",
    "claim 33 from a passive HA",
    "claim 33 from the active HA",
    "every update is acknowledged, none applied twice",
    "a deletion told by another HA ends the binding",
    "a deletion of an unknown binding leaves a mark",
    "the mark is purged in time",
    "claim 24 of an HA that has joined",
    "claim 25 of an HA that has joined",
    "claim 14 of an HA that has joined",
    "claim 15 of an HA that has joined",
    "claim 16 of an HA that has joined",
    "claim 18 of an HA that has joined",
    "claim 19 of an HA that has joined",
    "claim 20 of an HA that has joined",
    "claim 21 of an HA that has joined",
    "claim 22 of an HA that has joined",
    "claim 1 as a program",
    "claim 1 as an apparatus",
    "claim 1 as means",
    "claim 26 as a program",
    "claim 26 as an apparatus",
    "claim 26 as means",
)

_JUDGES: Mapping[int, tuple[Judge, tuple[str, ...]]] = {
    1: (updating.claim_1, updating.CLAIM_1),
    2: (states.claim_2, states.CLAIM_2),
    3: (states.claim_3, states.CLAIM_3),
    4: (updating.claim_4, (updating.AT_VIRTUAL_IP,)),
    5: (states.claim_5, states.CLAIM_5),
    6: (updating.claim_6, (updating.AFTER_REQUEST,)),
    7: (updating.claim_7, (updating.ALONE, updating.IN_COMPANY)),
    8: (updating.claim_8, updating.CLAIM_8),
    9: (initializing.claim_9, initializing.CLAIM_9),
    10: (initializing.claim_10, initializing.CLAIM_9),
    11: (joining.claim_11, (joining.REQUESTS,)),
    12: (joining.claim_12, joining.CLAIM_12),
    13: (initializing.claim_13, initializing.CLAIM_13),
    14: (answering.claim_14, (answering.ANSWERED,)),
    15: (membership.claim_15, membership.CLAIM_15),
    16: (answering.claim_16, answering.CLAIM_16),
    17: (designating.claim_17, designating.CLAIM_17),
    18: (answering.claim_18, answering.CLAIM_18),
    19: (answering.claim_19, (answering.LISTED,)),
    20: (answering.claim_20, (answering.MEMBERS,)),
    21: (answering.claim_21, answering.CLAIM_18),
    22: (answering.claim_22, answering.CLAIM_22),
    23: (updating.claim_23, updating.CLAIM_23),
    24: (electing.claim_24, electing.CLAIM_24),
    25: (electing.claim_25, (electing.WELL_FORMED,)),
    26: (joining.claim_26, joining.CLAIM_26),
    27: (states.claim_27, states.CLAIM_27),
    28: (states.claim_28, joining.CLAIM_26),
    29: (states.claim_29, states.CLAIM_3),
    30: (joining.claim_11, (joining.REQUESTS,)),
    31: (membership.claim_31, membership.CLAIM_31),
    32: (initializing.claim_13, initializing.CLAIM_13),
    33: (applying.claim_33, applying.CLAIM_33),
    34: (states.claim_34, applying.CLAIM_33),
    35: (states.claim_35, applying.CLAIM_33),
    36: (applying.claim_36, applying.CLAIM_36),
    37: (applying.claim_37, applying.CLAIM_37),
    38: (applying.claim_38, applying.CLAIM_38),
    39: (applying.claim_39, applying.CLAIM_39),
    40: (electing.claim_40, electing.CLAIM_24),
    41: (electing.claim_41, (electing.WELL_FORMED,)),
    42: (answering.claim_42, (answering.ANSWERED,)),
    43: (membership.claim_43, membership.CLAIM_15),
    44: (answering.claim_44, answering.CLAIM_16),
    45: (answering.claim_45, answering.CLAIM_18),
    46: (answering.claim_46, (answering.LISTED,)),
    47: (membership.claim_47, (answering.MEMBERS,)),
    48: (answering.claim_48, answering.CLAIM_18),
    49: (answering.claim_22, answering.CLAIM_22),
}

_BY_MULTICAST = frozenset({6, 7, 11, 13, 24, 25, 30, 32, 40, 41})

_SAME = {50: "1", 51: "1", 52: "1", 53: "26", 54: "26", 55: "26"}


def _claims() -> Iterator[Requirement]:
    for number, title in enumerate(_TITLES, start=1):
        judge, situations = _JUDGES.get(number, (None, ()))
        parts = {part: str(claim) for part, claim in PARTS.get(number, {}).items()}
        yield Requirement(
            str(number),
            "CLAIM",
            title,
            judge,
            situations,
            _SAME.get(number),
            DEEDS.get(number),
            parts,
            number in _BY_MULTICAST,
        )


def _beyond_the_claims() -> Iterator[Requirement]:
    for number, count, judge in ((1, load.FEW, load.few), (2, load.MANY, load.many)):
        title = f"a table of {count:,} bindings is replicated whole, both ways"
        yield Requirement(f"LOAD-{number}", "LOAD", title, judge, load.BOTH_WAYS)


REQUIREMENTS: Mapping[str, Requirement] = MappingProxyType(
    {requirement.id: requirement for requirement in (*_claims(), *_beyond_the_claims())}
)
"""All requirements by id, the claims first and in order."""
