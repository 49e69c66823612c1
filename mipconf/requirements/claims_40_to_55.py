"""Claims 40 to 55: earlier claims, of a Home Agent that has joined, and in other categories."""

from __future__ import annotations

from dataclasses import replace

from mipconf.requirements import claims_1_to_13, claims_14_to_25, claims_26_to_39
from mipconf.requirements.requirement import Means, Requirement

_CLAIMS = {
    claim.id: claim
    for claim in (*claims_1_to_13.CLAIMS, *claims_14_to_25.CLAIMS, *claims_26_to_39.CLAIMS)
}


def _once_joined(
    id: str,
    *,
    like: str,
    situation: str = "As claim {}, once the HUT has joined (claim 26).",
    needs: tuple[str, ...] = (),
) -> Requirement:
    """What an earlier claim asks of any Home Agent, of one that has joined."""
    claim = _CLAIMS[like]
    asks = claim.asks[0].lower() + claim.asks[1:]
    return replace(
        claim,
        id=id,
        like=like,
        title=f"claim {like} of an HA that has joined",
        asks=f"Claim {like} of a Home Agent that has joined: {asks}",
        situation=situation.format(like),
        needs=(like, "26", *needs),
    )


def _as(kind: str, id: str, *, like: str) -> Requirement:
    """The method of an earlier claim in another category, which has the same verdict."""
    claim = _CLAIMS[like]
    return replace(
        claim,
        id=id,
        like=like,
        same_as=like,
        title=f"claim {like} as {kind}",
        asks=f"The method of claim {like} as {kind}: its verdict is that of claim {like}.",
        needs=(like,),
    )


CLAIMS: tuple[Requirement, ...] = (
    _once_joined("40", like="24"),
    _once_joined("41", like="25"),
    # Unlike claim 14, it is not met by an answer of Code 1.
    replace(_once_joined("42", like="14"), relies_on=(Means.RESPONDER,)),
    _once_joined("43", like="15"),
    _once_joined(
        "44",
        like="16",
        situation="As claim {}, once the HUT has joined, of what it learned and what registered.",
    ),
    _once_joined("45", like="18"),
    _once_joined("46", like="19"),
    _once_joined(
        "47",
        like="20",
        situation="As claim {}, once the HUT has joined; it knows some members only by P's list.",
        needs=("31",),
    ),
    _once_joined("48", like="21"),
    _once_joined("49", like="22", situation="As claim {}."),
    _as("a program", "50", like="1"),
    _as("an apparatus", "51", like="1"),
    _as("means", "52", like="1"),
    _as("a program", "53", like="26"),
    _as("an apparatus", "54", like="26"),
    _as("means", "55", like="26"),
)
