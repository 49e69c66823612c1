"""Whether a router's messages are well-formed: claim 25, by what the RFCs say of every message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mipconf.judge.finding import Dated, Finding
from mipconf.judge.routers.conduct import Phase
from mipconf.judge.routers.message import RouterMessage
from mipconf.requirements.catalogue import REQUIREMENTS

(WELL_FORMED,) = REQUIREMENTS["25"].situations

_CLAUSE = {
    "hsrp": (
        "RFC 2281 5.1 (version 1), docs/hut-contract.md#hsrp-2 (version 2): the layout of HSRP "
        "messages"
    ),
    "vrrp": "RFC 3768 5.1 (version 2), RFC 9568 5.1 (version 3): the layout of an advertisement",
}


def is_well_formed(
    own: Sequence[RouterMessage], phase: Phase = lambda time: None
) -> Iterator[Dated]:
    """A finding for each message whose defects differ from those before it in its phase."""
    seen: set[tuple[object, ...]] = set()
    for said in own:
        kind = (said.protocol, said.version, said.number, said.state, said.opcode)
        key = (kind, said.defects, phase(said.time))
        if key in seen:
            continue
        seen.add(key)
        if not said.defects:
            yield Dated(said.time, Finding.met(WELL_FORMED, said.frame))
            continue
        observed = "; ".join(said.defects)
        name = said.protocol.upper()
        finding = Finding.missed(
            WELL_FORMED,
            (said.frame,),
            f"a message of {name} from {said.source} has {observed}",
            clause=_CLAUSE[said.protocol],
            expected=f"a well-formed message of {name} version {said.version}",
            observed=observed,
        )
        yield Dated(said.time, finding)
